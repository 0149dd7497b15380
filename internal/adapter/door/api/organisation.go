package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// OrganisationTx is what is read of who acts for an organisation.
type OrganisationTx interface {
	Colleagues() ([]party.Colleague, error)
	Colleague(ident.Hat) (party.Colleague, error)
	Invitations() ([]party.Invitation, error)
	OwnUnits() ([]party.Unit, error)
	Successions() ([]party.Succession, error)
}

// Organisation are the flows of 組織の設定; every field is needed.
type Organisation struct {
	Read     Reading[OrganisationTx]
	Invite   appointing.Invite
	Again    appointing.Again
	Withdraw appointing.Withdraw
	Change   appointing.Change
	End      appointing.End
	Over     appointing.HandOver
	Undo     appointing.Undo
	Depute   appointing.Depute
	Mail     Mailing
}

var (
	mayPeople  = access.Permission{Action: access.Read, Object: access.People}
	mayAppoint = access.Permission{Action: access.Write, Object: access.People}
)

// Member is one hat of the organisation.
type Member struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Kana      string   `json:"kana,omitempty"`
	Mail      string   `json:"mail"`
	Phone     string   `json:"phone,omitempty"`
	Unit      string   `json:"unit"`
	UnitName  string   `json:"unit_name"`
	Roles     []string `json:"roles"`
	State     string   `json:"state" enum:"ahead,current,past"`
	FromAt    string   `json:"from_at" format:"date-time"`
	UntilAt   string   `json:"until_at,omitempty" format:"date-time" doc:"when it ends; absent while no end is known"`
	SeenAt    string   `json:"seen_at,omitempty" format:"date-time" doc:"when the hat was last worn in a browser"`
	Method    string   `json:"method,omitempty" doc:"how its last session was opened"`
	Deputises string   `json:"deputises,omitempty" doc:"the hat for which it acts (代理)"`
	Leaving   bool     `json:"leaving,omitempty" doc:"the person asked to leave"`
}

// Unit is a 事業所・部署.
type Unit struct {
	ID     string `json:"id"`
	Parent string `json:"parent,omitempty"`
	Name   string `json:"name"`
}

// Handover is one hat following another, or deputising for it.
type Handover struct {
	ID      string `json:"id"`
	Kind    string `json:"kind" enum:"handover,deputy,leaving"`
	Of      string `json:"of" doc:"hat of whoever leaves, or is deputised for"`
	Heir    string `json:"heir,omitempty" doc:"hat of whoever follows"`
	FromAt  string `json:"from_at" format:"date-time"`
	UntilAt string `json:"until_at,omitempty" format:"date-time"`
	Note    string `json:"note,omitempty"`
}

type membersOut struct {
	Body struct {
		Members     []Member  `json:"members"`
		Invitations []Invited `json:"invitations"`
		Units       []Unit    `json:"units"`
	}
}

type memberOut struct{ Body Member }

type handoversOut struct {
	Body struct {
		Handovers []Handover `json:"handovers"`
	}
}

type actIn struct {
	Key string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
}

type idAct struct {
	ID  string `path:"id" doc:"id of a list"`
	Key string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
}

