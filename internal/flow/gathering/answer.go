package gathering

import (
	"context"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// AnswerTx is what a unit's answer needs.
type AnswerTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Asking(ident.Number) (collection.Part, filing.Draft, []filing.Entry, error)
	Before(collection.Part) ([]filing.Entry, error)
	SaveEntries(filing.Draft, []filing.Entry) error
	SavePart(collection.Part) error
}

// Answer is what a unit does with what it was asked: begin with what it said the last time, say that it is done, that it has none
// (該当なし), that nothing changed (変更なし), or take that back.
type Answer struct{ Act Act[AnswerTx] }

// Said is the answer, over the revision of the part that was on screen. To is a state, or collection.Begun.
type Said struct {
	Number ident.Number
	Rev    int
	To     string
	Note   string
}

// Do answers. Who may call: roles that may answer, at the unit or above it. What the unit was asked and has answered otherwise
// meanwhile, and what went with its collection, is a Conflict; 変更なし and a beginning without a last time are Invalid.
func (a Answer) Do(ctx context.Context, s access.Scope, key ident.Key, in Said) (err error) {
	defer fault.Wrap(&err, "gathering.Answer")
	if err := s.Permit(mayAnswer); err != nil {
		return err
	}
	var l fault.List
	if text.Check(&l, "note", in.Note, collection.NoteMost); !slices.Contains(Answers(), in.To) {
		l.Add("to", "fault.form.needed", nil)
	}
	if err := l.Err(); err != nil {
		return err
	}
	_, err = a.Act(ctx, s, key, func(tx AnswerTx) (ledger.Entry, error) {
		p, d, entries, err := tx.Asking(in.Number)
		if err != nil {
			return ledger.Entry{}, err
		}
		if p.Rev != in.Rev {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.collection.moved", nil)
		}
		m, err := move(tx, s, in.To, in.Note)
		if err != nil {
			return ledger.Entry{}, err
		}
		if in.To == collection.Begun || in.To == string(collection.Same) {
			if err := a.again(tx, p, d, entries); err != nil {
				return ledger.Entry{}, err
			}
		}
		if in.To == collection.Begun {
			if p.Ready() || p.State == collection.Ended {
				return ledger.Entry{}, fault.New(fault.Conflict, "fault.collection.moved", nil)
			}
			p.Told(m)
		} else if err := p.Move(collection.State(in.To), collection.OfUnit, m); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.CollectionAnswered, s, p.ID, p.Body), tx.SavePart(p)
	})
	return err
}

// Answers are what a unit can do.
func Answers() []string {
	return []string{collection.Begun, string(collection.Done), string(collection.None), string(collection.Same), string(collection.Asked)}
}

// again puts what the unit said the last time where it has written nothing yet; who wrote it then stands in the history.
func (a Answer) again(tx AnswerTx, p collection.Part, d filing.Draft, entries []filing.Entry) error {
	last, err := tx.Before(p)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, e := range entries {
		there[e.Field] = true
	}
	var fresh []filing.Entry
	for _, e := range last {
		if e.State != filing.Current || there[e.Field] || len(e.Value.Rows) == 1 && e.Value.Rows[0].Gone {
			continue
		}
		fresh = append(fresh, filing.Entry{Draft: d.ID, Field: e.Field, Seq: 1, State: filing.Current, At: tx.Now(), By: e.By, Name: e.Name, Value: e.Value})
	}
	if len(last) == 0 {
		var l fault.List
		l.Add("to", "fault.collection.first", nil)
		return l.Err()
	}
	return tx.SaveEntries(d, fresh)
}
