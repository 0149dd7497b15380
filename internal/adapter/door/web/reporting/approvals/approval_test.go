package approvals_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/flow/approving"
	"kanmin/internal/flow/attaching"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

type house struct {
	*stagetest.Stage
	t *testing.T
	n int
}

func (h *house) scope(name string) access.Scope {
	return access.For(h.As(name), ident.At(h.Clock.Now()))
}

func (h *house) key(s access.Scope) ident.Key {
	h.n++
	h.Clock.Set(h.Clock.Now().Add(time.Second))
	return ident.Key{Org: s.Org, Actor: s.ID(), Route: "test", Client: strconv.Itoa(h.n)}
}

func (h *house) set(mode approval.Mode, rev int, steps ...approval.Step) {
	h.t.Helper()
	s := h.scope("operator-admin")
	r := approval.Route{Of: incident.Prompt.ID, Rev: rev, Words: approval.Words{Mode: mode, Steps: steps}}
	if err := (approving.SetRoute{Act: store.Act[approving.RouteTx](h.DB), Entropy: h.Entropy}).Do(h.t.Context(), s, h.key(s), r); err != nil {
		h.t.Fatal(err)
	}
}

var answers = form.Values{
	"what_kind": {Texts: []string{"malware"}}, "aware_at": {Texts: []string{"2026-11-23T08:15+09:00"}}, "which": {Unknown: true}, "impact": {Texts: []string{"none"}}, "callback": {Texts: []string{"当直 山﨑"}},
}

func (h *house) send(what submitting.Sending) (ident.Filing, error) {
	s := h.scope("operator-filer")
	return (submitting.File{Act: store.Act[submitting.FileTx](h.DB), Entropy: h.Entropy}).Do(h.t.Context(), s, h.key(s), what)
}

type tx interface {
	Rounds(waiting bool, limit int) ([]approval.Round, error)
	Routes(of string) ([]approval.Route, error)
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
}

func (h *house) read(name string, read func(tx) error) {
	h.t.Helper()
	if err := store.Read[tx](h.DB)(h.t.Context(), h.scope(name), read); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) rounds(name string) (list []approval.Round) {
	h.t.Helper()
	h.read(name, func(tx tx) (err error) {
		list, err = tx.Rounds(false, 100)
		return err
	})
	return list
}

// draft is a 速報 that could be sent.
func (h *house) draft() (d filing.Draft) {
	h.t.Helper()
	s := h.scope("operator-filer")
	id, err := (submitting.Open{Act: store.Act[submitting.OpenTx](h.DB), Entropy: h.Entropy}).Do(h.t.Context(), s, h.key(s), incident.Prompt.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	h.read("operator-filer", func(tx tx) (err error) {
		d, _, err = tx.DraftByID(id)
		return err
	})
	h.save(d, answers)
	return d
}

func (h *house) save(d filing.Draft, values form.Values) {
	h.t.Helper()
	s := h.scope("operator-filer")
	save := submitting.SaveOf{Draft: d.Number, Form: incident.PromptForm, Answers: map[string]submitting.Answer{}}
	for id, v := range values {
		save.Answers[id] = submitting.Answer{Value: v, Base: 1}
	}
	if _, err := (submitting.Save{Act: store.Act[submitting.SaveTx](h.DB)}).Do(h.t.Context(), s, h.key(s), save); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) ask(d filing.Draft) (r approval.Round) {
	h.t.Helper()
	s := h.scope("operator-filer")
	id, err := (approving.Ask{Act: store.Act[approving.AskTx](h.DB), Entropy: h.Entropy}).Do(h.t.Context(), s, h.key(s), approving.Asking{Draft: d.Number, Reference: "情シス第8-12号", Note: "急ぎます"})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, r = range h.rounds("operator-filer") {
		if r.ID == id {
			return r
		}
	}
	h.t.Fatal("the round is not there")
	return r
}

func (h *house) decide(name string, r approval.Round, approve bool, note string) error {
	s := h.scope(name)
	v := approving.Verdict{ID: r.ID, Rev: r.Rev, Digest: r.Digest, Approve: approve, Note: note}
	return (approving.Decide{Act: store.Act[approving.DecideTx](h.DB)}).Do(h.t.Context(), s, h.key(s), v)
}

// At 23:40, with every approver absent, the 速報 goes; the confirmation waits in the morning, and nobody outside is told of it.
func TestAtNight(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		h := &house{Stage: s, t: t}
		boss := h.As("operator-approver").Person
		h.set(approval.After, 0, approval.Step{Person: boss}) // the one who is to look at it is away
		h.Clock.Set(time.Date(2026, 11, 24, 23, 40, 0, 0, ident.JST))
		id, err := h.send(submitting.Prompt(answers))
		if err != nil {
			t.Fatal(err)
		}
		h.Clock.Set(time.Date(2026, 11, 25, 8, 45, 0, 0, ident.JST))
		list := h.rounds("operator-approver")
		who := approval.Decider{Person: boss, Roles: h.As("operator-approver").Roles}
		if len(list) != 1 || list[0].Filing != id || list[0].Mode != approval.After || !list[0].Mine(who) || list[0].Sent == "" {
			t.Fatalf("in the morning: %+v", list)
		}
		for _, name := range []string{"ministry-officer", "cabinet-analyst", "ministry-supervisor", "platform-admin", "other-operator-filer"} {
			if got := h.rounds(name); len(got) != 0 {
				t.Errorf("%s is told of it: %+v", name, got)
			}
			h.read(name, func(tx tx) error {
				routes, err := tx.Routes("")
				if len(routes) != 0 {
					t.Errorf("%s is told the way: %+v", name, routes)
				}
				return err
			})
		}
		if err := h.decide("operator-filer", list[0], true, ""); !fault.Is(err, fault.Denied) {
			t.Errorf("a filer confirms: %v", err)
		}
		if err := h.decide("operator-approver", list[0], true, "夜間対応ありがとうございました"); err != nil {
			t.Fatal(err)
		}
		if got := h.rounds("operator-approver")[0]; got.State != approval.Approved || got.Decisions[0].Name == "" {
			t.Errorf("%+v", got)
		}
	})
}

