package reporting

import (
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/template"
)

// Exports are the ways to take away what arrived, below the address of its page: the official form where one is in force, all of it with
// its files, or the content that its reader may see as a book, as JSON, and each sheet as CSV. f is the form as far as it was asked and
// released.
func Exports(l look.Lang, at string, f form.Form, official bool) []look.Link {
	list := []look.Link{
		{To: at + "/content/content.xlsx", Text: look.Say(l, "export.xlsx")},
		{To: at + "/export.zip", Text: look.Say(l, "attached.export")},
	}
	if official {
		list = append([]look.Link{{To: at + "/content/" + formsheet.OfficialName, Text: look.Say(l, "export.official")}}, list...)
	}
	for _, p := range formsheet.Parts(f) {
		name := look.Say(l, "excel.answers")
		if t, ok := f.Field(p.ID); ok {
			name = Label(l, t)
		}
		list = append(list, look.Link{To: at + "/content/" + p.ID + ".csv", Text: look.Say(l, "export.csv", "name", name)})
	}
	return append(list, look.Link{To: at + "/content/content.json", Text: look.Say(l, "export.json")})
}

// FormsTx is what the official forms of a filing are read from.
type FormsTx interface {
	TemplatesOf(procedure string, on law.Day) ([]template.Template, error)
}

// FormsOf are the official forms of what arrived, of the day on which it did.
func FormsOf(tx FormsTx, of procedure.Procedure, f filing.Filing) ([]template.Template, error) {
	if of.Act != party.ActReport {
		return nil, nil
	}
	return tx.TemplatesOf(string(f.Kind), law.DayOf(f.ArrivedAt))
}

// HasForm reports whether one of them is for answers, as far as their reader may see these.
func HasForm(list []template.Template, f filing.Filing, values form.Values) bool {
	_, found := template.Of(list, string(f.Kind), values, law.DayOf(f.ArrivedAt))
	return found
}
