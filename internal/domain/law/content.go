package law

import (
	"strings"

	"kanmin/internal/domain/text"
)

// Letter is one 類型 of 特定重要電子計算機. The letters are the draft's; the final order's numbering was not seen.
type Letter string

// The six types.
const (
	A Letter = "A" // アタックサーフェス
	B Letter = "B" // 認証
	C Letter = "C" // DMZ等
	D Letter = "D" // アクセス制御
	E Letter = "E" // 特定重要設備又は同一セグメント
	F Letter = "F" // 重要データの保存
)

// Letters returns A to F.
func Letters() []Letter { return []Letter{A, B, C, D, E, F} }

// Category is one type of 特定重要電子計算機.
type Category struct {
	Cite
	Letter  Letter    `json:"letter"`
	Example text.Both `json:"example"`
}

// Designated is one product that 告示第1号 (命令2条1項ただし書) exempts from the notification, not from reports.
type Designated struct {
	Cite
	Maker   string   `json:"maker"`
	Product string   `json:"product"`
	Names   []string `json:"names"` // spellings, folded by text.Key, that are this product and nothing else
}

// Item is one of the seven report items of 命令4条3項.
type Item struct {
	Cite
	Number int `json:"number"`
}

// Form is one of the common forms (様式1–3).
type Form struct {
	Cite
	Number int       `json:"number"`
	Use    text.Both `json:"use"`
}

// Field is one field of the common forms, as far as it is known.
type Field struct {
	Cite
	Forms []int `json:"forms"`
}

// Channel says where an authority can be served (R1).
type Channel string

// The channels.
const (
	Here      Channel = "here"      // ここで完了
	Elsewhere Channel = "elsewhere" // 様式を出力して提出
	Voluntary Channel = "voluntary" // 任意
	Outside   Channel = "none"      // 対象外: by a routing row only
)

// Label returns the words of R1.
func (c Channel) Label() text.Both {
	switch c {
	case Here:
		return text.Both{Ja: "ここで完了", En: "done here"}
	case Voluntary:
		return text.Both{Ja: "任意", En: "voluntary"}
	case Outside:
		return text.Both{Ja: "対象外", En: "does not concern it"}
	case Elsewhere:
	}
	return text.Both{Ja: "様式を出力して提出", En: "hand in the form elsewhere"}
}

// Recipient is one authority to whom the same facts may have to be reported.
type Recipient struct {
	Cite
	Channel          Channel   `json:"channel"`
	ChannelCertainty Certainty `json:"channel_certainty"`
	Clocks           []string  `json:"clocks"`  // ids of deadlines
	Trigger          string    `json:"trigger"` // "reportable", "personal-data", "sector", "any"
}

// Example is one case beside a question of the assessment (R40).
type Example struct {
	Cite
	Question   string    `json:"question"` // id of the question it stands beside
	Reportable bool      `json:"reportable"`
	Letters    []Letter  `json:"letters"`
	Technique  string    `json:"technique,omitempty"` // MITRE ATT&CK
	Case       text.Both `json:"case"`
}

// Statement is something the law says, or that this product answers, which no code computes.
type Statement struct {
	Cite
	Group  string    `json:"group"` // "row" (R20), "act", "secrecy", "equipment", "level", "addressee", "outcome"
	Answer text.Both `json:"answer"`
}

// Categories returns the types A–F of the book that apply in general.
func (b Book) Categories() []Category { return clone(b.text.Categories) }

// Category returns the type of a letter for a sector and operator.
func (b Book) Category(l Letter, s Sector, operator string) (Category, bool) {
	return best(b.text.Categories, "type."+strings.ToLower(string(l)), s, operator)
}

// DesignatedProducts returns the products that need no notification.
func (b Book) DesignatedProducts() []Designated { return clone(b.text.Designated) }

// ReportItems returns the seven report items.
func (b Book) ReportItems() []Item { return clone(b.text.Items) }

// Forms returns the common forms.
func (b Book) Forms() []Form { return clone(b.text.Forms) }

// FormFields returns the known fields of form n.
func (b Book) FormFields(n int) []Field {
	var out []Field
	for _, f := range b.text.Fields {
		for _, in := range f.Forms {
			if in == n {
				out = append(out, f)
			}
		}
	}
	return out
}

// Recipients returns whom a report may concern: those of every sector, and those of one.
func (b Book) Recipients(s Sector) []Recipient {
	var out []Recipient
	for _, r := range b.text.Recipients {
		if r.Sector == "" || r.Sector == s {
			out = append(out, r)
		}
	}
	return out
}

// AllRecipients are the authorities of every book, in the order of the books.
func AllRecipients() (list []Recipient) {
	seen := map[string]bool{}
	for _, e := range current.editions {
		for _, r := range e.text.Recipients {
			if !seen[r.ID] {
				seen[r.ID] = true
				list = append(list, r)
			}
		}
	}
	return list
}

// RecipientOf finds an authority by its id, in whichever book it stands.
func RecipientOf(id string) (Recipient, bool) {
	for _, e := range current.editions {
		for _, r := range e.text.Recipients {
			if r.ID == id {
				return r, true
			}
		}
	}
	return Recipient{}, false
}

// Examples returns the cases beside a question; "" gives all.
func (b Book) Examples(question string) []Example {
	var out []Example
	for _, e := range b.text.Examples {
		if question == "" || e.Question == question {
			out = append(out, e)
		}
	}
	return out
}

// Statements returns the statements of a group that apply to a sector.
func (b Book) Statements(group string, s Sector) []Statement {
	var out []Statement
	for _, st := range b.text.Statements {
		if st.Group == group && (st.Sector == "" || st.Sector == s) {
			out = append(out, st)
		}
	}
	return out
}

// Statement returns one statement by its id.
func (b Book) Statement(id string) (Statement, bool) { return best(b.text.Statements, id, "", "") }

// Secrecy returns the notice of 法82条 and 85条 that is shown before anything secret is opened (C12).
func (b Book) Secrecy() (Statement, bool) { return b.Statement("secrecy.penalty") }
