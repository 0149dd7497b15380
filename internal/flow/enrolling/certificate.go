package enrolling

import (
	"context"
	"encoding/json"
	"io"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// MaxAuthorities bounds whose certificates one organisation takes.
const MaxAuthorities = 10

// AuthorityID names an authority.
type AuthorityID string

// Authority is whose client certificates lead into an organisation (クライアント証明書の発行元): the certificate of whoever signs
// them or, pinned, of one person.
type Authority struct {
	ID        AuthorityID
	Org       ident.Org
	CreatedAt ident.Instant
	Rev       int
	Name      string        // its subject
	Until     ident.Instant // of its own certificate
	DER       []byte
	Revoked   Revocations
}

// Revocations is an authority's list of what it revoked (失効リスト), as it was handed in last; without DER none was.
type Revocations struct {
	DER    []byte        `json:",omitempty"`
	At     ident.Instant `json:",omitempty"` // when the authority made it
	Next   ident.Instant `json:",omitempty"` // until when it promises the next; zero: it does not say
	Number int           `json:",omitempty"` // of certificates on it
}

// Presented is a certificate that a browser showed, for people to look at. None is set where it showed none.
type Presented struct {
	None    bool
	Subject string
	Issuer  string
	Serial  string
	Until   ident.Instant
}

// TrustTx is what changing whose certificates are taken needs.
type TrustTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	AuthoritiesOf(ident.Org) ([]Authority, error)
	AddAuthority(Authority) error
	ChangeAuthority(a Authority, ended bool) error
	EndBearers(still func(Credential) bool) (int, error)
}

// Trust says whose client certificates lead into an organisation. Sessions that were opened by a certificate which is not
// vouched for any more end with the change.
type Trust struct {
	Act     Act[TrustTx]
	Entropy io.Reader
	// Vouched judges what the door kept of a certificate by the authorities of its organisation.
	Vouched func(kept json.RawMessage, list []Authority, now ident.Instant) bool
}

// Add takes another authority. One that is there is Conflict. Who may call: an administrator of the organisation, within
// RecentLife of signing in.
func (v Trust) Add(ctx context.Context, s access.Scope, key ident.Key, a Authority) (err error) {
	defer fault.Wrap(&err, "enrolling.Trust.Add")
	return v.change(ctx, s, key, ledger.AuthorityAdded, func(tx TrustTx, have []Authority) (AuthorityID, error) {
		if len(have) >= MaxAuthorities {
			return "", fault.New(fault.Exceeded, "fault.account.many", nil)
		}
		if slices.ContainsFunc(have, func(h Authority) bool { return string(h.DER) == string(a.DER) }) {
			return "", fault.New(fault.Conflict, "fault.authority.known", nil)
		}
		a.Org, a.CreatedAt = s.Org, tx.Now()
		var err error
		if a.ID, err = ident.NewID[AuthorityID](a.CreatedAt, v.Entropy); err != nil {
			return "", err
		}
		return a.ID, tx.AddAuthority(a)
	})
}

// End takes an authority away: what it signed opens nothing from the next sign-in on. One that is not there is Absent.
func (v Trust) End(ctx context.Context, s access.Scope, key ident.Key, id AuthorityID) (err error) {
	defer fault.Wrap(&err, "enrolling.Trust.End")
	return v.change(ctx, s, key, ledger.AuthorityEnded, func(tx TrustTx, have []Authority) (AuthorityID, error) {
		a, err := one(have, id)
		if err != nil {
			return "", err
		}
		return id, tx.ChangeAuthority(a, true)
	})
}

// Revoke puts a newer list of what the authority revoked in the place of the one before; an older one is Conflict.
func (v Trust) Revoke(ctx context.Context, s access.Scope, key ident.Key, id AuthorityID, r Revocations) (err error) {
	defer fault.Wrap(&err, "enrolling.Trust.Revoke")
	return v.change(ctx, s, key, ledger.RevocationsTaken, func(tx TrustTx, have []Authority) (AuthorityID, error) {
		a, err := one(have, id)
		if err != nil {
			return "", err
		}
		if r.At < a.Revoked.At {
			return "", fault.New(fault.Conflict, "fault.authority.older", nil)
		}
		a.Revoked = r
		return id, tx.ChangeAuthority(a, false)
	})
}

func (v Trust) change(ctx context.Context, s access.Scope, key ident.Key, kind ledger.Kind, do func(TrustTx, []Authority) (AuthorityID, error)) error {
	if err := administers(s); err != nil {
		return err
	}
	_, err := v.Act(ctx, s, key, func(tx TrustTx) (ledger.Entry, error) {
		if err := fresher(tx, s, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		have, err := tx.AuthoritiesOf(s.Org)
		if err != nil {
			return ledger.Entry{}, err
		}
		id, err := do(tx, have)
		if err != nil {
			return ledger.Entry{}, err
		}
		if have, err = tx.AuthoritiesOf(s.Org); err != nil {
			return ledger.Entry{}, err
		}
		_, err = tx.EndBearers(func(c Credential) bool { return v.Vouched(c.Key, have, tx.Now()) })
		return ledger.Entry{Kind: kind, Object: ident.Object(id), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(id)}, err
	})
	return err
}

func one(list []Authority, id AuthorityID) (Authority, error) {
	for _, a := range list {
		if a.ID == id {
			return a, nil
		}
	}
	return Authority{}, fault.Absent()
}
