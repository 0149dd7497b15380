// Package watch keeps who reads unusually much: numbers of looks, what was asked for in vain, and alarms.
package watch

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Watch are the rows of a transaction about unusual reads.
type Watch struct{ *row.Q }

// actorLimit bounds how many people are looked at in one round.
const actorLimit = 500

// Watched counts the reads of whoever read or asked in vain lately, for background work alone.
func (w Watch) Watched() ([]access.Watched, error) {
	if w.Scope.Org != "" {
		return nil, nil
	}
	now := w.Scope.At
	found := map[string]*access.Watched{}
	var order []string
	note := func(one access.Watched) *access.Watched {
		if found[one.Actor] == nil {
			found[one.Actor] = &one
			order = append(order, one.Actor)
		}
		return found[one.Actor]
	}
	err := w.Each(`SELECT k.actor, MAX(k.org), MAX(k.unit), COUNT(DISTINCT k.object) FROM look k LEFT JOIN filing f ON f.id = k.object
		WHERE k.at > $1 AND (f.org IS NULL OR f.org <> k.org) GROUP BY k.actor ORDER BY 4 DESC LIMIT $2`,
		[]any{now.Add(-access.WatchWindow), actorLimit}, func(scan func(...any) error) error {
			var one access.Watched
			err := scan(&one.Actor, &one.Org, &one.Unit, &one.Recent)
			note(one)
			return err
		})
	if err != nil {
		return nil, err
	}
	err = w.Each(`SELECT t.actor, MAX(t.org), MAX(t.unit), COUNT(DISTINCT t.target) FROM attempt t
		WHERE t.at > $1 AND NOT EXISTS (SELECT 1 FROM jurisdiction j WHERE j.operator = t.target AND j.org = t.org) GROUP BY t.actor ORDER BY 4 DESC LIMIT $2`,
		[]any{now.Add(-access.StrayWindow), actorLimit}, func(scan func(...any) error) error {
			var one access.Watched
			var n int
			err := scan(&one.Actor, &one.Org, &one.Unit, &n)
			note(one).Strayed = n
			return err
		})
	var list []access.Watched
	for _, actor := range order {
		if err != nil {
			return nil, err
		}
		err = w.days(found[actor])
		list = append(list, *found[actor])
	}
	return list, err
}

// RulesLost lists the organisations whose rule of signing in is not one that an act wrote, or is gone although an act wrote one, for
// background work alone.
func (w Watch) RulesLost() (list []access.Watched, err error) {
	if w.Scope.Org != "" {
		return nil, nil
	}
	err = w.Each(`SELECT u.org, u.id, `+row.Lasting("signin_rule", "g", "u.org")+` FROM unit u LEFT JOIN signin_rule g ON g.org = u.org WHERE u.parent IS NULL
		AND (g.org IS NOT NULL OR EXISTS (SELECT 1 FROM standing t WHERE t.kind = 'signin_rule' AND t.object = u.org)) ORDER BY u.org, u.id`, nil, func(scan func(...any) error) error {
		var org ident.Org
		var head ident.Unit
		var rule string
		err := scan(&org, &head, &rule)
		if !w.Stands("signin_rule", rule) {
			list = append(list, access.RuleLost(org, head))
		}
		return err
	})
	return list, err
}

const dayLength = 24 * 60 * 60 * 1_000_000 // microseconds

// days counts the records of each day in Japan.
func (w Watch) days(one *access.Watched) error {
	const ahead = 9 * 60 * 60 * 1_000_000 // Japan's clock
	today := (int64(w.Scope.At) + ahead) / dayLength
	return w.Each(`SELECT (k.at + 32400000000) / 86400000000, COUNT(DISTINCT k.object) FROM look k LEFT JOIN filing f ON f.id = k.object
		WHERE k.actor = $1 AND k.at >= $2 AND (f.org IS NULL OR f.org <> k.org) GROUP BY 1`,
		[]any{one.Actor, (today-access.WatchDays)*dayLength - ahead}, func(scan func(...any) error) error {
			var day int64
			var n int
			err := scan(&day, &n)
			if day == today {
				one.Today = n
			} else {
				one.Maximum = max(one.Maximum, n)
			}
			return err
		})
}

