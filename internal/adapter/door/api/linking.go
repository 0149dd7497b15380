package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/sighting"
	"kanmin/internal/flow/linking"
)

// CampaignsTx is what is read of campaigns.
type CampaignsTx interface {
	Campaigns(limit int) ([]campaign.Campaign, error)
	Campaign(ident.Object, access.Permission) (campaign.Campaign, error)
	CampaignLinks(ident.Object) ([]campaign.Link, error)
}

// Linking are the flows of キャンペーン and of 侵害指標の表; every field is needed. Showing one to another office, and merging two, is for people.
type Linking struct {
	Read  Reading[CampaignsTx]
	Look  Looking[CampaignsTx]
	Start linking.Start
	Link  linking.Link
	Table linking.Table
}

// CampaignView is a campaign as its reader has it.
type CampaignView struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Note       string         `json:"note,omitempty"`
	Assessment string         `json:"assessment,omitempty"`
	State      string         `json:"state" enum:"open,closed,merged"`
	Into       string         `json:"merged_into,omitempty"`
	Own        bool           `json:"own" doc:"of the own office; else shown to it by another"`
	Rev        int            `json:"rev"`
	BegunAt    string         `json:"begun_at" format:"date-time"`
	ChangedAt  string         `json:"changed_at" format:"date-time"`
	Reports    []CampaignLink `json:"reports,omitempty" doc:"those that are open to the caller, in it or taken out; where one campaign is shown"`
}

// CampaignLink is a report in a campaign.
type CampaignLink struct {
	Number string `json:"number"`
	ASCII  string `json:"number_ascii"`
	In     bool   `json:"in" doc:"false: it was taken out"`
	At     string `json:"at" format:"date-time"`
	Why    string `json:"why,omitempty" doc:"for the organisation that said it"`
}

// Indicator is one row of 侵害指標の表.
type Indicator struct {
	Value      string   `json:"value" doc:"as programs compare it"`
	Defanged   string   `json:"defanged"`
	Type       string   `json:"type" enum:"address,domain,url,mail,hash,file"`
	Reports    []string `json:"reports"`
	Filers     int      `json:"filers" doc:"operators that named it"`
	FirstAt    string   `json:"first_at" format:"date-time" doc:"arrival of the first report that names it"`
	LastAt     string   `json:"last_at" format:"date-time"`
	Techniques []string `json:"techniques" doc:"ATT&CK numbers of those reports"`
}

type campaignsOut struct {
	Body struct {
		Campaigns []CampaignView `json:"campaigns"`
	}
}

type campaignOut struct{ Body CampaignView }

type indicatorsIn struct {
	Of string `query:"of" doc:"campaign:ID, reports:NUMBER,NUMBER, or filter: with a filter of /reports (filter:from=2026-11-01); without it the reports of the last 30 days" example:"filter:from=2026-11-01"`
}

type indicatorsOut struct {
	Body struct {
		Read       int         `json:"reports_read"`
		Indicators []Indicator `json:"indicators"`
	}
}

func (a *API) linking(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"campaigns"}}
	}
	text := map[string]any{"type": "string"}
	list := map[string]any{"type": "array", "maxItems": campaign.Most, "items": text}
	start := jsonBody(objectSchema(map[string]any{"name": text, "note": text, "assessment": text, "reports": list, "why": text}, "name"), true)
	link := jsonBody(objectSchema(map[string]any{"in": map[string]any{"type": "boolean", "description": "false takes the reports out"}, "reports": list, "why": text}, "in", "reports", "why"), true)
	add(t, linking.MayRead, op("list-campaigns", http.MethodGet, "/campaigns", "キャンペーン of the office, and those that another office showed it", nil), a.listCampaigns)
	add(t, linking.MayWrite, op("begin-campaign", http.MethodPost, "/campaigns", "Begin a campaign, with reports of the office or none; no operator is told", start), a.beginCampaign)
	add(t, linking.MayRead, op("show-campaign", http.MethodGet, "/campaigns/{id}", "One campaign with those of its reports that are open to the caller", nil), a.showCampaign)
	add(t, linking.MayLink, op("link-reports", http.MethodPost, "/campaigns/{id}/links", "Link reports to a campaign, or take them out, with a reason", link), a.linkReports)
	add(t, linking.MayRead, op("list-indicators", http.MethodGet, "/indicators", "侵害指標の表: what up to 200 reports and their cases name, as far as the office received it. Each is a look that its owner is shown", nil), a.indicators)
}

