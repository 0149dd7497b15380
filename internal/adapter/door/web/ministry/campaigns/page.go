// Package campaigns is 関連付け(キャンペーン): reports that an office holds to be of one attack, under a name. The pages are the office's own;
// nothing of them comes to an operator. Of a campaign each reader is shown the reports alone that are open to them.
package campaigns

import (
	"cmp"
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/linking"
)

// Path is the address of the list.
const Path = "/ministry/campaigns"

const reportPath = "/ministry/reports"

// Tx is what the pages read.
type Tx interface {
	Campaigns(limit int) ([]campaign.Campaign, error)
	Campaign(ident.Object, access.Permission) (campaign.Campaign, error)
	CampaignLinks(ident.Object) ([]campaign.Link, error)
	CampaignShares(campaign.Campaign) ([]campaign.Share, error)
	CampaignOffices() ([]campaign.Office, error)
	Deskmates() ([]charge.Holder, error)
	LinesOf([]ident.Filing) ([]filing.Line, error)
	SearchLines(f filing.Filter, after filing.Place, limit int) ([]filing.Line, filing.Place, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Page is filled in by serve.
type Page struct {
	Look   func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
	Read   func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Start  linking.Start
	Link   linking.Link
	Change linking.Change
	Merge  linking.Merge
	Share  linking.Share
}

const bodyLimit = 64 << 10

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	const one = Path + "/{campaign}"
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: linking.MayRead, Handle: p.list},
		{Pattern: "GET " + Path + "/link", Needs: linking.MayLink, Handle: p.choose},
		{Pattern: "POST " + Path + "/link", Needs: linking.MayLink, Body: bodyLimit, Handle: p.link},
		{Pattern: "GET " + one, Needs: linking.MayRead, Handle: p.show},
		{Pattern: "GET " + one + "/edit", Needs: linking.MayWrite, Handle: p.edit},
		{Pattern: "POST " + one + "/edit", Needs: linking.MayWrite, Body: bodyLimit, Handle: p.change},
		{Pattern: "POST " + one + "/out", Needs: linking.MayLink, Body: bodyLimit, Handle: p.move(false)},
		{Pattern: "POST " + one + "/back", Needs: linking.MayLink, Body: bodyLimit, Handle: p.move(true)},
		{Pattern: "POST " + one + "/merge", Needs: linking.MayWrite, Body: bodyLimit, Handle: p.merge},
		{Pattern: "POST " + one + "/share", Needs: linking.MayWrite, Fresh: true, Body: bodyLimit, Handle: p.share},
	}
}

//go:embed list.tmpl
var listSource string

var listPage = look.Parse[look.Listing]("ministry/campaigns/list", listSource)

func (p Page) list(w http.ResponseWriter, r *gate.Request) error {
	var all []campaign.Campaign
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		all, err = tx.Campaigns(campaign.Listed)
		return err
	}); err != nil {
		return err
	}
	c := roll(r).Cut(r, all)
	c.View.Table = table(r, c.Rows)
	return listPage.WriteStatus(w, c.Status(), trail(r, ""), c.View)
}

func roll(r *gate.Request) listing.Roll[campaign.Campaign] {
	var states []look.Option
	for _, s := range campaign.States {
		states = append(states, look.Option{Value: string(s), Label: stateTag(r, s).Text})
	}
	return listing.Roll[campaign.Campaign]{
		Path: Path, Search: r.T("campaign.search"), Most: campaign.Listed,
		Texts: func(c campaign.Campaign) []string { return []string{c.Name, c.Note, c.Assessment} },
		Choices: []listing.Choice[campaign.Campaign]{
			{ID: "state", Label: r.T("desk.state"), Options: states, Fits: func(c campaign.Campaign, s string) bool { return string(c.State) == s }},
			{ID: "holder", Label: r.T("charge.filter"), Options: []look.Option{{Value: "me", Label: r.T("charge.filter.me")}, {Value: "none", Label: r.T("charge.filter.none")}}, Fits: func(c campaign.Campaign, s string) bool {
				return s == "me" && c.Holder.Person == r.Scope.Person && c.Holder.Person != "" || s == "none" && c.Org == r.Scope.Org && c.Holder.Person == ""
			}},
		},
		Orders: []listing.Order[campaign.Campaign]{{ID: "changed", Label: r.T("campaign.order.changed")}, {ID: "name", Label: r.T("campaign.order.name"), Compare: func(a, b campaign.Campaign) int { return cmp.Compare(a.Name, b.Name) }}},
		None:   look.Empty{Title: r.T("campaign.none"), Text: []string{r.T("campaign.none.text"), r.T("campaign.private")}, Links: []look.Link{{To: reportPath, Text: r.T("received.title")}, {To: Path + "/link", Text: r.T("campaign.new")}}},
	}
}

func table(r *gate.Request, list []campaign.Campaign) look.Table {
	t := look.Table{Caption: r.T("campaign.title"), Hide: true, Heads: []look.Head{{Text: r.T("campaign.name")}, {Text: r.T("desk.state")}, {Text: r.T("charge.filter")}, {Text: r.T("campaign.changed")}}}
	for _, c := range list {
		state := stateTag(r, c.State)
		holder := look.Cell{Text: holderName(r, c)}
		if c.Org != r.Scope.Org {
			holder = look.Cell{Tag: &look.Tag{Text: r.T("campaign.shown"), Tone: look.Info}}
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: c.Name, To: at(c.ID)}, {Tag: &state}, holder, {Text: look.Moment(r.Lang, c.MovedAt), When: true}})
	}
	return t
}

func at(id ident.Object) string { return Path + "/" + string(id) }

func holderName(r *gate.Request, c campaign.Campaign) string {
	if c.Holder.Person == "" {
		return r.T("charge.nobody.is")
	}
	return c.Holder.Name
}

func stateTag(r *gate.Request, s campaign.State) look.Tag {
	tone := look.Info
	if s != campaign.Open {
		tone = look.Plain
	}
	return look.Tag{Text: r.T("campaign.state." + string(s)), Tone: tone}
}

// trail is the frame of a page below the list; without a title, of the list.
func trail(r *gate.Request, title string, more ...look.Link) look.Frame {
	f := r.Frame("campaign.title")
	links := []look.Link{{To: "/ministry/today", Text: r.T("nav.today")}, {To: reportPath, Text: r.T("received.title")}}
	if title == "" {
		return f.With(append(links, look.Link{Text: r.T("campaign.title")})...)
	}
	f.Title = title
	links = append(append(links, look.Link{To: Path, Text: r.T("campaign.title")}), more...)
	return f.With(append(links, look.Link{Text: title})...)
}
