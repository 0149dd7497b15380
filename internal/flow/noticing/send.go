package noticing

import (
	"context"
	"io"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notice"
)

// SendTx is what sending a notice needs, in the operator's rows.
type SendTx interface {
	Now() ident.Instant
	LeafID() ident.Leaf
	NoticeTaken(c notice.Content, earlier ident.Number) (notice.Notice, bool, error)
	NoticesOfContact(since ident.Instant, earlier ident.Number) (n int, sent bool, err error)
	AddNotice(notice.Notice) error
}

// Send sends a 気付き連絡 to one operator: it is kept, and wakes the unit.
type Send struct {
	Act     Act[SendTx]
	Entropy io.Reader
}

// Telling is what one operator is told, and on whose standing.
type Telling struct {
	By notice.Standing
	notice.Content
	Earlier ident.Number // that it corrects
}

// Do keeps it and returns its number, its arrival and its entry. Who may call: a contact whose code was shown (notice.Standing.Actor); for
// everybody else it is Absent. The same content of the same contact is kept once, and answered the same. What cannot be is Invalid at its
// place, a correction of what the contact did not send at "earlier"; more than notice.DayMost in a day are Exceeded.
func (v Send) Do(ctx context.Context, s access.Scope, key ident.Key, what Telling) (n notice.Notice, err error) {
	defer fault.Wrap(&err, "noticing.Send")
	by, c, earlier := what.By, what.Content, what.Earlier
	if s.Card == "" || s.Card != by.ID {
		return n, fault.Absent()
	}
	leaf, err := v.Act(ctx, s, key, func(tx SendTx) (ledger.Entry, error) {
		l := fault.List{Fields: c.Check(tx.Now())}
		if err := l.Err(); err != nil {
			return ledger.Entry{}, err
		}
		was, found, err := tx.NoticeTaken(c, earlier)
		if err != nil || found {
			n = was
			return ledger.Entry{}, err // nothing happens: it is there
		}
		many, sent, err := tx.NoticesOfContact(tx.Now().Add(-24*time.Hour), earlier)
		switch {
		case err != nil:
		case earlier != "" && !sent:
			l.Add("earlier", "fault.notice.earlier", nil)
			err = l.Err()
		case many >= notice.DayMost:
			err = fault.New(fault.Exceeded, "fault.notice.many", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		n = notice.Notice{
			Org: s.Org, Unit: s.Unit, Contact: by.ID, State: notice.Waiting, At: tx.Now(), Leaf: tx.LeafID(),
			Said: notice.Said{Content: c, Earlier: earlier, From: by.Words.Plain()},
		}
		if n.ID, err = ident.NewID[ident.Object](n.At, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if n.Number, err = ident.NewNumber(ident.NumberContractor, n.At, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		return answered(ledger.NoticeArrived, s, n), tx.AddNotice(n)
	})
	if err != nil || !leaf.Replayed {
		return n, err
	}
	said, err := ledger.ParseStatement(leaf.Statement) // what a repeated key made is answered as it was
	return notice.Notice{ID: leaf.Object, Number: said.Number, At: leaf.At, Leaf: leaf.ID}, err
}
