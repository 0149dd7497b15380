// Package book lists the procedures that are declared in Go. What offices declare is stored, and found by its number.
package book

import (
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/procedure"
)

// All lists the built-in procedures.
func All() []procedure.Procedure {
	reports := []procedure.Procedure{incident.Prompt, incident.Voluntary, incident.Detailed, incident.Further, incident.Times, incident.Outside}
	return append(reports, notification.All()...)
}

// Find returns a built-in procedure by its id.
func Find(id string) (procedure.Procedure, bool) {
	for _, p := range All() {
		if p.ID == id {
			return p, true
		}
	}
	return procedure.Procedure{}, false
}
