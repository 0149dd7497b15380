// Package memory remembers what people decided about names (名寄せの記憶). An exact pair of maker and product text
// means this product, or is in no dictionary: first for the organisation that said so, then for all when the
// steward (名寄せ担当) has decided what an organisation asked. A decision can be undone and is never forgotten.
//
// The values are pure; the store keeps the rows, and a Book is what they come to.
package memory

import (
	"strings"
	"unicode/utf8"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/spelling"
	"kanmin/internal/domain/text"
)

// Bounds, in characters and rows.
const (
	LongestCell  = 1000
	LongestNote  = 1000
	MostAtOnce   = 200  // pairs that one act decides or asks about
	MostWaiting  = 1000 // questions of one organisation that wait for the steward
	MostVariants = 200  // ways of writing that one decision of the steward covers
)

// Pair is a maker and a product exactly as somebody wrote them.
type Pair struct {
	Maker   string `json:"maker"`
	Product string `json:"product"`
}

// Check notes what of the pair cannot be kept: a cell that is too long or holds NUL, bidi or control
// characters, with its place; a product of which nothing can be seen.
func (p Pair) Check(l *fault.List, path string) {
	before := len(l.Fields)
	text.Check(l, path+"maker", p.Maker, LongestCell)
	text.Check(l, path+"product", p.Product, LongestCell)
	if len(l.Fields) > before && l.Fields[before].Code == "fault.text.control" && spelling.Judge(p.Maker)+spelling.Judge(p.Product) != spelling.Sound {
		l.Fields[before].Code = Damaged // what is left of damaged text
	}
	if len(l.Fields) == before && text.Blank(p.Product) {
		l.Add(path+"product", "fault.memory.empty", nil)
	}
}

// Key makes two pairs the same: only width, case, kana and old forms of kanji are folded, since a memory never
// guesses. It is held in memory only.
type Key string

// Key of the pair.
func (p Pair) Key() Key {
	return Key(spelling.Fold(strings.TrimSpace(p.Maker)) + "\x00" + spelling.Fold(strings.TrimSpace(p.Product)))
}

// Group is the coarser key under which a steward sees several ways of writing as one: without company forms,
// spaces and signs.
func (p Pair) Group() Key {
	maker := spelling.Company(spelling.Fold(p.Maker))[0]
	if spelling.Unsaid(maker) {
		maker = ""
	}
	folded := spelling.Fold(p.Product)
	name := spelling.Squash(folded)
	if name == "" {
		name = strings.TrimSpace(folded)
	}
	return Key(maker + "\x00" + name)
}

// Damaged is the code under which programs are told that a text was destroyed (文字化け); its kind is an argument.
const Damaged = "fault.text.damaged"

// Remark says about a pair what a person should know before looking for candidates.
type Remark string

// The remarks.
const (
	NoProduct  Remark = "empty"  // nothing stands in the product's cell
	OnlyDigits Remark = "digits" // digits only
	OnlySigns  Remark = "signs"  // signs or emoji only
	OnlyForm   Remark = "form"   // the product's cell says 株式会社 and no more
	NoMaker    Remark = "maker"  // the maker's cell names nobody
	APerson    Remark = "person" // the maker's cell looks like a person's name
)

// Remarks lists what is remarkable about the pair, the product's cell first.
func (p Pair) Remarks() (list []Remark) {
	folded := spelling.Fold(p.Product)
	name := spelling.Squash(folded)
	switch {
	case text.Blank(p.Product):
		list = append(list, NoProduct)
	case spelling.Wordless(folded):
		list = append(list, OnlySigns)
	case strings.Trim(name, "0123456789") == "":
		list = append(list, OnlyDigits)
	case spelling.Company(folded)[0] == "" || spelling.Unsaid(name) && utf8.RuneCountInString(name) <= 2:
		list = append(list, OnlyForm)
	}
	if spelling.Unsaid(spelling.Company(spelling.Fold(p.Maker))[0]) {
		list = append(list, NoMaker)
	} else if spelling.Person(p.Maker) {
		list = append(list, APerson)
	}
	return list
}

// Named is a product as people read it on the day of a decision: identities may be renamed later.
type Named struct {
	ID    product.ID `json:"id"`
	Maker string     `json:"maker"`
	Name  string     `json:"name"`
}

// Kind is what an organisation decided about a pair.
type Kind string

// The kinds of decision of an organisation.
const (
	Confirm Kind = "confirm" // この製品です
	Absent  Kind = "absent"  // どの辞書にもない
)

// State of a decision.
type State string

// The states of a decision, the organisation's or the steward's.
const (
	Standing State = "standing"
	Undone   State = "undone"
)

// Known is one decision of an organisation about one pair.
type Known struct {
	ID        ident.Object
	Number    ident.Number
	Org       ident.Org
	Unit      ident.Unit
	Kind      Kind
	State     State
	DecidedAt ident.Instant
	By        string // person or token
	Leaf      ident.Leaf
	EndedAt   ident.Instant // zero while it stands
	EndedBy   string
	EndedLeaf ident.Leaf
	Rev       int
	Decision
}

// Decision is the sealed part of a Known.
type Decision struct {
	Pair
	Product Named  `json:"named"` // zero for Absent
	Name    string `json:"by"`    // who decided, as registered that day; empty for a program
	Ender   string `json:"ender,omitempty"`
}

// CheckKind refuses a decision without what it needs: Confirm names a product, Absent none.
func CheckKind(l *fault.List, path string, k Kind, id product.ID) {
	switch {
	case k != Confirm && k != Absent:
		l.Add(path+"kind", "fault.memory.kind", nil)
	case (k == Confirm) != (id != ""):
		l.Add(path+"id", "fault.memory.id", nil)
	}
}

// Withdraw ends a decision that stands; a second time is a Conflict.
func (k *Known) Withdraw(at ident.Instant, by, name string, leaf ident.Leaf) error {
	if k.State != Standing {
		return fault.New(fault.Conflict, "fault.memory.undone", fault.Args{"number": string(k.Number)})
	}
	k.State, k.EndedAt, k.EndedBy, k.EndedLeaf, k.Ender = Undone, at, by, leaf, name
	k.Rev++
	return nil
}
