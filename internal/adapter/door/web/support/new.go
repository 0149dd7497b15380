package support

import (
	_ "embed"
	"net/http"
	"net/url"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/support"
	"kanmin/internal/flow/supporting"
)

// Form is a form with a check before it is sent, of asking and of showing a report.
type Form struct {
	Title, Lead string
	Action      string
	Back        look.Link
	Notices     []look.Notice
	Problems    look.Problems
	Fields      []look.Field
	Answers     []look.Answer // what will be sent; then Fields are hidden
	Told        string
	Send        string
}

//go:embed form.tmpl
var formSource string

var formPage = look.Parse[Form]("support/form", formSource)

// asks are the fields of asking, as they were posted.
var asks = []string{"about", "urgency", "contact", "text"}

// begin is the form, with the contact as the report or the account has it.
func (p Pages) begin(w http.ResponseWriter, r *gate.Request) error {
	typed := url.Values{"about": {r.URL.Query().Get("about")}}
	err := p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) ([]ident.Object, error) {
		contact, err := contactOf(tx, typed.Get("about"))
		if contact == "" && err == nil {
			_, unit, person, err := tx.Registered()
			if contact = lines(person.Name + " " + person.Phone); person.Phone == "" {
				contact = lines(contact + " " + unit.Phone)
			}
			typed.Set("contact", contact)
			return nil, err
		}
		typed.Set("contact", contact)
		return nil, err
	})
	if err != nil {
		return err
	}
	return p.writeForm(w, r, typed, nil)
}

// contactOf is whom to call back as a report of one's own says; "" where there is none.
func contactOf(tx Tx, number string) (string, error) {
	n, err := ident.ParseNumber(number)
	if err != nil {
		return "", nil //nolint:nilerr // what was typed is judged when it is sent
	}
	f, c, err := tx.Filing(n, access.Permission{Action: access.Read, Object: access.Report})
	if fault.Is(err, fault.Hidden) {
		return "", nil
	}
	var of procedure.Procedure
	if err == nil {
		of, err = tx.Procedure(string(f.Kind))
	}
	var values form.Values
	if err == nil {
		values, err = of.Form.Decode(c.Values)
	}
	return values[of.Contact].Text(), err
}

// wished reads what was posted; a number that cannot be one is told at its place.
func wished(typed url.Values) (supporting.Wish, error) {
	w := supporting.Wish{Urgency: support.Urgency(typed.Get("urgency")), Contact: lines(typed.Get("contact")), Text: lines(typed.Get("text"))}
	for _, k := range typed["kinds"] {
		w.Kinds = append(w.Kinds, support.Kind(k))
	}
	if about := lines(typed.Get("about")); about != "" {
		n, err := ident.ParseNumber(about)
		if err != nil {
			var l fault.List
			l.Add("about", "fault.support.about", nil)
			return w, l.Err()
		}
		w.About = n
	}
	return w, support.Words{Kinds: w.Kinds, Contact: w.Contact, Text: w.Text}.Check(w.Urgency)
}

// check shows what will be sent, or the form again.
func (p Pages) check(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	wish, bad := wished(typed)
	if typed.Get("do") == "change" || bad != nil {
		if typed.Get("do") == "change" {
			bad = nil
		}
		return p.writeForm(w, r, typed, bad)
	}
	v := Form{Title: r.T("support.check"), Action: Own + "/new", Back: p.home(r), Told: r.T("support.check.told"), Send: r.T("support.ask.send"), Answers: []look.Answer{
		{Question: r.T("support.kinds"), Text: kinds(r, wish.Kinds)}, {Question: r.T("support.urgency"), Text: r.T("support.urgency." + string(wish.Urgency))},
		{Question: r.T("support.contact"), Text: wish.Contact}, {Question: r.T("support.text"), Text: wish.Text},
	}}
	if wish.About != "" {
		v.Answers = append(v.Answers, look.Answer{Question: r.T("support.about"), Text: string(wish.About)})
	}
	for _, name := range asks {
		v.Fields = append(v.Fields, look.Field{Kind: look.Hidden, ID: name, Value: typed.Get(name)})
	}
	for _, k := range wish.Kinds {
		v.Fields = append(v.Fields, look.Field{Kind: look.Hidden, ID: "kinds", Value: string(k)})
	}
	key, err := r.NewKey()
	if err != nil {
		return err
	}
	v.Fields = append(v.Fields, look.Field{Kind: look.Hidden, ID: "key", Value: key})
	return formPage.Write(w, p.asking(r, "support.check"), v)
}

