package ask

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
)

// View is the form, or the question as it will be sent.
type View struct {
	titleKey string
	Title    string
	Number   string
	Filer    string
	Report   string // address
	Here     string // address of the form
	Notice   *look.Notice
	Problems look.Problems
	Fields   []look.Field  // of the form
	Hidden   []look.Field  // carries what was typed through the check
	Answers  []look.Answer // the question as it will be sent
	Told     string        // what the operator will see
	Send     string        // words of the button
}

func begin(r *gate.Request, a about) View {
	v := View{Number: string(a.Number), Filer: a.Filer.Name, Report: "/ministry/reports/" + a.Number.ASCII()}
	if r.Lang == look.En && a.Filer.NameEn != "" {
		v.Filer = a.Filer.NameEn
	}
	v.Here = v.Report + "/ask"
	return v
}

func formView(r *gate.Request, a about, t typed, bad look.Problems) View {
	v := begin(r, a)
	v.titleKey, v.Title, v.Problems = "officer.ask.title", r.T("officer.ask.title"), bad
	wrong := func(id string) string {
		for _, p := range bad {
			if p.ID == id {
				return p.Text
			}
		}
		return ""
	}
	kind := look.Field{Kind: look.Radio, ID: "kind", Label: r.T("officer.ask.kind"), Need: true, Error: wrong("kind"), Options: []look.Option{
		{Value: string(request.Enquiry), Label: r.T("officer.enquiry"), Note: r.T("officer.enquiry.note"), Chosen: t.Kind == string(request.Enquiry)},
		{Value: string(request.Fix), Label: r.T("officer.fix"), Note: r.T("officer.fix.note"), Chosen: t.Kind == string(request.Fix)},
	}}
	fields := look.Field{Kind: look.Boxes, ID: "about", Label: r.T("officer.ask.about"), Free: true}
	for _, f := range a.form.Fields() {
		fields.Options = append(fields.Options, look.Option{Value: f.ID, Label: reports.Asked(r.Lang, f), Chosen: slices.Contains(t.About, f.ID)})
	}
	text := look.Field{Kind: look.Area, ID: "text", Label: r.T("officer.ask.text"), Need: true, Hint: r.T("officer.ask.text.hint"), Value: t.Text, Error: wrong("text"), Limit: request.TextLimit}
	wished := look.Field{Kind: look.DayLine, ID: "wished", Label: r.T("officer.ask.wished"), Free: true, Example: r.T("officer.ask.wished.example"), Value: t.Wished, Error: wrong("wished"), Width: look.Mid}
	if wished.Error == "" && strings.TrimSpace(t.Wished) != "" {
		if d, err := law.ReadDay(t.Wished); err == nil {
			wished.Echo = look.DayBoth(r.Lang, d.Day)
		}
	}
	v.Fields = []look.Field{kind, text, fields, wished, {Kind: look.Hidden, ID: "key", Value: t.Key}}
	return v
}

func checkView(r *gate.Request, a about, t typed, q asking.Question) View {
	v := begin(r, a)
	v.titleKey, v.Title, v.Told = "officer.ask.check", r.T("officer.ask.check"), r.T("officer.ask.told")
	kind, send := r.T("officer.enquiry"), r.T("officer.ask.send")
	if q.Kind == request.Fix {
		kind, send = r.T("officer.fix"), r.T("officer.ask.send.fix")
		v.Told += r.T("officer.ask.told.fix")
	}
	v.Send = send
	v.Answers = []look.Answer{{Question: r.T("officer.ask.to"), Text: v.Filer}, {Question: r.T("officer.ask.kind"), Text: kind}, {Question: r.T("officer.ask.text"), Text: q.Text}}
	if len(q.Fields) > 0 {
		var names []string
		for _, id := range q.Fields {
			if f, ok := a.form.Field(id); ok {
				names = append(names, reports.Asked(r.Lang, f))
			}
		}
		v.Answers = append(v.Answers, look.Answer{Question: r.T("officer.ask.about"), Text: strings.Join(names, "\n")})
	}
	wished := r.T("officer.ask.wished.none")
	if !q.AnswerBy.IsZero() {
		wished = look.DayBoth(r.Lang, q.AnswerBy)
	}
	v.Answers = append(v.Answers, look.Answer{Question: r.T("officer.ask.wished"), Text: wished})
	hide := func(name, value string) {
		v.Hidden = append(v.Hidden, look.Field{Kind: look.Hidden, ID: name, Value: value})
	}
	hide("kind", t.Kind)
	hide("text", t.Text)
	hide("wished", t.Wished)
	hide("key", t.Key)
	for _, id := range q.Fields {
		hide("about", id)
	}
	return v
}
