// Package attachment keeps files beside answers (添付): sealed pieces, and which draft or revision holds them. A child is reached
// through its parent alone.
package attachment

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// Attachments are the rows of a transaction about files.
type Attachments struct{ *row.Q }

// The states of an attachment's row.
const (
	arriving = "arriving"
	stored   = "stored"
)

func place(org ident.Org, id ident.Object) seal.Place {
	return seal.Place{Org: org, Table: "attachment", ID: string(id), Rev: 1}
}

// piece is where a piece is sealed: bound to its file and its place in it.
func piece(org ident.Org, id ident.Object, at int) seal.Place {
	return seal.Place{Org: org, Table: "attachment_chunk", ID: string(id), Rev: at + 1}
}

// AddAttachment makes the row of a file of which no byte has come yet.
func (t Attachments) AddAttachment(d filing.Draft, id ident.Object) error {
	return t.Add(`INSERT INTO attachment (id, org, unit, draft, state, at, size) VALUES ($1, $2, $3, $4, $5, $6, 0)`, id, d.Org, d.Unit, d.ID, arriving, t.Scope.At)
}

// AddChunk seals and stores one piece of a file that is arriving in this scope; one that is not is Absent.
func (t Attachments) AddChunk(id ident.Object, at int, plain []byte) error {
	var a row.Args
	var org ident.Org
	where := `a.id = ` + a.Add(id) + ` AND a.state = '` + arriving + `' AND ` + t.mine("a", &a)
	if err := t.One(`SELECT a.org FROM attachment a WHERE `+where, a.List, &org); err != nil {
		return err
	}
	sealed, err := t.SealBytes(piece(org, id, at), plain)
	if err != nil {
		return err
	}
	_, err = t.Exec(`INSERT INTO attachment_chunk (attachment, seq, org, body) VALUES ($1, $2, $3, $4)`, id, at, org, sealed)
	return err
}

// mine is the scope's own files: whoever may write drafts there.
func (t Attachments) mine(alias string, a *row.Args) string {
	return t.Parent(alias, access.Permission{Action: access.Write, Object: access.Draft}, a)
}

// DropAttachment takes back a file that did not arrive; one that is bound stays.
func (t Attachments) DropAttachment(id ident.Object) error {
	var a row.Args
	where := `id = ` + a.Add(id) + ` AND state = '` + arriving + `' AND ` + t.mine("attachment", &a)
	if _, err := t.Exec(`DELETE FROM attachment_chunk WHERE attachment IN (SELECT id FROM attachment WHERE `+where+`)`, a.List...); err != nil {
		return err
	}
	_, err := t.Exec(`DELETE FROM attachment WHERE `+where, a.List...)
	return err
}

// BindAttachment says what came and puts it into a draft that was taken in this act.
func (t Attachments) BindAttachment(d filing.Draft, f filing.Attachment) error {
	body, err := t.Seal(place(d.Org, f.ID), f)
	if err != nil {
		return err
	}
	n, err := t.Exec(`UPDATE attachment SET state = $1, size = $2, body = $3 WHERE id = $4 AND state = $5 AND draft = $6`, stored, f.Size, body, f.ID, arriving, d.ID)
	if err == nil && n != 1 {
		err = fault.Absent() // cleaned meanwhile
	}
	if err != nil {
		return err
	}
	return t.Hold(string(d.ID), 0, d.Org, []filing.Attachment{f})
}

// UnbindAttachment takes a file off a draft that was taken in this act. The bytes stay until the next cleaning.
func (t Attachments) UnbindAttachment(d filing.Draft, id ident.Object) error {
	_, err := t.Exec(`DELETE FROM attached WHERE parent = $1 AND rev = 0 AND attachment = $2`, d.ID, id)
	return err
}

// Hold says that a draft (rev 0) or a revision of a filing holds files.
func (t Attachments) Hold(parent string, rev int, org ident.Org, files []filing.Attachment) error {
	if len(files) == 0 {
		return nil
	}
	var a row.Args
	var rows []string
	for _, f := range files {
		rows = append(rows, row.In(&a, []any{parent, rev, f.ID, org}))
	}
	return t.Add(`INSERT INTO attached (parent, rev, attachment, org) VALUES `+strings.Join(rows, ", "), a.List...)
}

// FilesOf lists the files of a draft that was loaded in this scope, in the order in which they came.
func (t Attachments) FilesOf(d filing.Draft) (list []filing.Attachment, err error) {
	var bodies [][]byte
	var args row.Args
	where := `h.parent = ` + args.Add(d.ID) + ` AND h.rev = 0 AND ` + t.Through("draft", "h.parent", access.Permission{Action: access.Read, Object: access.Draft}, &args)
	err = t.Each(`SELECT a.id, a.body FROM attached h JOIN attachment a ON a.id = h.attachment WHERE `+where+` ORDER BY a.id`, args.List, func(scan func(...any) error) error {
		var f filing.Attachment
		var body []byte
		err := scan(&f.ID, &body)
		list, bodies = append(list, f), append(bodies, body)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		err = t.Open(place(d.Org, list[i].ID), bodies[i], &list[i])
	}
	return list, err
}

// Chunk opens one piece of a file through the draft that holds it. Absent and foreign are one answer.
func (t Attachments) Chunk(parent ident.Draft, id ident.Object, at int) ([]byte, error) {
	return t.chunk("draft", string(parent), access.Permission{Action: access.Read, Object: access.Draft}, id, at)
}

// FiledChunk opens one piece of a file through the filing that holds it. Whether its section was released is the caller's to ask,
// of the content that it was shown.
func (t Attachments) FiledChunk(parent ident.Filing, id ident.Object, at int) ([]byte, error) {
	return t.chunk("filing", string(parent), access.Permission{Action: access.Read, Object: access.Report}, id, at)
}

func (t Attachments) chunk(table, parent string, p access.Permission, id ident.Object, at int) ([]byte, error) {
	var a row.Args
	var org ident.Org
	var body []byte
	where := `h.parent = ` + a.Add(parent) + ` AND h.attachment = ` + a.Add(id) + ` AND c.seq = ` + a.Add(at) + ` AND ` + t.Through(table, "h.parent", p, &a)
	err := t.One(`SELECT c.org, c.body FROM attached h JOIN attachment_chunk c ON c.attachment = h.attachment WHERE `+where+` LIMIT 1`, a.List, &org, &body)
	if err != nil {
		return nil, err
	}
	return t.OpenBytes(piece(org, id, at), body)
}

// cleanAtOnce bounds how many files one transaction throws away.
const cleanAtOnce = 20

// CleanAttachments throws away files from before an instant that nothing holds, some at once, and returns how many.
func (t Attachments) CleanAttachments(before ident.Instant) (int64, error) {
	var ids []ident.Object
	err := t.Each(`SELECT a.id FROM attachment a WHERE a.at < $1 AND NOT EXISTS (SELECT 1 FROM attached t WHERE t.attachment = a.id) ORDER BY a.at LIMIT $2`, []any{before, cleanAtOnce}, func(scan func(...any) error) error {
		var id ident.Object
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	var a row.Args
	in := row.In(&a, ids)
	if _, err := t.Exec(`DELETE FROM attachment_chunk WHERE attachment IN `+in, a.List...); err != nil {
		return 0, err
	}
	return t.Exec(`DELETE FROM attachment WHERE id IN `+in, a.List...)
}
