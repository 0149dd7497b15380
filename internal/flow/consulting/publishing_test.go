package consulting_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/consulting"
	"kanmin/internal/world/stagetest"
)

const second = "ministry-supervisor"

type reader interface {
	FAQList(limit int) ([]faq.Entry, error)
	FAQ(ident.Number, access.Permission) ([]faq.Entry, error)
	FAQFrom(consult ident.Object) ([]faq.Entry, error)
	FAQOrigin(faq.Entry) (consult.Consultation, error)
}

func (h *house) faqs(who string, do func(reader) error) {
	h.t.Helper()
	if err := store.Read[reader](h.DB)(h.t.Context(), h.Scope(who), do); err != nil {
		h.t.Fatal(err)
	}
}

// common lists よくある相談 as somebody has it.
func (h *house) common(who string) (list []faq.Entry) {
	h.t.Helper()
	h.faqs(who, func(tx reader) (err error) { list, err = tx.FAQList(100); return err })
	return list
}

// versions are those of an entry as somebody has them; none where it is absent for them.
func (h *house) versions(who string, n ident.Number) (list []faq.Entry) {
	h.t.Helper()
	h.faqs(who, func(tx reader) (err error) {
		if list, err = tx.FAQ(n, consulting.MayReadFAQ); fault.Is(err, fault.Hidden) {
			err = nil
		}
		return err
	})
	return list
}

var words = faq.Words{Question: "訓練だけに使う端末は、届出の対象ですか。", Answer: "設備に当たりません。", Topics: []string{"is_facility", "type-E"}, Basis: "法4条1項"}

func (h *house) propose(who string, n ident.Number, w faq.Words, looked bool) error {
	_, err := consulting.Propose{Act: store.Act[consulting.ProposeTx](h.DB), Entropy: h.Entropy}.Do(h.t.Context(), h.Scope(who), h.key(who), consulting.Proposal{Consult: n, Words: w, Looked: looked})
	return err
}

func (h *house) decide(who string, d consulting.Decision) error {
	return consulting.Decide{Act: store.Act[consulting.DecideTx](h.DB)}.Do(h.t.Context(), h.Scope(who), h.key(who), d)
}

func (h *house) revise(who string, r consulting.Revision) error {
	_, err := consulting.Revise{Act: store.Act[consulting.ReviseTx](h.DB), Entropy: h.Entropy}.Do(h.t.Context(), h.Scope(who), h.key(who), r)
	return err
}

func (h *house) withdraw(who string, w consulting.Withdrawal) error {
	return consulting.Withdraw{Act: store.Act[consulting.WithdrawTx](h.DB)}.Do(h.t.Context(), h.Scope(who), h.key(who), w)
}

func (h *house) want(what string, err error, want string) {
	h.t.Helper()
	if got := places(err); got != want {
		h.t.Errorf("%s: %s, want %s", what, got, want)
	}
	h.Clock.Set(h.Clock.Now().Add(time.Minute))
}

// From the answer of one operator to an entry that another reads, its revision, and its withdrawal.
func TestAnAnswerIsPublishedByTwo(t *testing.T) {
	both(t, func(h *house) {
		c := h.asked("KanshiOS")
		h.want("no answer yet", h.propose(officer, c.Number, words, false), "conflict fault.faq.answer")
		h.want("answer", h.say(officer, c.Number, consult.Answered, "対象です。"), "<nil>")
		h.want("an operator", h.propose(operator, c.Number, words, false), "denied fault.denied")
		h.want("a foreign office", h.propose("other-ministry-officer", c.Number, words, false), "hidden fault.hidden")
		led := words
		led.Answer = "kanshiosは対象です。"
		h.want("a hint", h.propose(officer, c.Number, led, false), "looked fault.faq.looked")
		h.want("nothing", h.propose(officer, c.Number, faq.Words{}, false), "question fault.form.needed, answer fault.form.needed, basis fault.form.needed, topics fault.form.needed")
		h.want("a hint that was looked at", h.propose(officer, c.Number, led, true), "<nil>")
		e := h.common(second)[0]
		if e.State != faq.Proposed || e.Proposer.Name == "" || e.Office == "" || len(h.common("other-operator-filer")) != 0 || len(h.common("other-ministry-officer")) != 0 {
			t.Fatalf("%+v", e)
		}
		d := consulting.Decision{Number: e.Number, Version: 1, Rev: 1}
		h.want("sent back without a reason", h.decide(second, d), "note fault.form.needed")
		d.Note = "製品名を一般的にしてください。"
		h.want("sent back", h.decide(second, d), "<nil>")
		h.want("not waiting", h.decide(second, consulting.Decision{Number: e.Number, Version: 1, Rev: 2, Publish: true}), "conflict fault.faq.moved")
		h.want("other words", h.revise(officer, consulting.Revision{Number: e.Number, Version: 1, Rev: 2, Words: words}), "<nil>")
		d = consulting.Decision{Number: e.Number, Version: 1, Rev: 3, Publish: true}
		h.want("by oneself", h.decide(officer, d), "denied fault.procedure.self")
		h.want("by another office", h.decide("other-ministry-officer", d), "hidden fault.hidden")
		h.want("seen before it was written over", h.decide(second, consulting.Decision{Number: e.Number, Version: 1, Rev: 2, Publish: true}), "conflict fault.faq.moved")
		h.want("by a second", h.decide(second, d), "<nil>")
		for _, who := range []string{operator, "operator-site-filer", "other-operator-filer", "other-ministry-officer", "cabinet-analyst"} {
			list := h.common(who)
			if len(list) != 1 || list[0].State != faq.Published || list[0].Answer != words.Answer || list[0].Proposer.Name != "" || list[0].Note != "" {
				t.Errorf("%s reads %+v", who, list)
			}
		}
		for _, who := range []string{"maintainer", "platform-admin", "supplier"} {
			if list := h.common(who); len(list) != 0 || len(h.versions(who, e.Number)) != 0 {
				t.Errorf("%s reads %+v", who, list)
			}
		}
		h.revised(e.Number)
	})
}

