package enrolling

import (
	"context"
	"io"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
)

// AddTx is what registering another way in needs.
type AddTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	Credentials(ident.Person) ([]Credential, error)
	AddCredential(Credential) error
	EndCredential(Credential) error
}

// added is what the log calls another way in; a passkey's name stands for those without one.
var added = map[Method]ledger.Kind{Code: ledger.AccountTOTPAdded, Certificate: ledger.AccountCertificateAdded}

// Add registers another way in for somebody who is signed in. There is one passphrase with one
// device for codes: a new one takes the place of the old.
type Add struct {
	Act     Act[AddTx]
	Entropy io.Reader
}

// Do returns the new credential's id. Who may call: a person in a browser, within RecentLife of signing in.
func (v Add) Do(ctx context.Context, s access.Scope, c Credential) (id CredentialID, err error) {
	defer fault.Wrap(&err, "enrolling.Add")
	if err := signedIn(s); err != nil {
		return "", err
	}
	leaf, err := v.Act(ctx, s, ident.Key{}, func(tx AddTx) (ledger.Entry, error) {
		now := tx.Now()
		session, err := tx.Session(s.Session)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := recent(session, now); err != nil {
			return ledger.Entry{}, err
		}
		have, err := tx.Credentials(s.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		if len(have) >= MaxSecrets {
			return ledger.Entry{}, fault.New(fault.Exceeded, "fault.account.many", nil)
		}
		for _, old := range have {
			if c.Kind == Code && old.Kind == Code && !old.hardware() {
				if err := tx.EndCredential(old); err != nil {
					return ledger.Entry{}, err
				}
			}
		}
		if c, err = fresh(c, s.Person, now, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if c.Kind == Certificate {
			c.Org = s.Org // whose authority vouches for it
		}
		if session.Bound != "" {
			c.Org = session.Bound // what one organisation opened must not become a way into another
		}
		kind, known := added[c.Kind]
		if !known {
			kind = ledger.AccountPasskeyAdded
		}
		return ledger.Entry{Kind: kind, Object: ident.Object(c.ID), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(c.Handle)}, tx.AddCredential(c)
	})
	return CredentialID(leaf.Object), err
}

// RemoveTx is what removing a way in needs.
type RemoveTx interface {
	Now() ident.Instant
	Session(ident.Session) (Session, error)
	Credentials(ident.Person) ([]Credential, error)
	EndCredential(Credential) error
	EndOtherSessions(ident.Person, ident.Session) error
}

// Remove takes a way in away: a key that was lost, a device that was changed.
type Remove struct{ Act Act[RemoveTx] }

// Do removes the credential and ends every other session of the person, since whoever holds the lost
// key may be in one. Who may call: its person, in a browser, within RecentLife of signing in; the last one stays.
func (v Remove) Do(ctx context.Context, s access.Scope, id CredentialID) (err error) {
	defer fault.Wrap(&err, "enrolling.Remove")
	if err := signedIn(s); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx RemoveTx) (ledger.Entry, error) {
		session, err := tx.Session(s.Session)
		if err != nil {
			return ledger.Entry{}, err
		}
		have, err := tx.Credentials(s.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		for _, c := range have {
			if c.ID != id {
				continue
			}
			if err := recent(session, tx.Now()); err != nil {
				return ledger.Entry{}, err
			}
			if len(have) == 1 {
				return ledger.Entry{}, fault.New(fault.Conflict, "fault.account.last", nil)
			}
			if err := tx.EndCredential(c); err != nil {
				return ledger.Entry{}, err
			}
			return ledger.Entry{
				Kind: ledger.AccountCredentialRemoved, Object: ident.Object(id), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(id),
				Facts: map[string]string{"method": string(c.Kind)},
			}, tx.EndOtherSessions(s.Person, s.Session)
		}
		return ledger.Entry{}, fault.Absent()
	})
	return err
}

// hardware reports whether the way in is a hardware token, which its organisation gave and takes back.
func (c Credential) hardware() bool { return c.Code != nil && c.Code.Dial.Digits != 0 }

func checkLabel(l *fault.List, path, label string) {
	if strings.TrimSpace(label) == "" {
		l.Add(path, "fault.required", nil)
	}
	text.Check(l, path, label, labelLimit)
}
