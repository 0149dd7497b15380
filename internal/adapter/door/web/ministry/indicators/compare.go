package indicators

import (
	"bytes"
	_ "embed"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/sighting"
	"kanmin/internal/flow/linking"
)

// hitsMost bounds how many lines of a comparison are shown.
const hitsMost = 1000

// Comparing is the page on which a list is compared with a table. The list is read and forgotten.
type Comparing struct {
	Here, Back string
	Of, What   string
	Problems   look.Problems
	Fields     []look.Field
	Said       *look.Notice
	Facts      []look.Answer
	Hits, Bad  *look.Table
}

//go:embed compare.tmpl
var compareSource string

var comparePage = look.Parse[Comparing]("ministry/indicators/compare", compareSource)

func (p Page) ask(w http.ResponseWriter, r *gate.Request) error {
	o, _, err := of(r)
	if e, mine := organisation.Mine(err); mine {
		return p.comparing(w, r, o, Comparing{}, e)
	}
	if err != nil {
		return err
	}
	return p.comparing(w, r, o, Comparing{}, nil)
}

// comparing shows the form, and what came of the one before. What was pasted is not sent back: it is nowhere.
func (p Page) comparing(w http.ResponseWriter, r *gate.Request, o linking.Of, v Comparing, bad *fault.Error) error {
	all, err := p.campaigns(r)
	if err != nil {
		return err
	}
	v.Here, v.Back, v.Of, v.What = Path+"/compare", Path+"?of="+url.QueryEscape(o.String()), o.String(), what(r, o, all)
	v.Fields = []look.Field{
		{Kind: look.Upload, ID: "file", Label: r.T("sighting.file"), Hint: r.T("sighting.file.hint", "mib", sighting.ListBytes>>20, "n", look.Number(sighting.MostLines)), Free: true},
		{Kind: look.Area, ID: "text", Label: r.T("sighting.text"), Hint: r.T("sighting.text.hint"), Limit: 1_000_000, Free: true},
	}
	status := http.StatusOK
	if bad != nil {
		status, v.Problems = gate.Status(bad), organisation.Beside(r, v.Fields, bad, "file")
	}
	return comparePage.WriteStatus(w, status, trail(r, r.T("sighting.compare")), v)
}

// compare reads a list, says which of its lines meet the table, and keeps nothing of it: no act, no row, no file, no line of a log.
func (p Page) compare(w http.ResponseWriter, r *gate.Request) error {
	form, file, err := r.Uploaded(sighting.ListBytes)
	var o linking.Of
	if err == nil {
		o, err = linking.ReadOf(form.Get("of"))
	}
	var list sighting.List
	if err == nil {
		list, err = p.list(r, file, form.Get("text"))
	}
	var t sighting.Table
	if err == nil {
		t, err = p.Table.Do(r.Context(), r.Scope, access.LookTable, o)
	}
	if e, mine := organisation.Mine(err); mine {
		return p.comparing(w, r, o, Comparing{}, e)
	}
	if err != nil {
		return err
	}
	return p.comparing(w, r, o, compared(r, t, t.Compare(list)), nil)
}

// list reads what was pasted, or else the file, in the child that reads uploads.
func (p Page) list(r *gate.Request, file gate.Upload, pasted string) (list sighting.List, err error) {
	if strings.TrimSpace(pasted) != "" {
		return list, list.AddText(pasted)
	}
	if len(file.Data) == 0 {
		var l fault.List
		l.Add("file", "fault.sighting.nothing", nil)
		return list, l.Err()
	}
	_, err = p.Each(r.Context(), sheet.Lines, bytes.NewReader(file.Data), func(_ *sheet.Sheet, row sheet.Row) error {
		texts := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			texts[i] = c.Text
		}
		return list.Add(row.N, strings.Join(texts, "\t"))
	})
	return list, err
}

// compared is what a list and a table have in common.
func compared(r *gate.Request, t sighting.Table, c sighting.Compared) (v Comparing) {
	met := map[int]bool{}
	for _, h := range c.Hits {
		met[h.Line] = true
	}
	v.Said = &look.Notice{Tone: look.Good, Title: r.T("sighting.compared.none")}
	if len(c.Hits) > 0 {
		v.Said = &look.Notice{Tone: look.Warn, Title: r.T("sighting.compared", "n", look.Number(len(met)))}
	}
	v.Said.Text = []string{r.T("sighting.forgotten")}
	v.Facts = []look.Answer{
		{Question: r.T("sighting.list"), Text: r.T("sighting.list.n", "lines", look.Number(c.Lines), "n", look.Number(c.Indicators))},
		{Question: r.T("sighting.with"), Text: r.T("sighting.with.n", "reports", look.Number(len(t.Reports)), "n", look.Number(len(t.Rows)))},
	}
	for _, h := range c.Hits[:min(hitsMost, len(c.Hits))] {
		if v.Hits == nil {
			v.Hits = &look.Table{Caption: r.T("sighting.hits"), Heads: []look.Head{{Text: r.T("sighting.line"), Right: true}, {Text: r.T("sighting.listed")}, {Text: r.T("sighting.how")}, {Text: r.T("sighting.value")}, {Text: r.T("sighting.where")}, {Text: r.T("sighting.techniques")}}}
		}
		one, _ := table(r, t, t.Rows[h.Row:h.Row+1])
		row := one.Rows[0]
		v.Hits.Rows = append(v.Hits.Rows, []look.Cell{{Text: look.Number(h.Line)}, {Text: h.Defanged(), Code: true}, {Text: r.T("sighting.how." + string(h.How))}, row[0], row[6], row[7]})
	}
	if rest := len(c.Hits) - hitsMost; rest > 0 {
		v.Said.Text = append(v.Said.Text, r.T("sighting.hits.more", "n", look.Number(rest)))
	}
	for _, f := range c.Bad {
		if v.Bad == nil {
			v.Bad = &look.Table{Caption: r.T("sighting.bad"), Heads: []look.Head{{Text: r.T("sighting.line"), Right: true}, {Text: r.T("sighting.bad.why")}}}
		}
		v.Bad.Rows = append(v.Bad.Rows, []look.Cell{{Text: look.Number(f.Line)}, {Text: look.SayArgs(r.Lang, f.Code, f.Args())}})
	}
	return v
}
