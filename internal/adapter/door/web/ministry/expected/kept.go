package expected

import (
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/views"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/view"
)

// kept are the saved views of the table, and what it is asked for: where the address says nothing, it opens with its reader's first view.
type kept struct {
	views []view.Saved
	as    *gate.Request
	first bool
}

func keptOf(r *gate.Request, of expected.Of, tx Tx, opens bool) (k kept, err error) {
	k.as = r
	all, err := tx.Views(view.Expected)
	for _, s := range all {
		if s.OfDetailed() == (of == expected.Detailed) {
			k.views = append(k.views, s)
		}
	}
	if query, ok := views.First(view.Expected, k.views, r.URL.Query()); ok && opens {
		asked := *r
		asked.Request = r.Clone(r.Context())
		asked.URL = &url.URL{Path: r.URL.Path, RawQuery: query}
		k.as, k.first = &asked, true
	}
	return k, err
}

// all is the query with which the table shows everything.
func (k kept) all() string {
	for _, s := range k.views {
		if s.First {
			return "view=all"
		}
	}
	return ""
}

// show offers the saved views, and to save what the table is narrowed to.
func (k kept) show(r *gate.Request, of expected.Of, l *look.Listing) (err error) {
	f, bad := expected.ReadFilter(k.as.URL.Query().Get)
	f.Of = of
	query := f.Query()
	if bad != nil || query == (expected.Filter{Of: of}).Query() {
		query = ""
	}
	if l.Views, err = views.Of(r, view.Expected, k.views, query, k.first); err != nil {
		return err
	}
	if to := k.all(); to != "" {
		l.Views.All.To = At(of) + "?" + to
		if l.Clear != "" {
			l.Clear = l.Views.All.To + "#roll"
		}
	}
	return nil
}
