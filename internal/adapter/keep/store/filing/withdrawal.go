package filing

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// AddWithdrawal keeps which filing was withdrawn by which, once.
func (f Filings) AddWithdrawal(w filing.Withdrawal) error {
	_, err := f.Exec(`INSERT INTO withdrawal (filing, by_filing, org, at) VALUES ($1, $2, $3, $4)`, w.Of, w.By, f.Scope.Org, w.At)
	return err
}

// WithdrawalOf is the withdrawal of a filing, or by it; the zero value where there is none. Of the two, the numbers of those alone are told that are
// open to the scope.
func (f Filings) WithdrawalOf(id ident.Filing) (w filing.Withdrawal, err error) {
	var a row.Args
	at := a.Add(id)
	where := `(w.filing = ` + at + ` OR w.by_filing = ` + at + `) AND (` + f.Through("filing", "w.filing", mayRead, &a) + ` OR ` + f.Through("filing", "w.by_filing", mayRead, &a) + `)`
	if err := f.Each(`SELECT w.filing, w.by_filing, w.at FROM withdrawal w WHERE `+where, a.List, func(scan func(...any) error) error {
		return scan(&w.Of, &w.By, &w.At)
	}); err != nil || w.Of == "" {
		return w, err
	}
	var b row.Args
	in := row.In(&b, []ident.Filing{w.Of, w.By})
	visible, sight := f.Visible("f", mayRead, &b), f.Sight("f", mayRead, &b)
	err = f.Each(`SELECT f.id, f.number, `+sight+` FROM filing f WHERE f.id IN `+in+` AND `+visible, b.List, func(scan func(...any) error) error {
		var one ident.Filing
		var number ident.Number
		var evidence string
		err := scan(&one, &number, &evidence)
		switch {
		case !f.Sees(evidence):
		case one == w.Of:
			w.OfNumber = number
		default:
			w.ByNumber = number
		}
		return err
	})
	if w.OfNumber == "" && w.ByNumber == "" {
		w = filing.Withdrawal{}
	}
	return w, err
}
