// Package oncall owns whom a unit has called at night (緊急連絡先, R6), in which order, and when the next is called about a 速報 that
// nobody of the office has opened. What is a call and what is not is decided here; who sees it, by the store.
package oncall

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Bounds: contacts of a unit, characters of one answer, calls that are recorded of one report by one office.
const (
	Most      = 6
	Limit     = 80
	MostCalls = 100
)

// Every is how long a contact has before the next in order is called.
const Every = 15 * time.Minute

// Window is for how long after arrival somebody is called: who turns the list on is not called about what is old.
const Window = 24 * time.Hour

// Contact is one who can be called.
type Contact struct {
	Name  string `json:"name"`
	Kana  string `json:"kana,omitempty"`
	Post  string `json:"post,omitempty"`
	Phone string `json:"phone"`
	Email string `json:"email,omitempty"`
	When  string `json:"when,omitempty"` // 曜日・時間帯, as people write it
}

// List is the contacts of a unit in the order in which they are called.
type List struct {
	Org  ident.Org
	Unit ident.Unit
	Rev  int // 0: none was ever set
	At   ident.Instant
	Words
}

// Words are what is sealed of a list.
type Words struct {
	Contacts []Contact `json:"contacts"`
	By       string    `json:"by,omitempty"`
}

// Clean drops contacts of which nothing was filled in, and spaces around what was.
func Clean(list []Contact) []Contact {
	list = slices.Clone(list)
	for i := range list {
		list[i] = list[i].Trim()
	}
	return slices.DeleteFunc(list, func(c Contact) bool { return c == Contact{} })
}

// Trim drops spaces around what was filled in.
func (c Contact) Trim() Contact {
	for _, p := range c.parts() {
		*p.text = strings.TrimSpace(*p.text)
	}
	return c
}

// part is one answer about a contact.
type part struct {
	id   string
	text *string
}

func (c *Contact) parts() []part {
	return []part{{"name", &c.Name}, {"kana", &c.Kana}, {"post", &c.Post}, {"phone", &c.Phone}, {"email", &c.Email}, {"when", &c.When}}
}

// Check judges a list: its faults name the places as "phone-2", counted from 1. More than Most contacts are a fault of "contacts".
func (w Words) Check() error {
	var l fault.List
	if len(w.Contacts) > Most {
		l.Add("contacts", "fault.oncall.many", nil)
		return l.Err()
	}
	for i, c := range w.Contacts {
		c.check(&l, func(part string) string { return part + "-" + strconv.Itoa(i+1) })
	}
	return l.Err()
}

// check judges one contact; at names the place of a part of it.
func (c Contact) check(l *fault.List, at func(part string) string) {
	for _, p := range c.parts() {
		if s := *p.text; utf8.RuneCountInString(s) > Limit || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == utf8.RuneError }) {
			l.Add(at(p.id), "fault.oncall.long", nil)
		}
	}
	if c.Name == "" {
		l.Add(at("name"), "fault.oncall.name", nil)
	}
	if !Dialled(c.Phone) {
		l.Add(at("phone"), "fault.oncall.phone", nil)
	}
	if c.Email != "" && !party.GoodMail(c.Email) {
		l.Add(at("email"), "fault.oncall.email", nil)
	}
}

// Dialled reports whether a text can be a telephone number: digits, +, -, spaces, brackets and an extension (内線), at least six digits.
func Dialled(s string) bool {
	digits := 0
	for _, r := range strings.ReplaceAll(s, "内線", "") {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+-() ", r):
			return false
		}
	}
	return digits >= 6
}

// Kind is what became of a call.
type Kind string

// The kinds. Step is the platform's; the others are what a person of the office recorded.
const (
	Step     Kind = "step"
	Answered Kind = "answered"
	Silent   Kind = "silent"
	Seen     Kind = "seen" // 確認した: nobody else need be called
)

// Reached reports whether somebody of the office has the report then: nobody else need be called.
func (k Kind) Reached() bool { return k == Answered || k == Seen }

// Records are what a person may record.
var Records = []Kind{Answered, Silent, Seen}

// Call is one call about a report.
type Call struct {
	ID     ident.Object
	Filing ident.Filing
	Org    ident.Org  // of the office that is called
	Unit   ident.Unit // the office
	Kind   Kind
	Step   int // from 1; 0 for what a person recorded
	At     ident.Instant
	Said
}

// Said is what is sealed of a call.
type Said struct {
	Who Contact `json:"who"` // as the list stood then
	By  string  `json:"by,omitempty"`
}

// Waiting is a report that an office has not opened, with how far the calls about it are.
type Waiting struct {
	Filing    ident.Filing
	Number    ident.Number
	Org       ident.Org
	Unit      ident.Unit
	ArrivedAt ident.Instant
	Steps     int
	LastAt    ident.Instant // of the latest step; 0: none
	Object    ident.Object  // what waits for an answer of the organisation that is called; empty: a report that an office has not opened
}

// Since is from when on somebody of an organisation is called about what reached it at an instant and wants its answer: whom the mail of
// its arrival woke have as long as everybody after them.
func Since(arrived ident.Instant) ident.Instant { return arrived.Add(Every) }

// OwnCall is one call by which the platform woke somebody of an organisation about what waits for its own answer.
type OwnCall struct {
	ID     ident.Object
	Object ident.Object // a question of an office about a report, or a 気付き連絡
	Number ident.Number
	Org    ident.Org
	Unit   ident.Unit
	Step   int // from 1
	At     ident.Instant
	Said
}

// Due reports whether the next step is due: the first at arrival, each further one when the one before had its time. Steps that a
// stopped house missed are not made up for at once: people are called one after another.
func (w Waiting) Due(now ident.Instant) bool {
	if w.Steps == 0 {
		return now >= w.ArrivedAt
	}
	return now >= w.LastAt.Add(Every)
}

// Next is whom the next step calls: the first in the list whose number was not called about the report yet. Who stands in the list once
// more (on duty, and among the contacts) is called again when everybody else was; false when each was called as often as they stand there.
func Next(list []Contact, called []Contact) (c Contact, ok bool) {
	left := slices.Clone(list)
	for _, was := range called {
		if i := slices.Index(left, was); i >= 0 {
			left = slices.Delete(left, i, i+1)
		}
	}
	for _, c := range left {
		if !slices.ContainsFunc(called, func(was Contact) bool { return was.Phone == c.Phone }) {
			return c, true
		}
	}
	if len(left) == 0 {
		return c, false
	}
	return left[0], true
}
