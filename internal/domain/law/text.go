package law

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"sort"
	"strconv"

	"kanmin/internal/domain/text"
)

// Text is everything that the law says, of all days. Current returns the one of this release; a
// person who prepares a change alters a copy, compiles it and compares the books.
type Text struct {
	Stages    []Stage
	Deadlines []Deadline
	Windows   []Window
	Sectors   []SectorRow
	Joints    []Joint
}

// Current returns a copy of the text of this release.
func Current() Text {
	return Text{
		Stages: clone(stages), Deadlines: clone(deadlines), Windows: clone(windows),
		Sectors: clone(sectorRows), Joints: clone(joints),
	}
}

func clone[T any](s []T) []T { return append([]T(nil), s...) }

// Value is one thing that the book says: its citation, what kind of thing, and its content in words.
type Value interface {
	Cited() *Cite
	Kind() string
	Says() text.Both
}

// Cited returns the citation itself, so that everything that embeds one is citable.
func (c *Cite) Cited() *Cite { return c }

// Kind of a Stage is "stage".
func (*Stage) Kind() string { return "stage" }

// Says gives the day, or until when it can be.
func (s *Stage) Says() text.Both {
	if s.On.IsZero() {
		return text.Both{Ja: "施行日は未定(遅くとも" + s.Latest.Both() + ")", En: "day not set (" + s.Latest.String() + " at the latest)"}
	}
	return text.Both{Ja: s.On.Both(), En: s.On.English()}
}

// Kind of a Deadline is "deadline".
func (*Deadline) Kind() string { return "deadline" }

// Says gives the length and that its end moves.
func (d *Deadline) Says() text.Both {
	s := d.Length.says()
	if d.Least > 0 {
		s = text.Both{Ja: itoa(d.Least) + "〜" + s.Ja, En: "within " + itoa(d.Least) + "–" + s.En[len("within "):]}
	}
	if d.Length.Unit == Promptly {
		return s
	}
	return text.Both{Ja: s.Ja + "、休日なら次の開庁日", En: s.En + ", moved past closed days"}
}

// Kind of a Window is "window".
func (*Window) Kind() string { return "window" }

// Says gives the length and that its end does not move.
func (w *Window) Says() text.Both {
	s := w.Length.says()
	return text.Both{Ja: s.Ja + "、休日でも動かない", En: s.En + ", never moved"}
}

// Kind of a SectorRow is "sector".
func (*SectorRow) Kind() string { return "sector" }

// Says gives the ministers.
func (r *SectorRow) Says() text.Both { return titles(r.Ministers) }

// Kind of a Joint is "joint".
func (*Joint) Kind() string { return "joint" }

// Says gives the ministers.
func (j *Joint) Says() text.Both { return titles(j.Ministers) }

func titles(ms []Minister) text.Both {
	var b text.Both
	for i, m := range ms {
		if i > 0 {
			b.Ja, b.En = b.Ja+"、", b.En+", "
		}
		b.Ja, b.En = b.Ja+m.Title().Ja, b.En+m.Title().En
	}
	return b
}

// Values returns pointers into t, every value once, in the order of the book.
func (t *Text) Values() []Value {
	var all []Value
	for i := range t.Stages {
		all = append(all, &t.Stages[i])
	}
	for i := range t.Deadlines {
		all = append(all, &t.Deadlines[i])
	}
	for i := range t.Windows {
		all = append(all, &t.Windows[i])
	}
	for i := range t.Sectors {
		all = append(all, &t.Sectors[i])
	}
	for i := range t.Joints {
		all = append(all, &t.Joints[i])
	}
	return all
}

// on keeps what stands on day.
func (t *Text) on(day Day) Text {
	return Text{
		Stages: standing(t.Stages, day), Deadlines: standing(t.Deadlines, day), Windows: standing(t.Windows, day),
		Sectors: standing(t.Sectors, day), Joints: standing(t.Joints, day),
	}
}

func standing[T any, P interface {
	*T
	Cited() *Cite
}](all []T, day Day) []T {
	var out []T
	for i := range all {
		if P(&all[i]).Cited().Stands(day) {
			out = append(out, all[i])
		}
	}
	return out
}

// digest names the content of a text in eight hexadecimal digits.
func (t *Text) digest() string {
	h := sha256.New()
	for _, v := range t.Values() {
		b, err := json.Marshal(v)
		if err != nil {
			panic(err) // values are plain data; a test marshals every one
		}
		h.Write(append(b, '\n'))
	}
	return hex.EncodeToString(h.Sum(nil))[:8]
}

// changes lists the days on which the text changes, ascending.
func (t *Text) changes() []Day {
	seen := map[Day]bool{}
	for _, v := range t.Values() {
		c := v.Cited()
		seen[c.From] = true
		if !c.Until.IsZero() {
			seen[c.Until.Add(1)] = true
		}
	}
	days := make([]Day, 0, len(seen))
	for d := range seen {
		days = append(days, d)
	}
	sort.Slice(days, func(i, j int) bool { return days[i].Before(days[j]) })
	return days
}

func itoa(n int) string { return strconv.Itoa(n) }
