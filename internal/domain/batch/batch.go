// Package batch owns まとめて作成 (S6, R29): one file with the facilities and products of many operators, parted into what is notified (強化法4条) for
// each operator and business. It writes nothing: each part says what would be drafted, or why nothing can be.
package batch

import (
	"crypto/sha256"
	"encoding/hex"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Columns with which a row says whose it is.
const (
	numberColumn   = "operator_number"
	businessColumn = "business"
)

// Bounds, of ours and of no law: rows of one table of a file, operators of one file.
const (
	RowsMost      = 10_000
	OperatorsMost = 300
)

// Form are the tables of a file: those of a new notification, each row with whose it is.
var Form = form.Form{
	ID:    "mandate.batch",
	Title: text.Both{Ja: "まとめて作成", En: "Drafts for many operators"},
	Steps: []form.Step{{ID: "rows", Fields: []form.Field{owned(notification.FacilitiesField), owned(notification.ProductsField)}}},
}

// owned is a table of a new notification with the columns that say whose a row is.
func owned(id string) form.Field {
	table, _ := notification.NewForm.Field(id)
	business, _ := notification.NewForm.Field(notification.BusinessField)
	columns := []form.Field{
		{
			ID: numberColumn, Kind: form.Line, Limit: 40, Needed: true, Label: text.Both{Ja: "法人番号", En: "Corporate number"}, Names: []string{"事業者の法人番号"}, Example: text.Both{Ja: "7000012050002", En: "7000012050002"},
			Help: text.Both{Ja: "委任する事業者の13桁の番号です。", En: "The 13 digits of the operator."},
		},
		{
			ID: businessColumn, Kind: form.Choice, Options: business.Options, Label: text.Both{Ja: "事業", En: "Business"}, Names: []string{"事業の区分"},
			Help: text.Both{Ja: "事業者の事業が一つのときは、空けてかまいません。", En: "May be left empty where the operator has one business."},
		},
	}
	table.Columns, table.Limit = append(columns, table.Columns...), RowsMost
	return table
}

// Operator is what is known of an operator that a file names.
type Operator struct {
	Name     string
	Mandates []mandate.Mandate   // between it and the maintainer, the latest first
	Business []party.Designation // for what it is designated today; known where a mandate is in force
	Known    bool                // it takes part, and is designated
}

// Part is what a file says about one operator and business.
type Part struct {
	Number   string // 法人番号
	Name     string // of the operator; empty where none is known
	Business law.Sector
	Values   form.Values
	Of       mandate.Mandate // under which it is drafted; zero where Stop says why nothing is
	Stop     *fault.Field
	Faults   []tabular.Fault // each at its cell
	Lacks    []fault.Field   // what can be added later, on the pages of the draft
	Asked    []form.Question
	Rows     [2]int // facilities, products
	lines    map[string][]line
}

// line is a row of a file.
type line struct {
	tabular.Line
	layout tabular.Layout
	number string // 法人番号
}

// Good reports whether a draft can be made of it.
func (p Part) Good() bool { return p.Stop == nil && p.blocking() == 0 }

// blocking counts the places that must be put right before.
func (p Part) blocking() (n int) {
	for _, f := range p.Faults {
		if !f.Lacks() {
			n++
		}
	}
	return n
}

// Mark is what tells a part from every other: the same rows for the same operator and business have the same, in whatever file they stand.
func (p Part) Mark() string {
	raw, err := notification.NewForm.Canonical(p.Values)
	if err != nil {
		panic(err) // values that were read
	}
	sum := sha256.Sum256(append([]byte(p.Number+"\x00"+string(p.Business)+"\x00"), raw...))
	return hex.EncodeToString(sum[:])
}
