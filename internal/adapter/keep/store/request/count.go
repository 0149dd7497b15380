package request

import "kanmin/internal/domain/ident"

// CountWaiting counts the questions that wait for the scope's organisation, up to a limit.
func (r Requests) CountWaiting(limit int) (n int, err error) {
	err = r.One(`SELECT COUNT(*) FROM (SELECT 1 FROM request q WHERE q.asked_org = $1 AND q.state = 'waiting'
		AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = q.asked_unit AND a.above = $2) LIMIT $3) w`, []any{r.Scope.Org, r.Scope.Unit, limit}, &n)
	return n, err
}

// CountUnread counts, among the office's newest questions, those that were answered and whose filing nobody of the
// office has opened since.
func (r Requests) CountUnread(newest int) (n int, err error) {
	err = r.One(`SELECT COUNT(*) FROM (SELECT q.filing, q.state, q.answered_at FROM request q WHERE q.org = $1 AND q.unit = $2 ORDER BY q.asked_at DESC, q.id DESC LIMIT $3) w
		WHERE w.state = 'answered' AND NOT EXISTS (SELECT 1 FROM look k JOIN unit_above a ON a.unit = k.unit
		WHERE k.object = w.filing AND a.above = $2 AND k.purpose = 'open' AND k.at >= w.answered_at)`, []any{r.Scope.Org, r.Scope.Unit, newest}, &n)
	return n, err
}

// FilingOf returns the filing that a question is about, for either side of the question. Absent and foreign are one answer.
func (r Requests) FilingOf(n ident.Number) (f ident.Filing, err error) {
	err = r.One(`SELECT q.filing FROM request q WHERE q.number = $3 AND `+side, []any{r.Scope.Org, r.Scope.Unit, n}, &f)
	return f, err
}
