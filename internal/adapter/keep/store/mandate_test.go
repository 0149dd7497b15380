package store_test

import (
	"crypto/rand"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/mandating"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// mandatePair is an operator and a grantee on a real store.
type mandatePair struct {
	t *testing.T
	*stagetest.Stage
	propose mandating.Propose
	step    mandating.Step
	open    submitting.Open
	save    submitting.Save
	n       int
}

const (
	grantee = "maintainer"
	granter = "operator-admin"
)

func newMandatePair(t *testing.T, s *stagetest.Stage) *mandatePair {
	t.Helper()
	return &mandatePair{
		t: t, Stage: s, propose: mandating.Propose{Act: store.Act[mandating.ProposeTx](s.DB), Entropy: rand.Reader}, step: mandating.Step{Act: store.Act[mandating.StepTx](s.DB), Entropy: rand.Reader},
		open: submitting.Open{Act: store.Act[submitting.OpenTx](s.DB), Entropy: rand.Reader}, save: submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)},
	}
}

type mandateTx interface {
	Org(ident.Org) (party.Org, error)
	MandateList(limit int) ([]mandate.Mandate, error)
	MandateByID(ident.Object) (mandate.Mandate, error)
	MandateNumbered(ident.Number, access.Permission) (mandate.Mandate, error)
	MandatesOfWork(ident.Number) ([]mandate.Mandate, error)
	Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	OpenDrafts(limit int) ([]filing.Draft, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
}

func (p *mandatePair) key(s access.Scope) ident.Key {
	p.n++
	p.Clock.Set(p.Clock.Now().Add(time.Second))
	return ident.Key{Org: s.Org, Actor: s.ID(), Route: "test", Client: strconv.Itoa(p.n)}
}

func (p *mandatePair) read(s access.Scope, read func(mandateTx) error) error {
	return store.Read[mandateTx](p.DB)(p.t.Context(), s, read)
}

func (p *mandatePair) number(token string) (no string) {
	p.t.Helper()
	s := p.Scope(token)
	if err := p.read(s, func(tx mandateTx) error {
		o, err := tx.Org(s.Org)
		no = o.CorporateNumber
		return err
	}); err != nil {
		p.t.Fatal(err)
	}
	return no
}

func (p *mandatePair) mandate(who string, id ident.Object) (m mandate.Mandate) {
	p.t.Helper()
	if err := p.read(p.Scope(who), func(tx mandateTx) (err error) {
		m, err = tx.MandateByID(id)
		return err
	}); err != nil {
		p.t.Fatal(err)
	}
	return m
}

// inForce is a mandate that the grantee proposed and the operator countersigned.
func (p *mandatePair) inForce(acts ...mandate.Act) mandate.Mandate {
	p.t.Helper()
	today := law.DayOf(ident.At(p.Clock.Now()))
	s := p.Scope(grantee)
	id, err := p.propose.Do(p.t.Context(), s, p.key(s), mandate.Row{Number: p.number(granter), Terms: mandate.Terms{Acts: acts, From: today, Until: mandate.YearEnd(today)}, Words: mandate.Words{Facilities: "監視、北部浄水場"}})
	if err != nil {
		p.t.Fatal(err)
	}
	m := p.mandate(granter, id)
	p.take(granter, m, mandate.Countersign, "")
	return p.mandate(grantee, id)
}

func (p *mandatePair) take(who string, m mandate.Mandate, do, reason string) {
	p.t.Helper()
	s := p.Scope(who)
	if _, err := p.step.Do(p.t.Context(), s, p.key(s), mandating.Taking{Number: m.Number, Do: do, Reason: reason}); err != nil {
		p.t.Fatalf("%s %s: %v", who, do, err)
	}
}

// under is the grantee as it acts under a mandate now.
func (p *mandatePair) under(m mandate.Mandate) access.Scope {
	p.t.Helper()
	now := ident.At(p.Clock.Now())
	a, ok := m.Actor(p.As(grantee), law.DayOf(now))
	if !ok {
		p.t.Fatal("the mandate lets nobody in")
	}
	return access.For(a, now)
}

func answered(s ...string) form.Value { return form.Value{Texts: s} }

func listed(business string) form.Values {
	v := form.Values{"business": answered(business), "contact": answered("森田 0000-00-4101"), "facilities": {Rows: []form.Row{{ID: "s1", Cells: form.Values{"no": answered("S1"), "name": answered("監視"), "role": answered("critical")}}}}}
	v["products"] = form.Value{Rows: []form.Row{{ID: "p1", Cells: form.Values{"product": answered("CANARY製品"), "maker": answered("M"), "kind": answered("software"), "types": answered("a", "b", "c", "d", "e", "f"), "facility": answered("S1"), "existing": answered("yes")}}}}
	return v
}

// drafted is a whole draft that the grantee wrote under a mandate.
func (p *mandatePair) drafted(m mandate.Mandate, business string) (d filing.Draft) {
	p.t.Helper()
	s := p.under(m)
	id, err := p.open.Do(p.t.Context(), s, p.key(s), notification.New.ID)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.read(s, func(tx mandateTx) (err error) {
		d, _, err = tx.DraftByID(id)
		return err
	}); err != nil {
		p.t.Fatal(err)
	}
	answers := map[string]submitting.Answer{}
	for field, v := range listed(business) {
		answers[field] = submitting.Answer{Value: v, Base: 1}
	}
	if _, err := p.save.Do(p.t.Context(), p.under(m), p.key(s), submitting.SaveOf{Draft: d.Number, Form: notification.New.Form, Answers: answers}); err != nil {
		p.t.Fatal(err)
	}
	return d
}

func (p *mandatePair) send(s access.Scope, d filing.Draft) (ident.Filing, error) {
	confirmed := []string{"products:ask.notification.hardware", "products:ask.notification.designated", "products:ask.notification.gaps", "business:ask.notification.business"}
	return p.File.Do(p.t.Context(), s, p.key(s), submitting.Sending{Draft: d.Number, Confirmed: confirmed})
}

func whyNot(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		if len(e.Fields) > 0 {
			return e.Fields[0].Path + ":" + e.Fields[0].Code
		}
		return e.Code
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

// From the proposal to the filing: the filing is the operator's, both names stand on it, both have the receipt, and nobody else sees any of it.
func TestAMaintainerFilesForAnOperator(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		p := newMandatePair(t, s)
		mine := s.Filed(t, "operator-filer", "before") // of the operator's own: the grantee never sees it
		m := p.inForce(mandate.File)
		d := p.drafted(m, "electricity")
		for _, who := range []string{"operator-filer", granter} {
			if err := p.read(p.Scope(who), func(tx mandateTx) error { _, _, err := tx.Draft(d.Number); return err }); who == "operator-filer" && err != nil {
				t.Errorf("%s does not see the draft: %v", who, err)
			}
		}
		id, err := p.send(p.under(m), d)
		if err != nil {
			t.Fatal(err)
		}
		for _, who := range []access.Scope{p.under(m), p.Scope("operator-filer"), p.Scope("ministry-officer")} {
			may := access.Permission{Action: access.Read, Object: access.Report}
			var c filing.Content
			if err := p.read(who, func(tx mandateTx) (err error) {
				_, c, err = tx.FilingByID(id, may)
				return err
			}); err != nil {
				t.Fatalf("%v: %v", who.Roles, err)
			}
			if c.Filer.Name != "あおぞら送配電株式会社" || c.Filer.Agent == nil || c.Filer.Agent.Name != "髙城水処理サービス株式会社" || c.Filer.Agent.Mandate != m.Number || c.SentBy != "森田 剛(髙城水処理サービス株式会社)" {
				t.Errorf("%v: %+v by %s", who.Roles, c.Filer, c.SentBy)
			}
		}
		f := p.filing(p.under(m), id)
		if f.Org != p.As(granter).Org {
			t.Errorf("whose it is: %+v", f)
		}
		p.sequence()
		for _, who := range []access.Scope{p.under(m), p.Scope("operator-filer")} {
			_, text, _, err := p.DB.Receipt(t.Context(), who, f.Leaf)
			if err != nil || !strings.Contains(string(text), "髙城水処理サービス株式会社") || !strings.Contains(string(text), "あおぞら送配電株式会社") || !strings.Contains(string(text), string(m.Number)) {
				t.Errorf("%v: %v\n%s", who.Roles, err, text)
			}
		}
		for _, who := range []string{grantee, "other-operator-filer", "other-ministry-officer", "platform-admin", "supplier"} {
			if err := p.read(p.Scope(who), func(tx mandateTx) error { _, err := tx.MandateNumbered(m.Number, mandating.MayRead); return err }); who != grantee && !fault.Is(err, fault.Hidden) {
				t.Errorf("%s is told of the mandate: %v", who, err)
			}
			if err := p.read(p.Scope(who), func(tx mandateTx) error { _, _, err := tx.Draft(d.Number); return err }); !fault.Is(err, fault.Hidden) {
				t.Errorf("%s sees the draft by itself: %v", who, err)
			}
		}
		if err := p.read(p.under(m), func(tx mandateTx) error {
			_, _, err := tx.FilingByID(mine.ID, access.Permission{Action: access.Read, Object: access.Report})
			return err
		}); !fault.Is(err, fault.Hidden) {
			t.Errorf("the grantee sees what it did not file: %v", err)
		}
	})
}

