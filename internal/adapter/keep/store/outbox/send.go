package outbox

import (
	"encoding/hex"
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
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

// Invitation is the channel of mails that bring a link of an invitation.
const Invitation = "invitation"

// Offer is the channel of the mail of an offer of a hat, to the address that it names.
const Offer = "offer"

// Trial is the channel of a mail by which an administrator tries an address; its object is the mailbox.
const Trial = "trial"

// Digest is the channel of an office's morning numbers; its object is their row.
const Digest = "digest"

// Due lists what is to be sent by mail now, oldest first, to background work alone.
func (o Outbox) Due(limit int) (list []Item, err error) {
	if o.Scope.Org != "" {
		return nil, nil
	}
	err = o.Each(`SELECT id, unit, object, number, urgency, at, attempts, channel, CASE WHEN EXISTS (SELECT 1 FROM alarm x WHERE x.id = outbox.object) THEN 'alarm'
			WHEN EXISTS (SELECT 1 FROM name_ask n WHERE n.id = outbox.object AND n.unit = outbox.unit) THEN 'name'
			WHEN EXISTS (SELECT 1 FROM name_ask n WHERE n.id = outbox.object) THEN 'naming' ELSE 'report' END, COALESCE((SELECT u.org FROM unit u WHERE u.id = outbox.unit), '') FROM outbox
		WHERE state = 'waiting' AND due_at <= $1 AND channel IN ('mail', 'invitation', 'offer', 'trial', 'digest') ORDER BY due_at, id LIMIT $2`, []any{o.Scope.At, limit}, func(scan func(...any) error) error {
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
		OR EXISTS (SELECT 1 FROM request q JOIN unit_above a ON a.unit = q.asked_unit WHERE q.id = $1 AND a.above = $2)
		OR EXISTS (SELECT 1 FROM request q JOIN unit_above b ON b.unit = q.unit JOIN reader r ON r.object = q.filing
			JOIN audience_member m ON m.audience = r.audience JOIN unit_above a ON a.unit = m.unit
			WHERE q.id = $1 AND b.above = $2 AND a.above = $2 AND m.from_at <= $3 AND (m.until_at IS NULL OR m.until_at > $3))
		OR EXISTS (SELECT 1 FROM name_ask n JOIN unit_above a ON a.unit = n.unit WHERE n.id = $1 AND a.above = $2)`,
		[]any{object, unit, o.Scope.At}, func(func(...any) error) error {
			may = true
			return nil
		})
	return may, err
}

const recipients = 100 // of one unit

// Addresses lists where the people are reached who act for a unit today in a role that may read such records and take
// such mails, in a fixed order: those of the unit itself, or, if it has none, of the nearest unit above. Background work alone
// is told.
func (o Outbox) Addresses(unit ident.Unit, about access.Object, urgency message.Urgency) ([]string, error) {
	if o.Scope.Org != "" {
		return nil, nil
	}
	type hat struct {
		id   ident.Person
		body []byte
		at   ident.Unit
	}
	var hats []hat
	err := o.Each(`SELECT p.id, p.body, h.unit, h.roles, COALESCE((SELECT c.takes FROM mail_choice c WHERE c.org = h.org AND c.person = h.person), $4), `+row.Evidence("hat", "h")+` FROM hat h JOIN person p ON p.id = h.person JOIN unit_above a ON a.above = h.unit
		WHERE a.unit = $1 AND p.state = 'active' AND h.from_at <= $2 AND (h.until_at IS NULL OR h.until_at > $2)
		ORDER BY (SELECT COUNT(*) FROM unit_above d WHERE d.unit = h.unit) DESC, p.id LIMIT $3`, []any{unit, o.Scope.At, recipients, message.Words(message.Usual())}, func(scan func(...any) error) error {
		var h hat
		var roles, takes, evidence string
		err := scan(&h.id, &h.body, &h.at, &roles, &takes, &evidence)
		if reads(roles, about) && slices.Contains(message.ReadTakes(takes), urgency) && o.Proved("hat", evidence) && (len(hats) == 0 || hats[0].at == h.at) {
			hats = append(hats, h)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var list []string
	for _, h := range hats {
		var p party.Person
		if err := o.Open(seal.Place{Org: seal.House, Table: "person", ID: string(h.id), Rev: 1}, h.body, &p); err != nil {
			return nil, err
		}
		if p.Email != "" && !slices.Contains(list, p.Email) {
			list = append(list, p.Email)
		}
	}
	return list, nil
}

func reads(roles string, about access.Object) bool {
	a := access.Actor{}
	for r := range strings.FieldsSeq(roles) {
		a.Roles = append(a.Roles, access.Role(r))
	}
	own, addressed := access.For(a, 0).Relations(access.Permission{Action: access.Read, Object: about})
	return own || addressed
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
