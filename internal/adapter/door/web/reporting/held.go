package reporting

import (
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
)

// HeldBack says what an office does not have, until when and why; for the own organisation alone.
func HeldBack(l look.Lang, f form.Form, office ident.Unit, held []filing.Withholding) (list []string) {
	for _, w := range held {
		if w.Office == office && w.State != filing.ReleasedThen {
			list = append(list, look.Say(l, "release.held", "what", PartName(l, f, w.Section), "until", look.Moment(l, w.Until), "reason", w.Reason))
		}
	}
	return list
}

// PartName is the name of a release section.
func PartName(l look.Lang, f form.Form, section string) string {
	for _, p := range f.Parts {
		if p.ID == section {
			return p.Name.In(string(l))
		}
	}
	return section
}
