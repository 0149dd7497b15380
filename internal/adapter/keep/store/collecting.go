package store

import (
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// Gathered is the collection of a draft as its head sees it: with the procedure, its parts, and the units that can be asked. lock makes
// whoever else writes in the draft wait for this act; a draft that was sent is then a Conflict. Absent and foreign are one answer.
func (t *Tx) Gathered(n ident.Number, lock bool) (w collection.Whole, err error) {
	if lock {
		w.Draft, err = t.HeadToWrite(n, true)
	} else {
		w.Draft, err = t.DraftHead(n)
	}
	if err != nil {
		return w, err
	}
	if w.Of, err = t.Procedure(w.Draft.Form); err != nil {
		return w, err
	}
	if w.Collection, err = t.CollectionOf(w.Draft.ID); err == nil && w.ID != "" {
		w.Parts, err = t.Parts(w.ID)
	}
	if err != nil {
		return w, err
	}
	units, err := t.OwnUnits()
	w.Units = collection.Below(w.Draft.Unit, units)
	w.Order()
	return w, err
}

// GatheredFrom is Gathered with all that was written, to be merged.
func (t *Tx) GatheredFrom(n ident.Number) (g collection.Gathered, err error) {
	if g.Whole, err = t.Gathered(n, false); err != nil {
		return g, err
	}
	g.At = t.Now()
	if g.Draft, g.Head, err = t.Draft(n); err != nil {
		return g, err
	}
	for _, p := range g.Parts {
		s := collection.Source{Part: p}
		if p.Ready() {
			if s.Entries, err = t.EntriesOf(p.Draft); err != nil {
				return g, err
			}
		}
		g.Sources = append(g.Sources, s)
	}
	return g, nil
}

// AddParts writes what was asked for: the collection, if it is new, and a draft and a message for each unit.
func (t *Tx) AddParts(c collection.Collection, d filing.Draft, parts []collection.Part) error {
	if c.Rev == 0 {
		if err := t.AddCollection(c); err != nil {
			return err
		}
	}
	root := d.Root
	if root == "" {
		root = d.ID
	}
	for _, p := range parts {
		own := filing.Draft{ID: p.Draft, Number: p.Number, Form: d.Form, Org: p.Org, Unit: p.Unit, State: filing.DraftOpen, CreatedAt: p.At, UpdatedAt: p.At, By: t.q.Scope.Person, Root: root}
		if err := t.AddDraft(own); err != nil {
			return err
		}
		if err := t.AddPart(p); err != nil {
			return err
		}
		if err := t.TellUnit(p, outbox.Action); err != nil {
			return err
		}
	}
	return nil
}

// TellUnit queues a mail to the unit of a part: it says a number and nothing else.
func (t *Tx) TellUnit(p collection.Part, urgency string) error {
	return t.Notify([]ident.Unit{p.Unit}, p.ID, p.Number, urgency)
}

// Before is what the unit of a part said the last time, cut to what it is asked now; none without an error where it never did.
func (t *Tx) Before(p collection.Part) (list []filing.Entry, err error) {
	last, err := t.LastTaken(p)
	if err != nil || last.ID == "" {
		return nil, err
	}
	of, err := t.Procedure(p.Ref)
	if err != nil {
		return nil, err
	}
	all, err := t.EntriesOf(last.Draft)
	asked := of.Form.Within(p.Steps)
	for _, e := range all {
		field, _ := filing.SplitField(e.Field)
		if _, ok := asked.Field(field); ok {
			list = append(list, e)
		}
	}
	return list, err
}

// PartFor is the part with a number of the collection of a draft, for its head. Absent, foreign, and that of another collection are one
// answer.
func (t *Tx) PartFor(d ident.Draft, n ident.Number) (collection.Part, error) {
	p, err := t.PartOf(n, access.Permission{Action: access.Write, Object: access.Collection})
	if err != nil {
		return p, err
	}
	c, err := t.CollectionOf(d)
	if err == nil && c.ID != p.Collection {
		err = fault.Absent()
	}
	return p, err
}

// Asking is the part whose draft has a number as its unit answers: with the entries of its draft, which nobody else writes meanwhile.
// A draft that went with its collection is a Conflict.
func (t *Tx) Asking(n ident.Number) (p collection.Part, d filing.Draft, entries []filing.Entry, err error) {
	if p, err = t.PartOf(n, access.Permission{Action: access.Answer, Object: access.Collection}); err != nil {
		return p, d, nil, err
	}
	d, entries, err = t.TakeStates(n)
	return p, d, entries, err
}
