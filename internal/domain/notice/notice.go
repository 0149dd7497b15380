// Package notice owns 気付き連絡 (R11): what a contractor (SOC, SIer, maintainer, cloud provider) that noticed first tells an operator, and the
// contacts whom the operator gave a code for that. It is the operator's alone: no office learns of it unless the operator reports (強化法5条).
package notice

import (
	"encoding/json"
	"slices"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/indicator"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Bounds: operators that are told at once, notices of one contact in a day, characters of the answers, and notes of the operator.
const (
	ToMost        = 20
	DayMost       = 50
	TextMost      = 2000
	TechnicalMost = 1_000_000 // as much as the 詳報 takes
	ReplyMost     = 1000
	RepliesMost   = 50
)

// State is where a notice stands with the operator.
type State string

// The states. Nothing leads back to waiting.
const (
	Waiting  State = "waiting"  // 未対応
	Taken    State = "taken"    // 速報の下書きに取り込んだ
	Needless State = "needless" // 報告は不要と判断した; it can still be taken over
)

// States lists them.
func States() []State { return []State{Waiting, Taken, Needless} }

// Content is what the contractor says. The same may be told to several operators that share a system (共同センター).
type Content struct {
	What      string        `json:"what"`
	NoticedAt ident.Instant `json:"noticed_at"`
	Machines  string        `json:"machines,omitempty"`
	Technical string        `json:"technical,omitempty"` // indicators as they were pasted
	Caller    string        `json:"caller"`
	Phone     string        `json:"phone"`
}

// Check judges it as of its arrival. Its faults name the places.
func (c Content) Check(now ident.Instant) []fault.Field {
	var l fault.List
	told := func(id, s string, limit int, needed string) (bad bool) {
		before := len(l.Fields)
		if text.Check(&l, id, s, limit); len(l.Fields) == before && needed != "" && text.Blank(s) {
			l.Add(id, needed, nil)
		}
		return len(l.Fields) > before
	}
	told("what", c.What, TextMost, "fault.form.needed")
	switch {
	case c.NoticedAt == 0:
		l.Add("noticed_at", "fault.form.needed", nil)
	case c.NoticedAt > now:
		l.Add("noticed_at", "fault.notice.future", nil)
	}
	told("machines", c.Machines, TextMost, "")
	if !told("technical", c.Technical, TechnicalMost, "") {
		if _, faults := indicator.Read(c.Technical); len(faults) > 0 && faults[0].Many > 0 { // the rest is kept as it was written
			l.Add("technical", faults[0].Code, faults[0].Args())
		}
	}
	told("caller", c.Caller, oncall.Limit, "fault.oncall.name")
	if !told("phone", c.Phone, oncall.Limit, "") && !oncall.Dialled(strings.TrimSpace(c.Phone)) {
		l.Add("phone", "fault.oncall.phone", nil)
	}
	return l.Fields
}

// To is one operator that is told: its 法人番号, the code that it gave, and, where this corrects an earlier notice, the number of that.
type To struct {
	Operator string
	Code     string
	Earlier  string
}

// Read reads an address as people type it. Its faults name "operator", "code" and "earlier": they say what cannot be read, and nothing of
// what exists.
func (t To) Read() (tidy To, faults []fault.Field) {
	var l fault.List
	tidy.Operator = strings.ReplaceAll(strings.Map(narrow, strings.TrimSpace(t.Operator)), "-", "")
	if !party.CheckCorporateNumber(tidy.Operator) {
		l.Add("operator", "fault.notice.operator", nil)
	}
	if tidy.Code = ident.TidyCheckedCode(t.Code); tidy.Code == "" {
		l.Add("code", "fault.notice.code", nil)
	}
	if typed := strings.TrimSpace(t.Earlier); typed != "" {
		n, err := ident.ParseNumber(typed)
		if err != nil {
			l.Add("earlier", "fault.notice.earlier", nil)
		}
		tidy.Earlier = string(n)
	}
	return tidy, l.Fields
}

func narrow(r rune) rune {
	if r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	return r
}

// Once leaves each address once.
func Once(list []To) (once []To) {
	for _, t := range list {
		if !slices.Contains(once, t) {
			once = append(once, t)
		}
	}
	return once
}

// Told is what became of one address: a number with its arrival and the signed promise of it, or why it was not taken.
type Told struct {
	To
	Number  ident.Number
	At      ident.Instant
	Receipt []byte
	Bad     error // of the fault package; nil where it arrived
}

// Refused is the one answer to every address that does not stand: it says nothing of what exists.
func Refused() error { return fault.New(fault.Invalid, "fault.notice.refused", nil) }

// Reply is what somebody of the operator noted: a call, or a word.
type Reply struct {
	At     ident.Instant `json:"at"`
	By     string        `json:"by,omitempty"`
	Called bool          `json:"called,omitempty"` // 電話した
	Text   string        `json:"text,omitempty"`
}

// Check judges a reply. Its fault names "text".
func (r Reply) Check() error {
	var l fault.List
	text.Check(&l, "text", r.Text, ReplyMost)
	if !r.Called && text.Blank(r.Text) {
		l.Add("text", "fault.form.needed", nil)
	}
	return l.Err()
}

// Notice is one 気付き連絡 as an operator has it.
type Notice struct {
	ID      ident.Object
	Number  ident.Number
	Org     ident.Org
	Unit    ident.Unit
	Contact ident.Object // whose code it came with
	State   State
	At      ident.Instant // arrival
	DoneAt  ident.Instant // when it left waiting; 0: not yet
	Draft   ident.Draft   // into which it was taken over
	Into    ident.Number  // of that draft
	Aside   bool          // that draft was discarded: the notice can be taken over again
	Sent    ident.Number  // of the report that came of it; empty: none yet
	Leaf    ident.Leaf
	Rev     int
	Said
}

// Said is what is sealed of a notice.
type Said struct {
	Content
	Earlier ident.Number `json:"earlier,omitempty"` // that it corrects; both stay
	From    Words        `json:"from"`              // the contact as registered then
	Reason  string       `json:"reason,omitempty"`  // why no report is needed
	DoneBy  string       `json:"done_by,omitempty"`
	Replies []Reply      `json:"replies,omitempty"`
	Unit    ident.Unit   `json:"unit"` // again, so that none is put in the place of another's
}

// SourceName stands before the number of a notice where something says from which it comes.
const SourceName = "気付き連絡 "

// Sourced is the number and hour of the notice that an answer says it comes from; false where it comes from none.
func Sourced(from string) (string, bool) { return strings.CutPrefix(from, SourceName) }

// Source names the notice where an answer says from which it comes: its name, its number and its hour in Japan.
func (n Notice) Source() string {
	return SourceName + string(n.Number) + " " + n.At.Japan().Format("2006-01-02 15:04")
}

// Digest is what is the same where the same is sent twice.
func (c Content) Digest(earlier ident.Number) []byte {
	b, err := json.Marshal(struct { //nolint:musttag // a digest over every field by its own name
		Content
		Earlier ident.Number
	}{c, earlier})
	if err != nil {
		panic(err) // texts and numbers only
	}
	return b
}

// Standing is what somebody stands on who shows a code. A mandate (委任, R29) will be the other way to one; what follows is the same.
type Standing struct {
	Contact
	Kind party.Kind
}

// Actor is who acts by a code: the contact, for the operator's unit. It may fetch the receipt of what it sent, and nothing else: the code
// opens no page.
func (s Standing) Actor() access.Actor {
	return access.Actor{
		Card: s.ID, Org: s.Org, Unit: s.Contact.Unit, Kind: s.Kind, Roles: []access.Role{access.OperatorFiler},
		Only: []access.Permission{{Action: access.Read, Object: access.Receipt}},
	}
}
