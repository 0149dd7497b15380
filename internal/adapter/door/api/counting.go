package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/statistic"
	"kanmin/internal/domain/text"
)

// SightTx is what an office counts from.
type SightTx interface {
	ReleasedSince(law.Day) (map[ident.Filing][]string, error)
}

// CountIndex is what was reported, in memory (keep/index/reports).
type CountIndex interface {
	Cases(statistic.Sight) (cases []statistic.Case, reached int64, err error)
	Similar(statistic.Asking, ident.Instant) ([]statistic.Similar, int64)
}

// Counting are the statistics of reports; every field is needed.
type Counting struct {
	Index CountIndex
	Read  Reading[SightTx]
}

type countIn struct {
	From   string `query:"from" doc:"first day of arrival; a year before the last when absent, and never before the law came into force" example:"2026-10-01"`
	Until  string `query:"until" doc:"last day of arrival; today when absent" example:"2026-11-30"`
	Of     string `query:"of" doc:"report (法5条の報告, the default), voluntary, outside (対象外の申出) or withdrawn: counted apart"`
	Sector string `query:"sector" example:"electricity"`
	Kind   string `query:"kind" doc:"what happened, as in the form of a 速報" example:"access"`
}

// Share is how many of those whose date is over arrived by it.
type Share struct {
	In int `json:"in_time"`
	Of int `json:"date_over"`
}

// Median is the middle of some times.
type Median struct {
	N     int     `json:"cases" doc:"of how many; 0: there is no median"`
	Hours float64 `json:"hours"`
}

// CountedMonth is one month of the period.
type CountedMonth struct {
	Month  string `json:"month" example:"2026-11"`
	N      int    `json:"cases"`
	Timely Share  `json:"detailed_in_time"`
	Prompt Median `json:"aware_to_first_report"`
	Detail Median `json:"aware_to_detailed"`
}

// CountedValue is how many cases count under a value.
type CountedValue struct {
	Value string    `json:"value" doc:"unknown: 未把握; none: nobody has said"`
	Name  text.Both `json:"name"`
	N     int       `json:"cases"`
}

// CountedFigure is one thing by which cases are told apart. A case may count under several values.
type CountedFigure struct {
	Figure string         `json:"figure" enum:"kind,effect,sector,form,technique,product"`
	Name   text.Both      `json:"name"`
	Values []CountedValue `json:"values"`
	Other  int            `json:"other_values,omitempty" doc:"values beyond the first 50"`
}

// CountDefinition says what a number is.
type CountDefinition struct {
	ID        string        `json:"id"`
	Name      text.Both     `json:"name"`
	Text      text.Both     `json:"text"`
	Own       bool          `json:"own" doc:"a rule of this system, not of the law"`
	Source    string        `json:"source,omitempty"`
	Certainty law.Certainty `json:"certainty"`
}

type countOut struct {
	Body struct {
		AsOf        int64             `json:"as_of" doc:"how many entries of the log were counted"`
		From        string            `json:"from" format:"date"`
		Until       string            `json:"until" format:"date"`
		Of          string            `json:"of"`
		N           int               `json:"cases"`
		Apart       map[string]int    `json:"apart" doc:"cases of the period, each under one count"`
		Timely      Share             `json:"detailed_in_time"`
		Prompt      Median            `json:"aware_to_first_report" doc:"elapsed time: 速やかに sets no number of days"`
		Detail      Median            `json:"aware_to_detailed"`
		Months      []CountedMonth    `json:"months"`
		Figures     []CountedFigure   `json:"figures"`
		Definitions []CountDefinition `json:"definitions"`
	}
}

type hintsOut struct {
	Body struct {
		Days       int           `json:"days" doc:"up to now, that are counted"`
		AsOf       int64         `json:"as_of,omitempty" doc:"how many entries of the log were counted"`
		Similar    []SimilarView `json:"similar" doc:"only where there are at least 5 other operators of at least 2 sectors; else nothing"`
		Checklists []Checklist   `json:"checklists" doc:"what to see to first; put together by this system, not the law"`
	}
}

// SimilarView is how many other operators reported something alike.
type SimilarView struct {
	Kind      string `json:"kind"`
	Technique string `json:"technique,omitempty"`
	Operators int    `json:"operators" doc:"others, each once"`
}

