package register_test

import (
	"slices"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

var readReports = access.Permission{Action: access.Read, Object: access.Report}

// desk is a world whose jurisdiction is about to change.
type desk struct {
	*stagetest.Stage
	t       *testing.T
	n       int
	propose instituting.Propose
	confirm instituting.Confirm
}

func newDesk(t *testing.T, s *stagetest.Stage) *desk {
	t.Helper()
	return &desk{
		Stage: s, t: t, propose: instituting.Propose{Act: store.Act[instituting.ProposeTx](s.DB), Entropy: s.Entropy},
		confirm: instituting.Confirm{Act: store.Act[instituting.ConfirmTx](s.DB), Entropy: s.Entropy},
	}
}

func (d *desk) key(who string) ident.Key {
	d.n++
	return d.Key(who, "k"+string(rune('a'+d.n)))
}

func (d *desk) file() filing.Filing {
	d.t.Helper()
	id, err := d.File.Do(d.t.Context(), d.Scope("operator-filer"), d.key("operator-filer"), submitting.Prompt(world.Values(d.Clock.Now().Add(-time.Hour), "停止", "malware")))
	if err != nil {
		d.t.Fatal(err)
	}
	f, err := d.Report(d.t.Context(), d.Scope("operator-filer"), id)
	if err != nil {
		d.t.Fatal(err)
	}
	return f
}

func (d *desk) ask(who string, f filing.Filing) error {
	_, err := d.Ask.Do(d.t.Context(), d.Scope(who), d.key(who), asking.Question{Filing: f.Number, Kind: request.Enquiry, Text: "いつからですか。"})
	return err
}

type deskTx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	DeskFilings(before store.Cursor, limit int) ([]filing.Line, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
}

// sees says whether somebody can open a filing, finds it on the desk, and how many sections were released to them.
func (d *desk) sees(who string, f filing.Filing) (opens, lists bool, sections int) {
	d.t.Helper()
	err := store.Read[deskTx](d.DB)(d.t.Context(), d.Scope(who), func(tx deskTx) error {
		_, _, err := tx.Filing(f.Number, readReports)
		if opens = err == nil; err != nil && !fault.Is(err, fault.Hidden) {
			return err
		}
		lines, err := tx.DeskFilings(store.Cursor{}, 100)
		if err != nil {
			return err
		}
		lists = slices.ContainsFunc(lines, func(l filing.Line) bool { return l.Filing.ID == f.ID })
		released, err := tx.Released([]ident.Filing{f.ID})
		sections = len(released[f.ID])
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return opens, lists, sections
}

func (d *desk) want(when, who string, f filing.Filing, opens, lists bool) {
	d.t.Helper()
	o, l, sections := d.sees(who, f)
	if o != opens || l != lists || opens && sections == 0 {
		d.t.Errorf("%s: %s opens %v, lists %v, %d sections; want %v, %v", when, who, o, l, sections, opens, lists)
	}
}

// work does every hand-over that is due.
func (d *desk) work() {
	d.t.Helper()
	l, ok, err := d.TakeQueue(d.t.Context(), instituting.HandOverQueue, "test")
	if err != nil || !ok {
		d.t.Fatal(ok, err)
	}
	for did := true; did; {
		if did, err = d.DoTask(d.t.Context(), l, instituting.HandOverQueue, d.HandsOver(access.System("test", ident.At(d.Clock.Now())))); err != nil {
			d.t.Fatal(err)
		}
	}
}

func (d *desk) matter() register.Matter {
	return register.Matter{Transfer: &register.Transfer{
		Old: d.As("ministry-officer").Unit, New: d.As("other-ministry-officer").Unit, Title: "国土交通大臣", On: law.MustDay("2027-04-01"),
	}}
}

// R22: from 00:00 of the day the new office has the open matters; the old one keeps what it asked about, to read; nothing
// runs at that minute.
func TestJurisdictionPassesAtMidnight(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, passes)
	t.Run("postgres, row-level security alone", func(t *testing.T) {
		t.Parallel()
		s := stagetest.Postgres(t, func(c *store.Config) { c.NoWalls = true })
		d := newDesk(t, s)
		f := d.file()
		d.decide()
		d.work()
		d.Clock.Set(law.MustDay("2027-04-01").Start().Time())
		if opens, _, _ := d.sees("ministry-officer", f); opens {
			t.Error("the second wall lets the old office in")
		}
		if opens, _, _ := d.sees("other-ministry-officer", f); !opens {
			t.Error("the second wall keeps the new office out")
		}
	})
}

func (d *desk) decide() ident.Object {
	d.t.Helper()
	ctx := d.t.Context()
	id, err := d.propose.Do(ctx, d.Scope("platform-admin"), d.key("platform-admin"), d.matter())
	if err != nil {
		d.t.Fatal(err)
	}
	if err := d.confirm.Do(ctx, d.Scope("platform-admin"), d.key("platform-admin"), id); !fault.Is(err, fault.Denied) {
		d.t.Fatalf("whoever entered it confirms it: %v", err)
	}
	if err := d.confirm.Do(ctx, d.Scope("platform-admin-2"), d.key("platform-admin-2"), id); err != nil {
		d.t.Fatal(err)
	}
	if err := d.confirm.Do(ctx, d.Scope("platform-admin-2"), d.key("platform-admin-2"), id); !fault.Is(err, fault.Conflict) {
		d.t.Fatalf("it is confirmed twice: %v", err)
	}
	return id
}

func passes(t *testing.T, s *stagetest.Stage) {
	t.Helper()
	d := newDesk(t, s)
	asked, unasked := d.file(), d.file()
	if err := d.ask("ministry-officer", asked); err != nil {
		t.Fatal(err)
	}
	d.decide()
	before := d.file() // after the decision, before the worker
	d.work()
	between, late := d.file(), d.file()
	if err := d.ask("ministry-officer", late); err != nil { // the old office is competent until the day
		t.Fatal(err)
	}
	all := []filing.Filing{asked, unasked, before, between, late}
	midnight := law.MustDay("2027-04-01").Start()
	d.Clock.Set(midnight.Add(-time.Microsecond).Time())
	for _, f := range all {
		d.want("the last microsecond before", "ministry-officer", f, true, true)
		d.want("the last microsecond before", "other-ministry-officer", f, false, false)
	}
	d.Clock.Set(midnight.Time())
	for _, f := range all {
		kept := f.ID == asked.ID || f.ID == late.ID
		d.want("midnight", "ministry-officer", f, kept, false)
		d.want("midnight", "other-ministry-officer", f, true, true)
		d.want("midnight", "cabinet-analyst", f, true, true)
		d.want("midnight", "regional-officer", f, false, false)
	}
	if err := d.ask("ministry-officer", asked); !fault.Is(err, fault.Hidden) && !fault.Is(err, fault.Denied) {
		t.Errorf("the old office still asks: %v", err)
	}
	if err := d.ask("other-ministry-officer", unasked); err != nil {
		t.Errorf("the new office cannot ask: %v", err)
	}
	d.work() // the second pass finds nothing to do
	after := d.file()
	d.want("after", "ministry-officer", after, false, false)
	d.want("after", "other-ministry-officer", after, true, true)
	number(t, s)
	r, err := d.VerifyLedger(t.Context(), func(int64, int64) error { return nil })
	if err != nil || !r.Sound() {
		t.Errorf("the log does not agree after a transfer: %v %+v", err, r)
	}
}

// number gives every entry its place.
func number(t *testing.T, s *stagetest.Stage) {
	t.Helper()
	l, ok, err := s.TakeSpine(t.Context(), "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	for n := 1; n > 0; {
		if n, err = s.Sequence(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
}

// A matter that passed twice is with the third office alone.
func TestJurisdictionPassesOn(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		d := newDesk(t, s)
		f := d.file()
		d.decide()
		d.work()
		d.Clock.Set(law.MustDay("2027-05-01").Start().Time())
		next := register.Matter{Transfer: &register.Transfer{Old: d.As("other-ministry-officer").Unit, New: d.As("regional-officer").Unit, Title: "経済産業大臣", On: law.MustDay("2027-07-01")}}
		id, err := d.propose.Do(t.Context(), d.Scope("platform-admin-2"), d.key("platform-admin-2"), next)
		if err == nil {
			err = d.confirm.Do(t.Context(), d.Scope("platform-admin"), d.key("platform-admin"), id)
		}
		if err != nil {
			t.Fatal(err)
		}
		d.work()
		d.want("between", "other-ministry-officer", f, true, true)
		d.Clock.Set(law.MustDay("2027-07-01").Start().Time())
		d.want("the second day", "ministry-officer", f, false, false)
		d.want("the second day", "other-ministry-officer", f, false, false)
		d.want("the second day", "regional-officer", f, true, true)
	})
}

func TestWhatStandsInTheWayOfATransfer(t *testing.T) {
	t.Parallel()
	d := newDesk(t, stagetest.SQLite(t))
	d.decide()
	for name, change := range map[string]func(*register.Transfer){
		"operators: fault.transfer.dated": func(t *register.Transfer) { t.On = law.MustDay("2027-03-01") }, // one is decided already
		"on: fault.register.later":        func(t *register.Transfer) { t.On = law.DayOf(ident.At(stagetest.Day)) },
		"on: fault.form.needed":           func(t *register.Transfer) { t.On = law.Day{} },
		"new: fault.transfer.same":        func(t *register.Transfer) { t.New = t.Old },
		"new: fault.register.authority":   func(t *register.Transfer) { t.New = d.As("operator-filer").Unit },
		"old: fault.form.needed":          func(t *register.Transfer) { t.Old = "nothing" },
		"title: fault.form.needed":        func(t *register.Transfer) { t.Title = "　" },
		"operators: fault.transfer.none":  func(t *register.Transfer) { t.Operators = []ident.Org{"nobody"} },
		"ground: fault.text.bidi":         func(t *register.Transfer) { t.Ground = "\u202e" },
	} {
		m := d.matter()
		change(m.Transfer)
		_, err := d.propose.Do(t.Context(), d.Scope("platform-admin"), d.key("platform-admin"), m)
		if got := places(err); !slices.Contains(got, name) {
			t.Errorf("want %s, got %v (%v)", name, got, err)
		}
	}
	for _, who := range []string{"operator-admin", "ministry-supervisor", "cabinet-supervisor"} {
		if _, err := d.propose.Do(t.Context(), d.Scope(who), d.key(who), d.matter()); !fault.Is(err, fault.Hidden) {
			t.Errorf("%s enters a transfer: %v", who, err)
		}
	}
}

func places(err error) (list []string) {
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // of a flow
		for _, f := range e.Fields {
			list = append(list, f.Path+": "+f.Code)
		}
	}
	return list
}
