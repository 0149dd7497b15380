package calling

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/oncall"
)

// CopyWeek writes the turns of seven days once more, into seven others.
type CopyWeek struct {
	Act     Act[TurnsTx]
	Entropy io.Reader
}

const week = 7

// Do copies the turns that begin on the seven days from one day on to those from another on; whoever has left has none there. Seven days
// without a turn are an Invalid fault of "from"; turns on the others a Conflict of "to". Who may call: administrators of the organisation.
func (v CopyWeek) Do(ctx context.Context, s access.Scope, key ident.Key, from, to law.Day) (err error) {
	defer fault.Wrap(&err, "calling.CopyWeek")
	if err := s.Permit(MaySet); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx TurnsTx) (ledger.Entry, error) {
		turns, err := beginning(tx, from)
		if err != nil {
			return ledger.Entry{}, err
		}
		taken, err := beginning(tx, to)
		if err != nil {
			return ledger.Entry{}, err
		}
		turns = oncall.Moved(turns, to.Since(from))
		var l fault.List
		if len(turns) == 0 {
			l.Add("from", "fault.turn.copy.empty", nil)
		}
		if len(taken) > 0 {
			l.Add("to", "fault.turn.copy.taken", nil)
		}
		if err := l.Err(); err != nil {
			return ledger.Entry{}, err
		}
		if err := oncall.CheckTurns(turns, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		return written(tx, s, v.Entropy, turns)
	})
	return err
}

// beginning are the turns that begin on the seven days from a day on.
func beginning(tx TurnsTx, day law.Day) (list []oncall.Turn, err error) {
	from, until := day.Start(), day.Add(week).Start()
	all, err := tx.DutyTurns(from, until)
	for _, t := range all {
		if t.From >= from && t.From < until {
			list = append(list, t)
		}
	}
	return list, err
}
