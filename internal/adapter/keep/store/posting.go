package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"kanmin/internal/adapter/keep/store/approval"
	"kanmin/internal/adapter/keep/store/invitation"
	"kanmin/internal/adapter/keep/store/mailbox"
	"kanmin/internal/adapter/keep/store/oncall"
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/adapter/keep/store/party"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/message"
	duty "kanmin/internal/domain/oncall"
	"kanmin/internal/domain/task"
)

const (
	mailBatch = 20
	mailLease = "outbox"
)

// Sender takes a message over; when it returns nil the message will leave. It must bear the same message twice.
type Sender interface {
	Send(ctx context.Context, m message.Message) error
}

// RunOutbox sends what waits until ctx ends. Any number of nodes may run it: one holds the lease.
func (db *DB) RunOutbox(ctx context.Context, s Sender) error {
	return db.runWorker(ctx, worker{
		name: mailLease,
		due: func(q *row.Q) (bool, error) {
			list, err := outbox.Outbox{Q: q}.Due(1)
			return len(list) > 0, err
		},
		once: func(ctx context.Context, l Lease) (bool, error) {
			n, err := db.SendDue(ctx, l, s)
			return n == mailBatch, err
		},
	})
}

// TakeOutbox takes the lease of the outbox.
func (db *DB) TakeOutbox(ctx context.Context, holder string) (Lease, bool, error) {
	return db.Take(ctx, mailLease, holder)
}

// posting is an item with what is to be done about it.
type posting struct {
	outbox.Item
	mails          []message.Message
	taken, refused []string     // addresses
	state          outbox.State // Waiting: try again
	trouble        string
}

// SendDue sends one batch: who may no longer read gets nothing, what cannot be sent is tried again later. It
// returns how many items it dealt with.
func (db *DB) SendDue(ctx context.Context, l Lease, s Sender) (n int, err error) {
	defer fault.Wrap(&err, "store.SendDue")
	var list []posting
	if err := db.peek(ctx, func(q *row.Q) (err error) {
		list, err = db.postings(q)
		return err
	}); err != nil || len(list) == 0 {
		return 0, err
	}
	if err := db.guarded(ctx, l, func(*row.Q) error { return nil }); err != nil {
		return 0, err // nothing leaves through a hand that lost the lease
	}
	why := map[string]int{} // messages wait, by reason
	for i := range list {
		list[i].send(ctx, s)
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		if list[i].state == outbox.Waiting {
			why[list[i].trouble]++
		}
	}
	for trouble, n := range why {
		db.Log.LogAttrs(ctx, slog.LevelWarn, "mail waits", slog.Int("items", n), slog.String("why", trouble))
	}
	return len(list), db.guarded(ctx, l, func(q *row.Q) error {
		for _, p := range list {
			if err := p.settle(q); err != nil {
				return err
			}
		}
		return nil
	})
}

// send hands over the mails of an item. An address that refuses for good is not tried again; the others' fate does
// not hang on it.
func (p *posting) send(ctx context.Context, s Sender) {
	for _, m := range p.mails {
		switch err := s.Send(ctx, m); {
		case errors.Is(err, message.ErrRefused):
			p.refused = append(p.refused, m.To)
		case err != nil:
			p.state, p.trouble = outbox.Waiting, inWords(err)
		default:
			p.taken = append(p.taken, m.To)
		}
	}
	if len(p.refused) > 0 && p.state == outbox.Sent {
		p.trouble = fmt.Sprintf("%d of %d addresses refuse mail", len(p.refused), len(p.mails))
		if len(p.refused) == len(p.mails) {
			p.state = outbox.Failed
		}
	}
}

