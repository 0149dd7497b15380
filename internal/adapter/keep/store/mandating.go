package store

import (
	"maps"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
)

// mandated sees that the mandate under which somebody acts stands now, in the transaction in which they act: one that ended since the page
// was shown, or was revoked a moment ago, allows nothing any more.
func (t *Tx) mandated() error {
	if t.q.Scope.Under.Mandate == "" {
		return nil
	}
	m, err := t.MandateInUse()
	if err != nil {
		return err
	}
	return m.Live(law.DayOf(t.q.Scope.At))
}

// tellUnder puts into an entry under which mandate, and by whom, the operator's act was done.
func (t *Tx) tellUnder(e *ledger.Entry) {
	u := t.q.Scope.Under
	if u.Mandate == "" {
		return
	}
	facts := map[string]string{ledger.FactMandate: string(u.Number), ledger.FactAgent: u.Agent}
	maps.Copy(facts, e.Facts)
	e.Facts = facts
}

// begun notes a draft that is begun under a mandate, so that the maintainer's people come to it by its number.
func (t *Tx) begun(d filing.Draft) error {
	if t.q.Scope.Under.Mandate == "" {
		return nil
	}
	return t.AddMandateWork(d.Number, "draft", d.Form)
}

// hold keeps the files of an arrival. One that arrives under a mandate is known by its number to the maintainer, too.
func (t *Tx) hold(a filing.Arrival) error {
	if t.q.Scope.Under.Mandate != "" {
		if err := t.AddMandateWork(a.Filing.Number, "filing", string(a.Filing.Kind)); err != nil {
			return err
		}
	}
	return t.Hold(string(a.Filing.ID), a.Filing.Rev, a.Filing.Org, a.Content.Attachments())
}

// agent is who acts for the filer, and the mandate as it stands, where the scope acts under one.
func (t *Tx) agent(a *filing.Arriving) error {
	u := t.q.Scope.Under
	if u.Mandate == "" {
		return nil
	}
	m, err := t.MandateInUse()
	a.Mandate = &m
	a.Filer.Unit, a.Filer.Agent = "", &filing.Agent{Name: u.Agent, CorporateNumber: u.AgentNo, Mandate: u.Number}
	return err
}