func (p *mandatePair) filing(s access.Scope, id ident.Filing) (f filing.Filing) {
	p.t.Helper()
	f, err := p.Report(p.t.Context(), s, id)
	if err != nil {
		p.t.Fatal(err)
	}
	return f
}

func (p *mandatePair) sequence() {
	p.t.Helper()
	l, ok, err := p.TakeSpine(p.t.Context(), "test")
	if err != nil || !ok {
		p.t.Fatal(ok, err)
	}
	for n := 1; n > 0; {
		if n, err = p.Sequence(p.t.Context(), l); err != nil {
			p.t.Fatal(err)
		}
	}
}

// What ended or was revoked between the page and the press allows nothing, and the draft stays as it was.
func TestAMandateIsCheckedWhereItIsUsed(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		p := newMandatePair(t, s)
		m := p.inForce(mandate.Draft)
		d := p.drafted(m, "electricity")
		if _, err := p.send(p.under(m), d); !fault.Is(err, fault.Hidden) && !fault.Is(err, fault.Denied) {
			t.Errorf("filed without the act: %v", err)
		}
		p.take(grantee, m, mandate.Revoke, "契約の変更")
		m = p.inForce(mandate.File)
		d = p.drafted(m, "electricity")
		before := p.under(m)
		p.take(granter, m, mandate.Revoke, "契約の終了")
		if _, err := p.send(before, d); whyNot(err) != "fault.mandate.revoked" {
			t.Errorf("filed under a revoked mandate: %v", err)
		}
		if _, ok := p.mandate(grantee, m.ID).Actor(p.As(grantee), law.DayOf(ident.At(p.Clock.Now()))); ok {
			t.Error("a revoked mandate lets in")
		}
		if err := p.read(p.Scope("operator-filer"), func(tx mandateTx) error {
			kept, entries, err := tx.Draft(d.Number)
			if err == nil && (kept.State != filing.DraftOpen || !filing.Values(entries)["products"].Same(listed("electricity")["products"])) {
				t.Errorf("%+v", kept)
			}
			return err
		}); err != nil {
			t.Errorf("the operator lost the draft: %v", err)
		}
		m = p.inForce(mandate.File)
		late := p.under(m)
		p.Clock.Set(m.Until.End().Time())
		if _, err := p.send(late, d); whyNot(err) != "fault.mandate.ended" {
			t.Errorf("filed after the last day: %v", err)
		}
	})
}

