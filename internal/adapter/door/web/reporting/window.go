package reporting

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/window"
)

// Window is 提出先ごとの期限: each authority that the facts concern with its own clock, beside the others.
type Window struct {
	Clocks look.Table
	Others string // authorities of which nothing falls due
}

// WindowOf puts the lines of the single window side by side.
func WindowOf(l look.Lang, lines []window.Line) *Window {
	w := &Window{Clocks: look.Table{Caption: look.Say(l, "window.title"), Hide: true}}
	compares := slices.ContainsFunc(lines, compares)
	for _, head := range []string{"window.who", "window.what", "window.due", "window.differs", "window.channel", "window.law"} {
		if head == "window.differs" && !compares {
			continue
		}
		w.Clocks.Heads = append(w.Clocks.Heads, look.Head{Text: look.Say(l, head)})
	}
	var others []string
	for _, one := range lines {
		if one.Needed == law.No && one.Route.Channel == law.Here && one.ID != window.NCO {
			continue // it is among the addressees
		}
		if one.Needed == law.No {
			others = append(others, one.Name.In(string(l)))
			continue
		}
		row := func(what, due, differs string, from []law.Provision) {
			cells := []look.Cell{{Text: look.Capital(one.Name.In(string(l)))}, {Text: look.Capital(what)}, {Text: due}}
			if compares {
				cells = append(cells, look.Cell{Text: differs})
			}
			w.Clocks.Rows = append(w.Clocks.Rows, append(cells, look.Cell{Text: way(l, one)}, look.Cell{Text: provisions(l, from)}))
		}
		if one.Prompt {
			row(look.Say(l, "window.prompt"), look.Say(l, "window.promptly"), look.Say(l, "window.none"), law.Provisions("act.5", "order.4.2"))
		}
		for _, c := range one.Clocks {
			what := c.Name.In(string(l))
			if one.Needed == law.Maybe {
				what = look.Say(l, "window.maybe", "what", what)
			}
			row(what, day(l, c.Due), differs(l, c), c.Provision)
		}
		if !one.Prompt && len(one.Clocks) == 0 {
			note := one.Note.In(string(l))
			if note == "" || len(one.Recipient.Clocks) > 0 {
				note = look.Say(l, "window.uncounted")
			}
			row(look.Say(l, "window.perhaps"), note, look.Say(l, "window.none"), law.Provisions(one.Recipient.Provision...))
		}
	}
	if len(others) > 0 {
		w.Others = look.Say(l, "window.others", "names", strings.Join(others, look.Say(l, "reports.comma")))
	}
	return w
}

// way is by which channel an authority has it. Where a row brings the report to an authority of another law, nothing is done with that alone.
func way(l look.Lang, one window.Line) string {
	switch {
	case one.Channel != law.Here || one.Done():
		return look.Capital(one.Channel.Label().In(string(l)))
	case one.Sends:
		return look.Say(l, "window.way.sent")
	}
	return look.Say(l, "window.way.unsent")
}

// compares reports whether a line has a date that stands beside that of the 詳報: what is told voluntarily has none.
func compares(l window.Line) bool {
	return slices.ContainsFunc(l.Clocks, func(c window.Clock) bool { return !c.Own })
}

// day is a date, with how well it is known where that is not confirmed.
func day(l look.Lang, d law.Due) string {
	said := look.DayBoth(l, d.Due)
	if d.Certainty != law.Confirmed {
		said += look.Say(l, "window.certainty", "how", look.Say(l, "certainty."+string(certainty(d.Certainty))))
	}
	return said
}

func differs(l look.Lang, c window.Clock) string {
	switch {
	case c.Own:
		return look.Say(l, "window.none")
	case c.Differs < 0:
		return look.Say(l, "window.before", "n", -c.Differs)
	case c.Differs > 0:
		return look.Say(l, "window.after", "n", c.Differs)
	}
	return look.Say(l, "window.same")
}

// Provisions are the names of provisions by their ids.
func Provisions(l look.Lang, ids []string) string { return provisions(l, law.Provisions(ids...)) }

func provisions(l look.Lang, list []law.Provision) string {
	var names []string
	for _, p := range list {
		if !strings.HasPrefix(p.ID, "civil.") && !strings.HasPrefix(p.ID, "closed.") { // how days are counted is not who asks
			names = append(names, p.In(string(l)))
		}
	}
	return strings.Join(names, look.Say(l, "reports.comma"))
}

// Unofficial is the first line of a printed page under a procedure of the law; empty under any other.
func Unofficial(l look.Lang, p procedure.Procedure) string {
	if p.Act == "" {
		return ""
	}
	return look.Say(l, "export.unofficial")
}
