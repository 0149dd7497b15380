package filing

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/procedure"
)

var mayCheck = access.Permission{Action: access.Ask, Object: access.Report}

// withRows are the procedures whose filings have a list of products.
var withRows = []string{notification.New.ID, notification.Change.ID}

// Bounds: of whose last lists a pattern is made, and of how many filings an organisation's last is looked for.
const (
	patternMost = 3000
	lastMost    = 200
)

// note keeps what is noted of what stands of a filing; nil where nothing is.
func (f Filings) note(fl filing.Filing, n *procedure.Noted) error {
	if n == nil {
		return nil
	}
	return f.Add(`INSERT INTO notified (filing, org, kind, sector, types, answered, n, flags, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (filing) DO UPDATE SET sector = excluded.sector, types = excluded.types, answered = excluded.answered, n = excluded.n, flags = excluded.flags, at = excluded.at`,
		fl.ID, fl.Org, fl.Kind, n.Sector, n.Types, n.Answered, n.Rows, len(n.Flags), f.Scope.At)
}

// LastNoted is what the scope's organisation said the last time of each business.
func (f Filings) LastNoted() (map[law.Sector]procedure.Noted, error) {
	last := map[law.Sector]procedure.Noted{}
	var a row.Args
	own := `n.org = ` + a.Add(f.Scope.Org) + ` AND f.state <> 'withdrawn' AND ` + f.Visible("f", mayRead, &a)
	err := f.Each(`SELECT n.sector, n.types, n.answered, n.n FROM notified n JOIN filing f ON f.id = n.filing WHERE `+own+` ORDER BY n.at DESC, n.filing DESC LIMIT `+a.Add(lastMost), a.List, func(scan func(...any) error) error {
		var n procedure.Noted
		err := scan(&n.Sector, &n.Types, &n.Answered, &n.Rows)
		if _, there := last[n.Sector]; !there {
			last[n.Sector] = n
		}
		return err
	})
	return last, err
}

// LatestLists are the types of the latest list of each operator for each business for which it was ever designated, of those that are open to the
// scope's office. Each is looked for by itself: however many lists there were before, as many are read as there are operators.
func (f Filings) LatestLists() ([]procedure.Last, error) {
	if _, office := f.Scope.Relations(mayRead); !office {
		return nil, nil
	}
	var a row.Args
	last := `(SELECT n.filing FROM notified n WHERE n.org = e.operator AND n.sector = e.sector AND n.kind IN ` + row.In(&a, withRows) + ` AND n.types <> ''
		AND EXISTS (SELECT 1 FROM filing g WHERE g.id = n.filing AND g.state <> 'withdrawn' AND ` + f.Visible("g", mayRead, &a) + ` LIMIT 1 OFFSET 0) ORDER BY n.at DESC, n.filing DESC LIMIT 1)`
	var list []procedure.Last
	err := f.Each(`SELECT n.org, n.sector, n.types, `+f.Sight("f", mayRead, &a)+` FROM (SELECT `+last+` AS filing FROM (SELECT DISTINCT operator, sector FROM designation) e ORDER BY e.operator, e.sector LIMIT `+a.Add(patternMost)+`) l
		JOIN notified n ON n.filing = l.filing JOIN filing f ON f.id = n.filing ORDER BY n.at DESC, n.filing DESC`, a.List, func(scan func(...any) error) error {
		var l procedure.Last
		var evidence string
		err := scan(&l.Org, &l.Sector, &l.Types, &evidence)
		if f.Sees(evidence) {
			list = append(list, l)
		}
		return err
	})
	return list, err
}

func (f Filings) pattern() (notification.Pattern, error) {
	list, err := f.LatestLists()
	return notification.PatternOf(list), err
}

func checkPlace(org ident.Org, unit ident.Unit, id ident.Filing, rev int) seal.Place {
	return seal.Place{Org: org, Table: "formal_check", ID: string(id) + "/" + string(unit), Rev: rev}
}

func formalPlace(org ident.Org, id ident.Object, rev int) seal.Place {
	return seal.Place{Org: org, Table: "formal_act", ID: string(id), Rev: rev}
}

// checker is who checked a form.
type checker struct{ Name string }

