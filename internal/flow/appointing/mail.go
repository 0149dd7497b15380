package appointing

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
)

// NameInMailTx is what the switch needs.
type NameInMailTx interface {
	Granter() (party.Hat, error)
	Unit(ident.Unit) (party.Unit, error)
	SetMailNames(named bool) error
}

// NameInMail says whether mails to an organisation may say which organisation and unit they concern (R15).
type NameInMail struct{ Act Act[NameInMailTx] }

// Do sets the switch. Who may call: an administrator of the whole organisation.
func (v NameInMail) Do(ctx context.Context, s access.Scope, key ident.Key, named bool) (err error) {
	defer fault.Wrap(&err, "appointing.NameInMail")
	_, err = v.Act(ctx, s, key, func(tx NameInMailTx) (ledger.Entry, error) {
		h, err := warrant(tx, s)
		if err != nil {
			return ledger.Entry{}, err
		}
		u, err := tx.Unit(s.Unit)
		if err != nil {
			return ledger.Entry{}, err
		}
		if u.Parent != "" {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.mail.whole", nil)
		}
		facts := map[string]string{"named": map[bool]string{true: "yes", false: "no"}[named]}
		return entry(ledger.MailNamesChosen, s, h.ID, facts, facts), tx.SetMailNames(named)
	})
	return err
}

// ChooseMailTx is what choosing one's own mail needs.
type ChooseMailTx interface {
	ChooseMail(takes []message.Urgency) error
}

// ChooseMail is somebody saying what they take at their own address while they act for an organisation.
type ChooseMail struct{ Act Act[ChooseMailTx] }

// Do keeps it; nothing at all may be taken. Who may call: everybody, for themselves: a program must not be able to silence what
// would tell its owner of it.
func (v ChooseMail) Do(ctx context.Context, s access.Scope, key ident.Key, takes []message.Urgency) (err error) {
	defer fault.Wrap(&err, "appointing.ChooseMail")
	if err := s.Permit(access.Permission{Action: access.Write, Object: access.Account}); err != nil {
		return err
	}
	if s.Person == "" {
		return fault.New(fault.Denied, "fault.account.browser", nil)
	}
	if len(takes) > 0 {
		var l fault.List
		if checkTakes(&l, s, takes); l.Err() != nil {
			return l.Err()
		}
	}
	_, err = v.Act(ctx, s, key, func(tx ChooseMailTx) (ledger.Entry, error) {
		return entry(ledger.MailChosen, s, s.Hat, takes, map[string]string{"takes": message.Words(takes)}), tx.ChooseMail(takes)
	})
	return err
}

// ConfirmRefusalTx is what confirming a refusal needs.
type ConfirmRefusalTx interface {
	Granter() (party.Hat, error)
	Refusal(id string) (message.Refusal, error)
	ConfirmRefusal(id string) error
}

// ConfirmRefusal is an administrator saying that an address that refused is right again: it is sent to as before.
type ConfirmRefusal struct{ Act Act[ConfirmRefusalTx] }

// Do confirms it. Who may call: an administrator to whom the refusal is open.
func (v ConfirmRefusal) Do(ctx context.Context, s access.Scope, key ident.Key, id string) (err error) {
	defer fault.Wrap(&err, "appointing.ConfirmRefusal")
	_, err = v.Act(ctx, s, key, func(tx ConfirmRefusalTx) (ledger.Entry, error) {
		if _, err := warrant(tx, s); err != nil {
			return ledger.Entry{}, err
		}
		r, err := tx.Refusal(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.RefusalConfirmed, s, ident.Hat(r.ID), r, nil), tx.ConfirmRefusal(id)
	})
	return err
}
