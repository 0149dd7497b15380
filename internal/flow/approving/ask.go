package approving

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// AskTx is what asking needs.
type AskTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	TakeDraft(ident.Number) (filing.Draft, []filing.Entry, error)
	Procedure(ref string) (procedure.Procedure, error)
	Arriving(p procedure.Procedure, d ident.Draft) (filing.Arriving, error)
	AddRound(approval.Round) error
}

// Ask puts a draft on the way of approval of its procedure. What is agreed to is what the draft says now.
type Ask struct {
	Act     Act[AskTx]
	Entropy io.Reader
}

// Asking is what is asked.
type Asking struct {
	Draft     ident.Number
	Reference string // 社内決裁番号
	Note      string
}

// Do returns the id of the round. Who may call: roles that may ask. A draft that could not be sent is Invalid with every place; a
// procedure without a way of approval, a draft that waits already, and one whose report was withdrawn meanwhile, is a Conflict.
func (a Ask) Do(ctx context.Context, s access.Scope, key ident.Key, what Asking) (id ident.Object, err error) {
	defer fault.Wrap(&err, "approving.Ask")
	if err := s.Permit(may(access.Ask)); err != nil {
		return "", err
	}
	var l fault.List
	text.Check(&l, "note", what.Note, approval.NoteMost)
	text.Check(&l, "reference", what.Reference, approval.ReferenceMost)
	if err := l.Err(); err != nil {
		return "", err
	}
	leaf, err := a.Act(ctx, s, key, func(tx AskTx) (ledger.Entry, error) {
		d, entries, err := tx.TakeDraft(what.Draft)
		if err != nil {
			return ledger.Entry{}, err
		}
		if d.Root != "" {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.collection.part", nil)
		}
		p, err := tx.Procedure(d.Form)
		if err != nil {
			return ledger.Entry{}, err
		}
		now, err := tx.Arriving(p, d.ID)
		if err == nil {
			err = stopped(tx, p, now)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		stands := now.Approval
		if stands.Route.Mode != approval.Before || stands.Round.State == approval.Waiting {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.approval.moved", nil)
		}
		b := approval.Body{Of: d.Form, Number: d.Number, Asker: s.Person, Reference: what.Reference, Note: what.Note}
		if b.Digest, b.Summary, err = said(p, d, entries, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		if b.Name, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		r := stands.Route.Ask(approval.Before, b, tx.Now())
		r.Org, r.Unit, r.Draft = d.Org, d.Unit, d.ID
		if r.ID, err = ident.NewID[ident.Object](tx.Now(), a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ApprovalAsked, s, r.ID, r), tx.AddRound(r)
	})
	return leaf.Object, err
}

// stopped refuses a draft that could not be sent whatever stands in it, as sending does: what it follows was withdrawn (取下げ) while it was written,
// or can no longer be followed so. Nobody is asked to agree to it.
func stopped(tx AskTx, p procedure.Procedure, now filing.Arriving) error {
	if !p.Follows {
		return nil
	}
	if now.Follows.State == filing.Withdrawn {
		return fault.New(fault.Conflict, "fault.draft.withdrawn", fault.Args{"filing": string(now.Follows.Number)})
	}
	before, err := dossier.Read(now.Before, tx.Procedure)
	if err == nil {
		err = before.Permit(p, now.Follows.ID)
	}
	return err
}

// said is the digest of what a draft would send, and its line in lists.
func said(p procedure.Procedure, d filing.Draft, entries []filing.Entry, at ident.Instant) (digest, summary string, err error) {
	values, err := filing.Settled(entries)
	if err != nil {
		return "", "", err
	}
	if values, _, err = p.Check(values, procedure.Facts{At: at}); err != nil {
		return "", "", err
	}
	digest, err = filing.DigestFor(p, values, d.Files)
	return digest, p.Summarise(values), err
}