// AddAlarm writes an alarm with its readers: the administrators of the platform, beside whoever supervises the unit. It
// is false when this person had one of the kind this day.
func (w Watch) AddAlarm(a access.Alarm, day string) (bool, error) {
	n, err := w.Exec(`INSERT INTO alarm (id, number, key, org, unit, kind, state, actor, at, counted) VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $9)
		ON CONFLICT (key) DO NOTHING`, a.ID, a.Number, a.Actor+"/"+string(a.Kind)+"/"+day, a.Org, a.Unit, a.Kind, a.Actor, a.At, a.Count)
	if err != nil || n == 0 {
		return false, err
	}
	units, err := w.PlatformUnits()
	for _, u := range units {
		if err == nil {
			_, err = w.Exec(`INSERT INTO reader (object, audience, kind, at) VALUES ($1, $2, 'alarm', $3)`, a.ID, u, a.At)
		}
	}
	return true, err
}

// PlatformUnits lists the units of the platform's own organisation that have none above.
func (w Watch) PlatformUnits() (list []ident.Unit, err error) {
	err = w.Each(`SELECT u.id FROM unit u JOIN org o ON o.id = u.org WHERE o.kind = $1 AND u.parent IS NULL ORDER BY u.id`, []any{party.Platform}, func(scan func(...any) error) error {
		var u ident.Unit
		err := scan(&u)
		list = append(list, u)
		return err
	})
	return list, err
}

var readAlarm = access.Permission{Action: access.Read, Object: access.Alarms}