func (a *API) organisation(t *table) {
	line := map[string]any{"type": "string", "maxLength": 254}
	day := map[string]any{"type": "string", "format": "date"}
	roles := map[string]any{"type": "array", "items": map[string]any{"type": "string"}}
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/organisation" + path, Summary: summary, RequestBody: body, Tags: []string{"organisation"}}
	}
	add(t, mayPeople, op("members", http.MethodGet, "/members", "Who acts for the organisation, at or below one's own unit", nil), a.colleagues)
	add(t, mayPeople, op("handovers", http.MethodGet, "/handovers", "Hand-overs (引継ぎ), deputies (代理) and people who asked to leave", nil), a.handovers)
	add(t, mayAppoint, op("invite", http.MethodPost, "/invitations", "Offer a hat: the link leaves by mail, the code is in the answer", jsonBody(objectSchema(map[string]any{
		"name": line, "kana": line, "mail": line, "phone": line, "unit": line, "roles": roles, "from": day, "until": day,
	}, "name", "mail", "unit", "roles"), true)), a.invite)
	add(t, mayPeople, op("invitations", http.MethodGet, "/invitations", "Invitations at or below one's own unit with how far each came, those that are over for 90 days. Who somebody is confirms a person in a browser", nil), a.invitations)
	add(t, mayAppoint, op("invite-again", http.MethodPost, "/invitations/{id}/again", "Send an invitation once more: the one before is over, the new code is in the answer", nil), a.inviteAgain)
	add(t, mayAppoint, op("withdraw", http.MethodPost, "/invitations/{id}/withdraw", "Take an offer back", nil), a.withdraw)
	add(t, mayAppoint, op("change-member", http.MethodPost, "/members/{id}/change", "Give a hat other roles or another unit, from the next request on",
		jsonBody(objectSchema(map[string]any{"unit": line, "roles": roles}, "unit", "roles"), true)), a.changeMember)
	add(t, mayAppoint, op("end-member", http.MethodPost, "/members/{id}/end", "End a hat at once, or with the end of a day",
		jsonBody(objectSchema(map[string]any{"on": day}), true)), a.endMember)
	add(t, mayAppoint, op("hand-over", http.MethodPost, "/handovers", "Plan a hand-over: the heir acts from the day's beginning, the leaver until its end", jsonBody(objectSchema(map[string]any{
		"leaver": line, "heir": line, "on": day, "roles": roles, "note": map[string]any{"type": "string", "maxLength": 500},
	}, "leaver", "heir", "on"), true)), a.handOver)
	add(t, mayAppoint, op("undo-hand-over", http.MethodPost, "/handovers/{id}/undo", "Take a hand-over back before its day, or end a deputy", nil), a.undoHandOver)
	add(t, mayAppoint, op("depute", http.MethodPost, "/deputies", "Name somebody who acts for another from one day to another", jsonBody(objectSchema(map[string]any{
		"for": line, "deputy": line, "from": day, "until": day, "roles": roles,
	}, "for", "deputy", "from", "until", "roles"), true)), a.depute)
	a.mailing(t)
}

func memberView(k party.Colleague, now ident.Instant) Member {
	m := Member{
		ID: string(k.ID), Name: k.Name, Kana: k.Kana, Mail: k.Mail, Phone: k.Phone, Unit: string(k.Unit), UnitName: k.UnitName, Roles: k.Roles, State: string(k.StandingAt(now)),
		FromAt: clock(k.From), Method: k.Method, Deputises: string(k.Deputises), Leaving: k.LeavingAt != 0,
	}
	if k.Until != 0 {
		m.UntilAt = clock(k.Until)
	}
	if k.SeenAt != 0 {
		m.SeenAt = clock(k.SeenAt)
	}
	return m
}

func (a *API) colleagues(c *call, _ *struct{}) (*membersOut, error) {
	out := &membersOut{}
	out.Body.Members, out.Body.Invitations, out.Body.Units = []Member{}, []Invited{}, []Unit{}
	err := a.Organisation.Read(c.Context(), c.Scope, func(tx OrganisationTx) error {
		people, err := tx.Colleagues()
		for _, k := range people {
			out.Body.Members = append(out.Body.Members, memberView(k, c.Now))
		}
		if err != nil {
			return err
		}
		list, err := tx.Invitations()
		for _, i := range list {
			if i.EndedAt == 0 {
				out.Body.Invitations = append(out.Body.Invitations, invitedView(i, c.Now))
			}
		}
		if err != nil {
			return err
		}
		units, err := tx.OwnUnits()
		for _, u := range units {
			out.Body.Units = append(out.Body.Units, Unit{string(u.ID), string(u.Parent), u.Name})
		}
		return err
	})
	return out, err
}

func (a *API) handovers(c *call, _ *struct{}) (*handoversOut, error) {
	out := &handoversOut{}
	out.Body.Handovers = []Handover{}
	err := a.Organisation.Read(c.Context(), c.Scope, func(tx OrganisationTx) error {
		list, err := tx.Successions()
		for _, s := range list {
			h := Handover{ID: s.ID, Kind: string(s.Kind), Of: string(s.Hat.ID), Heir: string(s.Heir), FromAt: clock(s.At), Note: s.Note}
			if s.Until != 0 {
				h.UntilAt = clock(s.Until)
			}
			out.Body.Handovers = append(out.Body.Handovers, h)
		}
		return err
	})
	return out, err
}

