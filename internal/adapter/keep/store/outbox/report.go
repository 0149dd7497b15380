package outbox

import (
	"crypto/hmac"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/message"
)

// Reported finds the mail that a report is about, and the address: an id that we made for that very address. Whoever knows only the id of
// a mail to themselves can say nothing about anybody else's address. Background work alone is told.
func (o Outbox) Reported(r message.Report, origin string) (i Item, address string, err error) {
	if o.Scope.Org != "" {
		return i, "", fault.Absent()
	}
	for _, id := range r.IDs {
		item, mark, ours := message.Item(id, origin)
		if !ours {
			continue
		}
		for _, to := range r.To {
			if !hmac.Equal([]byte(o.mark(item, to)), []byte(mark)) {
				continue
			}
			err := o.One(`SELECT x.id, x.unit, u.org FROM outbox x JOIN unit u ON u.id = x.unit WHERE x.id = $1`, []any{item}, &i.ID, &i.Unit, &i.Org)
			return i, to, err
		}
	}
	return i, "", fault.Absent()
}
