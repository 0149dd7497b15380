// Package letter owns 事務連絡 (R23): what an office writes to operators of whom it expects something, to one or to many from one text. Each recipient
// gets a copy with a number of its own and is told of no other. What was sent stays as it was: nothing is taken back.
package letter

import (
	"slices"
	"strconv"

	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

// Bounds: of the rows of one press, and of characters.
const (
	Most      = 300
	TitleMost = 100
	TextMost  = 4000
)

// Letter is what was sent by one press.
type Letter struct {
	ID   ident.Object
	Org  ident.Org // the office's
	Unit ident.Unit
	Of   expected.Of
	N    int // copies
	At   ident.Instant
	Words
}

// Words are what is sealed of it: the text as it was written, with its placeholders. Who sent it is the office's own.
type Words struct {
	Title string
	Text  string
	By    string
	Left  []Left // chosen, and not written to
}

// Left is a row that was chosen and to which nothing was sent.
type Left struct {
	Name string // of the operator; empty where it is no longer expected by the office
	Why  Why
}

// Copy is what one recipient got.
type Copy struct {
	ID        ident.Object
	Number    ident.Number
	Letter    ident.Object
	Org       ident.Org // the recipient's
	Unit      ident.Unit
	OfficeOrg ident.Org
	Office    ident.Unit
	Of        expected.Of
	At        ident.Instant
	OpenedAt  ident.Instant // when the recipient opened it first; 0: nobody has
	Name      string        // of the recipient as registered today; for the office alone
	NameEn    string
	Content
}

// Content is what is sealed of a copy, with the key of its recipient.
type Content struct {
	Title    string
	Text     string
	OfficeIs string // as it was called then
	OfficeEn string
	Phone    string
}

// Why says why nothing was sent about a row; the empty one is of those about which something was.
type Why string

// The reasons.
const (
	Gone  Why = "gone"  // it is no longer expected by the office
	Moved Why = "moved" // it stands elsewhere than it did on screen
	Twice Why = "twice" // it was chosen twice
)

// Seen is a row in the state that was on screen.
type Seen struct {
	ID    string
	State expected.State
}

// Marked is a row of a press, or why nothing is sent about it.
type Marked struct {
	expected.Line
	Why Why
}

// Judge says of each row that was seen whether it is written to now, so that nobody is reminded of what arrived meanwhile.
func Judge(seen []Seen, now []expected.Line) (list []Marked) {
	at := map[string]int{}
	for i, l := range now {
		at[l.ID] = i + 1
	}
	done := map[string]bool{}
	for _, s := range seen {
		m := Marked{Why: Gone}
		if i := at[s.ID]; i > 0 {
			m.Line, m.Why = now[i-1], ""
			switch {
			case done[s.ID]:
				m.Why = Twice
			case m.State != s.State:
				m.Why = Moved
			}
		}
		done[s.ID] = true
		list = append(list, m)
	}
	return list
}

// Sent counts the rows that are written to.
func Sent(list []Marked) (n int) {
	for _, m := range list {
		if m.Why == "" {
			n++
		}
	}
	return n
}

// LeftOf are the rows that are not.
func LeftOf(list []Marked) (left []Left) {
	for _, m := range list {
		if m.Why != "" {
			left = append(left, Left{m.Operator.Name, m.Why})
		}
	}
	return left
}

// Draft is what is to be sent.
type Draft struct {
	Of    expected.Of
	Seen  []Seen
	Title string
	Text  string
}

// Check bounds it; an unknown placeholder is named with the ones that there are.
func (d Draft) Check() error {
	var l fault.List
	if !d.Of.Known() {
		l.Add("of", "fault.filter.choice", nil)
	}
	switch {
	case len(d.Seen) == 0:
		l.Add("n", "fault.memo.none", nil)
	case len(d.Seen) > Most:
		l.Add("n", "fault.memo.many", fault.Args{"n": strconv.Itoa(Most)})
	}
	for _, p := range []struct {
		path, said string
		most       int
	}{{"title", d.Title, TitleMost}, {"text", d.Text, TextMost}} {
		if text.Blank(p.said) {
			l.Add(p.path, "fault.memo.empty", nil)
			continue
		}
		text.Check(&l, p.path, p.said, p.most)
		for _, name := range Unknown(p.said) {
			l.Add(p.path, "fault.memo.placeholder", fault.Args{"name": name, "names": Names()})
		}
	}
	return l.Err()
}

// Standard are the texts with which a press can begin, by what they are for.
func Standard(s expected.State) (title, body string) {
	const foot = "\n\nご不明な点は、{担当課}({担当課の電話})へお問い合わせください。"
	if s == expected.Fix {
		return "{手続}の補正について", "{事業者名} 御中\n\n{手続}(整理番号 {整理番号})について、補正をお願いしています。\nお願いした内容は、この基盤の「照会への回答」にあります。最初の到達日時はそのまま記録に残ります。" + foot
	}
	return "{手続}の提出について", "{事業者名} 御中\n\n{手続}({事業})の提出期限は、{期限}です。現在、到達を確認できていません。\n準備を進めておられる場合は、引き続きお願いします。期限を過ぎていても提出できます。" + foot
}

// States are those of which it makes sense to write.
func States() []expected.State { return slices.Clone([]expected.State{expected.Missing, expected.Fix}) }
