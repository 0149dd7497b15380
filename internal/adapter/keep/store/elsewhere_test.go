package store_test

import (
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/window"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

func errandsOf(t *testing.T, s *stagetest.Stage, who string, f filing.Filing) (list []window.Errand) {
	t.Helper()
	if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope(who), func(tx *store.Tx) (err error) {
		list, err = tx.ErrandsOf(f.Case)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

func of(list []window.Errand, authority string) (e window.Errand, n int) {
	for _, one := range list {
		if one.Authority == authority {
			if n++; n == 1 {
				e = one
			}
		}
	}
	return e, n
}

// What is handed in elsewhere is frozen with the report and waits until somebody records it; a correction keeps both records, and neither a
// stranger nor an office learns of it.
func TestHandingInElsewhereIsRecorded(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		f := s.Filed(t, "operator-filer", "1")
		e, n := of(errandsOf(t, s, "operator-filer", f), "recipient.ppc")
		if n != 2 || e.State != window.ToHandIn || e.DueOn.IsZero() || e.Number != f.Number {
			t.Fatalf("%d errands, %+v", n, e)
		}
		record := submitting.Elsewhere{Act: store.Act[submitting.ElsewhereTx](s.DB)}
		press := func(who, client string, h submitting.Handing) error {
			h.Of = f.Number
			return record.Do(t.Context(), s.Scope(who), s.Key(who, client), h)
		}
		good := submitting.Handing{Errand: e.ID, State: window.HandedIn, On: law.DayOf(ident.At(s.Clock.Now())), Number: "個-1"}
		for _, other := range []string{"other-operator-filer", "ministry-officer", "operator-viewer", "cabinet-analyst"} {
			if err := press(other, "x", good); !fault.Is(err, fault.Hidden) && !fault.Is(err, fault.Denied) {
				t.Errorf("%s: %v", other, err)
			}
			if list := errandsOf(t, s, other, f); len(list) != 0 && other != "operator-viewer" {
				t.Errorf("%s reads %d", other, len(list))
			}
		}
		bad := good
		bad.On = good.On.Add(1)
		if err := press("operator-filer", "future", bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("a day to come: %v", err)
		}
		bad = good
		bad.Errand = "errand-of-nobody"
		if err := press("operator-filer", "nobody", bad); !fault.Is(err, fault.Hidden) {
			t.Errorf("another errand: %v", err)
		}
		if err := press("operator-filer", "first", good); err != nil {
			t.Fatal(err)
		}
		again := good
		again.Number = "個-2"
		if err := press("operator-filer", "second", again); err != nil {
			t.Fatal(err)
		}
		e, _ = of(errandsOf(t, s, "operator-filer", f), "recipient.ppc")
		if e.State != window.HandedIn || len(e.Records) != 2 || e.Records[0].Number != "個-1" || e.Records[1].Number != "個-2" || e.Records[1].Name == "" {
			t.Errorf("%+v", e)
		}
		sequence(t, s.DB)
		if r, err := s.VerifyLedger(t.Context(), func(int64, int64) error { return nil }); err != nil || !r.Sound() {
			t.Errorf("the log: %+v, %v", r, err)
		}
	})
}

// Two administrators say that the police have every report here: from that day on its office is an addressee, and there is nothing to hand
// in; what was filed before stays as it was. A row that somebody wrote behind the product's back makes nobody an addressee.
func TestARoutingRowMakesAnOfficeAnAddressee(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		before := s.Filed(t, "operator-filer", "before")
		office := s.As("other-ministry-officer")
		day := law.DayOf(ident.At(s.Clock.Now())).Add(1)
		m := register.Matter{Routing: &register.Routing{
			Authority: "recipient.police", When: "any", Channel: law.Here, Office: office.Unit, Title: "架空県警察", Cited: "申合せ(試験)", Certainty: law.Reported, On: day,
		}}
		propose := instituting.Propose{Act: store.Act[instituting.ProposeTx](s.DB), Entropy: s.DB.Entropy}
		confirm := instituting.Confirm{Act: store.Act[instituting.ConfirmTx](s.DB), Entropy: s.DB.Entropy}
		id, err := propose.Do(t.Context(), s.Scope("platform-admin"), s.Key("platform-admin", "1"), m)
		if err != nil {
			t.Fatal(err)
		}
		if err := confirm.Do(t.Context(), s.Scope("platform-admin"), s.Key("platform-admin", "2"), id); !fault.Is(err, fault.Denied) {
			t.Errorf("one administrator alone: %v", err)
		}
		if err := confirm.Do(t.Context(), s.Scope("platform-admin-2"), s.Key("platform-admin-2", "1"), id); err != nil {
			t.Fatal(err)
		}
		same := s.Filed(t, "operator-filer", "same day")
		s.Clock.Set(day.Start().Time().Add(12 * time.Hour))
		after := s.Filed(t, "operator-filer", "after")
		for _, c := range []struct {
			f         filing.Filing
			here      bool
			elsewhere int
		}{{before, false, 1}, {same, false, 1}, {after, true, 0}} {
			_, err := s.Report(t.Context(), s.Scope("other-ministry-officer"), c.f.ID)
			if (err == nil) != c.here {
				t.Errorf("%s: the office reads it: %v", c.f.ArrivedAt.Japan(), err)
			}
			if _, n := of(errandsOf(t, s, "operator-filer", c.f), "recipient.police"); n != c.elsewhere {
				t.Errorf("%s: %d to hand in", c.f.ArrivedAt.Japan(), n)
			}
		}
		var rows []party.Routing
		if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope("operator-filer"), func(tx *store.Tx) (err error) {
			rows, err = tx.Routings()
			return err
		}); err != nil || len(rows) == 0 || rows[len(rows)-1].Cited != "申合せ(試験)" {
			t.Errorf("%+v, %v", rows, err)
		}
	})
}
