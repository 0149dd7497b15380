package supporting_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/support"
	"kanmin/internal/flow/supporting"
	"kanmin/internal/world/stagetest"
)

const (
	operator = "operator-filer"
	officer  = "ministry-officer"
	helper   = "helper"
)

// house is a stage with the flows of this package.
type house struct {
	*stagetest.Stage
	t *testing.T
	n int
}

func (h *house) key(who string) ident.Key {
	h.n++
	return h.Key(who, fmt.Sprint("k", h.n))
}

func (h *house) ask(who string, w supporting.Wish) (support.Support, error) {
	id, err := supporting.Ask{Act: store.Act[supporting.AskTx](h.DB), Entropy: h.Entropy}.Do(h.t.Context(), h.Scope(who), h.key(who), w)
	for _, s := range h.list(who) {
		if s.ID == id {
			return s, err
		}
	}
	return support.Support{}, err
}

func (h *house) write(who string, n ident.Number, text string) error {
	return supporting.Write{Act: store.Act[supporting.Tx](h.DB), Entropy: h.Entropy}.Do(h.t.Context(), h.Scope(who), h.key(who), n, text)
}

func (h *house) move(who string, n ident.Number, rev int, d support.Deed, reason string) error {
	return supporting.Move{Act: store.Act[supporting.Tx](h.DB), Entropy: h.Entropy}.Do(h.t.Context(), h.Scope(who), h.key(who), supporting.Step{Number: n, Rev: rev, Deed: d, Reason: reason})
}

func (h *house) share(who string, n ident.Number, to string, sections ...string) error {
	return supporting.Share{Act: store.Act[supporting.ShareTx](h.DB), Entropy: h.Entropy}.Do(h.t.Context(), h.Scope(who), h.key(who), supporting.Showing{Number: n, Helper: h.As(to).Org, Sections: sections})
}

func (h *house) unshare(who string, n ident.Number, to string) error {
	return supporting.Unshare{Act: store.Act[supporting.UnshareTx](h.DB), Entropy: h.Entropy}.Do(h.t.Context(), h.Scope(who), h.key(who), n, h.As(to).Org)
}

type reading interface {
	SupportList(over bool, limit int) ([]support.Support, error)
	Support(ident.Number, access.Permission) (support.Support, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
	Deskmates() ([]charge.Holder, error)
}

func (h *house) read(who string, do func(reading) error) {
	h.t.Helper()
	if err := store.Read[reading](h.DB)(h.t.Context(), h.Scope(who), do); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) list(who string) (list []support.Support) {
	h.t.Helper()
	h.read(who, func(tx reading) (err error) {
		list, err = tx.SupportList(false, 100)
		return err
	})
	return list
}

// seen is a wish as somebody reads it; found is false where it is absent for them.
func (h *house) seen(who string, n ident.Number) (s support.Support, found bool) {
	h.t.Helper()
	h.read(who, func(tx reading) (err error) {
		if s, err = tx.Support(n, supporting.MayRead); fault.Is(err, fault.Hidden) {
			return nil
		}
		found = err == nil
		return err
	})
	return s, found
}

// reads are the sections of a report that somebody has; nil where it is absent for them.
func (h *house) reads(who string, id ident.Filing, p access.Permission) (sections []string) {
	h.t.Helper()
	h.read(who, func(tx reading) error {
		_, _, err := tx.FilingByID(id, p)
		if fault.Is(err, fault.Hidden) {
			return nil
		}
		released, err2 := tx.Released([]ident.Filing{id})
		sections = released[id]
		return errors.Join(err, err2)
	})
	return sections
}

func places(err error) string {
	e, ok := errors.AsType[*fault.Error](err)
	switch {
	case !ok:
		return fmt.Sprint(err)
	case len(e.Fields) == 0:
		return e.Kind.String() + " " + e.Code
	}
	var list []string
	for _, f := range e.Fields {
		list = append(list, f.Path+" "+f.Code)
	}
	return strings.Join(list, ", ")
}

func both(t *testing.T, run func(h *house)) {
	t.Helper()
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) { run(&house{Stage: s, t: t}) })
}

var wish = supporting.Wish{Kinds: []support.Kind{support.Advice, support.OnSite}, Urgency: support.Now, Contact: "山﨑 03-0000-2002", Text: "画面が暗号化されています。"}

func (h *house) asked(about ident.Number) support.Support {
	h.t.Helper()
	w := wish
	w.About = about
	s, err := h.ask(operator, w)
	if err != nil || s.Number == "" {
		h.t.Fatal(s, err)
	}
	return s
}

