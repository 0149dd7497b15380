package consult

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

// MostLines bounds a 範囲整理表; whoever has more sends it by facilities.
const MostLines = 500

// Level is what a line is about: 事業 → 設備 → 区画 → 機器 (R19).
type Level string

// The levels below the business.
const (
	Facility Level = "facility" // 特定重要設備・構成設備, with what is asked about it once
	Segment  Level = "segment"  // 区画
	Machine  Level = "machine"  // what is on machines of a segment, by product and function
)

// Said of a machine: what it does that decides its types.
const (
	GlobalAddress = "global_address"
	Authenticates = "authenticates"
	Controls      = "controls"
	IsFacility    = "is_facility"
	Stores        = "stores"
)

// Line is one line of a 範囲整理表. It holds what has to be agreed and nothing else of a 機器台帳: no name of a machine, address, version or number.
type Line struct {
	ID        string // digest of what it says: a line that says the same is the same
	Level     Level
	Facility  string
	Segment   string         `json:",omitempty"`
	Internet  scope.Internet `json:",omitempty"`
	Media     scope.Media    `json:",omitempty"`
	Cloud     scope.Cloud    `json:",omitempty"`
	Asked     []law.Letter   `json:",omitempty"` // of a facility: types for which machines are asked
	Role      scope.Role     `json:",omitempty"` // of a segment
	Functions []string       `json:",omitempty"`
	Kind      string         `json:",omitempty"` // software, appliance, service, facility-service
	Maker     string         `json:",omitempty"`
	Product   string         `json:",omitempty"`
	Types     []law.Letter   `json:",omitempty"`
	Possible  []law.Letter   `json:",omitempty"`
	File      law.Truth      `json:",omitempty"`
	Rule      string         `json:",omitempty"` // by which it is filed, or not
	ByHand    string         `json:",omitempty"` // why types were set by hand
	// Two readings are possible; the wider one is what the line says (R19).
	TwoReadings bool `json:",omitempty"`
}

// Sheet is one version of the 範囲整理表 of a business, as it was sent.
type Sheet struct {
	ID        ident.Object
	Consult   ident.Object
	Org       ident.Org
	Unit      ident.Unit
	Business  string
	Version   int
	Settled   bool // 確認済み: every line is confirmed
	SentAt    ident.Instant
	SettledAt ident.Instant // 0: it is not
	Rev       int
	Agreed
	Marks []Mark // set by offices since, oldest first
}

// Agreed is what is sealed of it.
type Agreed struct {
	Lines   []Line
	Book    string          // of the rules that judged it
	Carried map[string]Mark `json:",omitempty"` // by line: what was confirmed of an earlier version and says the same
	Gone    []Line          `json:",omitempty"` // lines of the version before that are no longer there
}

// Mark is what an office said of a line.
type Mark struct {
	ID        ident.Object
	Line      string
	Confirmed bool // else 要確認
	Org       ident.Org
	Unit      ident.Unit
	At        ident.Instant
	Version   int // of the sheet on which it was set
	MarkWords
}

// MarkWords are what is sealed of it.
type MarkWords struct {
	Comment        string `json:",omitempty"`
	Office         string
	OfficeEn, Name string `json:",omitempty"`
}

// Standing is where a line stands.
type Standing string

// The standings. Drafting is of a line that was not sent.
const (
	Drafting  Standing = "drafting"  // 作成中
	Waiting   Standing = "waiting"   // 相談中
	Question  Standing = "question"  // 要確認
	Confirmed Standing = "confirmed" // 確認済み
)

// Stand is where a line of the sheet stands, with what an office said of it last.
func (s Sheet) Stand(line string) (Standing, Mark) {
	m, said := s.Carried[line]
	for _, one := range s.Marks {
		if one.Line == line {
			m, said = one, true
		}
	}
	switch {
	case !said:
		return Waiting, m
	case m.Confirmed:
		return Confirmed, m
	}
	return Question, m
}

