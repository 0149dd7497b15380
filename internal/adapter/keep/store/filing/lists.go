package filing

import (
	"fmt"
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
)

// OwnFilings lists the filings of the scope's organisation, newest first, with their content.
func (f Filings) OwnFilings(before row.Cursor, limit int) ([]filing.Line, error) {
	var a row.Args
	own := f.Visible("f", access.Permission{Action: access.Read, Object: access.Report}, &a)
	if before.At == 0 {
		before.At = 1<<62 - 1
	}
	at, id := a.Add(before.At), a.Add(before.ID)
	return f.lines(`f.org = `+a.Add(f.Scope.Org)+` AND f.arrived_at <= `+at+` AND (f.arrived_at < `+at+` OR f.id < `+id+`) AND `+own+
		` ORDER BY f.arrived_at DESC, f.id DESC LIMIT `+a.Add(limit), a.List)
}

// DeskFilings lists the filings that are addressed to the scope's office, newest first, and whether somebody of
// the office has opened each.
func (f Filings) DeskFilings(before row.Cursor, limit int) ([]filing.Line, error) {
	page, err := f.Recent(ReaderKind, before, limit)
	if err != nil || len(page) == 0 {
		return nil, err
	}
	var a row.Args
	ids := make([]string, len(page))
	for i, c := range page {
		ids[i] = c.ID
	}
	in := row.In(&a, ids)
	visible := f.Visible("f", access.Permission{Action: access.Read, Object: access.Report}, &a)
	return f.lines(`f.id IN `+in+` AND `+visible+` ORDER BY f.arrived_at DESC, f.id DESC`, a.List)
}

// FilingsUnder lists what was sent under a procedure, in any of its versions, as far as it is open to the scope: the newest first.
func (f Filings) FilingsUnder(procedure string, before row.Cursor, limit int) ([]filing.Line, error) {
	var a row.Args
	visible := f.Visible("f", access.Permission{Action: access.Read, Object: access.Report}, &a)
	if before.At == 0 {
		before.At = 1<<62 - 1
	}
	at, id := a.Add(before.At), a.Add(before.ID)
	var kind string
	if strings.Contains(procedure, ".") { // a built-in one has one version
		kind = `f.kind = ` + a.Add(procedure)
	} else {
		kind = `f.kind > ` + a.Add(procedure+"@") + ` AND f.kind < ` + a.Add(procedure+"A") // A follows @ in bytes, and both engines compare by bytes
	}
	return f.lines(kind+` AND f.arrived_at <= `+at+` AND (f.arrived_at < `+at+` OR f.id < `+id+`) AND `+visible+` ORDER BY f.arrived_at DESC, f.id DESC LIMIT `+a.Add(limit), a.List)
}

func (f Filings) lines(where string, args []any) (list []filing.Line, err error) {
	var bodies [][]byte
	var charges []charged
	var a row.Args
	a.List = args
	unit, questions, passed := a.Add(f.Scope.Unit), f.questions(&a), f.passed(&a)
	sight := f.Sight("f", access.Permission{Action: access.Read, Object: access.Report}, &a)
	err = f.Each(`SELECT `+columns+`, `+questions+`, `+passed+`, v.body, `+sight+`,
		(SELECT 1 FROM look k JOIN unit_above ka ON ka.unit = k.unit WHERE k.object = f.id AND ka.above = `+unit+` AND k.purpose = 'open' LIMIT 1) IS NOT NULL, `+f.charge(&a)+`, `+telephone+`
		FROM filing f JOIN filing_revision v ON v.filing = f.id AND v.rev = f.rev WHERE `+where, a.List, func(scan func(...any) error) error {
		var l filing.Line
		var body []byte
		var evidence string
		var held charged
		var phoned string
		fl, asked, err := f.scan(scan, &body, &evidence, &l.Opened, &l.Charge.Person, &held.rev, &held.body, &held.proof, &phoned)
		if !f.Stands("charge", held.proof) {
			l.Charge.Person = ""
		}
		l.Filing, l.Waiting, l.Answered = fl, asked.waiting, asked.answered
		if err == nil && phoned != "" {
			_, err = fmt.Sscan(phoned, &l.Telephone, &l.Taken)
		}
		if f.Sees(evidence) {
			list, bodies, charges = append(list, l), append(bodies, body), append(charges, held)
		}
		return err
	})
	filings := make([]*filing.Filing, len(list))
	for i := range list {
		filings[i] = &list[i].Filing
	}
	if err == nil {
		err = f.tellPassed(filings)
	}
	for i := range list {
		if err != nil {
			break
		}
		if err = f.Open(place(list[i].Org, list[i].Filing.ID, list[i].Rev), bodies[i], &list[i].Content); err == nil && list[i].Charge.Person != "" {
			err = f.Open(row.ChargePlace(f.Scope, list[i].Filing.ID, charges[i].rev), charges[i].body, &list[i].Charge)
		}
	}
	return list, err
}

// telephone is one column about a report that came by telephone: where it stands, and when it was entered.
const telephone = `COALESCE((SELECT i.state || ' ' || i.at FROM intake i WHERE i.filing = f.id), '')`

// charge are four columns about who of an office takes care: person, revision, sealed name, evidence. A filer is told nothing.
func (f Filings) charge(a *row.Args) string {
	if _, office := f.Scope.Relations(mayRead); !office {
		return `'', 0, NULL, ''`
	}
	of := ` FROM charge c WHERE c.filing = f.id AND c.unit = ` + a.Add(f.Scope.Unit) + ` AND c.org = ` + a.Add(f.Scope.Org) + `)`
	return `COALESCE((SELECT c.person` + of + `, ''), COALESCE((SELECT c.rev` + of + `, 0), (SELECT c.body` + of + `, COALESCE((SELECT ` + row.Evidence("charge", "c") + of + `, '')`
}

// charged is the sealed name of who takes care of a line.
type charged struct {
	rev   int
	body  []byte
	proof string
}