func (c *call) campaign(v campaign.Campaign) CampaignView {
	return CampaignView{
		ID: string(v.ID), Name: v.Name, Note: v.Note, Assessment: v.Assessment, State: string(v.State), Into: string(v.Into), Own: v.Org == c.Scope.Org, Rev: v.Rev, BegunAt: clock(v.At), ChangedAt: clock(v.MovedAt),
	}
}

func (a *API) listCampaigns(c *call, _ *struct{}) (*campaignsOut, error) {
	out := &campaignsOut{}
	out.Body.Campaigns = []CampaignView{}
	return out, a.Linking.Read(c.Context(), c.Scope, func(tx CampaignsTx) error {
		list, err := tx.Campaigns(campaign.Listed)
		for _, v := range list {
			out.Body.Campaigns = append(out.Body.Campaigns, c.campaign(v))
		}
		return err
	})
}

// numbers reads 整理番号 of a body.
func numbers(list []string) (all []ident.Number, err error) {
	for _, s := range list {
		n, err := number("reports", s)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, nil
}

func (a *API) beginCampaign(c *call, _ *actIn) (*campaignOut, error) {
	var b struct {
		Name       string   `json:"name"`
		Note       string   `json:"note"`
		Assessment string   `json:"assessment"`
		Reports    []string `json:"reports"`
		Why        string   `json:"why"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	reports, err := numbers(b.Reports)
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Linking.Start.Do(c.Context(), c.Scope, key, linking.Beginning{Words: campaign.Words{Name: b.Name, Note: b.Note, Assessment: b.Assessment}, Reports: reports, Why: b.Why})
	if err != nil {
		return nil, err
	}
	return a.showCampaign(c, &idIn{ID: string(id)})
}

func (a *API) linkReports(c *call, in *idAct) (*campaignOut, error) {
	var b struct {
		In      bool     `json:"in"`
		Reports []string `json:"reports"`
		Why     string   `json:"why"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	reports, err := numbers(b.Reports)
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = a.Linking.Link.Do(c.Context(), c.Scope, key, linking.Linking{Campaign: ident.Object(in.ID), In: b.In, Reports: reports, Why: b.Why})
	}
	if err != nil {
		return nil, err
	}
	return a.showCampaign(c, &idIn{ID: in.ID})
}

func (a *API) showCampaign(c *call, in *idIn) (*campaignOut, error) {
	out := &campaignOut{}
	return out, a.Linking.Look(c.Context(), c.Scope, purposeList, func(tx CampaignsTx) (seen []ident.Object, err error) {
		v, err := tx.Campaign(ident.Object(in.ID), linking.MayRead)
		if err != nil {
			return nil, err
		}
		out.Body = c.campaign(v)
		links, err := tx.CampaignLinks(v.ID)
		for _, l := range links {
			l = l.Cut(c.Scope.Org)
			seen = append(seen, ident.Object(l.Filing))
			out.Body.Reports = append(out.Body.Reports, CampaignLink{Number: string(l.Number), ASCII: l.Number.ASCII(), In: l.In, At: clock(l.At), Why: l.Why})
		}
		return seen, err
	})
}

func (a *API) indicators(c *call, in *indicatorsIn) (*indicatorsOut, error) {
	of, err := linking.Recent(law.DayOf(c.Scope.At)), error(nil)
	if in.Of != "" {
		of, err = linking.ReadOf(in.Of)
	}
	if err != nil {
		return nil, err
	}
	table, err := a.Linking.Table.Do(c.Context(), c.Scope, access.LookTable, of)
	if err != nil {
		return nil, err
	}
	out := &indicatorsOut{}
	out.Body.Read, out.Body.Indicators = len(table.Reports), []Indicator{}
	for _, r := range table.Rows {
		out.Body.Indicators = append(out.Body.Indicators, indicatorOf(table, r))
	}
	return out, nil
}

func indicatorOf(t sighting.Table, r sighting.Row) Indicator {
	v := Indicator{Value: r.Text, Defanged: r.Defanged(), Type: string(r.Kind), Filers: r.Filers, FirstAt: clock(t.First(r)), LastAt: clock(t.Last(r)), Techniques: append([]string{}, r.Techniques...)}
	for _, i := range r.Reports {
		v.Reports = append(v.Reports, string(t.Reports[i].Number))
	}
	return v
}
