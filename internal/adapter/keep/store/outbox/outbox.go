// Package outbox keeps what is to leave the house: frozen recipient, channel, item.
package outbox

import (
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
)

// Why a message waits though mail leaves: there is nowhere to send it to.
const (
	Nobody    = "nobody of the recipient has an address"
	AllPaused = "every address of the recipient is paused"
)

// Outbox are the rows of a transaction about messages.
type Outbox struct{ *row.Q }

// Urgency is one of the three subjects that a mail may have (R15).
type Urgency = string

// The urgencies.
const (
	Urgent = Urgency(message.Urgent)
	Action = Urgency(message.Action)
	Notice = Urgency(message.Notice)
)

// Tell queues a mail to one person about their own account: object is the invitation that opened, or the hat that ends.
func (o Outbox) Tell(what message.Personal, unit ident.Unit, object ident.Object) error {
	id, err := ident.NewID[ident.Object](o.Scope.At, o.Entropy)
	if err != nil {
		return err
	}
	return o.Add(`INSERT INTO outbox (id, unit, channel, object, number, urgency, state, at, due_at, attempts) VALUES ($1, $2, $3, $4, '', 'notice', 'waiting', $5, $5, 0)`,
		id, unit, what, object, o.Scope.At)
}

// Notify queues one message for each unit about an object. The message will carry the number and nothing else.
func (o Outbox) Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error {
	return o.queue(units, Item{Object: object, Number: number, Urgency: message.Urgency(urgency), At: o.Scope.At})
}

// NotifyRound queues that a round of approval has moved: who is told, and whether anybody is, is judged when the mail leaves.
func (o Outbox) NotifyRound(r approval.Round) error {
	if r.State == approval.Withdrawn || r.State == approval.Approved && r.Mode == approval.After {
		return nil
	}
	number := r.Sent
	if number == "" {
		number = r.Number
	}
	urgency := message.Action
	if r.State == approval.Approved {
		urgency = message.Notice
	}
	return o.queue([]ident.Unit{r.Unit}, Item{Object: r.ID, Number: number, Urgency: urgency, At: r.TellAt(o.Scope.At)})
}

// queue writes one row for each unit; it leaves from i.At on.
func (o Outbox) queue(units []ident.Unit, i Item) error {
	if len(units) == 0 {
		return nil
	}
	var a row.Args
	var rows []string
	for _, u := range units {
		id, err := ident.NewID[ident.Object](o.Scope.At, o.Entropy)
		if err != nil {
			return err
		}
		rows = append(rows, row.In(&a, []any{id, u, "mail", i.Object, i.Number, i.Urgency, Waiting, o.Scope.At, i.At, 0}))
	}
	return o.Add(`INSERT INTO outbox (id, unit, channel, object, number, urgency, state, at, due_at, attempts) VALUES `+strings.Join(rows, ", "), a.List...)
}
