package oncall

import (
	"cmp"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

func turnPlace(t oncall.Turn) seal.Place {
	return seal.Place{Org: t.Org, Table: "duty_turn", ID: string(t.ID), Rev: 1}
}

// away is a predicate: the account of whoever has the turn d does not act for the organisation from its beginning to its end.
const away = `d.person <> '' AND NOT EXISTS (SELECT 1 FROM hat h JOIN person p ON p.id = h.person WHERE h.person = d.person AND h.org = d.org
	AND p.state = 'active' AND h.from_at <= d.from_at AND (h.until_at IS NULL OR h.until_at >= d.until_at))`

const turnColumns = `d.id, d.org, d.unit, d.from_at, d.until_at, d.deputy, d.person, CASE WHEN ` + away + ` THEN 1 ELSE 0 END, d.body`

// turns reads rows of turnColumns, and behind them what evidence of sight there is.
func (q Calls) turns(query string, args []any) (list []oncall.Turn, err error) {
	var bodies [][]byte
	err = q.Each(query, args, func(scan func(...any) error) error {
		var t oncall.Turn
		var body []byte
		var deputy, gone int
		var evidence string
		err := scan(&t.ID, &t.Org, &t.Unit, &t.From, &t.Until, &deputy, &t.Person, &gone, &body, &evidence)
		t.Deputy, t.Away = deputy == 1, gone == 1
		if evidence == "own" || q.Sees(evidence) {
			list, bodies = append(list, t), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(turnPlace(list[i]), bodies[i], &list[i].Duty)
		}
	}
	oncall.SortTurns(list)
	return list, err
}

// DutyTurns lists the turns of the scope's own unit that meet a time.
func (q Calls) DutyTurns(from, until ident.Instant) ([]oncall.Turn, error) {
	return q.turns(`SELECT `+turnColumns+`, 'own' FROM duty_turn d WHERE d.unit = $1 AND d.org = $2 AND d.until_at > $3 AND d.from_at < $4 AND d.ended_at IS NULL ORDER BY d.until_at, d.id LIMIT $5`,
		[]any{q.Scope.Unit, q.Scope.Org, from, until, oncall.ReadTurns})
}

// DutyTurn is one turn at or below the scope's own unit; one that has been taken back is Absent.
func (q Calls) DutyTurn(id ident.Object) (oncall.Turn, error) {
	list, err := q.turns(`SELECT `+turnColumns+`, 'own' FROM duty_turn d WHERE d.id = $1 AND d.unit IN (SELECT b.unit FROM unit_above b WHERE b.above = $2) AND d.org = $3 AND d.ended_at IS NULL`, []any{id, q.Scope.Unit, q.Scope.Org})
	if err == nil && len(list) == 0 {
		err = fault.Absent()
	}
	if err != nil {
		return oncall.Turn{}, err
	}
	return list[0], nil
}

// DutyTurnsOf are the turns of the unit that filed, and of those above it, that meet the present, for whom the filing is open to by its
// address. Nobody else is told whether there are any.
func (q Calls) DutyTurnsOf(f ident.Filing) ([]oncall.Turn, error) {
	var a row.Args
	of, at := a.Add(f), a.Add(q.Scope.At)
	return q.turns(`SELECT `+turnColumns+`, `+q.Sight("f", mayRead, &a)+` FROM filing f JOIN unit_above u ON u.unit = f.unit JOIN duty_turn d ON d.org = f.org AND d.unit = u.above
		WHERE f.id = `+of+` AND d.until_at > `+at+` AND d.from_at <= `+at+` AND d.ended_at IS NULL AND `+q.Visible("f", mayRead, &a)+` ORDER BY d.until_at, d.id LIMIT `+a.Add(oncall.Most), a.List)
}

// AddDutyTurn keeps a turn of the scope's own unit, or of the unit that it names: one that DutyTurn gave.
func (q Calls) AddDutyTurn(t oncall.Turn) error {
	t.Org, t.Unit = q.Scope.Org, cmp.Or(t.Unit, q.Scope.Unit)
	body, err := q.Seal(turnPlace(t), t.Duty)
	if err != nil {
		return err
	}
	deputy := 0
	if t.Deputy {
		deputy = 1
	}
	return q.Add(`INSERT INTO duty_turn (id, org, unit, from_at, until_at, deputy, person, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		t.ID, t.Org, t.Unit, t.From, t.Until, deputy, t.Person, q.Scope.At, body)
}

// EndDutyTurn takes a turn at or below the scope's own unit back; somebody else's taking it back before is a Conflict.
func (q Calls) EndDutyTurn(id ident.Object) error {
	n, err := q.Exec(`UPDATE duty_turn SET ended_at = $1 WHERE id = $2 AND unit IN (SELECT b.unit FROM unit_above b WHERE b.above = $3) AND org = $4 AND ended_at IS NULL`, q.Scope.At, id, q.Scope.Unit, q.Scope.Org)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.turn.moved", nil)
	}
	return err
}

// confirmation is what is sealed of a press.
type confirmation struct {
	By string `json:"by"`
}

func confirmedPlace(org ident.Org, id string) seal.Place {
	return seal.Place{Org: org, Table: "duty_confirmed", ID: id, Rev: 1}
}

// DutyState is how the contacts and the roster of the scope's own unit stand.
func (q Calls) DutyState() (s oncall.State, err error) {
	var id string
	var body []byte
	var of row.Body
	err = q.Each(`SELECT COALESCE((SELECT c.n FROM on_call c WHERE c.unit = u.unit AND c.org = $2), 0),
			(SELECT COUNT(*) FROM duty_turn d WHERE d.unit = u.unit AND d.org = $2 AND d.until_at > $3 AND d.ended_at IS NULL),
			COALESCE((SELECT MAX(h.at) FROM succession h WHERE h.org = $2 AND h.unit = u.unit AND h.kind = 'handover' AND h.at <= $3 AND h.undone_at IS NULL), 0),
			COALESCE(k.at, 0), COALESCE(k.id, ''), k.body, n.rev, n.body
		FROM unit_above u JOIN unit n ON n.id = u.unit LEFT JOIN duty_confirmed k ON k.id = (SELECT l.id FROM duty_confirmed l WHERE l.unit = u.unit AND l.org = $2 ORDER BY l.at DESC, l.id DESC LIMIT 1)
		WHERE u.unit = $1 AND u.above = $1`, []any{q.Scope.Unit, q.Scope.Org, q.Scope.At}, func(scan func(...any) error) error {
		return scan(&s.Contacts, &s.Turns, &s.HandoverAt, &s.ConfirmedAt, &id, &body, &of.Rev, &of.Sealed)
	})
	if err == nil && len(of.Sealed) > 0 {
		var u party.Unit
		err = q.Open(row.UnitPlace(q.Scope.Org, q.Scope.Unit, of.Rev), of.Sealed, &u)
		s.Unit = text.Both{Ja: u.Name, En: u.NameEn}
	}
	if err == nil && id != "" {
		var c confirmation
		err = q.Open(confirmedPlace(q.Scope.Org, id), body, &c)
		s.By = c.By
	}
	return s, err
}

// DutyConfirmedOf is when the contacts of a unit were last confirmed, for whom a filing of that unit, or of one below it, is open to by its
// address; 0 otherwise, and where they never were. By whom is the organisation's own.
func (q Calls) DutyConfirmedOf(f ident.Filing, unit ident.Unit) (at ident.Instant, err error) {
	var a row.Args
	of, who := a.Add(f), a.Add(unit)
	err = q.Each(`SELECT k.at, `+q.Sight("f", mayRead, &a)+` FROM filing f JOIN unit_above u ON u.unit = f.unit AND u.above = `+who+` JOIN duty_confirmed k ON k.org = f.org AND k.unit = u.above
		WHERE f.id = `+of+` AND `+q.Visible("f", mayRead, &a)+` ORDER BY k.at DESC LIMIT 1`, a.List, func(scan func(...any) error) error {
		var found ident.Instant
		var evidence string
		err := scan(&found, &evidence)
		if q.Sees(evidence) {
			at = found
		}
		return err
	})
	return at, err
}

// ConfirmDuty keeps that the contacts and the roster of the scope's own unit are right.
func (q Calls) ConfirmDuty(id ident.Object, by string) error {
	body, err := q.Seal(confirmedPlace(q.Scope.Org, string(id)), confirmation{by})
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO duty_confirmed (id, org, unit, at, body) VALUES ($1, $2, $3, $4, $5)`, id, q.Scope.Org, q.Scope.Unit, q.Scope.At, body)
}