// A mandate for one business files nothing about another.
func TestAMandateCoversItsBusinesses(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	p := newMandatePair(t, s)
	today := law.DayOf(ident.At(s.Clock.Now()))
	who := p.Scope(grantee)
	id, err := p.propose.Do(t.Context(), who, p.key(who), mandate.Row{Number: p.number(granter), Terms: mandate.Terms{Acts: []mandate.Act{mandate.File}, Sectors: []law.Sector{law.Water}, From: today, Until: today}})
	if err != nil {
		t.Fatal(err)
	}
	m := p.mandate(granter, id)
	p.take(granter, m, mandate.Countersign, "")
	m = p.mandate(grantee, id)
	d := p.drafted(m, "electricity")
	if _, err := p.send(p.under(m), d); whyNot(err) != "fault.mandate.scope" {
		t.Errorf("%v", err)
	}
}

func TestWhatCannotBeProposedIsNamed(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	p := newMandatePair(t, s)
	today := law.DayOf(ident.At(s.Clock.Now()))
	good := mandate.Row{Number: p.number(granter), Terms: mandate.Terms{Acts: []mandate.Act{mandate.File}, From: today, Until: today.Add(30)}}
	for name, c := range map[string]struct {
		who    string
		change func(*mandate.Row)
		want   string
	}{
		"wrong check digit":      {grantee, func(r *mandate.Row) { r.Number = "1234567890123" }, "number:fault.mandate.number"},
		"nobody":                 {grantee, func(r *mandate.Row) { r.Number = "7000012050003" }, "number:fault.mandate.number"},
		"own":                    {grantee, func(r *mandate.Row) { r.Number = p.number(grantee) }, "number:fault.mandate.own"},
		"not an operator":        {grantee, func(r *mandate.Row) { r.Number = p.number("supplier") }, "number:fault.mandate.nobody"},
		"an operator to another": {granter, func(r *mandate.Row) { r.Number = p.number("other-operator-filer") }, "number:fault.mandate.nobody"},
		"no act":                 {grantee, func(r *mandate.Row) { r.Acts = nil }, "acts:fault.mandate.acts"},
		"end before start":       {grantee, func(r *mandate.Row) { r.Until = today.Add(-1); r.From = today }, "until:fault.mandate.order"},
		"past":                   {grantee, func(r *mandate.Row) { r.From, r.Until = today.Add(-9), today.Add(-1) }, "until:fault.mandate.past"},
		"too long":               {grantee, func(r *mandate.Row) { r.Until = today.Add(4000) }, "until:fault.mandate.long"},
	} {
		r := good
		c.change(&r)
		who := p.Scope(c.who)
		if _, err := p.propose.Do(t.Context(), who, p.key(who), r); whyNot(err) != c.want {
			t.Errorf("%s: %q, want %q", name, whyNot(err), c.want)
		}
	}
	who := p.Scope(grantee)
	if _, err := p.propose.Do(t.Context(), who, p.key(who), good); err != nil {
		t.Errorf("the control: %v", err)
	}
	if _, err := p.propose.Do(t.Context(), who, p.key(who), good); whyNot(err) != "number:fault.mandate.waiting" {
		t.Errorf("twice: %v", err)
	}
	for _, other := range []string{"ministry-officer", "operator-filer", "supplier", "cabinet-analyst"} {
		who := p.Scope(other)
		if _, err := p.propose.Do(t.Context(), who, p.key(who), good); !fault.Is(err, fault.Hidden) && !fault.Is(err, fault.Denied) {
			t.Errorf("%s proposes: %v", other, err)
		}
	}
}