// Checklist is what to see to first.
type Checklist struct {
	ID    string          `json:"id" enum:"ransomware,ddos,malware,access,unknown"`
	Name  text.Both       `json:"name"`
	Lines []ChecklistLine `json:"lines"`
}

// ChecklistLine is one thing to see to.
type ChecklistLine struct {
	Text   text.Both `json:"text"`
	Source string    `json:"source,omitempty" doc:"absent: put together by this system"`
}

func (a *API) counting(t *table) {
	add(t, access.Permission{Action: access.Read, Object: access.Desk}, huma.Operation{
		OperationID: "count-reports", Method: http.MethodGet, Path: "/statistics/reports", Tags: []string{"statistics"},
		Summary: "What the office received, counted: nothing that it did not receive is in any number",
	}, a.countReports)
	add(t, mayRead, huma.Operation{
		OperationID: "read-hints", Method: http.MethodGet, Path: "/reports/{number}/hints", Tags: []string{"reports"},
		Summary: "What the own organisation gets back for a report of a case: how many others reported something alike, and what to see to first",
	}, a.hints)
}

func (a *API) countReports(c *call, in *countIn) (*countOut, error) {
	parts := map[string]string{"from": in.From, "until": in.Until, "of": in.Of, "sector": in.Sector, "kind": in.Kind}
	today := law.DayOf(c.Scope.At)
	q, err := statistic.ReadQuery(func(name string) string { return parts[name] }, today)
	if err != nil {
		return nil, err
	}
	var sight statistic.Sight
	if err := a.Counting.Read(c.Context(), c.Scope, func(tx SightTx) (err error) {
		sight, err = tx.ReleasedSince(q.From)
		return err
	}); err != nil {
		return nil, err
	}
	cases, reached, err := a.Counting.Index.Cases(sight)
	if err != nil {
		return nil, err
	}
	r := statistic.Count(cases, q, today)
	out := &countOut{}
	b := &out.Body
	b.AsOf, b.From, b.Until, b.Of, b.N, b.Apart = reached+1, q.From.String(), q.Until.String(), string(q.Of), r.N, map[string]int{}
	b.Timely, b.Prompt, b.Detail, b.Months, b.Figures = Share(r.Timely), Median(r.Prompt), Median(r.Detail), []CountedMonth{}, []CountedFigure{}
	for _, of := range statistic.Counts {
		b.Apart[string(of)] = r.All[of]
	}
	for _, m := range r.Months {
		b.Months = append(b.Months, CountedMonth{m.On.String()[:7], m.N, Share(m.Timely), Median(m.Prompt), Median(m.Detail)})
	}
	for _, t := range r.Tables {
		one := CountedFigure{Figure: string(t.Figure), Name: t.Figure.Name(), Values: []CountedValue{}, Other: t.Other}
		for _, row := range t.Rows {
			one.Values = append(one.Values, CountedValue{row.Value, statistic.ValueName(t.Figure, row.Value), row.N})
		}
		b.Figures = append(b.Figures, one)
	}
	b.Definitions = definitions(statistic.Definitions(today))
	return out, nil
}

func (a *API) hints(c *call, in *numbered) (*hintsOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	var o opened
	if err := a.Report(c.Context(), c.Scope, purposeOpen, func(tx ReportTx) (_ []ident.Object, err error) {
		if o, err = open(tx, c.Scope, n); err != nil {
			return nil, err
		}
		if !o.own {
			return nil, fault.Absent()
		}
		return o.looked(), nil
	}); err != nil {
		return nil, err
	}
	out := &hintsOut{}
	b := &out.Body
	b.Days, b.Similar = statistic.SimilarDays, []SimilarView{}
	asking, asks, err := statistic.AskingOf(o.file, c.Scope.At)
	if err != nil {
		return nil, err
	}
	if asks {
		list, reached := a.Counting.Index.Similar(asking, c.Scope.At)
		for _, s := range list {
			b.Similar = append(b.Similar, SimilarView{s.Kind, s.Technique, s.Operators})
		}
		b.AsOf = reached + 1
	}
	for _, l := range incident.FirstSteps(o.file.Values()) {
		one := Checklist{ID: l.ID, Name: l.Name}
		for _, line := range l.Lines {
			one.Lines = append(one.Lines, ChecklistLine{line.Both, line.Source})
		}
		b.Checklists = append(b.Checklists, one)
	}
	return out, nil
}
