package mailbox

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
)

const refusalsShown = 200

// mailLookup is under what an address is found: its keyed digest.
func (m Post) mailLookup(address string) []byte {
	return m.Keys.Digest("mailbox", strings.ToLower(address))
}

// Refused lists the addresses at or below the scope's unit that refused and that nobody has confirmed since, the latest
// first. It holds those only that are still in use: a shared address, or the address of somebody who acts for a unit.
func (m Post) Refused() ([]message.Refusal, error) {
	if m.Scope.Permit(read) != nil {
		return nil, nil //nolint:nilerr // whoever may not read them is told of none
	}
	var a row.Args
	where := m.own("r", &a)
	list, err := m.refusals(where+` AND r.state = 'open' ORDER BY r.last_at DESC, r.id LIMIT `+a.Add(refusalsShown), a.List)
	if err != nil || len(list) == 0 {
		return list, err
	}
	used, err := m.used()
	if err != nil {
		return nil, err
	}
	kept := list[:0]
	for _, r := range list {
		if used[strings.ToLower(r.Address)] {
			kept = append(kept, r)
		}
	}
	return kept, nil
}

// Refusal returns one of them.
func (m Post) Refusal(id string) (message.Refusal, error) {
	var a row.Args
	where := m.own("r", &a)
	list, err := m.refusals(where+` AND r.state = 'open' AND r.id = `+a.Add(id), a.List)
	if err != nil {
		return message.Refusal{}, err
	}
	if len(list) == 0 {
		return message.Refusal{}, m.Miss(id)
	}
	return list[0], nil
}

// used are the addresses to which mails of the scope's organisation go.
func (m Post) used() (map[string]bool, error) {
	used := map[string]bool{}
	boxes, err := m.Mailboxes()
	if err != nil {
		return nil, err
	}
	for _, b := range boxes {
		used[strings.ToLower(b.Address)] = true
	}
	var a row.Args
	org, at := a.Add(m.Scope.Org), a.Add(m.Scope.At)
	type person struct {
		id   string
		body []byte
	}
	var people []person
	err = m.Each(`SELECT DISTINCT p.id, p.body FROM hat h JOIN person p ON p.id = h.person
		WHERE h.org = `+org+` AND h.from_at <= `+at+` AND (h.until_at IS NULL OR h.until_at > `+at+`) AND p.state = 'active'`, a.List, func(scan func(...any) error) error {
		var p person
		err := scan(&p.id, &p.body)
		people = append(people, p)
		return err
	})
	for _, p := range people {
		if err != nil {
			break
		}
		var who struct{ Email string }
		err = m.Open(seal.Place{Org: seal.House, Table: "person", ID: p.id, Rev: 1}, p.body, &who)
		used[strings.ToLower(who.Email)] = true
	}
	return used, err
}