// Formal are the 届出 of some numbers or ids that are open to the scope's office, as it stands to their form. What they lack beside others is
// not among it (checking.Flagged).
func (f Filings) Formal(numbers []ident.Number, ids []ident.Filing) ([]formal.Line, error) {
	if len(numbers)+len(ids) == 0 || f.Scope.Permit(mayCheck) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var a row.Args
	which := `f.id IN `
	if len(ids) > 0 {
		which += row.In(&a, ids)
	} else {
		which = `f.number IN ` + row.In(&a, numbers)
	}
	first, past := a.Add(notification.Kind), a.Add("asset/")
	where := which + ` AND f.kind > ` + first + ` AND f.kind < ` + past + ` AND ` + f.Visible("f", mayCheck, &a)
	questions, passed, sight := f.questions(&a), f.passed(&a), f.Sight("f", mayCheck, &a)
	org, unit := a.Add(f.Scope.Org), a.Add(f.Scope.Unit)
	var list []formal.Line
	var bodies [][]byte
	var places []seal.Place
	err := f.Each(`SELECT `+columns+`, `+questions+`, `+passed+`, `+sight+`, COALESCE(n.sector, ''), COALESCE(n.types, ''), COALESCE(n.answered, ''), COALESCE(n.n, 0), COALESCE(n.flags, 0), COALESCE(k.unit, ''), COALESCE(k.act, ''), COALESCE(k.at, 0), k.body,
			EXISTS (SELECT 1 FROM onward w WHERE w.filing = f.id AND w.at IS NULL AND w.org <> `+org+`)
		FROM filing f LEFT JOIN notified n ON n.filing = f.id LEFT JOIN formal_check k ON k.filing = f.id AND k.rev = f.rev AND k.undone_at IS NULL AND k.org = `+org+`
		AND EXISTS (SELECT 1 FROM unit_above ka WHERE ka.unit = k.unit AND ka.above = `+unit+`) WHERE `+where+` ORDER BY f.arrived_at, f.id, k.at`,
		a.List, func(scan func(...any) error) error {
			var l formal.Line
			var evidence string
			var by ident.Unit
			var body []byte
			fl, n, err := f.scan(scan, &evidence, &l.Sector, &l.Types, &l.Answered, &l.Rows, &l.N, &by, &l.Act, &l.At, &body, &l.Onward)
			if err != nil || !f.Sees(evidence) || len(list) > 0 && list[len(list)-1].Filing == fl.ID {
				return err
			}
			l.Filing, l.Number, l.Kind, l.Rev = fl.ID, fl.Number, fl.Kind, fl.Rev
			l.State, l.Before = filing.StateFor(n.stored, n.fixWaiting > 0, n.fixAnswered > 0, n.checks > 0), filing.StateFor(n.stored, n.fixWaiting > 0, n.fixAnswered > 0, false)
			list, bodies, places = append(list, l), append(bodies, body), append(places, checkPlace(f.Scope.Org, by, fl.ID, fl.Rev))
			return nil
		})
	for i := range list {
		if err == nil && bodies[i] != nil {
			var who checker
			err = f.Open(places[i], bodies[i], &who)
			list[i].By = who.Name
		}
	}
	return list, err
}

// AddCheck says that the scope's office saw to the form of a revision; where a colleague was first it is a Conflict.
func (f Filings) AddCheck(m formal.Marked, a formal.Act) error {
	body, err := f.Seal(checkPlace(f.Scope.Org, f.Scope.Unit, m.Filing, m.Rev), checker{a.By})
	if err != nil {
		return err
	}
	n, err := f.Exec(`INSERT INTO formal_check (filing, unit, rev, org, act, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (filing, unit, rev) DO UPDATE SET act = excluded.act, at = excluded.at, undone_at = NULL, body = excluded.body
		WHERE formal_check.undone_at IS NOT NULL AND formal_check.org = excluded.org`, m.Filing, f.Scope.Unit, m.Rev, f.Scope.Org, a.ID, f.Scope.At, body)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.formal.moved", nil)
	}
	return err
}

// EndCheck takes back what an act checked.
func (f Filings) EndCheck(m formal.Marked, a formal.Act) error {
	n, err := f.Exec(`UPDATE formal_check SET undone_at = $1 WHERE filing = $2 AND rev = $3 AND act = $4 AND unit = $5 AND org = $6 AND undone_at IS NULL`, f.Scope.At, m.Filing, m.Rev, a.ID, f.Scope.Unit, f.Scope.Org)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.formal.moved", nil)
	}
	return err
}

