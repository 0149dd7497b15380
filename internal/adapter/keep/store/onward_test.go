package store_test

import (
	"fmt"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/checking"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// onwards is a world in which the rule of the 通知 changes.
type onwards struct {
	t *testing.T
	*stagetest.Stage
	n int
}

func (o *onwards) key(who string) ident.Key {
	o.n++
	o.Clock.Set(o.Clock.Now().Add(time.Second))
	return o.Key(who, fmt.Sprint("onward", o.n))
}

// rule has two administrators enter that the 通知 goes after the check from a day on.
func (o *onwards) rule(on law.Day) {
	o.t.Helper()
	propose, confirm := instituting.Propose{Act: store.Act[instituting.ProposeTx](o.DB), Entropy: o.Entropy}, instituting.Confirm{Act: store.Act[instituting.ConfirmTx](o.DB), Entropy: o.Entropy}
	m := register.Matter{Routing: &register.Routing{Authority: party.OnwardAuthority, Kind: party.OnwardKind, When: party.AfterCheck, Channel: law.Here, Cited: "連絡", Certainty: law.Reported, On: on}}
	id, err := propose.Do(o.t.Context(), o.Scope("platform-admin"), o.key("platform-admin"), m)
	if err == nil {
		err = confirm.Do(o.t.Context(), o.Scope("platform-admin-2"), o.key("platform-admin-2"), id)
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

// none files that there is no machine.
func (o *onwards) none() filing.Filing {
	o.t.Helper()
	v := listed("electricity")
	id, err := o.File.Do(o.t.Context(), o.Scope("operator-filer"), o.key("operator-filer"), submitting.Sending{Of: notification.New.ID, Values: v})
	if err != nil {
		o.t.Fatal(err)
	}
	f, err := o.Report(o.t.Context(), o.Scope("cabinet-analyst"), id) // it is open to 内閣府 from its arrival, whatever the rule
	if err != nil {
		o.t.Fatal(err)
	}
	return f
}

func (o *onwards) of(who string, f filing.Filing) (list []filing.Onward) {
	o.t.Helper()
	type tx interface {
		OnwardsOf(ident.Filing) ([]filing.Onward, error)
	}
	if err := store.Read[tx](o.DB)(o.t.Context(), o.Scope(who), func(tx tx) (err error) {
		list, err = tx.OnwardsOf(f.ID)
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	return list
}

// mailed counts the messages about a filing that leave now for 内閣府.
func (o *onwards) mailed(f filing.Filing) (n int) {
	o.t.Helper()
	p := &picky{}
	post(o.t, o.Stage, p)
	for _, m := range p.sent {
		if m.To == "cao@example.jp" && m.Number == f.Number {
			n++
		}
	}
	return n
}

func (o *onwards) check(who string, f filing.Filing) {
	o.t.Helper()
	check := checking.Check{Act: store.Act[checking.CheckTx](o.DB), Entropy: o.Entropy}
	if _, err := check.Do(o.t.Context(), o.Scope(who), o.key(who), checking.Asked{Seen: []formal.Seen{{Number: f.Number, Rev: f.Rev}}}); err != nil {
		o.t.Fatal(err)
	}
}

// The 通知 goes at arrival while nobody has said otherwise, and with the check of the form from the day on which two people said so: what arrived
// before stays as it was. Who may read a 届出 does not hang on it.
func TestTheNoticeGoesByTheRuleOfItsDay(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		addMailbox(t, s, "cabinet-supervisor", "cao@example.jp", message.Notice)
		o := &onwards{t: t, Stage: s}
		o.rule(law.MustDay("2026-11-24"))
		before := o.none()
		if got := o.of("ministry-officer", before); len(got) != 1 || got[0].When != party.OnArrival || got[0].At != before.ArrivedAt || got[0].Certainty != law.Unknown || got[0].Rev != 1 {
			t.Fatalf("before the rule: %+v", got)
		}
		if n := o.mailed(before); n != 1 {
			t.Errorf("before the rule: %d messages", n)
		}
		s.Clock.Set(law.MustDay("2026-11-24").Start().Add(10 * time.Hour).Time())
		after := o.none()
		for _, who := range []string{"ministry-officer", "cabinet-analyst", "operator-filer"} {
			if got := o.of(who, after); len(got) != 1 || got[0].When != party.AfterCheck || got[0].At != 0 || got[0].Rule == "" || got[0].Certainty != law.Reported {
				t.Fatalf("%s, under the rule: %+v", who, got)
			}
		}
		for _, who := range []string{"other-ministry-officer", "other-operator-filer", "platform-admin"} {
			if got := o.of(who, after); len(got) != 0 {
				t.Errorf("%s is told of it: %+v", who, got)
			}
		}
		if n := o.mailed(after); n != 0 {
			t.Errorf("it waits, and %d messages went", n)
		}
		o.check("cabinet-analyst", after) // of 内閣府 itself: nothing goes by that
		if got := o.of("ministry-officer", after); got[0].At != 0 {
			t.Errorf("the check of who is told: %+v", got)
		}
		o.check("ministry-officer", after)
		if got := o.of("cabinet-analyst", after); got[0].At == 0 || got[0].Rev != 1 || got[0].By == "" {
			t.Errorf("after the check: %+v", got)
		}
		if n := o.mailed(after); n != 1 {
			t.Errorf("after the check: %d messages", n)
		}
		o.check("ministry-officer", before)
		if got := o.of("ministry-officer", before); got[0].When != party.OnArrival || got[0].At != before.ArrivedAt {
			t.Errorf("what arrived before has changed: %+v", got)
		}
		if n := o.mailed(before); n != 0 {
			t.Errorf("it was notified again")
		}
	})
}
