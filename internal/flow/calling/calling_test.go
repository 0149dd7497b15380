package calling_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/calling"
	"kanmin/internal/world/stagetest"
)

const (
	officer = "ministry-officer"
	chief   = "ministry-supervisor"
	boss    = "operator-admin"
	filer   = "operator-filer"
)

var night = []oncall.Contact{{Name: "髙木 一", Phone: "03-0000-1101"}, {Name: " ", Phone: ""}, {Name: "神﨑", Phone: "090-0000-1102", Email: "night@example.jp"}}

func list(t *testing.T, s *stagetest.Stage, who string) (l oncall.List) {
	t.Helper()
	if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope(who), func(tx *store.Tx) (err error) {
		l, err = tx.CallList()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return l
}

// A list is set over what was seen: two who set it at once do not write over each other, and empty rows fall out.
func TestAListIsSetOverWhatWasSeen(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		set := calling.Set{Act: store.Act[calling.SetTx](s.DB)}
		if err := set.Do(t.Context(), s.Scope(boss), s.Key(boss, "first"), 0, night); err != nil {
			t.Fatal(err)
		}
		l := list(t, s, boss)
		if l.Rev != 1 || len(l.Contacts) != 2 || l.Contacts[1].Name != "神﨑" || l.By == "" {
			t.Errorf("%+v", l)
		}
		if err := set.Do(t.Context(), s.Scope(boss), s.Key(boss, "first"), 0, night); err != nil { // pressed twice
			t.Error(err)
		}
		if err := set.Do(t.Context(), s.Scope(boss), s.Key(boss, "second"), 0, night[:1]); !fault.Is(err, fault.Conflict) {
			t.Error("written over what somebody else set:", err)
		}
		if err := set.Do(t.Context(), s.Scope(boss), s.Key(boss, "third"), 1, nil); err != nil || len(list(t, s, boss).Contacts) != 0 {
			t.Error("a list cannot be emptied:", err)
		}
		if err := set.Do(t.Context(), s.Scope(filer), s.Key(filer, "filer"), 0, night); err == nil {
			t.Error("one who is no administrator sets the list")
		}
	})
}

func TestAListNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	set := calling.Set{Act: store.Act[calling.SetTx](s.DB)}
	for place, contacts := range map[string][]oncall.Contact{
		"name-1":   {{Phone: "03-0000-1101"}},
		"phone-2":  {night[0], {Name: "番号なし", Phone: "あとで"}},
		"email-1":  {{Name: "宛先", Phone: "03-0000-1101", Email: "night"}},
		"when-1":   {{Name: "長い", Phone: "03-0000-1101", When: strings.Repeat("夜", oncall.Limit+1)}},
		"contacts": slices.Repeat(night[:1], oncall.Most+1),
	} {
		err := set.Do(t.Context(), s.Scope(boss), s.Key(boss, place), 0, contacts)
		if f, ok := errors.AsType[*fault.Error](err); !ok || f.Kind != fault.Invalid || !slices.ContainsFunc(f.Fields, func(f fault.Field) bool { return f.Path == place }) {
			t.Errorf("%s: %v", place, err)
		}
	}
	if l := list(t, s, boss); l.Rev != 0 {
		t.Errorf("something was set: %+v", l)
	}
}

// What became of a call is kept with who says so and when; of a report of another's, nothing; and of one report only so much.
func TestACallIsKept(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		f := s.Filed(t, filer, "report")
		record := calling.Record{Act: store.Act[calling.RecordTx](s.DB), Entropy: rand.Reader}
		call := oncall.Call{Kind: oncall.Answered, Said: oncall.Said{Who: night[0]}}
		if err := record.Do(t.Context(), s.Scope(officer), s.Key(officer, "one"), f.Number, call); err != nil {
			t.Fatal(err)
		}
		for what, err := range map[string]error{
			"by another office": record.Do(t.Context(), s.Scope("other-ministry-officer"), s.Key("other-ministry-officer", "x"), f.Number, call),
			"by its filer":      record.Do(t.Context(), s.Scope(filer), s.Key(filer, "x"), f.Number, call),
			"of no report":      record.Do(t.Context(), s.Scope(officer), s.Key(officer, "y"), ident.Number("報-R8-0000-0000-0"), call),
			"as a step":         record.Do(t.Context(), s.Scope(officer), s.Key(officer, "z"), f.Number, oncall.Call{Kind: oncall.Step}),
		} {
			if err == nil {
				t.Error("a call is recorded", what)
			}
		}
		made := calls(t, s, chief, f.ID)
		if len(made) != 1 || made[0].Kind != oncall.Answered || made[0].Who.Name != "髙木 一" || made[0].By == "" || made[0].Step != 0 {
			t.Fatalf("%+v", made)
		}
		for n := 1; n < oncall.MostCalls; n++ {
			if err := record.Do(t.Context(), s.Scope(officer), s.Key(officer, "again"+string(rune('一'+n))), f.Number, call); err != nil {
				t.Fatal(n, err)
			}
		}
		if err := record.Do(t.Context(), s.Scope(officer), s.Key(officer, "too many"), f.Number, call); !fault.Is(err, fault.Exceeded) {
			t.Error(err)
		}
	})
}

func calls(t *testing.T, s *stagetest.Stage, who string, of ident.Filing) (made []oncall.Call) {
	t.Helper()
	if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope(who), func(tx *store.Tx) (err error) {
		made, err = tx.CallsOf(of)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return made
}