// revised is the second half of the life of an entry that was published.
func (h *house) revised(n ident.Number) {
	t := h.t
	next := words
	next.Answer = "設備に当たりません。通信を制御する機器は別です。"
	h.want("another office revises", h.revise("other-ministry-officer", consulting.Revision{Number: n, Version: 1, Rev: 4, Words: next}), "hidden fault.hidden")
	h.want("a revision", h.revise(second, consulting.Revision{Number: n, Version: 1, Rev: 4, Words: next}), "<nil>")
	h.want("a second revision", h.revise(officer, consulting.Revision{Number: n, Version: 1, Rev: 4, Words: next}), "conflict fault.faq.moved")
	if list := h.versions("other-operator-filer", n); len(list) != 1 || list[0].Version != 1 {
		t.Errorf("a revision that waits is read: %+v", list)
	}
	h.want("the revision is published", h.decide(officer, consulting.Decision{Number: n, Version: 2, Rev: 1, Publish: true}), "<nil>")
	list := h.versions("other-operator-filer", n)
	if len(list) != 2 || list[0].Answer != next.Answer || list[1].State != faq.Replaced || len(h.common("other-operator-filer")) != 1 {
		t.Errorf("after the revision: %+v", list)
	}
	h.want("without a reason", h.withdraw(officer, consulting.Withdrawal{Number: n, Version: 2, Rev: 2}), "reason fault.form.needed")
	h.want("by another office", h.withdraw("other-ministry-officer", consulting.Withdrawal{Number: n, Version: 2, Rev: 2, Reason: "x"}), "hidden fault.hidden")
	h.want("withdrawn", h.withdraw(officer, consulting.Withdrawal{Number: n, Version: 2, Rev: 2, Reason: "考え方を改めました。"}), "<nil>")
	h.want("withdrawn twice", h.withdraw(officer, consulting.Withdrawal{Number: n, Version: 2, Rev: 3, Reason: "x"}), "conflict fault.faq.moved")
	if e, ok := faq.Stands(h.versions("other-operator-filer", n)); !ok || e.State != faq.Withdrawn || e.Reason == "" || e.Answer != next.Answer || e.Ender.Name != "" {
		t.Errorf("withdrawn, as others read it: %+v", e)
	}
}

// Two worlds in which different operators asked, in other words, tell the rest the same bytes of what was published.
func TestNothingLeadsBackToWhoAsked(t *testing.T) {
	t.Parallel()
	told := func(t *testing.T, who, product string) (out string) {
		t.Helper()
		s := stagetest.SQLite(t)
		h := &house{Stage: s, t: t}
		q := consulting.Question{Business: h.business(who), Subject: product, Question: product + "は?", Facts: facts(law.Electricity, product)}
		c, err := h.ask(who, q)
		if err != nil {
			t.Fatal(err)
		}
		h.want("answer", h.say(officer, c.Number, consult.Answered, product+"は対象です。"), "<nil>")
		h.want("propose", h.propose(officer, c.Number, words, false), "<nil>")
		e := h.common(officer)[0]
		h.want("publish", h.decide(second, consulting.Decision{Number: e.Number, Version: 1, Rev: 1, Publish: true}), "<nil>")
		h.faqs(officer, func(tx reader) error { // the control: the office finds its way back
			from, err := tx.FAQFrom(c.ID)
			origin, bad := tx.FAQOrigin(e)
			if len(from) != 1 || origin.Number != c.Number || bad != nil {
				t.Errorf("the office has lost where it came from: %v %v", from, origin)
			}
			return err
		})
		for _, reads := range []string{"operator-viewer", "other-operator-filer", "other-ministry-officer", "cabinet-analyst"} {
			list := append(h.common(reads), h.versions(reads, e.Number)...)
			h.faqs(reads, func(tx reader) error {
				from, err := tx.FAQFrom(c.ID)
				list = append(list, from...)
				for _, one := range list {
					if origin, _ := tx.FAQOrigin(one); origin.Number != "" {
						t.Errorf("%s is led to %s", reads, origin.Number)
					}
				}
				return err
			})
			for i := range list {
				list[i].ID, list[i].Number = "", "" // random in each world
			}
			b, err := json.Marshal(list)
			if err != nil || len(list) != 2 {
				t.Errorf("%s: %v %v", reads, list, err)
			}
			out += string(b)
		}
		if strings.Contains(out, product) {
			t.Errorf("%s is told: %s", product, out)
		}
		return out
	}
	a, b := told(t, operator, "kanshi-A"), told(t, "other-operator-filer", "kanshi-B")
	if a != b {
		t.Errorf("the worlds differ:\n%s\n%s", a, b)
	}
}
