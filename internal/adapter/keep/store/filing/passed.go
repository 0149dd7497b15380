package filing

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

// passed is one column after columns: the 承継 by which f passed on until now.
func (f Filings) passed(a *row.Args) string {
	return `COALESCE((SELECT string_agg(pi.id, ' ') FROM reader pr JOIN inheritance pi ON pi.id = pr.audience
		WHERE pr.object = f.id AND pi.from_at <= ` + a.Add(f.Scope.At) + ` AND pi.undone_at IS NULL), '')`
}

// tellPassed says of filings to whom they passed. Where none did, it reads nothing.
func (f Filings) tellPassed(list []*filing.Filing) error {
	var ids []ident.Object
	for _, fl := range list {
		for _, p := range fl.Passed {
			if !slices.Contains(ids, p.ID) {
				ids = append(ids, p.ID)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	known, err := f.inheritances(ids)
	if err != nil {
		return err
	}
	for _, fl := range list {
		var told []filing.Passed
		for _, p := range fl.Passed {
			if one, ok := known[p.ID]; ok { // one that nobody of the house wrote is not there
				told = append(told, one)
			}
		}
		slices.SortFunc(told, func(a, b filing.Passed) int {
			return strings.Compare(a.On.String()+string(a.ID), b.On.String()+string(b.ID))
		})
		fl.Passed = told
	}
	return nil
}

func (f Filings) inheritances(ids []ident.Object) (map[ident.Object]filing.Passed, error) {
	type org struct {
		id ident.Org
		row.Body
	}
	var a row.Args
	var list []filing.Passed
	var orgs [][2]org
	err := f.Each(`SELECT i.id, i.old_org, i.new_org, i.new_unit, i.from_on, o.rev, o.body, n.rev, n.body, `+row.Evidence("inheritance", "i")+`
		FROM inheritance i JOIN org o ON o.id = i.old_org JOIN org n ON n.id = i.new_org WHERE i.id IN `+row.In(&a, ids), a.List, func(scan func(...any) error) error {
		var p filing.Passed
		var pair [2]org
		var on, evidence string
		err := scan(&p.ID, &p.From, &p.To, &p.Unit, &on, &pair[0].Rev, &pair[0].Sealed, &pair[1].Rev, &pair[1].Sealed, &evidence)
		if err == nil {
			p.On, err = law.ParseDay(on)
		}
		if pair[0].id, pair[1].id = p.From, p.To; f.Proved("inheritance", evidence) {
			list, orgs = append(list, p), append(orgs, pair)
		}
		return err
	})
	known := map[ident.Object]filing.Passed{}
	for i, p := range list {
		var old, heir party.Org
		if err == nil {
			err = f.Open(row.OrgPlace(orgs[i][0].id, orgs[i][0].Rev), orgs[i][0].Sealed, &old)
		}
		if err == nil {
			err = f.Open(row.OrgPlace(orgs[i][1].id, orgs[i][1].Rev), orgs[i][1].Sealed, &heir)
		}
		p.FromName, p.FromNameEn, p.ToName, p.ToNameEn = old.Name, old.NameEn, heir.Name, heir.NameEn
		known[p.ID] = p
	}
	return known, err
}

// passAtOnce bounds how many records pass in one act.
const passAtOnce = 200

// PassFilings gives what an operator filed before the day, and what had passed to it, to the audience of the one that succeeds it:
// filings, their matters, and the entries from which receipts are made. It may be repeated, and returns how many records it gave;
// those beyond a bound wait for the next act. Background work alone may. A row without proof gives nothing.
func (f Filings) PassFilings(i register.Inheritance) (int64, error) {
	if f.Scope.Org != "" {
		return 0, nil
	}
	var given []record
	const fresh = ` AND f.arrived_at < $3 AND NOT EXISTS (SELECT 1 FROM reader x WHERE x.object = f.id AND x.audience = $2) ORDER BY f.id LIMIT $4`
	args := []any{i.Old, i.ID, i.On.Start(), passAtOnce}
	take := func(scan func(...any) error) error {
		var id, matter, leaf, evidence string
		var at ident.Instant
		err := scan(&id, &matter, &leaf, &at, &evidence)
		if evidence != "" && !f.Proved("reader", evidence) {
			return err
		}
		given = append(given, record{id, ReaderKind, at}, record{leaf, "receipt", at})
		if matter != "" {
			given = append(given, record{matter, "case", at})
		}
		return err
	}
	if err := f.Each(`SELECT f.id, f.subject, f.leaf, f.arrived_at, '' FROM filing f WHERE f.org = $1`+fresh, args, take); err != nil {
		return 0, err
	}
	if err := f.Each(`SELECT f.id, f.subject, f.leaf, f.arrived_at, `+row.Evidence("reader", "r")+` FROM inheritance e JOIN reader r ON r.audience = e.id AND r.kind = 'report' JOIN filing f ON f.id = r.object
		WHERE e.new_org = $1 AND e.id <> $2 AND e.undone_at IS NULL AND e.from_at < $3`+fresh, args, take); err != nil {
		return 0, err
	}
	if err := f.Each(`SELECT v.leaf, v.at FROM reader r JOIN filing_revision v ON v.filing = r.object WHERE r.audience = $1 AND r.kind = 'report' AND v.leaf IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM reader x WHERE x.object = v.leaf AND x.audience = $1) ORDER BY v.leaf LIMIT $2`, []any{i.ID, passAtOnce}, func(scan func(...any) error) error {
		r := record{kind: "receipt"}
		err := scan(&r.object, &r.at)
		given = append(given, r)
		return err
	}); err != nil {
		return 0, err
	}
	for page := range slices.Chunk(given, 100) {
		var a row.Args
		var rows []string
		for _, r := range page {
			rows = append(rows, f.ReaderRow(&a, r.object, string(i.ID), r.kind, r.at))
		}
		if err := f.Add(`INSERT INTO reader (object, audience, kind, at, proof) VALUES `+strings.Join(rows, ", ")+` ON CONFLICT (object, audience) DO NOTHING`, a.List...); err != nil {
			return 0, err
		}
	}
	return int64(len(given)), nil
}

// record is what passes, as readers know it.
type record struct {
	object, kind string
	at           ident.Instant
}
