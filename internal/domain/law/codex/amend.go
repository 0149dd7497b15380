package codex

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/event"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

// Held is what an operator holds that may change when the law's text changes: dates, a scope record, assessed events.
type Held struct {
	Dues         []HeldDue
	Notification *scope.Facts
	Events       []HeldEvent
}

// HeldDue is one date: by which rule, for which question. Key is the caller's own name for it.
type HeldDue struct {
	Key      string
	Rule     string
	Question law.Question
}

// HeldEvent is one assessed event.
type HeldEvent struct {
	Key   string
	Facts event.Facts
}

// Effect is one answer that is another after a change of the law, before and after (R42). Nothing filed is altered by it.
type Effect struct {
	Kind   string    `json:"kind"` // due, machine, event
	Key    string    `json:"key"`  // the caller's key, or the path of the machine
	What   string    `json:"what"` // due, nominal, certainty, types, file, lines, report, required, form, awareness …
	Name   text.Both `json:"name"`
	Before string    `json:"before"`
	After  string    `json:"after"`
}

// Amend answers everything that is held by both laws and returns what differs, on the day of asking.
func Amend(before, after law.Law, day law.Day, h Held) []Effect {
	e := &effects{list: []Effect{}}
	for _, d := range h.Dues {
		was, errBefore := before.At(d.Question.On).Due(d.Rule, d.Question)
		is, errAfter := after.At(d.Question.On).Due(d.Rule, d.Question)
		if errBefore != nil && errAfter != nil {
			continue
		}
		e.due("due", d.Key, was, is)
	}
	if h.Notification != nil {
		compareNotifications(e, scope.Assess(before, day, *h.Notification), scope.Assess(after, day, *h.Notification))
	}
	for _, ev := range h.Events {
		compareEvents(e, ev.Key, event.Assess(before, day, ev.Facts), event.Assess(after, day, ev.Facts))
	}
	return e.list
}

// effects collects differences.
type effects struct{ list []Effect }

func (e *effects) add(f Effect) {
	if f.Before != f.After {
		e.list = append(e.list, f)
	}
}

func (e *effects) due(kind, key string, was, is law.Due) {
	name := is.Name
	if name.Ja == "" {
		name = was.Name
	}
	e.add(Effect{kind, key, "due", name, was.Due.String(), is.Due.String()})
	e.add(Effect{kind, key, "nominal", name, was.Nominal.String(), is.Nominal.String()})
	e.add(Effect{kind, key, "certainty", name, was.Certainty.String(), is.Certainty.String()})
}
