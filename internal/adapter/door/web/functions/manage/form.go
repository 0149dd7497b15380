package manage

import (
	_ "embed"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

// FormView is the page on which an act is filled in.
type FormView struct {
	Problems look.Problems
	Fields   []look.Field
}

//go:embed form.tmpl
var formSource string

var formPage = look.Parse[FormView]("functions/manage/form", formSource)

// fields are the names of the form, in order.
var fields = []string{"function", "way", "reach", "kind", "org", "from", "until", "ground", "when", "form", "address"}

func (p Pages) form(w http.ResponseWriter, r *gate.Request) error {
	return p.formWrite(w, r, url.Values{"function": {r.URL.Query().Get("function")}, "way": {"open"}}, nil, nil)
}

func (p Pages) formWrite(w http.ResponseWriter, r *gate.Request, typed url.Values, sentences map[string]string, problem error) error {
	var orgs []party.Org
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		orgs, err = tx.OpeningOrgs()
		return err
	}); err != nil {
		return err
	}
	why := admin.Why(r, problem)
	maps.Copy(why, sentences)
	if s := why["open"]; s != "" {
		why["way"] = s
	}
	if s := why["of"]; s != "" && typed.Get("reach") == "kind" {
		why["kind"] = s
	} else if s != "" {
		why["org"] = s
	}
	v := FormView{Fields: drawn(r, typed, orgs)}
	for i, f := range v.Fields {
		if v.Fields[i].Error = why[f.ID]; v.Fields[i].Error != "" {
			v.Problems = append(v.Problems, look.Problem{ID: f.ID, Label: f.Label, Text: v.Fields[i].Error})
		}
	}
	status := admin.Status(problem)
	if len(sentences) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return formPage.WriteStatus(w, status, place(r, r.T("opening.new")), v)
}

func drawn(r *gate.Request, typed url.Values, orgs []party.Org) []look.Field {
	platform := r.Scope.Kind == party.Platform
	choose := look.Option{Label: r.T("register.choose")}
	function, kinds, org := []look.Option{choose}, []look.Option{choose}, []look.Option{choose}
	for _, k := range opening.All() {
		function = append(function, look.Option{Value: string(k.ID), Label: k.Name.In(string(r.Lang)), Chosen: typed.Get("function") == string(k.ID)})
	}
	for _, k := range register.Kinds {
		kinds = append(kinds, look.Option{Value: string(k), Label: register.KindWords(k).In(string(r.Lang)), Chosen: typed.Get("kind") == string(k)})
	}
	for _, o := range orgs {
		org = append(org, look.Option{Value: string(o.ID), Label: orgName(r, o), Chosen: typed.Get("org") == string(o.ID)})
	}
	reach := []look.Option{{Value: "org", Label: r.T("opening.reach.org")}, {Value: "ministry", Label: r.T("opening.reach.ministry")}}
	ways := []look.Option{{Value: "open", Label: r.T("opening.way.open"), Chosen: typed.Get("way") == "open"}}
	if platform {
		reach = append(reach, look.Option{Value: "kind", Label: r.T("opening.reach.kind")}, look.Option{Value: "everybody", Label: r.T("opening.reach.everybody")})
		ways = append(ways, look.Option{Value: "close", Label: r.T("opening.way.close"), Note: r.T("opening.way.close.note"), Chosen: typed.Get("way") == "close"})
	}
	for i := range reach {
		reach[i].Chosen = typed.Get("reach") == reach[i].Value
	}
	line := func(id, key string) look.Field {
		return look.Field{Kind: look.Line, ID: id, Label: r.T(key), Value: typed.Get(id), Width: look.Mid}
	}
	list := []look.Field{
		{Kind: look.Select, ID: "function", Label: r.T("opening.function"), Need: true, Options: function},
		{Kind: look.Radio, ID: "way", Label: r.T("opening.way"), Need: true, Options: ways},
		{Kind: look.Radio, ID: "reach", Label: r.T("opening.audience"), Hint: r.T("opening.audience.hint"), Need: true, Options: reach},
	}
	if platform {
		list = append(list, look.Field{Kind: look.Select, ID: "kind", Label: r.T("opening.kind"), Options: kinds})
	}
	from := line("from", "people.from")
	from.Hint = r.T("opening.from.hint")
	until := line("until", "people.until")
	until.Hint = r.T("opening.until.hint")
	return append(list,
		look.Field{Kind: look.Select, ID: "org", Label: r.T("opening.org"), Hint: r.T("opening.org.hint"), Options: org}, from, until,
		look.Field{Kind: look.Area, ID: "ground", Label: r.T("matter.ground"), Hint: r.T("opening.ground.hint"), Need: true, Free: true, Value: typed.Get("ground")},
		look.Field{Kind: look.Line, ID: "when", Label: r.T("opening.when"), Hint: r.T("opening.when.hint"), Value: typed.Get("when")},
		look.Field{Kind: look.Line, ID: "form", Label: r.T("opening.until.form"), Hint: r.T("opening.form.hint"), Value: typed.Get("form")},
		look.Field{Kind: look.Line, ID: "address", Label: r.T("opening.until.address"), Value: typed.Get("address")},
	)
}

