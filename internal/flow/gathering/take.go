package gathering

import (
	"context"
	"maps"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// TakeTx is what taking over, and giving back, needs.
type TakeTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	TakeStates(ident.Number) (filing.Draft, []filing.Entry, error)
	PartFor(ident.Draft, ident.Number) (collection.Part, error)
	SaveEntries(filing.Draft, []filing.Entry) error
	SavePart(collection.Part) error
}

// Take takes over into the head's draft what one unit says, as a preview has shown it (取り込み). Nothing of it is final: Untake gives it
// back until the draft is sent.
type Take struct{ Act Act[TakeTx] }

// Do takes one unit over, all or nothing. Who may call: roles that may write collections. What either side has written since the preview,
// and a part that is not ready, is a Conflict.
func (v Take) Do(ctx context.Context, s access.Scope, key ident.Key, draft ident.Number, u collection.UnitPreview) (err error) {
	defer fault.Wrap(&err, "gathering.Take")
	if err := s.Permit(mayWrite); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx TakeTx) (ledger.Entry, error) {
		d, entries, err := tx.TakeStates(draft)
		if err != nil {
			return ledger.Entry{}, err
		}
		p, err := tx.PartFor(d.ID, u.Number)
		if err != nil {
			return ledger.Entry{}, err
		}
		if !p.Ready() || p.Rev != u.Rev || p.WrittenAt != u.WrittenAt {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.collection.changed", nil)
		}
		changed, err := woven(tx, &p, d, u.Writes, entries)
		if err != nil {
			return ledger.Entry{}, err
		}
		m, err := move(tx, s, collection.Taken, "")
		if err != nil {
			return ledger.Entry{}, err
		}
		p.Told(m)
		p.TakenAt = tx.Now()
		if err := tx.SaveEntries(d, changed); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.CollectionTaken, s, p.ID, changed), tx.SavePart(p)
	})
	return err
}

// woven puts what a unit says after what the preview has seen, and remembers in the part what was written.
func woven(tx TakeTx, p *collection.Part, d filing.Draft, writes []collection.Write, entries []filing.Entry) (changed []filing.Entry, err error) {
	now, top := states(entries)
	took := maps.Clone(p.Taken)
	if took == nil {
		took = map[string]collection.Took{}
	}
	for _, w := range writes {
		if now[w.Field].Seq != w.Base {
			return nil, fault.New(fault.Conflict, "fault.collection.changed", nil)
		}
		if w.Base != 0 {
			old := now[w.Field]
			old.State = filing.Past
			changed = append(changed, old)
		}
		next := w.Entry
		next.Draft, next.Seq, next.State, next.At = d.ID, top[w.Field]+1, filing.Current, tx.Now()
		before := w.Base
		if t, ok := took[w.Field]; ok && t.Seq == w.Base {
			before = t.Before // an undo goes back to what stood before the first take-over
		}
		took[w.Field] = collection.Took{Seq: next.Seq, Before: before}
		changed = append(changed, next)
	}
	p.Taken = took
	return changed, nil
}

// states are the current entry of each field, and the last number of each.
func states(entries []filing.Entry) (now map[string]filing.Entry, top map[string]int) {
	now, top = map[string]filing.Entry{}, map[string]int{}
	for _, e := range entries {
		if top[e.Field] = max(top[e.Field], e.Seq); e.State == filing.Current {
			now[e.Field] = e
		}
	}
	return now, top
}

// Untake gives back what was taken over of one unit: what somebody of the head has written since stays.
type Untake struct{ Act Act[TakeTx] }

// Do gives it back, and says how many answers and rows stay because the head has written them since. Who may call: roles that may write
// collections. A part of which nothing was taken over is a Conflict.
func (v Untake) Do(ctx context.Context, s access.Scope, key ident.Key, draft, part ident.Number) (stay int, err error) {
	defer fault.Wrap(&err, "gathering.Untake")
	if err := s.Permit(mayWrite); err != nil {
		return 0, err
	}
	_, err = v.Act(ctx, s, key, func(tx TakeTx) (ledger.Entry, error) {
		stay = 0
		d, entries, err := tx.TakeStates(draft)
		if err != nil {
			return ledger.Entry{}, err
		}
		p, err := tx.PartFor(d.ID, part)
		if err != nil {
			return ledger.Entry{}, err
		}
		if p.TakenAt == 0 {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.collection.moved", nil)
		}
		m, err := move(tx, s, collection.Untaken, "")
		if err != nil {
			return ledger.Entry{}, err
		}
		changed, kept := back(p, d, m, entries)
		stay = kept
		p.Told(m)
		p.TakenAt, p.Taken = 0, nil
		if err := tx.SaveEntries(d, changed); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.CollectionUntaken, s, p.ID, changed), tx.SavePart(p)
	})
	return stay, err
}

// back makes current again what stood before; a row that was not there goes.
func back(p collection.Part, d filing.Draft, m collection.Move, entries []filing.Entry) (changed []filing.Entry, stay int) {
	now, top := states(entries)
	before := map[string]filing.Entry{}
	for _, e := range entries {
		if t, ok := p.Taken[e.Field]; ok && e.Seq == t.Before {
			before[e.Field] = e
		}
	}
	for field, t := range p.Taken {
		cur := now[field]
		if cur.Seq != t.Seq {
			stay++
			continue
		}
		cur.State = filing.Past
		changed = append(changed, cur)
		if old, ok := before[field]; ok {
			old.State = filing.Current
			changed = append(changed, old)
			continue
		}
		next := filing.Entry{Draft: d.ID, Field: field, Seq: top[field] + 1, State: filing.Current, At: m.At, By: cur.By, Name: m.Name}
		if _, row := filing.SplitField(field); row != "" {
			next.Value.Rows = []form.Row{{ID: row, Gone: true}}
		}
		changed = append(changed, next)
	}
	return changed, stay
}
