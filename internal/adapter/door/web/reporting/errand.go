package reporting

import (
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/window"
)

// ErrandTag is where something stands that is handed in elsewhere: nothing but a record makes it handed in.
func ErrandTag(r *gate.Request, e window.Errand) look.Tag {
	t := look.Tag{Text: r.T("elsewhere.tag." + string(e.State))}
	switch e.State {
	case window.HandedIn:
		t.Tone = look.Good
	case window.ToHandIn:
		if t.Tone = look.Warn; e.Needed == law.No {
			t = look.Tag{Text: r.T("elsewhere.tag.voluntary")}
		}
	case window.NotOwed:
	}
	return t
}

// ErrandUntil says by when it is to be handed in, by the authority's own clock.
func ErrandUntil(r *gate.Request, e window.Errand) string {
	switch {
	case e.Needed == law.No:
		return r.T("elsewhere.until.none")
	case e.DueOn.IsZero():
		return r.T("elsewhere.until.unknown")
	case e.Needed == law.Maybe || e.Needed == law.NotAsked:
		return r.T("elsewhere.until.maybe", "day", look.DayBoth(r.Lang, e.DueOn))
	}
	return r.T("home.until", "day", look.DayBoth(r.Lang, e.DueOn))
}

// ErrandTodo is the line of やること about it.
func ErrandTodo(r *gate.Request, e window.Errand, summary string) look.Todo {
	name := e.Name().In(string(r.Lang))
	t := look.Todo{
		What: r.T("elsewhere.todo", "name", name, "what", e.What().In(string(r.Lang))), Ref: string(e.Number), Tag: ErrandTag(r, e), Until: ErrandUntil(r, e), Note: summary,
		To: look.Link{To: ReportAt(e.Number, "elsewhere") + "?errand=" + string(e.ID) + "#errand-" + string(e.ID), Text: r.T("elsewhere.record")},
	}
	if t.What = strings.TrimSpace(t.What); !e.DueOn.IsZero() {
		left, tone := Left(r.Lang, e.DueOn, law.DayOf(r.Now))
		t.Tag = look.Tag{Text: left, Tone: tone}
	}
	return t
}
