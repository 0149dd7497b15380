// Package filing keeps what arrived: filings, their immutable revisions, addressees, and the reader
// rows that make an addressee see them.
package filing

import (
	"fmt"
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/request"
)

// Filings are the rows of a transaction about filings.
type Filings struct{ *row.Q }

// ReaderKind is the kind of reader rows of reports.
const ReaderKind = "report"

func place(org ident.Org, id ident.Filing, rev int) seal.Place {
	return seal.Place{Org: org, Table: "filing_revision", ID: string(id), Rev: rev}
}

// AddFiling writes an arrival: the filing, its first revision, its addressees, and their reader rows for
// the filing and its case. The addressees are frozen here: nothing recomputes them.
func (f Filings) AddFiling(fl filing.Filing, c filing.Content, to []filing.Addressee) error {
	if err := f.Add(`INSERT INTO filing (id, org, unit, number, kind, subject, state, rev, arrived_at, leaf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		fl.ID, fl.Org, fl.Unit, fl.Number, fl.Kind, fl.Case, fl.State, fl.Rev, fl.ArrivedAt, fl.Leaf); err != nil {
		return err
	}
	if err := f.note(fl, c.Noted); err != nil {
		return err
	}
	body, err := f.Seal(place(fl.Org, fl.ID, fl.Rev), c)
	if err != nil {
		return err
	}
	if err := f.Add(`INSERT INTO filing_revision (filing, rev, at, org, body) VALUES ($1, $2, $3, $4, $5)`, fl.ID, fl.Rev, f.Scope.At, fl.Org, body); err != nil {
		return err
	}
	return f.addAddressees(fl, to)
}

func (f Filings) addAddressees(fl filing.Filing, to []filing.Addressee) error {
	if len(to) == 0 {
		return nil
	}
	var a, r, h row.Args
	var addressees, readers, handed []string
	for _, t := range to {
		sections := strings.Join(t.Sections, " ")
		proof := f.Proof("addressee", string(fl.ID), string(t.Unit), string(t.Org), t.Title, string(t.Channel), sections)
		addressees = append(addressees, row.In(&a, []any{fl.ID, t.Org, t.Unit, t.Title, t.Channel, sections, proof}))
		if t.Channel != filing.Here {
			continue
		}
		for _, audience := range Audiences(t) {
			readers = append(readers, f.reader(&r, string(fl.ID), audience, ReaderKind))
			if fl.Case != "" {
				readers = append(readers, f.reader(&r, string(fl.Case), audience, "case"))
			}
		}
		if t.Transfer != "" {
			handed = append(handed, row.In(&h, []any{fl.ID, register.TransferRow{ID: t.Transfer}.NewAudience(), sections}))
		}
	}
	if err := f.Add(`INSERT INTO addressee (filing, org, unit, title, channel, sections, proof) VALUES `+strings.Join(addressees, ", "), a.List...); err != nil {
		return err
	}
	if len(readers) == 0 {
		return nil
	}
	if len(handed) > 0 {
		if err := f.Add(`INSERT INTO handover (filing, audience, sections) VALUES `+strings.Join(handed, ", "), h.List...); err != nil {
			return err
		}
	}
	return f.Add(`INSERT INTO reader (object, audience, kind, at, proof) VALUES `+strings.Join(readers, ", ")+` ON CONFLICT (object, audience) DO NOTHING`, r.List...)
}

// reader is one reader row with its proof.
func (f Filings) reader(a *row.Args, object, audience, kind string) string {
	return f.ReaderRow(a, object, audience, kind, f.Scope.At)
}

// Audiences are those through which an office, and the one that will be competent after it, reads what arrives now.
func Audiences(t filing.Addressee) []string {
	if t.Transfer == "" {
		return []string{string(t.Unit)}
	}
	pass := register.TransferRow{ID: t.Transfer}
	return []string{pass.OldAudience(), pass.NewAudience()}
}

const columns = `f.id, f.number, f.kind, f.org, f.unit, f.subject, f.state, f.rev, f.arrived_at, f.leaf`

// questions is one column after columns: how many questions about the filing the scope may see, and how many of those are
// 補正のお願い. An office must not learn from a count that another office asked.
func (f Filings) questions(a *row.Args) string {
	org, unit := a.Add(f.Scope.Org), a.Add(f.Scope.Unit)
	count := func(which string, state request.State) string {
		return `COUNT(CASE WHEN ` + which + `x.state = '` + string(state) + `' THEN 1 END)`
	}
	return `(SELECT ` + strings.Join([]string{
		count("", request.Waiting), count("", request.Answered), count("x.kind = 'fix' AND ", request.Waiting), count("x.kind = 'fix' AND ", request.Answered),
	}, ` || ' ' || `) + ` FROM request x WHERE x.filing = f.id AND (x.asked_org = ` + org + ` OR x.org = ` + org +
		` AND EXISTS (SELECT 1 FROM unit_above xa WHERE xa.unit = x.unit AND xa.above = ` + unit + `))) || ' ' || (SELECT COUNT(*) FROM ` + f.checks(a) + `)`
}

// checks are the 形式確認 of what stands of f that the scope may see: its own office's, or all of its own filings'.
func (f Filings) checks(a *row.Args) string {
	org, unit := a.Add(f.Scope.Org), a.Add(f.Scope.Unit)
	return `formal_check k WHERE k.filing = f.id AND k.rev = f.rev AND k.undone_at IS NULL AND (f.org = ` + org + ` OR k.org = ` + org +
		` AND EXISTS (SELECT 1 FROM unit_above xa WHERE xa.unit = k.unit AND xa.above = ` + unit + `))`
}

// asked is what questions counts, and the state that is stored.
type asked struct {
	waiting, answered, fixWaiting, fixAnswered, checks int
	stored                                             filing.State
}

// scan reads columns, questions, passed and what follows them. Whoever reads is given the state as their own questions make it
// (filing.StateFor); an act, which must move the filing, and background work are given the one that is stored.
func (f Filings) scan(scan func(...any) error, more ...any) (fl filing.Filing, n asked, err error) {
	var counts string
	var passed string
	into := []any{&fl.ID, &fl.Number, &fl.Kind, &fl.Org, &fl.Unit, &fl.Case, &fl.State, &fl.Rev, &fl.ArrivedAt, &fl.Leaf, &counts, &passed}
	if err := scan(append(into, more...)...); err != nil {
		return fl, n, err
	}
	for id := range strings.FieldsSeq(passed) {
		fl.Passed = append(fl.Passed, filing.Passed{ID: ident.Object(id)})
	}
	if _, err := fmt.Sscan(counts, &n.waiting, &n.answered, &n.fixWaiting, &n.fixAnswered, &n.checks); err != nil {
		return fl, n, fmt.Errorf("counts of questions %q: %w", counts, err)
	}
	n.stored = fl.State
	if _, system := f.Scope.IsSystem(); f.Leaf == "" && !system {
		fl.State = filing.StateFor(fl.State, n.fixWaiting > 0, n.fixAnswered > 0, n.checks > 0)
	}
	return fl, n, nil
}

// Filing returns a filing that is open to the scope for an action, with its latest content. Absent and foreign
// are one answer.
func (f Filings) Filing(n ident.Number, p access.Permission) (fl filing.Filing, c filing.Content, err error) {
	var a row.Args
	return f.one(string(n), `f.number = `+a.Add(n), p, &a)
}

// FilingByID is Filing for an id that an act returned.
func (f Filings) FilingByID(id ident.Filing, p access.Permission) (filing.Filing, filing.Content, error) {
	var a row.Args
	return f.one(string(id), `f.id = `+a.Add(id), p, &a)
}

func (f Filings) one(ref, where string, p access.Permission, a *row.Args) (fl filing.Filing, c filing.Content, err error) {
	var body []byte
	found := false
	visible := f.Visible
	if p.Object != access.Report {
		visible = f.Parent
	}
	where, questions, passed, sight := where+` AND `+visible("f", p, a), f.questions(a), f.passed(a), f.Sight("f", p, a)
	err = f.Each(`SELECT `+columns+`, `+questions+`, `+passed+`, v.body, `+sight+` FROM filing f JOIN filing_revision v ON v.filing = f.id AND v.rev = f.rev WHERE `+where,
		a.List, func(scan func(...any) error) (err error) {
			var evidence string
			fl, _, err = f.scan(scan, &body, &evidence)
			found = f.Sees(evidence)
			return err
		})
	if err == nil && !found {
		err = f.Miss(ref)
	}
	if err == nil {
		err = f.tellPassed([]*filing.Filing{&fl})
	}
	if err != nil {
		return filing.Filing{}, c, err
	}
	return fl, c, f.Open(place(fl.Org, fl.ID, fl.Rev), body, &c)
}

// Addressees lists who has a filing, with what each has of it by now, in the order of its jurisdictions; nobody has one that is not open to the scope.
func (f Filings) Addressees(fl filing.Filing) (list []filing.Addressee, err error) {
	list, _, err = f.AddresseesShared(fl)
	return list, err
}

// AddresseesShared is Addressees; shared is whether a consent about the filing may be read in the scope.
func (f Filings) AddresseesShared(fl filing.Filing) (list []filing.Addressee, shared bool, err error) {
	var bodies []row.Body
	var args row.Args
	at := args.Add(fl.ID)
	visible := f.Through("filing", "a.filing", access.Permission{Action: access.Read, Object: access.Report}, &args)
	err = f.Each(`SELECT a.org, a.unit, a.title, a.channel, a.sections, COALESCE(h.sections, ''), `+row.Joined("handover", "h")+`, u.rev, u.body, EXISTS (SELECT 1 FROM consent o WHERE o.object = a.filing)
		FROM addressee a JOIN unit u ON u.id = a.unit LEFT JOIN handover h ON h.filing = a.filing AND h.audience = a.unit
		WHERE a.filing = `+at+` AND `+visible+` ORDER BY a.title DESC, a.unit`,
		args.List, func(scan func(...any) error) error {
			a := filing.Addressee{Filing: fl.ID}
			var sections, later, evidence string
			var body row.Body
			err := scan(&a.Org, &a.Unit, &a.Title, &a.Channel, &sections, &later, &evidence, &body.Rev, &body.Sealed, &shared)
			if a.Sections = strings.Fields(sections); f.Stands("handover", evidence) {
				a.Sections = append(a.Sections, strings.Fields(later)...)
			}
			list, bodies = append(list, a), append(bodies, body)
			return err
		})
	for i := range list {
		if err != nil {
			break
		}
		var u party.Unit
		err = f.Open(row.UnitPlace(list[i].Org, list[i].Unit, bodies[i].Rev), bodies[i].Sealed, &u)
		list[i].Office, list[i].OfficeEn, list[i].Phone = u.Name, u.NameEn, u.Phone
	}
	return list, shared, err
}

// MoveFiling changes the state of a filing that was loaded in this scope; if somebody else moved it meanwhile it
// is a Conflict.
func (f Filings) MoveFiling(fl filing.Filing, to filing.State) error {
	n, err := f.Exec(`UPDATE filing SET state = $1 WHERE id = $2 AND state = $3 AND rev = $4`, to, fl.ID, fl.State, fl.Rev)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.filing.moved", nil)
	}
	return err
}
