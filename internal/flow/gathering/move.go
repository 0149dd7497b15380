package gathering

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// MoveTx is what the head needs to speak to its units.
type MoveTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Gathered(n ident.Number, lock bool) (collection.Whole, error)
	SavePart(collection.Part) error
	TellUnit(p collection.Part, urgency string) error
}

// Move is what the head does about units: send back with a remark (差戻し), chase (催促), give more time, take the asking back, or ask again.
type Move struct{ Act Act[MoveTx] }

// Moved says what is done, to which units: none names all to whom it can be done. To is a state, collection.Chased or collection.Extended.
type Moved struct {
	Draft ident.Number
	Units []ident.Unit
	To    string
	Note  string
	DueOn law.Day // of an extension
}

// Do does it, and says to how many units. Who may call: roles that may write collections. A remark lacks, a day has passed: Invalid.
// Nobody to whom it could be done is a Conflict. A unit is chased once a day at most.
func (v Move) Do(ctx context.Context, s access.Scope, key ident.Key, in Moved) (n int, err error) {
	defer fault.Wrap(&err, "gathering.Move")
	if err := s.Permit(mayWrite); err != nil {
		return 0, err
	}
	_, err = v.Act(ctx, s, key, func(tx MoveTx) (ledger.Entry, error) {
		n = 0
		w, err := tx.Gathered(in.Draft, true)
		if err != nil {
			return ledger.Entry{}, err
		}
		today := law.DayOf(tx.Now())
		if err := in.check(today); err != nil {
			return ledger.Entry{}, err
		}
		m, err := move(tx, s, in.To, in.Note)
		if err != nil {
			return ledger.Entry{}, err
		}
		m.Due = in.DueOn
		wanted := map[ident.Unit]bool{}
		for _, u := range in.Units {
			wanted[u] = true
		}
		var all []collection.Part
		for _, p := range w.Parts {
			if len(in.Units) > 0 && !wanted[p.Unit] || !in.apply(&p, m, today) {
				continue
			}
			all = append(all, p)
			if err := save(tx, p, in.To); err != nil {
				return ledger.Entry{}, err
			}
		}
		if n = len(all); n == 0 {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.collection.nobody", nil)
		}
		return entry(ledger.CollectionMoved, s, w.ID, all), nil
	})
	return n, err
}

func (in Moved) check(today law.Day) error {
	var l fault.List
	text.Check(&l, "note", in.Note, collection.NoteMost)
	switch in.To {
	case string(collection.Returned):
		if text.Blank(in.Note) {
			l.Add("note", "fault.collection.remark", nil)
		}
		if len(in.Units) == 0 { // nothing is sent back to everybody by an empty choice
			l.Add("units", "fault.collection.units", nil)
		}
	case collection.Extended:
		collection.CheckDue(&l, in.DueOn, today)
	case collection.Chased, string(collection.Ended), string(collection.Asked):
	default:
		l.Add("to", "fault.form.needed", nil)
	}
	if in.To == string(collection.Ended) && len(in.Units) == 0 {
		l.Add("units", "fault.collection.units", nil)
	}
	return l.Err()
}

// apply changes a part, and reports whether it could.
func (in Moved) apply(p *collection.Part, m collection.Move, today law.Day) bool {
	waits := !p.Ready() && p.State != collection.Ended
	switch in.To {
	case collection.Chased:
		if !waits || p.ChasedAt != 0 && law.DayOf(p.ChasedAt) == today {
			return false
		}
		p.ChasedAt = m.At
		p.Told(m)
		return true
	case collection.Extended:
		if !waits || p.DueOn == in.DueOn {
			return false
		}
		p.DueOn = in.DueOn
		p.Told(m)
		return true
	}
	return p.Move(collection.State(in.To), collection.OfHead, m) == nil
}

// save keeps a part, and tells its unit what it is to do now.
func save(tx MoveTx, p collection.Part, to string) error {
	if err := tx.SavePart(p); err != nil {
		return err
	}
	switch to {
	case string(collection.Ended):
		return nil
	case collection.Extended:
		return tx.TellUnit(p, string(message.Notice))
	}
	return tx.TellUnit(p, string(message.Action))
}
