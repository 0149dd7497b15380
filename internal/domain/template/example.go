package template

import (
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// Example is a fictional filing of a procedure in which everything that can be asked was answered, for a look at a map: the example of
// each field, the first choice of each question, two rows of each table.
func Example(p procedure.Procedure, kind, unknown string, at ident.Instant) Source {
	s := Source{
		Procedure: p, Values: form.Values{}, Number: "報-R8-2345-6789-A", ArrivedAt: at, Unknown: unknown,
		Filer: filing.FilerBlock{
			Name: "見本電力株式会社", NameEn: "Mihon Electric Power Co., Ltd.", Kana: "ミホンデンリョク", CorporateNumber: "0000000000000", Address: "東京都千代田区見本1-1",
			Representative: party.Post{Title: "代表取締役社長", Name: "見本 一郎"}, Unit: "情報システム部", Contact: "当直 03-0000-0000",
		},
	}
	for _, f := range p.Form.Fields() {
		s.Values[f.ID] = example(f, at)
	}
	if kind != "" {
		s.Values[kindField] = form.Value{Texts: []string{kind}}
	}
	return s
}

func example(f form.Field, at ident.Instant) form.Value {
	one := func(t string) form.Value { return form.Value{Texts: []string{t}} }
	switch f.Kind {
	case form.Choice, form.Choices:
		if len(f.Options) > 0 {
			return one(f.Options[0].ID)
		}
	case form.Moment:
		return one(at.Japan().Format("2006-01-02T15:04Z07:00"))
	case form.Day:
		return one(at.Japan().Format("2006-01-02"))
	case form.Count:
		return one("12")
	case form.Table:
		var rows []form.Row
		for range 2 {
			cells := form.Values{}
			for _, c := range f.Columns {
				cells[c.ID] = example(c, at)
			}
			rows = append(rows, form.Row{Cells: cells})
		}
		return form.Value{Rows: rows}
	case form.Line, form.Area:
		if f.Example.Ja != "" {
			return one(f.Example.Ja)
		}
		return one("(見本)" + f.Label.Ja)
	}
	return form.Value{}
}
