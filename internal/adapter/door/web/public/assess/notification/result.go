package notification

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	common "kanmin/internal/adapter/door/web/faq"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/assess"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

// View is the result: what has to be filed for each machine, by when and why.
type View struct {
	assess.Common
	Lead       look.Notice
	Ask        bool // whoever looks may ask the office with it
	Facilities []Area
	Machines   []Machine
	Rows       look.Table
	Cites      []common.Cite // よくある相談 about the types that machines have, or may have
	Fold       string
	FoldMark   look.Certainty
}

// Area is what is asked about one facility.
type Area struct {
	Name, Asked, Ministers, Sector string
	Special                        string
	Readings                       []Reading
	Trace                          []assess.Fired
}

// Reading is one way to read the text.
type Reading struct {
	Name, Types, File string
	Default           bool
}

// Machine is the answer about one machine.
type Machine struct {
	Name, Count, Summary string
	File                 look.Tag
	Report               string
	Certainty            look.Certainty
	Types, Possible      string
	Lines                []Line
	Dues                 []look.Due
	Readings             []Reading
	Open, Changes        []assess.Change
	Trace                []assess.Fired
	Nearly               []assess.Nearly
	ByHand, Fix, Hand    string
}

// Line is one thing to file, or not to.
type Line struct {
	Name, Why string
	Tag       look.Tag
}

func view(r *gate.Request, o assess.Outcome) View {
	n := o.Answer.Notification
	v := View{Common: o.Common, Ask: r.Scope.Permit(access.Permission{Action: access.Write, Object: access.Consult}) == nil}
	names := map[string]string{}
	for i := range n.Facilities {
		a := area(r, &n.Facilities[i], i)
		names[n.Facilities[i].Path] = a.Name
		v.Facilities = append(v.Facilities, a)
	}
	if unknownSector(o) {
		v.Notes = append(v.Notes, r.T("assess.n.sector.open"))
	}
	count := map[law.Truth]int{}
	for i := range n.Machines {
		m := &n.Machines[i]
		count[m.File]++
		v.Machines = append(v.Machines, machine(r, o, m))
	}
	v.Cites = common.Cites(r, faq.About(o.Cited, typesOf(n.Machines)...))
	v.Lead = lead(r, count)
	v.Rows = rows(r, n.Rows, names)
	v.Fold, v.FoldMark = n.Unit.Says().In(string(r.Lang)), look.Certainty(n.Unit.Certainty.String())
	return v
}

// typesOf are the topics of the types that machines have, or may have.
func typesOf(list []scope.Verdict) (topics []string) {
	for i := range list {
		for _, l := range slices.Concat(list[i].Types, list[i].Possible) {
			topics = append(topics, faq.TypeTopic(l))
		}
	}
	return topics
}

func unknownSector(o assess.Outcome) bool {
	for _, b := range o.Inquiry.Notification.Businesses {
		if b.Sector == "" {
			return true
		}
	}
	return false
}

// lead says the whole in one sentence.
func lead(r *gate.Request, count map[law.Truth]int) look.Notice {
	n := look.Notice{Tone: look.Good, Title: r.T("assess.n.lead.none")}
	switch {
	case count[law.Yes] > 0:
		n = look.Notice{Tone: look.Info, Title: r.T("assess.n.lead.some", "n", strconv.Itoa(count[law.Yes]))}
	case count[law.Maybe] > 0:
		n = look.Notice{Tone: look.Warn, Title: r.T("assess.n.lead.open", "n", strconv.Itoa(count[law.Maybe]))}
	}
	if count[law.Yes] > 0 && count[law.Maybe] > 0 {
		n.Text = append(n.Text, r.T("assess.n.lead.also", "n", strconv.Itoa(count[law.Maybe])))
	}
	n.Text = append(n.Text, r.T("assess.n.lead.note"))
	return n
}

func area(r *gate.Request, a *scope.Area, i int) Area {
	l := string(r.Lang)
	v := Area{Name: r.T("assess.n.facility", "n", strconv.Itoa(i+1)), Asked: letters(a.Asked), Trace: assess.Trace(r.Lang, a.Trace), Readings: readings(r, a.Readings)}
	if a.Name != "" {
		v.Name = a.Name
	}
	if row, ok := law.At(law.Commencement).Sector(a.Sector); ok {
		v.Sector = row.Name.In(l)
		if !row.Active() {
			v.Sector += " (" + row.Status.Label().In(l) + ")"
		}
	}
	var titles []string
	for _, m := range a.Ministers {
		titles = append(titles, m.Title.In(l))
	}
	v.Ministers = strings.Join(titles, r.T("rules.comma"))
	switch a.Special {
	case law.Yes:
		v.Special = r.T("assess.n.special.yes")
	case law.Maybe:
		v.Special = r.T("assess.n.special.open")
	case law.No, law.NotAsked:
	}
	return v
}

