package api

import (
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/template"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/flow/inviting"
)

// RegisterTx is what the platform's administrators read of who takes part.
type RegisterTx interface {
	Directory() ([]register.Entry, error)
	OrgRecord(ident.Org) (register.Org, error)
	TreeOf(ident.Org) (register.Tree, error)
	Standing(ident.Org) (register.Standing, error)
	Letters(of ident.Instant, limit int) ([]register.Letter, error)
	KnownOf([]register.Line) (register.Known, error)
}

// MattersTx is what is read of matters that two administrators decide.
type MattersTx interface {
	Proposals(limit int) ([]register.Proposal, error)
	Proposal(ident.Object) (register.Proposal, error)
	RowsOf(register.Matter) (register.Rows, error)
	Templates() ([]template.Template, error)
	Published(ident.Object) (register.Published, error)
}

// Register are the flows of 組織とアカウント; every field is needed. They are those of the pages.
type Register struct {
	Read       Reading[RegisterTx]
	Matters    Reading[MattersTx]
	Add        instituting.AddOrg
	Change     instituting.ChangeOrg
	Close      instituting.CloseOrg
	AddUnit    instituting.AddUnit
	ChangeUnit instituting.ChangeUnit
	CloseUnit  instituting.CloseUnit
	Propose    instituting.Propose
	Confirm    instituting.Confirm
	Withdraw   instituting.Withdraw
	Submit     inviting.Submit
	TakeIn     inviting.TakeIn
	Publish    instituting.Publish
}

var (
	seeOrgs     = access.Permission{Action: access.Read, Object: access.Organisation}
	writeOrgs   = access.Permission{Action: access.Write, Object: access.Organisation}
	confirmOrgs = access.Permission{Action: access.Confirm, Object: access.Organisation}
)

func (a *API) register(t *table) {
	op := func(id, method, path, summary string, body map[string]any) huma.Operation {
		o := huma.Operation{OperationID: id, Method: method, Path: "/admin" + path, Summary: summary, Tags: []string{"administration"}}
		if body != nil {
			o.RequestBody = jsonBody(body, true)
		}
		return o
	}
	rev := map[string]any{"type": "integer", "minimum": 1, "description": "the revision that was read; another one in between is a conflict"}
	closed := objectSchema(map[string]any{"closed": map[string]any{"type": "boolean"}}, "closed")
	line := map[string]any{"type": "string", "maxLength": 254}
	add(t, seeOrgs, op("list-organisations", http.MethodGet, "/organisations", "Who takes part: registrations and counts of accounts, nothing that anybody filed", nil), a.listOrgs)
	add(t, writeOrgs, op("add-organisation", http.MethodPost, "/organisations", "Register an organisation", registrationSchema(register.OrgForm, nil)), a.addOrg)
	add(t, seeOrgs, op("read-organisation", http.MethodGet, "/organisations/{org}", "A registration with its units, designations and competent offices", nil), a.readOrg)
	add(t, writeOrgs, op("change-organisation", http.MethodPost, "/organisations/{org}/change", "Change a registration; what is left out becomes empty", registrationSchema(register.OrgForm, map[string]any{"rev": rev})), a.changeOrg)
	add(t, writeOrgs, op("close-organisation", http.MethodPost, "/organisations/{org}/close", "Close an organisation (廃止) with all roles of its people, or open it again", closed), a.closeOrg)
	add(t, writeOrgs, op("add-unit", http.MethodPost, "/organisations/{org}/units", "Add a unit below another: at most four levels below the root", registrationSchema(register.UnitForm, map[string]any{"parent": line})), a.addUnit)
	add(t, writeOrgs, op("change-unit", http.MethodPost, "/organisations/{org}/units/{unit}/change", "Rename a unit, change its telephone, or move it with all below it",
		registrationSchema(register.UnitForm, map[string]any{"parent": line, "rev": rev})), a.changeUnit)
	add(t, writeOrgs, op("close-unit", http.MethodPost, "/organisations/{org}/units/{unit}/close", "Close a unit, or open it again", closed), a.closeUnit)
	add(t, seeOrgs, op("list-invitations", http.MethodGet, "/invitations", "Invitations that go by mail and letter, the latest first", nil), a.listLetters)
	a.matters(t)
	a.sheet(t)
	a.templates(t)
}

