package notice

import (
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/text"
)

// ContactsMost bounds the contacts of one operator that are good at a time.
const ContactsMost = 200

// NoteMost bounds a note about a contact, in characters.
const NoteMost = 400

// Contact is a contractor whom an operator lets tell it what it noticed (気付き連絡の連絡先).
type Contact struct {
	ID      ident.Object
	Org     ident.Org
	Unit    ident.Unit // that is woken
	At      ident.Instant
	Until   law.Day       // the last day; zero: no end
	CodedAt ident.Instant // when the sheet was printed that is good; 0: none was
	EndedAt ident.Instant // 0: it has not ended
	Rev     int
	Words
}

// Words are what is sealed of a contact.
type Words struct {
	Company string     `json:"company"`
	Name    string     `json:"name"`
	Phone   string     `json:"phone"`
	Note    string     `json:"note,omitempty"`
	By      string     `json:"by,omitempty"`     // who wrote it last
	Unit    ident.Unit `json:"unit,omitempty"`   // again, and the digest of the code again: no row is put in the place of another
	Lookup  string     `json:"lookup,omitempty"` // in hexadecimal
}

// Plain are the words that people read.
func (w Words) Plain() Words {
	w.Unit, w.Lookup = "", ""
	return w
}

// Good reports whether the contact's code is taken on a day.
func (c Contact) Good(on law.Day) bool {
	return c.ID != "" && c.EndedAt == 0 && (c.Until.IsZero() || !c.Until.Before(on))
}

// Tidy drops spaces around what was typed.
func (c Contact) Tidy() Contact {
	for _, s := range []*string{&c.Company, &c.Name, &c.Phone, &c.Note} {
		*s = strings.TrimSpace(*s)
	}
	return c
}

// Check judges a contact. Its faults name "company", "name", "phone", "note" and "until".
func (c Contact) Check(today law.Day) error {
	var l fault.List
	line := func(id, s, needed string) (bad bool) {
		before := len(l.Fields)
		if text.Check(&l, id, s, oncall.Limit); len(l.Fields) > before {
			return true
		}
		switch {
		case strings.ContainsAny(s, "\r\n\t"):
			l.Add(id, "fault.oncall.long", nil)
		case text.Blank(s):
			l.Add(id, needed, nil)
		}
		return len(l.Fields) > before
	}
	line("company", c.Company, "fault.form.needed")
	line("name", c.Name, "fault.oncall.name")
	if !line("phone", c.Phone, "fault.oncall.phone") && !oncall.Dialled(c.Phone) {
		l.Add("phone", "fault.oncall.phone", nil)
	}
	text.Check(&l, "note", c.Note, NoteMost)
	if !c.Until.IsZero() && c.Until.Before(today) {
		l.Add("until", "fault.notice.until", nil)
	}
	return l.Err()
}
