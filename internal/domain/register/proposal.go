package register

import (
	"io"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/template"
)

// Proposal is what one administrator entered and another is to confirm: duties and sight hang on it.
type Proposal struct {
	ID        ident.Object
	Kind      Kind
	State     Standpoint
	FromOn    law.Day // from which day it counts; zero: from its confirmation
	EnteredAt ident.Instant
	EnteredBy ident.Person
	EndedAt   ident.Instant
	EndedBy   ident.Person
	Matter    Matter
}

// Kind is what a proposal is about.
type Kind string

// The kinds of proposal.
const (
	KindTransfer     Kind = "transfer"     // 所管替え
	KindJurisdiction Kind = "jurisdiction" // 所管する組織の追加・終了
	KindDesignation  Kind = "designation"  // 指定・変更・承継・解除
	KindIntake       Kind = "intake"       // 一覧表からの登録と招待
	KindUndo         Kind = "undo"         // 承継の取りやめ
	KindRouting      Kind = "routing"      // 提出先の設定
	KindTemplate     Kind = "template"     // 様式の設定
)

// Standpoint is where a proposal stands.
type Standpoint string

// The standpoints.
const (
	ToConfirm Standpoint = "waiting"
	Confirmed Standpoint = "confirmed"
	Withdrawn Standpoint = "withdrawn"
)

// Matter is the content of a proposal: one of its fields is set.
type Matter struct {
	Transfer     *Transfer          `json:",omitempty"`
	Jurisdiction *Jurisdiction      `json:",omitempty"`
	Designation  *DesignationChange `json:",omitempty"`
	Intake       *Intake            `json:",omitempty"`
	Undo         *Undo              `json:",omitempty"`
	Routing      *Routing           `json:",omitempty"`
	Template     *Template          `json:",omitempty"`
}

// Kind returns what the matter is; "" when nothing is set.
func (m Matter) Kind() Kind {
	switch {
	case m.Transfer != nil:
		return KindTransfer
	case m.Jurisdiction != nil:
		return KindJurisdiction
	case m.Designation != nil:
		return KindDesignation
	case m.Intake != nil:
		return KindIntake
	case m.Undo != nil:
		return KindUndo
	case m.Routing != nil:
		return KindRouting
	case m.Template != nil:
		return KindTemplate
	}
	return ""
}

// FromOn is the day from which the matter counts.
func (m Matter) FromOn() law.Day {
	switch {
	case m.Transfer != nil:
		return m.Transfer.On
	case m.Jurisdiction != nil:
		return m.Jurisdiction.On
	case m.Designation != nil:
		return m.Designation.On
	case m.Undo != nil:
		return m.Undo.On
	case m.Routing != nil:
		return m.Routing.On
	case m.Template != nil:
		return m.Template.On
	}
	return law.Day{}
}

// MayConfirm reports why a person cannot confirm or withdraw a proposal.
func (p Proposal) MayConfirm(who ident.Person) error {
	switch {
	case p.State != ToConfirm:
		return fault.New(fault.Conflict, "fault.proposal.over", nil)
	case who == "":
		return fault.New(fault.Denied, "fault.account.browser", nil)
	case p.EnteredBy == who:
		return fault.New(fault.Denied, "fault.proposal.self", nil)
	}
	return nil
}

// Rows are what a plan rests on, read in the transaction that applies it.
type Rows struct {
	Today law.Day
	// Standing is of the operators that the matter names.
	Standing map[ident.Org]Standing
	// Competent are the jurisdiction rows of the office that gives up jurisdiction.
	Competent []Competent
	// Offices are the units that the matter names, with the organisation of each.
	Offices map[ident.Unit]Office
	// Orgs are the organisations that the matter names.
	Orgs map[ident.Org]Org
	// Undone is what an Undo takes back.
	Undone Proposal
	// Routings are the routing rows of every day.
	Routings []party.Routing
	// Templates are the official forms of every day, Published the file that the matter names.
	Templates []template.Template
	Published Published
}

// Office is a unit with what its organisation is.
type Office struct {
	Unit
	Kind    party.Kind
	OrgName string
}

// Plan is what a confirmed matter changes, row by row.
type Plan struct {
	Transfer         *TransferRow
	EndDesignations  []DesignationEnd
	AddDesignations  []Designated
	EndJurisdictions []JurisdictionEnd
	AddJurisdictions []party.Jurisdiction

	Inheritance         *Inheritance
	UndoInheritance     ident.Object
	ReopenDesignations  []string
	ReopenJurisdictions []string

	AddRoutings []party.Routing
	EndRoutings []JurisdictionEnd

	AddTemplates []template.Template
	EndTemplates []JurisdictionEnd
}

// TransferRow is a 所管替え as audiences and readers know it.
type TransferRow struct {
	ID       ident.Object
	Old, New ident.Unit
	On       law.Day
}

// OldAudience holds the old office until the day, NewAudience the new one from then on.
func (t TransferRow) OldAudience() string { return string(t.ID) + ".old" }

// NewAudience is described at OldAudience.
func (t TransferRow) NewAudience() string { return string(t.ID) + ".new" }

// DesignationEnd ends a designation: Until is the first day on which it no longer counts.
type DesignationEnd struct {
	ID    string
	Until law.Day
	How   Ending
}

// JurisdictionEnd ends a jurisdiction row: Until is the first day on which it no longer counts. By is the transfer.
type JurisdictionEnd struct {
	ID    string
	Until law.Day
	By    ident.Object
}

// Mint makes ids for the rows of a plan.
type Mint struct {
	At      ident.Instant
	Entropy io.Reader
}

func (m Mint) id() (string, error) { return ident.NewID[string](m.At, m.Entropy) }

// Plan judges a matter on the rows and says what it changes; an Invalid fault names what stands in the way.
func (m Matter) Plan(rows Rows, mint Mint) (Plan, error) {
	switch {
	case m.Transfer != nil:
		return m.Transfer.plan(rows, mint)
	case m.Jurisdiction != nil:
		return m.Jurisdiction.plan(rows, mint)
	case m.Designation != nil:
		return m.Designation.plan(rows, mint)
	case m.Undo != nil:
		return m.Undo.plan(rows)
	case m.Routing != nil:
		return m.Routing.plan(rows, mint)
	case m.Template != nil:
		return m.Template.plan(rows, mint)
	}
	return Plan{}, fault.Absent()
}

// Names lists what a matter needs to have read: operators, the office that gives up, every office.
func (m Matter) Names() (operators []ident.Org, from ident.Unit, offices []ident.Unit) {
	switch {
	case m.Transfer != nil:
		return nil, m.Transfer.Old, []ident.Unit{m.Transfer.Old, m.Transfer.New}
	case m.Jurisdiction != nil:
		if m.Jurisdiction.Operator != "" {
			operators = append(operators, m.Jurisdiction.Operator)
		}
		return operators, m.Jurisdiction.Office, []ident.Unit{m.Jurisdiction.Office}
	case m.Designation != nil:
		operators = append(operators, m.Designation.Operator)
		operators = append(operators, m.Designation.Successors...)
		for _, o := range m.Designation.Offices {
			offices = append(offices, o.Unit)
		}
	case m.Routing != nil && m.Routing.Office != "":
		offices = append(offices, m.Routing.Office)
	}
	return operators, "", offices
}
