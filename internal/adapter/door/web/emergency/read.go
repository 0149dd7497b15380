package emergency

import (
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/emergency"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
)

// ReadView is the one report, for reading alone.
type ReadView struct {
	Notice  look.Notice
	Title   string
	Number  string
	Arrived ident.Instant
	Filer   string
	Answers []look.Answer
	Back    string
}

//go:embed read.tmpl
var readSource string

var readPage = look.Parse[ReadView]("emergency/read", readSource)

// read shows the report to whoever stands in the box while it is open; to everybody else, its owner too, the address is
// absent: they have pages of their own.
func (p Pages) read(w http.ResponseWriter, r *gate.Request) error {
	if !r.Scope.InGlass() {
		return fault.Absent()
	}
	var g emergency.Glass
	var f filing.Filing
	var c filing.Content
	var of procedure.Procedure
	var sections []string
	err := p.Look(r.Context(), r.Scope, access.LookGlass, func(tx Tx) (_ []ident.Object, err error) {
		if g, err = tx.Glass(ident.Object(r.PathValue("glass"))); err != nil {
			return nil, err
		}
		if f, c, err = tx.Filing(g.About, report); err != nil {
			return nil, err
		}
		if of, err = tx.Procedure(string(f.Kind)); err != nil {
			return nil, err
		}
		released, err := tx.Released([]ident.Filing{f.ID})
		sections = released[f.ID]
		return []ident.Object{ident.Object(f.ID)}, err
	})
	if err != nil {
		return err
	}
	if c, err = c.Cut(of, sections); err != nil {
		return err
	}
	values, err := of.Form.Decode(c.Values)
	if err != nil {
		return err
	}
	v := ReadView{
		Notice: look.Notice{Tone: look.Danger, Title: r.T("emergency.reading", "until", look.Moment(r.Lang, g.UntilAt)), Text: []string{r.T("emergency.reading.text")}},
		Title:  r.T("emergency.of", "number", string(g.Number)), Number: string(f.Number), Arrived: f.ArrivedAt, Filer: c.Filer.Name, Back: At(g.ID),
	}
	for _, field := range filing.CutForm(of.Form, sections).Fields() {
		v.Answers = append(v.Answers, reports.Answer(r, field, values[field.ID]))
	}
	frame := place(r, v.Title)
	return readPage.Write(w, frame.About(v.Number), v)
}
