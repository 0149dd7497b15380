package inventory

import (
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/law"
)

// earlier bounds how many versions of a 範囲整理表 are looked through.
const earlier = 20

// agreed is a projection with what was agreed of each of its rows in a 範囲整理表.
type agreed struct {
	asset.Projection
	basis []consult.Basis // one for each row
	spoke bool            // some 範囲整理表 was sent
}

// agree reads what was agreed of the rows that would be filed, business by business.
func (p Pages) agree(r *gate.Request, s situated) (a agreed, err error) {
	a.Projection = s.projection(r)
	sheets := map[string][]consult.Sheet{}
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		for _, d := range s.businesses {
			if sheets[d.ID], err = tx.ConsultSheets(d.ID, earlier); err != nil {
				return err
			}
			a.spoke = a.spoke || len(sheets[d.ID]) > 0
		}
		return nil
	})
	for i, f := range a.Rows {
		row := consult.Row{Facility: f.Facility, Maker: f.Maker, Product: f.Product, Types: f.Types, Open: a.Open(i)}
		a.basis = append(a.basis, consult.BasisOf([]consult.Row{row}, sheets[f.Business])...)
	}
	return a, err
}

// draft is the projection without what was agreed not to be filed: with it the first draft begins.
func (a agreed) draft() asset.Projection {
	out := make([]bool, len(a.basis))
	for i, b := range a.basis {
		out[i] = b.Out
	}
	return a.Without(out)
}

// agreedWords says from which line of a 範囲整理表 a row came, and whether it was agreed.
func agreedWords(r *gate.Request, b consult.Basis) string {
	say := func(key string) string {
		return r.T("inventory.agreed."+key, "n", b.Version, "office", look.Named(r.Lang, b.Mark.Office, b.Mark.OfficeEn), "day", look.Day(r.Lang, law.DayOf(b.Mark.At)))
	}
	switch {
	case b.Version == 0:
		return r.T("inventory.agreed.none")
	case b.Differs:
		return r.T("inventory.agreed.differs", "n", b.Version)
	case b.Stand == consult.Confirmed:
		return say("yes")
	case b.Stand == consult.Question:
		return say("question")
	}
	return r.T("inventory.agreed.waiting", "n", b.Version)
}

// out names the rows that the draft leaves out, with the line on which that rests.
func (v *FilingView) out(r *gate.Request, a agreed) {
	t := look.Table{Caption: r.T("inventory.out"), Heads: []look.Head{{Text: r.T("inventory.head.product")}, {Text: r.T("inventory.maker")}, {Text: r.T("inventory.place")}, {Text: r.T("inventory.agreed")}}}
	waits := 0
	for i, b := range a.basis {
		if b.Out {
			t.Rows = append(t.Rows, []look.Cell{{Text: a.Rows[i].Product}, {Text: a.Rows[i].Maker}, {Text: a.Rows[i].Facility}, {Text: agreedWords(r, b)}})
		} else if b.Stand != consult.Confirmed || b.Differs {
			waits++
		}
	}
	if len(t.Rows) > 0 {
		v.Out = &t
	}
	if a.spoke && waits > 0 {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Info, Title: r.T("inventory.agreed.rest", "n", look.Number(waits)), Link: look.Link{To: "/operator/scope", Text: r.T("consult.scope")}})
	}
}
