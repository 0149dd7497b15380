// Package inviting is how many organisations come in at once, from one sheet, and how the first administrator of each gets a
// way in: one administrator of the platform enters the sheet, another confirms it; the link goes by mail, the activation
// code by letter, and only both together open an account.
package inviting

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// Life is how long a link that goes by mail, with a code that goes by letter, can be used.
const Life = 30 * 24 * time.Hour

var (
	mayWrite   = access.Permission{Action: access.Write, Object: access.Organisation}
	mayConfirm = access.Permission{Action: access.Confirm, Object: access.Organisation}
)

func entry(kind ledger.Kind, s access.Scope, object ident.Object, v any) ledger.Entry {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and numbers only
	}
	return ledger.Entry{Kind: kind, Object: object, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}

// SubmitTx is what entering a sheet needs.
type SubmitTx interface {
	Now() ident.Instant
	KnownOf([]register.Line) (register.Known, error)
	AddProposal(register.Proposal) error
}

// Submit enters a sheet that was read and found good, for another administrator to confirm.
type Submit struct {
	Act     Act[SubmitTx]
	Entropy io.Reader
}

// Do returns the proposal's id; nothing is registered yet. Who may call: platform administrators in a browser. A sheet of
// which a line cannot be taken over, or which changes nothing, is Invalid.
func (v Submit) Do(ctx context.Context, s access.Scope, key ident.Key, in register.Intake) (id ident.Object, err error) {
	defer fault.Wrap(&err, "inviting.Submit")
	if err := s.Permit(mayWrite); err != nil {
		return "", err
	}
	if s.Person == "" {
		return "", fault.New(fault.Denied, "fault.account.browser", nil)
	}
	leaf, err := v.Act(ctx, s, key, func(tx SubmitTx) (ledger.Entry, error) {
		if _, err := steps(tx, in); err != nil {
			return ledger.Entry{}, err
		}
		p := register.Proposal{Kind: register.KindIntake, State: register.ToConfirm, EnteredAt: tx.Now(), EnteredBy: s.Person, Matter: register.Matter{Intake: &in}}
		var err error
		if p.ID, err = ident.NewID[ident.Object](p.EnteredAt, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ProposalEntered, s, p.ID, p.Matter), tx.AddProposal(p)
	})
	return leaf.Object, err
}

// steps compares a sheet with the register as it stands in the transaction.
func steps(tx interface {
	KnownOf([]register.Line) (register.Known, error)
}, in register.Intake,
) ([]register.Step, error) {
	known, err := tx.KnownOf(in.Lines)
	if err != nil {
		return nil, err
	}
	list, bad := register.Steps(register.Grid{}, in.Lines, known)
	if len(bad) > 0 {
		var l fault.List
		for _, t := range bad {
			l.Add(t.Place, t.Code, t.Args)
		}
		return nil, l.Err()
	}
	if add, change, _, invite := register.Tally(list); add+change+invite == 0 {
		return nil, fault.New(fault.Invalid, "fault.intake.same", nil)
	}
	return list, nil
}

// TakeInTx is what confirming a sheet needs.
type TakeInTx interface {
	Now() ident.Instant
	Proposal(ident.Object) (register.Proposal, error)
	KnownOf([]register.Line) (register.Known, error)
	TakeIn([]register.Arrival) error
	EndProposal(register.Proposal) error
}

// TakeIn is the second administrator's yes to a sheet: every organisation, unit, account and invitation of it in one act, or none.
type TakeIn struct {
	Act     Act[TakeInTx]
	Entropy io.Reader
}

// Do returns how many organisations were added or changed and how many people invited. Who may call: a platform
// administrator in a browser, another person than the one who entered it. The sheet is compared with the register
// once more: what somebody registered meanwhile is not registered twice.
func (v TakeIn) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "inviting.TakeIn")
	if err := s.Permit(mayConfirm); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx TakeInTx) (ledger.Entry, error) {
		p, err := tx.Proposal(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := p.MayConfirm(s.Person); err != nil {
			return ledger.Entry{}, err
		}
		if p.Matter.Intake == nil {
			return ledger.Entry{}, fault.Absent()
		}
		list, err := steps(tx, *p.Matter.Intake)
		if err != nil {
			return ledger.Entry{}, err
		}
		arrivals, err := v.make(tx.Now(), s.Person, list)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.TakeIn(arrivals); err != nil {
			return ledger.Entry{}, err
		}
		p.State, p.EndedAt, p.EndedBy = register.Confirmed, tx.Now(), s.Person
		return entry(ledger.ProposalConfirmed, s, id, arrivals), tx.EndProposal(p)
	})
	return err
}

// first is the role of an organisation's first account: whoever it is lets the others in.
var first = map[party.Kind]access.Role{
	party.Operator: access.OperatorAdmin, party.Maintainer: access.MaintainerAdmin, party.Supplier: access.SupplierAdmin, party.Ministry: access.Supervisor,
	party.Cabinet: access.Supervisor, party.NCO: access.Analyst, party.Council: access.Secretariat, party.Member: access.CouncilMember, party.Friend: access.Friend,
	party.Foreign: access.ForeignAuthority, party.Helper: access.SupportHelper,
}

// make mints what the act writes.
func (v TakeIn) make(now ident.Instant, by ident.Person, list []register.Step) ([]register.Arrival, error) {
	var all []register.Arrival
	for _, s := range list {
		a := register.Arrival{Change: s.Change, Org: s.Line.Org, Have: s.Have}
		var err error
		if s.Change == register.ToAdd {
			if a.Org.ID, err = ident.NewID[ident.Org](now, v.Entropy); err != nil {
				return nil, err
			}
			a.Root = party.Unit{Org: a.Org.ID, Name: a.Org.Name, NameEn: a.Org.NameEn, Phone: a.Org.Phone}
			if a.Root.ID, err = ident.NewID[ident.Unit](now, v.Entropy); err != nil {
				return nil, err
			}
		} else {
			a.Org.ID, a.Org.Helpdesk = s.Have.ID, s.Have.Helpdesk
		}
		if s.Invite {
			if a.Invited, err = v.invite(now, a.Org.Kind, s.Admin); err != nil {
				return nil, err
			}
			a.Invited.By = by
		}
		if s.Change != register.Same || s.Invite {
			all = append(all, a)
		}
	}
	return all, nil
}

func (v TakeIn) invite(now ident.Instant, kind party.Kind, who party.Person) (*register.Invited, error) {
	i := &register.Invited{Person: who, Invitation: party.Invitation{
		CreatedAt: now, ExpiresAt: now.Add(Life), Name: who.Name, Kana: who.Kana, Mail: who.Email, Phone: who.Phone, Hat: party.Hat{Roles: []string{string(first[kind])}},
	}}
	var err error
	if i.Person.ID, err = ident.NewID[ident.Person](now, v.Entropy); err != nil {
		return nil, err
	}
	i.Hat.Person = i.Person.ID
	if i.Hat.ID, err = ident.NewID[ident.Hat](now, v.Entropy); err != nil {
		return nil, err
	}
	if i.ID, err = ident.NewID[string](now, v.Entropy); err != nil {
		return nil, err
	}
	i.Number, err = ident.NewNumber(ident.NumberNotice, now, v.Entropy)
	return i, err
}
