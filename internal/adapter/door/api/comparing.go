package api

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

// RevisionView is one revision of a report. An office is told of those that differ in what it received, numbered without a gap.
type RevisionView struct {
	Rev       int    `json:"rev" example:"2"`
	ArrivedAt string `json:"arrived_at" format:"date-time"`
	SentBy    string `json:"sent_by,omitempty" doc:"the person that sent it; for the own organisation only"`
	Program   string `json:"sent_by_program,omitempty" doc:"the service token that sent it, when no person did; for the own organisation only"`
}

// Comparison is what differs from one revision to another.
type Comparison struct {
	Before   RevisionView     `json:"before"`
	After    RevisionView     `json:"after"`
	Sections []SectionChanges `json:"sections" doc:"those in which something differs, in the order of the form"`
	Files    []FileDifference `json:"files" doc:"attachments that came, went or differ"`
}

// SectionChanges is what differs in one release section.
type SectionChanges struct {
	Section string            `json:"section"`
	Name    text.Both         `json:"name"`
	Changes []FieldDifference `json:"changes"`
}

// FieldDifference is one answer that differs, or one row of a table.
type FieldDifference struct {
	Kind   string           `json:"kind" enum:"added,removed,changed"`
	Field  string           `json:"field"`
	Row    string           `json:"row,omitempty" doc:"id (_id) of the row of a table; absent for the answer as a whole"`
	Before json.RawMessage  `json:"before,omitempty" doc:"as answers are written, a row as its cells; null: 未把握; absent: there was none"`
	After  json.RawMessage  `json:"after,omitempty"`
	Cells  []CellDifference `json:"cells,omitempty" doc:"the cells that differ, of a row that changed"`
}

// CellDifference is one cell that differs in a row that changed.
type CellDifference struct {
	Kind   string          `json:"kind" enum:"added,removed,changed"`
	Field  string          `json:"field" doc:"the column"`
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
}

// FileDifference is one attachment that differs.
type FileDifference struct {
	Kind   string `json:"kind" enum:"added,removed,changed"`
	Before *File  `json:"before,omitempty"`
	After  *File  `json:"after,omitempty"`
}

type (
	revisionsOut struct {
		Body struct {
			Revisions []RevisionView `json:"revisions" doc:"the first one first"`
		}
	}
	compareIn struct {
		Number string `path:"number" doc:"整理番号 of the report, in Latin or Japanese" example:"R-R8-7K4M-2QXD-W"`
		From   string `path:"from" doc:"rev of the one from which" example:"1"`
		To     string `path:"to" doc:"rev of the one to which; it may be the earlier one" example:"3"`
	}
	comparisonOut struct{ Body Comparison }
)

func (a *API) comparing(t *table) {
	const below = "/reports/{number}/revisions"
	add(t, mayRead, huma.Operation{
		OperationID: "list-revisions", Method: http.MethodGet, Path: below, Tags: []string{"reports"}, Summary: "The revisions of a report that the caller has (訂正・補正)",
	}, a.listRevisions)
	add(t, mayRead, huma.Operation{
		OperationID: "compare-revisions", Method: http.MethodGet, Path: below + "/{from}/compare/{to}", Tags: []string{"reports"},
		Summary: "What differs between any two revisions of a report, section by section, cut to the sections that the caller received. Reading it is shown to its owner",
	}, a.compareRevisions)
}

// had is a report with the revisions that its reader has.
type had struct {
	filing.Filing
	of   form.Form
	own  bool
	revs []filing.Revision
}

func revisions(tx ReportTx, c *call, n ident.Number) (o had, err error) {
	if o.Filing, _, err = tx.Filing(n, mayRead); err != nil {
		return o, err
	}
	of, err := tx.Procedure(string(o.Kind))
	if err != nil {
		return o, err
	}
	if o.revs, err = tx.Revisions(o.Filing); err != nil {
		return o, err
	}
	if o.of, o.own = of.Form, o.BelongsTo(c.Scope.Org); o.own {
		return o, nil
	}
	released, err := tx.Released([]ident.Filing{o.ID})
	if err != nil {
		return o, err
	}
	o.of = filing.CutForm(of.Form, released[o.ID])
	o.revs, err = filing.CutRevisions(of, o.revs, released[o.ID])
	return o, err
}

func (a *API) listRevisions(c *call, in *numbered) (*revisionsOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	out := &revisionsOut{}
	return out, a.Report(c.Context(), c.Scope, purposeList, func(tx ReportTx) ([]ident.Object, error) {
		o, err := revisions(tx, c, n)
		out.Body.Revisions = []RevisionView{}
		for _, r := range o.revs {
			out.Body.Revisions = append(out.Body.Revisions, o.revision(r))
		}
		return []ident.Object{ident.Object(o.ID)}, err
	})
}

func (a *API) compareRevisions(c *call, in *compareIn) (*comparisonOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	var l fault.List
	rev := func(path, typed string) int {
		i, err := strconv.Atoi(typed)
		if err != nil || i < 1 {
			l.Add(path, "fault.api.integer", nil)
		}
		return i
	}
	from, to := rev("from", in.From), rev("to", in.To)
	if err := l.Err(); err != nil {
		return nil, err
	}
	out := &comparisonOut{}
	return out, a.Report(c.Context(), c.Scope, purposeOpen, func(tx ReportTx) ([]ident.Object, error) { // a revision that is not there is no look
		o, err := revisions(tx, c, n)
		if err != nil {
			return nil, err
		}
		is, err := filing.Compare(o.of, o.revs, from, to)
		if err != nil {
			return nil, err
		}
		out.Body, err = o.comparison(is)
		return []ident.Object{ident.Object(o.ID)}, err
	})
}

func (o had) revision(r filing.Revision) RevisionView {
	return RevisionView{Rev: r.Rev, ArrivedAt: clock(r.At), SentBy: r.SentBy, Program: r.Program}
}

func (o had) comparison(c filing.Comparison) (v Comparison, err error) {
	v = Comparison{Before: o.revision(c.Before), After: o.revision(c.After), Sections: []SectionChanges{}, Files: []FileDifference{}}
	raw := func(f form.Field, v form.Value) (r json.RawMessage) {
		if err == nil && !v.Empty() {
			r, err = json.Marshal(kept(f, v))
		}
		return r
	}
	for _, s := range c.Sections {
		one := SectionChanges{Section: s.Part.ID, Name: s.Part.Name}
		for _, change := range s.Changes {
			d := FieldDifference{Kind: string(change.Kind), Field: change.Field.ID, Row: change.Row, Before: raw(change.Field, change.Before), After: raw(change.Field, change.After)}
			for _, cell := range change.Cells {
				d.Cells = append(d.Cells, CellDifference{string(cell.Kind), cell.Field.ID, raw(cell.Field, cell.Before), raw(cell.Field, cell.After)})
			}
			one.Changes = append(one.Changes, d)
		}
		v.Sections = append(v.Sections, one)
	}
	file := func(a filing.Attachment) *File {
		if a.Name == "" {
			return nil
		}
		return &files([]filing.Attachment{a}, address(o.Number))[0]
	}
	for _, f := range c.Files {
		v.Files = append(v.Files, FileDifference{string(filing.FileChange(f)), file(f[0]), file(f[1])})
	}
	return v, err
}
