package inventory

import (
	_ "embed"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/filling"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/registering"
)

// FormView is a row, or a facility, that is written.
type FormView struct {
	Title, Lead string
	Notices     []look.Notice
	Problems    look.Problems
	Here, Back  string
	Key, Rev    string
	OutKey      string // "" where it cannot be taken out
	Parts       []Part
	Said        []look.Answer // for whoever may only read
	Past        *look.Table
}

// Part are fields under one heading.
type Part struct {
	Title, Text string
	Fields      []look.Field
	Picker      *look.Picker // maker and product with completions; it stands before After
	After       []look.Field
}

//go:embed form.tmpl
var formSource string

var formPage = look.Parse[FormView]("operator/inventory/form", formSource)

func (p Pages) newItem(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	cells := form.Values{asset.Use: {Texts: []string{asset.InUse}}}
	if at, ok := asset.Of(l.Places, ident.Object(r.URL.Query().Get("place"))); ok {
		cells[asset.Facility] = form.Value{Texts: []string{at.Name}}
	}
	return l.write(w, r, asset.Item{Kept: asset.Kept{Cells: cells}}, nil, nil)
}

// open reads one row with its history.
func (p Pages) open(r *gate.Request) (i asset.Item, l loaded, past []asset.Item, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		if i, err = tx.Item(ident.Object(r.PathValue("item"))); err != nil {
			return err
		}
		if past, err = tx.ItemPast(i); err != nil {
			return err
		}
		l.Places, err = tx.Places()
		return err
	})
	i.Cells = i.Shown(l.Places)
	return i, l, past, err
}

func (p Pages) item(w http.ResponseWriter, r *gate.Request) error {
	i, l, past, err := p.open(r)
	if err != nil {
		return err
	}
	return l.write(w, r, i, past, nil)
}

// typed are the cells of a form.
func typed(fields url.Values) form.Values {
	cells := form.Values{}
	for _, c := range asset.Table.Columns {
		if v := filling.Posted(c, fields); !v.Empty() {
			cells[c.ID] = v
		}
	}
	return cells
}

// own is a fault of the only row, at its fields.
func own(e *fault.Error) *fault.Error {
	f := *e
	f.Fields = slices.Clone(e.Fields)
	for i := range f.Fields {
		f.Fields[i].Path = strings.TrimPrefix(f.Fields[i].Path, "rows[0].")
	}
	return &f
}

func (p Pages) addItem(w http.ResponseWriter, r *gate.Request) error {
	fields, key, err := posted(r, "add")
	if err != nil {
		return err
	}
	cells := p.faithful(typed(fields))
	if asksNames(fields) {
		l, err := p.load(r)
		if err != nil {
			return err
		}
		return p.offer(w, r, l, rowForm{Item: asset.Item{Kept: asset.Kept{Cells: cells}}}, fields)
	}
	err = p.SetItems.Do(r.Context(), r.Scope, key, registering.Writing{Rows: []registering.Written{{Cells: cells}}})
	if _, mine := organisation.Mine(err); mine {
		l, failed := p.load(r)
		if failed != nil {
			return failed
		}
		return l.write(w, r, asset.Item{Kept: asset.Kept{Cells: cells}}, nil, err)
	}
	if err != nil {
		return err
	}
	to := Path + "?done=added"
	if fields.Get("then") == "another" {
		to = Path + "/items/new?done=added"
	}
	return gate.See(w, to)
}

func posted(r *gate.Request, what string) (url.Values, ident.Key, error) {
	fields, err := r.Fields()
	if err != nil {
		return nil, ident.Key{}, err
	}
	key, err := r.Key(organisation.Digest(what, fields.Encode()))
	return fields, key, err
}

