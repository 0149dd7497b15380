// Package known is 決めた製品名: what an organisation decided about names, with its history and undo. A list can be filtered and
// saved; what is looked for never stands in an address.
package known

import (
	"context"
	_ "embed"
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/naming"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/product/spelling"
	flow "kanmin/internal/flow/naming"
)

// Tx is what the pages read.
type Tx interface {
	OwnNames(before access.Cursor, limit int) ([]memory.Known, error)
	Name(ident.Number, access.Permission) (memory.Known, error)
	NamesByID([]ident.Object) ([]memory.Known, error)
}

// Page is filled in by serve.
type Page struct {
	Read     func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Withdraw flow.Withdraw
	// History lists the ids of an organisation's decisions about a pair (keep/index/names).
	History func(org ident.Org, p memory.Pair) []ident.Object
}

var mayRead = access.Permission{Action: access.Read, Object: access.Name}

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	write := access.Permission{Action: access.Write, Object: access.Name}
	return []gate.Route{
		{Pattern: "GET " + naming.KnownPath, Needs: mayRead, Handle: p.list},
		{Pattern: "POST " + naming.KnownPath, Needs: mayRead, Body: 64 << 10, Handle: p.list},
		{Pattern: "GET " + naming.KnownPath + ".csv", Needs: mayRead, Fresh: true, Handle: p.save},
		{Pattern: "GET " + naming.KnownPath + "/{number}", Needs: mayRead, Handle: p.one},
		{Pattern: "POST " + naming.KnownPath + "/{number}/undo", Needs: write, Handle: p.undo},
	}
}

// Bounds of the list.
const (
	pageSize = 50
	searched = 2000 // the newest that a filter looks through
	saved    = 20000
)

type view struct {
	Tabs   look.Tabs
	Notice *look.Notice
	Search look.Field
	Found  string
	Table  *look.Table
	Empty  *look.Empty
	More   string
	CSV    string
}

//go:embed page.tmpl
var source string

var page = look.Parse[view]("naming/known", source)

func (p Page) list(w http.ResponseWriter, r *gate.Request) error {
	words := ""
	if r.Method == http.MethodPost {
		form, err := r.Fields()
		if err != nil {
			return err
		}
		words = form.Get("q")
	}
	before, err := access.ReadCursor(r.URL.Query().Get("before"))
	if err != nil {
		before = access.Cursor{}
	}
	limit := pageSize + 1
	if words != "" {
		before, limit = access.Cursor{}, searched
	}
	var list []memory.Known
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.OwnNames(before, limit)
		return err
	})
	if err != nil {
		return err
	}
	return page.Write(w, r.Frame("naming.known.title"), p.listView(r, list, words))
}

func (p Page) listView(r *gate.Request, list []memory.Known, words string) view {
	v := view{
		Tabs: naming.Tabs(r, naming.KnownPath), CSV: naming.KnownPath + ".csv",
		Search: look.Field{Kind: look.Line, ID: "q", Label: r.T("naming.known.search"), Value: words, Width: look.Mid},
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("decided")); err == nil && n > 0 && n <= memory.MostAtOnce {
		v.Notice = &look.Notice{Tone: look.Good, Title: r.T("naming.decided.now", "n", n), Assert: true}
	}
	if len(list) == 0 && words == "" {
		v.Empty = &look.Empty{
			Title: r.T("naming.known.empty"), Text: []string{r.T("naming.known.empty.text")}, Links: []look.Link{{To: naming.LookupPath, Text: r.T("naming.title")}},
		}
		return v
	}
	all := len(list)
	if words != "" {
		list = matching(list, words)
		v.Found = r.T("naming.known.found", "n", len(list), "of", all)
	}
	if len(list) > pageSize {
		list = list[:pageSize]
		if last := list[pageSize-1]; words == "" {
			v.More = naming.KnownPath + "?before=" + access.Cursor{At: last.DecidedAt, ID: string(last.ID)}.String()
		}
	}
	if len(list) == 0 {
		v.Found = r.T("naming.known.nothing")
		return v
	}
	v.Table = table(r, list)
	return v
}

func matching(list []memory.Known, words string) (found []memory.Known) {
	want := spelling.Squash(spelling.Fold(words))
	for _, k := range list {
		text := spelling.Squash(spelling.Fold(k.Maker + " " + k.Pair.Product + " " + k.Product.Maker + " " + k.Product.Name + " " + string(k.Number)))
		if strings.Contains(text, want) {
			found = append(found, k)
		}
	}
	return found
}

func table(r *gate.Request, list []memory.Known) *look.Table {
	t := &look.Table{Caption: r.T("naming.known.title"), Hide: true, Heads: []look.Head{
		{Text: r.T("naming.col.written")}, {Text: r.T("naming.col.product")}, {Text: r.T("naming.col.by")}, {Text: r.T("naming.col.at")}, {Text: r.T("naming.col.state")},
	}}
	for _, k := range list {
		state := naming.State(r, k.State)
		t.Rows = append(t.Rows, []look.Cell{
			{Text: naming.Written(r, k.Pair), To: naming.KnownPath + "/" + k.Number.ASCII()}, {Text: naming.Product(r, k.Product)},
			{Text: by(r, k.Name)}, {Text: look.Moment(r.Lang, k.DecidedAt)}, {Tag: &state},
		})
	}
	return t
}

// by is who decided; a program has no name of its own.
func by(r *gate.Request, name string) string {
	if name == "" {
		return r.T("naming.one.program")
	}
	return name
}

// save is the list as a file for a spreadsheet.
func (p Page) save(w http.ResponseWriter, r *gate.Request) error {
	var list []memory.Known
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.OwnNames(access.Cursor{}, saved)
		return err
	})
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="names.csv"; filename*=UTF-8''%E6%B1%BA%E3%82%81%E3%81%9F%E8%A3%BD%E5%93%81%E5%90%8D.csv`)
	h.Set("Cache-Control", "no-store")
	var columns []sheet.Head
	for _, key := range []string{
		"naming.col.number", "naming.col.maker", "naming.col.name", "naming.col.product", "naming.col.by", "naming.col.at", "naming.col.state", "naming.col.ended",
	} {
		columns = append(columns, sheet.Head{Title: r.T(key)})
	}
	_ = sheet.WriteCSV(w, sheet.UTF8, sheet.Page{Name: r.T("naming.known.title"), Columns: columns, Rows: func(yield func([]string) bool) {
		for _, k := range list {
			if !yield(cells(r, k)) {
				return
			}
		}
	}}) // the reader went away: nobody to tell
	return nil
}

func cells(r *gate.Request, k memory.Known) []string {
	ended := ""
	if k.EndedAt != 0 {
		ended = look.Moment(r.Lang, k.EndedAt)
	}
	return []string{string(k.Number), k.Maker, k.Pair.Product, naming.Product(r, k.Product), by(r, k.Name), look.Moment(r.Lang, k.DecidedAt), naming.State(r, k.State).Text, ended}
}
