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
	Number    string `json:"number"`
	ASCII     string `json:"number_ascii"`
	Kind      string `json:"kind"`
	State     string `json:"state" enum:"arrived,checked,fix-asked,fixed,withdrawn"`
	ArrivedAt string `json:"arrived_at" format:"date-time"`
	Filer     string `json:"filer"`
	Summary   string `json:"summary,omitempty"`
	Waiting   int    `json:"waiting,omitempty" doc:"questions without an answer, as far as the caller may see them"`
	Answered  int    `json:"answered,omitempty" doc:"questions that were answered, as far as the caller may see them"`
	Opened    *bool  `json:"opened,omitempty" doc:"for an office: somebody of it has opened the report"`
	Links     Links  `json:"links"`
}

type listIn struct {
	Limit  string `query:"limit" doc:"lines of a page, 1 to 200; 50 when absent" example:"50"`
	Cursor string `query:"cursor" doc:"next of the page before"`
}

type listOut struct {
	Body struct {
		Reports []Line `json:"reports"`
		Next    string `json:"next,omitempty" doc:"cursor of the next page; absent on the last"`
	}
}

// Bounds of a page of the list.
const (
	pageSize  = 50
	pageLimit = 200
)

func (a *API) list(c *call, in *listIn) (*listOut, error) {
	limit, before, err := in.page()
	if err != nil {
		return nil, err
	}
	own, _ := c.Scope.Relations(mayRead)
	var lines []filing.Line
	more := false
	err = a.List(c.Context(), c.Scope, purposeList, func(tx ListTx) (seen []ident.Object, err error) {
		if own {
			lines, err = tx.OwnFilings(before, limit+1)
		} else {
			lines, err = tx.DeskFilings(before, limit+1)
		}
		if more = len(lines) > limit; more {
			lines = lines[:limit]
		}
		if err == nil && !own {
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
	out := &listOut{}
	out.Body.Reports = []Line{}
	for _, l := range lines {
		out.Body.Reports = append(out.Body.Reports, lineView(l, own))
	}
	if more {
		last := lines[len(lines)-1]
		out.Body.Next = access.Cursor{At: last.ArrivedAt, ID: string(last.Filing.ID)}.String()
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
	}
	return lines, nil
}

func lineView(l filing.Line, own bool) Line {
	v := Line{
		Number: string(l.Number), ASCII: l.Number.ASCII(), Kind: string(l.Kind), State: string(l.State), ArrivedAt: clock(l.ArrivedAt),
		Filer: l.Filer.Name, Waiting: l.Waiting, Answered: l.Answered, Links: Links{Self: address(l.Number)},
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