func TestItGoesToTheOfficeInChargeAndNobodyElse(t *testing.T) {
	both(t, func(h *house) {
		f := h.Filed(h.t, operator, "f")
		s := h.asked(f.Number)
		for who, want := range map[string]bool{operator: true, "operator-approver": true, "operator-admin": true, officer: true, "ministry-supervisor": true, "operator-site-filer": false, "other-operator-filer": false, "cabinet-analyst": false, "nco-analyst": false, "other-ministry-officer": false, "regional-officer": false, helper: false, "platform-admin": false} {
			got, found := h.seen(who, s.Number)
			if found != want || found && (got.AboutNumber != f.Number || got.Report != f.ID || got.Contact != wish.Contact || len(got.Offices) != 1 || got.Offices[0].Unit != h.As(officer).Unit) {
				h.t.Errorf("%s: found %v, %+v", who, found, got)
			}
			if found && (got.Name != "") != (h.As(who).Org == h.As(operator).Org) {
				h.t.Errorf("%s is told who asked: %q", who, got.Name)
			}
			if !want { // guessed: as what does not exist
				for _, n := range []ident.Number{s.Number, "援-R8-2222-2222-2"} {
					if err := h.write(who, n, "見えますか"); !fault.Is(err, fault.Hidden) {
						h.t.Errorf("%s writes to %s: %v", who, n, err)
					}
					if err := h.move(who, n, 1, support.Closed, ""); !fault.Is(err, fault.Hidden) {
						h.t.Errorf("%s moves %s: %v", who, n, err)
					}
				}
			}
		}
	})
}

func TestWhatIsAboutADraftIsAboutItsReportOnceThatWasSent(t *testing.T) {
	both(t, func(h *house) {
		unsent := h.asked("") // about nothing
		if err := h.share(operator, unsent.Number, helper, "outline"); places(err) != "conflict fault.support.unsent" {
			h.t.Errorf("shared without a report: %v", err)
		}
		d := h.drafted()
		s := h.asked(d.Number)
		if got, _ := h.seen(operator, s.Number); got.AboutNumber != d.Number || got.Report != "" {
			h.t.Errorf("the operator reads: %s %s", got.AboutNumber, got.Report)
		}
		if got, _ := h.seen(officer, s.Number); got.AboutNumber != "" {
			h.t.Errorf("the office is told of a draft: %s", got.AboutNumber)
		}
		f := h.Filed(h.t, operator, "f")
		h.sent(d, f)
		for _, who := range []string{operator, officer} {
			if got, _ := h.seen(who, s.Number); got.AboutNumber != f.Number || got.Report != f.ID {
				h.t.Errorf("%s reads: %s", who, got.AboutNumber)
			}
		}
	})
}

func TestFromTakingUpToTheEndAndBack(t *testing.T) {
	both(t, func(h *house) {
		s := h.asked("")
		step := func(who string, d support.Deed, state support.State, holder string) {
			h.t.Helper()
			h.Clock.Set(h.Clock.Now().Add(time.Minute))
			now, _ := h.seen(who, s.Number)
			if err := h.move(who, s.Number, now.Rev, d, "事情があるため"); err != nil {
				h.t.Fatalf("%s: %v", d, err)
			}
			now, _ = h.seen(operator, s.Number)
			if now.State != state || now.Holder().Body != holder || now.MovedAt != ident.At(h.Clock.Now()) || now.Holder().Name != "" {
				h.t.Errorf("after %s: %s, %+v", d, now.State, now.Holder())
			}
		}
		step(officer, support.TakenUp, support.Arranging, "電力・ガス保安担当室")
		if err := h.move("ministry-supervisor", s.Number, 1, support.Helps, ""); places(err) != "conflict fault.support.moved" {
			h.t.Errorf("the second of two officers: %v", err)
		}
		if now, _ := h.seen(officer, s.Number); now.Holder().Name != "髙木 真理子" {
			h.t.Errorf("the office's own people are told: %+v", now.Holder())
		}
		step(officer, support.Helps, support.Working, "電力・ガス保安担当室")
		if err := h.move(officer, s.Number, 3, support.Helps, ""); places(err) != "conflict fault.support.move" {
			h.t.Errorf("what does not follow: %v", err)
		}
		step(operator, support.Closed, support.Ended, "")
		for _, who := range []string{operator, officer} {
			if err := h.write(who, s.Number, "まだ続いています"); places(err) != "conflict fault.support.over" {
				h.t.Errorf("after the end: %v", err)
			}
		}
		step(operator, support.Reopened, support.Received, "")
		if err := h.move(officer, s.Number, 5, support.Declined, " "); places(err) != "reason fault.form.needed" {
			h.t.Errorf("cannot help, without a reason: %v", err)
		}
		step(officer, support.Declined, support.Ended, "")
		if now, _ := h.seen(operator, s.Number); now.Said[len(now.Said)-1].Text != "事情があるため" {
			h.t.Errorf("the reason: %+v", now.Said)
		}
	})
}

