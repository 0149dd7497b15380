package reports

import (
	_ "embed"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/statistic"
)

// back is what the operator gets back at once: how many others reported something alike, and what to see to first.
type back struct {
	Similar []string
	AsOf    string
	Steps   string // address of the checklist; empty on reports that opened no case
}

// given is what one's own organisation gets back for a report that opened a case.
func (p Pages) given(r *gate.Request, o opened) (b back, err error) {
	if !o.of.Case || o.of.Act != party.ActReport || o.State == filing.Withdrawn {
		return b, nil
	}
	b.Steps = reporting.ReportAt(o.Number, "steps")
	a, asks, err := statistic.AskingOf(o.file, r.Now)
	if !asks || err != nil || p.Similar == nil {
		return b, err
	}
	list, reached := p.Similar(a, r.Now)
	for _, s := range list {
		if s.Figure == statistic.Technique {
			b.Similar = append(b.Similar, r.T("given.technique", "kind", statistic.ValueName(statistic.Kind, s.Kind).In(string(r.Lang)), "technique", statistic.ValueName(statistic.Technique, s.Technique).In(string(r.Lang)), "n", look.Number(s.Operators)))
			continue
		}
		b.Similar = append(b.Similar, r.T("given.kind", "kind", statistic.ValueName(statistic.Kind, s.Kind).In(string(r.Lang)), "n", look.Number(s.Operators), "days", strconv.Itoa(statistic.SimilarDays)))
	}
	b.AsOf = r.T("statistic.as-of", "n", look.Number(reached+1))
	return b, nil
}

// Steps is the checklist.
type Steps struct {
	Number string
	To     look.Link
	Lists  []checklist
}

type checklist struct {
	ID, Name string
	Lines    []look.Answer
}

//go:embed steps.tmpl
var stepsSource string

var stepsPage = look.Parse[Steps]("reporting/reports/steps", stepsSource)

// steps is 最初の対応の確認表, to be printed: by what the case says now.
func (p Pages) steps(w http.ResponseWriter, r *gate.Request) error {
	n, err := number(r, "number")
	if err != nil {
		return err
	}
	var o opened
	if err := p.Look(r.Context(), r.Scope, purposeOpen, func(tx ReportTx) (_ []ident.Object, err error) {
		if o, err = open(tx, r.Scope, n); err != nil {
			return nil, err
		}
		return []ident.Object{ident.Object(o.ID)}, nil
	}); err != nil {
		return err
	}
	v := Steps{Number: string(o.Number), To: look.Link{To: reporting.ReportAt(o.Number), Text: string(o.Number)}}
	for _, c := range incident.FirstSteps(o.file.Values()) {
		one := checklist{ID: c.ID, Name: c.Name.In(string(r.Lang))}
		for _, l := range c.Lines {
			from := l.Source
			if from == "" {
				from = r.T("given.own")
			}
			one.Lines = append(one.Lines, look.Answer{Text: l.In(string(r.Lang)), Note: from})
		}
		v.Lists = append(v.Lists, one)
	}
	f := r.Frame("given.steps").With(look.Link{To: reporting.HomePath, Text: r.T("nav.home")}, v.To, look.Link{Text: r.T("given.steps")}).About(string(o.Number))
	return stepsPage.Write(w, f, v)
}
