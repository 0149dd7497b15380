package notice

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notice"
)

var mayAnswer = access.Permission{Action: access.Answer, Object: access.Notice}

func place(n notice.Notice) seal.Place {
	return seal.Place{Org: n.Org, Table: "notice", ID: string(n.ID), Rev: n.Rev}
}

// technicalPlace is where what was pasted is sealed: it never changes.
func technicalPlace(n notice.Notice) seal.Place {
	return seal.Place{Org: n.Org, Table: "notice_technical", ID: string(n.ID), Rev: 1}
}

func (q Notices) same(c notice.Content, earlier ident.Number) []byte {
	return q.Keys.Digest("notice", string(c.Digest(earlier)))
}

const columns = `n.id, n.number, n.org, n.unit, n.contact, n.state, n.at, COALESCE(n.done_at, 0), COALESCE(n.draft, ''), COALESCE(d.number, ''), COALESCE(d.state, ''), COALESCE(f.number, ''), n.leaf, n.rev, n.body`

// from joins the draft into which a notice was taken over, and the report that came of it.
const from = ` FROM notice n LEFT JOIN draft d ON d.id = n.draft LEFT JOIN filing f ON f.id = d.filing`

func (q Notices) list(query string, args []any) (list []notice.Notice, err error) {
	var bodies [][]byte
	err = q.Each(query, args, func(scan func(...any) error) error {
		var n notice.Notice
		var body []byte
		var state filing.DraftState
		err := scan(&n.ID, &n.Number, &n.Org, &n.Unit, &n.Contact, &n.State, &n.At, &n.DoneAt, &n.Draft, &n.Into, &state, &n.Sent, &n.Leaf, &n.Rev, &body)
		n.Aside = state == filing.DraftDiscarded
		list, bodies = append(list, n), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(place(list[i]), bodies[i], &list[i].Said)
		}
		if err == nil && list[i].Said.Unit != list[i].Unit {
			err = fault.Absent()
		}
	}
	return list, err
}

// NoticeList lists the notices of the scope's units, those that wait first, the newest first among them, without what was pasted. state
// narrows it where it is not empty.
func (q Notices) NoticeList(state notice.State, limit int) ([]notice.Notice, error) {
	var a row.Args
	own := q.Visible("n", mayRead, &a)
	if state != "" {
		own += ` AND n.state = ` + a.Add(state)
	}
	return q.list(`SELECT `+columns+from+` WHERE `+own+` ORDER BY CASE WHEN n.state = 'waiting' THEN 0 ELSE 1 END, n.at DESC, n.id LIMIT `+a.Add(limit), a.List)
}

// NoticesPasted lists the latest notices of the scope's units since an instant with what was pasted into them; those without are left out.
func (q Notices) NoticesPasted(since ident.Instant, limit int) (list []notice.Notice, err error) {
	var a row.Args
	own := q.Visible("n", mayRead, &a)
	all, err := q.list(`SELECT `+columns+from+` WHERE `+own+` AND n.at >= `+a.Add(since)+` ORDER BY n.at DESC, n.id LIMIT `+a.Add(limit), a.List)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var ids row.Args
	pasted := map[ident.Object][]byte{}
	in, org := row.In(&ids, idsOf(all)), ids.Add(q.Scope.Org)
	err = q.Each(`SELECT n.id, n.technical FROM notice n WHERE n.id IN `+in+` AND n.org = `+org, ids.List, func(scan func(...any) error) error {
		var id ident.Object
		var body []byte
		err := scan(&id, &body)
		pasted[id] = body
		return err
	})
	for _, n := range all {
		if err == nil {
			err = q.Open(technicalPlace(n), pasted[n.ID], &n.Technical)
		}
		if n.Technical != "" {
			list = append(list, n)
		}
	}
	return list, err
}

func idsOf(list []notice.Notice) (ids []ident.Object) {
	for _, n := range list {
		ids = append(ids, n.ID)
	}
	return ids
}

