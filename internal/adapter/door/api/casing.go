package api

import (
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
)

// Case is what the reports of one 事案 say together, as far as the reader received them.
type Case struct {
	Reports []CaseReport `json:"reports" doc:"in the order in which they arrived"`
	Times   []CaseTime   `json:"times" doc:"occurred_at, noticed_at, aware_at with every value that was reported"`
	Missing []string     `json:"missing,omitempty" doc:"fields that the 詳報 needs and that have no answer, until it is sent; for the own organisation only"`
}

// CaseReport is one report of a case.
type CaseReport struct {
	Number    string `json:"number"`
	ASCII     string `json:"number_ascii"`
	Kind      string `json:"kind" example:"report.detailed"`
	ArrivedAt string `json:"arrived_at" format:"date-time"`
}

// CaseTime is one of the three times; the last value counts.
type CaseTime struct {
	Field  string          `json:"field" enum:"occurred_at,noticed_at,aware_at"`
	Values []CaseTimeValue `json:"values"`
}

// CaseTimeValue is one value that a time had.
type CaseTimeValue struct {
	Value  *string `json:"value" doc:"null: 未把握"`
	Number string  `json:"number" doc:"the report that said so"`
	Why    string  `json:"why,omitempty" doc:"why it differs from the one before"`
}

// caseView is the case of a report; nil where it has none.
func (o opened) caseView() *Case {
	if o.Case == "" {
		return nil
	}
	v := &Case{Reports: []CaseReport{}, Times: []CaseTime{}}
	for _, r := range o.file.Reports {
		v.Reports = append(v.Reports, CaseReport{Number: string(r.Number), ASCII: r.Number.ASCII(), Kind: string(r.Kind), ArrivedAt: clock(r.ArrivedAt)})
	}
	for _, t := range o.file.Times() {
		one := CaseTime{Field: t.Field.ID}
		for _, told := range t.Told {
			value := CaseTimeValue{Number: string(told.From.Number), Why: told.Why}
			if text := told.Text(); !told.Unknown {
				value.Value = &text
			}
			one.Values = append(one.Values, value)
		}
		v.Times = append(v.Times, one)
	}
	if _, sent := o.file.Has(incident.Detailed.ID); o.own && !sent && len(o.owed) > 0 {
		for _, f := range dossier.Missing(o.file.Values()) {
			v.Missing = append(v.Missing, f.ID)
		}
	}
	return v
}

// looked are the reports of which something is handed out: this one, and for an office those that say the times of its case.
func (o opened) looked() []ident.Object {
	if o.own {
		return []ident.Object{ident.Object(o.ID)}
	}
	var list []ident.Object
	for _, id := range o.file.Timed(o.ID) {
		list = append(list, ident.Object(id))
	}
	return list
}
