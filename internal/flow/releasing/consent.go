package releasing

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// AgreeTx is what choosing for a draft needs.
type AgreeTx interface {
	openTx
	Person(ident.Person) (party.Person, error)
	SetConsent(filing.Draft, []filing.Consent) error
}

// Agree chooses whether a draft, once it is sent, is shared with 国家サイバー統括室(内閣官房) (共通様式の同意欄). Nothing chosen is no.
type Agree struct {
	Act     Act[AgreeTx]
	Entropy io.Reader
}

// Do chooses. Who may call: roles that write drafts. A procedure that is no report, a correction, and a day on which no row names an office
// are a Conflict.
func (v Agree) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number, yes bool) (err error) {
	defer fault.Wrap(&err, "releasing.Agree")
	if err := s.Permit(MayChoose); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx AgreeTx) (ledger.Entry, error) {
		d, _, offices, err := open(tx, n)
		if err != nil {
			return ledger.Entry{}, err
		}
		list, err := v.planned(tx, s, d, offices, yes)
		if err != nil {
			return ledger.Entry{}, err
		}
		e := ledger.Entry{Kind: ledger.DraftConsentChosen, Object: ident.Object(d.ID), Number: d.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(list)}
		return e, tx.SetConsent(d, list)
	})
	return err
}

func (v Agree) planned(tx AgreeTx, s access.Scope, d filing.Draft, offices []filing.Addressee, yes bool) (list []filing.Consent, err error) {
	if !yes {
		return nil, nil
	}
	asked, _ := filing.ByConsent(offices)
	if len(asked) == 0 {
		return nil, fault.New(fault.Conflict, "fault.consent.nobody", nil)
	}
	c := filing.Consent{Object: ident.Object(d.ID), Office: asked[0].Unit, OfficeOrg: asked[0].Org, Title: asked[0].Title, Org: d.Org, Unit: d.Unit, State: filing.ConsentPlanned, At: tx.Now(), Rev: 1}
	if c.By, err = s.SignedBy(tx.Person); err != nil {
		return nil, err
	}
	c.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy)
	return []filing.Consent{c}, err
}

// ConsentTx is what giving and withdrawing need.
type ConsentTx interface {
	Person(ident.Person) (party.Person, error)
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Sharing(filing.Filing) (filing.Sharing, error)
	Share(filing.Filing, filing.Consent) error
	Unshare(filing.Consent) error
}

// Consent gives or withdraws the consent to share a report that was sent with 国家サイバー統括室(内閣官房).
type Consent struct {
	Act     Act[ConsentTx]
	Entropy io.Reader
}

// Do gives (yes) or withdraws. Who may call: roles that may file, of reports of their organisation. The office reads from the giving on, and
// until the withdrawal; what it opened between them stays recorded. Giving what stands, and withdrawing what does not, are a Conflict.
func (v Consent) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number, yes bool) (err error) {
	defer fault.Wrap(&err, "releasing.Consent")
	if err := s.Permit(MayRelease); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx ConsentTx) (ledger.Entry, error) {
		f, _, err := tx.Filing(n, MayRelease)
		if err != nil {
			return ledger.Entry{}, err
		}
		now, err := tx.Sharing(f)
		if err != nil {
			return ledger.Entry{}, err
		}
		by, err := s.SignedBy(tx.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		e := ledger.Entry{Kind: ledger.ConsentGiven, Object: ident.Object(f.ID), Number: f.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID()}
		if yes {
			c, err := now.Give(f, by)
			if err != nil {
				return ledger.Entry{}, err
			}
			if c.ID, err = ident.NewID[ident.Object](now.At, v.Entropy); err != nil {
				return ledger.Entry{}, err
			}
			e.Digest = digest(c)
			return e, tx.Share(f, c)
		}
		c, stands := now.Standing()
		if !stands {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.consent.none", nil)
		}
		c.State, c.EndedAt, c.EndedBy = filing.ConsentWithdrawn, now.At, by
		e.Kind, e.Digest = ledger.ConsentWithdrawn, digest(c)
		return e, tx.Unshare(c)
	})
	return err
}
