package figures

import (
	"context"
	"errors"
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Holdings is what stands notified, in memory (keep/index/holdings).
type Holdings interface {
	Held() (holding.Held, error)
}

// HoldingTx is what is read in order to count what stands notified.
type HoldingTx interface {
	NotificationsReleased() (map[ident.Filing][]string, error)
	Unit(ident.Unit) (party.Unit, error)
}

// Notified counts 届出 for a page.
type Notified struct {
	Index Holdings
	Read  func(ctx context.Context, s access.Scope, read func(HoldingTx) error) error // store.Read
}

// Counting is what a page counts from: what is held, and what of it the office received.
type Counting struct {
	holding.Held
	Query  holding.Query
	Sight  holding.Sight
	Office party.Unit
	Today  law.Day
	Wrong  []fault.Field // of the query; nothing is narrowed then
}

// Asked reads the query of the address and what it is counted from.
func (n Notified) Asked(r *gate.Request) (c Counting, err error) {
	c.Today = law.DayOf(r.Now)
	c.Query, err = holding.ReadQuery(r.URL.Query().Get, c.Today)
	if e, ok := errors.AsType[*fault.Error](err); ok {
		c.Wrong = e.Fields
	}
	if err := n.Read(r.Context(), r.Scope, func(tx HoldingTx) (err error) {
		if c.Sight, err = tx.NotificationsReleased(); err == nil {
			c.Office, err = tx.Unit(r.Scope.Unit)
		}
		return err
	}); err != nil {
		return c, err
	}
	c.Held, err = n.Index.Held()
	return c, err
}

// Whole is Asked for what has no form in which something could be put right: a file, rows behind a number.
func (n Notified) Whole(r *gate.Request) (Counting, error) {
	c, err := n.Asked(r)
	if err == nil && len(c.Wrong) > 0 {
		err = &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: c.Wrong}
	}
	return c, err
}

// Concentrate is holding.Concentrate of what the office received, with the lists that stand.
func (c Counting) Concentrate() (holding.Concentration, []holding.Standing) {
	standing := holding.Stand(c.Facts, c.Sight)
	return holding.Concentrate(standing, c.Names, c.Query, c.Today), standing
}

// AsOf says on what the numbers rest.
func (c Counting) AsOf(r *gate.Request) string {
	return r.T("statistic.as-of", "n", look.Number(c.Reached+1))
}

// OfficeName is the office that counts.
func (c Counting) OfficeName(r *gate.Request) string {
	return look.Named(r.Lang, c.Office.Name, c.Office.NameEn)
}

// Filter is the form by which the query is set, on a page whose address is path.
func (c Counting) Filter(r *gate.Request, path string, before ...look.Field) look.Listing {
	l := look.Listing{ID: "holding", Action: path, Filter: before}
	choose := func(id, label string, values []string, name func(string) text.Both) {
		f := look.Field{Kind: look.Select, ID: id, Label: label, Options: []look.Option{{Label: r.T("listing.any"), Chosen: c.Query.Part(id) == ""}}}
		for _, v := range values {
			f.Options = append(f.Options, look.Option{Value: v, Label: look.Capital(name(v).In(string(r.Lang))), Chosen: v == c.Query.Part(id)})
		}
		for _, w := range c.Wrong {
			if w.Path == id {
				f.Error = r.Why(w)
			}
		}
		l.Filter = append(l.Filter, f)
	}
	var sectors []string
	for _, s := range law.At(c.Today).Sectors() {
		sectors = append(sectors, string(s.Code))
	}
	choose("type", r.T("holding.type"), holding.Letters, holding.TypeName)
	choose("sector", r.T("holding.sector"), sectors, func(v string) text.Both { return holding.SectorName(law.Sector(v)) })
	l.Problems = look.ProblemsOf(l.Filter)
	if r.URL.RawQuery != "" {
		l.Clear = path
	}
	return l
}

// Empty teaches an office that has received no 届出.
func Empty(r *gate.Request) *look.Empty {
	return &look.Empty{Title: r.T("holding.none"), Text: []string{r.T("holding.none.text")}, Links: []look.Link{{To: "/ministry/notification", Text: r.T("nav.notification")}}}
}

// At is an address with the query, and more of it.
func At(path string, q holding.Query, more ...string) string {
	v := url.Values{}
	for _, name := range holding.QueryNames {
		if part := q.Part(name); part != "" {
			v.Set(name, part)
		}
	}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			v.Set(more[i], more[i+1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}
