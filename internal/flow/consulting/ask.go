package consulting

import (
	"context"
	"io"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
)

// AskTx is what beginning a consultation needs.
type AskTx interface {
	Registering
	ConsultGround(business string) (consult.Ground, error)
	BeginConsult(c consult.Consultation, h *consult.Sheet, g consult.Ground, urgency string) error
}

// Ask begins a consultation (相談) with the offices that are competent for a business.
type Ask struct {
	Act     Act[AskTx]
	Entropy io.Reader
}

// Question is what is asked, and what goes along: the facts of an assessment with the 範囲整理表 that follows from them, or lines of one that grew from
// 機器台帳. Nothing goes along that is not named here.
type Question struct {
	Business string
	Subject  string
	Question string
	Facts    *scope.Facts
	Lines    []consult.Line
	Book     string
	Seen     int // revision of 機器台帳 from which the lines were made; they are compared where there are any
}

// Do asks and returns the id. Who may call: roles that may file, of the operator. What is wrong is Invalid at subject, question or business; a business that
// is none of the operator's is told as one that does not exist. A 機器台帳 that was written meanwhile is a Conflict. Without a competent office it is
// Unavailable.
func (a Ask) Do(ctx context.Context, s access.Scope, key ident.Key, w Question) (id ident.Object, err error) {
	defer fault.Wrap(&err, "consulting.Ask")
	if err := s.Permit(MayAsk); err != nil {
		return "", err
	}
	words := consult.Words{Subject: strings.TrimSpace(w.Subject), Question: strings.TrimSpace(w.Question), Facts: w.Facts}
	if err := words.Check(); err != nil {
		return "", err
	}
	leaf, err := a.Act(ctx, s, key, func(tx AskTx) (ledger.Entry, error) {
		g, err := ground(tx, w.Business)
		if err != nil {
			return ledger.Entry{}, err
		}
		org, _, person, err := tx.Registered()
		if err != nil {
			return ledger.Entry{}, err
		}
		words.Filer, words.FilerEn, words.Name = org.Name, org.NameEn, s.Signed(person.Name)
		c := consult.Consultation{Org: s.Org, Unit: s.Unit, Business: g.Business.ID, Sector: g.Business.Sector, State: consult.Received, AskedAt: tx.Now(), Words: words}
		if c.ID, err = ident.NewID[ident.Object](tx.Now(), a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if c.Number, err = ident.NewNumber(ident.NumberConsult, tx.Now(), a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		h, err := w.sheet(c, g, tx.Now(), a.Entropy)
		if err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ConsultAsked, s, c, []any{words, h}), tx.BeginConsult(c, h, g, string(message.Action))
	})
	return leaf.Object, err
}

// ground is what a consultation about a business stands on; what of it lacks is told in words.
func ground(tx interface {
	ConsultGround(business string) (consult.Ground, error)
}, business string) (g consult.Ground, err error) {
	if g, err = tx.ConsultGround(business); fault.Is(err, fault.Hidden) {
		var l fault.List
		l.Add("business", "fault.consult.business", nil)
		return g, l.Err()
	}
	if err == nil && len(g.To) == 0 {
		err = fault.New(fault.Unavailable, "fault.consult.nobody", nil)
	}
	return g, err
}

// sheet is the version of the 範囲整理表 that goes along; nil where none does.
func (w Question) sheet(c consult.Consultation, g consult.Ground, at ident.Instant, entropy io.Reader) (*consult.Sheet, error) {
	lines, book := w.Lines, w.Book
	switch {
	case w.Facts != nil:
		id, ok := consult.About(*w.Facts, g.Business)
		if !ok {
			var l fault.List
			l.Add("business", "fault.consult.facts", nil)
			return nil, l.Err()
		}
		r := scope.Assess(law.Release(), law.DayOf(at), *w.Facts)
		lines, book = consult.Grow(*w.Facts, r, id, nil), r.Book
	case len(lines) == 0:
		return nil, nil //nolint:nilnil // nothing goes along
	case w.Seen != g.Inventory:
		return nil, fault.New(fault.Conflict, "fault.asset.moved", nil)
	}
	if err := consult.CheckLines(lines); err != nil {
		return nil, err
	}
	h := &consult.Sheet{Consult: c.ID, Org: c.Org, Unit: c.Unit, Business: g.Business.ID, Version: 1, SentAt: at, Agreed: consult.Continue(lines, book, g.Earlier)}
	if len(g.Earlier) > 0 {
		h.Version = g.Earlier[0].Version + 1
	}
	var err error
	h.ID, err = ident.NewID[ident.Object](at, entropy)
	return h, err
}
