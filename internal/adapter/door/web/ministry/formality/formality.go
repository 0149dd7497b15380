// Package formality is 形式の確認: of one 届出 by a button on its page, of many of a list at once. One page shows what would happen to each
// before anything does, another what happened, with what was left and why, and takes it back.
package formality

import (
	"context"
	_ "embed"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/many"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
	"kanmin/internal/flow/checking"
)

// Path is the address of the latest acts.
const Path = "/ministry/formality"

const (
	listPath    = "/ministry/notification"
	reportsPath = "/ministry/reports/"
)

// Tx is what the pages read.
type Tx interface {
	checking.FlaggedTx
	SearchLines(f filing.Filter, after filing.Place, limit int) ([]filing.Line, filing.Place, error)
	LinesOf([]ident.Filing) ([]filing.Line, error)
	FormalActs(limit int) ([]formal.Act, error)
	FormalAct(ident.Object) (formal.Act, error)
}

// Page is filled in by serve.
type Page struct {
	Look    func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Check   checking.Check
	Undo    checking.Undo
	Entropy io.Reader // draws what is left for reading
}

const bodyLimit = 64 << 10 // formal.Most numbers with their revisions

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: checking.May, Handle: p.list},
		{Pattern: "POST " + Path, Needs: checking.May, Body: bodyLimit, Handle: p.preview},
		{Pattern: "POST " + Path + "/send", Needs: checking.May, Body: bodyLimit, Handle: p.send},
		{Pattern: "GET " + Path + "/{act}", Needs: checking.May, Handle: p.show},
		{Pattern: "POST " + Path + "/{act}/undo", Needs: checking.May, Body: 4 << 10, Handle: p.undo},
	}
}

// typed is what a form says: filings that were chosen one by one, or all that a filter leaves.
type typed struct {
	form    url.Values
	seen    []formal.Seen
	all     bool
	percent int
}

// read reads a form.
func read(form url.Values) (t typed) {
	t.form, t.all = form, form.Get("all") != ""
	if p := form.Get("percent"); p != "" {
		if n, err := strconv.Atoi(p); err == nil {
			t.percent = n
		} else {
			t.percent = -1
		}
	}
	many.Read(form["n"], func(n ident.Number, rev int) { t.seen = append(t.seen, formal.Seen{Number: n, Rev: rev}) })
	return t
}

// found is what was read for the page before sending.
type found struct {
	now   []formal.Line
	names map[ident.Filing]string
	more  bool // the filter leaves more than one act takes
}

func (p Page) load(r *gate.Request, t typed) (f found, err error) {
	f.names = map[ident.Filing]string{}
	err = p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) (seen []ident.Object, err error) {
		var lines []filing.Line
		var numbers []ident.Number
		var ids []ident.Filing
		for _, s := range t.seen {
			numbers = append(numbers, s.Number)
		}
		switch {
		case t.all:
			if lines, f.more, err = many.All(tx, t.form.Get("query"), formal.Most, notified); err != nil {
				return nil, err
			}
			for _, l := range lines {
				ids = append(ids, l.Filing.ID)
			}
			f.now, err = checking.Flagged(tx, nil, ids)
		case len(numbers) <= formal.Most:
			if f.now, err = checking.Flagged(tx, numbers, nil); err != nil {
				return nil, err
			}
			for _, l := range f.now {
				ids = append(ids, l.Filing)
			}
			lines, err = tx.LinesOf(ids)
		}
		for _, l := range lines {
			f.names[l.Filing.ID] = l.Filer.Name
			seen = append(seen, ident.Object(l.Filing.ID))
		}
		return seen, err
	})
	return f, err
}

// notified narrows a filter to 届出.
func notified(f *filing.Filter) {
	if !strings.HasPrefix(string(f.Kind), notification.Kind) {
		f.Kind = notification.Kind
	}
}

// draw is rand.IntN over what the house is given.
func draw(entropy io.Reader) (func(n int) int, error) {
	var seed [32]byte
	if _, err := io.ReadFull(entropy, seed[:]); err != nil {
		return nil, err
	}
	return rand.New(rand.NewChaCha8(seed)).IntN, nil //nolint:gosec // ChaCha8 seeded by the house
}

// Check is the page before anything happens.
type Check struct {
	Problems look.Problems
	Lead     string
	Table    *look.Table
	Rows     []string // number:rev of what will be checked
	Key      string
	Percent  look.Field
	Again    []string // number:rev of everything, to draw anew
	Drawn    int
	Do, Back string
}

//go:embed check.tmpl
var checkSource string

var checkPage = look.Parse[Check]("ministry/formality/check", checkSource)

