package procedure

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Route says whom a declared procedure reaches.
type Route string

// The routes.
const (
	ToOffice       Route = "office"       // the office that runs it
	ToJurisdiction Route = "jurisdiction" // whom jurisdiction says for reports (法5条の報告と同じ提出先)
)

// Declaration is what an office writes of a procedure (S23), as data. It may be incomplete while it is written; Check says
// what lacks.
type Declaration struct {
	Name text.Both `json:"name"`
	Form form.Form `json:"form"`
	To   Route     `json:"to"`
	// Title is how the office is addressed, where To is the office: 経済産業大臣.
	Title    string           `json:"title,omitempty"`
	Number   ident.NumberKind `json:"number"` // 報 or 届
	Contact  string           `json:"contact,omitempty"`
	Summary  []string         `json:"summary,omitempty"`
	Corrects bool             `json:"corrects,omitempty"`
	Term     Term             `json:"term,omitzero"`
}

// Term is the day by which something is to be sent: a number of days after the day of a field. Nothing is refused after it.
type Term struct {
	Field string `json:"field"`
	Days  int    `json:"days"`
}

// Bounds of a declaration.
const (
	nameMost = 80
	termMost = 3650
	rowsMost = form.RowLimit // of a table: units bring their rows one after another; one act takes over 5,000 at most
)

// Started is a declaration as a new procedure begins: two release sections and one step.
func Started(name text.Both) Declaration {
	return Declaration{
		Name: name, To: ToOffice, Number: ident.NumberReport, Corrects: true,
		Form: form.Form{
			ID: "declared", Title: name,
			Steps: []form.Step{{ID: "step_1", Title: text.Both{Ja: "何がありましたか", En: "What happened?"}}},
			Parts: []form.Part{{ID: "outline", Name: text.Both{Ja: "概要", En: "Outline"}}, {ID: "contact", Name: text.Both{Ja: "連絡先", En: "Contact"}}},
		},
	}
}

// unkept are the faults of a declaration that no work in progress has: texts that cannot be stored, names that nothing can refer
// to, more than there is room for.
func unkept(f fault.Field) bool {
	switch f.Code {
	case "fault.declare.id", "fault.declare.twice", "fault.declare.kind":
		return true
	case "fault.form.option":
		return f.Args["text"] != ""
	case "fault.declare.count":
		return len(f.Args["count"]) > len(f.Args["max"]) || len(f.Args["count"]) == len(f.Args["max"]) && f.Args["count"] > f.Args["max"]
	}
	return strings.HasPrefix(f.Code, "fault.text.")
}

// Storable refuses what could not be kept at all, whatever it means: it bounds size, number and characters.
func (d Declaration) Storable() error {
	e, ok := errors.AsType[*fault.Error](d.Check())
	if !ok {
		return nil
	}
	l := fault.List{Fields: slices.DeleteFunc(e.Fields, func(f fault.Field) bool { return !unkept(f) })}
	slices.SortFunc(l.Fields, func(a, b fault.Field) int { return strings.Compare(a.Path, b.Path) })
	return l.Err()
}

// Check says, with the place of each, why a procedure cannot be opened as it is declared.
func (d Declaration) Check() error {
	var l fault.List
	if e, ok := d.Form.Declared().(*fault.Error); ok { //nolint:errorlint // what Declared itself returns
		for _, f := range e.Fields {
			f.Path = "form." + f.Path
			l.Fields = append(l.Fields, f)
		}
	}
	text.Check(&l, "name.ja", d.Name.Ja, nameMost)
	text.Check(&l, "name.en", d.Name.En, nameMost)
	if text.Blank(d.Name.Ja) || text.Blank(d.Name.En) {
		l.Add("name", "fault.form.needed", nil)
	}
	if d.To != ToOffice && d.To != ToJurisdiction {
		l.Add("to", "fault.form.option", fault.Args{"text": string(d.To)})
	}
	if text.Check(&l, "title", d.Title, nameMost); d.To == ToOffice && text.Blank(d.Title) {
		l.Add("title", "fault.form.needed", nil)
	}
	if d.Number != ident.NumberReport && d.Number != ident.NumberNotification {
		l.Add("number", "fault.form.option", fault.Args{"text": string(d.Number)})
	}
	d.checkFields(&l)
	return l.Err()
}

// released are the sections that rows of jurisdiction know.
var released = []string{"outline", "computer", "contact"}

// taken are the addresses below a draft that are no question.
var taken = []string{"approval", "check", "choose", "discard", "excel", "files", "history", "paper", "restore", "send"}

func (d Declaration) checkFields(l *fault.List) {
	for i, s := range d.Form.Steps {
		at := "form.steps[" + strconv.Itoa(i) + "]"
		if len(s.Fields) == 0 {
			l.Add(at+".fields", "fault.procedure.empty", nil)
		}
		if slices.Contains(taken, s.ID) {
			l.Add(at+".id", "fault.declare.id", nil)
		}
		for j, f := range s.Fields {
			if f.Kind == form.Table && f.Limit > rowsMost {
				l.Add(at+".fields["+strconv.Itoa(j)+"].limit", "fault.declare.count", fault.Args{"count": strconv.Itoa(f.Limit), "min": "1", "max": strconv.Itoa(rowsMost)})
			}
			if d.To == ToJurisdiction && !slices.Contains(released, f.Section) {
				l.Add(at+".fields["+strconv.Itoa(j)+"].section", "fault.procedure.section", nil)
			}
		}
	}
	if f, ok := d.Form.Field(d.Contact); d.Contact != "" && (!ok || f.Kind != form.Line) {
		l.Add("contact", "fault.declare.refers", nil)
	}
	for i, id := range d.Summary {
		if _, ok := d.Form.Field(id); !ok || len(d.Summary) > 5 {
			l.Add("summary["+strconv.Itoa(i)+"]", "fault.declare.refers", nil)
		}
	}
	if len(d.Summary) == 0 {
		l.Add("summary", "fault.procedure.summary", nil)
	}
	if d.Term != (Term{}) {
		if f, ok := d.Form.Field(d.Term.Field); !ok || f.Kind != form.Day && f.Kind != form.Moment {
			l.Add("term.field", "fault.declare.refers", nil)
		}
		if d.Term.Days < 1 || d.Term.Days > termMost {
			l.Add("term.days", "fault.form.range", fault.Args{"text": strconv.Itoa(d.Term.Days), "min": "1", "max": strconv.Itoa(termMost)})
		}
	}
}

// TermOf is the day by which answers are to be sent; found is false where the procedure has none or the day is not known.
func (p Procedure) TermOf(values form.Values) (by law.Day, found bool) {
	if p.Term.Field == "" {
		return by, false
	}
	on, found := dayOf(values[p.Term.Field])
	return on.Add(p.Term.Days), found
}

// dayOf is the day in Japan of an answer that is a day or a moment.
func dayOf(v form.Value) (law.Day, bool) {
	if at, err := form.MomentInstant(v.Text()); err == nil {
		return law.DayOf(at), true
	}
	d, err := law.ParseDay(v.Text())
	return d, err == nil
}

// actOf is the act by which jurisdiction finds the addressees; empty where the office is named.
func (d Declaration) actOf() party.Act {
	if d.To == ToJurisdiction {
		return party.ActReport
	}
	return ""
}