func TestItIsHandedOver(t *testing.T) {
	both(t, func(h *house) {
		s := h.asked("")
		hand := func(who string, rev int, to ident.Person) error {
			return supporting.Hand{Act: store.Act[supporting.HandTx](h.DB), Entropy: h.Entropy}.Do(h.t.Context(), h.Scope(who), h.key(who), supporting.Step{Number: s.Number, Rev: rev}, to)
		}
		boss := h.As("ministry-supervisor").Person
		if err := hand(officer, 1, boss); places(err) != "conflict fault.support.move" {
			h.t.Errorf("nobody has taken it up: %v", err)
		}
		if err := h.move(officer, s.Number, 1, support.TakenUp, ""); err != nil {
			h.t.Fatal(err)
		}
		if err := hand(officer, 2, h.As(operator).Person); places(err) != "to fault.charge.mate" {
			h.t.Errorf("to somebody else: %v", err)
		}
		if err := hand(officer, 2, boss); err != nil {
			h.t.Fatal(err)
		}
		if now, _ := h.seen(officer, s.Number); now.Holder().Name != "石﨑 浩二" {
			h.t.Errorf("the office: %+v", now.Holder())
		}
		if now, _ := h.seen(operator, s.Number); now.Holder().Name != "" || now.Said[1].To != "" {
			h.t.Errorf("the operator is told to whom: %+v", now.Said)
		}
	})
}

func TestAHelperSeesWhatWasSharedAndOnlyWhile(t *testing.T) {
	both(t, func(h *house) {
		f := h.Filed(h.t, operator, "f")
		s := h.asked(f.Number)
		read, ask := access.Permission{Action: access.Read, Object: access.Report}, access.Permission{Action: access.Ask, Object: access.Report}
		if err := h.write(operator, s.Number, "先に窓口だけへ"); err != nil {
			h.t.Fatal(err)
		}
		absent := func(when string) {
			h.t.Helper()
			if _, found := h.seen(helper, s.Number); found || len(h.list(helper)) > 0 || h.reads(helper, f.ID, read) != nil {
				h.t.Errorf("%s the helper sees something", when)
			}
		}
		absent("before")
		h.Clock.Set(h.Clock.Now().Add(time.Minute))
		h.refusesToShare(s.Number)
		absent("after what was refused")
		if err := h.share(operator, s.Number, helper, "outline"); err != nil {
			h.t.Fatal(err)
		}
		got, found := h.seen(helper, s.Number)
		if !found || got.Report != f.ID || len(got.Said) != 1 || got.Said[0].Deed != support.Shared || got.Said[0].Name != "" {
			h.t.Errorf("the helper's: %v %+v", found, got)
		}
		if sections := h.reads(helper, f.ID, read); !slices.Equal(sections, []string{"outline"}) {
			h.t.Errorf("the helper reads %v", sections)
		}
		if h.reads(helper, f.ID, ask) != nil {
			h.t.Error("the helper may ask about the report")
		}
		if office, _ := h.seen(officer, s.Number); len(office.Shares) != 0 || len(office.Offices) != 1 {
			h.t.Errorf("the office is told of shares: %+v", office.Shares)
		}
		if err := h.share(operator, s.Number, helper, "computer"); places(err) != "helper fault.support.helper" {
			h.t.Errorf("a second time: %v", err)
		}
		if err := h.write(helper, s.Number, "検体を見ます"); err != nil {
			h.t.Fatal(err)
		}
		if err := h.move(helper, s.Number, 1, support.Closed, ""); places(err) != "conflict fault.support.move" {
			h.t.Errorf("a helper ends it: %v", err)
		}
		h.Clock.Set(h.Clock.Now().Add(time.Minute))
		if err := h.unshare(operator, s.Number, helper); err != nil {
			h.t.Fatal(err)
		}
		absent("afterwards")
		if err := h.unshare(operator, s.Number, helper); !fault.Is(err, fault.Hidden) {
			h.t.Errorf("ended twice: %v", err)
		}
	})
}
