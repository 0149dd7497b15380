package campaigns

import (
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/linking"
)

// choose is the form that links reports: those that were chosen in a list, all that a filter leaves, or numbers that somebody types.
func (p Page) choose(w http.ResponseWriter, r *gate.Request) error {
	q := r.URL.Query()
	numbers, err := p.chosen(r, q)
	if e, mine := organisation.Mine(err); mine {
		return p.writeLink(w, r, url.Values{"campaign": q["campaign"]}, e)
	}
	if err != nil {
		return err
	}
	return p.writeLink(w, r, url.Values{"campaign": q["campaign"], "reports": {strings.Join(numbers, "\n")}}, nil)
}

// chosen are the numbers that a list sent: of what was ticked, or of all that its filter leaves.
func (p Page) chosen(r *gate.Request, q url.Values) (numbers []string, err error) {
	if q.Get("all") == "" {
		return q["n"], nil
	}
	query, err := url.ParseQuery(q.Get("query"))
	if err != nil {
		return nil, fault.Absent()
	}
	filter, err := filing.ReadFilter(query.Get)
	if err != nil {
		return nil, fault.Absent()
	}
	err = p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) (seen []ident.Object, err error) {
		lines, next, err := tx.SearchLines(filter, filing.Place{}, campaign.Most)
		if err == nil && next.At != 0 {
			var l fault.List
			l.Add("reports", "fault.campaign.many", fault.Args{"n": look.Number(campaign.Most)})
			return nil, l.Err()
		}
		for _, l := range lines {
			numbers, seen = append(numbers, string(l.Number)), append(seen, ident.Object(l.Filing.ID))
		}
		return seen, err
	})
	return numbers, err
}

func (p Page) writeLink(w http.ResponseWriter, r *gate.Request, typed url.Values, bad *fault.Error) error {
	var all []campaign.Campaign
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		all, err = tx.Campaigns(campaign.Listed)
		return err
	}); err != nil {
		return err
	}
	v := Form{Here: Path + "/link", Back: Path, Title: r.T("campaign.link"), Lead: r.T("campaign.private"), Do: r.T("campaign.link.do")}
	which := look.Field{Kind: look.Select, ID: "campaign", Label: r.T("campaign.which"), Width: look.Mid, Options: []look.Option{{Label: r.T("campaign.new"), Chosen: typed.Get("campaign") == ""}}}
	for _, c := range all {
		if c.State == campaign.Open {
			which.Options = append(which.Options, look.Option{Value: string(c.ID), Label: c.Name, Chosen: typed.Get("campaign") == string(c.ID)})
		}
	}
	name := nameField(r, typed)
	name.Need, name.Hint = false, r.T("campaign.name.new")
	v.Ask = []look.Field{
		which, name,
		{Kind: look.Area, ID: "reports", Label: r.T("campaign.reports"), Hint: r.T("campaign.reports.hint", "n", look.Number(campaign.Most)), Value: typed.Get("reports"), Limit: 20_000},
		{Kind: look.Line, ID: "why", Label: r.T("campaign.why"), Hint: r.T("campaign.why.hint"), Value: typed.Get("why"), Limit: campaign.WhyLimit},
	}
	return v.write(w, r, "", "", bad)
}

// link links reports to a campaign, or begins one with them, or without any.
func (p Page) link(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	id, err := p.linked(r, form)
	if e, mine := organisation.Mine(err); mine {
		return p.writeLink(w, r, form, e)
	}
	if err != nil {
		return err
	}
	return gate.See(w, at(id)+"?done=linked")
}

func (p Page) linked(r *gate.Request, form url.Values) (id ident.Object, err error) {
	id = ident.Object(form.Get("campaign"))
	var numbers []ident.Number
	if strings.TrimSpace(form.Get("reports")) != "" || id != "" {
		if numbers, err = campaign.ReadNumbers(form.Get("reports")); err != nil {
			return "", err
		}
	}
	key, err := r.Key(organisation.Digest(id, form.Get("name"), numbers, form.Get("why")))
	if err != nil {
		return "", err
	}
	if id == "" {
		return p.Start.Do(r.Context(), r.Scope, key, linking.Beginning{Words: campaign.Words{Name: form.Get("name")}, Reports: numbers, Why: form.Get("why")})
	}
	return id, p.Link.Do(r.Context(), r.Scope, key, linking.Linking{Campaign: id, In: true, Reports: numbers, Why: form.Get("why")})
}

// move takes the reports out that were chosen on the campaign's page, or puts them back.
func (p Page) move(in bool) gate.Handler {
	return func(w http.ResponseWriter, r *gate.Request) error {
		form, err := r.Fields()
		if err != nil {
			return err
		}
		id, done := ident.Object(r.PathValue("campaign")), "out"
		if in {
			done = "back"
		}
		numbers, err := campaign.ReadNumbers(strings.Join(form["n"], "\n"))
		var key ident.Key
		if err == nil {
			key, err = r.Key(organisation.Digest(id, in, numbers, form.Get("why")))
		}
		if err == nil {
			err = p.Link.Do(r.Context(), r.Scope, key, linking.Linking{Campaign: id, In: in, Reports: numbers, Why: form.Get("why")})
		}
		return p.after(w, r, form, at(id)+"?done="+done, err)
	}
}

func (p Page) merge(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	id, into := ident.Object(r.PathValue("campaign")), ident.Object(form.Get("into"))
	key, err := r.Key(organisation.Digest(id, into, form.Get("why")))
	if err == nil && into == "" {
		var l fault.List
		l.Add("into", "fault.form.needed", nil)
		err = l.Err()
	}
	if err == nil {
		err = p.Merge.Do(r.Context(), r.Scope, key, id, linking.Merging{Into: into, Why: form.Get("why")})
	}
	return p.after(w, r, form, at(id)+"?done=merged", err)
}

func (p Page) share(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	id, office := ident.Object(r.PathValue("campaign")), ident.Unit(form.Get("office"))
	key, err := r.Key(organisation.Digest(id, office))
	if err == nil {
		err = p.Share.Do(r.Context(), r.Scope, key, id, office)
	}
	return p.after(w, r, form, at(id)+"?done=shared", err)
}

// after leads to the campaign, or shows it with what was wrong.
func (p Page) after(w http.ResponseWriter, r *gate.Request, form url.Values, to string, err error) error {
	if e, mine := organisation.Mine(err); mine {
		return p.write(w, r, form, e)
	}
	if err != nil {
		return err
	}
	return gate.See(w, to)
}