// ChecksOf are the checks of the form of a filing that the scope may see, the first one first: by office and time.
func (f Filings) ChecksOf(id ident.Filing) (list []formal.Check, err error) {
	var a row.Args
	of, org, unit := a.Add(id), a.Add(f.Scope.Org), a.Add(f.Scope.Unit)
	visible := f.Visible("f", mayRead, &a)
	err = f.Each(`SELECT k.org, k.unit, k.rev, k.at, COALESCE(k.undone_at, 0) FROM filing f JOIN formal_check k ON k.filing = f.id WHERE f.id = `+of+` AND (f.org = `+org+` OR k.org = `+org+
		` AND EXISTS (SELECT 1 FROM unit_above xa WHERE xa.unit = k.unit AND xa.above = `+unit+`)) AND `+visible+` ORDER BY k.at, k.unit`, a.List, func(scan func(...any) error) error {
		var c formal.Check
		err := scan(&c.Org, &c.Unit, &c.Rev, &c.At, &c.UndoneAt)
		list = append(list, c)
		return err
	})
	return list, err
}

// AddFormalAct keeps an act about many.
func (f Filings) AddFormalAct(c formal.Act) error {
	body, err := f.Seal(formalPlace(f.Scope.Org, c.ID, 1), c.Words)
	if err != nil {
		return err
	}
	return f.Add(`INSERT INTO formal_act (id, org, unit, n, rev, at, body) VALUES ($1, $2, $3, $4, 1, $5, $6)`, c.ID, f.Scope.Org, f.Scope.Unit, c.N, f.Scope.At, body)
}

// UndoFormalAct notes that an act was taken back; the second to do so is a Conflict.
func (f Filings) UndoFormalAct(c formal.Act) error {
	body, err := f.Seal(formalPlace(f.Scope.Org, c.ID, 2), c.Words)
	if err != nil {
		return err
	}
	n, err := f.Exec(`UPDATE formal_act SET undone_at = $1, rev = 2, body = $2 WHERE id = $3 AND unit = $4 AND org = $5 AND undone_at IS NULL`, f.Scope.At, body, c.ID, f.Scope.Unit, f.Scope.Org)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.formal.undone", nil)
	}
	return err
}

// FormalActs lists the acts of the scope's unit, the latest first.
func (f Filings) FormalActs(limit int) ([]formal.Act, error) {
	var a row.Args
	return f.formalActs(`c.unit = `+a.Add(f.Scope.Unit)+` AND c.org = `+a.Add(f.Scope.Org)+` ORDER BY c.at DESC, c.id DESC LIMIT `+a.Add(limit), a.List)
}

// FormalAct is one of them. Absent and another office's are one answer.
func (f Filings) FormalAct(id ident.Object) (formal.Act, error) {
	var a row.Args
	list, err := f.formalActs(`c.id = `+a.Add(id)+` AND c.unit = `+a.Add(f.Scope.Unit)+` AND c.org = `+a.Add(f.Scope.Org), a.List)
	if err == nil && len(list) != 1 {
		err = f.Miss(string(id))
	}
	if err != nil {
		return formal.Act{}, err
	}
	return list[0], nil
}

func (f Filings) formalActs(where string, args []any) (list []formal.Act, err error) {
	if f.Scope.Permit(mayCheck) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var bodies [][]byte
	var revs []int
	err = f.Each(`SELECT c.id, c.at, COALESCE(c.undone_at, 0), c.n, c.rev, c.body FROM formal_act c WHERE `+where, args, func(scan func(...any) error) error {
		var c formal.Act
		var body []byte
		rev := 0
		err := scan(&c.ID, &c.At, &c.UndoneAt, &c.N, &rev, &body)
		list, bodies, revs = append(list, c), append(bodies, body), append(revs, rev)
		return err
	})
	for i := range list {
		if err == nil {
			err = f.Open(formalPlace(f.Scope.Org, list[i].ID, revs[i]), bodies[i], &list[i].Words)
		}
	}
	return list, err
}
