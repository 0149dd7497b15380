package letters

import (
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	tables "kanmin/internal/adapter/door/web/ministry/expected"
	"kanmin/internal/adapter/door/web/ministry/many"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/letter"
)

// send sends what was shown.
func (p Page) send(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	t := read(form)
	if !t.Of.Known() {
		return fault.Absent()
	}
	key, err := r.Key(organisation.Digest(t.Draft))
	if err != nil {
		return err
	}
	id, err := p.Send.Do(r.Context(), r.Scope, key, t.Draft)
	if e, mine := organisation.Mine(err); mine {
		return p.write(w, r, t, e)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"/"+string(id))
}

// Sent is the page of what was sent by one press.
type Sent struct {
	Notice look.Notice
	Facts  []look.Answer
	Table  look.Table
	Left   *look.Table
	Title  string
	Text   string
	Back   string
}

//go:embed sent.tmpl
var sentSource string

var sentPage = look.Parse[Sent]("ministry/letters/sent", sentSource)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var l letter.Letter
	var copies []letter.Copy
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		l, copies, err = tx.OfficeLetter(ident.Object(r.PathValue("letter")))
		return err
	}); err != nil {
		return err
	}
	v := Sent{Title: l.Title, Text: l.Text, Back: tables.At(l.Of), Table: look.Table{Caption: r.T("memo.recipients"), Hide: true, Heads: []look.Head{{Text: r.T("expected.operator")}, {Text: r.T("expected.number")}, {Text: r.T("memo.opened")}}}}
	opened := 0
	for _, c := range copies {
		at := look.Cell{Tag: &look.Tag{Text: r.T("memo.unopened"), Tone: look.Warn}}
		if c.OpenedAt != 0 {
			opened++
			at = look.Cell{Text: look.Moment(r.Lang, c.OpenedAt), When: true}
		}
		v.Table.Rows = append(v.Table.Rows, []look.Cell{{Text: look.Named(r.Lang, c.Name, c.NameEn)}, {Text: string(c.Number), Ref: true}, at})
	}
	v.Notice = look.Notice{Tone: look.Good, Title: r.T("memo.sent", "n", look.Number(l.N)), Text: []string{r.T("memo.sent.opened", "n", look.Number(opened), "of", look.Number(len(copies)))}}
	v.Facts = []look.Answer{{Question: r.T("memo.of"), Text: look.Capital(l.Of.Name().In(string(r.Lang)))}, {Question: r.T("memo.at"), Text: look.Moment(r.Lang, l.At)}}
	if l.By != "" {
		v.Facts = append(v.Facts, look.Answer{Question: r.T("memo.by"), Text: l.By})
	}
	if len(l.Left) > 0 {
		v.Left = leftTable(r, l.Left)
	}
	return sentPage.Write(w, trail(r, r.T("memo.list")), v)
}

const listed = 100

func (p Page) list(w http.ResponseWriter, r *gate.Request) error {
	v := many.Past{Lead: r.T("memo.list.lead"), Empty: &look.Empty{Title: r.T("memo.none"), Text: []string{r.T("memo.none.text")}, Links: []look.Link{{To: tables.Path, Text: r.T("nav.expected")}}}}
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) error {
		all, err := tx.OfficeLetters(listed)
		for _, l := range all {
			v.Todos = append(v.Todos, look.Todo{
				What: l.Title, Until: look.Moment(r.Lang, l.At), Holder: l.By, Note: r.T("memo.sent", "n", look.Number(l.N)), To: look.Link{To: Path + "/" + string(l.ID), Text: r.T("charge.open")},
			})
		}
		return err
	}); err != nil {
		return err
	}
	return v.Write(w, trail(r, r.T("memo.list")))
}
