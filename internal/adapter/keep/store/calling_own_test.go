package store_test

import (
	"crypto/rand"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/world/stagetest"
)

// asked puts a question of the office about a report.
func asked(t *testing.T, s *stagetest.Stage, f filing.Filing, client string) {
	t.Helper()
	ask := asking.Ask{Act: store.Act[asking.AskTx](s.DB), Entropy: rand.Reader}
	if _, err := ask.Do(t.Context(), s.Scope("ministry-officer"), s.Key("ministry-officer", client), asking.Question{Filing: f.Number, Kind: request.Enquiry, Text: "何台ですか。"}); err != nil {
		t.Fatal(err)
	}
}

// woken are whom the platform called for the units of somebody, the latest first.
func woken(t *testing.T, s *stagetest.Stage, who string) (list []oncall.OwnCall) {
	t.Helper()
	if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope(who), func(tx *store.Tx) (err error) {
		list, err = tx.OwnCalls(oncall.MostCalls)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// hasOpened has somebody open a record.
func hasOpened(t *testing.T, s *stagetest.Stage, who string, o ident.Object) {
	t.Helper()
	if err := store.Look[*store.Tx](s.DB)(t.Context(), s.Scope(who), access.LookOpen, func(*store.Tx) ([]ident.Object, error) { return []ident.Object{o}, nil }); err != nil {
		t.Fatal(err)
	}
}

// R6: a question of an office about a report, and a 気付き連絡, that nobody of the operator opens wake its own contacts one after another; what is
// opened or answered wakes nobody, a report of before does not count as opened, and no office is told.
func TestTheOperatorsOwnAreCalledUntilSomebodyOpens(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		f := file(t, s, "operator-filer", "1")
		opens := func(who string, o ident.Object) { hasOpened(t, s, who, o) }
		want := func(n int, what string) {
			t.Helper()
			if got := steps(t, s); got != n {
				t.Errorf("%s: %d steps, want %d", what, got, n)
			}
		}
		later := func(d time.Duration) { s.Clock.Set(s.Clock.Now().Add(d)) }
		opens("operator-filer", ident.Object(f.ID)) // before anything is asked
		later(time.Second)
		asked(t, s, f, "a")
		later(time.Hour)
		want(0, "there is no list")
		setCalls(t, s, "operator-admin", contacts("first", "second", "third"))
		want(1, "nobody opened it for an hour")
		want(0, "again at once")
		later(oncall.Every)
		want(1, "15 minutes later")
		letters := &picky{}
		post(t, s, letters)
		if m := letters.to("second@night.example"); len(m) != 1 || m[0].Number == f.Number {
			t.Errorf("the second is told %+v", m)
		}
		if own := woken(t, s, "operator-filer"); len(own) != 2 || own[0].Who.Name != "宿直 second" || own[1].Step != 1 || own[0].Number[:1] == f.Number[:1] {
			t.Errorf("the operator reads %+v", own)
		}
		for _, who := range []string{"ministry-officer", "other-operator-filer", "operator-site-filer", "platform-admin"} {
			if own := woken(t, s, who); len(own) != 0 {
				t.Errorf("%s reads %+v", who, own)
			}
		}
		opens("ministry-officer", ident.Object(f.ID))
		later(oncall.Every)
		want(1, "an office opened it, which is no opening by who was asked")
		later(-time.Minute)
		opens("operator-approver", ident.Object(f.ID))
		post(t, s, letters)
		if m := letters.to("third@night.example"); len(m) != 0 {
			t.Errorf("it was opened before the mail left, and the third is told %+v", m)
		}
		later(time.Hour)
		want(0, "a colleague opened it")

		n := s.Noticed(t, "")
		later(oncall.Every - time.Minute)
		want(0, "those whom the mail woke have their time")
		later(time.Minute)
		want(1, "nobody opened the notice")
		opens("operator-filer", n.ID)
		later(oncall.Every)
		want(0, "the notice was opened")
	})
}
