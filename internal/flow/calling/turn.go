package calling

import (
	"context"
	"io"
	"slices"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
)

// TurnsTx is what adding turns needs.
type TurnsTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Colleagues() ([]party.Colleague, error)
	DutyTurns(from, until ident.Instant) ([]oncall.Turn, error)
	AddDutyTurn(oncall.Turn) error
	EndDutyTurn(ident.Object) error
}

// AddTurns writes turns into the roster (当番表) of one's own unit.
type AddTurns struct {
	Act     Act[TurnsTx]
	Entropy io.Reader
}

// Do adds them all, or none. An address that is a colleague's ties a turn to their account. With instead the days from the first to the last
// of the turns are written anew: what began on them, and has not begun yet, is taken back. Turns that meet are no fault: the roster shows
// them. Who may call: administrators of the organisation. Faults name the places as oncall.CheckTurns does.
func (v AddTurns) Do(ctx context.Context, s access.Scope, key ident.Key, turns []oncall.Turn, instead bool) (err error) {
	defer fault.Wrap(&err, "calling.AddTurns")
	if err := s.Permit(MaySet); err != nil {
		return err
	}
	turns = slices.Clone(turns)
	for i := range turns {
		turns[i].Who = turns[i].Who.Trim()
	}
	if err := oncall.CheckTurns(turns, s.At); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx TurnsTx) (ledger.Entry, error) {
		if instead {
			if err := makeRoom(tx, turns); err != nil {
				return ledger.Entry{}, err
			}
		}
		return written(tx, s, v.Entropy, turns)
	})
	return err
}

// makeRoom takes back the turns on the days of a roster that is brought anew.
func makeRoom(tx TurnsTx, turns []oncall.Turn) error {
	first, last := turns[0].From, turns[0].From
	for _, t := range turns {
		first, last = min(first, t.From), max(last, t.From)
	}
	from, until := max(law.DayOf(first).Start(), tx.Now()), law.DayOf(last).End()
	old, err := tx.DutyTurns(from, until)
	for _, t := range old {
		if err == nil && t.From >= from {
			err = tx.EndDutyTurn(t.ID)
		}
	}
	return err
}

// written keeps turns with who wrote them, and tells the log.
func written(tx TurnsTx, s access.Scope, entropy io.Reader, turns []oncall.Turn) (ledger.Entry, error) {
	by, err := s.SignedBy(tx.Person)
	if err != nil {
		return ledger.Entry{}, err
	}
	people, err := tx.Colleagues()
	if err != nil {
		return ledger.Entry{}, err
	}
	for i := range turns {
		t := &turns[i]
		t.By, t.Person = by, account(people, t.Who.Email, tx.Now())
		if t.ID, err = ident.NewID[ident.Object](tx.Now(), entropy); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddDutyTurn(*t); err != nil {
			return ledger.Entry{}, err
		}
	}
	return entry(ledger.DutyTurnsSet, s, ident.Object(s.Unit), turns), nil
}

// account is whose account an address is.
func account(people []party.Colleague, mail string, at ident.Instant) ident.Person {
	for _, k := range people {
		if mail != "" && strings.EqualFold(k.Mail, mail) && k.StandingAt(at) != party.Past {
			return k.Person
		}
	}
	return ""
}
