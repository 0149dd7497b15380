package formsheet

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/template"
)

// Filed is what arrived, cut to what its reader may see.
type Filed struct {
	Procedure procedure.Procedure
	Values    form.Values
	Raw       json.RawMessage // the answers, as they were hashed or cut
	Head      [][2]string     // number, arrival and the like, with their names
	Facts     map[string]any  // the same for programs
	source    template.Source // the same for an official form
}

// Arrived is what arrived, cut already: to content c and to a form that has the released sections only. A filing without a revision
// is an office's where sections may be withheld: it is not told how often something was corrected that it did not receive.
func Arrived(p procedure.Procedure, f filing.Filing, c filing.Content, say Words) (Filed, error) {
	at := f.ArrivedAt.Japan()
	values, err := p.Form.Decode(c.Values)
	out := Filed{
		Procedure: p, Values: values, Raw: c.Values,
		source: template.Source{Procedure: p, Values: values, Number: f.Number, ArrivedAt: f.ArrivedAt, Filer: c.Filer, Unknown: say("field.unknown")},
		Head:   [][2]string{{say("receipt.number"), string(f.Number)}, {say("listing.kind"), p.Name.Ja}, {say("receipt.arrived"), at.Format("2006-01-02 15:04:05")}},
		Facts:  map[string]any{"number": string(f.Number), "kind": string(f.Kind), "state": string(f.State), "arrived_at": at.Format(time.RFC3339Nano), "filer": c.Filer.Name},
	}
	if f.Rev > 0 {
		out.Head, out.Facts["rev"] = append(out.Head, [2]string{say("procedures.col.version"), strconv.Itoa(f.Rev)}), f.Rev
	}
	out.Head = append(out.Head, [2]string{say("listing.state"), say("reports.state." + string(f.State))}, [2]string{say("listing.filer"), c.Filer.Name})
	return out, err
}

// Write writes one file of what arrived by its name: content.xlsx, content.json, form.xlsx (Take knows better), or a part as ID.csv or ID.cp932.csv, and says its
// media type. Only what was asked stands in it, so an item that was withheld leaves no empty line. Errors are those of File.
func (f Filed) Write(w io.Writer, name string, say Words) (media string, err error) {
	all := written{f.Procedure, f.Values, say, true}
	all.Form = Shown(all.Form, f.Values)
	switch name {
	case "content.xlsx", OfficialName:
		head := sheet.Page{Name: say("export.sheet"), Lead: Unofficial(f.Procedure, say), Columns: []sheet.Head{{Title: say("export.item"), Width: 24}, {Title: say("export.value"), Width: 60}}}
		head.Rows = func(yield func([]string) bool) {
			for _, line := range f.Head {
				if !yield(line[:]) {
					return
				}
			}
		}
		return XLSX, sheet.Write(w, append([]sheet.Page{head}, all.pages()...)...)
	case "content.json":
		facts := map[string]any{"answers": f.Raw}
		maps.Copy(facts, f.Facts)
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return "application/json", e.Encode(facts)
	}
	return all.csv(w, name)
}

// Unofficial is the first line of what is taken out under a procedure of the law in a shape of our own: 公式様式ではありません. Only the
// official form itself (Take, OfficialName) goes without it.
func Unofficial(p procedure.Procedure, say Words) []string {
	if p.Act == "" {
		return nil
	}
	return []string{say("export.unofficial")}
}

// Shown is a form with what was asked, and what was answered though the answer that called for it was withheld.
func Shown(f form.Form, values form.Values) form.Form {
	asked := f.Asked(values)
	steps := f.Steps
	f.Steps = nil
	for _, s := range steps {
		s.Fields = slices.DeleteFunc(slices.Clone(s.Fields), func(one form.Field) bool { return !asked[one.ID] && values[one.ID].Empty() })
		f.Steps = append(f.Steps, s)
	}
	return f
}
