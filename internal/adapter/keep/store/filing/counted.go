package filing

import (
	"fmt"
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
)

// Which filings the indexes of what is counted read: notifications, and every other of a case.
const (
	notifications = `f.kind > '` + notification.Kind + `' AND f.kind < 'asset/'` // / follows . in bytes
	reports       = `f.subject <> '' AND NOT (` + notifications + `)`
)

// FiledReports lists the reports of cases with their latest content after an id, for the index of statistics; nobody else is told any.
// Withholds says whether something of it is withheld now.
func (f Filings) FiledReports(after ident.Filing, limit int) ([]filing.Reported, error) {
	return f.filedAfter(reports, after, limit)
}

// FiledAmong is FiledReports of those of some ids that are reports.
func (f Filings) FiledAmong(ids []ident.Object) ([]filing.Reported, error) {
	return f.filedOf(reports, ids)
}

// FiledNotifications is FiledReports of 届出, for the index of what stands notified.
func (f Filings) FiledNotifications(after ident.Filing, limit int) ([]filing.Reported, error) {
	return f.filedAfter(notifications, after, limit)
}

// NotificationsAmong is FiledNotifications of those of some ids that are 届出, and of what was withdrawn by one of them.
func (f Filings) NotificationsAmong(ids []ident.Object) ([]filing.Reported, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var a row.Args
	in := row.In(&a, ids)
	return f.filed(`(f.id IN `+in+` OR f.id IN (SELECT w.filing FROM withdrawal w WHERE w.by_filing IN `+in+`)) AND `+notifications+` ORDER BY f.id`, a.List...)
}

func (f Filings) filedAfter(which string, after ident.Filing, limit int) ([]filing.Reported, error) {
	return f.filed(`f.id > $1 AND `+which+` ORDER BY f.id LIMIT $2`, after, limit)
}

func (f Filings) filedOf(which string, ids []ident.Object) ([]filing.Reported, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var a row.Args
	return f.filed(`f.id IN `+row.In(&a, ids)+` AND `+which+` ORDER BY f.id`, a.List...)
}

func (f Filings) filed(where string, args ...any) (list []filing.Reported, err error) {
	if _, system := f.Scope.IsSystem(); !system {
		return nil, nil
	}
	var bodies [][]byte
	err = f.Each(`SELECT `+columns+`, v.body, EXISTS (SELECT 1 FROM withheld h WHERE h.object = f.id AND h.state = 'held')
		FROM filing f JOIN filing_revision v ON v.filing = f.id AND v.rev = f.rev WHERE `+where, args, func(scan func(...any) error) error {
		var r filing.Reported
		var body []byte
		err := scan(&r.ID, &r.Number, &r.Kind, &r.Org, &r.Unit, &r.Case, &r.State, &r.Rev, &r.ArrivedAt, &r.Leaf, &body, &r.Withholds)
		list, bodies = append(list, r), append(bodies, body)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		err = f.Open(place(list[i].Org, list[i].ID, list[i].Rev), bodies[i], &list[i].Content)
	}
	return list, err
}

// sightMost bounds what ReleasedSince reads from each table.
const sightMost = 200_000

// ReleasedSince is Released for every filing that arrived on a day or later and is addressed to the scope's office: what it may count. Who files
// is told nothing here.
func (f Filings) ReleasedSince(from law.Day) (map[ident.Filing][]string, error) {
	return f.released(filing.Filter{From: from})
}

// NotificationsReleased is ReleasedSince the first day: what it says of a filing that is no 届出 is for nobody to use.
func (f Filings) NotificationsReleased() (map[ident.Filing][]string, error) {
	return f.released(filing.Filter{})
}

// released reads both tables of releases beside the index of each audience, once: as many filings as there are, two statements. What came with
// jurisdiction is little beside what was addressed, so that statement begins from it.
func (f Filings) released(which filing.Filter) (map[ident.Filing][]string, error) {
	all, split := map[ident.Filing][]string{}, map[string][]string{}
	w, err := f.walk(filing.Filter{})
	if err != nil || w.own || len(w.sources) == 0 {
		return all, err
	}
	for _, from := range releases {
		var a row.Args
		reader, given := row.NewWitness("reader"), row.NewWitness(from.table)
		sources := row.In(&a, w.sources)
		where := ` AND r.audience IN ` + sources + ` AND r.kind = ` + a.Add(ReaderKind) + w.beyond("r.at", "r.object", which, filing.Place{}, &a)
		query := `SELECT r.object, d.sections, ` + reader.Columns("r") + `, ` + given.Columns("d") + fmt.Sprintf(from.beside, sources) + where + ` LIMIT ` + a.Add(sightMost)
		var id ident.Filing
		var words string
		into := slices.Concat([]any{&id, &words}, reader.Into(), given.Into())
		err := f.Each(query, a.List, func(scan func(...any) error) error {
			err := scan(into...)
			if _, known := split[words]; !known { // few say something of their own
				split[words] = slices.Clip(strings.Fields(words))
			}
			if err == nil && f.Heard(reader) && f.Heard(given) {
				if all[id] == nil {
					all[id] = split[words]
				} else {
					all[id] = append(all[id], split[words]...)
				}
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}
