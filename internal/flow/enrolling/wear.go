package enrolling

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// WearTx is what confirming a hardware token needs.
type WearTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	Hardware(HardwareID) (Hardware, error)
	ChangeHardware(Hardware) error
	AddCredential(Credential) error
}

// Wear makes a hardware token that somebody was given their way in (トークン機器の確認).
type Wear struct {
	Act     Act[WearTx]
	Entropy io.Reader
}

// Do binds it: c holds the passphrase and the step of the code that the door checked. It opens the hats of the organisation
// that gave it, and those only. What was given to somebody else, or taken back meanwhile, is Absent. Who may call: its person,
// in a browser, within RecentLife of signing in.
func (v Wear) Do(ctx context.Context, s access.Scope, id HardwareID, c Credential) (err error) {
	defer fault.Wrap(&err, "enrolling.Wear")
	if err := signedIn(s); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx WearTx) (ledger.Entry, error) {
		now := tx.Now()
		if err := fresher(tx, s, now); err != nil {
			return ledger.Entry{}, err
		}
		h, err := tx.Hardware(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if h.State != HardwareHanded || h.Person != s.Person {
			return ledger.Entry{}, fault.Absent()
		}
		if c, err = fresh(c, s.Person, now, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		c.Org = s.Org
		step := c.Code.Step
		c.Code.Seed, c.Code.Dial = h.Seed, h.Dial.OrUsual()
		c.Code.used(step, now)
		if err := tx.AddCredential(c); err != nil {
			return ledger.Entry{}, err
		}
		h.State, h.Credential = HardwareBound, c.ID
		return ledger.Entry{
			Kind: ledger.AccountTOTPAdded, Object: ident.Object(c.ID), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(id),
		}, tx.ChangeHardware(h)
	})
	return err
}
