// Package advisory keeps advisories (脆弱性情報) and the files from which they come. What an advisory says is for everybody who takes part, once
// its embargo is over; a file is of the organisation that brought it.
package advisory

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/vuln/feed"
)

// Advisories are the rows of a transaction about advisories and their files.
type Advisories struct{ *row.Q }

// MayBring is what bringing a file needs.
var MayBring = access.Permission{Action: access.Receive, Object: access.Advisory}

func filePlace(f feed.File) seal.Place {
	return seal.Place{Org: f.Org, Table: "advisory_file", ID: string(f.ID), Rev: f.Rev}
}

// piece is where a piece is sealed: bound to its file and its place in it. It is the house's: what a file says is known outside anyway.
func piece(id ident.Object, at int) seal.Place {
	return seal.Place{Org: seal.House, Table: "advisory_chunk", ID: string(id), Rev: at + 1}
}

// AddAdvisoryFile makes the row of a file.
func (t Advisories) AddAdvisoryFile(f feed.File) error {
	body, err := t.Seal(filePlace(f), f.Words)
	if err != nil {
		return err
	}
	return t.Add(`INSERT INTO advisory_file (id, org, unit, person, state, at, size, digest, done, total, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		f.ID, f.Org, f.Unit, f.Person, f.State, f.At, f.Size, f.Digest[:], f.Done, f.Total, f.Rev, body)
}

// AddAdvisoryChunk seals and stores one piece of a file that is arriving in this scope; one that is not is Absent.
func (t Advisories) AddAdvisoryChunk(id ident.Object, at int, plain []byte) error {
	f, err := t.AdvisoryFile(id)
	if err == nil && f.State != feed.Arriving {
		err = fault.Absent()
	}
	if err != nil {
		return err
	}
	sealed, err := t.SealBytes(piece(id, at), plain)
	if err != nil {
		return err
	}
	return t.Add(`INSERT INTO advisory_chunk (file, seq, body) VALUES ($1, $2, $3)`, id, at, sealed)
}

// AdvisoryChunk opens one piece of a file, for the worker; past the last it is Absent.
func (t Advisories) AdvisoryChunk(id ident.Object, at int, room []byte) ([]byte, error) {
	if _, system := t.Scope.IsSystem(); !system {
		return nil, t.Miss(string(id))
	}
	body, err := t.Into(room, `SELECT c.body FROM advisory_chunk c WHERE c.file = $1 AND c.seq = $2`, []any{id, at})
	if err != nil {
		return nil, err
	}
	return t.OpenBytes(piece(id, at), body)
}

// SetAdvisoryFile writes what became of a file that was loaded in this transaction; the row must still be of the revision before.
func (t Advisories) SetAdvisoryFile(f feed.File) error {
	body, err := t.Seal(filePlace(f), f.Words)
	if err != nil {
		return err
	}
	var ended any
	if f.EndedAt != 0 {
		ended = f.EndedAt
	}
	n, err := t.Exec(`UPDATE advisory_file SET state = $1, ended_at = $2, size = $3, digest = $4, done = $5, total = $6, rev = $7, body = $8 WHERE id = $9 AND rev = $10`,
		f.State, ended, f.Size, f.Digest[:], f.Done, f.Total, f.Rev, body, f.ID, f.Rev-1)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.advisory.moved", nil)
	}
	return err
}

// DropAdvisoryFile throws away a file of which nothing was taken, with its pieces.
func (t Advisories) DropAdvisoryFile(id ident.Object) error {
	f, err := t.AdvisoryFile(id)
	if err != nil {
		return err
	}
	if f.State != feed.Arriving && f.State != feed.Refused {
		return fault.New(fault.Conflict, "fault.advisory.moved", nil)
	}
	if err := t.Add(`DELETE FROM advisory_chunk WHERE file = $1`, id); err != nil || f.State == feed.Refused {
		return err // that it was refused stays
	}
	return t.Add(`DELETE FROM advisory_file WHERE id = $1`, id)
}

const fileColumns = `f.id, f.org, f.unit, f.person, f.state, f.at, COALESCE(f.ended_at, 0), f.size, f.digest, f.done, f.total, f.rev, f.body`

func (t Advisories) files(where string, args []any) (list []feed.File, err error) {
	var bodies [][]byte
	err = t.Each(`SELECT `+fileColumns+` FROM advisory_file f WHERE `+where, args, func(scan func(...any) error) error {
		var f feed.File
		var body, digest []byte
		err := scan(&f.ID, &f.Org, &f.Unit, &f.Person, &f.State, &f.At, &f.EndedAt, &f.Size, &digest, &f.Done, &f.Total, &f.Rev, &body)
		copy(f.Digest[:], digest)
		list, bodies = append(list, f), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = t.Open(filePlace(list[i]), bodies[i], &list[i].Words)
		}
	}
	return list, err
}

// mine is a predicate: the worker's are all, an office's its own.
func (t Advisories) mine(a *row.Args) string {
	if _, system := t.Scope.IsSystem(); system {
		return `f.org = f.org`
	}
	return t.Visible("f", MayBring, a)
}

// AdvisoryFile is one file. Absent and somebody else's are one answer.
func (t Advisories) AdvisoryFile(id ident.Object) (feed.File, error) {
	var a row.Args
	where := `f.id = ` + a.Add(id) + ` AND ` + t.mine(&a)
	list, err := t.files(where, a.List)
	if err == nil && len(list) != 1 {
		err = t.Miss(string(id))
	}
	if err != nil {
		return feed.File{}, err
	}
	return list[0], nil
}

// AdvisoryFiles lists the files of the scope's office, the latest first.
func (t Advisories) AdvisoryFiles(before row.Cursor, limit int) ([]feed.File, error) {
	var a row.Args
	where := t.mine(&a)
	if before.ID != "" {
		at, id := a.Add(before.At), a.Add(before.ID)
		where += ` AND (f.at < ` + at + ` OR f.at = ` + at + ` AND f.id < ` + id + `)`
	}
	return t.files(where+` ORDER BY f.at DESC, f.id DESC LIMIT `+a.Add(limit), a.List)
}
