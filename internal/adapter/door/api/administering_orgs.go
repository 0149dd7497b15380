package api

import (
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

type orgsIn struct {
	Words  string `query:"q" doc:"of name, reading, English name or 法人番号"`
	Kind   string `query:"kind"`
	State  string `query:"state" enum:"charged,unused,nobody,closed,all" doc:"all in use when absent"`
	Limit  string `query:"limit" doc:"lines of a page, 1 to 200; 50 when absent"`
	Cursor string `query:"cursor" doc:"next of the page before"`
}

// OrgLine is an organisation as the list shows it.
type OrgLine struct {
	ID              string `json:"id"`
	Kind            string `json:"kind"`
	Name            string `json:"name"`
	Kana            string `json:"kana,omitempty"`
	NameEn          string `json:"name_en,omitempty"`
	CorporateNumber string `json:"corporate_number,omitempty"`
	Closed          bool   `json:"closed,omitempty"`
	People          int    `json:"people" doc:"who may act for it today"`
	Active          int    `json:"active" doc:"of them, who have registered a way in"`
	Designations    int    `json:"designations" doc:"in force today"`
}

type orgsOut struct {
	Body struct {
		Organisations []OrgLine `json:"organisations"`
		Total         int       `json:"total"`
		Next          string    `json:"next,omitempty" doc:"cursor of the next page; absent on the last"`
	}
}

func (a *API) listOrgs(c *call, in *orgsIn) (*orgsOut, error) {
	limit, _, err := (&listIn{Limit: in.Limit}).page()
	if err != nil {
		return nil, err
	}
	from := 0
	if in.Cursor != "" {
		if from, err = strconv.Atoi(in.Cursor); err != nil || from < 0 {
			return nil, invalid("cursor", "fault.api.cursor", nil)
		}
	}
	f := register.Filter{Words: clip(in.Words), Kind: party.Kind(in.Kind), State: register.State(in.State)}
	if !f.State.Known() {
		return nil, invalid("state", "fault.form.option", fault.Args{"text": clip(in.State)})
	}
	var all []register.Entry
	if err := a.Register.Read(c.Context(), c.Scope, func(tx RegisterTx) (err error) { all, err = tx.Directory(); return err }); err != nil {
		return nil, err
	}
	picked := register.Pick(all, f)
	out := &orgsOut{}
	out.Body.Organisations, out.Body.Total = []OrgLine{}, len(picked)
	from = min(from, len(picked))
	for _, e := range picked[from:min(from+limit, len(picked))] {
		out.Body.Organisations = append(out.Body.Organisations, OrgLine{
			ID: string(e.ID), Kind: string(e.Kind), Name: e.Name, Kana: e.Kana, NameEn: e.NameEn, CorporateNumber: e.CorporateNumber, Closed: e.ClosedAt != 0,
			People: e.People, Active: e.Active, Designations: e.Designated,
		})
	}
	if from+limit < len(picked) {
		out.Body.Next = strconv.Itoa(from + limit)
	}
	return out, nil
}

type orgIn struct {
	Org string `path:"org"`
}

type orgAct struct {
	Org string `path:"org"`
	Key string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
}

type unitAct struct {
	Org  string `path:"org"`
	Unit string `path:"unit"`
	Key  string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
}

// OrgView is an organisation with what hangs on it.
type OrgView struct {
	ID            string             `json:"id"`
	Rev           int                `json:"rev"`
	Registration  map[string]string  `json:"registration" doc:"the fields of the registration by id"`
	Closed        bool               `json:"closed,omitempty"`
	Units         []UnitView         `json:"units"`
	Designations  []DesignationView  `json:"designations"`
	Jurisdictions []JurisdictionView `json:"jurisdictions"`
}

// UnitView is a unit of the tree.
type UnitView struct {
	ID     string `json:"id"`
	Parent string `json:"parent,omitempty"`
	Rev    int    `json:"rev"`
	Name   string `json:"name"`
	NameEn string `json:"name_en,omitempty"`
	Phone  string `json:"phone,omitempty"`
	Closed bool   `json:"closed,omitempty"`
}

// DesignationView is a 指定.
type DesignationView struct {
	ID        string   `json:"id"`
	Sector    string   `json:"sector"`
	Business  string   `json:"business,omitempty"`
	Ministers []string `json:"ministers"`
	From      string   `json:"from" format:"date"`
	Until     string   `json:"until,omitempty" format:"date" doc:"the first day on which it no longer counts"`
	Origin    string   `json:"origin" enum:"designated,changed,succeeded"`
	Former    string   `json:"former,omitempty" doc:"the designation that it follows"`
	Ended     string   `json:"ended,omitempty" enum:"changed,succeeded,lifted"`
}

// JurisdictionView is a jurisdiction row.
type JurisdictionView struct {
	ID       string   `json:"id"`
	Operator string   `json:"operator,omitempty" doc:"absent: every operator"`
	Office   string   `json:"office"`
	Name     string   `json:"office_name"`
	Act      string   `json:"act"`
	Title    string   `json:"title"`
	Sections []string `json:"sections"`
	From     string   `json:"from" format:"date"`
	Until    string   `json:"until,omitempty" format:"date" doc:"the first day on which it no longer counts"`
}

type orgOut struct{ Body OrgView }

func (a *API) readOrg(c *call, in *orgIn) (*orgOut, error) { return a.org(c, ident.Org(in.Org)) }

// org answers with an organisation as it stands.
func (a *API) org(c *call, id ident.Org) (*orgOut, error) {
	out := &orgOut{}
	err := a.Register.Read(c.Context(), c.Scope, func(tx RegisterTx) error {
		o, err := tx.OrgRecord(id)
		if err != nil {
			return err
		}
		tree, err := tx.TreeOf(id)
		if err != nil {
			return err
		}
		standing, err := tx.Standing(id)
		out.Body = orgView(o, tree, standing)
		return err
	})
	return out, err
}

func orgView(o register.Org, tree register.Tree, s register.Standing) OrgView {
	v := OrgView{ID: string(o.ID), Rev: o.Rev, Registration: map[string]string{}, Closed: o.ClosedAt != 0, Units: []UnitView{}, Designations: []DesignationView{}, Jurisdictions: []JurisdictionView{}}
	for id, value := range register.Values(o.Org) {
		v.Registration[id] = value.Text()
	}
	tree.Walk(func(u register.Unit, _ int) {
		v.Units = append(v.Units, UnitView{ID: string(u.ID), Parent: string(u.Parent), Rev: u.Rev, Name: u.Name, NameEn: u.NameEn, Phone: u.Phone, Closed: u.ClosedAt != 0})
	})
	for _, d := range s.Designations {
		w := DesignationView{ID: d.ID, Sector: string(d.Sector), Business: d.Business, From: d.On.String(), Until: until(d.Until), Origin: string(d.Origin), Former: d.Former, Ended: string(d.Ended)}
		for _, m := range d.Ministers {
			w.Ministers = append(w.Ministers, string(m))
		}
		v.Designations = append(v.Designations, w)
	}
	for _, j := range s.Jurisdictions {
		v.Jurisdictions = append(v.Jurisdictions, JurisdictionView{
			ID: j.ID, Operator: string(j.Operator), Office: string(j.Office), Name: j.OfficeName, Act: string(j.Act), Title: j.Title, Sections: j.Sections, From: j.From.String(), Until: until(j.Until),
		})
	}
	return v
}