// Alarms lists alarms that are open to the scope, the newest first, those that nobody has seen before the rest.
func (w Watch) Alarms(f access.AlarmFilter, limit int) (list []access.Alarm, err error) {
	var a row.Args
	type bodies struct {
		org, unit            row.Body
		person, seen, reason []byte
		token                []byte
	}
	var sealed []bodies
	visible := w.Visible("x", readAlarm, &a) + narrowed(f, &a)
	err = w.Each(`SELECT x.id, x.number, x.org, x.unit, x.kind, x.actor, x.at, x.counted, COALESCE(x.seen_at, 0), COALESCE(x.seen_by, ''), `+w.Sight("x", readAlarm, &a)+`, o.rev, o.body, u.rev, u.body, p.body, s.body, x.body, COALESCE(p.id, ''), t.body
		FROM alarm x JOIN org o ON o.id = x.org JOIN unit u ON u.id = x.unit LEFT JOIN token t ON t.id = x.actor LEFT JOIN hat h ON h.id = t.hat
		LEFT JOIN person p ON p.id = COALESCE(h.person, x.actor) LEFT JOIN person s ON s.id = x.seen_by
		WHERE `+visible+` ORDER BY CASE WHEN x.seen_at IS NULL THEN 0 ELSE 1 END, x.at DESC, x.id LIMIT `+a.Add(limit), a.List, func(scan func(...any) error) error {
		var one access.Alarm
		var b bodies
		var evidence string
		err := scan(&one.ID, &one.Number, &one.Org, &one.Unit, &one.Kind, &one.Actor, &one.At, &one.Count, &one.SeenAt, &one.SeenBy, &evidence, &b.org.Rev, &b.org.Sealed, &b.unit.Rev, &b.unit.Sealed, &b.person, &b.seen, &b.reason, &one.Bearer, &b.token)
		if w.Sees(evidence) {
			list, sealed = append(list, one), append(sealed, b)
		}
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		if err = w.names(&list[i], sealed[i].org, sealed[i].unit, sealed[i].person, sealed[i].seen); err == nil && sealed[i].reason != nil {
			err = w.Open(place(list[i]), sealed[i].reason, &list[i].Reason)
		}
		// What a token is called is the words of whoever made it: it is for the organisation itself.
		if err == nil && sealed[i].token != nil && list[i].Org == w.Scope.Org {
			var t struct{ Label string }
			err = w.Open(seal.Place{Org: seal.House, Table: "token", ID: list[i].Actor, Rev: 1}, sealed[i].token, &t)
			list[i].Token = t.Label
		}
	}
	return list, err
}

// narrowed is a filter as a condition on alarms.
func narrowed(f access.AlarmFilter, a *row.Args) (where string) {
	if f.Number != "" {
		where += ` AND x.number = ` + a.Add(f.Number)
	}
	if f.Kind != "" {
		where += ` AND x.kind = ` + a.Add(f.Kind)
	}
	if f.Open {
		where += ` AND x.seen_at IS NULL`
	}
	if f.Seen {
		where += ` AND x.seen_at IS NOT NULL`
	}
	if f.From != 0 {
		where += ` AND x.at >= ` + a.Add(f.From)
	}
	if f.Until != 0 {
		where += ` AND x.at < ` + a.Add(f.Until)
	}
	return where
}

func (w Watch) names(a *access.Alarm, org, unit row.Body, person, seen []byte) error {
	var o party.Org
	var u party.Unit
	err := w.Open(row.OrgPlace(a.Org, org.Rev), org.Sealed, &o)
	if err == nil {
		err = w.Open(row.UnitPlace(a.Org, a.Unit, unit.Rev), unit.Sealed, &u)
	}
	a.OrgName, a.UnitName = o.Name, u.Name
	for into, of := range map[*string]struct {
		id   string
		body []byte
	}{&a.Name: {string(a.Bearer), person}, &a.SeenName: {string(a.SeenBy), seen}} {
		if err == nil && of.body != nil {
			var p party.Person
			err = w.Open(seal.Place{Org: seal.House, Table: "person", ID: of.id, Rev: 1}, of.body, &p)
			*into = p.Name
		}
	}
	return err
}

// place is where the reason is sealed by which an alarm was closed: under the key of the organisation that it is about.
func place(a access.Alarm) seal.Place {
	return seal.Place{Org: a.Org, Table: "alarm", ID: string(a.ID), Rev: 1}
}

// SeeAlarm closes an alarm with the reason; first is false when somebody had before, and then nothing changes. One that is not
// open to the scope is Absent.
func (w Watch) SeeAlarm(n ident.Number, reason string) (one access.Alarm, first bool, err error) {
	list, err := w.Alarms(access.AlarmFilter{Number: n}, 1)
	if err == nil && len(list) == 0 {
		err = fault.Absent()
	}
	if err != nil {
		return one, false, err
	}
	one = list[0]
	body, err := w.Seal(place(one), reason)
	if err != nil {
		return one, false, err
	}
	var a row.Args
	set := `state = 'seen', seen_at = ` + a.Add(w.Scope.At) + `, seen_by = ` + a.Add(w.Scope.Person) + `, body = ` + a.Add(body)
	changed, err := w.Exec(`UPDATE alarm SET `+set+` WHERE number = `+a.Add(n)+` AND state = 'open' AND `+
		w.Visible("alarm", access.Permission{Action: access.Write, Object: access.Alarms}, &a), a.List...)
	return one, changed == 1, err
}

// Missed is a record that somebody asked for by number or id and was not shown: it may be another organisation's, or none.
type Missed struct {
	At    ident.Instant
	Actor string
	Org   ident.Org
	Unit  ident.Unit
	Ref   string
}

// AddAttempts writes those of what was missed that are another organisation's; the rest exist nowhere.
func (w Watch) AddAttempts(list []Missed) error {
	for _, m := range list {
		var target ident.Org
		err := w.Each(`SELECT org FROM filing WHERE number = $1 UNION SELECT org FROM filing WHERE id = $1 UNION SELECT org FROM draft WHERE number = $1`,
			[]any{m.Ref}, func(scan func(...any) error) error { return scan(&target) })
		if err != nil {
			return err
		}
		if target == "" || target == m.Org {
			continue
		}
		id, err := ident.NewID[ident.Object](m.At, w.Entropy)
		if err != nil {
			return err
		}
		if _, err := w.Exec(`INSERT INTO attempt (id, at, actor, org, unit, target) VALUES ($1, $2, $3, $4, $5, $6)`, id, m.At, m.Actor, m.Org, m.Unit, target); err != nil {
			return err
		}
	}
	return nil
}

// OpenAlarms counts what nobody has seen, by kind, for background work alone.
func (w Watch) OpenAlarms() (map[access.AlarmKind]int, error) {
	n := map[access.AlarmKind]int{access.AlarmRate: 0, access.AlarmUnusual: 0, access.AlarmStray: 0, access.AlarmGlass: 0, access.AlarmClosed: 0, access.AlarmRule: 0}
	if w.Scope.Org != "" {
		return n, nil
	}
	err := w.Each(`SELECT kind, COUNT(*) FROM alarm WHERE state = 'open' GROUP BY kind`, nil, func(scan func(...any) error) error {
		var k access.AlarmKind
		var c int
		err := scan(&k, &c)
		n[k] = c
		return err
	})
	return n, err
}
