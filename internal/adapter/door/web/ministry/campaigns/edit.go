package campaigns

import (
	_ "embed"
	"net/http"
	"net/url"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/linking"
)

// Form is a form of the pages: what is said of a campaign, or which reports are linked to which.
type Form struct {
	Here, Back   string
	Title, Lead  string
	Problems     look.Problems
	Hidden, Ask  []look.Field
	Do, Key, Say string
}

//go:embed form.tmpl
var formSource string

var formPage = look.Parse[Form]("ministry/campaigns/form", formSource)

func (p Page) edit(w http.ResponseWriter, r *gate.Request) error { return p.writeEdit(w, r, nil, nil) }

func (p Page) writeEdit(w http.ResponseWriter, r *gate.Request, typed url.Values, bad *fault.Error) (err error) {
	var c campaign.Campaign
	var mates []charge.Holder
	if err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if c, err = tx.Campaign(ident.Object(r.PathValue("campaign")), linking.MayWrite); err == nil {
			mates, err = tx.Deskmates()
		}
		return err
	}); err != nil {
		return err
	}
	if typed == nil {
		typed = url.Values{"name": {c.Name}, "note": {c.Note}, "assessment": {c.Assessment}, "state": {string(c.State)}, "holder": {string(c.Holder.Person)}, "rev": {strconv.Itoa(c.Rev)}}
	}
	v := Form{Here: at(c.ID) + "/edit", Back: at(c.ID), Title: r.T("campaign.edit"), Lead: r.T("campaign.private"), Do: r.T("campaign.edit.do")}
	v.Hidden = []look.Field{{Kind: look.Hidden, Name: "rev", Value: typed.Get("rev")}}
	state := look.Field{Kind: look.Radio, ID: "state", Label: r.T("desk.state"), Need: true}
	for _, s := range []campaign.State{campaign.Open, campaign.Closed} {
		state.Options = append(state.Options, look.Option{Value: string(s), Label: stateTag(r, s).Text, Note: r.T("campaign.state." + string(s) + ".note"), Chosen: typed.Get("state") == string(s)})
	}
	holder := look.Field{Kind: look.Select, ID: "holder", Label: r.T("charge.filter"), Width: look.Mid, Options: []look.Option{{Label: r.T("charge.nobody.is"), Chosen: typed.Get("holder") == ""}}}
	if _, here := charge.Among(mates, c.Holder.Person); !here {
		mates = append(mates, c.Holder)
	}
	for _, h := range mates {
		holder.Options = append(holder.Options, look.Option{Value: string(h.Person), Label: h.Name, Chosen: typed.Get("holder") == string(h.Person)})
	}
	v.Ask = []look.Field{
		nameField(r, typed),
		{Kind: look.Area, ID: "note", Label: r.T("campaign.note"), Value: typed.Get("note"), Limit: campaign.TextLimit, Free: true},
		{Kind: look.Area, ID: "assessment", Label: r.T("campaign.assessment"), Hint: r.T("campaign.assessment.hint"), Value: typed.Get("assessment"), Limit: campaign.TextLimit, Free: true},
		state, holder,
	}
	return v.write(w, r, c.Name, at(c.ID), bad)
}

func nameField(r *gate.Request, typed url.Values) look.Field {
	return look.Field{Kind: look.Line, ID: "name", Label: r.T("campaign.name"), Hint: r.T("campaign.name.hint"), Value: typed.Get("name"), Need: true, Limit: campaign.NameLimit}
}

// write shows a form, with what was wrong of it.
func (v Form) write(w http.ResponseWriter, r *gate.Request, name, to string, bad *fault.Error) (err error) {
	status := http.StatusOK
	if bad != nil {
		status, v.Problems = gate.Status(bad), organisation.Beside(r, v.Ask, bad, "main")
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	v.Say = r.T("site.secret")
	f := trail(r, v.Title)
	if to != "" {
		f = trail(r, v.Title, look.Link{To: to, Text: name})
	}
	return formPage.WriteStatus(w, status, f, v)
}

func (p Page) change(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	id, rev := ident.Object(r.PathValue("campaign")), 0
	if n, err := strconv.Atoi(form.Get("rev")); err == nil {
		rev = n
	}
	to := linking.Changed{Rev: rev, State: campaign.State(form.Get("state")), Holder: ident.Person(form.Get("holder")), Words: campaign.Words{Name: form.Get("name"), Note: form.Get("note"), Assessment: form.Get("assessment")}}
	key, err := r.Key(organisation.Digest(id, to))
	if err == nil {
		err = p.Change.Do(r.Context(), r.Scope, key, id, to)
	}
	if e, mine := organisation.Mine(err); mine {
		return p.writeEdit(w, r, form, e)
	}
	if err != nil {
		return err
	}
	return gate.See(w, at(id)+"?done=changed")
}
