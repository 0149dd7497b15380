package notices

import (
	"cmp"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	tips "kanmin/internal/adapter/door/web/reporting/notices"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/request"
)

// item is one thing that waits, with what it is found by.
type item struct {
	look.Todo
	kind, by string // by is the day for which an answer is wished
	texts    []string
}

// The kinds of items.
const enquiry, fix, name, told = "enquiry", "fix", "named", "told"

// roll is how what waits is searched and narrowed.
func roll(r *gate.Request, f look.Frame) listing.Roll[item] {
	l := listing.Roll[item]{
		Path: gate.NoticesPath, Search: r.T("notices.search"), Most: most,
		Texts:   func(i item) []string { return i.texts },
		Choices: []listing.Choice[item]{{ID: "kind", Label: r.T("notices.kind"), Fits: func(i item, said string) bool { return i.kind == said }}},
		None:    look.Empty{Title: r.T("notices.none"), Text: []string{r.T("notices.none.text")}},
	}
	for _, k := range []string{enquiry, fix, name} {
		l.Choices[0].Options = append(l.Choices[0].Options, look.Option{Value: k, Label: r.T("notices." + k)})
	}
	if answers(r.Scope) {
		l.Choices[0].Options = append(l.Choices[0].Options, look.Option{Value: told, Label: r.T("notices.told")})
		l.Orders = []listing.Order[item]{{ID: "came", Label: r.T("notices.order.came")}, {ID: "wished", Label: r.T("notices.order.wished"), Compare: func(a, b item) int {
			return cmp.Or(cmp.Compare(last(a.by), last(b.by)))
		}}}
	}
	if f.HomeTo != "" {
		l.None.Links = []look.Link{{To: f.HomeTo, Text: r.T("notices.home")}}
	}
	return l
}

// last lets what has no day stand behind what has one.
func last(day string) string { return cmp.Or(day, "9999") }

// toldItem is a 気付き連絡 that waits: it stands before what has a day.
func toldItem(r *gate.Request, n notice.Notice) item {
	return item{Todo: tips.Todo(r, n), kind: told, by: "0", texts: []string{string(n.Number), n.Number.ASCII(), n.From.Company, n.What}}
}

// question is a question that waits, or an answer to one.
func (p Page) question(r *gate.Request, q request.Request, about filing.Line) item {
	i := item{Todo: p.todo(r, q, about), kind: enquiry, by: q.AnswerBy.String()}
	if q.Kind == request.Fix {
		i.kind = fix
	}
	i.texts = []string{i.Ref, q.Number.ASCII(), i.What, string(about.Number), about.Number.ASCII(), q.Office, q.OfficeEn, about.Filer.Name, about.Filer.NameEn}
	return i
}

// named is an answer of the steward of names.
func (p Page) named(r *gate.Request, q memory.Ask) item {
	i := item{kind: name, Todo: look.Todo{
		Ref: string(q.Number), Tag: look.Tag{Text: r.T("notices.named"), Tone: look.Info}, What: q.Pair.Product, Holder: look.Named(r.Lang, q.Answer.Office, ""),
		Until: r.T("notices.answered", "at", look.Moment(r.Lang, q.EndedAt)), To: look.Link{To: p.Named + q.Number.ASCII(), Text: r.T("notices.read")},
	}}
	i.texts = []string{i.Ref, q.Number.ASCII(), q.Pair.Maker, q.Pair.Product, i.Holder}
	return i
}

func (p Page) todo(r *gate.Request, q request.Request, about filing.Line) look.Todo {
	t := look.Todo{Ref: string(q.Number), Tag: look.Tag{Text: r.T("notices.enquiry"), Tone: look.Info}, Alert: true}
	if q.Kind == request.Fix {
		t.Tag = look.Tag{Text: r.T("notices.fix"), Tone: look.Warn}
	}
	if r.Visitor.Kind == party.Operator {
		t.What = r.T("notices.from", "office", look.Named(r.Lang, q.Office, q.OfficeEn))
		t.Holder = r.T("notices.about", "number", about.Number)
		t.Until = r.T("notices.asked", "at", look.Moment(r.Lang, q.AskedAt))
		t.To = look.Link{To: p.Own + about.Number.ASCII() + "#" + q.Number.ASCII(), Text: r.T("notices.answer")}
	} else {
		t.What = about.Filer.Name
		if r.Lang == look.En && about.Filer.NameEn != "" {
			t.What = about.Filer.NameEn
		}
		t.Until = r.T("notices.answered", "at", look.Moment(r.Lang, q.AnsweredAt))
		t.To = look.Link{To: "/ministry/reports/" + about.Number.ASCII() + "#" + q.Number.ASCII(), Text: r.T("notices.read")}
		return t
	}
	if !q.AnswerBy.IsZero() {
		t.Note = r.T("notices.wished", "day", look.Day(r.Lang, q.AnswerBy))
		if q.AnswerBy.Before(law.DayOf(r.Now)) {
			t.Note += " " + r.T("notices.wished.past")
		}
	}
	return t
}
