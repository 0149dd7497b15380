package filing

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// SaveRevision adds the next revision of a filing that was loaded in this scope, under the entry fl.Leaf; somebody else's in
// between is a Conflict. What arrived before stays.
func (f Filings) SaveRevision(fl filing.Filing, to filing.State, c filing.Content) error {
	next := fl.Rev + 1
	n, err := f.Exec(`UPDATE filing SET rev = $1, state = $2 WHERE id = $3 AND rev = $4 AND state = $5`, next, to, fl.ID, fl.Rev, fl.State)
	if err != nil {
		return err
	}
	if n != 1 {
		return fault.New(fault.Conflict, "fault.filing.moved", nil)
	}
	if err := f.note(fl, c.Noted); err != nil {
		return err
	}
	body, err := f.Seal(place(fl.Org, fl.ID, next), c)
	if err != nil {
		return err
	}
	_, err = f.Exec(`INSERT INTO filing_revision (filing, rev, at, org, body, leaf) VALUES ($1, $2, $3, $4, $5, $6)`, fl.ID, next, f.Scope.At, fl.Org, body, fl.Leaf)
	return err
}

// Revisions lists every revision of a filing, the first one first; nobody has those of one that is not open to the scope.
func (f Filings) Revisions(fl filing.Filing) (list []filing.Revision, err error) {
	var a row.Args
	var bodies [][]byte
	at := a.Add(fl.ID)
	visible := f.Visible("f", access.Permission{Action: access.Read, Object: access.Report}, &a)
	var org ident.Org
	err = f.Each(`SELECT f.org, v.rev, v.at, COALESCE(v.leaf, f.leaf), v.body FROM filing f JOIN filing_revision v ON v.filing = f.id WHERE f.id = `+at+` AND `+visible+` ORDER BY v.rev`,
		a.List, func(scan func(...any) error) error {
			r := filing.Revision{Filing: fl.ID}
			var body []byte
			err := scan(&org, &r.Rev, &r.At, &r.Leaf, &body)
			list, bodies = append(list, r), append(bodies, body)
			return err
		})
	for i := range list {
		if err != nil {
			break
		}
		err = f.Open(place(org, fl.ID, list[i].Rev), bodies[i], &list[i].Content)
	}
	return list, err
}