// read makes a decision of what was typed; the sentences are about days that cannot be read.
func read(r *gate.Request, typed url.Values) (d opening.Decision, sentences map[string]string) {
	sentences = map[string]string{}
	day := func(id string) (on law.Day) {
		if s := strings.TrimSpace(typed.Get(id)); s != "" {
			var sentence string
			if on, sentence = r.Day(s); sentence != "" {
				sentences[id] = sentence
			}
		}
		return on
	}
	d = opening.Decision{
		Function: opening.Function(typed.Get("function")), Open: typed.Get("way") == "open", Audience: opening.Audience{Reach: opening.Reach(typed.Get("reach"))},
		From: day("from"), Until: day("until"),
		Words: opening.Words{Ground: strings.ReplaceAll(typed.Get("ground"), "\r\n", "\n"), When: typed.Get("when"), Form: typed.Get("form"), Address: typed.Get("address")},
	}
	if !slices.Contains([]string{"open", "close"}, typed.Get("way")) {
		sentences["way"] = r.T("fault.form.needed")
	}
	switch d.Audience.Reach {
	case opening.OneKind:
		d.Audience.Of = typed.Get("kind")
	case opening.OneOrg:
		d.Audience.Of = typed.Get("org")
	case opening.Ministry:
		if d.Audience.Of = typed.Get("org"); r.Scope.Kind != party.Platform {
			d.Audience.Of = string(r.Scope.Org)
		}
	case opening.Everybody:
	}
	return d, sentences
}

func (p Pages) posted(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	d, sentences := read(r, typed)
	problem := d.Check(r.Scope.Kind, r.Scope.Org, law.DayOf(r.Now))
	if typed.Get("do") == "fix" {
		return p.formWrite(w, r, typed, nil, nil)
	}
	if len(sentences) > 0 || problem != nil {
		return p.formWrite(w, r, typed, sentences, problem)
	}
	if typed.Get("do") != "go" {
		return p.check(w, r, typed, d)
	}
	digest, err := admin.Key(r, d)
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	id, err := p.Enter.Do(r.Context(), r.Scope, key, d)
	if admin.Mine(err) {
		return p.formWrite(w, r, typed, nil, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, At(id)+"?done=entered")
}

func (p Pages) check(w http.ResponseWriter, r *gate.Request, typed url.Values, d opening.Decision) error {
	a := opening.Act{Function: d.Function, Audience: d.Audience, Open: d.Open, FromAt: r.Now, Words: d.Words, Org: r.Scope.Org}
	if !d.From.IsZero() {
		a.FromAt = d.From.Start()
	}
	if !d.Until.IsZero() {
		a.UntilAt = d.Until.End()
	}
	n, err := p.load(r, func(Tx) error { return nil })
	if err != nil {
		return err
	}
	c := admin.Check{Title: r.T("opening.check"), Lead: r.T("opening.check.lead"), Answers: words(r, a, n), Action: Path + "/new", Do: r.T("opening.go"), Fix: true, Danger: !d.Open}
	if !d.Open {
		c.Notices = []look.Notice{{Tone: look.Warn, Title: r.T("opening.close.effect"), Text: []string{r.T("opening.close.effect.1"), r.T("opening.close.effect.2"), r.T("opening.close.effect.3")}}}
	}
	for _, id := range fields {
		if s := typed.Get(id); s != "" {
			c.Carry = append(c.Carry, admin.Pair{Name: id, Value: s})
		}
	}
	return admin.WriteCheck(w, r, place(r, c.Title), c)
}
