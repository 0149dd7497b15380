package consult

import (
	"cmp"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	common "kanmin/internal/adapter/door/web/faq"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/consulting"
)

// Listed bounds the list.
const Listed = 500

// List are the consultations that a reader has.
type List struct {
	Ask     string // where one asks; empty for who may not
	Links   []look.Link
	Listing look.Listing
}

//go:embed list.tmpl
var listSource string

var listPage = look.Parse[List]("consult/list", listSource)

func (p Pages) list(w http.ResponseWriter, r *gate.Request) error {
	var cut listing.Cut[consult.Consultation]
	err := p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) (seen []ident.Object, err error) {
		list, err := tx.ConsultList(Listed)
		if err != nil {
			return nil, err
		}
		cut = p.roll(r).Cut(r, list)
		for _, c := range cut.Rows {
			seen = append(seen, c.ID)
		}
		return seen, nil
	})
	if err != nil {
		return err
	}
	v := List{Listing: cut.View, Links: []look.Link{{To: common.Path, Text: r.T("faq.list")}}}
	if !p.Office {
		v.Links = append(v.Links, look.Link{To: Scope, Text: r.T("consult.scope")})
		if r.Scope.Permit(consulting.MayAsk) == nil {
			v.Ask = Own + "/new"
		}
	}
	v.Listing.Table = p.table(r, cut.Rows)
	return listPage.WriteStatus(w, cut.Status(), r.Frame("consult.list").With(p.home(r), look.Link{Text: r.T("consult.list")}), v)
}

// roll is how the list is searched and narrowed.
func (p Pages) roll(r *gate.Request) listing.Roll[consult.Consultation] {
	state := listing.Choice[consult.Consultation]{ID: "state", Label: r.T("consult.state"), Fits: func(c consult.Consultation, s string) bool { return string(c.State) == s }}
	for _, s := range consult.States {
		state.Options = append(state.Options, look.Option{Value: string(s), Label: r.T("consult.state." + string(s))})
	}
	none := look.Empty{Title: r.T("consult.none"), Text: []string{r.T("consult.none.office")}}
	if !p.Office {
		none.Text = []string{r.T("consult.none.own")}
	}
	return listing.Roll[consult.Consultation]{
		Path: p.base(), Search: r.T("consult.search"), Most: Listed, Choices: []listing.Choice[consult.Consultation]{state}, None: none,
		Texts: func(c consult.Consultation) []string {
			return []string{string(c.Number), c.Number.ASCII(), c.Subject, c.Question, c.Filer, c.FilerEn, admin.SectorWords(r.Lang, c.Sector)}
		},
		Orders: []listing.Order[consult.Consultation]{
			{ID: "wait", Label: r.T("consult.order.wait")}, {ID: "asked", Label: r.T("consult.order.asked"), Compare: func(a, b consult.Consultation) int { return cmp.Compare(b.AskedAt, a.AskedAt) }},
		},
	}
}

func (p Pages) table(r *gate.Request, list []consult.Consultation) look.Table {
	t := look.Table{Caption: r.T("consult.list"), Hide: true, Heads: []look.Head{{Text: r.T("consult.subject")}, {Text: r.T("consult.state")}, {Text: r.T("consult.business")}, {Text: r.T("consult.asked")}, {Text: r.T("consult.number")}}}
	if p.Office {
		t.Heads = append(t.Heads[:1:1], append([]look.Head{{Text: r.T("consult.filer")}}, t.Heads[1:]...)...)
	}
	for _, c := range list {
		tag := Tag(r, c.State)
		cells := []look.Cell{{Text: c.Subject, To: p.at(c.Number)}, {Tag: &tag}, {Text: look.Capital(admin.SectorWords(r.Lang, c.Sector))}, {Text: look.Moment(r.Lang, c.AskedAt), When: true}, {Text: string(c.Number), Ref: true}}
		if p.Office {
			cells = append(cells[:1:1], append([]look.Cell{{Text: look.Named(r.Lang, c.Filer, c.FilerEn)}}, cells[1:]...)...)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// Tag is a state in one word.
func Tag(r *gate.Request, s consult.State) look.Tag {
	return look.Tag{Text: r.T("consult.state." + string(s)), Tone: map[consult.State]look.Tone{consult.Received: look.Warn, consult.Checking: look.Info, consult.Done: look.Good, consult.Ended: look.Plain}[s]}
}

// Todo is the line of a consultation on the desk of an office, or on the first page of who asked.
func Todo(r *gate.Request, c consult.Consultation) look.Todo {
	t := look.Todo{
		What: c.Subject, Ref: string(c.Number), Tag: Tag(r, c.State), Until: r.T("consult.since", "at", look.Moment(r.Lang, c.MovedAt)), Note: look.Capital(admin.SectorWords(r.Lang, c.Sector)),
		To: look.Link{To: Own + "/" + c.Number.ASCII(), Text: r.T("consult.open")},
	}
	if c.Org != r.Scope.Org {
		t.Holder, t.To.To, t.Alert = look.Named(r.Lang, c.Filer, c.FilerEn), Desk+"/"+c.Number.ASCII(), c.State == consult.Received
	}
	return t
}
