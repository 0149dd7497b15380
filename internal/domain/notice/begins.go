package notice

import (
	"strings"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/incident"
)

// Begins are the first answers of a 速報 (強化法5条) that is taken over from a notice. What the form asks for is when the contractor's word
// reached the operator, which is the notice's arrival; when the contractor itself noticed stands in the line, so neither is lost. When the
// operator knew (認知) only the operator can say: it is left to be answered.
func (n Notice) Begins() form.Values {
	values := form.Values{
		"what_text":  {Texts: []string{n.line()}},
		"noticed_at": {Texts: []string{n.At.Japan().Format("2006-01-02T15:04-07:00")}},
	}
	if machines := strings.TrimSpace(n.Machines); machines != "" {
		values["which"] = form.Value{Texts: []string{machines}}
	}
	return values
}

// line is what happened in one line, with who noticed it when.
func (n Notice) line() string {
	who := "(" + n.From.Company + "が" + n.NoticedAt.Japan().Format("2006-01-02 15:04") + "に気付き連絡)"
	field, _ := incident.PromptForm.Field("what_text")
	what := []rune(strings.Join(strings.Fields(n.What), " "))
	if room := field.Limit - len([]rune(who)); len(what) > room {
		what = append(what[:room-1], '…')
	}
	return string(what) + who
}
