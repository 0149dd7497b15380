package reports

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/assign"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/view"
	"kanmin/internal/flow/linking"
)

// Path is the address of the list of what arrived.
const Path = "/ministry/reports"

// out is where it is exported.
const out = "/ministry/export/"

// Received is 届いた報告: what is addressed to the office, searched, filtered, drawn by week and exported. Nothing of a
// report's content stands in it.
type Received struct {
	Look     func(ctx context.Context, s access.Scope, purpose string, read func(listing.Tx) ([]ident.Object, error)) error
	Notified func(ctx context.Context, s access.Scope, purpose string, read func(NotifiedTx) ([]ident.Object, error)) error
	Export   listing.Look
}

// Routes returns the list's routes.
func (p Received) Routes() []gate.Route {
	needs := access.Permission{Action: access.Read, Object: access.Desk}
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: needs, Handle: p.list},
		{Pattern: "GET " + NotifiedPath, Needs: needs, Handle: p.notified},
		{Pattern: "GET " + out + "{format}", Needs: needs, Fresh: true, Handle: received(look.Empty{}).Export(p.Export)},
	}
}

func received(empty look.Empty) listing.List {
	return listing.List{Of: view.Received, Path: Path, Out: out, But: "-" + notification.Kind, Plot: true, Table: table, Bulk: assign.Bulk, Empty: empty}
}

//go:embed list.tmpl
var listSource string

var listPage = look.Parse[listView]("ministry/reports/list", listSource)

// listView is the list with the pages beside it.
type listView struct {
	look.Listing
	Links []look.Link
}

// beside are the pages that begin from reports of the office, for who may open them.
func beside(r *gate.Request) []look.Link {
	if r.Scope.Permit(linking.MayRead) != nil {
		return nil
	}
	return []look.Link{{To: "/ministry/campaigns", Text: r.T("campaign.title")}, {To: "/ministry/indicators", Text: r.T("sighting.title")}}
}

func (p Received) list(w http.ResponseWriter, r *gate.Request) error {
	s, err := listing.Read(r)
	if err != nil {
		return err
	}
	if err := p.Look(r.Context(), r.Scope, access.LookList, func(tx listing.Tx) ([]ident.Object, error) { return received(look.Empty{}).Load(r, s, tx) }); err != nil {
		return err
	}
	f := r.Frame("received.title").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{Text: r.T("received.title")})
	empty := look.Empty{Title: r.T("received.none"), Text: []string{r.T("received.none.text")}, Links: []look.Link{{To: "/ministry/today", Text: r.T("nav.today")}}}
	v, err := received(empty).View(r, s)
	if err != nil {
		return err
	}
	return listPage.WriteStatus(w, s.Status(), f, listView{v, beside(r)})
}

func table(r *gate.Request, s *listing.Shown) look.Table {
	t := look.Table{Caption: r.T("received.title"), Hide: true, Heads: []look.Head{
		{Text: r.T("desk.number")}, {Text: r.T("desk.filer")}, {Text: r.T("desk.kind")}, {Text: r.T("desk.state")}, {Text: r.T("charge.filter")}, {Text: r.T("desk.at")},
	}}
	for _, l := range s.Lines {
		state := reporting.Tag(r.Lang, l.State)
		if !l.Opened {
			state = look.Tag{Text: state.Text + r.T("received.unopened"), Tone: look.Danger}
		}
		state = reporting.Taken(r, l, state)
		holder := look.Cell{Text: l.Charge.Name}
		if l.Charge.Person == "" {
			holder.Text = r.T("charge.nobody.is")
		}
		t.Rows = append(t.Rows, []look.Cell{
			{Text: string(l.Number), To: "/ministry/reports/" + l.Number.ASCII(), Ref: true, Pick: l.Number.ASCII(), PickText: r.T("charge.pick", "number", l.Number)}, {Text: listing.FilerName(r, l)}, {Text: s.KindName(r, l.Kind)}, {Tag: &state}, holder, {Text: look.Second(r.Lang, l.ArrivedAt), When: true},
		})
	}
	return t
}
