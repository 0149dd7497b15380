package filing

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// DeskRecent names the filings that are addressed to the scope's office, newest first, without opening any.
func (f Filings) DeskRecent(before row.Cursor, limit int) ([]row.Cursor, error) {
	return f.Recent(ReaderKind, before, limit)
}

// LastOpened says when somebody of the scope's office, or of those below it, last opened each filing; one that
// nobody has opened is not in the answer.
func (f Filings) LastOpened(ids []ident.Filing) (map[ident.Filing]ident.Instant, error) {
	return f.opened(`MAX`, ids)
}

// FirstOpened is LastOpened for the first time.
func (f Filings) FirstOpened(ids []ident.Filing) (map[ident.Filing]ident.Instant, error) {
	return f.opened(`MIN`, ids)
}

func (f Filings) opened(which string, ids []ident.Filing) (map[ident.Filing]ident.Instant, error) {
	at := map[ident.Filing]ident.Instant{}
	if len(ids) == 0 {
		return at, nil
	}
	var a row.Args
	in := row.In(&a, ids)
	err := f.Each(`SELECT k.object, `+which+`(k.at) FROM look k JOIN unit_above a ON a.unit = k.unit
		WHERE k.object IN `+in+` AND a.above = `+a.Add(f.Scope.Unit)+` AND k.purpose = 'open' GROUP BY k.object`, a.List, func(scan func(...any) error) error {
		var id ident.Filing
		var one ident.Instant
		err := scan(&id, &one)
		at[id] = one
		return err
	})
	return at, err
}

// LinesOf returns those of the filings that are open to the scope, newest first.
func (f Filings) LinesOf(ids []ident.Filing) ([]filing.Line, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var a row.Args
	in := row.In(&a, ids)
	visible := f.Visible("f", access.Permission{Action: access.Read, Object: access.Report}, &a)
	return f.lines(`f.id IN `+in+` AND `+visible+` ORDER BY f.arrived_at DESC, f.id DESC`, a.List)
}
