package filing

import (
	"net/url"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law/calendar"
)

// Need is what makes a filing wait for its reader.
type Need string

// What a filing may wait for.
const (
	NeedsMe Need = "me"     // an office: nobody has opened it, or an answer was not read; its filer: a question waits
	Overdue Need = "past"   // a question waits whose 回答希望日 is over
	Unread  Need = "answer" // an office: a question was answered, and nobody has opened the filing since
)

// With says who takes care of a filing (担当).
type With string

// Who takes care, seen from the reader.
const (
	WithMe   With = "me"
	WithNone With = "none"
)

// Some says whether there is a reason to read a 届出 before its form is checked.
type Some string

// With a flag, and without one.
const (
	WithFlag    Some = "some"
	WithoutFlag Some = "none"
)

// Filter narrows a list of filings by what stands in open columns. Its zero value is everything, the newest first.
type Filter struct {
	Kind   Kind  // of a built-in procedure, "asset." for all whose names begin so, "-asset." for all others, or the number of a stored one: all its versions
	State  State // as its reader is told it (StateFor)
	Need   Need
	Filer  string // 法人番号, 13 digits
	Charge With   // in the reader's unit
	Flag   Some   // of notifications, for an office
	Number ident.NumberStart
	From   calendar.Day // first day of arrival
	Until  calendar.Day // last day of arrival
	Oldest bool         // the oldest first

	typed map[string]string // what could not be read, as it was typed
}

// FilterNames are the names of a filter's parts in an address, in the order in which they are written.
var FilterNames = []string{"number", "kind", "state", "need", "charge", "flag", "filer", "from", "until", "order"}

// States lists the states after arrival in the order in which people are offered them.
var States = []State{Arrived, FixAsked, Fixed, Checked, Withdrawn}

// longestName bounds the words of a filter that are compared as they are.
const longestName = 60

// ReadFilter reads a filter from the parts of an address. What cannot be read is an Invalid fault with each part, and does not
// narrow; the rest of the filter stands.
func ReadFilter(get func(name string) string) (f Filter, err error) {
	var wrong []fault.Field
	bad := func(name, code string) {
		if f.typed == nil {
			f.typed = map[string]string{}
		}
		f.typed[name] = get(name)
		wrong = append(wrong, fault.Field{Path: name, Code: code})
	}
	if s := get("number"); strings.TrimSpace(s) != "" {
		start, ok := ident.ReadNumberStart(s)
		if f.Number = start; !ok {
			f.Number = ident.NumberStart{}
			bad("number", "fault.filter.number")
		}
	}
	if f.Kind = Kind(get("kind")); !plainWord(string(f.Kind)) {
		f.Kind = ""
		bad("kind", "fault.filter.choice")
	}
	choose(&f.State, States, get, "state", bad)
	choose(&f.Need, []Need{NeedsMe, Overdue, Unread}, get, "need", bad)
	choose(&f.Charge, []With{WithMe, WithNone}, get, "charge", bad)
	choose(&f.Flag, []Some{WithFlag, WithoutFlag}, get, "flag", bad)
	if f.Filer = get("filer"); f.Filer != "" && (len(f.Filer) != 13 || strings.Trim(f.Filer, "0123456789") != "") {
		f.Filer = ""
		bad("filer", "fault.filter.choice")
	}
	order := ""
	choose(&order, []string{"oldest"}, get, "order", bad)
	f.Oldest = order != ""
	f.readDays(get, bad)
	if len(wrong) > 0 {
		return f, &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: wrong}
	}
	return f, nil
}

func (f *Filter) readDays(get func(string) string, bad func(name, code string)) {
	read := func(name string) calendar.Day {
		if strings.TrimSpace(get(name)) == "" {
			return calendar.Day{}
		}
		r, err := calendar.ReadDay(get(name))
		if err != nil {
			bad(name, "fault.filter.day")
		}
		return r.Day
	}
	f.From, f.Until = read("from"), read("until")
	if !f.From.IsZero() && !f.Until.IsZero() && f.Until.Before(f.From) {
		f.Until = calendar.Day{}
		bad("until", "fault.filter.order")
	}
}

// choose reads one of some words.
func choose[T ~string](into *T, words []T, get func(string) string, name string, bad func(name, code string)) {
	said := get(name)
	if said == "" {
		return
	}
	for _, w := range words {
		if string(w) == said {
			*into = w
			return
		}
	}
	bad(name, "fault.filter.choice")
}

func plainWord(s string) bool {
	return len(s) <= longestName && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") == ""
}

// Part is a part of the filter as an address carries it; what could not be read stands as it was typed.
func (f Filter) Part(name string) string {
	if s, ok := f.typed[name]; ok {
		return s
	}
	switch name {
	case "number":
		return f.Number.Text
	case "kind":
		return string(f.Kind)
	case "state":
		return string(f.State)
	case "need":
		return string(f.Need)
	case "charge":
		return string(f.Charge)
	case "flag":
		return string(f.Flag)
	case "filer":
		return f.Filer
	case "from":
		return dayText(f.From)
	case "until":
		return dayText(f.Until)
	case "order":
		if f.Oldest {
			return "oldest"
		}
	}
	return ""
}

func dayText(d calendar.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// Query is the filter as the query of an address: the parts that say something, in their order.
func (f Filter) Query() string {
	var parts []string
	for _, name := range FilterNames {
		if v := f.Part(name); v != "" {
			parts = append(parts, name+"="+url.QueryEscape(v))
		}
	}
	return strings.Join(parts, "&")
}

// Narrows reports whether the filter leaves anything out: an order alone does not.
func (f Filter) Narrows() bool {
	return f.Number != ident.NumberStart{} || f.Kind != "" || f.State != "" || f.Need != "" || f.Filer != "" || f.Charge != "" || f.Flag != "" || !f.From.IsZero() || !f.Until.IsZero()
}

// Found is a page of what a filter leaves, with what it leaves in all.
type Found struct {
	Lines []Line
	// Next is the place after which the next page begins; Place is empty on the last one.
	Next Place
	// N is how many filings the filter leaves, and More says that there are more than were counted: N is then the bound.
	N    int
	More bool
	// Weeks are the arrivals of the counted ones, the earliest week first, none left out in between.
	Weeks []Week
	// Kinds and Filers are what is worth choosing from, among the newest that are open to the reader: each filer's newest filing.
	Kinds  []Kind
	Filers []Line
}

// Place is a place in a list.
type Place struct {
	At ident.Instant
	ID ident.Filing
}

// Week is how many filings arrived in the seven days from a Monday.
type Week struct {
	On calendar.Day
	N  int
}

// mostWeeks bounds how many weeks are told apart; what is older is left to the table's own pages.
const mostWeeks = 27

// Weeks counts arrivals by week, the latest weeks only.
func Weeks(arrived []ident.Instant) (list []Week) {
	by := map[calendar.Day]int{}
	var first, last calendar.Day
	for _, at := range arrived {
		day := calendar.DayOf(at)
		monday := day.Add(-((int(day.Weekday()) + 6) % 7))
		if by[monday]++; last.IsZero() || monday.After(last) {
			last = monday
		}
		if first.IsZero() || monday.Before(first) {
			first = monday
		}
	}
	if last.IsZero() {
		return nil
	}
	if bound := last.Add(-7 * (mostWeeks - 1)); first.Before(bound) {
		first = bound
	}
	for d := first; !d.After(last); d = d.Add(7) {
		list = append(list, Week{On: d, N: by[d]})
	}
	return list
}
