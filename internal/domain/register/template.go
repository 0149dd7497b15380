package register

import (
	"slices"
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/template"
)

// Template adds an official form (様式の設定: 関係省庁申合せ 様式1・2・3) or ends one. Unlike other rows it may count from a day that has
// passed: it changes how a report is printed, never what was reported or who has it.
type Template struct {
	End       string // the row that ends; empty: a row is added
	Procedure string
	Kind      string // empty: whichever
	Title     string
	Cited     string  // where the file was published
	Dated     law.Day // the day of the file; zero where it has none
	File      template.File
	Map       []template.Line
	On        law.Day
	Ground    string
}

// Looked reports whether a matter has more to be looked at than its words: a form with its map.
func (m Matter) Looked() bool { return m.Template != nil && m.Template.End == "" }

// Published is the file that a matter names, as it was kept; the zero value where there is none.
type Published struct {
	template.File
	Shape template.Shape
}

// farthest bounds a day on either side of today.
const farthest = 3660

func (t *Template) plan(rows Rows, mint Mint) (Plan, error) {
	var l fault.List
	switch {
	case t.On.IsZero():
		l.Add("on", "fault.form.needed", nil)
	case t.On.Since(rows.Today) > farthest || rows.Today.Since(t.On) > farthest:
		l.Add("on", "fault.register.far", nil)
	}
	checkWords(&l, "ground", t.Ground, GroundLimit, false)
	if t.End != "" {
		return t.ending(rows, &l)
	}
	p, known := template.Find(t.Procedure)
	if !known {
		l.Add("procedure", "fault.form.needed", nil)
	}
	if kinds := template.Kinds(p); t.Kind != "" && !slices.ContainsFunc(kinds, func(o form.Option) bool { return o.ID == t.Kind }) {
		l.Add("procedure", "fault.form.needed", nil)
	}
	checkWords(&l, "title", t.Title, TitleLimit, true)
	checkWords(&l, "cited", t.Cited, GroundLimit, true)
	if rows.Published.ID == "" || rows.Published.File != t.File {
		l.Add("file", "fault.form.needed", nil)
	} else if known {
		t.checkMap(&l, rows)
	}
	row := template.Template{Procedure: t.Procedure, Kind: t.Kind, Title: t.Title, Cited: t.Cited, Dated: t.Dated, File: t.File, Map: t.Map, From: t.On}
	if slices.ContainsFunc(rows.Templates, row.Meets) {
		l.Add("procedure", "fault.template.there", nil)
	}
	if err := l.Err(); err != nil {
		return Plan{}, err
	}
	id, err := mint.id()
	row.ID = id
	return Plan{AddTemplates: []template.Template{row}}, err
}

// checkMap names each line of a map with which something is wrong.
func (t *Template) checkMap(l *fault.List, rows Rows) {
	p, _ := template.Find(t.Procedure)
	switch {
	case len(t.Map) == 0:
		l.Add("map", "fault.template.empty", nil)
	case len(t.Map) > template.MostLines:
		l.Add("map", "fault.template.lines", fault.Args{"limit": strconv.Itoa(template.MostLines)})
	default:
		for _, b := range template.Check(p, t.Map, rows.Published.Shape) {
			l.Add("map["+strconv.Itoa(b.Line.Row)+"]", b.Code, b.Args)
		}
	}
}

func (t *Template) ending(rows Rows, l *fault.List) (Plan, error) {
	i := slices.IndexFunc(rows.Templates, func(r template.Template) bool { return r.ID == t.End })
	if i < 0 {
		return Plan{}, fault.Absent()
	}
	if r := rows.Templates[i]; !r.Until.IsZero() || !t.On.After(r.From) {
		l.Add("on", "fault.transfer.dated", fault.Args{"from": r.From.String()})
	}
	return Plan{EndTemplates: []JurisdictionEnd{{ID: t.End, Until: t.On}}}, l.Err()
}
