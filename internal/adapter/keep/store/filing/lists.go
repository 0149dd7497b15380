package filing

import (
	"fmt"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/request"
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

func (f Filings) lines(where string, args []any) (list []filing.Line, err error) {
	var bodies [][]byte
	var a row.Args
	a.List = args
	unit, org := a.Add(f.Scope.Unit), a.Add(f.Scope.Org)
	// An office must not learn from a count that another office asked.
	questions := `(SELECT COUNT(*) FROM request q WHERE q.filing = f.id AND q.state = '%s' AND (q.asked_org = ` + org +
		` OR q.org = ` + org + ` AND EXISTS (SELECT 1 FROM unit_above qa WHERE qa.unit = q.unit AND qa.above = ` + unit + `)))`
	sight := f.Sight("f", access.Permission{Action: access.Read, Object: access.Report}, &a)
	err = f.Each(`SELECT `+columns+`, `+f.fixes(&a)+`, v.body, `+sight+`, `+fmt.Sprintf(questions, request.Waiting)+`, `+fmt.Sprintf(questions, request.Answered)+`,
		(SELECT 1 FROM look k JOIN unit_above ka ON ka.unit = k.unit WHERE k.object = f.id AND ka.above = `+unit+` AND k.purpose = 'open' LIMIT 1) IS NOT NULL
		FROM filing f JOIN filing_revision v ON v.filing = f.id AND v.rev = f.rev WHERE `+where, a.List, func(scan func(...any) error) error {
		var l filing.Line
		var body []byte
		var evidence string
		var err error
		l.Filing, err = f.scan(scan, &body, &evidence, &l.Waiting, &l.Answered, &l.Opened)
		if f.Sees(evidence) {
			list, bodies = append(list, l), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		err = f.Open(place(list[i].Org, list[i].Filing.ID, list[i].Rev), bodies[i], &list[i].Content)
	}
	return list, err
}