// days reads the days of a body; what cannot be read is named.
func days(typed map[string]string) (map[string]law.Day, error) {
	var l fault.List
	read := map[string]law.Day{}
	for path, s := range typed {
		if s == "" {
			continue
		}
		d, err := law.ReadDay(s)
		if err != nil {
			l.Add(path, "fault.day.form", fault.Args{"text": clip(s)})
		}
		read[path] = d.Day
	}
	return read, l.Err()
}

// member answers with the hat as it stands after an act.
func (a *API) member(c *call, id ident.Hat) (*memberOut, error) {
	out := &memberOut{}
	err := a.Organisation.Read(c.Context(), c.Scope, func(tx OrganisationTx) error {
		k, err := tx.Colleague(id)
		out.Body = memberView(k, c.Now)
		return err
	})
	return out, err
}

func (a *API) changeMember(c *call, in *idAct) (*memberOut, error) {
	n := appointing.Assignment{Hat: ident.Hat(in.ID)}
	var unit string
	if err := c.texts(map[string]*string{"unit": &unit}, map[string]*[]string{"roles": &n.Roles}, nil); err != nil {
		return nil, err
	}
	n.Unit = ident.Unit(unit)
	key, err := c.key()
	if err == nil {
		err = a.Organisation.Change.Do(c.Context(), c.Scope, key, n)
	}
	if err != nil {
		return nil, err
	}
	return a.member(c, n.Hat)
}

func (a *API) endMember(c *call, in *idAct) (*memberOut, error) {
	var on string
	if err := c.texts(map[string]*string{"on": &on}, nil, nil); err != nil {
		return nil, err
	}
	d, err := days(map[string]string{"on": on})
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = a.Organisation.End.Do(c.Context(), c.Scope, key, ident.Hat(in.ID), d["on"])
	}
	if err != nil {
		return nil, err
	}
	return a.member(c, ident.Hat(in.ID))
}

func (a *API) handOver(c *call, _ *actIn) (*handoversOut, error) {
	var o appointing.Order
	var leaver, heir, on string
	err := c.texts(map[string]*string{"leaver": &leaver, "heir": &heir, "on": &on, "note": &o.Note}, map[string]*[]string{"roles": &o.Roles}, map[string]int{"note": 500})
	if err != nil {
		return nil, err
	}
	d, err := days(map[string]string{"on": on})
	if err != nil {
		return nil, err
	}
	o.Leaver, o.Heir, o.On = ident.Hat(leaver), ident.Hat(heir), d["on"]
	key, err := c.key()
	if err == nil {
		err = a.Organisation.Over.Do(c.Context(), c.Scope, key, []appointing.Order{o})
	}
	if err != nil {
		return nil, err
	}
	return a.handovers(c, nil)
}

func (a *API) undoHandOver(c *call, in *idAct) (*handoversOut, error) {
	key, err := c.key()
	if err == nil {
		err = a.Organisation.Undo.Do(c.Context(), c.Scope, key, in.ID)
	}
	if err != nil {
		return nil, err
	}
	return a.handovers(c, nil)
}

func (a *API) depute(c *call, _ *actIn) (*handoversOut, error) {
	var n appointing.Deputising
	var of, deputy, from, until string
	err := c.texts(map[string]*string{"for": &of, "deputy": &deputy, "from": &from, "until": &until}, map[string]*[]string{"roles": &n.Roles}, nil)
	if err != nil {
		return nil, err
	}
	d, err := days(map[string]string{"from": from, "until": until})
	if err != nil {
		return nil, err
	}
	n.For, n.Deputy, n.From, n.Until = ident.Hat(of), ident.Hat(deputy), d["from"], d["until"]
	key, err := c.key()
	if err == nil {
		err = a.Organisation.Depute.Do(c.Context(), c.Scope, key, n)
	}
	if err != nil {
		return nil, err
	}
	return a.handovers(c, nil)
}
