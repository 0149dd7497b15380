package mandates

import (
	"crypto/sha256"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/procedure"
)

// begin is something that can be begun under a mandate.
type begin struct{ ID, Name, Key string }

// begins are the notifications with which somebody can begin; a change follows what was filed, on its own page.
func begins() []procedure.Procedure {
	return []procedure.Procedure{notification.New, notification.Stocktake, notification.None}
}

// Bounds of what is read of one mandate.
const (
	draftsRead  = 20
	filingsRead = 20
)

// Scope is the visitor's scope under a mandate: the same on every page, and never kept. ok is false where nothing can be done under it today, or not by
// the visitor.
func Scope(r *gate.Request, m mandate.Mandate) (access.Scope, bool) {
	a, ok := m.Actor(r.Scope.Actor, law.DayOf(r.Now))
	return access.For(a, r.Now), ok
}

// Row is one thing under a mandate: what, where it stands, and who must press next.
type Row struct {
	Name   string
	Number ident.Number
	To     string
	Tag    look.Tag
	Next   string // 誰の対応待ちか
	Due    string
	At     ident.Instant
	Leaf   ident.Leaf // of what arrived
}

// Rows are what stands under a mandate, drafts first, read in the scope that it gives.
func Rows(r *gate.Request, tx WorkTx, m mandate.Mandate) (rows []Row, seen []ident.Object, err error) {
	drafts, err := tx.OpenDrafts(draftsRead)
	if err != nil {
		return nil, nil, err
	}
	names := map[string]string{}
	name := func(ref string) (string, error) {
		if names[ref] == "" {
			of, err := tx.Procedure(ref)
			if err != nil {
				return "", err
			}
			names[ref] = of.Form.Title.In(string(r.Lang))
		}
		return names[ref], nil
	}
	for _, d := range drafts {
		row := Row{Number: d.Number, Tag: look.Tag{Text: r.T("prompt.unsent"), Tone: look.Warn}, Next: m.MaintainerIs, At: d.UpdatedAt}
		if row.Name, err = name(d.Form); err != nil {
			return nil, nil, err
		}
		id, _ := procedure.SplitRef(d.Form)
		row.To = reporting.DraftAt(id, d.Number, "")
		rows = append(rows, row)
	}
	lines, _, err := tx.SearchLines(filing.Filter{}, filing.Place{}, filingsRead)
	for _, l := range lines {
		row := Row{Number: l.Number, To: reporting.ReportAt(l.Number), Tag: reporting.Tag(r.Lang, l.State), Next: r.T("mandate.holder.none"), At: l.ArrivedAt, Leaf: l.Leaf}
		if l.Due != nil {
			row.Due = look.Day(r.Lang, l.Due.Due)
		}
		if l.State == filing.FixAsked {
			if row.Next = m.OperatorIs; m.Permits(mandate.Fix, "", law.DayOf(r.Now)) == nil {
				row.Next = m.MaintainerIs
			}
		}
		if err == nil {
			row.Name, err = name(string(l.Kind))
		}
		rows, seen = append(rows, row), append(seen, ident.Object(l.Filing.ID))
	}
	return rows, seen, err
}

// work reads what stands under a mandate for a maintainer whose it is, and what can be begun.
func (p Page) work(r *gate.Request, m mandate.Mandate, v *OneView) error {
	s, ok := Scope(r, m)
	if !ok {
		return nil
	}
	if m.Permits(mandate.Draft, "", law.DayOf(r.Now)) == nil {
		for _, of := range begins() {
			key, err := r.NewKey()
			if err != nil {
				return err
			}
			v.Begin = append(v.Begin, begin{of.ID, of.Form.Title.In(string(r.Lang)), key})
		}
	}
	return p.Work(r.Context(), s, access.LookList, func(tx WorkTx) ([]ident.Object, error) {
		rows, seen, err := Rows(r, tx, m)
		v.Work, v.HasWork = WorkTable(r, rows, nil), len(rows) > 0
		return seen, err
	})
}

// WorkTable lists rows; operators, where they are several, stand in the first column.
func WorkTable(r *gate.Request, rows []Row, operators []look.Cell) look.Table {
	t := look.Table{Caption: r.T("mandate.work"), Hide: true}
	if operators != nil {
		t.Heads = append(t.Heads, look.Head{Text: r.T("mandate.operator")})
	}
	for _, key := range []string{"mandate.work.what", "mandate.number", "mandate.state", "mandate.work.due", "mandate.work.next", "mandate.work.at"} {
		t.Heads = append(t.Heads, look.Head{Text: r.T(key)})
	}
	for i, row := range rows {
		tag := row.Tag
		cells := []look.Cell{{Text: row.Name}, {Text: string(row.Number), To: row.To, Ref: true}, {Tag: &tag}, {Text: row.Due}, {Text: row.Next}, {}}
		if row.At != 0 {
			cells[5] = look.Cell{Text: look.Moment(r.Lang, row.At), When: true}
		}
		if operators != nil {
			cells = append([]look.Cell{operators[i]}, cells...)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// begin opens a draft of the operator under a mandate and goes to its first question.
func (p Page) begin(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	m, err := p.load(r)
	if err != nil {
		return err
	}
	today := law.DayOf(r.Now)
	if err := m.Permits(mandate.Draft, "", today); err != nil {
		return p.writeOne(w, r, "", err)
	}
	s, ok := Scope(r, m)
	if !ok {
		return fault.Absent()
	}
	of := strings.TrimSpace(form.Get("procedure"))
	key, err := r.Key(sha256.Sum256([]byte(string(m.Number) + " " + of)))
	if err != nil {
		return err
	}
	id, err := p.Open.Do(r.Context(), s, key, of)
	if err != nil {
		return err
	}
	to := ""
	if err := p.Work(r.Context(), s, access.LookList, func(tx WorkTx) ([]ident.Object, error) {
		d, _, err := tx.DraftByID(id)
		if err != nil {
			return nil, err
		}
		what, err := tx.Procedure(d.Form)
		to = reporting.DraftAt(what.ID, d.Number, "")
		return nil, err
	}); err != nil {
		return err
	}
	return gate.See(w, to)
}