// CountNotices counts those that wait, up to limit.
func (q Notices) CountNotices(limit int) (n int, err error) {
	var a row.Args
	own := q.Visible("n", mayRead, &a)
	err = q.One(`SELECT COUNT(*) FROM (SELECT 1 FROM notice n WHERE `+own+` AND n.state = 'waiting' LIMIT `+a.Add(limit)+`) w`, a.List, &n)
	return n, err
}

// Notice is one notice of the scope's units, whole. Absent and foreign are one answer.
func (q Notices) Notice(number ident.Number) (n notice.Notice, err error) {
	var a row.Args
	at := a.Add(number)
	list, err := q.list(`SELECT `+columns+from+` WHERE n.number = `+at+` AND `+q.Visible("n", mayRead, &a), a.List)
	if err == nil && len(list) != 1 {
		err = q.Miss(string(number))
	}
	if err != nil {
		return n, err
	}
	var pasted []byte
	n = list[0]
	if err = q.One(`SELECT technical FROM notice WHERE id = $1 AND org = $2`, []any{n.ID, n.Org}, &pasted); err == nil {
		err = q.Open(technicalPlace(n), pasted, &n.Technical)
	}
	return n, err
}

// NoticeTaken finds what the contact that acts told before: the same content, so that it is kept once.
func (q Notices) NoticeTaken(c notice.Content, earlier ident.Number) (n notice.Notice, found bool, err error) {
	err = q.One(`SELECT id, number, at, leaf FROM notice WHERE org = $1 AND contact = $2 AND same = $3`, []any{q.Scope.Org, q.Scope.Card, q.same(c, earlier)}, &n.ID, &n.Number, &n.At, &n.Leaf)
	if fault.Is(err, fault.Hidden) {
		return n, false, nil
	}
	return n, err == nil, err
}

// NoticesOfContact counts what the contact that acts told since an instant, and says whether it sent the notice that it names.
func (q Notices) NoticesOfContact(since ident.Instant, earlier ident.Number) (n int, sent bool, err error) {
	var found int
	err = q.One(`SELECT COUNT(*), (SELECT COUNT(*) FROM notice e WHERE e.org = $1 AND e.contact = $2 AND e.number = $4) FROM notice n WHERE n.org = $1 AND n.contact = $2 AND n.at >= $3`,
		[]any{q.Scope.Org, q.Scope.Card, since, earlier}, &n, &found)
	return n, found > 0, err
}

// AddNotice keeps a notice of the contact that acts; the same content of it a second time is a Conflict.
func (q Notices) AddNotice(n notice.Notice) error {
	n.Rev, n.Said.Unit = 1, n.Unit
	same := q.same(n.Content, n.Earlier)
	pasted, err := q.Seal(technicalPlace(n), n.Technical)
	if err != nil {
		return err
	}
	n.Technical = ""
	body, err := q.Seal(place(n), n.Said)
	if err != nil {
		return err
	}
	_, err = q.Exec(`INSERT INTO notice (id, org, unit, number, contact, state, at, leaf, same, rev, body, technical) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		n.ID, n.Org, n.Unit, n.Number, n.Contact, notice.Waiting, n.At, n.Leaf, same, n.Rev, body, pasted)
	return err
}

// MoveNotice writes what became of a notice over the revision that n names; somebody else's in between is a Conflict.
func (q Notices) MoveNotice(n notice.Notice) error {
	was := n.Rev
	n.Rev++
	n.Technical = ""
	body, err := q.Seal(place(n), n.Said)
	if err != nil {
		return err
	}
	var a row.Args
	set := `state = ` + a.Add(n.State) + `, done_at = ` + a.Add(orNull(n.DoneAt)) + `, draft = ` + a.Add(textOrNull(string(n.Draft))) + `, rev = ` + a.Add(n.Rev) + `, body = ` + a.Add(body)
	changed, err := q.Exec(`UPDATE notice SET `+set+` WHERE id = `+a.Add(n.ID)+` AND rev = `+a.Add(was)+` AND `+q.Visible("notice", mayAnswer, &a), a.List...)
	if err == nil && changed != 1 {
		err = fault.New(fault.Conflict, "fault.notice.moved", nil)
	}
	return err
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
