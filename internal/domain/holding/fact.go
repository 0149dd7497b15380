// Package holding owns what stands notified (届出, 法4条): the small facts of each filed notification, what of it stands as a reader received
// it, and what is counted of that: 製品の集中状況 and 登録の状況. It knows what was filed and nothing of what an organisation keeps for itself,
// and no name of anybody who filed.
package holding

import (
	"strings"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/product/memory"
)

// Fact is what is kept of one filed notification. It is never changed.
type Fact struct {
	ID        ident.Filing
	Number    ident.Number
	Case      ident.Case
	Org       ident.Org
	Of        string // the procedure
	At        ident.Instant
	Withdrawn bool
	Business  law.Sector // told by businessSection
	Rows      []Row      // that stand by it, told by rowsSection; of a notification of none or of no change: none
	Due       law.Day    // by when it was to be filed, where its rows say so; told by both
}

// Row is one product of a facility, as filed, in eight bytes: half a million stand in memory.
type Row struct {
	Name  NameID
	Types Types
	Kind  Kind
}

// NameID is a maker and a product as filed, by their place among the names that a node has met.
type NameID uint32

// Types are types A to F, one bit each.
type Types uint8

// Letters are the ids of the types, in the order of their bits.
var Letters = []string{"a", "b", "c", "d", "e", "f"}

// TypeOf is the bit of a letter; 0 is no type of the law.
func TypeOf(letter string) Types {
	for i, l := range Letters {
		if l == letter {
			return 1 << i
		}
	}
	return 0
}

// List are the letters of the types, as people read them.
func (t Types) List() (list []string) {
	for _, l := range Letters {
		if t&TypeOf(l) != 0 {
			list = append(list, strings.ToUpper(l))
		}
	}
	return list
}

// Kind is what a row is about, by its place in Kinds; 0: not said.
type Kind uint8

// Kinds are the answers, from Kind 1 on.
var Kinds = []string{notification.Software, notification.Appliance, notification.Cloud}

func kindOf(answer string) Kind {
	for i, k := range Kinds {
		if k == answer {
			return Kind(i + 1)
		}
	}
	return 0
}

// The sections of a notification, by which it is decided who is told what.
var (
	businessSection = section(notification.BusinessField)
	rowsSection     = section(notification.ProductsField)
)

func section(field string) string {
	f, _ := notification.NewForm.Field(field)
	return f.Section
}

// Read takes the facts out of a notification, whole; ok is false for what is none, and for a withdrawal, which is seen at what it withdrew. number
// gives a name its place.
func Read(p procedure.Procedure, r filing.Reported, number func(memory.Pair) NameID) (f Fact, ok bool, err error) {
	if !strings.HasPrefix(p.ID, notification.Kind) || p.Withdraws {
		return f, false, nil
	}
	values, err := p.Form.Decode(r.Values)
	if err != nil {
		return f, false, err
	}
	f = Fact{
		ID: r.ID, Number: r.Number, Case: r.Case, Org: r.Org, Of: p.ID, At: r.ArrivedAt, Withdrawn: r.State == filing.Withdrawn,
		Business: law.Sector(values[notification.BusinessField].Text()),
	}
	if r.Due != nil {
		f.Due = r.Due.Due
	}
	for _, row := range notification.Standing(values) {
		f.Rows = append(f.Rows, rowOf(row, number))
	}
	return f, true, nil
}

func rowOf(r form.Row, number func(memory.Pair) NameID) (one Row) {
	one.Name = number(memory.Pair{Maker: r.Cells["maker"].Text(), Product: r.Cells["product"].Text()})
	one.Kind = kindOf(r.Cells["kind"].Text())
	for _, letter := range r.Cells["types"].Texts {
		one.Types |= TypeOf(letter)
	}
	return one
}

// Held is what a node holds for whoever counts. Nothing of it may be shown but through a Sight.
type Held struct {
	Facts   []*Fact
	Names   Names
	Reached int64 // the place in the log on which it rests
}