func letters(list []law.Letter) string {
	var out []string
	for _, l := range list {
		out = append(out, string(l))
	}
	return strings.Join(out, " ")
}

func readings(r *gate.Request, list []scope.Reading) []Reading {
	var out []Reading
	for _, one := range list {
		v := Reading{Name: one.Name.In(string(r.Lang)), Types: letters(one.Types), Default: one.Default}
		if one.File != law.NotAsked {
			v.File = fileTag(r.Lang, one.File).Text
		}
		out = append(out, v)
	}
	return out
}

func fileTag(l look.Lang, t law.Truth) look.Tag {
	switch t {
	case law.Yes:
		return look.Tag{Text: look.Say(l, "assess.n.file.yes"), Tone: look.Danger}
	case law.No:
		return look.Tag{Text: look.Say(l, "assess.n.file.no"), Tone: look.Good}
	case law.Maybe, law.NotAsked:
	}
	return look.Tag{Text: look.Say(l, "assess.n.file.open"), Tone: look.Warn}
}

func machine(r *gate.Request, o assess.Outcome, m *scope.Verdict) Machine {
	l := string(r.Lang)
	v := Machine{
		Name: m.Name, Summary: m.Summary.In(l), File: fileTag(r.Lang, m.File), Certainty: look.Certainty(m.Certainty.String()),
		Types: letters(m.Types), Possible: letters(m.Possible), Readings: readings(r, m.Readings), ByHand: m.ByHand,
		Trace: assess.Trace(r.Lang, m.Trace), Nearly: assess.Nearby(r.Lang, m.Nearly), Fix: o.Way(m.Path), Hand: m.Path + ".types",
		Open: changes(r, o, m.Open), Changes: changes(r, o, m.Changes),
	}
	if v.Name == "" {
		v.Name = m.ID
	}
	if m.Count > 1 {
		v.Count = r.T("assess.n.count", "n", look.Number(m.Count))
	}
	switch m.Report {
	case law.Yes:
		v.Report = r.T("assess.n.report.yes")
	case law.Maybe:
		v.Report = r.T("assess.n.report.open")
	case law.No, law.NotAsked:
	}
	for _, line := range m.Lines {
		v.Lines = append(v.Lines, Line{Name: strings.TrimSpace(line.Maker + " " + line.Product), Why: line.Why.In(l), Tag: fileTag(r.Lang, line.File)})
	}
	for _, d := range m.Dues {
		v.Dues = append(v.Dues, assess.Due(r.Lang, d, o.Day, v.Name))
	}
	return v
}

func changes(r *gate.Request, o assess.Outcome, list []scope.Change) []assess.Change {
	l := string(r.Lang)
	var out []assess.Change
	for _, c := range list {
		out = assess.Add(out, o.Way(c.Path), [3]text.Both{c.Fact, c.To, c.Outcome}, l)
	}
	return out
}

// rows is what the notification would hold, folded.
func rows(r *gate.Request, list []scope.Row, names map[string]string) look.Table {
	t := look.Table{Caption: r.T("assess.n.rows"), Hide: true, Heads: []look.Head{
		{Text: r.T("assess.n.rows.product")}, {Text: r.T("assess.n.rows.types")}, {Text: r.T("assess.n.rows.facility")}, {Text: r.T("assess.n.rows.machines"), Right: true},
		{Text: r.T("assess.n.rows.file")}, {Text: r.T("assess.n.rows.due")},
	}}
	for _, row := range list {
		name := strings.TrimSpace(row.Maker + " " + row.Product)
		if name == "" {
			name = r.T("assess.n.rows.open")
		}
		due := ""
		if !row.DueOn.IsZero() {
			due = look.DayBoth(r.Lang, row.DueOn)
		}
		facility := names[row.Facility]
		if facility == "" {
			facility = row.Facility
		}
		tag := fileTag(r.Lang, row.File)
		t.Rows = append(t.Rows, []look.Cell{{Text: name}, {Text: letters(row.Types)}, {Text: facility}, {Text: strconv.Itoa(len(row.Machines))}, {Tag: &tag}, {Text: due}})
	}
	return t
}
