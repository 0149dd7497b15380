package consulting

import (
	"context"
	"io"
	"slices"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// MarkTx is what agreeing to lines needs.
type MarkTx interface {
	Tx
	AddConsultMarks(h consult.Sheet, marks []consult.Mark, settledAt ident.Instant) error
}

// Mark is what an office says of lines of a 範囲整理表: confirmed, or to be looked at again, with a comment. When every line is confirmed the version is.
type Mark struct {
	Act     Act[MarkTx]
	Entropy io.Reader
}

// Marking is what is said of the latest version in a consultation, under the revisions that were on screen.
type Marking struct {
	Number   ident.Number
	Version  int
	Rev      int // of the version
	Verdicts []consult.Verdict
	Rest     bool // every line of which nothing was said is confirmed
}

// Do says it. Who may call: the people of offices that have the consultation; for anybody else it is absent. 要確認 without a comment is Invalid at its line; a
// version that is not the latest, or of which somebody spoke meanwhile, is a Conflict. What changes nothing is Invalid.
func (v Mark) Do(ctx context.Context, s access.Scope, key ident.Key, t Marking) (err error) {
	defer fault.Wrap(&err, "consulting.Mark")
	if err := s.Permit(MayAnswer); err != nil {
		return err
	}
	for i := range t.Verdicts {
		t.Verdicts[i].Comment = strings.TrimSpace(t.Verdicts[i].Comment)
	}
	_, err = v.Act(ctx, s, key, func(tx MarkTx) (ledger.Entry, error) {
		c, err := tx.Consult(t.Number, MayAnswer)
		if err != nil {
			return ledger.Entry{}, err
		}
		to, err := consult.Next(c.State, consult.Competent, consult.Marked)
		if err != nil {
			return ledger.Entry{}, err
		}
		h, err := t.of(c)
		if err != nil {
			return ledger.Entry{}, err
		}
		verdicts := t.whole(h)
		if err := h.Check(verdicts); err != nil {
			return ledger.Entry{}, err
		}
		e, err := said(tx, s, v.Entropy, consult.Marked, "")
		if err != nil {
			return ledger.Entry{}, err
		}
		_, unit, person, err := tx.Registered()
		if err != nil {
			return ledger.Entry{}, err
		}
		marks, err := v.marks(h, verdicts, signature{s, unit, s.Signed(person.Name), tx.Now()})
		if err != nil {
			return ledger.Entry{}, err
		}
		since, err := settle(h, marks, tx.Now())
		if err != nil {
			return ledger.Entry{}, err
		}
		e.Version = h.Version
		for _, m := range marks {
			if m.Confirmed {
				e.Confirmed++
			} else {
				e.Questions++
			}
		}
		if err := tx.AddConsultMarks(h, marks, since); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ConsultMarked, s, c, []any{h.Version, marks}), tx.TellConsult(c, to, e, nil, consult.Told{Units: others(c, s.Org), Urgency: string(urgency(consult.Marked))})
	})
	return err
}

// of is the version that is spoken of: the latest of the consultation.
func (t Marking) of(c consult.Consultation) (consult.Sheet, error) {
	if len(c.Sheets) == 0 {
		return consult.Sheet{}, fault.Absent()
	}
	h := c.Sheets[len(c.Sheets)-1]
	if h.Version != t.Version || h.Rev != t.Rev {
		return h, moved()
	}
	return h, nil
}

// whole are the verdicts, with the rest confirmed where that is said.
func (t Marking) whole(h consult.Sheet) []consult.Verdict {
	list := t.Verdicts
	if !t.Rest {
		return h.Changed(list)
	}
	named := map[string]bool{}
	for _, v := range list {
		named[v.Line] = true
	}
	for _, l := range h.Lines {
		if st, _ := h.Stand(l.ID); st == consult.Waiting && !named[l.ID] {
			list = append(list, consult.Verdict{Line: l.ID, Confirmed: true})
		}
	}
	return h.Changed(list)
}

// signature is who says it, and when.
type signature struct {
	s    access.Scope
	unit party.Unit
	name string
	at   ident.Instant
}

func (v Mark) marks(h consult.Sheet, list []consult.Verdict, by signature) (marks []consult.Mark, err error) {
	for _, one := range list {
		m := consult.Mark{Line: one.Line, Confirmed: one.Confirmed, Org: by.s.Org, Unit: by.s.Unit, At: by.at, Version: h.Version, MarkWords: consult.MarkWords{Comment: one.Comment, Office: by.unit.Name, OfficeEn: by.unit.NameEn, Name: by.name}}
		if m.ID, err = ident.NewID[ident.Object](by.at, v.Entropy); err != nil {
			return nil, err
		}
		marks = append(marks, m)
	}
	return marks, nil
}

// settle is since when the version is confirmed after marks; 0: it is not. What changes nothing is refused.
func settle(h consult.Sheet, marks []consult.Mark, now ident.Instant) (ident.Instant, error) {
	was := h.SettledAt
	h.Marks = append(slices.Clip(h.Marks), marks...)
	all := h.All()
	if len(marks) == 0 && (!all || was != 0) {
		var l fault.List
		l.Add("lines", "fault.consult.nothing", nil)
		return 0, l.Err()
	}
	switch {
	case !all:
		return 0, nil
	case was != 0:
		return was, nil
	}
	return now, nil
}
