package consulting

import (
	"context"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// DecideTx is what the second officer's answer needs.
type DecideTx interface {
	Registering
	FAQ(ident.Number, access.Permission) ([]faq.Entry, error)
	FAQOrigin(faq.Entry) (consult.Consultation, error)
	SaveFAQ(faq.Entry) error
	ShowFAQ(faq.Entry) error
}

// Decide is the second officer's answer to words that were proposed for よくある相談: they are published for everybody, or go back with a reason. Who proposed
// them may take them back, and never publishes them.
type Decide struct{ Act Act[DecideTx] }

// Decision is the answer about the version and revision that the officer saw.
type Decision struct {
	Number  ident.Number
	Version int
	Rev     int
	Publish bool
	Note    string // why it goes back
	Looked  bool   // what could lead to who asked was looked at
}

// Do decides. Who may call: officers of the office; publishing wants a person, and another than the one who proposed. Sending back another's words
// without a reason is Invalid; what does not wait any more, or was written over, is a Conflict.
func (v Decide) Do(ctx context.Context, s access.Scope, key ident.Key, d Decision) (err error) {
	defer fault.Wrap(&err, "consulting.Decide")
	if err := s.Permit(MayPublishFAQ); err != nil {
		return err
	}
	if d.Publish && s.Person == "" {
		return fault.New(fault.Denied, "fault.procedure.person", nil)
	}
	d.Note = strings.TrimSpace(d.Note)
	_, err = v.Act(ctx, s, key, func(tx DecideTx) (ledger.Entry, error) {
		list, err := tx.FAQ(d.Number, MayProposeFAQ) // of the own office
		if err != nil {
			return ledger.Entry{}, err
		}
		e, err := at(list, d.Version, d.Rev)
		if err != nil {
			return ledger.Entry{}, err
		}
		if d.Publish {
			return d.publish(tx, s, list, e)
		}
		if s.Person != e.Proposer.By || d.Note != "" {
			if err := faq.CheckReason("note", d.Note); err != nil {
				return ledger.Entry{}, err
			}
		}
		if err := e.Move(faq.Returns); err != nil {
			return ledger.Entry{}, err
		}
		e.Note = d.Note
		return published(ledger.FAQReturned, s, e), tx.SaveFAQ(e)
	})
	return err
}

// publish shows a version to everybody, and puts the one before it aside.
func (d Decision) publish(tx DecideTx, s access.Scope, list []faq.Entry, e faq.Entry) (none ledger.Entry, err error) {
	if err := e.Move(faq.Publishes); err != nil {
		return none, err
	}
	if s.Person == e.Proposer.By {
		return none, fault.New(fault.Denied, "fault.procedure.self", nil)
	}
	c, err := tx.FAQOrigin(e)
	if err != nil {
		return none, err
	}
	if err := looked(e.Words, c, d.Looked); err != nil {
		return none, err
	}
	for _, old := range list {
		if old.Version != e.Version-1 {
			continue
		}
		if err := old.Move(faq.Revises); err != nil {
			return none, err
		}
		if err := tx.SaveFAQ(old); err != nil {
			return none, err
		}
	}
	if e.Publisher, err = sign(tx, s); err != nil {
		return none, err
	}
	e.PublishedAt = tx.Now()
	if err := tx.SaveFAQ(e); err != nil {
		return none, err
	}
	return published(ledger.FAQPublished, s, e), tx.ShowFAQ(e)
}

// at is a version of an entry under the revision that was on screen.
func at(list []faq.Entry, version, rev int) (faq.Entry, error) {
	for _, e := range list {
		if e.Version != version {
			continue
		}
		if e.Rev != rev {
			return e, fault.New(fault.Conflict, "fault.faq.moved", nil)
		}
		return e, nil
	}
	return faq.Entry{}, fault.Absent()
}
