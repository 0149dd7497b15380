// Package home is ホーム of a maintainer: 事業者別の状況, one line for each thing under each mandate, with who must press next, and the receipts of all in
// one ZIP.
package home

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/mandates"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/mandating"
)

// Path is the page's address.
const Path = "/maintainer/home"

// Tx is what is read in the maintainer's own scope.
type Tx interface {
	MandateList(limit int) ([]mandate.Mandate, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
	// Work reads in the scope of one mandate, and notes what was looked at.
	Work func(ctx context.Context, s access.Scope, purpose string, read func(mandates.WorkTx) ([]ident.Object, error)) error
	// Receipts gives out the receipts of an entry, in the scope of a mandate.
	Receipts interface {
		Receipt(ctx context.Context, s access.Scope, leaf ident.Leaf) (final, text, provisional []byte, err error)
	}
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: mandating.MayRead, Handle: p.show},
		{Pattern: "GET " + Path + "/receipts", Needs: mandating.MayRead, Handle: p.receipts},
	}
}

// mandatesRead bounds how many mandates one page works through.
const mandatesRead = 60

// view is what the page shows.
type view struct {
	New      string
	Waiting  []look.Todo
	Empty    *look.Empty
	Table    look.Table
	Receipts string // address of the ZIP; "" while there is none
	More     bool   // there are more mandates than the page works through
}

//go:embed page.tmpl
var source string

var page = look.Parse[view]("maintainer/home", source)

// visit calls do for each mandate of the maintainer that is not over, the latest first; in force says whether s acts under it.
func (p Page) visit(r *gate.Request, do func(m mandate.Mandate, s access.Scope, inForce bool) error) (more bool, err error) {
	var list []mandate.Mandate
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.MandateList(mandatesRead + 1)
		return err
	}); err != nil {
		return false, err
	}
	for i, m := range list {
		if i == mandatesRead {
			return true, nil
		}
		s, ok := mandates.Scope(r, m)
		if err := do(m, s, ok); err != nil {
			return false, err
		}
	}
	return false, nil
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	if r.Scope.Kind != party.Maintainer {
		return gate.See(w, mandates.Path)
	}
	v := view{New: mandates.Path + "/new"}
	var rows []mandates.Row
	var operators []look.Cell
	today, over := law.DayOf(r.Now), 0
	add := func(m mandate.Mandate, list ...mandates.Row) {
		for _, one := range list {
			rows, operators = append(rows, one), append(operators, look.Cell{Text: m.OperatorIs, To: mandates.At(m)})
		}
	}
	var err error
	v.More, err = p.visit(r, func(m mandate.Mandate, s access.Scope, inForce bool) error {
		switch {
		case m.Holder(today) == mandate.Maintainer:
			v.Waiting = append(v.Waiting, mandates.Todo(r, m))
		case !inForce && m.Standing(today) != mandate.Proposed && m.Standing(today) != mandate.Later:
			over++
			return nil
		}
		if !inForce {
			add(m, mandates.Row{Name: r.T("nav.mandate"), Number: m.Number, To: mandates.At(m), Tag: mandates.Tag(r, m), Next: mandates.Waits(r, m), At: m.Moved})
			return nil
		}
		return p.Work(r.Context(), s, access.LookList, func(tx mandates.WorkTx) ([]ident.Object, error) {
			list, seen, err := mandates.Rows(r, tx, m)
			if len(list) == 0 {
				list = []mandates.Row{{Name: r.T("mandate.work.none"), Number: m.Number, To: mandates.At(m), Tag: look.Tag{Text: r.T("mandate.work.unbegun"), Tone: look.Warn}, Next: m.MaintainerIs}}
			}
			for _, one := range list {
				if one.Leaf != "" {
					v.Receipts = Path + "/receipts"
				}
			}
			add(m, list...)
			return seen, err
		})
	})
	if err != nil {
		return err
	}
	if v.Table = mandates.WorkTable(r, rows, operators); len(rows) == 0 {
		v.Empty = &look.Empty{Title: r.T("mandate.none"), Text: []string{r.T("mandate.none.text.maintainer")}, Links: []look.Link{{To: v.New, Text: r.T("mandate.new")}}}
	}
	return page.Write(w, r.Frame("nav.home"), v)
}