func (p Page) preview(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	t := read(form)
	f, err := p.load(r, t)
	if err != nil {
		return err
	}
	v := Check{Back: listPath, Percent: percents(r, t.percent), Drawn: t.percent}
	status := http.StatusUnprocessableEntity
	if e, bad := organisation.Mine(t.bad(f)); bad {
		v.Problems = look.Problems{{ID: e.Fields[0].Path, Text: r.Why(e.Fields[0])}}
		return checkPage.WriteStatus(w, status, trail(r, r.T("formal.check.title")), v)
	}
	next, err := draw(p.Entropy)
	if err != nil {
		return err
	}
	list := formal.Preview(f.now, t.percent, next)
	if status, err = v.fill(r, list, f); err != nil {
		return err
	}
	return checkPage.WriteStatus(w, status, trail(r, r.T("formal.check.title")), v)
}

// bad is what cannot be looked at.
func (t typed) bad(f found) error {
	var l fault.List
	switch {
	case f.more:
		l.Add("n", "fault.formal.many", fault.Args{"n": look.Number(formal.Most)})
	case len(t.seen) == 0 && len(f.now) == 0:
		l.Add("n", "fault.formal.none", nil)
	case t.all:
		return formal.CheckMany([]formal.Seen{{Number: "-"}}, t.percent)
	default:
		return formal.CheckMany(t.seen, t.percent)
	}
	return l.Err()
}

func (v *Check) fill(r *gate.Request, list []formal.Marked, f found) (status int, err error) {
	lines := map[ident.Filing]formal.Line{}
	for _, l := range f.now {
		lines[l.Filing] = l
	}
	v.Table = table(r, list, func(m formal.Marked) string { return f.names[m.Filing] }, func(m formal.Marked) string { return called(r, lines[m.Filing]) })
	for _, m := range list {
		row := m.Number.ASCII() + ":" + strconv.Itoa(m.Rev)
		if m.Why == "" {
			v.Rows = append(v.Rows, row)
		}
		v.Again = append(v.Again, row)
	}
	n := len(v.Rows)
	v.Lead, v.Do = r.T("formal.will", "n", look.Number(n), "of", look.Number(len(list))), r.T("formal.do", "n", look.Number(n))
	if n == 0 {
		v.Problems = look.Problems{{Text: r.T("fault.formal.nothing")}}
		return http.StatusConflict, nil
	}
	v.Key, err = r.NewKey()
	return http.StatusOK, err
}

// percents offers what share of those without a flag is left for reading.
func percents(r *gate.Request, chosen int) look.Field {
	f := look.Field{Kind: look.Select, ID: "percent", Label: r.T("formal.percent"), Hint: r.T("formal.percent.hint"), Width: look.Mid}
	for _, p := range formal.Percents {
		label := r.T("formal.percent.some", "n", p)
		if p == 0 {
			label = r.T("formal.percent.none")
		}
		f.Options = append(f.Options, look.Option{Value: strconv.Itoa(p), Label: label, Chosen: p == chosen})
	}
	return f
}

// called says what is flagged of a 届出, in few words.
func called(r *gate.Request, l formal.Line) string {
	var said []string
	if l.N > 0 {
		said = append(said, r.T("formal.flags", "n", l.N))
	}
	if l.Lacks != "" {
		said = append(said, r.T("formal.lacks", "types", l.Lacks))
	}
	if len(said) == 0 && l.Filing != "" {
		return r.T("formal.unflagged")
	}
	return strings.Join(said, r.T("reports.comma"))
}

// table says of each filing what happens to it, or why it stays.
func table(r *gate.Request, list []formal.Marked, filer, flags func(formal.Marked) string) *look.Table {
	t := &look.Table{Caption: r.T("formal.rows"), Hide: true, Heads: []look.Head{{Text: r.T("desk.number")}, {Text: r.T("formal.becomes")}}}
	if filer != nil {
		t.Heads = []look.Head{t.Heads[0], {Text: r.T("desk.filer")}, t.Heads[1], {Text: r.T("formal.flagged")}}
	}
	for _, m := range list {
		becomes := look.Cell{Tag: &look.Tag{Text: r.T("officer.state.checked"), Tone: look.Good}}
		if m.Why != "" {
			becomes = look.Cell{Tag: &look.Tag{Text: r.T("formal.why."+string(m.Why), "name", m.By), Tone: look.Warn}}
		}
		row := []look.Cell{{Text: string(m.Number), To: reportsPath + m.Number.ASCII(), Ref: true}, becomes}
		if m.Why == formal.Gone {
			row[0].To = ""
		}
		if filer != nil {
			row = []look.Cell{row[0], {Text: filer(m)}, becomes, {Text: flags(m)}}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func trail(r *gate.Request, title string) look.Frame {
	f := r.Frame("formal.title").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{To: listPath, Text: r.T("nav.notification")}, look.Link{Text: title})
	f.Title = title
	return f
}
