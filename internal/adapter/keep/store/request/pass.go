package request

import (
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/request"
)

// passAtOnce bounds how many questions pass in one act.
const passAtOnce = 200

// PassRequests makes the questions that wait for an operator from before the day the successor's to answer (承継), and returns them.
// Those that were answered stay with whoever answered. Background work alone may; those beyond a bound wait for the next act.
func (r Requests) PassRequests(i register.Inheritance, unit ident.Unit) (list []request.Request, err error) {
	if r.Scope.Org != "" {
		return nil, nil
	}
	err = r.Each(`SELECT id, number FROM request WHERE asked_org = $1 AND state = 'waiting' AND asked_at < $2 ORDER BY id LIMIT $3`, []any{i.Old, i.On.Start(), passAtOnce}, func(scan func(...any) error) error {
		var n request.Request
		err := scan(&n.ID, &n.Number)
		list = append(list, n)
		return err
	})
	for _, n := range list {
		if err == nil {
			_, err = r.Exec(`UPDATE request SET asked_org = $1, asked_unit = $2 WHERE id = $3 AND state = 'waiting'`, i.New, unit, n.ID)
		}
	}
	return list, err
}
