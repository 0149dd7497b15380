package consult

import (
	_ "embed"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
)

// Lines is a 範囲整理表 as it is shown: the lines, with where each stands.
type Lines struct {
	Caption string
	Rows    []Row
	Marks   bool // each line has a field of its own
}

// Row is one line.
type Row struct {
	Level   look.Tag
	Where   string // 設備 / 区画
	What    []string
	Types   string
	File    *look.Tag
	Stand   look.Tag
	Comment string
	By      string // which office, and when
	ID      string
	// Of a form.
	Chosen, Typed, Error string
	Said                 bool // it was confirmed or asked about before
}

// linesSource is the template "lines".
//
//go:embed lines.tmpl
var linesSource string

// standing says where a line stands.
type standing func(id string) (consult.Standing, consult.Mark)

// linesOf shows lines.
func linesOf(r *gate.Request, caption string, list []consult.Line, of standing) Lines {
	v := Lines{Caption: caption}
	for _, l := range list {
		row := Row{ID: l.ID, Level: look.Tag{Text: r.T("consult.level." + string(l.Level)), Tone: levelTone(l.Level)}, Where: where(l), What: what(r, l)}
		if l.Level == consult.Machine {
			row.Types = letters(l)
			tag := fileTag(r, l.File)
			row.File = &tag
		}
		st, m := of(l.ID)
		row.Stand, row.Comment = StandTag(r, st), m.Comment
		if m.At != 0 {
			row.By = r.T("consult.by", "office", look.Named(r.Lang, m.Office, m.OfficeEn), "day", look.Day(r.Lang, dayOf(m.At)), "n", m.Version)
			row.Said = true
		}
		switch st {
		case consult.Confirmed:
			row.Chosen = "yes"
		case consult.Question:
			row.Chosen = "no"
		case consult.Drafting, consult.Waiting:
		}
		row.Typed = m.Comment
		v.Rows = append(v.Rows, row)
	}
	return v
}

func dayOf(i ident.Instant) law.Day { return law.DayOf(i) }

func levelTone(l consult.Level) look.Tone {
	if l == consult.Facility {
		return look.Info
	}
	return look.Plain
}

// StandTag is where a line stands in one word.
func StandTag(r *gate.Request, s consult.Standing) look.Tag {
	return look.Tag{Text: r.T("consult.stand." + string(s)), Tone: map[consult.Standing]look.Tone{consult.Drafting: look.Plain, consult.Waiting: look.Info, consult.Question: look.Danger, consult.Confirmed: look.Good}[s]}
}

func where(l consult.Line) string {
	if l.Segment == "" {
		return l.Facility
	}
	return l.Facility + " / " + l.Segment
}

// what says what a line says, part by part.
func what(r *gate.Request, l consult.Line) (list []string) {
	say := func(of, value string) {
		if value != "" {
			list = append(list, r.T("inventory."+of)+": "+r.T("inventory."+of+"."+value))
		}
	}
	switch l.Level {
	case consult.Facility:
		say("internet", string(l.Internet))
		say("media", string(l.Media))
		say("cloud", string(l.Cloud))
		if len(l.Asked) > 0 {
			list = append(list, r.T("consult.asked-types", "types", joined(l.Asked)))
		}
	case consult.Segment:
		if l.Role == "" {
			list = append(list, r.T("inventory.segment.role.unknown"))
		} else {
			list = append(list, r.T("inventory.segment.role."+string(l.Role)))
		}
	case consult.Machine:
		list = machine(r, l)
	}
	if l.TwoReadings {
		list = append(list, r.T("consult.readings"))
	}
	return list
}

func machine(r *gate.Request, l consult.Line) (list []string) {
	if name := strings.TrimSpace(l.Maker + " " + l.Product); name != "" {
		if l.Kind != "" {
			name += " (" + r.T("consult.kind."+l.Kind) + ")"
		}
		list = append(list, name)
	} else {
		list = append(list, r.T("consult.machine.none"))
	}
	var does []string
	for _, f := range l.Functions {
		does = append(does, r.T("consult.function."+f))
	}
	if len(does) > 0 {
		list = append(list, strings.Join(does, r.T("consult.comma")))
	}
	if l.ByHand != "" {
		list = append(list, r.T("consult.by-hand", "why", l.ByHand))
	}
	return list
}

func joined(list []law.Letter) string {
	s := make([]string, len(list))
	for i, l := range list {
		s[i] = string(l)
	}
	return strings.Join(s, "・")
}

// letters are the types of a machine; those that remain possible stand in brackets.
func letters(l consult.Line) string {
	s := joined(l.Types)
	if len(l.Possible) > 0 {
		s = strings.TrimSpace(s + " (" + joined(l.Possible) + ")")
	}
	return s
}

func fileTag(r *gate.Request, t law.Truth) look.Tag {
	switch t {
	case law.Yes:
		return look.Tag{Text: r.T("assess.n.file.yes"), Tone: look.Warn}
	case law.No:
		return look.Tag{Text: r.T("assess.n.file.no"), Tone: look.Plain}
	case law.Maybe, law.NotAsked:
	}
	return look.Tag{Text: r.T("assess.n.file.open"), Tone: look.Plain}
}

// factsTable are the facts of an assessment about its machines, as the operator gave them.
func factsTable(r *gate.Request, f scope.Facts) *look.Table {
	t := &look.Table{Caption: r.T("consult.facts"), Heads: []look.Head{{Text: r.T("consult.facts.machine")}, {Text: r.T("consult.facts.facility")}, {Text: r.T("consult.facts.count"), Right: true}, {Text: r.T("consult.facts.says")}, {Text: r.T("consult.facts.products")}}}
	for _, b := range f.Businesses {
		for _, p := range b.Facilities {
			for _, m := range p.Machines {
				says := []string{}
				for _, q := range []struct {
					id string
					is law.Truth
				}{{consult.GlobalAddress, m.GlobalAddress}, {consult.Authenticates, m.Authenticates}, {consult.Controls, m.Controls}, {consult.IsFacility, m.IsFacility}, {consult.Stores, m.Stores}} {
					if q.is != law.NotAsked {
						says = append(says, r.T("consult.function."+q.id)+": "+q.is.Label().In(string(r.Lang)))
					}
				}
				t.Rows = append(t.Rows, []look.Cell{{Text: orID(m.Name, m.ID)}, {Text: orID(p.Name, p.ID)}, {Text: look.Number(max(m.Count, 1))}, {Text: strings.Join(says, r.T("consult.comma"))}, {Text: products(r, m)}})
			}
		}
	}
	return t
}

func orID(name, id string) string {
	if name != "" {
		return name
	}
	return id
}

func products(r *gate.Request, m scope.Machine) string {
	var list []string
	if m.Appliance != nil {
		list = append(list, strings.TrimSpace(m.Appliance.Maker+" "+m.Appliance.Product))
	}
	if m.Service != nil {
		list = append(list, strings.TrimSpace(m.Service.Provider+" "+m.Service.Name))
	}
	for _, s := range m.Software {
		list = append(list, strings.TrimSpace(s.Maker+" "+s.Product))
	}
	return strings.Join(list, r.T("consult.comma"))
}
