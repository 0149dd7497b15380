package codex

import (
	"strconv"
	"strings"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/event"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

// BetweenNotifications compares two assessments of the same facts, such as the one stored by an earlier release and today's.
func BetweenNotifications(before, after scope.Result) []Effect {
	e := &effects{list: []Effect{}}
	compareNotifications(e, before, after)
	return e.list
}

// BetweenEvents compares two assessments of one event.
func BetweenEvents(key string, before, after event.Result) []Effect {
	e := &effects{list: []Effect{}}
	compareEvents(e, key, before, after)
	return e.list
}

// BetweenDues compares two answers about one date.
func BetweenDues(key string, before, after law.Due) []Effect {
	e := &effects{list: []Effect{}}
	e.due("due", key, before, after)
	return e.list
}

var (
	whatAsked     = text.Both{Ja: "求められる類型", En: "types asked"}
	whatTypes     = text.Both{Ja: "類型", En: "types"}
	whatFile      = text.Both{Ja: "届出", En: "notification"}
	whatReport    = text.Both{Ja: "報告の対象", En: "reportable"}
	whatLines     = text.Both{Ja: "届け出る項目", En: "lines to file"}
	whatRequired  = text.Both{Ja: "報告", En: "report"}
	whatForm      = text.Both{Ja: "様式", En: "form"}
	whatAwareness = text.Both{Ja: "認知の日", En: "day of awareness"}
	whatClock     = text.Both{Ja: "期限", En: "clock"}
)

func compareMachine(e *effects, was, is *scope.Verdict) {
	e.add(Effect{"machine", is.Path, "types", whatTypes, join(was.Types, was.Possible), join(is.Types, is.Possible)})
	e.add(Effect{"machine", is.Path, "file", whatFile, was.File.String(), is.File.String()})
	e.add(Effect{"machine", is.Path, "report", whatReport, was.Report.String(), is.Report.String()})
	e.add(Effect{"machine", is.Path, "lines", whatLines, lines(was.Lines), lines(is.Lines)})
	e.add(Effect{"machine", is.Path, "clock", whatClock, clocks(was.Dues), clocks(is.Dues)})
}

func join(certain, possible []law.Letter) string {
	var b strings.Builder
	for _, l := range certain {
		b.WriteString(string(l))
	}
	for _, l := range possible {
		b.WriteString(string(l) + "?")
	}
	return b.String()
}

// lines writes maker, product and whether it is filed, one line each.
func lines(ls []scope.Line) string {
	out := make([]string, len(ls))
	for i, l := range ls {
		out[i] = l.Maker + " " + l.Product + ": " + l.File.String()
	}
	return strings.Join(out, "\n")
}

func clocks(ds []law.Due) string {
	out := make([]string, len(ds))
	for i, d := range ds {
		out[i] = d.Rule + " " + d.Due.String()
	}
	return strings.Join(out, ", ")
}

// compareNotifications notes what differs between two assessments of the same facts.
func compareNotifications(e *effects, before, after scope.Result) {
	areas := map[string]string{}
	for _, f := range before.Facilities {
		areas[f.Path] = join(f.Asked, nil)
	}
	for _, f := range after.Facilities {
		e.add(Effect{"facility", f.Path, "asked", whatAsked, areas[f.Path], join(f.Asked, nil)})
	}
	old := map[string]*scope.Verdict{}
	for i := range before.Machines {
		old[before.Machines[i].Path] = &before.Machines[i]
	}
	for i := range after.Machines {
		is := &after.Machines[i]
		was, ok := old[is.Path]
		if !ok {
			was = &scope.Verdict{}
		}
		compareMachine(e, was, is)
	}
}

// compareEvents notes what differs between two assessments of one event.
func compareEvents(e *effects, key string, before, after event.Result) {
	e.add(Effect{"event", key, "required", whatRequired, before.Required.String(), after.Required.String()})
	e.add(Effect{"event", key, "form", whatForm, form(before.Form), form(after.Form)})
	e.add(Effect{"event", key, "awareness", whatAwareness, before.Awareness.Day.String(), after.Awareness.Day.String()})
	old := map[string]event.Clock{}
	for _, c := range before.Clocks {
		old[c.Recipient] = c
	}
	for _, c := range after.Clocks {
		was := old[c.Recipient]
		delete(old, c.Recipient)
		e.add(Effect{"event", key, c.Recipient, c.Name, clock(&was), clock(&c)})
	}
	for _, c := range before.Clocks {
		if _, gone := old[c.Recipient]; gone {
			e.add(Effect{"event", key, c.Recipient, c.Name, clock(&c), ""})
		}
	}
}

func clock(c *event.Clock) string {
	if c.Recipient == "" {
		return ""
	}
	return strings.TrimSpace(string(c.Channel) + " " + c.Required.String() + " " + clocks(c.Dues))
}

func form(f *law.Form) string {
	if f == nil {
		return ""
	}
	return strconv.Itoa(f.Number)
}
