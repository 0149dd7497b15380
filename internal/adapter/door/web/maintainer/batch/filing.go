package batch

import (
	_ "embed"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/bringing/batching"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/maintainer/home"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// filingView is まとめて提出: what is about to be filed, with both names, and afterwards what became of each.
type filingView struct {
	Notices  []look.Notice
	Table    look.Table
	Asked    []look.Field // what is to be confirmed, by draft
	Numbers  []string
	Key      string // "" where nothing can be filed any more
	Count    int
	Receipts string // address of the ZIP, once something was filed
	Back     string
}

//go:embed filing.tmpl
var filingSource string

var filingPage = look.Parse[filingView]("maintainer/batch/filing", filingSource)

// filing shows what was chosen before it is filed, and files it by the button of that page.
func (p Page) filing(w http.ResponseWriter, r *gate.Request) error {
	if err := batching.Mine(r.Scope); err != nil {
		return err
	}
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	numbers, err := chosen(fields)
	if err != nil {
		return err
	}
	if len(numbers) == 0 {
		v := viewOf(r)
		v.Notices = []look.Notice{{Tone: look.Warn, Title: r.T("batch.choose"), Assert: true}}
		return p.withDrafts(w, r, http.StatusUnprocessableEntity, v)
	}
	list, err := p.Chosen(r.Context(), r.Scope, numbers)
	if err != nil {
		return err
	}
	pressed := fields.Get("do") == "go"
	if pressed {
		confirmed := map[ident.Number][]string{}
		for _, d := range list {
			confirmed[d.Draft.Number] = fields[confirming(d.Draft.Number)]
		}
		if err := p.Send(r.Context(), list, confirmed, func(n ident.Number) (ident.Key, error) {
			return r.KeyOf(client(fields.Get("key"), n.ASCII()), organisation.Digest(n, confirmed[n]))
		}); err != nil {
			return err
		}
	}
	v, err := filingOf(r, list, fields, pressed)
	if err != nil {
		return err
	}
	return filingPage.Write(w, r.Frame("batch.filing").With(look.Link{To: Path, Text: r.T("nav.batch")}, look.Link{Text: r.T("batch.filing")}), v)
}

// chosen are the drafts of a form, each once.
func chosen(fields url.Values) (list []ident.Number, err error) {
	for _, typed := range fields["n"] {
		n, err := ident.ParseNumber(typed)
		if err != nil {
			return nil, fault.Absent()
		}
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	if len(list) > batching.FilesAtOnce {
		return nil, fault.New(fault.Exceeded, "fault.batch.files", fault.Args{"n": look.Number(batching.FilesAtOnce)})
	}
	return list, nil
}

// confirming is the field with what was confirmed of a draft.
func confirming(n ident.Number) string { return "confirm-" + n.ASCII() }

func at(d batching.Ready) string {
	if d.Form.ID == "" {
		return ""
	}
	return reporting.DraftAt(d.Form.ID, d.Draft.Number, "check")
}

// stateOf says how a draft stands, and why it cannot be filed together with others.
func stateOf(r *gate.Request, d batching.Ready) (tag look.Tag, why string) {
	switch {
	case d.Sent:
		return look.Tag{Text: r.T("batch.sent"), Tone: look.Good}, ""
	case d.Filing != "":
		return look.Tag{Text: r.T("batch.sent.before"), Tone: look.Info}, ""
	case d.Why != nil && d.Why.Code == "fault.batch.single":
		return look.Tag{Text: r.T("batch.single"), Tone: look.Plain}, whyOf(r, d.Why)
	case d.Why != nil:
		return look.Tag{Text: r.T("batch.unready"), Tone: look.Warn}, lacking(r, d)
	case len(d.Asked) > 0:
		return look.Tag{Text: r.T("batch.asked"), Tone: look.Info}, r.T("batch.asked.n", "n", look.Number(len(d.Asked)))
	}
	return look.Tag{Text: r.T("batch.ready"), Tone: look.Good}, ""
}

// lacking is why a draft is not ready, by the names of its items.
func lacking(r *gate.Request, d batching.Ready) string {
	if len(d.Why.Fields) == 0 {
		return whyOf(r, d.Why)
	}
	var names []string
	for _, f := range d.Why.Fields {
		id, _, _ := strings.Cut(f.Path, "[")
		name := f.Path
		if field, ok := d.Form.Form.Field(id); ok {
			name = field.Label.In(string(r.Lang))
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return r.T("batch.lacks", "names", strings.Join(names, r.T("mandate.and")))
}

func filingOf(r *gate.Request, list []batching.Ready, fields url.Values, pressed bool) (v filingView, err error) {
	v = filingView{Back: Path, Table: look.Table{Caption: r.T("batch.filing"), Hide: true, Heads: []look.Head{
		{Text: r.T("mandate.operator")}, {Text: r.T("batch.agent")}, {Text: r.T("mandate.work.what")}, {Text: r.T("mandate.number")}, {Text: r.T("mandate.state")}, {Text: r.T("batch.why")},
	}}}
	sent, refused := 0, 0
	for _, d := range list {
		tag, why := stateOf(r, d)
		if d.Why == nil {
			why = "" // what is asked stands below
		}
		number := look.Cell{Text: string(d.Draft.Number), To: at(d), Ref: true}
		if d.Filing != "" {
			number = look.Cell{Text: string(d.Filing), To: reporting.ReportAt(d.Filing), Ref: true}
			v.Receipts = home.Path + "/receipts"
		}
		if d.Sent {
			sent++
		}
		if d.Why != nil {
			refused++
		}
		v.Table.Rows = append(v.Table.Rows, []look.Cell{{Text: d.Of.OperatorIs}, {Text: r.T("mandate.agent.by", "name", d.Of.MaintainerIs, "number", d.Of.Number)}, {Text: d.Form.Form.Title.In(string(r.Lang))}, number, {Tag: &tag}, {Text: why}})
		if d.Filing == "" && (d.Why == nil || pressed && len(d.Asked) > 0) {
			v.Numbers, v.Count = append(v.Numbers, d.Draft.Number.ASCII()), v.Count+1
			v.ask(r, d, fields)
		}
	}
	if pressed {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("batch.filed", "n", look.Number(sent)), Assert: true})
	}
	if refused > 0 {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("batch.filing.refused", "n", look.Number(refused)), Text: []string{r.T("batch.filing.refused.text")}, Assert: true})
	}
	if v.Count > 0 {
		v.Key, err = r.NewKey()
	}
	return v, err
}

// ask are the questions of a draft, each with a box.
func (v *filingView) ask(r *gate.Request, d batching.Ready, fields url.Values) {
	if len(d.Asked) == 0 {
		return
	}
	f := look.Field{Kind: look.Boxes, ID: confirming(d.Draft.Number), Label: r.T("batch.confirm", "operator", d.Of.OperatorIs, "number", d.Draft.Number), Need: true}
	for _, q := range d.Asked {
		f.Options = append(f.Options, look.Option{Value: q.ID(), Label: look.SayArgs(r.Lang, q.Code, q.Args), Chosen: slices.Contains(fields[f.ID], q.ID())})
	}
	v.Asked = append(v.Asked, f)
}
