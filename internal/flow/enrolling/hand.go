package enrolling

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// HandTx is what giving a hardware token to somebody needs.
type HandTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	MethodsOf(ident.Org) (Methods, error)
	Hardware(HardwareID) (Hardware, error)
	MemberWays(ident.Person) ([]Credential, error)
	ChangeHardware(Hardware) error
}

// Hand gives a free hardware token to a member (トークン機器の割当て). It opens nothing before that person gave a code of it.
type Hand struct{ Act Act[HandTx] }

// Do gives it. Somebody of elsewhere is Absent, a token that is not free a Conflict. Who may call: an administrator of the
// organisation, within RecentLife of signing in.
func (v Hand) Do(ctx context.Context, s access.Scope, id HardwareID, to ident.Person) (err error) {
	defer fault.Wrap(&err, "enrolling.Hand")
	if err := administers(s); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx HandTx) (ledger.Entry, error) {
		if err := fresher(tx, s, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		h, err := tx.Hardware(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if _, err := tx.MemberWays(to); err != nil {
			return ledger.Entry{}, err
		}
		methods, err := tx.MethodsOf(s.Org)
		if err != nil {
			return ledger.Entry{}, err
		}
		if !methods.Allows(Code) {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.hardware.off", nil)
		}
		if err := h.State.may(HardwareHanded); err != nil {
			return ledger.Entry{}, err
		}
		h.State, h.Person = HardwareHanded, to
		return ledger.Entry{
			Kind: ledger.HardwareGiven, Object: ident.Object(id), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest([]string{string(id), string(to)}),
		}, tx.ChangeHardware(h)
	})
	return err
}

// RetireTx is what taking a hardware token back needs.
type RetireTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	Hardware(HardwareID) (Hardware, error)
	ChangeHardware(Hardware) error
	EndWay(CredentialID) error
	EndMemberSessions(ident.Person) (int, error)
}

// Retire takes a hardware token from whoever has it: back into the drawer, lost, or out of use for ever (失効).
type Retire struct{ Act Act[RetireTx] }

// Do brings it into the state; the way in that it was ends with every session of its person under the organisation's hats.
// A step that is none is a Conflict. Who may call: an administrator of the organisation, within RecentLife of signing in.
func (v Retire) Do(ctx context.Context, s access.Scope, id HardwareID, state HardwareState) (err error) {
	defer fault.Wrap(&err, "enrolling.Retire")
	if err := administers(s); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx RetireTx) (ledger.Entry, error) {
		if err := fresher(tx, s, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		h, err := tx.Hardware(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := h.State.may(state); err != nil || state == HardwareHanded {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.hardware.state", nil)
		}
		if h.Credential != "" {
			if err := tx.EndWay(h.Credential); err != nil && !fault.Is(err, fault.Hidden) { // its person may have taken it away
				return ledger.Entry{}, err
			}
			if _, err := tx.EndMemberSessions(h.Person); err != nil {
				return ledger.Entry{}, err
			}
		}
		h.State, h.Credential = state, ""
		if state == HardwareFree {
			h.Person = ""
		}
		if state == HardwareWithdrawn {
			h.Seed = nil
		}
		return ledger.Entry{
			Kind: ledger.HardwareEnded, Object: ident.Object(id), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest([]string{string(id), string(state)}),
			Facts: map[string]string{"state": string(state)},
		}, tx.ChangeHardware(h)
	})
	return err
}
