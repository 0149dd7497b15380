// Package submitting is what a filer does: open a draft, save answers, choose between two, send.
package submitting

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// OpenTx is what opening a draft needs.
type OpenTx interface {
	Now() ident.Instant
	Registered() (party.Org, party.Unit, party.Person, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
	AddDraft(filing.Draft) error
	SaveEntries(filing.Draft, []filing.Entry) error
	Procedure(ref string) (procedure.Procedure, error)
}

// Open starts a draft of a procedure for the actor's unit; the answers that the house already knows are filled in.
type Open struct {
	Act     Act[OpenTx]
	Entropy io.Reader
}

// Do returns the number of the new draft. Who may call: roles that may write drafts. A repeated key returns
// the same draft. ref names the procedure; one that is not open to the actor today is Absent, one that follows a report a Conflict.
func (o Open) Do(ctx context.Context, s access.Scope, key ident.Key, ref string) (id ident.Draft, err error) {
	defer fault.Wrap(&err, "submitting.Open")
	if err := s.Permit(access.Permission{Action: access.Write, Object: access.Draft}); err != nil {
		return "", err
	}
	leaf, err := o.Act(ctx, s, key, func(tx OpenTx) (ledger.Entry, error) {
		at := tx.Now()
		p, err := tx.Procedure(ref)
		if err != nil {
			return ledger.Entry{}, err
		}
		if p.Closed || !serves(s, p) {
			return ledger.Entry{}, fault.Absent()
		}
		if p.Follows {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.incident.begin", nil)
		}
		d := filing.Draft{Form: p.Ref(), Org: s.Org, Unit: s.Unit, By: s.Person}
		if d, err = d.Begun(at, o.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddDraft(d); err != nil {
			return ledger.Entry{}, err
		}
		if err := o.fill(tx, s, p, d); err != nil {
			return ledger.Entry{}, err
		}
		return ledger.Entry{Kind: ledger.DraftOpened, Object: ident.Object(d.ID), Number: d.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID()}, nil
	})
	return ident.Draft(leaf.Object), err
}

// serves reports whether whoever acts may begin and send a procedure: under a mandate (委任), what notifies (法4条), and not what withdraws it. For everything
// else the operator acts itself.
func serves(s access.Scope, p procedure.Procedure) bool {
	return s.Under.Mandate == "" || p.Act == party.ActNotification && !p.Withdraws
}

// fill puts in what the house knows: the call-back number of the person and unit where the procedure asks for it, and the business of an
// operator that has one.
func (o Open) fill(tx OpenTx, s access.Scope, p procedure.Procedure, d filing.Draft) error {
	if p.Contact == "" && p.Business == "" {
		return nil
	}
	_, unit, person, err := tx.Registered()
	if err != nil {
		return err
	}
	var entries []filing.Entry
	put := func(field, text string) {
		one := filing.Entry{Draft: d.ID, Field: field, Seq: 1, State: filing.Current, At: d.CreatedAt, By: s.Person, Value: form.Value{Texts: []string{text}}}
		if s.Person != "" {
			one.Name = s.Signed(person.Name)
		}
		entries = append(entries, one)
	}
	if p.Contact != "" && s.Person != "" {
		put(p.Contact, party.Reached(unit, person))
	}
	if p.Business != "" {
		list, err := tx.Sectors(s.Org, law.DayOf(d.CreatedAt))
		if err != nil {
			return err
		}
		if len(list) == 1 {
			put(p.Business, string(list[0].Sector))
		}
	}
	if len(entries) == 0 {
		return nil
	}
	return tx.SaveEntries(d, entries)
}
