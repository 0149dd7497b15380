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

// LooseAttachment is a file that was taken off a draft which was loaded in this scope: one that came with it, or that stands in the
// filing which it corrects. One that the draft holds, or that was cleaned up, is Absent.
func (t Attachments) LooseAttachment(d filing.Draft, id ident.Object) (f filing.Attachment, err error) {
	var a row.Args
	var body []byte
	held := func(parent string) string {
		return `EXISTS (SELECT 1 FROM attached h WHERE h.attachment = a.id AND h.parent = ` + parent + `)`
	}
	where := `a.id = ` + a.Add(id) + ` AND a.state = ` + a.Add(stored) + ` AND ` + t.mine("a", &a)
	where += ` AND (a.draft = ` + a.Add(d.ID) + ` OR ` + held(a.Add(d.Corrects)) + `) AND NOT ` + held(a.Add(d.ID))
	if err := t.One(`SELECT a.id, a.body FROM attachment a WHERE `+where, a.List, &f.ID, &body); err != nil {
		return f, err
	}
	return f, t.Open(place(d.Org, id), body, &f)
}

// HoldAttachment puts a file that was taken off into the draft again, which was taken in this act.
func (t Attachments) HoldAttachment(d filing.Draft, f filing.Attachment) error {
	return t.Hold(string(d.ID), 0, d.Org, []filing.Attachment{f})
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
	var orgs []ident.Org // of whom they came: where the draft passed on, or corrects what did, another
	var args row.Args
	where := `h.parent = ` + args.Add(d.ID) + ` AND h.rev = 0 AND ` + t.Through("draft", "h.parent", access.Permission{Action: access.Read, Object: access.Draft}, &args)
	err = t.Each(`SELECT a.id, a.org, a.body FROM attached h JOIN attachment a ON a.id = h.attachment WHERE `+where+` ORDER BY a.id`, args.List, func(scan func(...any) error) error {
		var f filing.Attachment
		var body []byte
		var org ident.Org
		err := scan(&f.ID, &org, &body)
		list, bodies, orgs = append(list, f), append(bodies, body), append(orgs, org)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		err = t.Open(place(orgs[i], list[i].ID), bodies[i], &list[i])
	}
	return list, err
}

// Chunk opens one piece of a file through the draft that holds it, in room where it fits: what stood there is over. Absent and foreign
// are one answer.
func (t Attachments) Chunk(draft ident.Draft, id ident.Object, at int, room []byte) ([]byte, error) {
	return t.chunk(parent{"draft", string(draft)}, access.Permission{Action: access.Read, Object: access.Draft}, id, at, room)
}

// FiledChunk is Chunk through the filing that holds it. Whether its section was released is the caller's to ask,
// of the content that it was shown.
func (t Attachments) FiledChunk(filed ident.Filing, id ident.Object, at int, room []byte) ([]byte, error) {
	return t.chunk(parent{"filing", string(filed)}, access.Permission{Action: access.Read, Object: access.Report}, id, at, room)
}

// parent is what holds a file: a row of a table.
type parent struct{ table, id string }

func (t Attachments) chunk(of parent, p access.Permission, id ident.Object, at int, room []byte) ([]byte, error) {
	var a row.Args
	var org ident.Org
	where := `h.parent = ` + a.Add(of.id) + ` AND h.attachment = ` + a.Add(id) + ` AND c.seq = ` + a.Add(at) + ` AND ` + t.Through(of.table, "h.parent", p, &a)
	body, err := t.Into(room, `SELECT c.org, c.body FROM attached h JOIN attachment_chunk c ON c.attachment = h.attachment WHERE `+where+` LIMIT 1`, a.List, &org)
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
