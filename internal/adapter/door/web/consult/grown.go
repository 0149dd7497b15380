package consult

import (
	_ "embed"
	"net/http"
	"net/url"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/consulting"
	"kanmin/internal/flow/registering"
)

// grown is what the 範囲整理表 of the operator grows from, and what was sent before.
type grown struct {
	businesses []party.Designation
	rev        int
	places     []asset.Place
	items      []asset.Item
	earlier    []consult.Sheet
}

// grow reads it, with the versions of one business ("": the first).
func (p Pages) grow(r *gate.Request, business string) (g grown, at party.Designation, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		if g.businesses, err = tx.Sectors(r.Scope.Org, law.DayOf(r.Now)); err != nil {
			return err
		}
		i := slices.IndexFunc(g.businesses, func(d party.Designation) bool { return d.ID == business || business == "" })
		if i >= 0 {
			at = g.businesses[i]
		}
		if r.Scope.Permit(registering.MayRead) == nil {
			if g.rev, err = tx.InventoryRev(); err != nil {
				return err
			}
			if g.places, err = tx.Places(); err != nil {
				return err
			}
			if g.items, err = tx.Items(); err != nil {
				return err
			}
		}
		if i >= 0 {
			g.earlier, err = tx.ConsultSheets(at.ID, 20)
		}
		return err
	})
	return g, at, err
}

// lines are the lines that would be sent now for a business; only of named facilities, or of all (nil). Machines are not named in them.
func (g grown) lines(r *gate.Request, business string, facilities []string) ([]consult.Line, string) {
	known := asset.Project(law.Release(), law.DayOf(r.Now), asset.Known{Businesses: asset.Businesses(g.businesses), Places: g.places, Items: g.items})
	return consult.Grow(known.Facts, known.Result, business, facilities), known.Result.Book
}

// facilities are those of a business.
func (g grown) facilities(business string) (list []asset.Place) {
	for _, f := range g.places {
		if f.Business == business {
			list = append(list, f)
		}
	}
	return list
}

// stand is where a line of today stands: as an earlier version was answered, or not sent yet.
func (g grown) stand(id string) (consult.Standing, consult.Mark) {
	for _, h := range g.earlier {
		if h.Has(id) {
			return h.Stand(id)
		}
	}
	return consult.Drafting, consult.Mark{}
}

// ScopeView is the 範囲整理表 of a business as it would be sent now.
type ScopeView struct {
	Businesses []look.Link
	Now        string
	Counts     string
	Notices    []look.Notice
	Lines      *Lines
	Empty      *look.Empty
	Ask        string
	Versions   []look.Todo
	Links      []look.Link
}

//go:embed scope.tmpl
var scopeSource string

var scopePage = look.Parse[ScopeView]("consult/scope", scopeSource+linesSource)

func (p Pages) scope(w http.ResponseWriter, r *gate.Request) error {
	g, at, err := p.grow(r, r.URL.Query().Get("business"))
	if err != nil {
		return err
	}
	v := ScopeView{Now: look.Capital(admin.SectorWords(r.Lang, at.Sector)), Links: []look.Link{{To: "/assess/notification", Text: r.T("assess.n.title")}, {To: Own, Text: r.T("consult.list")}}}
	if r.Scope.Permit(registering.MayRead) == nil {
		v.Links = append(v.Links, look.Link{To: "/operator/inventory/places", Text: r.T("inventory.places")})
	}
	for _, d := range g.businesses {
		v.Businesses = append(v.Businesses, look.Link{To: Scope + "?business=" + url.QueryEscape(d.ID), Text: look.Capital(admin.SectorWords(r.Lang, d.Sector))})
	}
	list, _ := g.lines(r, at.ID, nil)
	switch {
	case at.ID == "":
		v.Empty = &look.Empty{Title: r.T("consult.scope.undesignated"), Text: []string{r.T("consult.scope.undesignated.text")}, Links: v.Links[:1]}
	case len(list) == 0:
		v.Empty = &look.Empty{Title: r.T("consult.scope.none"), Text: []string{r.T("consult.scope.none.text")}, Links: v.Links[2:]}
	default:
		shown := linesOf(r, r.T("consult.scope"), list, g.stand)
		v.Lines = &shown
		v.Counts = counts(r, list, g.stand)
		if r.Scope.Permit(consulting.MayAsk) == nil {
			v.Ask = Own + "/new?business=" + url.QueryEscape(at.ID) + "&facility=all"
		}
	}
	return p.versions(w, r, v, g)
}

// versions adds what was sent, and shows the page.
func (p Pages) versions(w http.ResponseWriter, r *gate.Request, v ScopeView, g grown) error {
	numbers := map[ident.Object]consult.Consultation{}
	if len(g.earlier) > 0 {
		err := p.Read(r.Context(), r.Scope, func(tx Tx) error {
			list, err := tx.ConsultList(Listed)
			for _, c := range list {
				numbers[c.ID] = c
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	for _, h := range g.earlier {
		s := sheetOf(r, h)
		c := numbers[h.Consult]
		v.Versions = append(v.Versions, look.Todo{What: s.Title, Ref: string(c.Number), Tag: s.Tag, Until: r.T("consult.sent-at") + " " + look.Moment(r.Lang, h.SentAt), Note: s.Says, To: look.Link{To: Own + "/" + c.Number.ASCII(), Text: r.T("consult.open")}})
	}
	return scopePage.Write(w, r.Frame("consult.scope").With(look.Link{To: "/operator/notification", Text: r.T("nav.notification")}, look.Link{Text: r.T("consult.scope")}), v)
}

// counts says how the lines stand.
func counts(r *gate.Request, list []consult.Line, of standing) string {
	n := map[consult.Standing]int{}
	for _, l := range list {
		st, _ := of(l.ID)
		n[st]++
	}
	return r.T("consult.scope.counts", "all", len(list), "new", n[consult.Drafting], "wait", n[consult.Waiting], "no", n[consult.Question], "yes", n[consult.Confirmed])
}
