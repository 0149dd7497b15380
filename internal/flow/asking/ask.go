// Package asking is how an office asks about a filing and how the filer answers: 補正のお願い and 照会.
package asking

import (
	"context"
	"crypto/sha256"
	"io"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/request"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// AskTx is what asking needs.
type AskTx interface {
	Now() ident.Instant
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Unit(ident.Unit) (party.Unit, error)
	AddQuestion(filing.Filing, request.Request) error
	MoveFiling(filing.Filing, filing.State) error
	Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error
}

// Ask puts a question about a filing to its filer, or to the operator to which it passed (承継). A 補正のお願い moves the filing to that state; its first
// arrival stays. Any question about a 対象外の申出 has the clock of its case run again (R9).
type Ask struct {
	Act     Act[AskTx]
	Entropy io.Reader
}

// Question is what is asked, about which filing, and by when an answer is wished for (zero: no day).
type Question struct {
	Filing   ident.Number
	Kind     request.Kind
	AnswerBy law.Day
	Text     string
	Fields   []string
}

// Do asks and returns the id of the request. Who may call: officers of an office to which the filing is
// addressed; for anybody else the filing is absent.
func (a Ask) Do(ctx context.Context, s access.Scope, key ident.Key, ask Question) (id ident.Request, err error) {
	defer fault.Wrap(&err, "asking.Ask")
	may := access.Permission{Action: access.Ask, Object: access.Report}
	if err := s.Permit(may); err != nil {
		return "", err
	}
	q := request.Question{Text: ask.Text, Fields: ask.Fields}
	if err := q.Check(ask.Kind); err != nil {
		return "", err
	}
	if err := ask.checkDay(s.At); err != nil {
		return "", err
	}
	leaf, err := a.Act(ctx, s, key, func(tx AskTx) (ledger.Entry, error) {
		f, _, err := tx.Filing(ask.Filing, may)
		if err != nil {
			return ledger.Entry{}, err
		}
		office, err := tx.Unit(s.Unit)
		if err != nil {
			return ledger.Entry{}, err
		}
		q.Office, q.OfficeEn = office.Name, office.NameEn
		r, err := a.make(s, tx.Now(), f, ask, q)
		if err != nil {
			return ledger.Entry{}, err
		}
		if ask.Kind == request.Fix {
			if f.State == filing.Withdrawn {
				return ledger.Entry{}, fault.New(fault.Conflict, "fault.withdrawal.fix", nil)
			}
			if err := filing.Move(f.State, filing.FixAsked, filing.Office); err != nil {
				return ledger.Entry{}, err
			}
			if err := tx.MoveFiling(f, filing.FixAsked); err != nil {
				return ledger.Entry{}, err
			}
		}
		if err := tx.AddQuestion(f, r); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.RequestAsked, s, r, ask.Text), tx.Notify([]ident.Unit{r.AskedUnit}, ident.Object(r.ID), r.Number, "action")
	})
	return ident.Request(leaf.Object), err
}

// checkDay refuses a wish that lies in the past or beyond ten.
func (q Question) checkDay(at ident.Instant) error {
	var l fault.List
	if today := law.DayOf(at); !q.AnswerBy.IsZero() && (q.AnswerBy.Before(today) || law.DayOf(at.Add(10*366*24*time.Hour)).Before(q.AnswerBy)) {
		l.Add("answer_by", "fault.asking.day", fault.Args{"day": q.AnswerBy.String()})
	}
	return l.Err()
}

func (a Ask) make(s access.Scope, at ident.Instant, f filing.Filing, ask Question, q request.Question) (r request.Request, err error) {
	org, unit := f.Holder()
	r = request.Request{
		Kind: ask.Kind, Filing: f.ID, Org: s.Org, Unit: s.Unit, AskedOrg: org, AskedUnit: unit,
		State: request.Waiting, AskedAt: at, AnswerBy: ask.AnswerBy, Question: q,
	}
	if r.ID, err = ident.NewID[ident.Request](at, a.Entropy); err != nil {
		return r, err
	}
	r.Number, err = ident.NewNumber(ident.NumberRequest, at, a.Entropy)
	return r, err
}

func entry(kind ledger.Kind, s access.Scope, r request.Request, text string) ledger.Entry {
	return ledger.Entry{
		Kind: kind, Object: ident.Object(r.ID), Number: r.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256([]byte(text)),
	}
}
