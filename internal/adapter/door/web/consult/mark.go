package consult

import (
	_ "embed"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/flow/consulting"
)

// mark takes what an office says of the lines of the latest version.
func (p Pages) mark(w http.ResponseWriter, r *gate.Request) error {
	f, err := r.Fields()
	if err != nil {
		return err
	}
	c, err := p.open(r)
	if err != nil {
		return err
	}
	said := f["line"]
	if len(said) > consult.MostLines || len(f["mark"]) != len(said) || len(f["comment"]) != len(said) {
		return fault.New(fault.Invalid, "fault.body.form", nil)
	}
	t := Typed{Marks: map[string]consult.Verdict{}}
	m := consulting.Marking{Number: c.Number, Version: count(f.Get("version")), Rev: count(f.Get("rev")), Rest: f.Get("do") == "rest"}
	for i, line := range said {
		v := consult.Verdict{Line: line, Confirmed: f["mark"][i] == "yes", Comment: lines(f["comment"][i])}
		if f["mark"][i] == "" && v.Comment == "" {
			continue
		}
		if f["mark"][i] == "" {
			v.Confirmed = false // a comment without a mark asks
		}
		t.Marks[line] = v
		m.Verdicts = append(m.Verdicts, v)
	}
	key, err := r.Key(organisation.Digest(r.Pattern, c.Number, m.Version, m.Rev, m.Rest, m.Verdicts))
	if err != nil {
		return err
	}
	t.Bad = p.Mark.Do(r.Context(), r.Scope, key, m)
	return p.done(w, r, "marked", t)
}

// Paper is one version by itself, to be printed.
type Paper struct {
	Number string
	Filer  string
	Facts  []look.Answer
	Sheet  Sheet
	Back   look.Link
}

//go:embed paper.tmpl
var paperSource string

var paperPage = look.Parse[Paper]("consult/paper", paperSource+linesSource)

// sheet shows one version by itself.
func (p Pages) sheet(w http.ResponseWriter, r *gate.Request) error {
	c, err := p.open(r)
	if err != nil {
		return err
	}
	n := count(r.PathValue("version"))
	for _, h := range c.Sheets {
		if h.Version != n {
			continue
		}
		v := Paper{Number: string(c.Number), Filer: look.Named(r.Lang, c.Filer, c.FilerEn), Sheet: sheetOf(r, h), Back: look.Link{To: p.at(c.Number), Text: string(c.Number)}}
		v.Facts = []look.Answer{
			{Question: r.T("consult.filer"), Text: v.Filer}, {Question: r.T("consult.business"), Text: look.Capital(admin.SectorWords(r.Lang, c.Sector))}, {Question: r.T("consult.sent-at"), Text: look.Moment(r.Lang, h.SentAt)},
			{Question: r.T("consult.state"), Text: v.Sheet.Tag.Text + " " + v.Sheet.Says}, {Question: r.T("consult.book"), Text: h.Book},
		}
		return paperPage.Write(w, p.frame(r, "consult.sheet", v.Back, look.Link{Text: r.T("consult.version", "n", strconv.Itoa(n))}).About(string(c.Number)), v)
	}
	return fault.Absent()
}
