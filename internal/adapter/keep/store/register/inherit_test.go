package register_test

import (
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// heirDay is the day of the 承継 in these tests.
var heirDay = law.MustDay("2027-04-01")

// merger is that the other operator succeeds the first in its only designation, and inherits what it filed.
func (d *desk) merger() register.Matter {
	d.t.Helper()
	old := d.As("operator-filer").Org
	var of string
	type tx interface {
		Standing(ident.Org) (register.Standing, error)
	}
	err := store.Read[tx](d.DB)(d.t.Context(), d.Scope("platform-admin"), func(tx tx) error {
		s, err := tx.Standing(old)
		for _, one := range s.Designations {
			if one.Until.IsZero() {
				of = one.ID
			}
		}
		return err
	})
	if err != nil || of == "" {
		d.t.Fatal(of, err)
	}
	heir := d.As("other-operator-filer").Org
	return register.Matter{Designation: &register.DesignationChange{Kind: register.Succeed, Operator: old, Of: of, Successors: []ident.Org{heir}, Heir: heir, On: heirDay}}
}

// two administrators decide a matter.
func (d *desk) two(m register.Matter) ident.Object {
	d.t.Helper()
	id, err := d.propose.Do(d.t.Context(), d.Scope("platform-admin"), d.key("platform-admin"), m)
	if err == nil {
		err = d.confirm.Do(d.t.Context(), d.Scope("platform-admin-2"), d.key("platform-admin-2"), id)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

// inherit does all that is due of every 承継.
func (d *desk) inherit() {
	d.t.Helper()
	l, ok, err := d.TakeQueue(d.t.Context(), instituting.InheritQueue, "test")
	if err != nil || !ok {
		d.t.Fatal(ok, err)
	}
	for did := true; did; {
		if did, err = d.DoTask(d.t.Context(), l, instituting.InheritQueue, d.Inherits(access.System("test", ident.At(d.Clock.Now())))); err != nil {
			d.t.Fatal(err)
		}
	}
}

type heirTx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Search(filing.Filter, filing.Place, int) (filing.Found, error)
	RequestsOf(ident.Filing) ([]request.Request, error)
	WaitingRequests(int) ([]request.Request, error)
	OpenDuties(int) ([]duty.Duty, error)
	OpenDrafts(int) ([]filing.Draft, error)
	Receipt(ident.Leaf) (final, text, provisional []byte, err error)
	Addressees(filing.Filing) ([]filing.Addressee, error)
	DutiesOf(ident.Object) ([]duty.Duty, error)
	Draft(ident.Number) (filing.Draft, []filing.Entry, error)
}

// has is what somebody has of a filing, and of what is open.
type has struct {
	reads, lists, receipt, holds   bool
	asked, waiting, duties, drafts int
}

func (d *desk) has(who string, f filing.Filing) (h has) {
	d.t.Helper()
	err := store.Read[heirTx](d.DB)(d.t.Context(), d.Scope(who), func(tx heirTx) error {
		one, _, err := tx.Filing(f.Number, readReports)
		if err != nil && !fault.Is(err, fault.Hidden) {
			return err
		}
		h.reads, h.holds = err == nil, err == nil && one.HeldBy(d.As(who).Org)
		found, err := tx.Search(filing.Filter{}, filing.Place{}, 100)
		if err != nil {
			return err
		}
		for _, l := range found.Lines {
			h.lists = h.lists || l.Filing.ID == f.ID
		}
		asked, err := tx.RequestsOf(f.ID)
		if err != nil {
			return err
		}
		h.asked = len(asked)
		waiting, err := tx.WaitingRequests(100)
		if err != nil {
			return err
		}
		duties, err := tx.OpenDuties(100)
		if err != nil {
			return err
		}
		drafts, err := tx.OpenDrafts(100)
		if err != nil {
			return err
		}
		h.waiting, h.duties, h.drafts = len(waiting), len(duties), len(drafts)
		_, _, provisional, err := tx.Receipt(f.Leaf)
		h.receipt = err == nil && len(provisional) > 0
		if fault.Is(err, fault.Hidden) || fault.Is(err, fault.Denied) {
			err = nil
		}
		return err
	})
	if err != nil {
		d.t.Fatalf("%s: %v", who, err)
	}
	return h
}

func (d *desk) begun(who string) filing.Draft {
	d.t.Helper()
	open := submitting.Open{Act: store.Act[submitting.OpenTx](d.DB), Entropy: d.Entropy}
	id, err := open.Do(d.t.Context(), d.Scope(who), d.key(who), incident.Prompt.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	type tx interface {
		DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	}
	var draft filing.Draft
	if err := store.Read[tx](d.DB)(d.t.Context(), d.Scope(who), func(tx tx) (err error) {
		draft, _, err = tx.DraftByID(id)
		return err
	}); err != nil {
		d.t.Fatal(err)
	}
	return draft
}

// R22: from 00:00 of the day the successor reads what was filed and answers for it; drafts, duties and open questions are its own.
// Before, nothing of it is told; the old organisation goes on reading, and no more. A company of the same group sees nothing of it.
func TestWhatWasFiledPassesToTheSuccessor(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, inherits)
	t.Run("postgres, row-level security alone", func(t *testing.T) {
		t.Parallel()
		inherits(t, stagetest.Postgres(t, func(c *store.Config) { c.NoWalls = true }))
	})
}

func inherits(t *testing.T, s *stagetest.Stage) {
	t.Helper()
	d, ctx := newDesk(t, s), t.Context()
	const old, heir, stranger = "operator-filer", "other-operator-filer", "operator-site-filer"
	first := d.file()
	if err := d.ask("ministry-officer", first); err != nil {
		t.Fatal(err)
	}
	draft := d.begun(old)
	ground := d.has(heir, first)
	d.two(d.merger())
	d.inherit()
	late := d.file() // between the decision and the day
	d.Clock.Set(heirDay.Start().Add(-time.Microsecond).Time())
	if h := d.has(heir, first); h != ground || h.reads || h.lists {
		t.Errorf("before the day the successor has %+v", h)
	}
	mine := d.has(old, first)
	if !mine.holds || mine.waiting != 1 || mine.drafts == 0 || mine.duties == 0 {
		t.Errorf("before the day the old organisation has %+v", mine)
	}
	d.Clock.Set(heirDay.Start().Time())
	if h := d.has(heir, first); !h.reads || !h.lists || !h.holds || !h.receipt { // nothing has run at midnight
		t.Errorf("at midnight the successor has %+v", h)
	}
	if h := d.has(old, first); !h.reads || h.holds {
		t.Errorf("at midnight the old organisation has %+v", h)
	}
	d.inherit()
	for _, f := range []filing.Filing{first, late} {
		if h := d.has(heir, f); !h.reads || !h.lists || !h.holds || !h.receipt || h.waiting != ground.waiting+1 || h.duties != ground.duties+mine.duties || h.drafts != ground.drafts+mine.drafts {
			t.Errorf("%s: the successor has %+v of %+v and %+v", f.Number, h, ground, mine)
		}
		if h := d.has(old, f); !h.reads || !h.lists || h.holds || !h.receipt || h.waiting+h.duties+h.drafts != 0 {
			t.Errorf("%s: the old organisation has %+v", f.Number, h)
		}
		if h := d.has(stranger, f); h.reads && d.As(stranger).Org != d.As(old).Org || h.holds {
			t.Errorf("%s: a stranger has %+v", f.Number, h)
		}
	}
	d.answers(old, heir, first, draft)
	number(t, s)
	r, err := d.VerifyLedger(ctx, func(int64, int64) error { return nil })
	if err != nil || !r.Sound() {
		t.Errorf("the log does not agree after a succession: %v %+v", err, r)
	}
}

// answers: the successor answers, is asked, corrects and goes on with the draft; the old organisation can do none of it.
func (d *desk) answers(old, heir string, first filing.Filing, draft filing.Draft) {
	d.t.Helper()
	t, ctx := d.t, d.t.Context()
	var open request.Request
	read := store.Read[heirTx](d.DB)
	if err := read(ctx, d.Scope(heir), func(tx heirTx) error {
		list, err := tx.RequestsOf(first.ID)
		if err == nil && len(list) == 1 {
			open = list[0]
		}
		return err
	}); err != nil || open.ID == "" {
		t.Fatal(open, err)
	}
	answer := asking.Reply{Filing: first.Number, Request: open.Number, Text: "十時からです。"}
	if _, err := d.Answer.Do(ctx, d.Scope(old), d.key(old), answer); !fault.Is(err, fault.Hidden) {
		t.Errorf("the old organisation answers: %v", err)
	}
	if _, err := d.Answer.Do(ctx, d.Scope(heir), d.key(heir), answer); err != nil {
		t.Errorf("the successor cannot answer: %v", err)
	}
	if err := d.ask("ministry-officer", first); err != nil {
		t.Errorf("the ministry cannot ask: %v", err)
	}
	if h := d.has(heir, first); h.waiting == 0 || h.asked != 2 {
		t.Errorf("a question about what passed on does not reach the successor: %+v", h)
	}
	save := submitting.Save{Act: store.Act[submitting.SaveTx](d.DB)}
	more := submitting.SaveOf{Draft: draft.Number, Form: incident.PromptForm, Answers: map[string]submitting.Answer{"which": {Value: form.Value{Texts: []string{"続きです。"}}}}}
	if _, err := save.Do(ctx, d.Scope(old), d.key(old), more); !fault.Is(err, fault.Hidden) {
		t.Errorf("the old organisation writes the draft: %v", err)
	}
	if _, err := save.Do(ctx, d.Scope(heir), d.key(heir), more); err != nil {
		t.Errorf("the successor cannot write the draft: %v", err)
	}
}

// Taken back before its day, nothing passes: the designation and its offices stand as they did.
func TestASuccessionIsTakenBackBeforeItsDay(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		d := newDesk(t, s)
		f := d.file()
		before := d.standing()
		of := d.two(d.merger())
		d.inherit()
		undo := register.Matter{Undo: &register.Undo{Of: of, On: heirDay}}
		d.two(undo)
		if after := d.standing(); after != before {
			t.Errorf("the operator stands as %+v, stood as %+v", after, before)
		}
		if _, err := d.propose.Do(t.Context(), d.Scope("platform-admin"), d.key("platform-admin"), undo); !fault.Is(err, fault.Invalid) {
			t.Errorf("it is taken back twice: %v", err)
		}
		d.Clock.Set(heirDay.Start().Time())
		d.inherit()
		if h := d.has("other-operator-filer", f); h.reads || h.lists {
			t.Errorf("the successor has %+v", h)
		}
		if h := d.has("operator-filer", f); !h.holds || h.duties == 0 {
			t.Errorf("the operator has %+v", h)
		}
		number(t, s)
		if r, err := d.VerifyLedger(t.Context(), func(int64, int64) error { return nil }); err != nil || !r.Sound() {
			t.Errorf("%v %+v", err, r)
		}
	})
}

// standing counts what counts for the operator and the one that was to succeed it, on the day.
func (d *desk) standing() (n [4]int) {
	d.t.Helper()
	type tx interface {
		Standing(ident.Org) (register.Standing, error)
	}
	err := store.Read[tx](d.DB)(d.t.Context(), d.Scope("platform-admin"), func(tx tx) error {
		for i, who := range []string{"operator-filer", "other-operator-filer"} {
			s, err := tx.Standing(d.As(who).Org)
			if err != nil {
				return err
			}
			for _, one := range s.Designations {
				if one.Until.IsZero() || heirDay.Before(one.Until) {
					n[2*i]++
				}
			}
			for _, one := range s.Jurisdictions {
				if one.Until.IsZero() || heirDay.Before(one.Until) {
					n[2*i+1]++
				}
			}
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}
