package register

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/template"
)

func templatePlace(id string) seal.Place {
	return seal.Place{Org: seal.House, Table: "form_template", ID: id, Rev: 1}
}

// The description of a published file and its bytes are sealed apart: nobody takes one for the other.
func publishedPlace(id ident.Object) seal.Place {
	return seal.Place{Org: seal.House, Table: "published", ID: string(id), Rev: 1}
}

func publishedFilePlace(id ident.Object) seal.Place {
	return seal.Place{Org: seal.House, Table: "published", ID: string(id), Rev: 2}
}

// Templates lists the official forms of every day (様式の設定), in the order of their days. Anybody may know them.
func (r Register) Templates() ([]template.Template, error) {
	return r.templates(`ORDER BY t.from_on, t.id LIMIT $1`, rowLimit)
}

// TemplatesOf lists the official forms of a procedure that count on a day.
func (r Register) TemplatesOf(procedure string, on law.Day) ([]template.Template, error) {
	return r.templates(`WHERE t.procedure = $1 AND t.from_on <= $2 AND (t.until_on IS NULL OR t.until_on > $2) ORDER BY t.from_on, t.id LIMIT $3`, procedure, on.String(), rowLimit)
}

func (r Register) templates(where string, args ...any) (list []template.Template, err error) {
	var bodies [][]byte
	err = r.Each(`SELECT t.id, COALESCE(t.until_on, ''), t.body FROM form_template t `+where, args, func(scan func(...any) error) error {
		var one template.Template
		var until string
		var body []byte
		err := scan(&one.ID, &until, &body)
		if err == nil && until != "" {
			one.Until, err = law.ParseDay(until)
		}
		list, bodies = append(list, one), append(bodies, body)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		id, until := list[i].ID, list[i].Until // what ends a row is written beside its body
		err = r.Open(templatePlace(id), bodies[i], &list[i])
		list[i].ID, list[i].Until = id, until
	}
	return list, err
}

// retemplate writes what a confirmed matter changes about official forms.
func (r Register) retemplate(p register.Plan) error {
	for _, e := range p.EndTemplates {
		if err := r.moved(r.Exec(`UPDATE form_template SET until_on = $1 WHERE id = $2 AND until_on IS NULL`, e.Until.String(), e.ID)); err != nil {
			return err
		}
	}
	for _, t := range p.AddTemplates {
		body, err := r.Seal(templatePlace(t.ID), t)
		if err != nil {
			return err
		}
		if err := r.Add(`INSERT INTO form_template (id, procedure, kind, file, from_on, body) VALUES ($1, $2, $3, $4, $5, $6)`, t.ID, t.Procedure, t.Kind, t.File.ID, t.From.String(), body); err != nil {
			return err
		}
	}
	return nil
}

// AddPublished keeps a file until somebody enters it.
func (r Register) AddPublished(p register.Published, file []byte) error {
	body, err := r.Seal(publishedPlace(p.ID), p)
	if err != nil {
		return err
	}
	sealed, err := r.SealBytes(publishedFilePlace(p.ID), file)
	if err != nil {
		return err
	}
	_, err = r.Exec(`INSERT INTO published (id, org, unit, at, size, digest, held, body, file) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8)`,
		p.ID, r.Scope.Org, r.Scope.Unit, r.Scope.At, p.Size, p.Digest, body, sealed)
	return err
}

// Published says what a file is; one that was confirmed is open to anybody, any other to administrators alone.
func (r Register) Published(id ident.Object) (p register.Published, err error) {
	body, err := r.published(id, "body")
	if err != nil {
		return p, err
	}
	return p, r.Open(publishedPlace(id), body, &p)
}

// PublishedFile is a file as it was published, open to whom Published is.
func (r Register) PublishedFile(id ident.Object) ([]byte, error) {
	body, err := r.published(id, "file")
	if err != nil {
		return nil, err
	}
	return r.OpenBytes(publishedFilePlace(id), body)
}

func (r Register) published(id ident.Object, column string) (body []byte, err error) {
	var a row.Args
	where := `p.id = ` + a.Add(id) + ` AND (EXISTS (SELECT 1 FROM form_template t WHERE t.file = p.id) OR ` + r.Visible("p", readOrganisations, &a) + `)`
	return body, r.One(`SELECT p.`+column+` FROM published p WHERE `+where, a.List, &body)
}

// hold keeps the file that a matter names for good.
func (r Register) hold(m register.Matter) error {
	if m.Template == nil || m.Template.File.ID == "" {
		return nil
	}
	return r.moved(r.Exec(`UPDATE published SET held = 1 WHERE id = $1`, m.Template.File.ID))
}

// templateRows reads what a matter about an official form is judged on.
func (r Register) templateRows(t *register.Template, rows *register.Rows) (err error) {
	if rows.Templates, err = r.Templates(); err != nil || t.File.ID == "" {
		return err
	}
	rows.Published, err = r.Published(t.File.ID)
	if fault.Is(err, fault.Hidden) { // the plan says that it lacks
		err = nil
	}
	return err
}

// CleanPublished throws away files from before an instant that nobody entered, and returns how many.
func (r Register) CleanPublished(before ident.Instant) (int64, error) {
	return r.Exec(`DELETE FROM published WHERE held = 0 AND at < $1`, before)
}
