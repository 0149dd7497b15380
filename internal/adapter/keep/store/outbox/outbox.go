// Package outbox keeps what is to leave the house: frozen recipient, channel, item.
package outbox

import (
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
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

// Notify queues one message for each unit about an object. The message will carry the number and nothing else.
func (o Outbox) Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error {
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
		rows = append(rows, row.In(&a, []any{id, u, "mail", object, number, urgency, Waiting, o.Scope.At, o.Scope.At, 0}))
	}
	return o.Add(`INSERT INTO outbox (id, unit, channel, object, number, urgency, state, at, due_at, attempts) VALUES `+strings.Join(rows, ", "), a.List...)
}
