package draft

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
)

// Follows names the report that an open draft of the scope's organisation is a further one to; empty for most.
func (d Drafts) Follows(id ident.Draft) (f ident.Filing, err error) {
	var a row.Args
	at := a.Add(id)
	own := d.Visible("d", access.Permission{Action: access.Read, Object: access.Draft}, &a)
	err = d.One(`SELECT COALESCE(d.follows, '') FROM draft d WHERE d.id = `+at+` AND `+own, a.List, &f)
	return f, err
}
