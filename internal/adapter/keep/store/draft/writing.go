package draft

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// HeadToWrite is an open draft of the scope without its answers; lock makes whoever else writes in it wait for this act. One that
// was sent or discarded is a Conflict; absent and foreign are one answer.
func (d Drafts) HeadToWrite(n ident.Number, lock bool) (filing.Draft, error) {
	if lock {
		var a row.Args
		at, num := a.Add(d.Scope.At), a.Add(n)
		own := d.Visible("draft", access.Permission{Action: access.Write, Object: access.Draft}, &a)
		if _, err := d.Exec(`UPDATE draft SET updated_at = `+at+` WHERE number = `+num+` AND state = 'open' AND `+own, a.List...); err != nil {
			return filing.Draft{}, err
		}
	}
	f, err := d.head(n)
	if err == nil && f.State != filing.DraftOpen {
		err = &fault.Error{Kind: fault.Conflict, Code: "fault.draft.closed", Args: fault.Args{"filing": string(f.Filing)}}
	}
	return f, err
}
