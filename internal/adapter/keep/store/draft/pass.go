package draft

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
)

// passAtOnce bounds how many drafts pass in one act.
const passAtOnce = 200

// PassDrafts makes the open drafts of an operator from before the day the successor's (承継). Answers stay sealed as they were
// written, and a reader row opens the files that hang on the draft. Background work alone may. It returns how many passed; those
// beyond a bound wait for the next act.
func (d Drafts) PassDrafts(i register.Inheritance, unit ident.Unit) (int64, error) {
	if d.Scope.Org != "" {
		return 0, nil
	}
	var ids []ident.Draft
	err := d.Each(`SELECT id FROM draft WHERE org = $1 AND state = 'open' AND created_at < $2 ORDER BY id LIMIT $3`, []any{i.Old, i.On.Start(), passAtOnce}, func(scan func(...any) error) error {
		var id ident.Draft
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	for _, id := range ids {
		if err == nil {
			err = d.pass(i, unit, id)
		}
	}
	return int64(len(ids)), err
}

func (d Drafts) pass(i register.Inheritance, unit ident.Unit, id ident.Draft) error {
	if err := d.Add(`UPDATE draft SET org = $1, unit = $2 WHERE id = $3`, i.New, unit, id); err != nil {
		return err
	}
	if err := d.Add(`UPDATE attached SET org = $1 WHERE parent = $2 AND rev = 0`, i.New, id); err != nil {
		return err
	}
	var a row.Args
	read := d.ReaderRow(&a, string(id), string(i.ID), "draft", d.Scope.At)
	return d.Add(`INSERT INTO reader (object, audience, kind, at, proof) VALUES `+read+` ON CONFLICT (object, audience) DO NOTHING`, a.List...)
}
