// Package draft keeps filings that have not been sent, answer by answer.
package draft

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// Drafts are the rows of a transaction about drafts.
type Drafts struct{ *row.Q }

type body struct {
	Name  string
	From  string `json:",omitempty"`
	Value form.Value
}

func place(org ident.Org, e filing.Entry) seal.Place {
	return seal.Place{Org: org, Table: "draft_entry", ID: string(e.Draft) + "/" + e.Field, Rev: e.Seq}
}

// AddDraft opens a draft.
func (d Drafts) AddDraft(f filing.Draft) error {
	_, err := d.Exec(`INSERT INTO draft (id, org, unit, number, form, state, by_person, created_at, updated_at, corrects, root, follows) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		f.ID, f.Org, f.Unit, f.Number, f.Form, f.State, f.By, f.CreatedAt, f.UpdatedAt, f.Corrects, orNull(string(f.Root)), orNull(string(f.Follows)))
	return err
}

const columns = `d.id, d.org, d.unit, d.number, d.form, d.state, COALESCE(d.filing, ''), COALESCE(d.corrects, ''), COALESCE(d.root, ''), COALESCE(d.follows, ''), d.by_person, d.created_at, d.updated_at`

func scanDraft(scan func(...any) error, more ...any) (f filing.Draft, err error) {
	err = scan(append([]any{&f.ID, &f.Org, &f.Unit, &f.Number, &f.Form, &f.State, &f.Filing, &f.Corrects, &f.Root, &f.Follows, &f.By, &f.CreatedAt, &f.UpdatedAt}, more...)...)
	return f, err
}

// Draft returns a draft of the scope and every entry of it. Absent and foreign are one answer.
func (d Drafts) Draft(n ident.Number) (f filing.Draft, entries []filing.Entry, err error) {
	return d.draft(n, nil)
}

func (d Drafts) draft(n ident.Number, fields []string) (f filing.Draft, entries []filing.Entry, err error) {
	if f, err = d.head(n); err != nil {
		return f, nil, err
	}
	entries, err = d.entries(f, fields)
	return f, entries, err
}

// head is a draft without its answers.
func (d Drafts) head(n ident.Number) (f filing.Draft, err error) {
	var a row.Args
	at := a.Add(n)
	found := false
	read := access.Permission{Action: access.Read, Object: access.Draft}
	err = d.Each(`SELECT `+columns+`, `+d.Sight("d", read, &a)+` FROM draft d WHERE d.number = `+at+` AND `+d.Visible("d", read, &a),
		a.List, func(scan func(...any) error) (err error) {
			var evidence string
			f, err = scanDraft(scan, &evidence)
			found = d.Sees(evidence)
			return err
		})
	if err == nil && !found {
		f, err = filing.Draft{}, d.Miss(string(n))
	}
	return f, err
}

// TakeDraft is Draft for an act that writes: colleagues who write at once wait for one another, so that each
// weaves into what the other saved. A draft that was sent or discarded is a Conflict.
func (d Drafts) TakeDraft(n ident.Number) (filing.Draft, []filing.Entry, error) {
	return d.TakeFields(n, nil)
}

// TakeFields is TakeDraft with the entries of these fields only (filing.RowsOf: of all rows of a table); without any,
// of all fields. A draft of thousands of rows is not read to save one answer.
func (d Drafts) TakeFields(n ident.Number, fields []string) (filing.Draft, []filing.Entry, error) {
	f, err := d.take(n)
	if err != nil {
		return f, nil, err
	}
	entries, err := d.entries(f, fields)
	return f, entries, err
}

// take is a draft that nobody else writes into until the act ends; a Conflict when it is no longer open.
func (d Drafts) take(n ident.Number) (filing.Draft, error) {
	var a row.Args
	at, num := a.Add(d.Scope.At), a.Add(n)
	own := d.Visible("draft", access.Permission{Action: access.Write, Object: access.Draft}, &a)
	changed, err := d.Exec(`UPDATE draft SET updated_at = `+at+` WHERE number = `+num+` AND state = 'open' AND `+own, a.List...)
	if err != nil {
		return filing.Draft{}, err
	}
	f, err := d.head(n)
	if err == nil && changed != 1 {
		err = &fault.Error{Kind: fault.Conflict, Code: "fault.draft.closed", Args: fault.Args{"filing": string(f.Filing)}}
	}
	return f, err
}

// DraftHead is Draft without its answers.
func (d Drafts) DraftHead(n ident.Number) (filing.Draft, error) { return d.head(n) }

// EntriesOf are the entries of a draft of the scope, by its id. Absent and foreign are one answer.
func (d Drafts) EntriesOf(id ident.Draft) ([]filing.Entry, error) {
	var a row.Args
	f := filing.Draft{ID: id}
	at := a.Add(id)
	own := d.Visible("d", access.Permission{Action: access.Read, Object: access.Draft}, &a)
	if err := d.One(`SELECT d.org FROM draft d WHERE d.id = `+at+` AND `+own, a.List, &f.Org); err != nil {
		return nil, err
	}
	return d.entries(f, nil)
}

// entries reads the entries of some fields, or of all. A field of filing.RowsOf is a range of the primary key.
func (d Drafts) entries(f filing.Draft, fields []string) (list []filing.Entry, err error) {
	var a row.Args
	var bodies [][]byte
	var orgs []ident.Org
	where := []string{}
	id := a.Add(f.ID)
	for _, name := range fields {
		if table, ok := strings.CutSuffix(name, "/"); ok {
			where = append(where, `field > `+a.Add(name)+` AND field < `+a.Add(table+"0")) // 0 follows / in bytes, and both engines compare by bytes
		} else {
			where = append(where, `field = `+a.Add(name))
		}
	}
	some := ""
	if len(where) > 0 {
		some = ` AND (` + strings.Join(where, ` OR `) + `)`
	}
	err = d.Each(`SELECT field, seq, org, state, at, by_person, body FROM draft_entry WHERE draft = `+id+some+` ORDER BY field, seq`, a.List, func(scan func(...any) error) error {
		e := filing.Entry{Draft: f.ID, Stored: true}
		var b []byte
		var org ident.Org // under whose key it was written: before the draft passed on, another's
		err := scan(&e.Field, &e.Seq, &org, &e.State, &e.At, &e.By, &b)
		list, bodies, orgs = append(list, e), append(bodies, b), append(orgs, org)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		var b body
		err = d.Open(place(orgs[i], list[i]), bodies[i], &b)
		list[i].Name, list[i].From, list[i].Value = b.Name, b.From, b.Value
	}
	return list, err
}

// OpenDrafts lists the scope's drafts that were not sent, newest first; of the parts that units fill in for another draft, those of the
// scope's own unit that wait for it.
func (d Drafts) OpenDrafts(limit int) ([]filing.Draft, error) {
	return d.inState(filing.DraftOpen, 0, limit)
}

// DiscardedDrafts lists the scope's drafts that were discarded since an instant, the latest first.
func (d Drafts) DiscardedDrafts(since ident.Instant, limit int) ([]filing.Draft, error) {
	return d.inState(filing.DraftDiscarded, since, limit)
}

func (d Drafts) inState(state filing.DraftState, since ident.Instant, limit int) (list []filing.Draft, err error) {
	var a row.Args
	own := d.Visible("d", access.Permission{Action: access.Read, Object: access.Draft}, &a)
	err = d.Each(`SELECT `+columns+`, (SELECT p.due_on FROM collection_part p WHERE p.draft = d.id) FROM draft d WHERE d.org = `+a.Add(d.Scope.Org)+
		` AND (d.root IS NULL OR d.unit = `+a.Add(d.Scope.Unit)+` AND EXISTS (SELECT 1 FROM collection_part p WHERE p.draft = d.id AND p.state IN ('asked', 'returned'))) AND d.state = `+a.Add(state)+` AND d.updated_at >= `+a.Add(since)+` AND `+own+
		` ORDER BY d.updated_at DESC LIMIT `+a.Add(limit),
		a.List, func(scan func(...any) error) error {
			var due law.Day
			f, err := scanDraft(scan, &due)
			f.DueOn = due
			list = append(list, f)
			return err
		})
	return list, err
}

// CloseDraft marks a draft as sent or discarded; a second sender gets a Conflict.
func (d Drafts) CloseDraft(id ident.Draft, state filing.DraftState, sent ident.Filing) error {
	n, err := d.Exec(`UPDATE draft SET state = $1, filing = $2, updated_at = $3 WHERE id = $4 AND state = 'open'`, state, sent, d.Scope.At, id)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.draft.closed", nil)
	}
	if err != nil {
		return err
	}
	if sent != "" { // what help is wished for about it is about the report from now on
		if err := d.Add(`UPDATE support SET about = $1 WHERE about = $2`, sent, id); err != nil {
			return err
		}
	}
	return d.moveParts(id, filing.DraftOpen, state)
}

// moveParts takes what units write for a draft where that draft goes (社内取りまとめ).
func (d Drafts) moveParts(root ident.Draft, from, to filing.DraftState) error {
	return d.Add(`UPDATE draft SET state = $1 WHERE root = $2 AND state = $3`, to, root, from)
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// MoveDraft puts a draft from one state into another for an action. One that stands otherwise is a Conflict; absent and
// foreign are one answer.
func (d Drafts) MoveDraft(n ident.Number, action access.Action, from, to filing.DraftState) (filing.Draft, error) {
	var a row.Args
	set, at, num, is := a.Add(to), a.Add(d.Scope.At), a.Add(n), a.Add(from)
	own := d.Visible("draft", access.Permission{Action: action, Object: access.Draft}, &a)
	changed, err := d.Exec(`UPDATE draft SET state = `+set+`, updated_at = `+at+` WHERE number = `+num+` AND state = `+is+` AND `+own, a.List...)
	if err != nil {
		return filing.Draft{}, err
	}
	f, err := d.head(n)
	if err == nil && changed != 1 {
		err = &fault.Error{Kind: fault.Conflict, Code: "fault.draft.closed", Args: fault.Args{"filing": string(f.Filing)}}
	}
	if err != nil {
		return f, err
	}
	if f.Root != "" {
		return f, fault.New(fault.Conflict, "fault.collection.part", nil)
	}
	return f, d.moveParts(f.ID, from, to)
}
