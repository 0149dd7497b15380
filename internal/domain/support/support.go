// Package support owns 対処支援 (R10, S22): an operator says that it would like help, an office answers, and a helper (支援機関) joins once the
// operator has shown it a report. It is a conversation with a state. Not asking is nowhere counted, listed or told.
package support

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

// Kind is what help is wished for.
type Kind string

// The kinds.
const (
	Advice      Kind = "advice"      // 助言
	Analysis    Kind = "analysis"    // 解析
	OnSite      Kind = "on-site"     // 現地支援
	Referral    Kind = "referral"    // 関係機関の紹介
	Information Kind = "information" // 情報の提供
)

// Kinds lists them in the order in which people are asked.
var Kinds = []Kind{Advice, Analysis, OnSite, Referral, Information}

// Urgency is how soon.
type Urgency string

// The urgencies.
const (
	Now   Urgency = "now"   // 今すぐ
	Today Urgency = "today" // 今日中
	Calm  Urgency = "calm"  // 急がない
)

// Urgencies lists them, the most urgent first.
var Urgencies = []Urgency{Now, Today, Calm}

// Bounds, in characters.
const (
	ContactLimit = 200
	TextLimit    = 4000
)

// Support is one wish for help. It is of an organisation and a unit; offices and helpers have it by rows of readers.
type Support struct {
	ID      ident.Object
	Number  ident.Number
	Org     ident.Org
	Unit    ident.Unit
	About   ident.Object // the report, or its draft until it is sent; empty: of none
	Urgency Urgency
	State   State
	AskedAt ident.Instant
	MovedAt ident.Instant // since when it is in its state
	Rev     int
	Words
	AboutNumber ident.Number // of the report or draft, where the reader may open it
	Report      ident.Filing // the report, where it was sent and the reader may open it
	Said        []Said       // what the reader may read of what was said and done, oldest first
	Offices     []Office     // that have it now, as helpers do not
	Shares      []Share      // for its own organisation: all; for a helper: its own
}

// Words are what is sealed of it.
type Words struct {
	Kinds   []Kind
	Contact string
	Text    string `json:",omitempty"`
	Filer   string // name of the organisation, as of the day
	FilerEn string `json:",omitempty"`
	Name    string `json:",omitempty"` // of who asked; for the own organisation alone
}

// Office is one that has it.
type Office struct {
	Org          ident.Org
	Unit         ident.Unit
	Name, NameEn string
	Phone        string
}

// Check judges what is asked for. The places are kinds, urgency, contact and text.
func (w Words) Check(u Urgency) error {
	var l fault.List
	if len(w.Kinds) == 0 {
		l.Add("kinds", "fault.form.needed", nil)
	}
	for i, k := range w.Kinds {
		switch {
		case !slices.Contains(Kinds, k):
			l.Add("kinds", "fault.form.option", fault.Args{"text": string(k)})
		case slices.Contains(w.Kinds[:i], k):
			l.Add("kinds", "fault.support.twice", nil)
		}
	}
	switch {
	case u == "":
		l.Add("urgency", "fault.form.needed", nil)
	case !slices.Contains(Urgencies, u):
		l.Add("urgency", "fault.form.option", fault.Args{"text": string(u)})
	}
	text.Need(&l, "contact", w.Contact, ContactLimit)
	text.Check(&l, "text", w.Text, TextLimit)
	return l.Err()
}

// CheckText judges a message, or a reason.
func CheckText(path, s string) error {
	var l fault.List
	text.Need(&l, path, s, TextLimit)
	return l.Err()
}

// Cut leaves what an organisation may know that has it: people's names stay with their own organisation.
func (s Support) Cut(reader ident.Org) Support {
	if s.Org != reader {
		s.Name = ""
	}
	for i := range s.Said {
		if s.Said[i].Org != reader {
			s.Said[i].Name, s.Said[i].To = "", ""
		}
	}
	return s
}

// SideOf is on which side a reader stands.
func (s Support) SideOf(org ident.Org) Side {
	switch {
	case s.Org == org:
		return Operator
	case slices.ContainsFunc(s.Shares, func(h Share) bool { return h.HelperOrg == org && h.EndedAt == 0 }):
		return Helper
	}
	return Competent
}
