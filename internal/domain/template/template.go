// Package template owns the official forms (公式様式: 様式1・2・3 of 関係省庁申合せ) as data: a published Excel file and a map that says in
// which cell each answer stands. No cell of any official form is known to this product (docs/law); what is known of one is a dated row
// that two administrators decide.
package template

import (
	"slices"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/procedure/book"
)

// Template is an official form in force from a day until another.
type Template struct {
	ID        string
	Procedure string // id: report.detailed
	Kind      string // 様式: an option of the question by which a procedure tells them apart; empty: whichever
	Title     string // as the publisher calls it
	Cited     string // where it was published
	Dated     law.Day
	File      File
	Map       []Line
	From      law.Day
	Until     law.Day // zero while in force
}

// File is a published file as it is kept.
type File struct {
	ID     ident.Object
	Name   string
	Size   int64
	Digest string // SHA-256, hexadecimal
}

// Most bounds a file: official forms have some hundred KiB.
const Most = 5 << 20

// kindField is the question by which a procedure tells the forms apart (report.detailed: 様式1・2・3).
const kindField = "form_kind"

// Holds reports whether the row counts on a day.
func (t Template) Holds(on law.Day) bool {
	return !on.Before(t.From) && (t.Until.IsZero() || on.Before(t.Until))
}

// Of is the row that counts for answers to a procedure on a day: one that is of their kind before one that is of every kind.
// Where the kind was withheld from a reader it has none.
func Of(list []Template, procedure string, values form.Values, on law.Day) (Template, bool) {
	for _, kind := range slices.Compact([]string{values[kindField].Text(), ""}) {
		if i := slices.IndexFunc(list, func(t Template) bool { return t.Procedure == procedure && t.Kind == kind && t.Holds(on) }); i >= 0 {
			return list[i], true
		}
	}
	return Template{}, false
}

// Meets reports whether two rows would count for the same answers on some day.
func (t Template) Meets(other Template) bool {
	return t.Procedure == other.Procedure && t.Kind == other.Kind &&
		(t.Until.IsZero() || other.From.Before(t.Until)) && (other.Until.IsZero() || t.From.Before(other.Until))
}

// Procedures are those that have official forms: the reports of 法5条.
func Procedures() (list []procedure.Procedure) {
	for _, p := range book.All() {
		if p.Act == party.ActReport {
			list = append(list, p)
		}
	}
	return list
}

// Find is one of Procedures.
func Find(id string) (procedure.Procedure, bool) {
	all := Procedures()
	i := slices.IndexFunc(all, func(p procedure.Procedure) bool { return p.ID == id })
	if i < 0 {
		return procedure.Procedure{}, false
	}
	return all[i], true
}

// Kinds are the forms that a procedure tells apart; none where it does not ask.
func Kinds(p procedure.Procedure) []form.Option {
	f, _ := p.Form.Field(kindField)
	return f.Options
}
