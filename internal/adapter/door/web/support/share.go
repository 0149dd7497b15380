package support

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/support"
	"kanmin/internal/flow/supporting"
)

// choose is the form: one helper, and the sections that it will see.
func (p Pages) choose(w http.ResponseWriter, r *gate.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	if o.State == support.Ended || o.Report == "" || len(o.to) == 0 {
		return gate.See(w, p.at(o.Number))
	}
	return p.writeShare(w, r, o, url.Values{}, nil)
}

// judged says what is wrong with what was chosen, as the flow would.
func (o opened) judged(typed url.Values) (to support.Candidate, err error) {
	var l fault.List
	if i := slices.IndexFunc(o.to, func(c support.Candidate) bool { return string(c.Org) == typed.Get("helper") }); i >= 0 {
		to = o.to[i]
	} else {
		l.Add("helper", "fault.support.helper", nil)
	}
	if len(typed["sections"]) == 0 {
		l.Add("sections", "fault.form.needed", nil)
	}
	return to, l.Err()
}

// preview shows exactly what the helper will see.
func (p Pages) preview(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	o, err := p.open(r)
	if err != nil {
		return err
	}
	to, bad := o.judged(typed)
	if typed.Get("do") == "change" || bad != nil {
		if typed.Get("do") == "change" {
			bad = nil
		}
		return p.writeShare(w, r, o, typed, bad)
	}
	v := Form{Title: r.T("support.share.check"), Action: p.at(o.Number) + "/share", Back: look.Link{To: p.at(o.Number), Text: r.T("support.back")}, Send: r.T("support.share.send"), Told: r.T("support.share.told")}
	v.Answers = []look.Answer{{Question: r.T("support.share.to"), Text: look.Named(r.Lang, to.Name, to.NameEn)}, {Question: r.T("support.about"), Text: string(o.AboutNumber)}}
	for _, part := range o.of.Form.Parts {
		says := r.T("support.share.no")
		if slices.Contains(typed["sections"], part.ID) {
			says = r.T("support.share.yes")
		}
		v.Answers = append(v.Answers, look.Answer{Question: reporting.PartName(r.Lang, o.of.Form, part.ID), Text: says})
	}
	v.Answers = append(v.Answers, look.Answer{Question: r.T("support.wish"), Text: strings.Join([]string{kinds(r, o.Kinds), o.Contact, o.Words.Text}, "\n")})
	v.Fields = []look.Field{{Kind: look.Hidden, ID: "helper", Value: typed.Get("helper")}}
	for _, s := range typed["sections"] {
		v.Fields = append(v.Fields, look.Field{Kind: look.Hidden, ID: "sections", Value: s})
	}
	key, err := r.NewKey()
	if err != nil {
		return err
	}
	v.Fields = append(v.Fields, look.Field{Kind: look.Hidden, ID: "key", Value: key})
	return formPage.Write(w, p.frame(r, "support.share.check", o.Support), v)
}

func (p Pages) share(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	o, err := p.open(r)
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest(o.Number, typed.Get("helper"), typed["sections"]))
	if err != nil {
		return err
	}
	err = p.Share.Do(r.Context(), r.Scope, key, supporting.Showing{Number: o.Number, Helper: ident.Org(typed.Get("helper")), Sections: typed["sections"]})
	if fault.Is(err, fault.Invalid) {
		return p.writeShare(w, r, o, typed, err)
	}
	return p.done(w, r, "share", "", err)
}

func (p Pages) writeShare(w http.ResponseWriter, r *gate.Request, o opened, typed url.Values, bad error) error {
	why := wrong(r, bad)
	v := Form{Title: r.T("support.share"), Lead: r.T("support.share.lead"), Action: p.at(o.Number) + "/share", Back: look.Link{To: p.at(o.Number), Text: r.T("support.back")}, Notices: admin.Says(r, bad)}
	helper := look.Field{Kind: look.Radio, ID: "helper", Label: r.T("support.share.to"), Hint: r.T("support.share.to.hint"), Need: true, Error: why["helper"]}
	for _, c := range o.to {
		helper.Options = append(helper.Options, look.Option{Value: string(c.Org), Label: look.Named(r.Lang, c.Name, c.NameEn), Chosen: typed.Get("helper") == string(c.Org)})
	}
	sections := look.Field{Kind: look.Boxes, ID: "sections", Label: r.T("support.share.sections"), Hint: r.T("support.share.sections.hint"), Need: true, Error: why["sections"]}
	for _, part := range o.of.Form.Parts {
		sections.Options = append(sections.Options, look.Option{Value: part.ID, Label: reporting.PartName(r.Lang, o.of.Form, part.ID), Chosen: slices.Contains(typed["sections"], part.ID)})
	}
	v.Fields = []look.Field{helper, sections}
	v.Problems = look.ProblemsOf(v.Fields)
	return formPage.WriteStatus(w, admin.Status(bad), p.frame(r, "support.share", o.Support), v)
}