// registrationSchema is the schema of a form's fields with further members.
func registrationSchema(f form.Form, more map[string]any) map[string]any {
	props := map[string]any{}
	needed := []string{}
	for _, field := range f.Fields() {
		p := map[string]any{"type": "string", "description": field.Label.En}
		if field.Limit > 0 {
			p["maxLength"] = field.Limit
		}
		if len(field.Options) > 0 {
			var ids []string
			for _, o := range field.Options {
				ids = append(ids, o.ID)
			}
			p["enum"] = ids
		}
		if props[field.ID] = p; field.Needed {
			needed = append(needed, field.ID)
		}
	}
	for name, p := range more {
		props[name] = p
		needed = append(needed, name)
	}
	return objectSchema(props, sortedWords(needed)...)
}

// registration reads the fields of a form, a revision, and the parent of a unit.
func (c *call) registration(f form.Form, rev *int, parent *string) (form.Values, error) {
	into, limits := map[string]*string{}, map[string]int{}
	for _, field := range f.Fields() {
		into[field.ID], limits[field.ID] = new(string), field.Limit
	}
	if parent != nil {
		into["parent"] = parent
	}
	body := c.body
	if rev != nil {
		var err error
		if body, err = taken(body, "rev", rev); err != nil {
			return nil, err
		}
	}
	plain := &call{Request: c.Request, body: body}
	if err := plain.texts(into, nil, limits); err != nil {
		return nil, err
	}
	values := form.Values{}
	for _, field := range f.Fields() {
		if s := *into[field.ID]; s != "" {
			values[field.ID] = form.Value{Texts: []string{s}}
		}
	}
	return values, nil
}

// taken takes a member that is no text out of a body.
func taken(body []byte, name string, v any) ([]byte, error) {
	m, err := members(body, func(string) int { return 0 })
	if err != nil {
		return nil, err
	}
	raw, ok := m[name]
	if !ok {
		return nil, invalid(name, "fault.form.needed", nil)
	}
	if json.Unmarshal(raw, v) != nil {
		return nil, invalid(name, "fault.form.option", fault.Args{"text": clip(string(raw))})
	}
	delete(m, name)
	return json.Marshal(m)
}

func (a *API) addOrg(c *call, _ *actIn) (*orgOut, error) {
	values, err := c.registration(register.OrgForm, nil, nil)
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Register.Add.Do(c.Context(), c.Scope, key, values)
	if err != nil {
		return nil, err
	}
	return a.org(c, id)
}

func (a *API) changeOrg(c *call, in *orgAct) (*orgOut, error) {
	e := instituting.Edit{Org: ident.Org(in.Org)}
	var err error
	if e.Values, err = c.registration(register.OrgForm, &e.Rev, nil); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = a.Register.Change.Do(c.Context(), c.Scope, key, e)
	}
	if err != nil {
		return nil, err
	}
	return a.org(c, e.Org)
}

func (a *API) closeOrg(c *call, in *orgAct) (*orgOut, error) {
	closed, key, err := c.closing()
	if err == nil {
		err = a.Register.Close.Do(c.Context(), c.Scope, key, ident.Org(in.Org), closed)
	}
	if err != nil {
		return nil, err
	}
	return a.org(c, ident.Org(in.Org))
}

// closing reads {"closed": true} and the key of the act.
func (c *call) closing() (closed bool, key ident.Key, err error) {
	rest, err := taken(c.body, "closed", &closed)
	if err == nil {
		err = (&call{Request: c.Request, body: rest}).texts(nil, nil, nil)
	}
	if err == nil {
		key, err = c.key()
	}
	return closed, key, err
}

