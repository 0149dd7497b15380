package reports

import (
	"crypto/sha256"
	_ "embed"
	"errors"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
)

// answerLimit bounds an answer's body: large enough that a text that is too long is shown again with its length.
const answerLimit = 1 << 20

// answerView is the page on which a question is answered: write, look it over, send.
type answerView struct {
	Question question
	Report   look.Link
	Action   string
	Field    look.Field
	Problems look.Problems
	Check    bool // the text is looked over before it is sent
	Key      string
	Text     string
}

//go:embed answer.tmpl
var answerSource string

var answerPage = look.Parse[answerView]("reporting/reports/answer", answerSource)

// asked reads the question of the address. done means that the answer was given already.
func (p Pages) asked(r *gate.Request) (v answerView, n, q ident.Number, err error) {
	if n, err = number(r, "number"); err != nil {
		return v, n, q, err
	}
	if q, err = number(r, "request"); err != nil {
		return v, n, q, err
	}
	err = p.Look(r.Context(), r.Scope, purposeAct, func(tx ReportTx) ([]ident.Object, error) {
		f, c, err := own(tx, r.Scope, n, mayAnswer)
		if err != nil {
			return nil, err
		}
		list, err := tx.RequestsOf(f.ID)
		if err != nil {
			return nil, err
		}
		for _, one := range list {
			if one.Number == q {
				of, err := tx.Procedure(string(f.Kind))
				if err != nil {
					return nil, err
				}
				v.Question = opened{Filing: f, Content: c, of: of}.question(r, one, true)
				v.Report = look.Link{To: reporting.ReportAt(n), Text: c.Summary}
				return []ident.Object{ident.Object(f.ID)}, nil
			}
		}
		return nil, fault.Absent()
	})
	v.Action = reporting.ReportAt(n, "requests", q.ASCII())
	v.Field = look.Field{Kind: look.Area, ID: "reply", Label: r.T("reply.label"), Hint: r.T("reply.hint"), Need: true, Limit: request.TextLimit}
	return v, n, q, err
}

// answered answers for a question that needs no answer any more. It reports whether it did.
func answered(w http.ResponseWriter, v answerView) (bool, error) {
	if v.Question.Waiting {
		return false, nil
	}
	return true, gate.See(w, v.Report.To+"?from=answered#"+v.Question.ID)
}

func (p Pages) answerFrame(r *gate.Request, n ident.Number, v answerView) look.Frame {
	f := r.Frame("reply.title")
	if v.Check {
		f = r.Frame("reply.check")
	}
	f.Crumbs = []look.Link{
		{To: reporting.HomePath, Text: r.T("nav.home")}, {To: reporting.ReportsPath, Text: r.T("reports.title")}, {To: reporting.ReportAt(n), Text: string(n)}, {Text: f.Title},
	}
	return f.About(v.Question.Number)
}

// write is the page on which the answer is written.
func (p Pages) write(w http.ResponseWriter, r *gate.Request) error {
	v, n, _, err := p.asked(r)
	if err != nil {
		return err
	}
	if done, err := answered(w, v); done {
		return err
	}
	return answerPage.Write(w, p.answerFrame(r, n, v), v)
}

// checkAnswer shows the answer to be looked over, or gives it back to be changed. It sends nothing.
func (p Pages) checkAnswer(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	v, n, _, err := p.asked(r)
	if err != nil {
		return err
	}
	if done, err := answered(w, v); done {
		return err
	}
	v.Text = lines(fields.Get("reply"))
	v.Field.Value = v.Text
	if fields.Get("do") == "edit" {
		return answerPage.Write(w, p.answerFrame(r, n, v), v)
	}
	if err := (request.Answer{Reply: v.Text}).Check(); err != nil {
		return p.again(w, r, n, v, err)
	}
	v.Check = true
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	return answerPage.Write(w, p.answerFrame(r, n, v), v)
}

// again shows the answer with what is wrong about it.
func (p Pages) again(w http.ResponseWriter, r *gate.Request, n ident.Number, v answerView, err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.Invalid || len(e.Fields) == 0 {
		return err
	}
	v.Field.Error = r.Why(e.Fields[0])
	v.Problems = look.Problems{{ID: v.Field.ID, Label: v.Field.Label, Text: v.Field.Error}}
	return answerPage.WriteStatus(w, http.StatusUnprocessableEntity, p.answerFrame(r, n, v), v)
}

// answer sends the answer. Pressed twice it leads to the one answer that was sent.
func (p Pages) answer(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	v, n, q, err := p.asked(r)
	if err != nil {
		return err
	}
	v.Text = lines(fields.Get("reply"))
	v.Field.Value = v.Text
	if !v.Question.Waiting && v.Question.Reply == v.Text {
		return gate.See(w, v.Report.To+"?from=answer#"+v.Question.ID)
	}
	if done, err := answered(w, v); done {
		return err
	}
	key, err := r.Key(sha256.Sum256([]byte(string(q) + "\x00" + v.Text)))
	if err != nil {
		return err
	}
	_, err = p.Answer.Do(r.Context(), r.Scope, key, asking.Reply{Filing: n, Request: q, Text: v.Text})
	switch {
	case fault.Is(err, fault.Invalid):
		return p.again(w, r, n, v, err)
	case fault.Is(err, fault.Conflict):
		return gate.See(w, v.Report.To+"?from=answered#"+v.Question.ID)
	case err != nil:
		return err
	}
	return gate.See(w, v.Report.To+"?from=answer#"+v.Question.ID)
}

// lines has line ends as they are kept.
func lines(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
}
