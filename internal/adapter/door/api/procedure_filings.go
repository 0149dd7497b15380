package api

import (
	"encoding/json"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
)

// FilingsTx is what the whole filings under a procedure are read from.
type FilingsTx interface {
	FilingsUnder(procedure string, before access.Cursor, limit int) ([]filing.Line, error)
	releasedTx
}

// FilingView is one filing, whole: its answers are the bytes that were hashed, cut to what the office received.
type FilingView struct {
	Number    string          `json:"number"`
	ASCII     string          `json:"number_ascii"`
	Procedure string          `json:"procedure" doc:"ref of the version under which it was sent"`
	State     string          `json:"state" enum:"arrived,checked,fix-asked,fixed,withdrawn"`
	Rev       int             `json:"rev,omitempty" doc:"1 as it arrived; more after corrections; absent for an office where sections may be withheld"`
	ArrivedAt string          `json:"arrived_at" format:"date-time"`
	Filer     string          `json:"filer"`
	Answers   json.RawMessage `json:"answers"`
	Links     Links           `json:"links"`
}

type filingsIn struct {
	Procedure string `path:"procedure" doc:"id of the procedure" example:"P-R8-7K4M-2QXD-W"`
	Limit     string `query:"limit" doc:"filings of a page, 1 to 200; 50 when absent" example:"50"`
	Cursor    string `query:"cursor" doc:"next of the page before"`
}

type filingsOut struct {
	Body struct {
		Filings []FilingView `json:"filings"`
		Next    string       `json:"next,omitempty" doc:"cursor of the next page; absent on the last"`
	}
}

// procedureFilings hands out what the scope may read under a procedure. Under one that does not exist, or is hidden, there is
// nothing, as under one that nobody has used.
func (a *API) procedureFilings(c *call, in *filingsIn) (*filingsOut, error) {
	limit, before, err := (&listIn{Limit: in.Limit, Cursor: in.Cursor}).page()
	if err != nil {
		return nil, err
	}
	id, _ := procedure.SplitRef(refOf(in.Procedure))
	var lines []filing.Line
	more := false
	err = a.Procedures.List(c.Context(), c.Scope, "export", func(tx FilingsTx) (seen []ident.Object, err error) {
		if lines, err = tx.FilingsUnder(id, before, limit+1); err != nil {
			return nil, err
		}
		if more = len(lines) > limit; more {
			lines = lines[:limit]
		}
		if own, _ := c.Scope.Relations(mayRead); !own {
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
	out := &filingsOut{}
	out.Body.Filings = []FilingView{}
	for _, l := range lines {
		out.Body.Filings = append(out.Body.Filings, FilingView{
			Number: string(l.Number), ASCII: l.Number.ASCII(), Procedure: string(l.Kind), State: string(l.State), Rev: l.Rev, ArrivedAt: clock(l.ArrivedAt),
			Filer: l.Filer.Name, Answers: l.Values, Links: Links{Self: address(l.Number)},
		})
	}
	if more {
		last := lines[len(lines)-1]
		out.Body.Next = access.Cursor{At: last.ArrivedAt, ID: string(last.Filing.ID)}.String()
	}
	return out, nil
}