func (p Pages) asking(r *gate.Request, title string) look.Frame {
	return r.Frame(title).With(p.home(r), look.Link{To: Own, Text: r.T("support.list")}, look.Link{Text: r.T(title)})
}

func (p Pages) send(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest(typed["kinds"], typed.Get("about"), typed.Get("urgency"), typed.Get("contact"), typed.Get("text")))
	if err != nil {
		return err
	}
	wish, bad := wished(typed)
	if bad != nil {
		return p.writeForm(w, r, typed, bad)
	}
	id, err := p.Ask.Do(r.Context(), r.Scope, key, wish)
	if admin.Mine(err) || fault.Is(err, fault.Unavailable) {
		return p.writeForm(w, r, typed, err)
	}
	if err != nil {
		return err
	}
	to := Own
	err = p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) ([]ident.Object, error) {
		list, err := tx.SupportList(false, listed)
		if i := slices.IndexFunc(list, func(s support.Support) bool { return s.ID == id }); i >= 0 {
			to = p.at(list[i].Number)
		}
		return nil, err
	})
	if err != nil {
		return err
	}
	return gate.See(w, to+"?done=ask")
}

func (p Pages) writeForm(w http.ResponseWriter, r *gate.Request, typed url.Values, bad error) error {
	why := wrong(r, bad)
	v := Form{Title: r.T("support.ask"), Lead: r.T("support.ask.lead"), Action: Own + "/new", Back: p.home(r), Notices: admin.Says(r, bad)}
	kind := look.Field{Kind: look.Boxes, ID: "kinds", Label: r.T("support.kinds"), Hint: r.T("support.kinds.hint"), Need: true, Error: why["kinds"]}
	for _, k := range support.Kinds {
		kind.Options = append(kind.Options, look.Option{Value: string(k), Label: r.T("support.kind." + string(k)), Note: r.T("support.kind." + string(k) + ".note"), Chosen: slices.Contains(typed["kinds"], string(k))})
	}
	urgency := look.Field{Kind: look.Radio, ID: "urgency", Label: r.T("support.urgency"), Need: true, Error: why["urgency"]}
	for _, u := range support.Urgencies {
		urgency.Options = append(urgency.Options, look.Option{Value: string(u), Label: r.T("support.urgency." + string(u)), Note: r.T("support.urgency." + string(u) + ".note"), Chosen: typed.Get("urgency") == string(u)})
	}
	v.Fields = []look.Field{
		kind, urgency,
		{Kind: look.Line, ID: "contact", Label: r.T("support.contact"), Hint: r.T("support.contact.hint"), Need: true, Value: typed.Get("contact"), Error: why["contact"], Limit: support.ContactLimit},
		{Kind: look.Area, ID: "text", Label: r.T("support.text"), Hint: r.T("support.text.hint"), Free: true, Value: typed.Get("text"), Error: why["text"], Limit: support.TextLimit},
		{Kind: look.Line, ID: "about", Label: r.T("support.about"), Hint: r.T("support.about.hint"), Free: true, Value: typed.Get("about"), Error: why["about"], Width: look.Mid},
	}
	v.Problems = look.ProblemsOf(v.Fields)
	return formPage.WriteStatus(w, admin.Status(bad), p.asking(r, "support.ask"), v)
}
