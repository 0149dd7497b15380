package reports

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/formality"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/checking"
)

// formalView is how the office stands to the form of a 届出: what is flagged, who checked it, and the button that does.
type formalView struct {
	Notice   *look.Notice
	Flags    []string
	Said     string
	Row, Key string // number:rev; empty where nothing can be checked
	Act      string // by which it was checked
}

// formality is nil for everything else than a 届出, and for who has no part in its check.
func (o *opened) formality(r *gate.Request, may bool) (*formalView, error) {
	if o.of.Act != party.ActNotification || o.form.Filing == "" || len(o.to) == 0 {
		return nil, nil
	}
	v := &formalView{Flags: o.flags(r)}
	switch {
	case o.form.Act != "":
		v.Said, v.Act = r.T("formal.is", "at", look.Moment(r.Lang, o.form.At), "name", o.form.By), formality.Path+"/"+string(o.form.Act)
	case !filing.May(o.State, filing.Checked, filing.Office):
		v.Said = r.T("fault.formal.waits")
	case may && r.Scope.Permit(checking.May) == nil:
		key, err := r.NewKey()
		if err != nil {
			return nil, err
		}
		v.Row, v.Key = o.Number.ASCII()+":"+strconv.Itoa(o.Rev), key
	}
	switch r.URL.Query().Get("formal") {
	case "done":
		if o.form.Act != "" {
			v.Notice = &look.Notice{Tone: look.Good, Title: r.T("formal.done.one"), Text: []string{r.T("formal.arrival")}}
		}
	case "late":
		v.Notice = &look.Notice{Tone: look.Warn, Title: r.T("formal.late"), Text: []string{v.Said}}
		if v.Said == "" {
			v.Notice.Text = []string{r.T("fault.formal.late")}
		}
	}
	return v, nil
}

// flags says each reason to read it, with the rows that it is about.
func (o *opened) flags(r *gate.Request) (list []string) {
	if o.Noted == nil {
		return nil
	}
	for _, f := range o.Noted.Flags {
		said := r.T("formal.flag."+f.Code, "count", f.Args["count"], "was", f.Args["was"], "is", f.Args["is"])
		if field, ok := o.of.Form.Field(f.Field); ok {
			said = reportingLabel(r, field.Label.In(string(r.Lang))) + said
		}
		if len(f.Rows) > 0 {
			said += r.T("formal.rowsof", "rows", rowsOf(f.Rows))
		}
		list = append(list, said)
	}
	if o.form.Lacks != "" {
		list = append(list, r.T("formal.flag.pattern", "types", o.form.Lacks, "percent", notification.PatternPercent))
	}
	return list
}

func reportingLabel(r *gate.Request, label string) string { return label + r.T("formal.colon") }

// rowsNamed is how many rows a sentence names; every row says it itself, too.
const rowsNamed = 8

func rowsOf(rows []int) string {
	var list []string
	for _, i := range rows[:min(len(rows), rowsNamed)] {
		list = append(list, strconv.Itoa(i+1))
	}
	if len(rows) > rowsNamed {
		list = append(list, "…")
	}
	return strings.Join(list, ", ")
}

// flagRows says at the rows of a table what is flagged of them.
func (o *opened) flagRows(r *gate.Request, field string, a look.Answer) look.Answer {
	if o.Noted == nil || a.Table == nil {
		return a
	}
	said := map[int][]string{}
	for _, f := range o.Noted.Flags {
		if f.Field != field {
			continue
		}
		for _, i := range f.Rows {
			said[i] = append(said[i], r.T("formal.short."+f.Code))
		}
	}
	if len(said) == 0 {
		return a
	}
	t := *a.Table
	t.Heads = append(slices.Clip(t.Heads), look.Head{Text: r.T("formal.flagged")})
	rows := make([][]look.Cell, len(t.Rows))
	for i, cells := range t.Rows {
		cell := look.Cell{}
		if s := said[i]; len(s) > 0 {
			cell.Tag = &look.Tag{Text: strings.Join(s, r.T("reports.comma")), Tone: look.Warn}
		}
		rows[i] = append(slices.Clip(cells), cell)
	}
	t.Rows, a.Table = rows, &t
	return a
}
