// Package procedure keeps what offices declare: the procedures that are not built in, version by version.
package procedure

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/procedure/book"
)

// Procedures are the rows of a transaction about procedures.
type Procedures struct{ *row.Q }

// Procedure returns a procedure by its reference. Who may call: whoever loaded a draft or filing of it, or asks whether it is
// open; Closed says that it is not, today, to the scope.
func (p Procedures) Procedure(ref string) (procedure.Procedure, error) {
	if built, ok := book.Find(ref); ok {
		return built, nil
	}
	return procedure.Procedure{}, fault.Absent()
}
