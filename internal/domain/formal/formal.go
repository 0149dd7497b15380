// Package formal owns 形式確認 (R24): that an office has seen to the form of a 届出. Nothing is accepted by it: a 届出 is done when it arrives
// (到達主義, 行政手続法37条). It is of one revision, hangs on the office that did it, and can be taken back.
package formal

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
)

// Most bounds how many filings one act is about.
const Most = 500

// Percents are the shares of those without a flag that can be left for reading.
var Percents = []int{0, 5, 10, 20, 50}

// Line is a 届出 as an office stands to its form.
type Line struct {
	Filing ident.Filing
	Number ident.Number
	Kind   filing.Kind
	State  filing.State // as the office is told it
	Before filing.State // where it goes back to when the check is taken back
	Rev    int
	procedure.Noted
	Lacks string // types of the pattern of its business of which it says nothing
	N     int    // flags of its arrival

	Act ident.Object  // by which its form was checked; empty where it was not
	At  ident.Instant // of it
	By  string        // name of who did it; the office's own

	Onward bool // the 通知 to the 内閣総理大臣 waits for the check of this office
}

// Flagged reports whether there is a reason to read it first.
func (l Line) Flagged() bool { return l.N > 0 || l.Lacks != "" }

// Why says why a filing was left as it was; the empty one is of those that were changed.
type Why string

// The reasons.
const (
	Gone    Why = "gone"    // it is not open to the office
	Late    Why = "late"    // another revision came after it was shown
	Done    Why = "done"    // it was checked already
	Waits   Why = "waits"   // a correction was asked for, or it was withdrawn
	Flagged Why = "flagged" // there is a reason to read it first
	Sampled Why = "sampled" // it was drawn to be read
)

// Seen is a filing in the revision that was on screen.
type Seen struct {
	Number ident.Number
	Rev    int
}

// Marked is one filing of an act, or why it was left.
type Marked struct {
	Filing ident.Filing
	Number ident.Number
	Rev    int
	Why    Why
	By     string // who had checked it
	Onward bool   `json:",omitempty"` // the 通知 went with it
}

// Act is one act about many filings.
type Act struct {
	ID       ident.Object
	At       ident.Instant
	UndoneAt ident.Instant // 0: it stands
	N        int           // filings that it changed
	Words
}

// Words are what is sealed of an act.
type Words struct {
	By      string // name of who did it
	Undo    string // name of who took it back
	Percent int    // of those without a flag that were left for reading
	Lines   []Marked
}

// Judge says of each filing that was seen whether its form is checked now. A flag keeps nobody who has read it from it.
func Judge(seen []Seen, now []Line) (list []Marked) {
	for _, s := range seen {
		m := Marked{Number: s.Number, Rev: s.Rev, Why: Gone}
		if i := slices.IndexFunc(now, func(l Line) bool { return l.Number == s.Number }); i >= 0 {
			l := now[i]
			m.Filing, m.Why = l.Filing, ""
			switch {
			case l.Act != "":
				m.Why, m.By = Done, l.By
			case l.Rev != s.Rev:
				m.Why = Late
			case !filing.May(l.State, filing.Checked, filing.Office):
				m.Why = Waits
			}
			m.Onward = m.Why == "" && l.Onward
		}
		list = append(list, m)
	}
	return list
}

// Preview is Judge of many that nobody has opened: what is flagged is left, and of the rest those that were drawn. draw is asked for
// each of n places in turn, as rand.IntN is.
func Preview(now []Line, percent int, draw func(n int) int) []Marked {
	seen := make([]Seen, len(now))
	for i, l := range now {
		seen[i] = Seen{l.Number, l.Rev}
	}
	list := Judge(seen, now)
	var free []int
	for i, l := range now {
		switch {
		case list[i].Why != "":
		case l.Flagged():
			list[i].Why = Flagged
		default:
			free = append(free, i)
		}
	}
	for k := (len(free)*percent + 99) / 100; k > 0; k-- {
		i := draw(len(free))
		list[free[i]].Why = Sampled
		free = slices.Delete(free, i, i+1)
	}
	return list
}

// Changed counts the filings that an act changed.
func (w Words) Changed() (n int) {
	for _, m := range w.Lines {
		if m.Why == "" {
			n++
		}
	}
	return n
}

// Back says what taking an act back does: what it checked and still stands so is no longer checked.
func (a Act) Back(now []Line) (list []Marked) {
	for _, m := range a.Lines {
		if m.Why != "" {
			continue
		}
		m.Why = Gone
		if i := slices.IndexFunc(now, func(l Line) bool { return l.Filing == m.Filing }); i >= 0 {
			if m.Why = Late; now[i].Act == a.ID && now[i].Rev == m.Rev && filing.May(filing.Checked, now[i].Before, filing.Office) {
				m.Why = ""
			}
		}
		list = append(list, m)
	}
	return list
}

// CheckMany bounds the filings of an act; none, and one twice, is Invalid.
func CheckMany(seen []Seen, percent int) error {
	var l fault.List
	switch {
	case len(seen) == 0:
		l.Add("n", "fault.formal.none", nil)
	case len(seen) > Most:
		l.Add("n", "fault.formal.many", fault.Args{"n": "500"})
	}
	there := map[ident.Number]bool{}
	for _, s := range seen {
		if there[s.Number] {
			l.Add("n", "fault.formal.twice", nil)
			break
		}
		there[s.Number] = true
	}
	if !slices.Contains(Percents, percent) {
		l.Add("percent", "fault.filter.choice", nil)
	}
	return l.Err()
}

// Check is that an office saw to the form of a revision, as its filer is told it: by office and time.
type Check struct {
	Org      ident.Org
	Unit     ident.Unit
	Rev      int
	At       ident.Instant
	UndoneAt ident.Instant
}
