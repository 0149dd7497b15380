package inquiry

import (
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/event"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

// Inquiry is the input. At least one of Notification and Event is given.
type Inquiry struct {
	Day          law.Day      `json:"day,omitzero"` // the day of asking; none = today
	Notification *scope.Facts `json:"notification,omitempty"`
	Event        *event.Facts `json:"event,omitempty"`
}

// Answer is the output.
type Answer struct {
	Day          law.Day       `json:"day"`
	Understood   []Echo        `json:"understood"` // days that were written otherwise than YYYY-MM-DD
	Notification *scope.Result `json:"notification,omitempty"`
	Event        *event.Result `json:"event,omitempty"`
}

// Echo is how a day was read.
type Echo struct {
	Path string    `json:"path"`
	Day  law.Day   `json:"day"`
	Says text.Both `json:"says"`
}

// Assess reads facts and answers in JSON. It returns an Invalid fault that names every place which could not be read, or an
// Exceeded fault for input beyond the bounds.
func Assess(data []byte, today law.Day) ([]byte, error) {
	q, echoes, err := Decode(data)
	if err != nil {
		return nil, err
	}
	a := q.Answer(law.Release(), today)
	a.Understood = append(a.Understood, echoes...)
	return law.Encode(a)
}

// Answer assesses by a law, on the inquiry's day or else today.
func (q Inquiry) Answer(l law.Law, today law.Day) Answer {
	a := Answer{Day: q.Day, Understood: []Echo{}}
	if a.Day.IsZero() {
		a.Day = today
	}
	if q.Notification != nil {
		r := scope.Assess(l, a.Day, *q.Notification)
		a.Notification = &r
	}
	if q.Event != nil {
		r := event.Assess(l, a.Day, *q.Event)
		a.Event = &r
	}
	return a
}

// Decode reads an inquiry strictly: unknown names, names given twice, wrong kinds, days that do not exist and references to
// nothing are faults with their places. It also returns how unusual days were read.
func Decode(data []byte) (Inquiry, []Echo, error) {
	var q Inquiry
	d := &decoder{}
	tree, err := parse(data)
	if err != nil {
		return Inquiry{}, nil, err
	}
	d.object("", tree, &q)
	if len(d.faults.Fields) == 0 {
		q.check(&d.faults)
	}
	if err := d.faults.Err(); err != nil {
		return Inquiry{}, nil, err
	}
	return q, d.echoes, nil
}

func (q *Inquiry) check(faults *fault.List) {
	if q.Notification == nil && q.Event == nil {
		faults.Add("notification", "fault.law.empty", nil)
	}
	if q.Day.After(law.LastDay) {
		faults.Add("day", "fault.law.far", fault.Args{"day": q.Day.String(), "last": law.LastDay.String()})
	}
	if q.Notification != nil {
		q.Notification.Check(faults, "notification.")
	}
	if q.Event != nil {
		q.Event.Check(faults, "event.")
	}
}
