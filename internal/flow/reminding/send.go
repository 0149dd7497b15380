// Package reminding is an office writing to operators of whom it expects something (事務連絡, R23).
package reminding

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/letter"
	"kanmin/internal/domain/party"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// What writing and reading 事務連絡 need.
var (
	MaySend = access.Permission{Action: access.Write, Object: access.Letter}
	MayRead = access.Permission{Action: access.Read, Object: access.Letter}
)

// SendTx is what sending needs.
type SendTx interface {
	Now() ident.Instant
	Registered() (party.Org, party.Unit, party.Person, error)
	ExpectedLines(expected.Of) ([]expected.Line, error)
	UnitsToWrite([]ident.Org) (map[ident.Org]ident.Unit, error)
	AddOfficeLetter(letter.Letter, []letter.Copy) error
	Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error
}

// Send writes to operators.
type Send struct {
	Act     Act[SendTx]
	Entropy io.Reader
}

// Do writes to each row that stands as it was seen, in one act, with a copy and a number for each, and leaves the others, each with its reason; it
// returns the letter's id. Who may call: officers, about what their office expects. If nothing is left to be written about it is a Conflict, and no
// act. What was sent cannot be taken back.
func (v Send) Do(ctx context.Context, s access.Scope, key ident.Key, d letter.Draft) (id ident.Object, err error) {
	defer fault.Wrap(&err, "reminding.Send")
	if err := s.Permit(MaySend); err != nil {
		return "", err
	}
	if err := d.Check(); err != nil {
		return "", err
	}
	leaf, err := v.Act(ctx, s, key, func(tx SendTx) (ledger.Entry, error) {
		now, err := tx.ExpectedLines(d.Of)
		if err != nil {
			return ledger.Entry{}, err
		}
		list := letter.Judge(d.Seen, now)
		if letter.Sent(list) == 0 {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.memo.nothing", nil)
		}
		l, copies, err := v.compose(tx, s, d, list)
		if err == nil {
			err = tx.AddOfficeLetter(l, copies)
		}
		for _, c := range copies {
			if err == nil {
				err = tx.Notify([]ident.Unit{c.Unit}, c.ID, c.Number, "action")
			}
		}
		return entry(s, l, copies), err
	})
	return leaf.Object, err
}

// compose makes the letter and its copies.
func (v Send) compose(tx SendTx, s access.Scope, d letter.Draft, list []letter.Marked) (l letter.Letter, copies []letter.Copy, err error) {
	_, office, person, err := tx.Registered()
	if err != nil {
		return l, nil, err
	}
	l = letter.Letter{Org: s.Org, Unit: s.Unit, Of: d.Of, At: tx.Now(), Words: letter.Words{Title: d.Title, Text: d.Text, Left: letter.LeftOf(list)}}
	if person.ID != "" || person.Name != "" {
		l.By = s.Signed(person.Name)
	}
	if l.ID, err = ident.NewID[ident.Object](l.At, v.Entropy); err != nil {
		return l, nil, err
	}
	var orgs []ident.Org
	for _, m := range list {
		if m.Why == "" {
			orgs = append(orgs, m.Operator.ID)
		}
	}
	units, err := tx.UnitsToWrite(orgs)
	for _, m := range list {
		if err != nil || m.Why != "" {
			continue
		}
		if units[m.Operator.ID] == "" {
			return l, nil, fault.Absent()
		}
		f := letter.For{Line: m.Line, Office: office.Name, OfficeAt: office.Phone}
		c := letter.Copy{
			Letter: l.ID, Org: m.Operator.ID, Unit: units[m.Operator.ID], OfficeOrg: s.Org, Office: s.Unit, Of: d.Of, At: l.At,
			Content: letter.Content{Title: letter.Fill(d.Title, f), Text: letter.Fill(d.Text, f), OfficeIs: office.Name, OfficeEn: office.NameEn, Phone: office.Phone},
		}
		if c.ID, err = ident.NewID[ident.Object](l.At, v.Entropy); err == nil {
			c.Number, err = ident.NewNumber(ident.NumberLetter, l.At, v.Entropy)
		}
		copies = append(copies, c)
	}
	l.N = len(copies)
	return l, copies, err
}

func entry(s access.Scope, l letter.Letter, copies []letter.Copy) ledger.Entry {
	b, err := json.Marshal([]any{l, copies})
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: ledger.LetterSent, Object: l.ID, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b), Facts: map[string]string{"n": strconv.Itoa(l.N)}}
}
