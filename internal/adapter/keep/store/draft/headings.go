package draft

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
)

type headings struct{ Learnt tabular.Learnt }

func headingPlace(org ident.Org, form string, rev int) seal.Place {
	return seal.Place{Org: org, Table: "heading", ID: form, Rev: rev}
}

// Headings are the headings that the scope's organisation mapped to columns of a form, in every version of its procedure.
func (d Drafts) Headings(form string) (tabular.Learnt, error) {
	_, h, err := d.headings(form)
	return h.Learnt, err
}

func (d Drafts) headings(form string) (rev int, h headings, err error) {
	var sealed []byte
	err = d.Each(`SELECT rev, body FROM heading WHERE org = $1 AND form = $2`, []any{d.Scope.Org, form}, func(scan func(...any) error) error {
		return scan(&rev, &sealed)
	})
	if err == nil && rev > 0 {
		err = d.Open(headingPlace(d.Scope.Org, form, rev), sealed, &h)
	}
	return rev, h, err
}

// KeepHeadings adds to what the organisation calls the columns of a form; the later word about a heading counts.
func (d Drafts) KeepHeadings(form string, more tabular.Learnt) error {
	rev, h, err := d.headings(form)
	if err != nil {
		return err
	}
	next, changed := h.Learnt.With(more)
	if !changed {
		return nil
	}
	body, err := d.Seal(headingPlace(d.Scope.Org, form, rev+1), headings{next})
	if err != nil {
		return err
	}
	_, err = d.Exec(`INSERT INTO heading (org, form, rev, at, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (org, form) DO UPDATE SET rev = excluded.rev, at = excluded.at, body = excluded.body`,
		d.Scope.Org, form, rev+1, d.Scope.At, body)
	return err
}
