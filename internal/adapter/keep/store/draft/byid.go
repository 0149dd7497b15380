package draft

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// DraftByID is Draft for an id that an act returned.
func (d Drafts) DraftByID(id ident.Draft) (f filing.Draft, entries []filing.Entry, err error) {
	var a row.Args
	var n ident.Number
	at := a.Add(id)
	own := d.Visible("d", access.Permission{Action: access.Read, Object: access.Draft}, &a)
	if err := d.One(`SELECT d.number FROM draft d WHERE d.id = `+at+` AND `+own, a.List, &n); err != nil {
		return f, nil, err
	}
	return d.Draft(n)
}