func (m Post) refusals(where string, args []any) (list []message.Refusal, err error) {
	var sealed [][]byte
	err = m.Each(`SELECT r.id, r.org, r.unit, r.kind, r.times, r.in_row, r.first_at, r.last_at, COALESCE(r.confirmed_at, 0), r.body FROM mail_refused r WHERE `+where, args, func(scan func(...any) error) error {
		var r message.Refusal
		var s []byte
		err := scan(&r.ID, &r.Org, &r.Unit, &r.How, &r.Times, &r.InRow, &r.FirstAt, &r.LastAt, &r.ConfirmedAt, &s)
		list, sealed = append(list, r), append(sealed, s)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		var c body
		err = m.Open(place("mail_refused", list[i].Org, list[i].ID), sealed[i], &c)
		list[i].Address = c.Address
	}
	return list, err
}

// ConfirmRefusal says that an administrator has seen to an address: it is tried again.
func (m Post) ConfirmRefusal(id string) error {
	return one(m.Exec(`UPDATE mail_refused SET state = 'confirmed', in_row = 0, confirmed_at = $1 WHERE id = $2 AND org = $3 AND state = 'open'`, m.Scope.At, id, m.Scope.Org))
}

// AddRefusal counts that an address refused a message, each message once. Background work alone counts.
func (m Post) AddRefusal(r message.Refusal, item string) error {
	if m.Scope.Org != "" {
		return nil
	}
	n, err := m.Exec(`UPDATE mail_refused SET unit = $1, kind = $2, state = 'open', times = times + 1, in_row = in_row + 1, last_at = $3, confirmed_at = NULL, item = $4
		WHERE org = $5 AND lookup = $6 AND item <> $4`, r.Unit, r.How, m.Scope.At, item, r.Org, m.mailLookup(r.Address))
	if err != nil || n > 0 {
		return err
	}
	if r.ID, err = ident.NewID[string](m.Scope.At, m.Entropy); err != nil {
		return err
	}
	sealed, err := m.Seal(place("mail_refused", r.Org, r.ID), body{r.Address})
	if err != nil {
		return err
	}
	_, err = m.Exec(`INSERT INTO mail_refused (id, org, unit, lookup, kind, state, times, in_row, first_at, last_at, item, body) VALUES ($1, $2, $3, $4, $5, 'open', 1, 1, $6, $6, $7, $8)
		ON CONFLICT (org, lookup) DO NOTHING`, r.ID, r.Org, r.Unit, m.mailLookup(r.Address), r.How, m.Scope.At, item, sealed)
	return err
}

// TookMail notes that an address took a message: it refuses no more in a row. A mail server takes over what is reported
// undelivered days later, so those of which reports told wait until reports have had their time.
func (m Post) TookMail(org ident.Org, address string) error {
	if m.Scope.Org != "" {
		return nil
	}
	_, err := m.Exec(`UPDATE mail_refused SET in_row = 0 WHERE org = $1 AND lookup = $2 AND in_row > 0 AND (kind = 'relay' OR last_at < $3)`, org, m.mailLookup(address), m.Scope.At.Add(-message.Settles))
	return err
}

// PausedOf tells those addresses of an organisation that get nothing at present. Background work alone is told.
func (m Post) PausedOf(org ident.Org, addresses []string) (map[string]bool, error) {
	paused := map[string]bool{}
	if m.Scope.Org != "" {
		return paused, nil
	}
	known := map[string]bool{}
	err := m.Each(`SELECT lookup FROM mail_refused WHERE org = $1 AND state = 'open' AND in_row >= $2`, []any{org, message.PausedAfter}, func(scan func(...any) error) error {
		var l []byte
		err := scan(&l)
		known[string(l)] = true
		return err
	})
	for _, a := range addresses {
		if known[string(m.mailLookup(a))] {
			paused[a] = true
		}
	}
	return paused, err
}

// CountPaused counts the addresses that get nothing at present, of the whole house. Background work alone is told.
func (m Post) CountPaused() (refused, paused int, err error) {
	if m.Scope.Org != "" {
		return 0, 0, nil
	}
	err = m.One(`SELECT COUNT(*), COALESCE(SUM(CASE WHEN in_row >= $1 THEN 1 ELSE 0 END), 0) FROM mail_refused WHERE state = 'open'`, []any{message.PausedAfter}, &refused, &paused)
	return refused, paused, err
}

// Tally notes what became of a report. Background work alone does.
func (m Post) Tally(o message.Outcome) error {
	if m.Scope.Org != "" || !o.Known() {
		return nil
	}
	_, err := m.Exec(`INSERT INTO mail_tally (name, n, at) VALUES ($1, 1, $2) ON CONFLICT (name) DO UPDATE SET n = mail_tally.n + 1, at = excluded.at`, o, m.Scope.At)
	return err
}

// Tallied is how many reports became what, of the whole house. Background work alone is told.
func (m Post) Tallied() (map[message.Outcome]int, error) {
	list := map[message.Outcome]int{}
	if m.Scope.Org != "" {
		return list, nil
	}
	err := m.Each(`SELECT name, n FROM mail_tally`, nil, func(scan func(...any) error) error {
		var o message.Outcome
		n := 0
		err := scan(&o, &n)
		list[o] = n
		return err
	})
	return list, err
}
