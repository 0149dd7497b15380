package api

import (
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
)

// Line is a report as a list shows it.
type Line struct {
	Number    string   `json:"number"`
	ASCII     string   `json:"number_ascii"`
	Kind      string   `json:"kind"`
	State     string   `json:"state" enum:"arrived,checked,fix-asked,fixed,withdrawn"`
	ArrivedAt string   `json:"arrived_at" format:"date-time"`
	Filer     string   `json:"filer"`
	Summary   string   `json:"summary,omitempty"`
	Waiting   int      `json:"waiting,omitempty" doc:"questions without an answer, as far as the caller may see them"`
	Answered  int      `json:"answered,omitempty" doc:"questions that were answered, as far as the caller may see them"`
	Opened    *bool    `json:"opened,omitempty" doc:"for an office: somebody of it has opened the report"`
	Links     Links    `json:"links"`
	Passed    []Passed `json:"passed,omitempty" doc:"承継: to whom it passed, the first one first"`
}

type listIn struct {
	Limit  string `query:"limit" doc:"lines of a page, 1 to 200; 50 when absent" example:"50"`
	Cursor string `query:"cursor" doc:"next of the page before"`
	Number string `query:"number" doc:"how the number begins, or its eight characters; in any width, with or without hyphens" example:"7K4M"`
	Kind   string `query:"kind" doc:"a built-in procedure; all whose names begin so, with the dot (asset.: notifications, -asset.: all others); or the number of one that an office declared, with the letter" example:"report.prompt"`
	State  string `query:"state" doc:"arrived, checked, fix-asked, fixed or withdrawn"`
	Need   string `query:"need" doc:"me: nobody of the office has opened it or an answer was not read; for the filer: a question waits. answer: for an office, a question was answered and nobody of it has opened the report since. past: a question waits whose wished day is over"`
	Charge string `query:"charge" doc:"me: the caller takes care of it (担当); none: nobody of the unit does"`
	Flag   string `query:"flag" doc:"of notifications, for an office: some: there is a reason to read it before its form is checked; none: there is not"`
	Filer  string `query:"filer" doc:"the filer's corporate number, 13 digits"`
	From   string `query:"from" doc:"first day of arrival" example:"2026-11-01"`
	Until  string `query:"until" doc:"last day of arrival" example:"2026-11-30"`
	Order  string `query:"order" doc:"oldest: the oldest first"`
}

// filter reads the parts of the address as the pages do.
func (in *listIn) filter() (filing.Filter, error) {
	parts := map[string]string{
		"number": in.Number, "kind": in.Kind, "state": in.State, "need": in.Need, "charge": in.Charge, "flag": in.Flag, "filer": in.Filer, "from": in.From, "until": in.Until, "order": in.Order,
	}
	return filing.ReadFilter(func(name string) string { return parts[name] })
}

type listOut struct {
	Body struct {
		Reports []Line `json:"reports"`
		Count   int    `json:"count" doc:"how many reports the filter leaves; 10,000 means that many or more"`
		Next    string `json:"next,omitempty" doc:"cursor of the next page; absent on the last"`
	}
}

// Bounds of a page of the list.
const (
	pageSize  = 50
	pageLimit = 200
	countMost = 10_000
)

func (a *API) list(c *call, in *listIn) (*listOut, error) {
	limit, before, err := in.page()
	if err != nil {
		return nil, err
	}
	f, err := in.filter()
	if err != nil {
		return nil, err
	}
	own, _ := c.Scope.Relations(mayRead)
	var lines []filing.Line
	var next filing.Place
	out := &listOut{}
	err = a.List(c.Context(), c.Scope, purposeList, func(tx ListTx) (seen []ident.Object, err error) {
		if lines, next, err = tx.SearchLines(f, filing.Place{At: before.At, ID: ident.Filing(before.ID)}, limit); err != nil {
			return nil, err
		}
		if out.Body.Count, err = tx.CountFound(f, countMost); err != nil {
			return nil, err
		}
		if !own {
			lines, err = released(tx, lines)
		}
		for _, l := range lines {
			seen = append(seen, ident.Object(l.Filing.ID))
		}
		return seen, err
	})
	if err != nil {
		return nil, err
	}
	out.Body.Reports = []Line{}
	for _, l := range lines {
		out.Body.Reports = append(out.Body.Reports, lineView(l, own))
	}
	if next.At != 0 {
		out.Body.Next = access.Cursor{At: next.At, ID: string(next.ID)}.String()
	}
	return out, nil
}

// releasedTx is what says how far lines are open to an office.
type releasedTx interface {
	Released([]ident.Filing) (map[ident.Filing][]string, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// released cuts each line to what the office received of it.
func released(tx releasedTx, lines []filing.Line) ([]filing.Line, error) {
	ids := make([]ident.Filing, len(lines))
	for i, l := range lines {
		ids[i] = l.Filing.ID
	}
	sections, err := tx.Released(ids)
	if err != nil {
		return nil, err
	}
	known := map[filing.Kind]procedure.Procedure{}
	for i := range lines {
		of, read := known[lines[i].Kind]
		if !read {
			if of, err = tx.Procedure(string(lines[i].Kind)); err != nil {
				return nil, err
			}
			known[lines[i].Kind] = of
		}
		if lines[i].Content, err = lines[i].Content.Cut(of, sections[ids[i]]); err != nil {
			return nil, err
		}
		if !of.Whole() {
			lines[i].Rev = 0
		}
	}
	return lines, nil
}

func lineView(l filing.Line, own bool) Line {
	v := Line{
		Number: string(l.Number), ASCII: l.Number.ASCII(), Kind: string(l.Kind), State: string(l.State), ArrivedAt: clock(l.ArrivedAt),
		Filer: l.Filer.Name, Waiting: l.Waiting, Answered: l.Answered, Links: Links{Self: address(l.Number)}, Passed: passed(l.Filing),
	}
	if own {
		v.Summary = l.Summary
	} else { // what was reported is read by opening it, and the owner sees that
		v.Opened = &l.Opened
	}
	return v
}

func (in *listIn) page() (limit int, before access.Cursor, err error) {
	limit = pageSize
	if in.Limit != "" {
		if limit, err = strconv.Atoi(in.Limit); err != nil || limit < 1 || limit > pageLimit {
			return 0, before, invalid("limit", "fault.api.limit", map[string]string{"limit": strconv.Itoa(pageLimit)})
		}
	}
	if before, err = access.ReadCursor(in.Cursor); err != nil {
		return 0, before, invalid("cursor", "fault.api.cursor", nil)
	}
	return limit, before, nil
}
