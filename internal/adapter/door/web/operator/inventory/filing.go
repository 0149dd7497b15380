package inventory

import (
	_ "embed"
	"net/http"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/registering"
)

// shownRows bounds the tables of this page.
const shownRows = 500

// FilingView is what of 機器台帳 would be filed.
type FilingView struct {
	Facts   []look.Answer
	Notices []look.Notice
	Columns *look.Table // 届け出る項目 and 自社だけの項目
	Rows    *look.Table
	Out     *look.Table // what was agreed not to be filed
	Kept    *look.Table // what stays inside, with the reason
	Open    *look.Table // what cannot be said yet
	Empty   *look.Empty
	More    string
	Drafts  []look.Option // a business each, for which there is something to file
	Key     string
}

//go:embed filing.tmpl
var filingSource string

var filingPage = look.Parse[FilingView]("operator/inventory/filing", filingSource)

// projection is what of it all would be filed today.
func (s situated) projection(r *gate.Request) asset.Projection {
	return asset.Project(law.Release(), law.DayOf(r.Now), asset.Known{Businesses: asset.Businesses(s.businesses), Places: s.Places, Items: s.Items})
}

func (p Pages) filing(w http.ResponseWriter, r *gate.Request) error {
	s, err := p.situate(r)
	if err != nil {
		return err
	}
	var v FilingView
	if len(s.Items) == 0 {
		v.Empty = &look.Empty{Title: r.T("inventory.none"), Text: []string{r.T("inventory.none.text")}, Links: s.begin(r)}
	} else {
		a, err := p.agree(r, s)
		if err != nil {
			return err
		}
		v.fill(r, s, a)
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
	}
	return filingPage.Write(w, r.Frame("inventory.filing").With(look.Link{To: Path, Text: r.T("inventory.title")}, look.Link{Text: r.T("inventory.filing")}), v)
}

func (v *FilingView) fill(r *gate.Request, s situated, a agreed) {
	p := a.Projection
	v.Facts = []look.Answer{
		{Question: r.T("inventory.rows"), Text: look.Number(len(s.Items))},
		{Question: r.T("inventory.filed.rows"), Text: look.Number(len(a.draft().Rows)), Note: r.T("inventory.fold")},
	}
	if p.Homeless > 0 {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("inventory.homeless", "n", look.Number(p.Homeless)), Link: look.Link{To: Path + "/places", Text: r.T("inventory.places")}})
	}
	for _, c := range p.Result.Contradictions {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: c.Says.In(string(r.Lang))})
	}
	if r.Scope.Permit(registering.MayDraft) == nil {
		for _, b := range s.businesses {
			if a.draft().For(b.ID) {
				v.Drafts = append(v.Drafts, look.Option{Value: b.ID, Label: r.T("inventory.draft.do", "business", s.sector(r, b.ID))})
			}
		}
	}
	v.columns(r)
	v.filed(r, s, a)
	v.out(r, a)
	v.rest(r, s, p)
}

// columns says of each column whether it is filed.
func (v *FilingView) columns(r *gate.Request) {
	v.Columns = &look.Table{Caption: r.T("inventory.columns"), Keep: true, Heads: []look.Head{{Text: r.T("inventory.column")}, {Text: r.T("inventory.column.filed"), Centre: true}, {Text: r.T("inventory.column.why")}}}
	for _, c := range asset.Table.Columns {
		tick, why := "no", r.T("inventory.column.own")
		if slices.Contains(asset.Statutory, c.ID) {
			tick, why = "yes", r.T("inventory.column.law")
		} else if slices.Contains(asset.Judging, c.ID) {
			why = r.T("inventory.column.judge")
		}
		v.Columns.Rows = append(v.Columns.Rows, []look.Cell{{Text: c.Label.In(string(r.Lang))}, {Tick: tick}, {Text: why}})
	}
	v.Columns.Rows = append(v.Columns.Rows, []look.Cell{{Text: r.T("inventory.types")}, {Tick: "yes"}, {Text: r.T("inventory.column.types")}})
}