func (p Pages) setItem(w http.ResponseWriter, r *gate.Request) error {
	fields, key, err := posted(r, "set")
	if err != nil {
		return err
	}
	i, l, past, err := p.open(r)
	if err != nil {
		return err
	}
	cells := p.faithful(typed(fields))
	rev, _ := strconv.Atoi(fields.Get("rev"))
	if asksNames(fields) {
		i.Cells, i.Rev = cells, rev
		return p.offer(w, r, l, rowForm{Item: i, past: past}, fields)
	}
	err = p.SetItems.Do(r.Context(), r.Scope, key, registering.Writing{Rows: []registering.Written{{ID: i.ID, Rev: rev, Cells: cells}}})
	if _, mine := organisation.Mine(err); mine {
		i.Cells = cells
		return l.write(w, r, i, past, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, itemAt(i.ID)+"?done=changed")
}

// takeOut takes a row out that was entered by mistake. What is no longer used is no mistake: that is its state of use.
func (p Pages) takeOut(w http.ResponseWriter, r *gate.Request) error {
	fields, key, err := posted(r, "out")
	if err != nil {
		return err
	}
	i, l, past, err := p.open(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(fields.Get("rev"))
	err = p.SetItems.Do(r.Context(), r.Scope, key, registering.Writing{Rows: []registering.Written{{ID: i.ID, Rev: rev, Gone: true}}})
	if fault.Is(err, fault.Conflict) {
		return l.write(w, r, i, past, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"?done=out")
}

// write shows the form of a row.
func (l loaded) write(w http.ResponseWriter, r *gate.Request, i asset.Item, past []asset.Item, bad error) error {
	return l.form(w, r, rowForm{i, past, bad, look.Picker{}})
}

// rowForm is a row as its form shows it: with its history, what is wrong, and the completions that were asked for.
type rowForm struct {
	asset.Item
	past  []asset.Item
	bad   error
	asked look.Picker
}

func (l loaded) form(w http.ResponseWriter, r *gate.Request, f rowForm) (err error) {
	i, bad := f.Item, f.bad
	v := FormView{Title: r.T("inventory.item"), Lead: r.T("inventory.own"), Notices: notices(r), Here: Path + "/items/new", Back: Path, Rev: strconv.Itoa(i.Rev)}
	if i.ID != "" {
		v.Title, v.Here = i.Text(asset.Machine)+" "+i.Text(asset.Product), itemAt(i.ID)
	}
	may := mayWrite(r) && i.State != asset.Gone
	if may {
		v.Parts = l.parts(r, i)
		if v.Key, err = r.NewKey(); err == nil && i.ID != "" {
			v.OutKey, err = r.NewKey()
		}
	} else {
		for _, c := range asset.Table.Columns {
			v.Said = append(v.Said, look.Answer{Question: c.Label.In(string(r.Lang)), Text: reporting.Cell(r.Lang, c, i.Cells[c.ID])})
		}
	}
	if err != nil {
		return err
	}
	if e, mine := organisation.Mine(bad); mine {
		e = own(e)
		for n := range v.Parts {
			v.Problems = append(v.Problems, besideThese(r, v.Parts[n].Fields, e)...)
		}
		if len(v.Problems) == 0 {
			v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: look.SayArgs(r.Lang, e.Code, e.Args), Assert: true})
		}
	}
	for n := range v.Parts {
		v.Parts[n].pick(r, i, f.asked)
	}
	v.Past = l.history(r, i, f.past)
	frame := r.Frame("inventory.item").With(look.Link{To: Path, Text: r.T("inventory.title")}, look.Link{Text: v.Title})
	status := http.StatusOK
	if bad != nil {
		status = gate.Status(bad)
	}
	return formPage.WriteStatus(w, status, frame, v)
}

// besideThese puts the faults at those fields that they are about.
func besideThese(r *gate.Request, fields []look.Field, e *fault.Error) look.Problems {
	here := *e
	here.Fields = slices.DeleteFunc(slices.Clone(e.Fields), func(f fault.Field) bool {
		return !slices.ContainsFunc(fields, func(one look.Field) bool { return one.ID == f.Path })
	})
	if len(here.Fields) == 0 {
		return nil
	}
	return organisation.Beside(r, fields, &here, "main")
}

// groups are the columns under the headings of the form, those that make the filing apart from what is the organisation's own.
func groups() (list [3]struct {
	id      string
	columns []form.Field
}) {
	list[0].id, list[1].id, list[2].id = "filed", "judged", "own"
	for _, c := range asset.Table.Columns {
		n := 2
		if slices.Contains(asset.Statutory, c.ID) {
			n = 0
		} else if slices.Contains(asset.Judging, c.ID) {
			n = 1
		}
		list[n].columns = append(list[n].columns, c)
	}
	return list
}

func (l loaded) parts(r *gate.Request, i asset.Item) (parts []Part) {
	for _, g := range groups() {
		part := Part{Title: r.T("inventory.part." + g.id), Text: r.T("inventory.part." + g.id + ".text")}
		for _, c := range g.columns {
			if c.ID == asset.Identity {
				continue // stands with the product
			}
			f := filling.Field(r, form.Form{}, c, i.Cells[c.ID])
			if c.ID == asset.Facility {
				f = l.chosen(r, f)
			}
			part.Fields = append(part.Fields, f)
		}
		parts = append(parts, part)
	}
	return parts
}

// chosen is the question for the facility as a choice of those that there are.
func (l loaded) chosen(r *gate.Request, f look.Field) look.Field {
	f.Kind, f.Hint, f.Example = look.Select, r.T("inventory.facility.hint"), ""
	f.Options = []look.Option{{Label: r.T("inventory.choose"), Chosen: f.Value == ""}}
	for _, p := range l.Places {
		f.Options = append(f.Options, look.Option{Value: p.Name, Label: p.Name, Chosen: p.Name == f.Value})
	}
	return f
}

// history is how a row came to stand as it does: what changed, when, by whom.
func (l loaded) history(r *gate.Request, i asset.Item, past []asset.Item) *look.Table {
	if i.ID == "" {
		return nil
	}
	t := &look.Table{Caption: r.T("inventory.past"), Heads: []look.Head{{Text: r.T("inventory.past.at")}, {Text: r.T("inventory.past.by")}, {Text: r.T("inventory.past.what")}}}
	now := i
	for _, before := range append(slices.Clone(past), asset.Item{}) {
		if before.ID != "" {
			before.Cells = before.Shown(l.Places)
		}
		var said []string
		for _, c := range asset.Table.Columns {
			if a, b := before.Cells[c.ID], now.Cells[c.ID]; !a.Same(b) && (!a.Empty() || !b.Empty()) {
				said = append(said, r.T("inventory.past.cell", "label", c.Label.In(string(r.Lang)), "was", orNone(r, reporting.Cell(r.Lang, c, a)), "is", orNone(r, reporting.Cell(r.Lang, c, b))))
			}
		}
		what := strings.Join(said, " ")
		switch {
		case before.ID == "":
			what = r.T("inventory.past.added")
		case now.State == asset.Gone:
			what = r.T("inventory.past.out")
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: look.Moment(r.Lang, now.ChangedAt), When: true}, {Text: now.By}, {Text: what}})
		now = before
	}
	return t
}

func orNone(r *gate.Request, s string) string {
	if s == "" {
		return r.T("answers.none")
	}
	return s
}
