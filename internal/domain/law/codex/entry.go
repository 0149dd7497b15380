package codex

import (
	"strings"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/event"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

// Entry is one thing that the book says, ready to be shown.
type Entry struct {
	ID        string          `json:"id"`
	Kind      string          `json:"kind"` // stage deadline window sector joint type designated item form field recipient example statement rule
	Name      text.Both       `json:"name"`
	Says      text.Both       `json:"says"`
	Provision []law.Provision `json:"provision"`
	Quote     string          `json:"quote,omitempty"`
	Source    []string        `json:"source"`
	Status    law.Status      `json:"status"`
	Certainty law.Certainty   `json:"certainty"`
	From      law.Day         `json:"from"`
	Until     law.Day         `json:"until,omitzero"`
	Sector    law.Sector      `json:"sector,omitempty"`
	Operator  string          `json:"operator,omitempty"`
	Note      text.Both       `json:"note,omitzero"`
}

// kinds are the kinds of entry with their headings, in the order of the book.
var kinds = []struct {
	id   string
	name text.Both
}{
	{"stage", text.Both{Ja: "施行の日", En: "commencement"}}, {"deadline", text.Both{Ja: "期限", En: "deadlines"}}, {"window", text.Both{Ja: "期間(動かないもの)", En: "windows"}},
	{"rule", text.Both{Ja: "判断の規則", En: "rules of decision"}}, {"type", text.Both{Ja: "類型", En: "types"}}, {"designated", text.Both{Ja: "指定された汎用品", En: "designated products"}},
	{"sector", text.Both{Ja: "事業の区分と大臣", En: "sectors and ministers"}}, {"joint", text.Both{Ja: "共管", En: "joint ministers"}}, {"item", text.Both{Ja: "報告事項", En: "report items"}},
	{"form", text.Both{Ja: "様式", En: "forms"}}, {"field", text.Both{Ja: "様式の欄", En: "fields of forms"}}, {"recipient", text.Both{Ja: "報告先", En: "recipients"}},
	{"statement", text.Both{Ja: "取扱い", En: "statements"}}, {"example", text.Both{Ja: "例", En: "examples"}},
}

// KindName returns the heading of a kind.
func KindName(kind string) text.Both {
	for _, k := range kinds {
		if k.id == kind {
			return k.name
		}
	}
	return text.Both{Ja: kind, En: kind}
}

// Kinds lists the kinds in the order of the book.
func Kinds() []string {
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = k.id
	}
	return out
}

// rules are the conditions of both assessments. They are code and the same in every book of a release.
func rules() []law.Value { return append(scope.Rules(), event.Rules()...) }

// Entries returns everything that stands in a book on its day, in the order of the book.
func Entries(b law.Book) []Entry {
	var out []Entry
	values := append(b.Values(), rules()...)
	for _, kind := range Kinds() {
		for _, v := range values {
			if v.Kind() == kind && v.Cited().Stands(b.Day) {
				out = append(out, entry(v))
			}
		}
	}
	return out
}

func entry(v law.Value) Entry {
	c := v.Cited()
	return Entry{
		ID: c.ID, Kind: v.Kind(), Name: c.Name, Says: v.Says(), Provision: law.Provisions(c.Provision...), Quote: c.Quote, Source: c.Source,
		Status: c.Status, Certainty: c.Certainty, From: c.From, Until: c.Until, Sector: c.Sector, Operator: c.Operator, Note: c.Note,
	}
}

// Search keeps the entries that contain every word of the query, in any width, case and kana, in Japanese or English: in id, name,
// words, quotation, provision, note, source, status or certainty. An empty query keeps all.
func Search(entries []Entry, query string) []Entry {
	words := strings.Fields(text.Key(query))
	var out []Entry
next:
	for _, e := range entries {
		hay := e.hay()
		for _, w := range words {
			if !strings.Contains(hay, w) {
				continue next
			}
		}
		out = append(out, e)
	}
	return out
}

func (e *Entry) hay() string {
	parts := []string{
		e.ID, e.Name.Ja, e.Name.En, e.Says.Ja, e.Says.En, e.Quote, e.Note.Ja, e.Note.En, string(e.Sector), e.Operator,
		e.Status.Label().Ja, e.Status.Label().En, e.Certainty.Label().Ja, e.Certainty.Label().En, KindName(e.Kind).Ja, KindName(e.Kind).En,
	}
	for _, p := range e.Provision {
		parts = append(parts, p.Ja, p.En)
	}
	return text.Key(strings.Join(append(parts, e.Source...), " "))
}
