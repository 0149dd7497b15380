// Package letters is 事務連絡 of an office (R23): one page where the text is written and shown as each recipient would get it before anything is sent,
// one that says what was sent, to whom, and who opened it, and the list of what was sent earlier.
package letters

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	tables "kanmin/internal/adapter/door/web/ministry/expected"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/letter"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/reminding"
)

// Path is the address of what was sent.
const Path = tables.LettersPath

// Tx is what the pages read.
type Tx interface {
	Unit(ident.Unit) (party.Unit, error)
	ExpectedLines(expected.Of) ([]expected.Line, error)
	OfficeLetters(limit int) ([]letter.Letter, error)
	OfficeLetter(ident.Object) (letter.Letter, []letter.Copy, error)
}

// Page is filled in by serve.
type Page struct {
	Look func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error // store.Look
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error                                   // store.Read
	Send reminding.Send
}

const bodyLimit = 128 << 10 // letter.Most rows with a text

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: reminding.MaySend, Handle: p.list},
		{Pattern: "POST " + Path, Needs: reminding.MaySend, Body: bodyLimit, Handle: p.preview},
		{Pattern: "POST " + Path + "/send", Needs: reminding.MaySend, Body: bodyLimit, Handle: p.send},
		{Pattern: "GET " + Path + "/{letter}", Needs: reminding.MaySend, Handle: p.show},
	}
}

// typed is what a form says: rows that were chosen one by one, or all that a filter leaves.
type typed struct {
	letter.Draft
	all   bool
	query string
}

func read(form url.Values) (t typed) {
	t.Of, t.Title, t.Text, t.all, t.query = expected.Of(form.Get("of")), strings.TrimSpace(form.Get("title")), strings.TrimSpace(strings.ReplaceAll(form.Get("text"), "\r\n", "\n")), form.Get("all") != "", form.Get("query")
	if q, err := url.ParseQuery(t.query); err == nil && t.Of == "" {
		t.Of = expected.Of(q.Get("of"))
	}
	for _, s := range form["n"] {
		id, state, _ := strings.Cut(s, ":")
		t.Seen = append(t.Seen, letter.Seen{ID: id, State: expected.State(state)})
	}
	if !form.Has("title") && !form.Has("text") {
		t.Title, t.Text = letter.Standard(expected.State(form.Get("standard")))
	}
	return t
}

// Check is the page before anything is sent.
type Check struct {
	Problems look.Problems
	Lead     string
	Of       string
	Fields   []look.Field
	Words    look.Table // the placeholders
	Picked   []string   // every row that was chosen, to be looked at anew
	Rows     []string   // those that are written to
	Title    string
	Text     string
	Key      string
	Do       string
	Copies   []Copy
	Left     *look.Table
	Back     string
}

// Copy is what one recipient would get.
type Copy struct{ To, Title, Text string }

//go:embed check.tmpl
var checkSource string

var checkPage = look.Parse[Check]("ministry/letters/check", checkSource)

func (p Page) preview(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	t := read(form)
	if !t.Of.Known() {
		return fault.Absent()
	}
	return p.write(w, r, t, nil)
}

// write shows what would be sent; bad is why it was not.
func (p Page) write(w http.ResponseWriter, r *gate.Request, t typed, bad *fault.Error) error {
	var office party.Unit
	var list []letter.Marked
	if err := p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) (seen []ident.Object, err error) {
		if office, err = tx.Unit(r.Scope.Unit); err != nil {
			return nil, err
		}
		now, err := tx.ExpectedLines(t.Of)
		if t.all {
			t.Seen = nil
			for _, l := range tables.Filtered(r, t.Of, t.query, now) {
				t.Seen = append(t.Seen, letter.Seen{ID: l.ID, State: l.State})
			}
		}
		list = letter.Judge(t.Seen[:min(len(t.Seen), letter.Most)], now)
		for _, m := range list {
			if m.Filing != "" {
				seen = append(seen, ident.Object(m.Filing))
			}
		}
		return seen, err
	}); err != nil {
		return err
	}
	v := Check{Of: string(t.Of), Fields: fields(r, t), Words: words(r), Title: t.Title, Text: t.Text, Back: tables.At(t.Of)}
	status := http.StatusOK
	if bad == nil {
		if e, mine := organisation.Mine(t.Check()); mine {
			bad = e
		}
	}
	if bad == nil && letter.Sent(list) == 0 {
		bad = fault.New(fault.Conflict, "fault.memo.nothing", nil)
	}
	v.rows(r, list, letter.For{Office: office.Name, OfficeAt: office.Phone}, bad == nil)
	if bad != nil {
		status, v.Problems = gate.Status(bad), organisation.Beside(r, v.Fields, bad, "")
		return checkPage.WriteStatus(w, status, trail(r, r.T("memo.write")), v)
	}
	n := look.Number(len(v.Rows))
	v.Lead, v.Do = r.T("memo.will", "n", n), r.T("memo.do", "n", n)
	var err error
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	return checkPage.WriteStatus(w, status, trail(r, r.T("memo.write")), v)
}

// rows are the copies, and what is left with its reason.
func (v *Check) rows(r *gate.Request, list []letter.Marked, from letter.For, good bool) {
	for _, m := range list {
		row := m.ID + ":" + string(m.State)
		if m.ID != "" {
			v.Picked = append(v.Picked, row)
		}
		if m.Why == "" && good {
			from.Line = m.Line
			v.Rows = append(v.Rows, row)
			v.Copies = append(v.Copies, Copy{tables.Called(r, m.Line), letter.Fill(v.Title, from), letter.Fill(v.Text, from)})
		}
	}
	if left := letter.LeftOf(list); len(left) > 0 {
		v.Left = leftTable(r, left)
	}
}

func fields(r *gate.Request, t typed) []look.Field {
	return []look.Field{
		{Kind: look.Line, ID: "title", Label: r.T("memo.title"), Value: t.Title, Limit: letter.TitleMost, Need: true},
		{Kind: look.Area, ID: "text", Label: r.T("memo.text"), Hint: r.T("memo.text.hint"), Value: t.Text, Limit: letter.TextMost, Need: true},
	}
}

// words says what can be filled in.
func words(r *gate.Request) look.Table {
	t := look.Table{Caption: r.T("memo.words"), Hide: true, Keep: true, Heads: []look.Head{{Text: r.T("memo.word")}, {Text: r.T("memo.says")}}}
	for _, p := range letter.Placeholders() {
		t.Rows = append(t.Rows, []look.Cell{{Text: p.Name}, {Text: look.Capital(p.Says.In(string(r.Lang)))}})
	}
	return t
}

// leftTable says to whom nothing is sent, and why.
func leftTable(r *gate.Request, left []letter.Left) *look.Table {
	t := &look.Table{Caption: r.T("memo.left"), Hide: true, Heads: []look.Head{{Text: r.T("expected.operator")}, {Text: r.T("memo.why")}}}
	for _, l := range left {
		name := l.Name
		if name == "" {
			name = r.T("memo.nobody")
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: name}, {Text: r.T("memo.why." + string(l.Why))}})
	}
	return t
}

func trail(r *gate.Request, title string) look.Frame {
	f := r.Frame("memo.list").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{To: tables.Path, Text: r.T("nav.expected")}, look.Link{Text: title})
	f.Title = title
	return f
}
