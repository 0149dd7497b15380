package outbox

import (
	"encoding/hex"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
)

// State is where a message stands.
type State string

// The states.
const (
	Waiting State = "waiting"
	Sent    State = "sent"
	Dropped State = "dropped" // the recipient may no longer read what it is about
	Failed  State = "failed"  // given up
)

// Item is one row: frozen recipient, channel, item.
type Item struct {
	ID       string
	Unit     ident.Unit
	Object   ident.Object
	Number   ident.Number
	Urgency  message.Urgency
	About    access.Object // whose readers are written to
	At       ident.Instant
	Attempts int
	Channel  string // mail, or one of those below
	Org      ident.Org
}

// Invitation is the channel of mails that bring the link of an invitation to the address that it names.
const Invitation = "offer"

// Trial is the channel of a mail by which an administrator tries an address; its object is the mailbox.
const Trial = "trial"

// Opened and Ended are the channels of what a person is told of their own account; their objects are the invitation and the hat.
const (
	Opened = string(message.AccountOpen)
	Ended  = string(message.HatEnded)
)

// Digest is the channel of an office's morning numbers; its object is their row.
const Digest = "digest"

// Call is the channel of mails to the one who is called next about a report (緊急連絡先); its object is the step.
const Call = "call"

// Reminder is the channel of a mail about one date that is owed, and Dates that of one about all of a unit for whoever wants them together; their objects are what is
// owed, and the unit.
const (
	Reminder = "reminder"
	Dates    = "dates"
)

// Due lists what is to be sent by mail now, oldest first, to background work alone.
func (o Outbox) Due(limit int) (list []Item, err error) {
	if o.Scope.Org != "" {
		return nil, nil
	}
	err = o.Each(`SELECT id, unit, object, number, urgency, at, attempts, channel, CASE WHEN EXISTS (SELECT 1 FROM alarm x WHERE x.id = outbox.object) THEN 'alarm'
			WHEN EXISTS (SELECT 1 FROM support s WHERE s.id = outbox.object) THEN 'support'
			WHEN EXISTS (SELECT 1 FROM consult t WHERE t.id = outbox.object) THEN 'consult'
			WHEN EXISTS (SELECT 1 FROM name_ask n WHERE n.id = outbox.object AND n.unit = outbox.unit) THEN 'name'
			WHEN EXISTS (SELECT 1 FROM name_ask n WHERE n.id = outbox.object) THEN 'naming'
			WHEN EXISTS (SELECT 1 FROM collection_part c WHERE c.id = outbox.object) THEN 'collection'
			WHEN EXISTS (SELECT 1 FROM letter_copy y WHERE y.id = outbox.object) THEN 'letter'
			WHEN EXISTS (SELECT 1 FROM notice k WHERE k.id = outbox.object) THEN 'notice'
			WHEN EXISTS (SELECT 1 FROM approval p WHERE p.id = outbox.object) THEN 'approval' ELSE 'report' END, COALESCE((SELECT u.org FROM unit u WHERE u.id = outbox.unit), '') FROM outbox
		WHERE state = 'waiting' AND due_at <= $1 AND channel IN ('mail', 'offer', 'trial', 'digest', 'opened', 'ended', 'call', 'reminder', 'dates') ORDER BY due_at, id LIMIT $2`, []any{o.Scope.At, limit}, func(scan func(...any) error) error {
		var i Item
		err := scan(&i.ID, &i.Unit, &i.Object, &i.Number, &i.Urgency, &i.At, &i.Attempts, &i.Channel, &i.About, &i.Org)
		list = append(list, i)
		return err
	})
	return list, err
}

