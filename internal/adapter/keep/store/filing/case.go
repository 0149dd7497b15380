package filing

import (
	"cmp"
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// caseMost bounds how many reports of one case are read: the latest.
const caseMost = 200

// CaseFilings lists the reports of a case that are open to the scope, in the order in which they arrived, each with its latest content.
// Nobody is told those that are not. Whoever shows a content to an office cuts it to what was released first.
func (f Filings) CaseFilings(c ident.Case, p access.Permission) (list []filing.Reported, err error) {
	if c == "" {
		return nil, nil
	}
	var a row.Args
	return f.reported(`f.subject = `+a.Add(c), `f.arrived_at DESC`, caseMost, p, &a)
}

// CaseWith is CaseFilings for the case of a filing, which is among them; alone, where it has no case. Absent and foreign are one answer.
func (f Filings) CaseWith(n ident.Number, p access.Permission) (list []filing.Reported, err error) {
	var a row.Args
	at := a.Add(n)
	list, err = f.reported(`(f.number = `+at+` OR f.subject = NULLIF((SELECT g.subject FROM filing g WHERE g.number = `+at+`), ''))`,
		`CASE WHEN f.number = `+at+` THEN 0 ELSE 1 END, f.arrived_at DESC`, caseMost, p, &a)
	if err == nil && !slices.ContainsFunc(list, func(r filing.Reported) bool { return r.Number == n }) {
		return nil, f.Miss(string(n))
	}
	return list, err
}

// CasesOf lists some filings and the others of their cases, as far as they are open to the scope for being read, in the order in which they
// arrived, up to a number; each as in CaseFilings.
func (f Filings) CasesOf(ids []ident.Filing, most int) ([]filing.Reported, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var a row.Args
	in := row.In(&a, ids)
	return f.reported(`(f.id IN `+in+` OR f.subject IN (SELECT g.subject FROM filing g WHERE g.id IN `+in+` AND g.subject <> ''))`, `f.arrived_at DESC`, most, mayRead, &a)
}

// drafts is one column: form and number of the scope's open drafts that will follow the filing.
func (f Filings) drafts(a *row.Args) string {
	may := access.Permission{Action: access.Read, Object: access.Draft}
	if f.Scope.Permit(may) != nil {
		return `''`
	}
	return `COALESCE((SELECT string_agg(d.form || ' ' || d.number, ' ') FROM draft d WHERE d.follows = f.id AND d.state = 'open' AND d.root IS NULL AND ` +
		f.Visible("d", may, a) + `), '')`
}

// beside says whether there is anything to be read beside a filing, so that a page asks for nothing that is not there. It decides nothing
// about sight: whatever it says, the rows themselves are read in the scope.
func (f Filings) beside(a *row.Args) string {
	org := a.Add(f.Scope.Org)
	return `EXISTS (SELECT 1 FROM intake i WHERE i.filing = f.id), EXISTS (SELECT 1 FROM support u WHERE u.about = f.id),
		EXISTS (SELECT 1 FROM withheld h WHERE h.object = f.id AND h.org = ` + org + `), EXISTS (SELECT 1 FROM consent o WHERE o.object = f.id AND o.org = ` + org + `),
		EXISTS (SELECT 1 FROM call_made k WHERE k.filing = f.id), EXISTS (SELECT 1 FROM routing), EXISTS (SELECT 1 FROM form_template t WHERE t.procedure = f.kind)`
}

func (f Filings) reported(where, order string, most int, p access.Permission, a *row.Args) (list []filing.Reported, err error) {
	var bodies [][]byte
	visible, questions, passed, drafts, sight := f.Visible("f", p, a), f.questions(a), f.passed(a), f.drafts(a), f.Sight("f", p, a)
	err = f.Each(`SELECT `+columns+`, `+questions+`, `+passed+`, v.body, `+drafts+`, `+sight+`, `+f.beside(a)+` FROM filing f JOIN filing_revision v ON v.filing = f.id AND v.rev = f.rev WHERE `+where+` AND `+visible+
		` ORDER BY `+order+`, f.id DESC LIMIT `+a.Add(most), a.List, func(scan func(...any) error) error {
		var body []byte
		var drafts, evidence string
		var r filing.Reported
		fl, _, err := f.scan(scan, &body, &drafts, &evidence, &r.Phoned, &r.Helped, &r.Withholds, &r.Shared, &r.Called, &r.Routed, &r.Formed)
		if f.Sees(evidence) {
			r.Filing, r.Drafts = fl, listed(drafts)
			list, bodies = append(list, r), append(bodies, body)
		}
		return err
	})
	told := make([]*filing.Filing, len(list))
	for i := range list {
		if told[i] = &list[i].Filing; err == nil {
			err = f.Open(place(list[i].Org, list[i].ID, list[i].Rev), bodies[i], &list[i].Content)
		}
	}
	if err == nil && len(list) > 0 {
		err = f.tellPassed(told)
	}
	slices.SortFunc(list, func(a, b filing.Reported) int {
		return cmp.Or(cmp.Compare(a.ArrivedAt, b.ArrivedAt), cmp.Compare(a.ID, b.ID))
	})
	return list, err
}

// listed reads what drafts gave: form and number, in turns.
func listed(words string) (list []filing.Draft) {
	parts := strings.Fields(words)
	for i := 0; i+1 < len(parts); i += 2 {
		list = append(list, filing.Draft{Form: parts[i], Number: ident.Number(parts[i+1]), State: filing.DraftOpen})
	}
	slices.SortFunc(list, func(a, b filing.Draft) int { return strings.Compare(string(a.Number), string(b.Number)) })
	return list
}
