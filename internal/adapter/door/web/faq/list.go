package faq

import (
	"cmp"
	_ "embed"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/faq"
	"kanmin/internal/flow/consulting"
)

// List are the entries that a reader has.
type List struct {
	Lead    string
	Links   []look.Link
	Listing look.Listing
}

//go:embed list.tmpl
var listSource string

var listPage = look.Parse[List]("faq/list", listSource)

func (p Pages) list(w http.ResponseWriter, r *gate.Request) error {
	var list []faq.Entry
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) { list, err = tx.FAQList(Listed); return err }); err != nil {
		return err
	}
	office := r.Scope.Permit(consulting.MayProposeFAQ) == nil
	cut := roll(r, office).Cut(r, list)
	v := List{Lead: r.T("faq.lead"), Listing: cut.View, Links: []look.Link{{To: "/assess/notification", Text: r.T("assess.n.title")}}}
	if office {
		v.Lead, v.Links = r.T("faq.lead.office"), []look.Link{{To: "/ministry/consult", Text: r.T("consult.list")}}
	} else if r.Scope.Permit(consulting.MayAsk) == nil {
		v.Links = append(v.Links, look.Link{To: "/operator/consult/new", Text: r.T("consult.ask")})
	}
	v.Listing.Table = table(r, cut.Rows)
	f := frame(r, "faq.list")
	f.Crumbs = f.Crumbs[:len(f.Crumbs)-1]
	f = f.With(append(slices.Clip(f.Crumbs), look.Link{Text: r.T("faq.list")})...)
	return listPage.WriteStatus(w, cut.Status(), f, v)
}

// roll is how the list is searched and narrowed.
func roll(r *gate.Request, office bool) listing.Roll[faq.Entry] {
	topic := listing.Choice[faq.Entry]{ID: "topic", Label: r.T("faq.topic"), Fits: func(e faq.Entry, s string) bool { return slices.Contains(e.Topics, s) }}
	for _, t := range faq.Topics() {
		topic.Options = append(topic.Options, look.Option{Value: t.ID, Label: t.Name.In(string(r.Lang))})
	}
	state := listing.Choice[faq.Entry]{ID: "state", Label: r.T("faq.state"), Fits: func(e faq.Entry, s string) bool { return string(e.State) == s }}
	for _, s := range faq.States {
		if s != faq.Replaced && (office || s == faq.Published || s == faq.Withdrawn) {
			state.Options = append(state.Options, look.Option{Value: string(s), Label: r.T("faq.state." + string(s))})
		}
	}
	none := look.Empty{Title: r.T("faq.none"), Text: []string{r.T("faq.none.text")}}
	if office {
		none.Text = []string{r.T("faq.none.office")}
	}
	return listing.Roll[faq.Entry]{
		Path: Path, Search: r.T("faq.search"), Most: Listed, Choices: []listing.Choice[faq.Entry]{topic, state}, None: none,
		Texts: func(e faq.Entry) []string {
			return []string{string(e.Number), e.Number.ASCII(), e.Question, e.Answer, e.Basis, e.Office, e.OfficeEn, topics(r, e.Topics)}
		},
		Orders: []listing.Order[faq.Entry]{
			{ID: "moved", Label: r.T("faq.order.moved")},
			{ID: "topic", Label: r.T("faq.order.topic"), Compare: func(a, b faq.Entry) int { return cmp.Compare(first(a), first(b)) }},
		},
	}
}

// first is the place of an entry's first topic in the order in which the questions are asked.
func first(e faq.Entry) int {
	return slices.IndexFunc(faq.Topics(), func(t faq.Topic) bool { return slices.Contains(e.Topics, t.ID) })
}

func table(r *gate.Request, list []faq.Entry) look.Table {
	t := look.Table{Caption: r.T("faq.list"), Hide: true, Heads: []look.Head{{Text: r.T("faq.question")}, {Text: r.T("faq.state")}, {Text: r.T("faq.topic")}, {Text: r.T("faq.office")}, {Text: r.T("faq.day")}, {Text: r.T("faq.number")}}}
	for _, e := range list {
		tag, day := Tag(r, e.State), "―"
		if e.Public() {
			day = look.Day(r.Lang, dayOf(e.PublishedAt))
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: e.Question, To: At(e.Number)}, {Tag: &tag}, {Text: topics(r, e.Topics)}, {Text: look.Named(r.Lang, e.Office, e.OfficeEn)}, {Text: day}, {Text: string(e.Number), Ref: true}})
	}
	return t
}
