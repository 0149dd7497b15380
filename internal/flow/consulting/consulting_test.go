package consulting_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/consulting"
	"kanmin/internal/world/stagetest"
)

const (
	operator = "operator-filer"
	officer  = "ministry-officer"
)

// house is a stage with the flows of this package.
type house struct {
	*stagetest.Stage
	t *testing.T
	n int
}

func both(t *testing.T, run func(h *house)) {
	t.Helper()
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) { run(&house{Stage: s, t: t}) })
}

func (h *house) key(who string) ident.Key {
	h.n++
	return h.Key(who, fmt.Sprint("k", h.n))
}

type reading interface {
	ConsultList(limit int) ([]consult.Consultation, error)
	Consult(ident.Number, access.Permission) (consult.Consultation, error)
	ConsultSheets(business string, limit int) ([]consult.Sheet, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
	InventoryRev() (int, error)
}

func (h *house) read(who string, do func(reading) error) {
	h.t.Helper()
	if err := store.Read[reading](h.DB)(h.t.Context(), h.Scope(who), do); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) business(who string) (id string) {
	h.read(who, func(tx reading) error {
		s := h.Scope(who)
		list, err := tx.Sectors(s.Org, law.DayOf(s.At))
		if len(list) > 0 {
			id = list[0].ID
		}
		return err
	})
	return id
}

func (h *house) ask(who string, q consulting.Question) (consult.Consultation, error) {
	id, err := consulting.Ask{Act: store.Act[consulting.AskTx](h.DB), Entropy: h.Entropy}.Do(h.t.Context(), h.Scope(who), h.key(who), q)
	var n ident.Number
	h.read(who, func(tx reading) error {
		list, err := tx.ConsultList(100)
		for _, c := range list {
			if c.ID == id {
				n = c.Number
			}
		}
		return err
	})
	if err != nil {
		return consult.Consultation{}, err
	}
	c, _ := h.seen(who, n)
	return c, nil
}

// seen is a consultation as somebody reads it; found is false where it is absent for them.
func (h *house) seen(who string, n ident.Number) (c consult.Consultation, found bool) {
	h.t.Helper()
	h.read(who, func(tx reading) (err error) {
		if c, err = tx.Consult(n, consulting.MayRead); fault.Is(err, fault.Hidden) {
			return nil
		}
		found = err == nil
		return err
	})
	return c, found
}

func (h *house) say(who string, n ident.Number, d consult.Deed, text string) error {
	rev := 0
	if c, ok := h.seen(who, n); ok {
		rev = c.Rev
	}
	return consulting.Say{Act: store.Act[consulting.Tx](h.DB), Entropy: h.Entropy}.Do(h.t.Context(), h.Scope(who), h.key(who), consulting.Step{Number: n, Rev: rev, Deed: d, Text: text})
}

func (h *house) mark(who string, m consulting.Marking) error {
	return consulting.Mark{Act: store.Act[consulting.MarkTx](h.DB), Entropy: h.Entropy}.Do(h.t.Context(), h.Scope(who), h.key(who), m)
}

func (h *house) send(who string, s consulting.Sending) error {
	return consulting.Send{Act: store.Act[consulting.SendTx](h.DB), Entropy: h.Entropy}.Do(h.t.Context(), h.Scope(who), h.key(who), s)
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

// facts are one facility with a machine; product is what is on it.
func facts(sector law.Sector, products ...string) *scope.Facts {
	m := scope.Machine{ID: "m1", Name: "kanshi-secret", Used: law.Yes, IsFacility: law.Yes, Make: "general"}
	for _, p := range products {
		m.Software = append(m.Software, scope.Software{Layer: "os", Maker: "架空", Product: p})
	}
	return &scope.Facts{Operator: scope.Operator{Designated: law.Yes}, Businesses: []scope.Business{{ID: "b", Sector: sector, Facilities: []scope.Facility{{ID: "f", Name: "給電", Internet: "connected", Machines: []scope.Machine{m}}}}}}
}

func lines(products ...string) ([]consult.Line, string) {
	f := facts(law.Electricity, products...)
	r := scope.Assess(law.Release(), law.Commencement, *f)
	return consult.Grow(*f, r, "b", nil), r.Book
}

func (h *house) asked(products ...string) consult.Consultation {
	h.t.Helper()
	c, err := h.ask(operator, consulting.Question{Business: h.business(operator), Subject: "監視端末", Question: "対象ですか。", Facts: facts(law.Electricity, products...)})
	if err != nil || len(c.Sheets) != 1 {
		h.t.Fatal(c, err)
	}
	return c
}

func TestAQuestionIsAnsweredAndAskedAgain(t *testing.T) {
	both(t, func(h *house) {
		c := h.asked("A")
		if c.State != consult.Received || c.Name == "" || len(c.Offices) == 0 {
			t.Fatalf("%+v", c)
		}
		for _, step := range []struct {
			who   string
			deed  consult.Deed
			text  string
			state consult.State
			bad   string
		}{
			{officer, consult.Answered, "", consult.Received, "text fault.form.needed"},
			{officer, "x", "y", consult.Received, "deed fault.form.option"},
			{officer, consult.Checks, "", consult.Checking, "<nil>"},
			{officer, consult.Withdrawn, "", consult.Checking, "conflict fault.consult.move"},
			{operator, consult.Answered, "自分で", consult.Checking, "conflict fault.consult.move"},
			{operator, consult.Wrote, "図を追って送ります。", consult.Checking, "<nil>"},
			{officer, consult.Answered, "対象です。", consult.Done, "<nil>"},
			{operator, consult.Wrote, "もう一つ", consult.Done, "conflict fault.consult.move"},
			{operator, consult.Reopened, "予備機も同じですか。", consult.Received, "<nil>"},
			{operator, consult.Withdrawn, "", consult.Ended, "<nil>"},
			{officer, consult.Answered, "遅れて", consult.Ended, "conflict fault.consult.move"},
		} {
			h.Clock.Set(h.Clock.Now().Add(time.Minute))
			err := h.say(step.who, c.Number, step.deed, step.text)
			now, _ := h.seen(step.who, c.Number)
			if got := places(err); got != step.bad || now.State != step.state {
				t.Errorf("%s %s: %s, %s; want %s, %s", step.who, step.deed, got, now.State, step.bad, step.state)
			}
			if a, ok := now.Answer(); step.deed == consult.Answered && step.state == consult.Done && (!ok || a.Text != "対象です。" || a.Body == "" || a.At == 0) {
				t.Errorf("the answer stands with office and day: %+v %v", a, ok)
			}
		}
		mine, _ := h.seen(operator, c.Number)
		for _, e := range mine.Said {
			if e.Org != mine.Org && e.Name != "" {
				t.Errorf("an operator reads who of the office it was: %+v", e)
			}
		}
		if _, ok := mine.Answer(); ok {
			t.Error("an answer stands although it was asked about again")
		}
	})
}

// Nobody but the operator and its competent office learns of a consultation, and none may act in it.
func TestNobodyElseLearnsOfIt(t *testing.T) {
	both(t, func(h *house) {
		c := h.asked("A")
		if _, ok := h.seen(officer, c.Number); !ok {
			t.Fatal("the competent office does not have it: the test is blind")
		}
		for _, who := range []string{"other-operator-filer", "other-ministry-officer", "cabinet-analyst", "platform-admin", "helper"} {
			if _, ok := h.seen(who, c.Number); ok {
				t.Errorf("%s reads it", who)
			}
			h.read(who, func(tx reading) error {
				list, err := tx.ConsultList(100)
				sheets, err2 := tx.ConsultSheets(c.Business, 10)
				for _, one := range list {
					if one.ID == c.ID {
						t.Errorf("%s has it in a list", who)
					}
				}
				if len(sheets) > 0 {
					t.Errorf("%s has its 範囲整理表", who)
				}
				return errors.Join(err, err2)
			})
			err := h.say(who, c.Number, consult.Wrote, "x")
			if !fault.Is(err, fault.Hidden) && !fault.Is(err, fault.Denied) {
				t.Errorf("%s writes: %v", who, err)
			}
			if err := h.mark(who, consulting.Marking{Number: c.Number, Version: 1, Rev: 1, Rest: true}); !fault.Is(err, fault.Hidden) && !fault.Is(err, fault.Denied) {
				t.Errorf("%s marks: %v", who, err)
			}
		}
		if err := h.mark(operator, consulting.Marking{Number: c.Number, Version: 1, Rev: 1, Rest: true}); err == nil {
			t.Error("an operator confirms its own lines")
		}
	})
}

// A changed line is 作成中 (相談中) again, and unchanged ones keep what the office said of them.
func TestUnchangedLinesStayConfirmed(t *testing.T) {
	both(t, func(h *house) {
		c := h.asked("A", "B")
		sheet := c.Sheets[0]
		verdicts := []consult.Verdict{{Line: sheet.Lines[0].ID, Confirmed: true}, {Line: sheet.Lines[1].ID, Confirmed: true}, {Line: sheet.Lines[2].ID}}
		if err := h.mark(officer, consulting.Marking{Number: c.Number, Version: 1, Rev: 1, Verdicts: verdicts}); places(err) != "comments[2] fault.consult.comment" {
			t.Errorf("要確認 without a comment: %v", err)
		}
		verdicts[2].Comment = "正式名で"
		if err := h.mark(officer, consulting.Marking{Number: c.Number, Version: 1, Rev: 1, Verdicts: verdicts}); err != nil {
			t.Fatal(err)
		}
		if err := h.mark(officer, consulting.Marking{Number: c.Number, Version: 1, Rev: 1, Rest: true}); places(err) != "conflict fault.consult.moved" {
			t.Errorf("marked on what is no longer there: %v", err)
		}
		rev := 0
		h.read(operator, func(tx reading) (err error) { rev, err = tx.InventoryRev(); return err })
		c, _ = h.seen(operator, c.Number)
		next, book := lines("A", "B正式名")
		if err := h.send(operator, consulting.Sending{Number: c.Number, Rev: c.Rev, Lines: next, Book: book, Seen: rev + 1}); places(err) != "conflict fault.asset.moved" {
			t.Errorf("sent from a 機器台帳 that moved: %v", err)
		}
		if err := h.send(operator, consulting.Sending{Number: c.Number, Rev: c.Rev, Lines: next, Book: book, Seen: rev}); err != nil {
			t.Fatal(err)
		}
		c, _ = h.seen(officer, c.Number)
		second := c.Sheets[1]
		want := map[string]consult.Standing{"": consult.Confirmed, "A": consult.Confirmed, "B正式名": consult.Waiting}
		for _, l := range second.Lines {
			if st, m := second.Stand(l.ID); st != want[l.Product] || st == consult.Confirmed && (m.Office == "" || m.Version != 1) {
				t.Errorf("%s %q stands as %s (%+v), want %s", l.Level, l.Product, st, m, want[l.Product])
			}
		}
		if second.Version != 2 || second.Settled || len(second.Gone) != 1 || second.Gone[0].Product != "B" {
			t.Errorf("version 2: %+v", second)
		}
		if err := h.mark(officer, consulting.Marking{Number: c.Number, Version: 1, Rev: 2, Rest: true}); places(err) != "conflict fault.consult.moved" {
			t.Errorf("an old version is marked: %v", err)
		}
		if err := h.mark(officer, consulting.Marking{Number: c.Number, Version: 2, Rev: 1, Rest: true}); err != nil {
			t.Fatal(err)
		}
		c, _ = h.seen(operator, c.Number)
		if last := c.Sheets[1]; !last.Settled || last.SettledAt == 0 || last.Last().Office == "" || last.Last().Name != "" {
			t.Errorf("confirmed with day and office, without a name: %+v", last.Last())
		}
		if err := h.mark(officer, consulting.Marking{Number: c.Number, Version: 2, Rev: 2, Rest: true}); places(err) != "lines fault.consult.nothing" {
			t.Errorf("nothing changed: %v", err)
		}
	})
}

func TestWhatIsWrongIsToldAtItsPlace(t *testing.T) {
	both(t, func(h *house) {
		good := consulting.Question{Business: h.business(operator), Subject: "件名", Question: "内容"}
		for name, c := range map[string]struct {
			change func(*consulting.Question)
			want   string
		}{
			"good":        {func(*consulting.Question) {}, "<nil>"},
			"empty":       {func(q *consulting.Question) { q.Subject, q.Question = " ", "" }, "subject fault.form.needed, question fault.form.needed"},
			"another's":   {func(q *consulting.Question) { q.Business = h.business("other-operator-filer") }, "business fault.consult.business"},
			"no business": {func(q *consulting.Question) { q.Business = "" }, "business fault.consult.business"},
			"another's facts": {func(q *consulting.Question) {
				q.Facts = &scope.Facts{Businesses: []scope.Business{{ID: "a", Sector: law.Water}, {ID: "b", Sector: law.Gas}}}
			}, "business fault.consult.facts"},
			"a list that moved": {func(q *consulting.Question) { q.Lines, q.Seen = []consult.Line{{ID: "x"}}, 99 }, "conflict fault.asset.moved"},
		} {
			q := good
			c.change(&q)
			if _, err := h.ask(operator, q); places(err) != c.want {
				t.Errorf("%s: %s, want %s", name, places(err), c.want)
			}
		}
		if _, err := h.ask("operator-viewer", good); !fault.Is(err, fault.Denied) {
			t.Errorf("who only reads asks: %v", err)
		}
	})
}

// 提出状況 says 相談中 to the office that is asked, while it is, and to nobody else.
func TestTheOfficeSeesWhoAsks(t *testing.T) {
	both(t, func(h *house) {
		type expecting interface {
			ExpectedLines(expected.Of) ([]expected.Line, error)
		}
		state := func(who string) (s expected.State) {
			if err := store.Read[expecting](h.DB)(t.Context(), h.Scope(who), func(tx expecting) error {
				list, err := tx.ExpectedLines(expected.Notification)
				for _, l := range list {
					if l.Operator.ID == h.As(operator).Org {
						s = l.State
					}
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return s
		}
		if s := state(officer); s != expected.Missing {
			t.Fatalf("before: %q", s)
		}
		c := h.asked("A")
		if s := state(officer); s != expected.Asking {
			t.Errorf("while it waits: %q", s)
		}
		for _, who := range []string{"other-ministry-officer", "cabinet-analyst"} {
			if s := state(who); s == expected.Asking {
				t.Errorf("%s is told that somebody asks", who)
			}
		}
		if err := h.say(officer, c.Number, consult.Answered, "対象です。"); err != nil {
			t.Fatal(err)
		}
		if s := state(officer); s != expected.Missing {
			t.Errorf("after the answer: %q", s)
		}
	})
}
