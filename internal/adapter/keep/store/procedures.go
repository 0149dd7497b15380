package store

import (
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/procedure/book"
)

// Procedure returns a procedure by its reference: a built-in one, that version, or without a version the newest one that is
// open to the scope's organisation today. Closed says that the version takes nothing in from the scope today. Who may call:
// whoever loaded a draft or filing of it, or wants to begin one; what was never open is Absent.
func (t *Tx) Procedure(ref string) (procedure.Procedure, error) {
	if built, ok := book.Find(ref); ok {
		return built, nil
	}
	id, version := procedure.SplitRef(ref)
	n, err := ident.ParseNumber(id)
	if err != nil || n.ASCII() != id {
		return procedure.Procedure{}, fault.Absent()
	}
	list, err := t.VersionsOf(n, version)
	if err != nil {
		return procedure.Procedure{}, err
	}
	open, err := t.openNow(list)
	if err != nil {
		return procedure.Procedure{}, err
	}
	for i, v := range list {
		p := v.Procedure()
		if p.Closed = !open[i]; version != 0 || open[i] {
			return p, nil
		}
	}
	return procedure.Procedure{}, t.q.Miss(id)
}

// OpenProcedures lists the procedures that the scope's organisation may fill in today, each in its newest open version.
func (t *Tx) OpenProcedures() ([]procedure.Version, error) {
	if t.q.Scope.Kind != party.Operator || t.q.Scope.Under.Mandate != "" {
		return nil, nil
	}
	list, err := t.OpenedVersions()
	if err != nil {
		return nil, err
	}
	open, err := t.openNow(list)
	if err != nil {
		return nil, err
	}
	var newest []procedure.Version
	for i, v := range list {
		if open[i] && (len(newest) == 0 || newest[len(newest)-1].Number != v.Number) {
			newest = append(newest, v)
		}
	}
	return newest, nil
}

// openNow says of each version whether it is open to the scope's organisation today: by the sectors in which the organisation
// is designated. An office fills in nothing.
func (t *Tx) openNow(list []procedure.Version) ([]bool, error) {
	open := make([]bool, len(list))
	if len(list) == 0 || t.q.Scope.Kind != party.Operator {
		return open, nil
	}
	today := law.DayOf(t.q.Scope.At)
	designated, err := t.Sectors(t.q.Scope.Org, today)
	if err != nil {
		return nil, err
	}
	var sectors []law.Sector
	for _, d := range designated {
		sectors = append(sectors, d.Sector)
	}
	for i, v := range list {
		open[i] = v.State == procedure.Published && v.Opening.For(sectors, today)
	}
	return open, nil
}
