// Package dutycard keeps 当直カード (R7) and digests of their codes, sealed with the key of whose they are.
package dutycard

import (
	"encoding/hex"
	"strconv"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/dutycard"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// Cards are the rows of a transaction about duty cards.
type Cards struct{ *row.Q }

func place(c dutycard.Card) seal.Place {
	return seal.Place{Org: c.Org, Table: "duty_card", ID: string(c.ID), Rev: 1}
}

func codePlace(c dutycard.Card, n int) seal.Place {
	return seal.Place{Org: c.Org, Table: "duty_card_code", ID: string(c.ID) + "/" + strconv.Itoa(n), Rev: 1}
}

// code is what is sealed of a code: its digest again, so that none is put in the place of another by whoever can write to the
// database alone.
type code struct{ Lookup string }

func (q Cards) lookup(corporate, typed string) []byte {
	return q.Keys.Digest("duty_card", corporate+"\x00"+typed)
}

// DutyCard is the latest card of the scope's own unit with its codes; the zero Card where none was issued.
func (q Cards) DutyCard() (c dutycard.Card, codes []dutycard.Code, err error) {
	var body []byte
	err = q.One(`SELECT id, org, unit, at, COALESCE(ended_at, 0), body FROM duty_card WHERE org = $1 AND unit = $2 ORDER BY at DESC, id DESC LIMIT 1`,
		[]any{q.Scope.Org, q.Scope.Unit}, &c.ID, &c.Org, &c.Unit, &c.At, &c.EndedAt, &body)
	if fault.Is(err, fault.Hidden) {
		return dutycard.Card{}, nil, nil
	}
	if err == nil {
		err = q.Open(place(c), body, &c.Words)
	}
	if err != nil {
		return dutycard.Card{}, nil, err
	}
	err = q.Each(`SELECT n, COALESCE(used_at, 0), COALESCE(number, '') FROM duty_card_code WHERE card = $1 AND org = $2 ORDER BY n`, []any{c.ID, q.Scope.Org}, func(scan func(...any) error) error {
		var one dutycard.Code
		err := scan(&one.N, &one.UsedAt, &one.Number)
		codes = append(codes, one)
		return err
	})
	return c, codes, err
}

// AddDutyCard adds a card of the scope's unit with digests of its codes, by which it is found together with the operator's 法人番号.
func (q Cards) AddDutyCard(c dutycard.Card, corporate string, codes []string) error {
	c.Org, c.Unit, c.Words.Unit = q.Scope.Org, q.Scope.Unit, q.Scope.Unit
	body, err := q.Seal(place(c), c.Words)
	if err != nil {
		return err
	}
	if err := q.Add(`INSERT INTO duty_card (id, org, unit, at, body) VALUES ($1, $2, $3, $4, $5)`, c.ID, c.Org, c.Unit, c.At, body); err != nil {
		return err
	}
	for i, typed := range codes {
		digest := q.lookup(corporate, typed)
		sealed, err := q.Seal(codePlace(c, i+1), code{hex.EncodeToString(digest)})
		if err != nil {
			return err
		}
		if err := q.Add(`INSERT INTO duty_card_code (lookup, card, org, unit, n, body) VALUES ($1, $2, $3, $4, $5, $6)`, digest, c.ID, c.Org, c.Unit, i+1, sealed); err != nil {
			return err
		}
	}
	return nil
}

// EndDutyCard ends a card of the scope's unit; one that has ended is a Conflict.
func (q Cards) EndDutyCard(c dutycard.Card) error {
	n, err := q.Exec(`UPDATE duty_card SET ended_at = $1 WHERE id = $2 AND org = $3 AND unit = $4 AND ended_at IS NULL`, q.Scope.At, c.ID, q.Scope.Org, q.Scope.Unit)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.card.none", nil)
	}
	return err
}

// DutyCardBy finds what a code stands on, whether it is still good or not. Who asks is nobody yet: the code, with the number of its
// operator, is the secret. Rows that this house did not write are Absent.
func (q Cards) DutyCardBy(corporate, typed string) (s dutycard.Standing, err error) {
	digest := q.lookup(corporate, typed)
	var sealed, body []byte
	var evidence string
	err = q.One(`SELECT c.id, c.org, c.unit, c.at, COALESCE(c.ended_at, 0), c.body, d.n, COALESCE(d.used_at, 0), COALESCE(d.number, ''), COALESCE(d.packet, ''), d.body, o.kind, `+row.Evidence("org", "o")+`
		FROM duty_card_code d JOIN duty_card c ON c.id = d.card AND c.org = d.org JOIN org o ON o.id = c.org WHERE d.lookup = $1`, []any{digest},
		&s.ID, &s.Card.Org, &s.Card.Unit, &s.Card.At, &s.EndedAt, &body, &s.N, &s.UsedAt, &s.Number, &s.Packet, &sealed, &s.Kind, &evidence)
	if err != nil {
		return dutycard.Standing{}, err
	}
	var is code
	if err = q.Open(place(s.Card), body, &s.Words); err == nil {
		err = q.Open(codePlace(s.Card, s.N), sealed, &is)
	}
	if err != nil || is.Lookup != hex.EncodeToString(digest) || s.Words.Unit != s.Card.Unit || !q.Proved("org", evidence) {
		return dutycard.Standing{}, fault.Absent()
	}
	return s, nil
}

// SpendCode uses a code of the card that acts, for a report and what brought it. One that was used, or whose card has ended, is
// dutycard.Refused: nothing is written then.
func (q Cards) SpendCode(n int, packet string, number ident.Number) error {
	changed, err := q.Exec(`UPDATE duty_card_code SET used_at = $1, packet = $2, number = $3 WHERE card = $4 AND n = $5 AND org = $6 AND used_at IS NULL
		AND EXISTS (SELECT 1 FROM duty_card c WHERE c.id = duty_card_code.card AND c.ended_at IS NULL)`,
		q.Scope.At, packet, number, q.Scope.Card, n, q.Scope.Org)
	if err == nil && changed != 1 {
		err = dutycard.Refused()
	}
	return err
}
