// Package faq owns よくある相談 (S18): what an office answered in 相談窓口, published for all in words of their own. Nothing in it leads back to who asked, and the
// pages that ask the questions of 届出が必要か確かめる cite it.
package faq

import (
	"slices"
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

// Bounds, in characters.
const (
	QuestionLimit = 500
	AnswerLimit   = 4000
	BasisLimit    = 200
	ReasonLimit   = 1000
	MostTopics    = 10
)

// Entry is one version of よくある相談. It is of the office that answers for it; a published one is addressed to everybody.
type Entry struct {
	ID      ident.Object
	Number  ident.Number // the same in every version
	Version int          // from 1
	Org     ident.Org
	Unit    ident.Unit
	Rev     int // of the row; whoever writes names the one that they saw
	MovedAt ident.Instant
	Record
}

// Record is what is sealed of it. State stands in it too: a row whose open state was changed behind the product's back does not agree with it.
type Record struct {
	Words       `json:"words"`
	State       State         `json:"state"`
	Office      string        `json:"office"` // that answers, as of the day
	OfficeEn    string        `json:"office_en,omitempty"`
	PublishedAt ident.Instant `json:"published_at,omitempty"`
	WithdrawnAt ident.Instant `json:"withdrawn_at,omitempty"`
	Reason      string        `json:"reason,omitempty"` // why it was withdrawn
	// What the office keeps for itself.
	Proposer  Signature `json:"proposer,omitzero"`
	Publisher Signature `json:"publisher,omitzero"`
	Ender     Signature `json:"ender,omitzero"`
	Note      string    `json:"note,omitempty"` // why the second officer sent it back
}

// Signature is who did something to it, with the name of the day.
type Signature struct {
	By   ident.Person  `json:"by,omitempty"`
	Name string        `json:"name,omitempty"`
	At   ident.Instant `json:"at,omitempty"`
}

// Words are what is published.
type Words struct {
	Question string   `json:"question"`
	Answer   string   `json:"answer"`
	Topics   []string `json:"topics"` // questions and types of the assessment that it concerns
	Basis    string   `json:"basis"`  // provision on which the answer rests, as the office cites it
}

// Check judges words. The places are question, answer, topics and basis.
func (w Words) Check() error {
	var l fault.List
	text.Need(&l, "question", w.Question, QuestionLimit)
	text.Need(&l, "answer", w.Answer, AnswerLimit)
	text.Need(&l, "basis", w.Basis, BasisLimit)
	switch {
	case len(w.Topics) == 0:
		l.Add("topics", "fault.form.needed", nil)
	case len(w.Topics) > MostTopics:
		l.Add("topics", "fault.faq.topics", fault.Args{"limit": strconv.Itoa(MostTopics)})
	}
	for _, t := range w.Topics {
		if _, known := Find(t); !known {
			l.Add("topics", "fault.form.option", fault.Args{"text": t})
		}
	}
	return l.Err()
}

// CheckReason judges why it is withdrawn, or sent back.
func CheckReason(path, s string) error {
	var l fault.List
	text.Need(&l, path, s, ReasonLimit)
	return l.Err()
}

// Cut leaves what an organisation may know: who of an office did what is the office's own matter.
func (e Entry) Cut(reader ident.Org) Entry {
	if e.Org != reader {
		e.Proposer, e.Publisher, e.Ender, e.Note = Signature{}, Signature{}, Signature{}, ""
	}
	return e
}

// Public reports whether it was ever published.
func (e Entry) Public() bool { return e.PublishedAt != 0 }

// Topic is a question of the assessment, or a type of computers (類型).
type Topic struct {
	ID   string
	Name text.Both
}

// ofType is what the id of the topic of a type begins with.
const ofType = "type-"

// TypeTopic is the topic of a type.
func TypeTopic(l law.Letter) string { return ofType + string(l) }

// Topics lists what an entry may be about: the questions of 届出が必要か確かめる in their order, then the types.
func Topics() (list []Topic) {
	for _, q := range scope.Questions() {
		list = append(list, Topic{q.ID, q.Name})
	}
	for _, l := range law.Letters() {
		list = append(list, Topic{TypeTopic(l), text.Both{Ja: "類型" + string(l), En: "Type " + string(l)}})
	}
	return list
}

// Find is one of Topics.
func Find(id string) (Topic, bool) {
	all := Topics()
	i := slices.IndexFunc(all, func(t Topic) bool { return t.ID == id })
	if i < 0 {
		return Topic{}, false
	}
	return all[i], true
}

// About are the entries of a list that concern one of some topics and were published: those that stand, then those that were withdrawn, which whoever
// relied on one must find as such.
func About(list []Entry, topics ...string) (found []Entry) {
	for _, state := range []State{Published, Withdrawn} {
		for _, e := range list {
			if e.State == state && slices.ContainsFunc(topics, func(t string) bool { return slices.Contains(e.Topics, t) }) {
				found = append(found, e)
			}
		}
	}
	return found
}
