// Package incident owns what a report (報告, 強化法5条) is about: the case, its kinds of report and
// their declarations. Whom it must reach is decided by jurisdiction rows, when by law.
package incident

import (
	"kanmin/internal/domain/ident"
)

// Case is one 事案 of one operator: the subject of its 速報, 詳報 and 続報.
type Case struct {
	ID       ident.Case
	Number   ident.Number
	Org      ident.Org
	Unit     ident.Unit
	State    CaseState
	OpenedAt ident.Instant
	Summary  string // 事案の一行説明, as in the latest report
}

// CaseState is where a case stands.
type CaseState string

// The states of a case.
const (
	CaseOpen   CaseState = "open"
	CaseClosed CaseState = "closed"
)
