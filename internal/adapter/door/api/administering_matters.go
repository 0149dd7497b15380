package api

import (
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

func sortedWords(list []string) []string {
	slices.Sort(list)
	return list
}

func until(d law.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func (a *API) matters(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/admin" + path, Summary: summary, RequestBody: body, Tags: []string{"administration"}}
	}
	add(t, seeOrgs, op("list-proposals", http.MethodGet, "/proposals", "What waits for a second administrator, then what was decided", nil), a.listProposals)
	add(t, writeOrgs, op("enter-proposal", http.MethodPost, "/proposals", "Enter a transfer (所管替え), a jurisdiction row, a routing row (提出先の設定), an official form (様式の設定), a designation, or that a confirmed succession (承継) is taken back before its day; in a browser's session only, since another person confirms it", jsonBody(matterSchema(), true)), a.enterProposal)
	add(t, writeOrgs, op("check-proposal", http.MethodPost, "/proposals/check", "Judge such a matter on today's rows: what would change. Nothing is entered", jsonBody(matterSchema(), true)), a.checkProposal)
	add(t, confirmOrgs, op("confirm-proposal", http.MethodPost, "/proposals/{id}/confirm", "Confirm what another administrator entered; in a browser's session only", nil), a.confirmProposal)
	add(t, writeOrgs, op("withdraw-proposal", http.MethodPost, "/proposals/{id}/withdraw", "Take back what waits", nil), a.withdrawProposal)
}

// MatterBody is what is entered: one of its members is set.
type MatterBody struct {
	Transfer *struct {
		Old       string   `json:"old"`
		New       string   `json:"new"`
		Title     string   `json:"title"`
		On        string   `json:"on"`
		Operators []string `json:"operators"`
		Ground    string   `json:"ground"`
	} `json:"transfer"`
	Jurisdiction *struct {
		End      string   `json:"end"`
		Operator string   `json:"operator"`
		Office   string   `json:"office"`
		Act      string   `json:"act"`
		Title    string   `json:"title"`
		Sections []string `json:"sections"`
		On       string   `json:"on"`
		Ground   string   `json:"ground"`
	} `json:"jurisdiction"`
	Designation *struct {
		Kind       string   `json:"kind"`
		Operator   string   `json:"operator"`
		Of         string   `json:"of"`
		Sector     string   `json:"sector"`
		Business   string   `json:"business"`
		Ministers  []string `json:"ministers"`
		Offices    []office `json:"offices"`
		Successors []string `json:"successors"`
		Heir       string   `json:"heir"`
		On         string   `json:"on"`
		Ground     string   `json:"ground"`
	} `json:"designation"`
	Routing *struct {
		End       string        `json:"end"`
		Authority string        `json:"authority"`
		Kind      string        `json:"kind"`
		When      string        `json:"when"`
		Channel   string        `json:"channel"`
		Office    string        `json:"office"`
		Title     string        `json:"title"`
		Cited     string        `json:"cited"`
		Certainty law.Certainty `json:"certainty"`
		On        string        `json:"on"`
		Ground    string        `json:"ground"`
	} `json:"routing"`
	Undo *struct {
		Of     string `json:"of"`
		On     string `json:"on"`
		Ground string `json:"ground"`
	} `json:"undo"`
	Template *templateBody `json:"template"`
}

// one wants exactly one of the members: of two, nobody could say which was meant.
func (b MatterBody) one() error {
	set := ""
	for _, m := range []struct {
		name string
		is   bool
	}{{"transfer", b.Transfer != nil}, {"jurisdiction", b.Jurisdiction != nil}, {"designation", b.Designation != nil}, {"routing", b.Routing != nil}, {"undo", b.Undo != nil}, {"template", b.Template != nil}} {
		switch {
		case m.is && set != "":
			return invalid(m.name, "fault.matter.one", fault.Args{"other": set})
		case m.is:
			set = m.name
		}
	}
	if set == "" {
		return invalid("", "fault.form.needed", nil)
	}
	return nil
}

type office struct {
	Unit  string `json:"unit"`
	Title string `json:"title"`
}

func matterSchema() map[string]any {
	text := map[string]any{"type": "string", "maxLength": 400}
	day := map[string]any{"type": "string", "format": "date"}
	list := map[string]any{"type": "array", "items": text, "maxItems": 2000}
	return objectSchema(map[string]any{
		"transfer": objectSchema(map[string]any{"old": text, "new": text, "title": text, "on": day, "operators": list, "ground": text}, "old", "new", "title", "on"),
		"jurisdiction": objectSchema(map[string]any{
			"end": text, "operator": text, "office": text, "act": map[string]any{"enum": []string{"report", "notification", "support"}}, "title": text, "sections": list, "on": day, "ground": text,
		}, "office", "on"),
		"designation": objectSchema(map[string]any{
			"kind": map[string]any{"enum": []string{"designate", "alter", "succeed", "lift"}}, "operator": text, "of": text, "sector": text, "business": text, "ministers": list,
			"offices": map[string]any{"type": "array", "items": objectSchema(map[string]any{"unit": text, "title": text}, "unit", "title")}, "successors": list, "heir": text, "on": day, "ground": text,
		}, "kind", "operator", "on"),
		"routing": objectSchema(map[string]any{
			"end": text, "authority": text, "kind": text, "when": text, "channel": map[string]any{"enum": []string{"here", "elsewhere", "none"}}, "office": text, "title": text, "cited": text,
			"certainty": map[string]any{"enum": []string{"unknown", "draft", "reported", "confirmed"}}, "on": day, "ground": text,
		}, "authority", "channel", "on"),
		"undo":     objectSchema(map[string]any{"of": text, "on": day, "ground": text}, "of", "on"),
		"template": templateSchema(text, day),
	})
}

// levels bounds the nesting of the deepest body, a declaration of a procedure.
const levels = 16

// strict reads a body into v: no member that it does not have, none that stands twice, nothing after it.
func (c *call) strict(v any) error { return form.Strict(c.body, len(c.body), levels, v) }

func orgs(list []string) (ids []ident.Org) {
	for _, s := range list {
		ids = append(ids, ident.Org(s))
	}
	return ids
}

// matter reads what is to be entered; days are read as people write them.
func (c *call) matter() (m register.Matter, err error) {
	if _, err := members(c.body, func(string) int { return 0 }); err != nil { // depth, size, members that stand twice
		return m, err
	}
	var b MatterBody
	if err := c.strict(&b); err != nil {
		return m, err
	}
	if err := b.one(); err != nil {
		return m, err
	}
	var on string
	switch {
	case b.Transfer != nil:
		on = b.Transfer.On
		m.Transfer = &register.Transfer{Old: ident.Unit(b.Transfer.Old), New: ident.Unit(b.Transfer.New), Title: b.Transfer.Title, Operators: orgs(b.Transfer.Operators), Ground: b.Transfer.Ground}
	case b.Jurisdiction != nil:
		j := b.Jurisdiction
		on = j.On
		m.Jurisdiction = &register.Jurisdiction{
			End: j.End, Operator: ident.Org(j.Operator), Office: ident.Unit(j.Office), Act: party.Act(j.Act), Title: j.Title, Channel: "here", Sections: j.Sections, Ground: j.Ground,
		}
	case b.Designation != nil:
		d := b.Designation
		on = d.On
		m.Designation = &register.DesignationChange{
			Kind: register.DesignationKind(d.Kind), Operator: ident.Org(d.Operator), Of: d.Of, Sector: law.Sector(d.Sector), Business: d.Business, Successors: orgs(d.Successors), Heir: ident.Org(d.Heir), Ground: d.Ground,
		}
		for _, s := range d.Ministers {
			m.Designation.Ministers = append(m.Designation.Ministers, law.Minister(s))
		}
		for _, o := range d.Offices {
			m.Designation.Offices = append(m.Designation.Offices, register.Charged{Unit: ident.Unit(o.Unit), Title: o.Title})
		}
	case b.Routing != nil:
		t := b.Routing
		on = t.On
		m.Routing = &register.Routing{
			End: t.End, Authority: t.Authority, Kind: t.Kind, When: t.When, Channel: law.Channel(t.Channel), Office: ident.Unit(t.Office), Title: t.Title, Cited: t.Cited, Certainty: t.Certainty, Ground: t.Ground,
		}
	case b.Template != nil:
		on = b.Template.On
		if m.Template, err = b.Template.matter(); err != nil {
			return m, err
		}
	default:
		on = b.Undo.On
		m.Undo = &register.Undo{Of: ident.Object(b.Undo.Of), Ground: b.Undo.Ground}
	}
	day, err := days(map[string]string{"on": on})
	counts(&m, day["on"])
	return m, err
}

// counts says from which day a matter does.
func counts(m *register.Matter, on law.Day) {
	switch {
	case m.Transfer != nil:
		m.Transfer.On = on
	case m.Jurisdiction != nil:
		m.Jurisdiction.On = on
	case m.Undo != nil:
		m.Undo.On = on
	case m.Routing != nil:
		m.Routing.On = on
	case m.Template != nil:
		m.Template.On = on
	default:
		m.Designation.On = on
	}
}

// PlanView is what a matter would change.
type PlanView struct {
	EndDesignations  int `json:"designations_ended"`
	AddDesignations  int `json:"designations_added"`
	EndJurisdictions int `json:"jurisdictions_ended"`
	AddJurisdictions int `json:"jurisdictions_added"`
	// Inherits: what was filed passes to the successor.
	Inherits bool `json:"inherits"`
	Reopened int  `json:"reopened" doc:"designations and jurisdiction rows that an undo puts back"`
	// Templates: official forms that begin or end.
	Templates int `json:"templates"`
}

type planOut struct{ Body PlanView }

func (a *API) checkProposal(c *call, _ *struct{}) (*planOut, error) {
	m, err := a.matter(c)
	if err != nil {
		return nil, err
	}
	out := &planOut{}
	err = a.Register.Matters(c.Context(), c.Scope, func(tx MattersTx) error {
		rows, err := tx.RowsOf(m)
		if err != nil {
			return err
		}
		p, err := m.Plan(rows, register.Mint{At: c.Now, Entropy: zeros{}})
		out.Body = PlanView{len(p.EndDesignations), len(p.AddDesignations), len(p.EndJurisdictions), len(p.AddJurisdictions), p.Inheritance != nil, len(p.ReopenDesignations) + len(p.ReopenJurisdictions), len(p.AddTemplates) + len(p.EndTemplates)}
		return err
	})
	return out, err
}

// zeros are ids of a plan that is only looked at.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// ProposalView is a matter that two administrators decide.
type ProposalView struct {
	ID        string `json:"id"`
	Kind      string `json:"kind" enum:"transfer,jurisdiction,designation,intake,undo,routing,template"`
	State     string `json:"state" enum:"waiting,confirmed,withdrawn"`
	From      string `json:"from,omitempty" format:"date"`
	EnteredAt string `json:"entered_at" format:"date-time"`
	EndedAt   string `json:"ended_at,omitempty" format:"date-time"`
}

type proposalsOut struct {
	Body struct {
		Proposals []ProposalView `json:"proposals"`
	}
}

type proposalOut struct{ Body ProposalView }

func proposalView(p register.Proposal) ProposalView {
	v := ProposalView{ID: string(p.ID), Kind: string(p.Kind), State: string(p.State), From: until(p.FromOn), EnteredAt: clock(p.EnteredAt)}
	if p.EndedAt != 0 {
		v.EndedAt = clock(p.EndedAt)
	}
	return v
}

func (a *API) listProposals(c *call, _ *struct{}) (*proposalsOut, error) {
	out := &proposalsOut{}
	out.Body.Proposals = []ProposalView{}
	err := a.Register.Matters(c.Context(), c.Scope, func(tx MattersTx) error {
		list, err := tx.Proposals(pageLimit)
		for _, p := range list {
			out.Body.Proposals = append(out.Body.Proposals, proposalView(p))
		}
		return err
	})
	return out, err
}

// proposal answers with a matter as it stands after an act.
func (a *API) proposal(c *call, id ident.Object, err error) (*proposalOut, error) {
	out := &proposalOut{}
	if err != nil {
		return nil, err
	}
	err = a.Register.Matters(c.Context(), c.Scope, func(tx MattersTx) error {
		p, err := tx.Proposal(id)
		out.Body = proposalView(p)
		return err
	})
	return out, err
}

func (a *API) enterProposal(c *call, _ *actIn) (*proposalOut, error) {
	m, err := a.matter(c)
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Register.Propose.Do(c.Context(), c.Scope, key, m)
	return a.proposal(c, id, err)
}

func (a *API) confirmProposal(c *call, in *idAct) (*proposalOut, error) {
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id := ident.Object(in.ID)
	p, err := a.proposal(c, id, nil)
	switch {
	case err != nil:
	case p.Body.Kind == string(register.KindIntake):
		err = a.Register.TakeIn.Do(c.Context(), c.Scope, key, id)
	default:
		err = a.Register.Confirm.Do(c.Context(), c.Scope, key, id)
	}
	return a.proposal(c, id, err)
}

func (a *API) withdrawProposal(c *call, in *idAct) (*proposalOut, error) {
	key, err := c.key()
	if err == nil {
		err = a.Register.Withdraw.Do(c.Context(), c.Scope, key, ident.Object(in.ID))
	}
	return a.proposal(c, ident.Object(in.ID), err)
}