func letters(list []law.Letter) string {
	s := make([]string, len(list))
	for i, l := range list {
		s[i] = string(l)
	}
	return strings.Join(s, "・")
}

func (v *FilingView) filed(r *gate.Request, s situated, p agreed) {
	if len(p.Rows) == 0 {
		return
	}
	v.Rows = &look.Table{Caption: r.T("inventory.filed"), Heads: []look.Head{{Text: r.T("inventory.head.product")}, {Text: r.T("inventory.maker")}, {Text: r.T("inventory.head.kind")}, {Text: r.T("inventory.types")}, {Text: r.T("inventory.place")}, {Text: r.T("inventory.due")}, {Text: r.T("inventory.behind")}}}
	if p.spoke {
		v.Rows.Heads = append(v.Rows.Heads, look.Head{Text: r.T("inventory.agreed")})
	}
	kind, _ := asset.Table.Column(asset.Kind)
	for i, row := range p.Rows[:min(len(p.Rows), shownRows)] {
		if p.basis[i].Out {
			continue
		}
		o, _ := kind.Option(row.Kind)
		due := ""
		if !row.DueOn.IsZero() {
			due = look.Day(r.Lang, row.DueOn)
		}
		cells := []look.Cell{{Text: row.Product}, {Text: row.Maker}, {Text: o.Label.In(string(r.Lang))}, {Text: letters(row.Types)}, {Text: row.Facility}, {Text: due}, s.behind(r, p.Behind[i])}
		if p.spoke {
			cells = append(cells, look.Cell{Text: agreedWords(r, p.basis[i])})
		}
		v.Rows.Rows = append(v.Rows.Rows, cells)
	}
	if rest := len(p.Rows) - shownRows; rest > 0 {
		v.More = r.T("rows.more", "n", look.Number(rest))
	}
}

// behind leads to the rows of the organisation's own from which one that is filed was folded.
func (s situated) behind(r *gate.Request, ids []ident.Object) look.Cell {
	const few = 3
	var c look.Cell
	for _, id := range ids[:min(few, len(ids))] {
		if n := slices.IndexFunc(s.Items, func(i asset.Item) bool { return i.ID == id }); n >= 0 {
			c.Links = append(c.Links, look.Link{To: itemAt(id), Text: s.Items[n].Text(asset.Machine)})
		}
	}
	if rest := len(ids) - few; rest > 0 {
		c.Text = r.T("inventory.behind.more", "n", look.Number(rest))
	}
	return c
}

// rest is what is not filed, with the reason, and what cannot be said yet, with what would say it.
func (v *FilingView) rest(r *gate.Request, s situated, p asset.Projection) {
	heads := []look.Head{{Text: r.T("inventory.head.machine")}, {Text: r.T("inventory.head.product")}, {Text: r.T("inventory.why")}}
	kept, open := look.Table{Caption: r.T("inventory.kept"), Heads: heads}, look.Table{Caption: r.T("inventory.open"), Heads: heads}
	for _, i := range s.Items {
		j, ok := p.Verdicts[i.ID]
		if !ok || j.File == law.Yes {
			continue
		}
		into, why := &kept, j.Why.Why.In(string(r.Lang))
		switch {
		case j.File == law.Maybe:
			into, why = &open, j.Summary.Summary.In(string(r.Lang))
		case j.Why.File == law.No && j.Summary.File == law.No:
			why = j.Summary.Summary.In(string(r.Lang))
		}
		if len(into.Rows) < shownRows {
			into.Rows = append(into.Rows, []look.Cell{{Text: i.Text(asset.Machine), To: itemAt(i.ID)}, {Text: i.Text(asset.Maker) + " " + i.Text(asset.Product)}, {Text: why}})
		}
	}
	if len(kept.Rows) > 0 {
		v.Kept = &kept
	}
	if len(open.Rows) > 0 {
		v.Open = &open
	}
}