// Before it is approved nothing is sent; what was changed since is asked about again.
func TestApproveThenSend(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		h := &house{Stage: s, t: t}
		h.set(approval.Before, 0, approval.Step{Role: access.OperatorApprover})
		d := h.draft()
		if _, err := h.send(submitting.Sending{Draft: d.Number}); !fault.Is(err, fault.Conflict) {
			t.Fatalf("sent without approval: %v", err)
		}
		r := h.ask(d)
		if r.Reference != "情シス第8-12号" || r.State != approval.Waiting {
			t.Errorf("%+v", r)
		}
		if err := h.decide("operator-approver", r, false, "原因を書いてください"); err != nil {
			t.Fatal(err)
		}
		r = h.ask(d)
		stale := r
		stale.Digest = "other"
		if err := h.decide("operator-approver", stale, true, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("approved what was not asked: %v", err)
		}
		if err := h.decide("operator-approver", r, true, ""); err != nil {
			t.Fatal(err)
		}
		if err := h.decide("operator-approver", r, true, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("decided twice: %v", err)
		}
		h.save(d, form.Values{"impact": {Texts: []string{"stopped"}}})
		if _, err := h.send(submitting.Sending{Draft: d.Number}); !fault.Is(err, fault.Conflict) {
			t.Fatalf("sent although it changed: %v", err)
		}
		r = h.ask(d)
		if err := h.decide("operator-approver", r, true, ""); err != nil {
			t.Fatal(err)
		}
		id, err := h.send(submitting.Sending{Draft: d.Number})
		if err != nil {
			t.Fatal(err)
		}
		if got := h.rounds("operator-approver")[0]; got.ID != r.ID || got.Filing != id || got.Sent == "" {
			t.Errorf("the round does not say what was sent: %+v", got)
		}
	})
}

func (h *house) attach(d filing.Draft, name string) {
	h.t.Helper()
	s := h.scope("operator-filer")
	flow := attaching.Attach{Keep: store.Housekeep[attaching.TakeInTx](h.DB), Act: store.Act[attaching.AttachTx](h.DB), Entropy: h.Entropy}
	up := attaching.Upload{Draft: d.Number, Name: name, Body: strings.NewReader(name), Key: func([32]byte) (ident.Key, error) { return h.key(s), nil }}
	if _, err := flow.Do(h.t.Context(), s, up); err != nil {
		h.t.Fatal(err)
	}
}

// The files beside the answers are agreed to with them: what was approved with one can be sent, and with another one more it is asked
// about again.
func TestFilesAreApprovedWithTheAnswers(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		h := &house{Stage: s, t: t}
		h.set(approval.Before, 0, approval.Step{Role: access.OperatorApprover})
		d := h.draft()
		h.attach(d, "記録.log")
		if err := h.decide("operator-approver", h.ask(d), true, ""); err != nil {
			t.Fatal(err)
		}
		h.attach(d, "もう一つ.log")
		if _, err := h.send(submitting.Sending{Draft: d.Number}); !fault.Is(err, fault.Conflict) {
			t.Fatalf("sent with a file that nobody approved: %v", err)
		}
		if err := h.decide("operator-approver", h.ask(d), true, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := h.send(submitting.Sending{Draft: d.Number}); err != nil {
			t.Errorf("approved with its files: %v", err)
		}
	})
}

// What is urgent can go without, and an asking can be taken back.
func TestWithoutWaiting(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		h := &house{Stage: s, t: t}
		h.set(approval.Before, 0, approval.Step{Role: access.OperatorApprover})
		hurried := h.draft()
		if _, err := h.send(submitting.Sending{Draft: hurried.Number, Unapproved: true}); err != nil {
			t.Fatal(err)
		}
		if got := h.rounds("operator-approver")[0]; got.Mode != approval.After || got.State != approval.Waiting {
			t.Errorf("what went without approval is looked at by nobody: %+v", got)
		}
		back := h.draft()
		asked := h.ask(back)
		filer := h.scope("operator-filer")
		if err := (approving.Withdraw{Act: store.Act[approving.DecideTx](h.DB)}).Do(t.Context(), filer, h.key(filer), asked.ID); err != nil {
			t.Error(err)
		}
		if err := h.decide("operator-approver", asked, true, ""); !fault.Is(err, fault.Conflict) {
			t.Errorf("approved after it was taken back: %v", err)
		}
	})
}