func (a *API) addUnit(c *call, in *orgAct) (*orgOut, error) {
	p := instituting.Placed{Org: ident.Org(in.Org)}
	err := c.placed(&p, nil)
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		_, err = a.Register.AddUnit.Do(c.Context(), c.Scope, key, p)
	}
	if err != nil {
		return nil, err
	}
	return a.org(c, p.Org)
}

func (c *call) placed(p *instituting.Placed, rev *int) (err error) {
	var parent string
	p.Values, err = c.registration(register.UnitForm, rev, &parent)
	p.Parent = ident.Unit(parent)
	return err
}

func (a *API) changeUnit(c *call, in *unitAct) (*orgOut, error) {
	p := instituting.Placed{Org: ident.Org(in.Org), Unit: ident.Unit(in.Unit)}
	if err := c.placed(&p, &p.Rev); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = a.Register.ChangeUnit.Do(c.Context(), c.Scope, key, p)
	}
	if err != nil {
		return nil, err
	}
	return a.org(c, p.Org)
}

func (a *API) closeUnit(c *call, in *unitAct) (*orgOut, error) {
	p := instituting.Placed{Org: ident.Org(in.Org), Unit: ident.Unit(in.Unit)}
	closed, key, err := c.closing()
	if err == nil {
		err = a.Register.CloseUnit.Do(c.Context(), c.Scope, key, p, closed)
	}
	if err != nil {
		return nil, err
	}
	return a.org(c, p.Org)
}

// LetterView is an invitation by mail and letter. Its link and code are told nowhere here.
type LetterView struct {
	ID        string `json:"id"`
	Number    string `json:"number"`
	Org       string `json:"organisation"`
	OrgName   string `json:"organisation_name"`
	Name      string `json:"name"`
	Mail      string `json:"mail"`
	State     string `json:"state" enum:"queued,sent,opened,waiting,taken,declined,withdrawn,expired"`
	Confirmed int    `json:"confirmed" doc:"administrators who stand by the person today"`
	CreatedAt string `json:"created_at" format:"date-time"`
	UntilAt   string `json:"until_at" format:"date-time"`
	MailedAt  string `json:"mailed_at,omitempty" format:"date-time"`
	PrintedAt string `json:"printed_at,omitempty" format:"date-time"`
	Prints    int    `json:"prints,omitempty"`
	UsedAt    string `json:"used_at,omitempty" format:"date-time" doc:"when it was taken up or ended"`
}

type lettersOut struct {
	Body struct {
		Invitations []LetterView `json:"invitations"`
	}
}

// lettersShown bounds the list of invitations.
const lettersShown = 1000

func (a *API) listLetters(c *call, _ *struct{}) (*lettersOut, error) {
	out := &lettersOut{}
	out.Body.Invitations = []LetterView{}
	moment := func(at ident.Instant) string {
		if at == 0 {
			return ""
		}
		return clock(at)
	}
	err := a.Register.Read(c.Context(), c.Scope, func(tx RegisterTx) error {
		list, err := tx.Letters(0, lettersShown)
		for _, l := range list {
			out.Body.Invitations = append(out.Body.Invitations, LetterView{
				ID: l.ID, Number: string(l.Number), Org: string(l.Hat.Org), OrgName: l.OrgName, Name: l.Name, Mail: l.Mail, State: string(l.StageAt(c.Now)), Confirmed: access.Backing(l.Invitation), CreatedAt: clock(l.CreatedAt), UntilAt: clock(l.ExpiresAt),
				MailedAt: moment(l.SentAt), PrintedAt: moment(l.PrintedAt), Prints: l.Prints, UsedAt: moment(l.EndedAt),
			})
		}
		return err
	})
	return out, err
}
