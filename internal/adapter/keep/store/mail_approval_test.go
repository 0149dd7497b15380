package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/message"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/flow/approving"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

// agreement is an organisation that agrees to what it sends, and the mails that leave because of it.
type agreement struct {
	*stagetest.Stage
	t    *testing.T
	post *picky
	n    int
}

func (a *agreement) must(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

func (a *agreement) key(who string) ident.Key {
	a.n++
	return a.Key(who, fmt.Sprint("agree ", a.n))
}

func (a *agreement) route(mode approval.Mode, rev int, steps ...approval.Step) {
	a.t.Helper()
	set := approving.SetRoute{Act: store.Act[approving.RouteTx](a.DB), Entropy: a.Entropy}
	a.must(set.Do(a.t.Context(), a.Scope("operator-admin"), a.key("operator-admin"), approval.Route{Of: incident.Prompt.ID, Rev: rev, Words: approval.Words{Mode: mode, Steps: steps}}))
}

// ask puts a 速報 that could be sent on its way.
func (a *agreement) ask() (d filing.Draft, r approval.Round) {
	a.t.Helper()
	who := "operator-filer"
	id, err := submitting.Open{Act: store.Act[submitting.OpenTx](a.DB), Entropy: a.Entropy}.Do(a.t.Context(), a.Scope(who), a.key(who), incident.Prompt.ID)
	a.must(err)
	a.must(store.Read[*store.Tx](a.DB)(a.t.Context(), a.Scope(who), func(tx *store.Tx) (err error) {
		d, _, err = tx.DraftByID(id)
		return err
	}))
	save := submitting.SaveOf{Draft: d.Number, Form: incident.PromptForm, Answers: map[string]submitting.Answer{}}
	for field, v := range world.Values(a.Clock.Now().Add(-time.Hour), "試験の報告", "access") {
		save.Answers[field] = submitting.Answer{Value: v, Base: 1}
	}
	_, err = submitting.Save{Act: store.Act[submitting.SaveTx](a.DB)}.Do(a.t.Context(), a.Scope(who), a.key(who), save)
	a.must(err)
	asked, err := approving.Ask{Act: store.Act[approving.AskTx](a.DB), Entropy: a.Entropy}.Do(a.t.Context(), a.Scope(who), a.key(who), approving.Asking{Draft: d.Number, Note: "急ぎます"})
	a.must(err)
	return d, a.round(asked)
}

func (a *agreement) round(id ident.Object) (r approval.Round) {
	a.t.Helper()
	a.must(store.Read[*store.Tx](a.DB)(a.t.Context(), a.Scope("operator-filer"), func(tx *store.Tx) (err error) {
		r, err = tx.Round(id, access.Permission{Action: access.Read, Object: access.Approval})
		return err
	}))
	return r
}

func (a *agreement) decide(who string, r approval.Round, approve bool) {
	a.t.Helper()
	a.must(approving.Decide{Act: store.Act[approving.DecideTx](a.DB)}.Do(a.t.Context(), a.Scope(who), a.key(who), approving.Verdict{ID: r.ID, Rev: r.Rev, Digest: r.Digest, Approve: approve, Note: "台数を確かめてください"}))
}

// left are who was mailed since the last time, about what is not an arrival, and what each mail looks like.
func (a *agreement) left() (to []string, mails []message.Message) {
	a.t.Helper()
	a.post.sent = nil
	post(a.t, a.Stage, a.post)
	for _, m := range a.post.sent {
		if i := slices.IndexFunc(a.People, func(p world.Someone) bool { return p.Email == m.To }); i >= 0 && m.Urgency != message.Urgent {
			to, mails = append(to, a.People[i].Token), append(mails, m)
		}
	}
	slices.Sort(to)
	return to, mails
}

func (a *agreement) expect(what string, urgency message.Urgency, number ident.Number, want ...string) {
	a.t.Helper()
	to, mails := a.left()
	if !slices.Equal(to, want) {
		a.t.Errorf("%s: mailed %v, not %v", what, to, want)
	}
	for _, m := range mails {
		bare := message.Message{ID: m.ID, To: m.To, Urgency: urgency, Number: number, At: m.At}
		if m != bare {
			a.t.Errorf("%s: a mail says more than its number: %+v", what, m)
		}
	}
}

func (a *agreement) deputy(token string, from, until law.Day) {
	a.t.Helper()
	who := "operator-admin"
	d := appointing.Deputising{For: a.As("operator-approver").Hat, Deputy: a.As(token).Hat, From: from, Until: until, Roles: []string{string(access.OperatorApprover)}}
	a.must(appointing.Depute{Act: store.Act[appointing.DeputeTx](a.DB), Entropy: a.Entropy}.Do(a.t.Context(), a.Scope(who), a.key(who), d))
}

// Whoever is asked is mailed a number, at each step; the asker is told how it went; nobody else is.
func TestApproversAreMailedANumber(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		a := &agreement{Stage: s, t: t, post: &picky{}}
		boss := s.As("operator-approver").Person
		addMailbox(t, s, "operator-admin", "csirt@example.jp", message.Usual()...)
		a.route(approval.Before, 0, approval.Step{Role: access.OperatorApprover}, approval.Step{Person: boss})
		d, r := a.ask()
		a.expect("asked", message.Action, d.Number, "operator-approver")
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		a.decide("operator-approver", r, true)
		a.expect("the first step is done", message.Action, d.Number, "operator-approver")
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		a.decide("operator-approver", a.round(r.ID), false)
		a.expect("sent back", message.Action, d.Number, "operator-filer")
		s.Clock.Set(s.Clock.Now().Add(time.Minute))

		d, r = a.ask()
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		a.decide("operator-approver", r, true) // before the mail has left
		a.expect("asked, and answered at once", message.Action, d.Number, "operator-approver")
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		day := law.DayOf(ident.At(s.Clock.Now()))
		a.deputy("operator-viewer", day, day)
		a.decide("operator-approver", a.round(r.ID), true)
		a.expect("approved", message.Notice, d.Number, "operator-filer")
		s.Clock.Set(s.Clock.Now().Add(time.Minute))

		a.route(approval.Before, 1, approval.Step{Person: boss})
		d, _ = a.ask()
		a.expect("a deputy stands in", message.Action, d.Number, "operator-approver", "operator-viewer")
		s.Clock.Set(s.Clock.Now().Add(24 * time.Hour))
		d, r = a.ask()
		a.expect("the deputy's days are over", message.Action, d.Number, "operator-approver")
		who := "operator-filer"
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		a.must(approving.Withdraw{Act: store.Act[approving.DecideTx](s.DB)}.Do(t.Context(), s.Scope(who), a.key(who), r.ID))
		a.expect("taken back", message.Action, d.Number)
		if got := outboxStates(t, s); got["it has moved on since"] != 1 {
			t.Errorf("what was overtaken: %v", got)
		}
	})
}