// MayStillRead reports whether a unit may read an object now: as an addressee whose audience holds it
// today, as the filer, as the one asked, as who asked the steward of names, or as the office that asked, as long as the report is
// addressed to it. Background work alone is told.
func (o Outbox) MayStillRead(unit ident.Unit, object ident.Object) (may bool, err error) {
	if o.Scope.Org != "" {
		return false, nil
	}
	err = o.Each(`SELECT 1 WHERE EXISTS (SELECT 1 FROM reader r JOIN audience_member m ON m.audience = r.audience JOIN unit_above a ON a.unit = m.unit
			WHERE r.object = $1 AND a.above = $2 AND m.from_at <= $3 AND (m.until_at IS NULL OR m.until_at > $3))
		OR EXISTS (SELECT 1 FROM filing f JOIN unit_above a ON a.unit = f.unit WHERE f.id = $1 AND a.above = $2)
		OR EXISTS (SELECT 1 FROM alarm x JOIN unit_above a ON a.unit = x.unit WHERE x.id = $1 AND a.above = $2)
		OR EXISTS (SELECT 1 FROM support s JOIN unit_above a ON a.unit = s.unit WHERE s.id = $1 AND a.above = $2)
		OR EXISTS (SELECT 1 FROM consult t JOIN unit_above a ON a.unit = t.unit WHERE t.id = $1 AND a.above = $2)
		OR EXISTS (SELECT 1 FROM request q JOIN unit_above a ON a.unit = q.asked_unit WHERE q.id = $1 AND a.above = $2)
		OR EXISTS (SELECT 1 FROM request q JOIN unit_above b ON b.unit = q.unit JOIN reader r ON r.object = q.filing
			JOIN audience_member m ON m.audience = r.audience JOIN unit_above a ON a.unit = m.unit
			WHERE q.id = $1 AND b.above = $2 AND a.above = $2 AND m.from_at <= $3 AND (m.until_at IS NULL OR m.until_at > $3))
		OR EXISTS (SELECT 1 FROM approval p JOIN unit_above a ON a.unit = p.unit WHERE p.id = $1 AND a.above = $2)
		OR EXISTS (SELECT 1 FROM letter_copy y JOIN unit_above a ON a.unit = y.unit WHERE y.id = $1 AND a.above = $2)
		OR EXISTS (SELECT 1 FROM notice k JOIN unit_above a ON a.unit = k.unit WHERE k.id = $1 AND a.above = $2)
		OR EXISTS (SELECT 1 FROM name_ask n JOIN unit_above a ON a.unit = n.unit WHERE n.id = $1 AND a.above = $2)
		OR EXISTS (SELECT 1 FROM collection_part c JOIN unit_above a ON a.unit = c.unit WHERE c.id = $1 AND a.above = $2 AND c.state <> 'ended')`,
		[]any{object, unit, o.Scope.At}, func(func(...any) error) error {
			may = true
			return nil
		})
	return may, err
}

// Messages makes the mails of an item. Their ids depend on item and address alone, so that a mail sent twice
// is recognised; the address cannot be read from them.
func (o Outbox) Messages(i Item, addresses []string, origin string) []message.Message {
	list := make([]message.Message, 0, len(addresses))
	for _, to := range addresses {
		id := i.ID + "." + o.mark(i.ID, to) + "@" + origin
		list = append(list, message.Message{ID: id, To: to, Urgency: i.Urgency, Number: i.Number, At: i.At})
	}
	return list
}

func (o Outbox) mark(item, address string) string {
	return hex.EncodeToString(o.Keys.Digest("mail", item+"\x00"+address)[:8])
}

// LetterOf makes the mail of an invitation that is still open; none when it was withdrawn, taken or sent. Background
// work alone is told.
func (o Outbox) LetterOf(i Item, origin string) ([]message.Message, error) {
	if o.Scope.Org != "" {
		return nil, nil
	}
	var body []byte
	err := o.One(`SELECT m.body FROM offer_mail m JOIN offer f ON f.id = m.offer WHERE m.offer = $1 AND f.state = 'open' AND f.expires_at > $2`, []any{i.Object, o.Scope.At}, &body)
	if fault.Is(err, fault.Hidden) {
		return nil, nil
	}
	var l message.Letter
	if err == nil {
		err = o.Open(seal.Place{Org: seal.House, Table: "offer_mail", ID: string(i.Object), Rev: 1}, body, &l)
	}
	if err != nil {
		return nil, err
	}
	list := o.Messages(i, []string{l.To}, origin)
	list[0].Path = l.Path
	return list, nil
}

// WearerOf is where the person of a hat is reached, for what concerns that hat whether or not they still wear it. Background
// work alone is told.
func (o Outbox) WearerOf(hat string) (mail string, err error) {
	if o.Scope.Org != "" {
		return "", fault.Absent()
	}
	var id ident.Person
	var body []byte
	if err := o.One(`SELECT p.id, p.body FROM hat h JOIN person p ON p.id = h.person WHERE h.id = $1`, []any{hat}, &id, &body); err != nil {
		return "", err
	}
	var p party.Person
	err = o.Open(seal.Place{Org: seal.House, Table: "person", ID: string(id), Rev: 1}, body, &p)
	return p.Email, err
}

// Settle ends an item. The link of an invitation is then nowhere any more.
func (o Outbox) Settle(id string, state State, trouble string) error {
	if _, err := o.Exec(`DELETE FROM offer_mail WHERE offer = (SELECT x.object FROM outbox x WHERE x.id = $1 AND x.channel = 'offer')`, id); err != nil {
		return err
	}
	_, err := o.Exec(`UPDATE outbox SET state = $1, ended_at = $2, attempts = attempts + 1, trouble = $3 WHERE id = $4 AND state = 'waiting'`, state, o.Scope.At, orNull(trouble), id)
	return err
}

// Postpone notes an attempt that failed, and when the next is due.
func (o Outbox) Postpone(id string, due ident.Instant, trouble string) error {
	_, err := o.Exec(`UPDATE outbox SET due_at = $1, attempts = attempts + 1, trouble = $2 WHERE id = $3 AND state = 'waiting'`, due, orNull(trouble), id)
	return err
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
