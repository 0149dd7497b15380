package handover

import (
	"net/http"
	"net/url"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// cast is who is there, and what goes with the leaver's hat.
type cast struct {
	people  []party.Colleague
	carried []party.Carried
}

func (c cast) of(id ident.Hat) party.Colleague {
	if i := slices.IndexFunc(c.people, func(k party.Colleague) bool { return k.ID == id }); i >= 0 {
		return c.people[i]
	}
	return party.Colleague{}
}

func (p Page) cast(r *gate.Request, leaver ident.Hat) (c cast, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if c.people, err = tx.Colleagues(); err != nil || c.of(leaver).ID == "" {
			return err
		}
		c.carried, err = tx.CarriedBy(leaver)
		return err
	})
	organisation.Sort(c.people)
	return c, err
}

func order(r *gate.Request, form url.Values) (appointing.Order, error) {
	var l fault.List
	o := appointing.Order{Leaver: ident.Hat(form.Get("leaver")), Heir: ident.Hat(form.Get("heir")), On: organisation.Day(r, &l, "on", form.Get("on")), Roles: form["roles"], Note: form.Get("note")}
	for path, v := range map[string]string{"leaver": string(o.Leaver), "heir": string(o.Heir), "on": form.Get("on")} {
		if v == "" {
			l.Add(path, "fault.required", nil)
		}
	}
	return o, l.Err()
}

func sheet(r *gate.Request, c cast, form url.Values) organisation.Sheet {
	roles := access.Offices(r.Scope.Kind)
	if leaver := c.of(ident.Hat(form.Get("leaver"))); leaver.ID != "" {
		roles = slices.DeleteFunc(roles, func(x access.Role) bool { return !slices.Contains(leaver.Roles, string(x)) })
	}
	which := organisation.Boxes(r, roles, form["roles"])
	which.Need, which.Free, which.Label, which.Hint = false, true, r.T("handover.roles"), r.T("handover.roles.hint")
	return organisation.Sheet{
		Key: "handover.new", Lead: r.T("handover.new.lead"), Here: Path + "/new", Back: look.Link{To: Path, Text: r.T("people.stay")}, Next: r.T("people.next"), Do: r.T("handover.do"),
		Fields: []look.Field{
			organisation.KeyField(form.Get("key")),
			organisation.Pick(r, "leaver", "handover.leaver", c.people, ident.Hat(form.Get("leaver"))),
			organisation.Pick(r, "heir", "handover.heir", c.people, ident.Hat(form.Get("heir"))),
			{Kind: look.Line, ID: "on", Label: r.T("handover.on"), Hint: r.T("handover.on.hint"), Example: r.T("handover.on.example"), Value: form.Get("on"), Need: true, Width: look.Mid},
			which,
			{Kind: look.Area, ID: "note", Label: r.T("handover.note"), Hint: r.T("handover.note.hint"), Value: form.Get("note"), Free: true, Limit: 500},
		},
	}
}

func write(w http.ResponseWriter, r *gate.Request, status int, v organisation.Sheet) error {
	return v.Write(w, r, status, look.Link{To: Path, Text: r.T("handover.title")})
}

func (p Page) planning(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Typed()
	if err != nil {
		return err
	}
	if r.Method != http.MethodPost {
		form.Set("leaver", r.URL.Query().Get("leaver"))
	}
	c, err := p.cast(r, ident.Hat(form.Get("leaver")))
	if err != nil {
		return err
	}
	v := sheet(r, c, form)
	if form.Get("do") != "check" {
		return write(w, r, http.StatusOK, v)
	}
	o, err := order(r, form)
	if e, mine := organisation.Mine(err); mine {
		v.Tell(r, e)
		return write(w, r, http.StatusUnprocessableEntity, v)
	}
	leaver, heir := c.of(o.Leaver), c.of(o.Heir)
	if leaver.ID == "" || heir.ID == "" { // nobody whom the form offers
		return fault.Absent()
	}
	if len(o.Roles) == 0 {
		o.Roles = leaver.Roles
	}
	v.Answers = []look.Answer{
		{Question: r.T("handover.leaver"), Text: organisation.Full(r, leaver), Note: r.T("handover.ends", "name", leaver.Name, "day", look.DayBoth(r.Lang, o.On))},
		{Question: r.T("handover.heir"), Text: organisation.Full(r, heir), Note: r.T("handover.begins", "name", heir.Name, "day", look.DayBoth(r.Lang, o.On))},
		{Question: r.T("handover.roles"), Text: organisation.Roles(r, o.Roles)},
	}
	for _, x := range c.carried {
		v.Answers = append(v.Answers, look.Answer{Question: r.T("handover.carried." + x.Name), Text: r.T("handover.carried.n", "n", look.Number(x.Count))})
	}
	v.Told = []string{r.T("handover.told.credentials"), r.T("handover.told.undo")}
	v.Hidden = organisation.Keep(form, "leaver", "heir", "on", "roles", "note")
	return write(w, r, http.StatusOK, v)
}

func (p Page) plan(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	c, err := p.cast(r, ident.Hat(form.Get("leaver")))
	if err != nil {
		return err
	}
	o, err := order(r, form)
	if err == nil && (c.of(o.Leaver).ID == "" || c.of(o.Heir).ID == "") {
		return fault.Absent()
	}
	if err == nil {
		key, bad := r.Key(organisation.Digest(o))
		if bad != nil {
			return bad
		}
		err = p.Over.Do(r.Context(), r.Scope, key, []appointing.Order{o})
	}
	if e, mine := organisation.Mine(err); mine {
		v := sheet(r, c, form)
		v.Tell(r, e)
		return write(w, r, gate.Status(e), v)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"?done=planned")
}
