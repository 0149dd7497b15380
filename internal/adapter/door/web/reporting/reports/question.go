package reports

import (
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/requests"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/request"
)

// question is a 補正のお願い or 照会 with its answer.
type question struct {
	ID, Kind, Number, Office, At, By, Text string
	About                                  []string
	Waiting                                bool
	To, Extend                             string // where it is answered, and where more time is asked for, for those who may
	Events                                 []look.Event
	Reply, RepliedAt, Name                 string
	Closed                                 string // why no answer is needed
}

// questions are those about the report; those that wait come first.
func (o opened) questions(r *gate.Request) (list []question) {
	may := r.Scope.Permit(mayAnswer) == nil
	for _, a := range o.asks {
		list = append(list, o.question(r, a, may))
	}
	slices.SortStableFunc(list, func(a, b question) int {
		switch {
		case a.Waiting == b.Waiting:
			return 0
		case a.Waiting:
			return -1
		}
		return 1
	})
	return list
}

func (o opened) question(r *gate.Request, a request.Request, may bool) question {
	q := question{
		ID: a.Number.ASCII(), Kind: kindName(r, a.Kind), Number: string(a.Number), Office: look.Named(r.Lang, a.Office, a.OfficeEn), At: look.Moment(r.Lang, a.AskedAt),
		Text: a.Text, Waiting: a.State == request.Waiting, Reply: a.Reply, Name: a.Name,
	}
	q.By, q.Events = requests.Wished(r.Lang, a, law.DayOf(r.Now)), requests.Events(r.Lang, a)
	for _, id := range a.Fields {
		if f, ok := o.of.Form.Field(id); ok {
			q.About = append(q.About, reporting.Label(r.Lang, f))
		}
	}
	if a.AnsweredAt != 0 {
		q.RepliedAt = look.Moment(r.Lang, a.AnsweredAt)
	}
	if a.State == request.Closed {
		q.Closed = r.T("request.closed.text", "at", q.RepliedAt)
	}
	if q.Waiting && may {
		q.To = reporting.ReportAt(o.Number, "requests", a.Number.ASCII())
		if a.Pending() == nil {
			q.Extend = q.To + "/extension"
		}
	}
	return q
}
