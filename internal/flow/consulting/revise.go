package consulting

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// ReviseTx is what a revision needs.
type ReviseTx interface {
	Registering
	FAQ(ident.Number, access.Permission) ([]faq.Entry, error)
	FAQOrigin(faq.Entry) (consult.Consultation, error)
	AddFAQ(e faq.Entry, source ident.Object) error
	SaveFAQ(faq.Entry) error
}

// Revise proposes other words for an entry of よくある相談: those of a version that was sent back, or the next version of one that was published, which stands until
// the second officer publishes it.
type Revise struct {
	Act     Act[ReviseTx]
	Entropy io.Reader
}

// Revision is the words over the version and revision that were on screen, which is the latest.
type Revision struct {
	Number  ident.Number
	Version int
	Rev     int
	faq.Words
	Looked bool
}

// Do proposes and returns the id of the version. Who may call: officers of the office, as persons. Words that lack something are Invalid; a version that is
// not the latest, waits, or was withdrawn is a Conflict.
func (v Revise) Do(ctx context.Context, s access.Scope, key ident.Key, w Revision) (id ident.Object, err error) {
	defer fault.Wrap(&err, "consulting.Revise")
	if err := permitPerson(s, MayProposeFAQ); err != nil {
		return "", err
	}
	w.Words = trimmed(w.Words)
	if err := w.Check(); err != nil {
		return "", err
	}
	leaf, err := v.Act(ctx, s, key, func(tx ReviseTx) (ledger.Entry, error) {
		list, err := tx.FAQ(w.Number, MayProposeFAQ) // of the own office
		if err != nil {
			return ledger.Entry{}, err
		}
		e, err := at(list, w.Version, w.Rev)
		if err != nil {
			return ledger.Entry{}, err
		}
		if e.ID != list[0].ID {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.faq.moved", nil)
		}
		c, err := tx.FAQOrigin(e)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := looked(w.Words, c, w.Looked); err != nil {
			return ledger.Entry{}, err
		}
		next := e
		next.Words = w.Words
		if e.State == faq.Published {
			next = faq.Entry{Number: e.Number, Version: e.Version + 1, Org: e.Org, Unit: e.Unit, Record: faq.Record{Words: w.Words}}
		}
		if next, err = begun(tx, s, next, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if next.Rev == 0 {
			return published(ledger.FAQProposed, s, next), tx.AddFAQ(next, c.ID)
		}
		return published(ledger.FAQProposed, s, next), tx.SaveFAQ(next)
	})
	return leaf.Object, err
}
