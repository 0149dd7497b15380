package law

import "sort"

// Book is what the law says on one day. It is a value, cheap to copy, and never changes.
type Book struct {
	ID   string // first day of the edition and digest of its content: "2026-10-01.5f0c9a1e"
	Day  Day
	text *Text
}

// Law is a compiled text: the books of every day.
type Law struct{ editions []Book }

// Compile makes the books of a text. It is not meant for the path of a request.
func Compile(t Text) Law {
	var l Law
	for _, d := range t.changes() {
		e := t.on(d)
		l.editions = append(l.editions, Book{ID: d.String() + "." + e.digest(), Day: d, text: &e})
	}
	return l
}

// At returns the book of a day. Before the first text it is empty, with the ID "none".
func (l Law) At(day Day) Book {
	i := sort.Search(len(l.editions), func(i int) bool { return l.editions[i].Day.After(day) })
	if i == 0 {
		return Book{ID: "none", Day: day, text: &Text{}}
	}
	b := l.editions[i-1]
	b.Day = day
	return b
}

// Days returns the days on which the law changes, ascending: what a page of differences offers.
func (l Law) Days() []Day {
	days := make([]Day, len(l.editions))
	for i, e := range l.editions {
		days[i] = e.Day
	}
	return days
}

// current is the law of this release.
var current = Compile(Current())

// At returns the book of a day in the law of this release. The day is that of the fact which
// opens a duty: introduction, change, awareness.
func At(day Day) Book { return current.At(day) }

// ChangeDays returns the days on which the law of this release changes.
func ChangeDays() []Day { return current.Days() }

// Values returns everything that stands in the book, in its order. They must not be altered.
func (b Book) Values() []Value { return b.text.Values() }

// Deadline returns the deadline of an id that applies to the sector and operator ("" for general).
func (b Book) Deadline(id string, s Sector, operator string) (Deadline, bool) {
	return best(b.text.Deadlines, id, s, operator)
}

// Window returns the window of an id that applies to the sector and operator ("" for general).
func (b Book) Window(id string, s Sector, operator string) (Window, bool) {
	return best(b.text.Windows, id, s, operator)
}

// best picks among the values of one id the one for the operator, else its sector, else the general one.
func best[T any, P interface {
	*T
	Cited() *Cite
}](all []T, id string, s Sector, operator string) (T, bool) {
	var found P
	for i := range all {
		c := P(&all[i]).Cited()
		if c.ID == id && c.Applies(s, operator) && (found == nil || c.weight() > found.Cited().weight()) {
			found = &all[i]
		}
	}
	if found == nil {
		var none T
		return none, false
	}
	return *found, true
}

// Sectors returns the sectors of the book, those not yet in force included.
func (b Book) Sectors() []SectorRow { return clone(b.text.Sectors) }

// Sector returns the row of one sector.
func (b Book) Sector(s Sector) (SectorRow, bool) {
	for _, r := range b.text.Sectors {
		if r.Code == s {
			return r, true
		}
	}
	return SectorRow{}, false
}

// Ministers returns the competent ministers of a sector in general; nil for an unknown sector.
func (b Book) Ministers(s Sector) []Minister {
	r, ok := b.Sector(s)
	if !ok {
		return nil
	}
	return clone(r.Ministers)
}

// MinistersOf returns the competent ministers of a class of business within a sector (振替機関 …);
// without such a class those of the sector.
func (b Book) MinistersOf(s Sector, class string) []Minister {
	for _, j := range b.text.Joints {
		if j.In == s && j.Class == class {
			return clone(j.Ministers)
		}
	}
	return b.Ministers(s)
}

// Joints returns the classes of business with several competent ministers.
func (b Book) Joints() []Joint { return clone(b.text.Joints) }

// Stages returns the days on which parts of the law come into force.
func (b Book) Stages() []Stage { return clone(b.text.Stages) }

// Release returns the law of this release, for those who compare it with another.
func Release() Law { return current }
