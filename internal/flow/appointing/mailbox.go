package appointing

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
)

// AddMailboxTx is what adding a shared address needs.
type AddMailboxTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	OwnUnits() ([]party.Unit, error)
	Mailboxes() ([]message.Mailbox, error)
	AddMailbox(message.Mailbox) error
}

// AddMailbox adds an address that no person owns, for the organisation or one of its units (R15).
type AddMailbox struct {
	Act     Act[AddMailboxTx]
	Entropy io.Reader
}

// Do adds it. Who may call: an administrator at or above the unit.
func (v AddMailbox) Do(ctx context.Context, s access.Scope, key ident.Key, n message.Mailbox) (err error) {
	defer fault.Wrap(&err, "appointing.AddMailbox")
	n.Address = strings.TrimSpace(n.Address)
	_, err = v.Act(ctx, s, key, func(tx AddMailboxTx) (ledger.Entry, error) {
		if _, err := warrant(tx, s); err != nil {
			return ledger.Entry{}, err
		}
		units, err := tx.OwnUnits()
		if err != nil {
			return ledger.Entry{}, err
		}
		list, err := tx.Mailboxes()
		if err != nil {
			return ledger.Entry{}, err
		}
		if len(list) >= message.MaxMailboxes {
			return ledger.Entry{}, fault.New(fault.Exceeded, "fault.mailbox.many", fault.Args{"n": strconv.Itoa(message.MaxMailboxes)})
		}
		if err := v.Check(s, n, units, list); err != nil {
			return ledger.Entry{}, err
		}
		n.Org, n.At = s.Org, tx.Now()
		if n.ID, err = ident.NewID[string](tx.Now(), v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		return mailboxEntry(ledger.MailboxAdded, s, n), tx.AddMailbox(n)
	})
	return err
}

// Check says what is wrong with an address before it is added, judged on the units and addresses that are there.
func (AddMailbox) Check(s access.Scope, n message.Mailbox, units []party.Unit, list []message.Mailbox) error {
	var l fault.List
	checkUnit(&l, units, n.Unit)
	if !party.GoodMail(n.Address) {
		l.Add("address", "fault.account.mail", nil)
	}
	if slices.ContainsFunc(list, func(b message.Mailbox) bool { return b.Unit == n.Unit && message.Same(b.Address, n.Address) }) {
		l.Add("address", "fault.mailbox.twice", nil)
	}
	checkTakes(&l, s, n.Takes)
	return l.Err()
}

// checkTakes wants at least one kind of mail, each one that there is for such an organisation.
func checkTakes(l *fault.List, s access.Scope, takes []message.Urgency) {
	known := message.Takes(s.Kind)
	if len(takes) == 0 {
		l.Add("takes", "fault.mailbox.takes", nil)
	}
	for i, u := range takes {
		if !slices.Contains(known, u) || slices.Contains(takes[:i], u) {
			l.Add("takes", "fault.mailbox.takes", nil)
			return
		}
	}
}

// mailboxEntry says to the log that an address was changed, by its id: the address itself stands sealed.
func mailboxEntry(kind ledger.Kind, s access.Scope, b message.Mailbox) ledger.Entry {
	return entry(kind, s, ident.Hat(b.ID), b, map[string]string{"takes": message.Words(b.Takes)})
}

// MailboxTx is what changing, ending and trying a shared address needs.
type MailboxTx interface {
	Granter() (party.Hat, error)
	Mailboxes() ([]message.Mailbox, error)
	ChangeMailbox(id string, takes []message.Urgency) error
	EndMailbox(id string) error
	TryMailbox(message.Mailbox) error
}

// ownMailbox returns an address that is open to an administrator.
func ownMailbox(tx MailboxTx, s access.Scope, id string) (message.Mailbox, error) {
	if _, err := warrant(tx, s); err != nil {
		return message.Mailbox{}, err
	}
	list, err := tx.Mailboxes()
	if err != nil {
		return message.Mailbox{}, err
	}
	i := slices.IndexFunc(list, func(b message.Mailbox) bool { return b.ID == id })
	if i < 0 {
		return message.Mailbox{}, fault.Absent()
	}
	return list[i], nil
}

// ChangeMailbox changes what a shared address takes.
type ChangeMailbox struct{ Act Act[MailboxTx] }

// Do changes it. Who may call: an administrator to whom the address is open.
func (v ChangeMailbox) Do(ctx context.Context, s access.Scope, key ident.Key, id string, takes []message.Urgency) (err error) {
	defer fault.Wrap(&err, "appointing.ChangeMailbox")
	_, err = v.Act(ctx, s, key, func(tx MailboxTx) (ledger.Entry, error) {
		b, err := ownMailbox(tx, s, id)
		if err != nil {
			return ledger.Entry{}, err
		}
		var l fault.List
		checkTakes(&l, s, takes)
		if err := l.Err(); err != nil {
			return ledger.Entry{}, err
		}
		b.Takes = takes
		return mailboxEntry(ledger.MailboxChanged, s, b), tx.ChangeMailbox(id, takes)
	})
	return err
}

// EndMailbox ends a shared address: nothing more is sent to it.
type EndMailbox struct{ Act Act[MailboxTx] }

// Do ends it. Who may call: an administrator to whom the address is open.
func (v EndMailbox) Do(ctx context.Context, s access.Scope, key ident.Key, id string) (err error) {
	defer fault.Wrap(&err, "appointing.EndMailbox")
	_, err = v.Act(ctx, s, key, func(tx MailboxTx) (ledger.Entry, error) {
		b, err := ownMailbox(tx, s, id)
		if err != nil {
			return ledger.Entry{}, err
		}
		return mailboxEntry(ledger.MailboxEnded, s, b), tx.EndMailbox(id)
	})
	return err
}

// TryMailbox sends one 【お知らせ】 to a shared address, paused or not, so that its administrator sees whether it arrives.
type TryMailbox struct{ Act Act[MailboxTx] }

// Do queues it. Who may call: an administrator to whom the address is open.
func (v TryMailbox) Do(ctx context.Context, s access.Scope, key ident.Key, id string) (err error) {
	defer fault.Wrap(&err, "appointing.TryMailbox")
	_, err = v.Act(ctx, s, key, func(tx MailboxTx) (ledger.Entry, error) {
		b, err := ownMailbox(tx, s, id)
		if err != nil {
			return ledger.Entry{}, err
		}
		return mailboxEntry(ledger.MailboxTried, s, b), tx.TryMailbox(b)
	})
	return err
}
