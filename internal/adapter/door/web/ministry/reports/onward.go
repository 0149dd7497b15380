package reports

import (
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/party"
)

// onwardView is the 通知 of a 届出 to the 内閣総理大臣: how it stands, by which rule, and how certain that is.
type onwardView struct {
	State     look.Tag
	Said      []string
	Certainty string
}

// onwards is nil for what has none.
func (o *opened) onwards(r *gate.Request) *onwardView {
	if len(o.onward) == 0 {
		return nil
	}
	one := o.onward[0]
	v := &onwardView{
		State: look.Tag{Text: r.T("onward.sent"), Tone: look.Good}, Said: []string{r.T("onward.rule." + one.When)},
		Certainty: r.T("onward.certainty", "certainty", one.Certainty.Label().In(string(r.Lang))),
	}
	switch {
	case one.At == 0:
		v.State, v.Said = look.Tag{Text: r.T("onward.waits"), Tone: look.Warn}, append(v.Said, r.T("onward.waits.text"))
	case one.When == party.OnArrival:
		v.Said = append(v.Said, r.T("onward.arrived", "at", look.Moment(r.Lang, one.At)))
	case one.By == "":
		v.Said = append(v.Said, r.T("onward.checked", "at", look.Moment(r.Lang, one.At), "rev", one.Rev))
	default:
		v.Said = append(v.Said, r.T("onward.checked.by", "at", look.Moment(r.Lang, one.At), "rev", one.Rev, "title", look.Addressed(r.Lang, one.By)))
	}
	v.Said = append(v.Said, r.T("onward.what"))
	return v
}