// Has reports whether the sheet has a line.
func (s Sheet) Has(line string) bool {
	return slices.ContainsFunc(s.Lines, func(l Line) bool { return l.ID == line })
}

// All reports whether every line is confirmed.
func (s Sheet) All() bool {
	return !slices.ContainsFunc(s.Lines, func(l Line) bool { st, _ := s.Stand(l.ID); return st != Confirmed })
}

// Count is how many lines stand so.
func (s Sheet) Count(st Standing) (n int) {
	for _, l := range s.Lines {
		if is, _ := s.Stand(l.ID); is == st {
			n++
		}
	}
	return n
}

// Last is what an office said of the last line that it spoke of: by whom and when a sheet was confirmed.
func (s Sheet) Last() (last Mark) {
	for _, l := range s.Lines {
		if st, m := s.Stand(l.ID); st == Confirmed && m.At >= last.At {
			last = m
		}
	}
	return last
}

// Continue is the next version out of lines: what an earlier version confirmed of a line that says the same stays confirmed, everything else is to be
// looked at. The earlier ones are of the same business, the latest first.
func Continue(lines []Line, book string, earlier []Sheet) (a Agreed) {
	a.Lines, a.Book = lines, book
	has := map[string]bool{}
	for _, l := range lines {
		has[l.ID] = true
		i := slices.IndexFunc(earlier, func(s Sheet) bool { return s.Has(l.ID) })
		if i < 0 {
			continue
		}
		if st, m := earlier[i].Stand(l.ID); st == Confirmed {
			if a.Carried == nil {
				a.Carried = map[string]Mark{}
			}
			m.ID, m.Name = "", "" // the people of an office are its own matter
			a.Carried[l.ID] = m
		}
	}
	if len(earlier) > 0 {
		for _, l := range earlier[0].Lines {
			if !has[l.ID] {
				a.Gone = append(a.Gone, l)
			}
		}
	}
	return a
}

// CheckLines judges lines that are to be sent.
func CheckLines(lines []Line) error {
	var l fault.List
	switch {
	case len(lines) == 0:
		l.Add("business", "fault.consult.lines.none", nil)
	case len(lines) > MostLines:
		l.Add("business", "fault.consult.lines.many", fault.Args{"n": strconv.Itoa(len(lines)), "limit": strconv.Itoa(MostLines)})
	}
	return l.Err()
}

// Verdict is what an office says of one line now.
type Verdict struct {
	Line      string
	Confirmed bool
	Comment   string
}

// Check judges what an office says of the lines of a sheet. The places are lines[2], comments[2] by the sheet's order.
func (s Sheet) Check(list []Verdict) error {
	var l fault.List
	for _, v := range list {
		i := slices.IndexFunc(s.Lines, func(l Line) bool { return l.ID == v.Line })
		if i < 0 {
			l.Add("lines", "fault.form.option", fault.Args{"text": v.Line})
			continue
		}
		at := place("comments", i)
		if !v.Confirmed && text.Blank(v.Comment) {
			l.Add(at, "fault.consult.comment", nil)
		}
		text.Check(&l, at, v.Comment, CommentLimit)
	}
	return l.Err()
}

// Changed are those of a list that say something new.
func (s Sheet) Changed(list []Verdict) (news []Verdict) {
	for _, v := range list {
		st, m := s.Stand(v.Line)
		same := st == Confirmed && v.Confirmed || st == Question && !v.Confirmed
		if !same || m.Comment != v.Comment {
			news = append(news, v)
		}
	}
	return news
}

// digest gives a line the id of what it says.
func (l Line) digest() Line {
	l.ID = ""
	b, err := json.Marshal(l) //nolint:musttag // by value, to be hashed
	if err != nil {
		panic(err) // texts only
	}
	sum := sha256.Sum256(b)
	l.ID = hex.EncodeToString(sum[:10])
	return l
}
