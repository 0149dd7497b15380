package reporting

import (
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/form"
)

// Called says after which answer something is asked; empty where it always is.
func Called(l look.Lang, of form.Form, c form.Condition) string {
	f, ok := of.Field(c.Field)
	if !ok {
		return ""
	}
	var answers []string
	for _, id := range c.In {
		if o, ok := f.Option(id); ok {
			answers = append(answers, o.Label.In(string(l)))
		}
	}
	if c.Unknown {
		answers = append(answers, look.Say(l, "field.unknown"))
	}
	return look.Say(l, "procedures.when", "item", Label(l, f), "answers", strings.Join(answers, look.Say(l, "reports.comma")))
}

// Then puts a second sentence after a first that may be missing.
func Then(first, second string) string {
	return strings.TrimSpace(first + " " + second)
}
