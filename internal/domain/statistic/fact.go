// Package statistic owns what is counted of reports (報告の統計): the small facts of each filed report, the cases (事案) that a reader
// counts from what was released to it, the figures, and what of them may leave government. It knows no name of anybody.
package statistic

import (
	"slices"
	"strings"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/indicator"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// Figure is what cases are told apart by.
type Figure string

// The figures.
const (
	Kind      Figure = "kind"      // 起きていること
	Form      Figure = "form"      // 様式1から3
	Technique Figure = "technique" // ATT&CK
	Product   Figure = "product"   // 製品名, as filed
	Sector    Figure = "sector"    // 分野
	Effect    Figure = "effect"    // サービスへの影響
)

// Figures are all of them, in the order in which they are shown.
var Figures = []Figure{Kind, Effect, Sector, Form, Technique, Product}

// Unknown is the value of what was answered with 未把握, and None that of what nobody has said.
const (
	Unknown = "unknown"
	None    = "none"
)

// fields are the questions from which figures come.
var fields = map[string]Figure{
	"what_kind": Kind, "impact": Effect, "form_kind": Form, "ddos_types": Technique, "techniques": Technique, "technique_ids": Technique, "products": Product,
}

// Bounds of what is kept of one answer.
const (
	valuesMost = 40 // techniques or products
	nameMost   = 80 // characters of a product's name
)

// Fact is what is kept of one filed report. It is never changed.
type Fact struct {
	ID        ident.Filing
	Number    ident.Number
	Case      ident.Case
	Org       ident.Org
	Of        string // the procedure
	At        ident.Instant
	Opens     bool // it opened the case: 速報, or 任意の報告
	Owed      bool // under 法5条: a 詳報 is owed
	Stays     bool // 対象外の申出
	Ends      bool // 詳報
	Withdrawn bool
	Held      bool // something of it is withheld from an office
	Said      []Said
}

// Said is one answer: to whom it may count is decided by its section.
type Said struct {
	Section, Field string
	Values         []string
	Aware          ident.Instant // of the 認知 alone
	Due            law.Day       // of the 詳報, counted from it
}

// Read takes the facts out of a report, whole; ok is false for what is no report of a case.
func Read(p procedure.Procedure, r filing.Reported) (f Fact, ok bool, err error) {
	if r.Case == "" || !p.Case && !p.Follows || p.Act != party.ActReport {
		return f, false, nil
	}
	values, err := p.Form.Decode(r.Values)
	if err != nil {
		return f, false, err
	}
	f = Fact{
		ID: r.ID, Number: r.Number, Case: r.Case, Org: r.Org, Of: p.ID, At: r.ArrivedAt, Opens: p.Case, Owed: p.Clock.Rule != "", Stays: p.Effect == procedure.Stays, Ends: p.Effect == procedure.Ends,
		Withdrawn: r.State == filing.Withdrawn, Held: r.Withholds,
	}
	for _, field := range p.Form.Fields() {
		v := values[field.ID]
		if v.Empty() || f.Stays {
			continue
		}
		one := Said{Section: field.Section, Field: field.ID}
		switch figure := fields[field.ID]; {
		case field.ID == "aware_at":
			if one.Aware, err = form.MomentInstant(v.Text()); err != nil {
				continue // 未把握
			}
			if due, owed, err := p.Due(values, r.ArrivedAt); err == nil && owed { // a day of which the law says nothing is owed nothing
				one.Due = due.Due
			}
		case figure == "":
			continue
		default:
			one.Values = said(figure, field.ID, v)
		}
		f.Said = append(f.Said, one)
	}
	return f, true, nil
}

// said are the values of an answer, each once.
func said(figure Figure, field string, v form.Value) (list []string) {
	switch {
	case v.Unknown:
		return []string{Unknown}
	case field == "technique_ids":
		list = indicator.ReadTechniques(v.Text())
	case figure == Technique:
		for _, t := range v.Texts {
			list = append(list, strings.ToUpper(strings.ReplaceAll(t, "_", ".")))
		}
	case figure == Product:
		list = ProductNames(v.Text())
	default:
		list = slices.Clone(v.Texts)
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return list[:min(len(list), valuesMost)]
}

// ProductNames are the products of a text as a 詳報 has it, one on a line or parted by 、 or ;.
func ProductNames(typed string) (list []string) {
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune("\n\r、;；", r) }) {
		name := []rune(strings.Join(strings.Fields(part), " "))
		if len(name) > 0 && len(name) <= nameMost {
			list = append(list, string(name))
		}
	}
	return list
}
