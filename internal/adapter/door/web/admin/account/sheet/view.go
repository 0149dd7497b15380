package sheet

import (
	"encoding/json"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/register"
)

const (
	troublesShown = 200
	linesShown    = 1000
)

// outcome is what came of a sheet that was read.
type outcome struct {
	steps   []register.Step
	bad     []register.Trouble
	problem error // of the act
}

func (p Pages) checked(w http.ResponseWriter, r *gate.Request, in posted, o outcome) error {
	v := view(r)
	v.Notices = admin.Says(r, o.problem)
	status := admin.Status(o.problem)
	var err error
	if v.Checked, err = checkedView(r, in, o.steps, o.bad); err != nil {
		return err
	}
	switch {
	case len(o.bad) > 0:
		status = http.StatusUnprocessableEntity
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("intake.bad", "n", look.Number(len(o.bad))), Text: []string{r.T("intake.bad.text")}, Assert: true})
	case !v.Checked.Good:
		v.Notices = append(v.Notices, look.Notice{Tone: look.Info, Title: r.T("intake.nothing"), Text: []string{r.T("intake.nothing.text")}})
	default:
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("intake.good"), Text: []string{r.T("intake.good.text")}})
	}
	v.Notices = append(v.Notices, oddities(r, in.found)...)
	return page.WriteStatus(w, status, frame(r), v)
}

// oddities are what a file has that people should know of before they go on.
func oddities(r *gate.Request, f found) (list []look.Notice) {
	var strange []string
	for _, h := range f.strange {
		strange = append(strange, r.T("intake.strange.one", "column", h.Column, "text", formsheet.Brief(h.Text)))
	}
	if len(strange) > 0 {
		list = append(list, look.Notice{Tone: look.Info, Title: r.T("intake.strange"), Text: strange[:min(len(strange), 20)]})
	}
	return append(list, look.Oddities(r.Lang, f.hidden, f.formulas, f.merged)...)
}

// checkedView is the page after a sheet was read.
func checkedView(r *gate.Request, in posted, steps []register.Step, bad []register.Trouble) (*Checked, error) {
	raw, err := json.Marshal(in.grid)
	if err != nil {
		return nil, err
	}
	c := &Checked{Name: in.name, Rows: string(raw), Good: len(bad) == 0, Facts: tally(r, steps)}
	if c.Key, err = r.NewKey(); err != nil {
		return nil, err
	}
	if len(bad) > 0 {
		c.Facts = nil
		c.Troubles = troubles(r, in.grid, bad)
		if n := len(bad) - troublesShown; n > 0 {
			c.More = r.T("intake.more", "n", look.Number(n))
		}
		for _, t := range bad {
			c.Fixable = c.Fixable || t.Suggest != ""
		}
		return c, nil
	}
	add, change, _, invite := register.Tally(steps)
	c.Good = add+change+invite > 0
	if c.Lines = lines(r, steps); c.Lines != nil {
		c.Open = r.T("intake.lines.open", "n", look.Number(len(c.Lines.Rows)))
	}
	return c, nil
}

func tally(r *gate.Request, steps []register.Step) []look.Answer {
	add, change, same, invite := register.Tally(steps)
	n := func(key string, count int) look.Answer {
		return look.Answer{Question: r.T(key), Text: r.T("intake.count", "n", look.Number(count))}
	}
	return []look.Answer{n("intake.add", add), n("intake.change", change), n("intake.same", same), n("intake.invite", invite)}
}

func label(r *gate.Request, id string) string {
	for _, f := range register.IntakeFields() {
		if f.ID == id {
			return f.Label.In(string(r.Lang))
		}
	}
	return id
}

func troubles(r *gate.Request, g register.Grid, bad []register.Trouble) *look.Table {
	typed := map[int]map[string]string{}
	for _, row := range g.Rows {
		typed[row.N] = row.Cells
	}
	t := &look.Table{Caption: r.T("intake.troubles"), Hide: true, Heads: []look.Head{
		{Text: r.T("intake.place")}, {Text: r.T("register.item")}, {Text: r.T("intake.typed")}, {Text: r.T("intake.why")}, {Text: r.T("intake.suggest")},
	}}
	for _, b := range bad[:min(len(bad), troublesShown)] {
		suggest := b.Suggest
		if suggest == "" {
			suggest = r.T("intake.suggest.none")
		}
		t.Rows = append(t.Rows, []look.Cell{
			{Text: b.Place}, {Text: label(r, b.Field)}, {Text: typed[b.N][b.Field]}, {Text: r.Why(fault.Field{Code: b.Code, Args: b.Args})}, {Text: suggest},
		})
	}
	return t
}

// lines lists what a sheet would do, what does nothing left out.
func lines(r *gate.Request, steps []register.Step) *look.Table {
	t := &look.Table{Caption: r.T("intake.lines"), Hide: true, Heads: []look.Head{
		{Text: r.T("register.name")}, {Text: r.T("register.kind")}, {Text: r.T("register.number")}, {Text: r.T("intake.does")}, {Text: r.T("intake.admin")},
	}}
	for _, s := range steps {
		if s.Change == register.Same && !s.Invite || len(t.Rows) >= linesShown {
			continue
		}
		tag := map[register.Change]look.Tag{
			register.ToAdd: {Text: r.T("intake.does.add"), Tone: look.Good}, register.ToChange: {Text: r.T("intake.does.change"), Tone: look.Info}, register.Same: {Text: r.T("intake.does.same"), Tone: look.Plain},
		}[s.Change]
		who := ""
		if s.Invite {
			who = s.Admin.Name + "\n" + s.Admin.Email
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: s.Line.Org.Name}, {Text: register.KindWords(s.Line.Org.Kind).In(string(r.Lang))}, {Text: s.Line.Org.CorporateNumber}, {Tag: &tag}, {Text: who}})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}
