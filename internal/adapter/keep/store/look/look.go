// Package look keeps who read what (誰が見たか). A look is not an act: it leaves no entry of its own; once a
// minute one entry carries the digest of that minute's looks.
package look

import (
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Looks are the rows of a transaction about reads.
type Looks struct{ *row.Q }

// AddLooks writes one row for each object that the scope is about to be shown.
func (l Looks) AddLooks(purpose string, seen []ident.Object) error {
	var a row.Args
	var rows []string
	for _, o := range seen {
		id, err := ident.NewID[ident.Object](l.Scope.At, l.Entropy)
		if err != nil {
			return err
		}
		rows = append(rows, row.In(&a, []any{id, l.Scope.At, o, l.Scope.Org, l.Scope.Unit, l.Scope.ID(), purpose}))
	}
	return l.Add(`INSERT INTO look (id, at, object, org, unit, actor, purpose) VALUES `+strings.Join(rows, ", "), a.List...)
}

// LooksAt lists by office and time who has opened a filing that is open to the scope: the first look and the
// latest of each office, offices in the order in which they came. The own organisation is left out. Persons
// stand in the audit log only (R45).
func (l Looks) LooksAt(o ident.Object) (list []access.Seen, err error) {
	var bodies []row.Body
	var a row.Args
	at, org, now := a.Add(o), a.Add(l.Scope.Org), a.Add(l.Scope.At)
	visible := l.Visible("f", access.Permission{Action: access.Read, Object: access.Report}, &a)
	err = l.Each(`SELECT s.org, s.unit, s.first_at, s.last_at, s.times, u.rev, u.body FROM filing f JOIN (
			SELECT k.object, k.org, k.unit, MIN(k.at) AS first_at, MAX(k.at) AS last_at, COUNT(*) AS times FROM look k
			WHERE k.object = `+at+` AND k.purpose = 'open' AND k.org <> `+org+` AND `+notDelayed+now+`) GROUP BY k.object, k.org, k.unit) s ON s.object = f.id
		JOIN unit u ON u.id = s.unit WHERE f.id = `+at+` AND `+strings.ReplaceAll(holders, "k.org", "s.org")+` AND `+visible+` ORDER BY s.first_at`, a.List, func(scan func(...any) error) error {
		var s access.Seen
		var body row.Body
		err := scan(&s.Org, &s.Unit, &s.FirstAt, &s.LastAt, &s.Times, &body.Rev, &body.Sealed)
		list, bodies = append(list, s), append(bodies, body)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		var u party.Unit
		err = l.Open(row.UnitPlace(list[i].Org, list[i].Unit, bodies[i].Rev), bodies[i].Sealed, &u)
		list[i].Office, list[i].OfficeEn = u.Name, u.NameEn
	}
	return list, err
}

// holders leaves out looks (k) of those to whom a filing (f) passed (承継), and of who filed it: they read their own.
const holders = ` k.org <> f.org AND NOT EXISTS (SELECT 1 FROM inheritance hi JOIN reader hr ON hr.audience = hi.id WHERE hi.new_org = k.org AND hr.object = f.id)`

// sights bounds how many lines 誰が見たか shows at once.
const sights = 500

// notDelayed leaves out looks (k) that their owner is shown later, by an act of two officers with ground and end.
const notDelayed = ` NOT EXISTS (SELECT 1 FROM look_delay d WHERE d.object = k.object AND d.unit = k.unit AND d.state = 'approved' AND d.decided_at <= k.at AND d.until_at > `

// wasDelayed is until when a look (k) was not shown.
const wasDelayed = `(SELECT MAX(d.until_at) FROM look_delay d WHERE d.object = k.object AND d.unit = k.unit AND d.state = 'approved' AND d.decided_at <= k.at AND d.until_at > k.at)`

// Sights lists which office opened, acted on or took the receipt of which of the scope's own records, the latest first. Each purpose stands by itself. The own organisation is left out, and so is what is shown later.
func (l Looks) Sights(f access.SightFilter) (list []access.Sight, err error) {
	var a row.Args
	org, now := a.Add(l.Scope.Org), a.Add(l.Scope.At)
	where := l.Visible("f", access.Permission{Action: access.History, Object: access.Report}, &a) +
		` AND (f.org = ` + org + ` OR f.id IN (SELECT r.object FROM inheritance i JOIN reader r ON r.audience = i.id WHERE i.new_org = ` + org + `)) AND ` + holders + ` AND ` + notDelayed + now + `)`
	if f.Number != "" {
		where += ` AND f.number = ` + a.Add(f.Number)
	}
	if f.From != 0 {
		where += ` AND k.at >= ` + a.Add(f.From)
	}
	if f.Until != 0 {
		where += ` AND k.at < ` + a.Add(f.Until)
	}
	var bodies [][2][]byte
	var revs [][2]int
	err = l.Each(`SELECT f.number, k.org, k.unit, k.purpose, MIN(k.at), MAX(k.at), COUNT(*), MAX(COALESCE(`+wasDelayed+`, 0)), u.rev, u.body, o.rev, o.body FROM filing f JOIN look k ON k.object = f.id
		JOIN unit u ON u.id = k.unit JOIN org o ON o.id = k.org WHERE `+where+` GROUP BY f.number, k.org, k.unit, k.purpose, u.rev, u.body, o.rev, o.body
		ORDER BY MAX(k.at) DESC, f.number, k.unit, k.purpose LIMIT `+a.Add(sights), a.List, func(scan func(...any) error) error {
		var s access.Sight
		var body [2][]byte
		var rev [2]int
		err := scan(&s.Number, &s.Org, &s.Unit, &s.Purpose, &s.FirstAt, &s.LastAt, &s.Times, &s.DelayedUntil, &rev[0], &body[0], &rev[1], &body[1])
		list, bodies, revs = append(list, s), append(bodies, body), append(revs, rev)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		var u party.Unit
		var o party.Org
		if err = l.Open(row.UnitPlace(list[i].Org, list[i].Unit, revs[i][0]), bodies[i][0], &u); err == nil {
			err = l.Open(row.OrgPlace(list[i].Org, revs[i][1]), bodies[i][1], &o)
		}
		list[i].Office, list[i].OrgName = u.Name, o.Name
	}
	return list, err
}
