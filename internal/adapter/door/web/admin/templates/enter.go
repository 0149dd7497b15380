package templates

import (
	"bytes"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/template"
)

// posted takes the form one step on: a file is looked through and kept, a map is read, then it goes as every matter that two
// administrators decide. The file is brought once; the pages after carry its id.
func (p Pages) posted(w http.ResponseWriter, r *gate.Request) error {
	fields, files, err := r.Uploads(template.Most)
	if err != nil {
		return err
	}
	var wrong []error
	if f := files["form"]; len(f.Data) > 0 {
		kept, err := p.Publish.Do(r.Context(), r.Scope, f.Name, f.Data)
		if err != nil && !admin.Mine(err) {
			return err
		}
		wrong = append(wrong, at("file", err))
		fields.Set("file", string(kept.ID))
	}
	l, err := p.load(r, ident.Object(fields.Get("file")))
	if err != nil {
		return err
	}
	m, err := p.readMap(r, fields, files["table"].Data)
	if err != nil && !admin.Mine(err) {
		return err
	}
	wrong = append(wrong, at("map", err))
	if fields.Get("do") == "preview" {
		return p.preview(w, r, l.published, l.take(r, fields, m).Template)
	}
	return p.Desk.EnterFields(w, r, admin.Entering{
		Action: Path, Check: l.check(r, fields, m),
		Take: func(posted url.Values) (register.Matter, map[string]string) {
			bad := map[string]string{}
			for _, err := range wrong {
				maps.Copy(bad, admin.Why(r, err))
			}
			matter := l.take(r, posted, m)
			matter.Template.On, matter.Template.Dated = admin.DayOf(r, posted, "on", bad), admin.DayOf(r, posted, "dated", bad)
			return matter, bad
		},
		Show:  func(posted url.Values, wrong admin.Wrong) error { return l.write(w, r, posted, wrong) },
		Place: func(title string) look.Frame { return place(r, title) },
	}, fields)
}

// at puts a fault that names no field to one.
func at(field string, err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || len(e.Fields) > 0 && strings.HasPrefix(e.Fields[0].Path, "map[") {
		return err
	}
	said := fault.Field{Path: field, Code: e.Code, Args: e.Args}
	if len(e.Fields) > 0 {
		said.Code, said.Args = e.Fields[0].Code, e.Fields[0].Args
	}
	return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{said}}
}

// readMap reads the map that was uploaded, or else pasted. What was uploaded stands in the form from then on, row by row as it came.
func (p Pages) readMap(r *gate.Request, fields url.Values, file []byte) ([]template.Line, error) {
	if len(file) == 0 {
		file = []byte(fields.Get("map"))
	}
	if fields.Get("end") != "" || len(bytes.TrimSpace(file)) == 0 {
		return nil, nil
	}
	book, err := p.Parse(r.Context(), "", bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	var rows []template.RawRow
	for _, row := range book.Sheets[0].Rows {
		raw := template.RawRow{N: row.N}
		for _, c := range row.Cells {
			for len(raw.Cells) < c.Col-1 {
				raw.Cells = append(raw.Cells, "")
			}
			raw.Cells = append(raw.Cells, c.Text)
		}
		rows = append(rows, raw)
	}
	fields.Set("map", pasted(rows))
	lines, bad, heads := template.Read(rows)
	switch {
	case !heads:
		return nil, fault.New(fault.Invalid, "fault.template.heads", nil)
	case len(bad) > 0:
		var l fault.List
		for _, b := range bad {
			l.Add("map["+strconv.Itoa(b.Line.Row)+"]", b.Code, b.Args)
		}
		return lines, l.Err()
	}
	return lines, nil
}

// pasted is a table as a spreadsheet pastes it, each row in its place.
func pasted(rows []template.RawRow) string {
	var b strings.Builder
	plain := strings.NewReplacer("\t", " ", "\r", " ", "\n", " ", `"`, "”")
	for i, at := 0, 1; i < len(rows); at++ {
		if rows[i].N <= at {
			for c, text := range rows[i].Cells {
				if c > 0 {
					b.WriteByte('\t')
				}
				b.WriteString(plain.Replace(text))
			}
			i++
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// take is what is entered.
func (l loaded) take(_ *gate.Request, posted url.Values, m []template.Line) register.Matter {
	t := &register.Template{Title: admin.Text(posted.Get("title")), Cited: admin.Text(posted.Get("cited")), Ground: admin.Text(posted.Get("ground")), File: l.published.File, Map: m}
	t.Procedure, t.Kind, _ = strings.Cut(posted.Get("procedure"), "/")
	if end, ok := l.row(posted.Get("end")); ok {
		t.End, t.Procedure, t.Kind, t.Title, t.Cited, t.File, t.Map = end.ID, end.Procedure, end.Kind, end.Title, "", template.File{}, nil
	}
	return register.Matter{Template: t}
}

// check is the page before entering: beside the words, each cell with what would stand in it.
func (l loaded) check(r *gate.Request, posted url.Values, m []template.Line) admin.Check {
	t := l.take(r, posted, m).Template
	c := admin.Check{Title: r.T("templates.check")}
	if t.End != "" {
		return c
	}
	c.Tables = []look.Table{example(r, t.Procedure, t.Kind, m)}
	c.Also = []admin.Pair{{Name: "preview", Value: r.T("templates.preview")}}
	return c
}

// troubles are the lines of a map with which something is wrong, by their rows.
func troubles(r *gate.Request, posted url.Values, wrong admin.Wrong) *look.Table {
	t := look.Table{Caption: r.T("templates.troubles"), Heads: []look.Head{{Text: r.T("templates.row")}, {Text: r.T("templates.line")}, {Text: r.T("templates.why")}}}
	typed := strings.Split(posted.Get("map"), "\n")
	var rows []int
	for path := range wrong.Why {
		if n, ok := strings.CutPrefix(path, "map["); ok {
			if row, err := strconv.Atoi(strings.TrimSuffix(n, "]")); err == nil {
				rows = append(rows, row)
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	slices.Sort(rows)
	for _, n := range rows {
		line := ""
		if n <= len(typed) {
			line = strings.Join(strings.Fields(strings.ReplaceAll(typed[n-1], "\t", " / ")), " ")
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: r.T("templates.row.n", "n", n)}, {Text: line}, {Text: wrong.Why["map["+strconv.Itoa(n)+"]"]}})
	}
	return &t
}