// postings loads a batch and checks each recipient again, as of now.
func (db *DB) postings(q *row.Q) ([]posting, error) {
	items, err := outbox.Outbox{Q: q}.Due(mailBatch)
	if err != nil {
		return nil, err
	}
	list := make([]posting, 0, len(items))
	for _, i := range items {
		p := posting{Item: i, state: outbox.Sent}
		if err := db.addressed(q, &p); err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// addressed makes the mails of an item, by its channel.
func (db *DB) addressed(q *row.Q, p *posting) (err error) {
	switch p.Channel {
	case outbox.Invitation:
		if p.mails, err = (outbox.Outbox{Q: q}).LetterOf(p.Item, db.Origin); err == nil && len(p.mails) == 0 {
			p.state, p.trouble = outbox.Dropped, "the invitation is over"
		}
		return err
	case outbox.Opened, outbox.Ended:
		return db.personal(q, p)
	case outbox.Trial:
		return db.trying(q, p)
	case outbox.Call:
		return db.calling(q, p)
	case outbox.Digest:
		return db.summing(q, p)
	case outbox.Reminder, outbox.Dates:
		return db.reminding(q, p)
	}
	return db.telling(q, p)
}

// telling makes the mails about a record: to the people of the unit and to its shared addresses, each address once.
func (db *DB) telling(q *row.Q, p *posting) error {
	o := outbox.Outbox{Q: q}
	may, err := o.MayStillRead(p.Unit, p.Object)
	if err != nil {
		return err
	}
	if !may {
		p.state, p.trouble = outbox.Dropped, "the recipient may no longer read it"
		return nil
	}
	addresses, moot, err := destinations(q, p.Item)
	if err != nil {
		return err
	}
	if moot {
		p.state, p.trouble = outbox.Dropped, "it has moved on since"
		return nil
	}
	if len(addresses) == 0 {
		p.state, p.trouble = outbox.Waiting, outbox.Nobody
		return nil
	}
	paused, err := mailbox.Post{Q: q}.PausedOf(p.Org, addresses)
	if err != nil {
		return err
	}
	addresses = slices.DeleteFunc(addresses, func(a string) bool { return paused[a] })
	if p.mails = o.Messages(p.Item, addresses, db.Origin); len(p.mails) == 0 {
		p.state, p.trouble = outbox.Waiting, outbox.AllPaused
	}
	return db.naming(q, p)
}

// destinations are the addresses that take such a mail for a unit: those of people first, then the shared ones. What is moot is sent to
// nobody.
func destinations(q *row.Q, i outbox.Item) (list []string, moot bool, err error) {
	if i.About == access.Approval {
		return agreeing(q, i)
	}
	list, err = outbox.Outbox{Q: q}.Addresses(i.Unit, i.About, i.Urgency)
	if err == nil && i.About == access.Notice {
		list, err = onDuty(q, i, list)
	}
	if err != nil {
		return nil, false, err
	}
	boxes, err := mailbox.Post{Q: q}.MailboxesOf(i.Unit)
	for _, b := range boxes {
		if slices.Contains(b.Takes, i.Urgency) && !slices.ContainsFunc(list, func(a string) bool { return message.Same(a, b.Address) }) {
			list = append(list, b.Address)
		}
	}
	return list, false, err
}

// onDuty adds those who are called at night for a unit (緊急連絡先): a 気付き連絡 wakes them.
func onDuty(q *row.Q, i outbox.Item, list []string) ([]string, error) {
	all, _, err := oncall.Calls{Q: q}.Callees(duty.Waiting{Unit: i.Unit, Org: i.Org, ArrivedAt: i.At})
	for _, c := range all {
		if c.Email != "" && !slices.ContainsFunc(list, func(a string) bool { return message.Same(a, c.Email) }) {
			list = append(list, c.Email)
		}
	}
	return list, err
}

// agreeing are the addresses of those whom a round of approval concerns: people alone. It is moot where the round has moved on since the
// mail was queued, or was answered and nobody is there who asked.
func agreeing(q *row.Q, i outbox.Item) (list []string, moot bool, err error) {
	r, err := approval.Approvals{Q: q}.RoundToTell(i.Object)
	if err != nil || r.Moved != i.At {
		return nil, true, err
	}
	list, err = outbox.Outbox{Q: q}.Approvers(r, i.Urgency)
	return list, len(list) == 0 && !r.Waits(), err
}

// naming says which organisation and unit mails concern, where the organisation allows it (R15).
func (db *DB) naming(q *row.Q, p *posting) error {
	named, err := mailbox.Post{Q: q}.MailNamesOf(p.Org)
	if err != nil || !named || len(p.mails) == 0 {
		return err
	}
	names := party.Parties{Q: q}
	org, err := names.Org(p.Org)
	if err != nil {
		return err
	}
	unit, err := names.Unit(p.Unit)
	if err != nil {
		return err
	}
	whose := org.Name
	if unit.Name != org.Name {
		whose += " " + unit.Name
	}
	for i := range p.mails {
		p.mails[i].For = whose
	}
	return nil
}

// personal makes the mail by which a person learns that something became of their own account. Who has no address is not
// written to.
func (db *DB) personal(q *row.Q, p *posting) error {
	o := outbox.Outbox{Q: q}
	hat := string(p.Object)
	if p.Channel == outbox.Opened {
		i, err := (invitation.Offers{Q: q}).TakenUp(hat)
		if fault.Is(err, fault.Hidden) {
			p.state, p.trouble = outbox.Dropped, "the invitation did not open"
			return nil
		}
		if err != nil {
			return err
		}
		hat = string(i.Hat.ID)
	}
	mail, err := o.WearerOf(hat)
	if err != nil && !fault.Is(err, fault.Hidden) {
		return err
	}
	if mail == "" {
		p.state, p.trouble = outbox.Dropped, "the person has no address"
		return nil
	}
	p.mails = o.Messages(p.Item, []string{mail}, db.Origin)
	p.mails[0].Tells = message.Personal(p.Channel)
	return db.naming(q, p)
}

// trying makes the mail by which an administrator tries an address, paused or not.
func (db *DB) trying(q *row.Q, p *posting) error {
	b, err := mailbox.Post{Q: q}.MailboxOf(string(p.Object))
	if fault.Is(err, fault.Hidden) {
		p.state, p.trouble = outbox.Dropped, "the address is no longer used"
		return nil
	}
	if err != nil {
		return err
	}
	p.mails = outbox.Outbox{Q: q}.Messages(p.Item, []string{b.Address}, db.Origin)
	p.mails[0].Trial = true
	return db.naming(q, p)
}

func (p posting) settle(q *row.Q) error {
	m := mailbox.Post{Q: q}
	for _, a := range p.refused {
		if err := m.AddRefusal(message.Refusal{Org: p.Org, Unit: p.Unit, Address: a, How: message.ByRelay}, p.ID); err != nil {
			return err
		}
	}
	for _, a := range p.taken {
		if err := m.TookMail(p.Org, a); err != nil {
			return err
		}
	}
	o := outbox.Outbox{Q: q}
	switch {
	case p.state != outbox.Waiting:
		return o.Settle(p.ID, p.state, p.trouble)
	case p.Attempts+1 >= task.Letters:
		return o.Settle(p.ID, outbox.Failed, p.trouble)
	}
	return o.Postpone(p.ID, o.Scope.At.Add(task.Again(p.Attempts+1)), p.trouble)
}
