// Package campaign owns キャンペーン (the STIX term): reports that an office holds to be of one attack, linked under a name (関連付け). It is the
// office's own. No operator learns of it, nor of another whose report is in it, and each reader of it finds those of its reports alone that
// are open to them: without a count, a gap or a trace of the others.
package campaign

import (
	"strconv"
	"strings"

	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

// Bounds: reports that one office links to a campaign, campaigns that are listed, characters of a name and of a text.
const (
	Most      = 200
	Listed    = 500
	NameLimit = 80
	TextLimit = 4000
	WhyLimit  = 500
)

// State is where a campaign stands.
type State string

// The states. A merged one is kept as it was, and says into which.
const (
	Open   State = "open"
	Closed State = "closed"
	Merged State = "merged"
)

// States are all of them, in the order in which people are offered them.
var States = []State{Open, Closed, Merged}

// Campaign is one of them.
type Campaign struct {
	ID      ident.Object
	Org     ident.Org // whose it is
	Unit    ident.Unit
	State   State
	Into    ident.Object // of a merged one
	At      ident.Instant
	MovedAt ident.Instant // of the last change of its words or its state
	Rev     int
	Words
}

// Words are what is sealed of it.
type Words struct {
	Name       string        `json:"name"`
	Note       string        `json:"note,omitempty"`
	Assessment string        `json:"assessment,omitempty"`
	Holder     charge.Holder `json:"holder"` // 担当; for its own organisation
	By         string        `json:"by,omitempty"`
}

// Link is a report of a campaign, or one that was taken out of it.
type Link struct {
	Filing ident.Filing
	Number ident.Number
	Org    ident.Org // of the office that linked it, or took it out
	Unit   ident.Unit
	In     bool
	At     ident.Instant
	Rev    int // changes so far, from 0: it never was in it
	LinkWords
}

// LinkWords are what is sealed of a link: why, and who. Both are for the organisation that said it.
type LinkWords struct {
	Why string `json:"why,omitempty"`
	By  string `json:"by,omitempty"`
}

// Share is an office that a campaign was shown to.
type Share struct {
	Unit ident.Unit
	At   ident.Instant
	ShareWords
}

// ShareWords are what is sealed of it.
type ShareWords struct {
	Office   string `json:"office"`
	OfficeEn string `json:"office_en,omitempty"`
	By       string `json:"by,omitempty"`
}

// Office is one to which a campaign can be shown.
type Office struct {
	Org          ident.Org
	Unit         ident.Unit
	Name, NameEn string
}

// Check tidies and judges the words of a campaign beside the others that its reader has. Faults name "name", "note" and "assessment".
func (c *Campaign) Check(l *fault.List, others []Campaign) {
	c.Name, c.Note, c.Assessment = strings.TrimSpace(c.Name), strings.TrimSpace(c.Note), strings.TrimSpace(c.Assessment)
	if text.Blank(c.Name) {
		l.Add("name", "fault.form.needed", nil)
	}
	text.Check(l, "name", c.Name, NameLimit)
	if strings.ContainsAny(c.Name, "\r\n\t") {
		l.Add("name", "fault.view.line", nil)
	}
	text.Check(l, "note", c.Note, TextLimit)
	text.Check(l, "assessment", c.Assessment, TextLimit)
	for _, o := range others {
		if o.ID != c.ID && o.Org == c.Org && o.State == Open && c.State == Open && text.Key(o.Name) == text.Key(c.Name) {
			l.Add("name", "fault.campaign.name", nil)
			break
		}
	}
}

// Move reports whether a campaign can be changed at all, and in its own words: a merged one cannot.
func (c Campaign) Move() error {
	if c.State == Merged {
		return fault.New(fault.Conflict, "fault.campaign.merged", nil)
	}
	return nil
}

// Takes reports whether reports can be linked to it, or taken out.
func (c Campaign) Takes() error {
	if c.State == Closed {
		return fault.New(fault.Conflict, "fault.campaign.closed", nil)
	}
	return c.Move()
}

// Cut leaves what an organisation is told that is shown somebody else's campaign: not who of it works on it.
func (c Campaign) Cut(reader ident.Org) Campaign {
	if c.Org != reader {
		c.By, c.Holder = "", charge.Holder{}
	}
	return c
}

// Cut leaves what an organisation is told of a link that another one made: that it is there, and since when.
func (l Link) Cut(reader ident.Org) Link {
	if l.Org != reader {
		l.LinkWords = LinkWords{}
	}
	return l
}

// CheckWhy tidies and judges why something is done, at "why".
func CheckWhy(why string) (string, error) {
	var l fault.List
	why = reason(&l, why)
	return why, l.Err()
}

// CheckMany is CheckWhy and CheckNumbers at once.
func CheckMany(reports []ident.Number, why string) (string, error) {
	var l fault.List
	numbers(&l, reports)
	why = reason(&l, why)
	return why, l.Err()
}

func reason(l *fault.List, why string) string {
	if why = strings.TrimSpace(why); why == "" {
		l.Add("why", "fault.form.needed", nil)
	}
	text.Check(l, "why", why, WhyLimit)
	return why
}

// ReadNumbers reads 整理番号 as people paste them: one or several on a line. What is none, and one that stands twice, is Invalid at
// "reports", with its line; so are none at all, and more than Most.
func ReadNumbers(pasted string) (list []ident.Number, err error) {
	var l fault.List
	there := map[ident.Number]bool{}
	for i, line := range strings.Split(pasted, "\n") {
		for _, word := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r,、;　", r) }) {
			args := fault.Args{"line": strconv.Itoa(i + 1), "text": clip(word)}
			n, bad := ident.ParseNumber(word)
			switch {
			case bad != nil:
				l.Add("reports", "fault.campaign.number", args)
			case there[n]:
				l.Add("reports", "fault.campaign.twice", args)
			default:
				there[n], list = true, append(list, n)
			}
			if len(l.Fields) >= 20 {
				return nil, l.Err()
			}
		}
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	return list, CheckNumbers(list)
}

// CheckNumbers bounds the reports of one act, at "reports".
func CheckNumbers(list []ident.Number) error {
	var l fault.List
	numbers(&l, list)
	return l.Err()
}

func numbers(l *fault.List, list []ident.Number) {
	there := map[ident.Number]bool{}
	switch {
	case len(list) == 0:
		l.Add("reports", "fault.charge.none", nil)
	case len(list) > Most:
		l.Add("reports", "fault.campaign.many", fault.Args{"n": strconv.Itoa(Most)})
	}
	for i, n := range list {
		if there[n] {
			l.Add("reports", "fault.campaign.twice", fault.Args{"line": strconv.Itoa(i + 1), "text": string(n)})
		}
		there[n] = true
	}
}

// Judge says which of the asked reports become linked (or taken out, where in is false): found are those that are open to the office, each
// as it stands in the campaign. One that is not open and one that does not exist are one answer, Invalid at "reports" with its place. What
// is so already is left; nothing to change is a Conflict. mine is how many the office has in it already.
func Judge(asked []ident.Number, found []Link, in bool, mine int) (list []Link, err error) {
	var l fault.List
	for i, n := range asked {
		at := -1
		for j, f := range found {
			if f.Number == n {
				at = j
			}
		}
		switch {
		case at < 0 || !in && found[at].Rev == 0:
			l.Add("reports", "fault.campaign.absent", fault.Args{"line": strconv.Itoa(i + 1), "text": string(n)})
		case found[at].In != in:
			list = append(list, found[at])
		}
	}
	switch {
	case len(l.Fields) > 0:
	case len(list) == 0:
		return nil, fault.New(fault.Conflict, "fault.campaign.nothing", nil)
	case in && mine+len(list) > Most:
		l.Add("reports", "fault.campaign.many", fault.Args{"n": strconv.Itoa(Most)})
	}
	return list, l.Err()
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
