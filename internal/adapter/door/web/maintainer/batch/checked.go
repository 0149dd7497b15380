package batch

import (
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/bringing/batching"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/batch"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/notification"
)

// checked is a file that was read: each operator with what became of its part, and what is to be put right, cell by cell.
type checked struct {
	Parts  look.Table
	Cells  *look.Table
	Mended []string
	Rows   string // the file as it was read, carried to the next press
	Key    string // "" where no draft is left to be made
	Count  int    // of drafts that the next press makes
}

// cellsMost bounds the places that one page shows.
const cellsMost = 200

func checkedOf(r *gate.Request, grids []tabular.Grid, list []batching.Part, pressed bool) (c *checked, status int, err error) {
	c, status = &checked{Parts: look.Table{Caption: r.T("batch.parts"), Hide: true, Heads: []look.Head{{Text: r.T("mandate.operator")}, {Text: r.T("mandate.corporate")}, {Text: r.T("mandate.sectors")}, {Text: r.T("batch.rows")}, {Text: r.T("batch.result")}, {Text: r.T("batch.why")}}}}, http.StatusOK
	for _, p := range list {
		tag, why := partState(r, p)
		name, sector := p.Name, r.T("batch.unsaid")
		if name == "" {
			name = r.T("mandate.unknown")
		}
		if p.Business != "" {
			sector = look.Capital(holding.SectorName(p.Business).In(string(r.Lang)))
		}
		c.Parts.Rows = append(c.Parts.Rows, []look.Cell{
			{Text: name}, {Text: p.Number, Code: true}, {Text: sector}, {Text: r.T("batch.rows.n", "facilities", look.Number(p.Rows[0]), "products", look.Number(p.Rows[1]))}, {Tag: &tag}, why,
		})
		if p.Ready() && p.Why == nil {
			c.Count++
		}
		if p.Draft == "" && !p.Ready() {
			status = http.StatusUnprocessableEntity
		}
	}
	if pressed { // what is refused stands beside its line, and the others went on
		status = http.StatusOK
	}
	c.cells(r, list)
	if c.Count == 0 {
		return c, status, nil
	}
	if c.Rows, err = formsheet.Carried(grids); err == nil {
		c.Key, err = r.NewKey()
	}
	return c, status, err
}

// partState says how a part stands.
func partState(r *gate.Request, p batching.Part) (look.Tag, look.Cell) {
	say := func(key string, tone look.Tone, why string) (look.Tag, look.Cell) {
		return look.Tag{Text: r.T(key), Tone: tone}, look.Cell{Text: why}
	}
	switch {
	case p.Made:
		return look.Tag{Text: r.T("batch.part.made"), Tone: look.Good}, draftCell(p)
	case p.Draft != "":
		return look.Tag{Text: r.T("batch.part.there"), Tone: look.Info}, draftCell(p)
	case p.Why != nil:
		return say("batch.part.refused", look.Danger, whyOf(r, p.Why))
	case p.Stop != nil && outside[p.Stop.Code]:
		return say("batch.part.outside", look.Plain, r.Why(*p.Stop))
	case p.Stop != nil:
		return say("batch.part.stopped", look.Danger, r.Why(*p.Stop))
	case !p.Good():
		return say("mandate.bad", look.Danger, r.T("batch.part.bad", "n", look.Number(len(p.Faults))))
	case len(p.Lacks)+len(p.Faults) > 0:
		return say("batch.part.good", look.Good, r.T("batch.part.lacks"))
	}
	return say("batch.part.good", look.Good, "")
}

// outside are the reasons for which an operator is not concerned (対象外): a normal answer, and no mistake.
var outside = map[string]bool{"fault.batch.outside": true, "fault.batch.undesignated": true}

func draftCell(p batching.Part) look.Cell {
	return look.Cell{Text: string(p.Draft), To: reporting.DraftAt(notification.New.ID, p.Draft, ""), Ref: true}
}

// whyOf is a refusal in words, with the first of its places.
func whyOf(r *gate.Request, e *fault.Error) string {
	if len(e.Fields) == 0 {
		return look.SayArgs(r.Lang, e.Code, e.Args)
	}
	var said []string
	for _, f := range e.Fields[:min(len(e.Fields), 3)] {
		said = append(said, r.Why(f))
	}
	return strings.Join(said, " ")
}

// cells lists what is wrong in the file, place by place.
func (c *checked) cells(r *gate.Request, list []batching.Part) {
	t := look.Table{Caption: r.T("batch.cells"), Heads: []look.Head{{Text: r.T("batch.place")}, {Text: r.T("mandate.operator")}, {Text: r.T("roster.sheet.column")}, {Text: r.T("roster.sheet.is")}, {Text: r.T("roster.sheet.why")}}}
	for _, p := range list {
		name := p.Name
		if name == "" {
			name = p.Number
		}
		for _, f := range p.Faults {
			if len(t.Rows) < cellsMost {
				t.Rows = append(t.Rows, []look.Cell{{Text: formsheet.Placed(f)}, {Text: name}, {Text: f.Column.Label.In(string(r.Lang))}, {Text: f.Text}, {Text: r.Why(fault.Field{Code: f.Code, Args: f.Args})}})
			}
		}
	}
	if len(t.Rows) > 0 {
		c.Cells = &t
	}
}

// press is what a press did: it made drafts, and left some to the next.
type press struct {
	done bool
	left int
}

// told says what became of the file, above the table.
func (c *checked) told(r *gate.Request, f batch.File, list []batching.Part, by press) (say []look.Notice) {
	made, refused := 0, 0
	for _, p := range list {
		if p.Made {
			made++
		}
		if p.Draft == "" && (p.Why != nil || !p.Ready()) {
			refused++
		}
	}
	switch {
	case by.done && by.left > 0:
		say = append(say, look.Notice{Tone: look.Info, Title: r.T("batch.going", "n", look.Number(made), "m", look.Number(made+by.left)), Text: []string{r.T("batch.going.text")}, Assert: true})
	case by.done && made == 0:
		say = append(say, look.Notice{Tone: look.Info, Title: r.T("batch.same"), Assert: true})
	case by.done:
		say = append(say, look.Notice{Tone: look.Good, Title: r.T("batch.made", "n", look.Number(made)), Text: []string{r.T("batch.made.text")}, Assert: true})
	case c.Count > 0:
		say = append(say, look.Notice{Tone: look.Good, Title: r.T("batch.good", "n", look.Number(c.Count)), Text: []string{r.T("batch.good.text")}})
	}
	if refused > 0 {
		say = append(say, look.Notice{Tone: look.Warn, Title: r.T("batch.refused", "n", look.Number(refused)), Text: []string{r.T("batch.refused.text")}})
	}
	say = append(say, look.Oddities(r.Lang, f.Unread, 0, 0)...)
	for _, m := range f.Fixed[:min(len(f.Fixed), cellsMost)] {
		c.Mended = append(c.Mended, r.T("inventory.sheet.mended.one", "cell", formsheet.Placed(m), "was", m.Text, "is", m.Fix.To))
	}
	return say
}
