package reporting

import (
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/form"
)

// Exports are the ways to take away what arrived, below the address of its page: all of it with its files, or the content that its
// reader may see as a book, as JSON, and each sheet as CSV. f is the form as far as it was asked and released.
func Exports(l look.Lang, at string, f form.Form) []look.Link {
	list := []look.Link{
		{To: at + "/content/content.xlsx", Text: look.Say(l, "export.xlsx")},
		{To: at + "/export.zip", Text: look.Say(l, "attached.export")},
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
