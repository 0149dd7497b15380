package filing

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
)

// AddOnwards keeps the 通知 of a 届出 of the scope's organisation that arrives, with the rule of the day.
func (f Filings) AddOnwards(list []filing.Onward) error {
	for _, o := range list {
		var at any
		if o.At != 0 {
			at = o.At
		}
		if err := f.Add(`INSERT INTO onward (filing, unit, org, of_org, moment, rule, certainty, at, rev) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			o.Filing, o.Unit, o.Org, f.Scope.Org, o.When, o.Rule, o.Certainty.String(), at, o.Rev); err != nil {
			return err
		}
	}
	return nil
}

// OnwardsOf are the 通知 of a 届出 that the scope may read.
func (f Filings) OnwardsOf(id ident.Filing) (list []filing.Onward, err error) {
	var a row.Args
	of := a.Add(id)
	where := `o.filing = ` + of + ` AND ` + f.Through("filing", "o.filing", mayRead, &a)
	err = f.Each(`SELECT o.filing, o.unit, o.org, o.moment, o.rule, o.certainty, COALESCE(o.at, 0), o.rev, COALESCE((SELECT d.title FROM addressee d WHERE d.filing = o.filing AND d.unit = o.by_unit), '')
		FROM onward o WHERE `+where+` ORDER BY o.unit`, a.List, func(scan func(...any) error) error {
		var o filing.Onward
		var certainty string
		err := scan(&o.Filing, &o.Unit, &o.Org, &o.When, &o.Rule, &certainty, &o.At, &o.Rev, &o.By)
		if err == nil {
			err = o.Certainty.UnmarshalText([]byte(certainty))
		}
		list = append(list, o)
		return err
	})
	return list, err
}

// SendOnwards notes that the check of the form by the scope's office had a 届出 notified, and returns the units that are told. Who may call: who
// was given the line by Formal.
func (f Filings) SendOnwards(m formal.Marked) (units []ident.Unit, err error) {
	list, err := f.OnwardsOf(m.Filing)
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		if o.At != 0 || o.Org == f.Scope.Org {
			continue
		}
		n, err := f.Exec(`UPDATE onward SET at = $1, rev = $2, by_unit = $3 WHERE filing = $4 AND unit = $5 AND at IS NULL`, f.Scope.At, m.Rev, f.Scope.Unit, m.Filing, o.Unit)
		if err != nil {
			return nil, err
		}
		if n == 1 {
			units = append(units, o.Unit)
		}
	}
	return units, nil
}