// What went at night without approval waits for the morning: nobody is woken, and who has confirmed by then is not mailed.
func TestTheConfirmationWaitsForTheMorning(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		a := &agreement{Stage: s, t: t, post: &picky{}}
		morning(t, s, "2026-11-27 23:40") // a Friday
		first, second := file(t, s, "operator-filer", "1"), file(t, s, "operator-filer", "2")
		a.expect("at night", "", "")
		morning(t, s, "2026-11-28 09:00")
		a.expect("on Saturday", "", "")
		morning(t, s, "2026-11-30 08:44")
		a.expect("early", "", "")
		rounds := map[ident.Filing]approval.Round{}
		a.must(store.Read[*store.Tx](s.DB)(t.Context(), s.Scope("operator-approver"), func(tx *store.Tx) error {
			list, err := tx.Rounds(true, 10)
			for _, r := range list {
				rounds[r.Filing] = r
			}
			return err
		}))
		a.decide("operator-approver", rounds[first.ID], true)
		morning(t, s, "2026-11-30 08:45")
		a.expect("on Monday morning", message.Action, second.Number, "operator-approver")
		morning(t, s, "2026-11-30 17:00")
		f := file(t, s, "operator-filer", "3")
		a.expect("while people are at their desks", message.Action, f.Number, "operator-approver")
	})
}
