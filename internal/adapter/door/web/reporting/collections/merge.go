package collections

import (
	_ "embed"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
)

// Bounds of what one page shows.
const (
	doublesShown = 20
	faultsShown  = 20
	rowsShown    = 100
)

// mergeView is what taking over would do.
type mergeView struct {
	Heading, Number, Key                string
	Take, Untake, Settle, Return, Board string
	Notices                             []look.Notice
	Units                               []mergeUnit
	Ready                               int // units that can be taken over
	Waiting, Untaken                    string
	Doubles                             []look.Field
	Open, More                          string
	Prefer                              look.Field
	Rows                                *look.Table
	RowsMore                            string
	Undecided                           bool
	Sent                                bool
}

// mergeUnit is one unit in it.
type mergeUnit struct {
	Unit, Name, Number, Rows string
	State                    look.Tag
	Counts                   []string
	Taken                    string
	Can, Back                bool
	Faults                   []string
	FaultsMore               string
	Remark                   string
}

//go:embed merge.tmpl
var mergeSource string

var mergePage = look.Parse[mergeView]("reporting/collections/merge", mergeSource)

func (p Pages) gathered(r *gate.Request) (g collection.Gathered, err error) {
	err = p.read(r, func(tx Tx, n ident.Number) (err error) {
		g, err = tx.GatheredFrom(n)
		return err
	})
	return g, err
}

func (p Pages) merge(w http.ResponseWriter, r *gate.Request) error {
	g, err := p.gathered(r)
	if err != nil {
		return err
	}
	return p.writeMerge(w, r, g, nil)
}

func (p Pages) writeMerge(w http.ResponseWriter, r *gate.Request, g collection.Gathered, bad error) (err error) {
	all := g.Merge()
	at := reporting.CollectionAt(g.Draft.Number)
	v := mergeView{
		Heading: g.Of.Form.Title.In(string(r.Lang)), Number: string(g.Draft.Number), Take: at + "/take", Untake: at + "/untake", Settle: at + "/settle", Return: at + "/move", Board: at,
		Notices: append(said(r), admin.Says(r, bad)...), Waiting: Missing(r, g.Parts, namesShown), Untaken: Untaken(r, g.Parts, namesShown), Sent: g.Draft.State != filing.DraftOpen,
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	for _, u := range all.Units {
		if !u.Ready() && u.TakenAt == 0 || u.State == collection.Ended {
			continue // what has not come is named in one line
		}
		one := unitOf(r, g, u)
		if one.Can {
			v.Ready++
		}
		v.Units = append(v.Units, one)
		if string(u.Unit) == r.URL.Query().Get("unit") {
			v.rows(r, g, u)
		}
	}
	v.doubles(r, all)
	return mergePage.WriteStatus(w, admin.Status(bad), trail(r, "collection.merge", look.Link{To: at, Text: r.T("collection.board")}).About(v.Number), v)
}

// unitOf is what taking over one unit would do, in words.
func unitOf(r *gate.Request, g collection.Gathered, u collection.UnitPreview) mergeUnit {
	one := mergeUnit{
		Unit: string(u.Unit), Name: u.Name, Number: u.Number.ASCII(), State: Tag(r, u.Part), Can: u.Able(), Back: u.TakenAt != 0,
		Rows: "?" + url.Values{"unit": {string(u.Unit)}}.Encode() + "#rows",
	}
	for _, c := range []struct {
		key string
		n   int
	}{{"new", u.New}, {"changed", u.Changed}, {"same", u.Same}, {"gone", u.Gone}, {"held", u.Held}, {"beaten", u.Beaten}} {
		if c.n > 0 {
			one.Counts = append(one.Counts, r.T("collection.count."+c.key, "n", look.Number(c.n)))
		}
	}
	if u.TakenAt != 0 {
		one.Taken = r.T("collection.taken.at", "at", look.Moment(r.Lang, u.TakenAt))
	}
	of := g.Of.Form.Within(u.Steps)
	for i, f := range u.Faults {
		if i == faultsShown {
			one.FaultsMore = r.T("collection.faults.more", "n", look.Number(len(u.Faults)-faultsShown))
			break
		}
		one.Faults = append(one.Faults, placeOf(r, of, f.Path)+": "+r.Why(f))
	}
	if len(one.Faults) > 0 {
		one.Remark = r.T("collection.remark.faults") + "\n" + strings.Join(one.Faults, "\n")
		if runes := []rune(one.Remark); len(runes) > collection.NoteMost {
			one.Remark = string(runes[:collection.NoteMost])
		}
	}
	return one
}

// placeOf is where a fault lies, in words: 「機器の一覧」3行目 製品名.
func placeOf(r *gate.Request, f form.Form, path string) string {
	table, rest, isRow := strings.Cut(path, "[")
	field, _ := f.Field(table)
	label := reporting.Label(r.Lang, field)
	if !isRow {
		return label
	}
	n, column, _ := strings.Cut(rest, "].")
	i, err := strconv.Atoi(strings.TrimSuffix(n, "]"))
	if err != nil {
		return label
	}
	place := r.T("collection.place", "table", label, "row", look.Number(i+1))
	if c, ok := field.Column(column); ok {
		place += " " + reporting.Label(r.Lang, c)
	}
	return place
}

// rows are what one unit would write, row by row.
func (v *mergeView) rows(r *gate.Request, g collection.Gathered, u collection.UnitPreview) {
	t := look.Table{Caption: r.T("collection.rows", "name", u.Name), Heads: []look.Head{{Text: r.T("collection.row")}, {Text: r.T("collection.change")}, {Text: r.T("collection.says")}, {Text: r.T("collection.by")}}}
	for i, one := range u.Writes {
		if i == rowsShown {
			v.RowsMore = r.T("rows.more", "n", look.Number(len(u.Writes)-rowsShown))
			break
		}
		table, _ := filing.SplitField(one.Field)
		f, _ := g.Of.Form.Field(table)
		kind := "new"
		switch {
		case len(one.Value.Rows) == 1 && one.Value.Rows[0].Gone:
			kind = "gone"
		case one.Base != 0:
			kind = "changed"
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: rowName(r, f, one.Value)}, {Text: r.T("collection.kind." + kind)}, {Text: inWords(r, f, one.Value)}, {Text: one.Name}})
	}
	v.Rows = &t
}

func rowName(r *gate.Request, f form.Field, v form.Value) string {
	if len(v.Rows) == 1 {
		if name := f.RowName(v.Rows[0]); name != "" {
			return name
		}
	}
	return reporting.Label(r.Lang, f)
}

// inWords is an answer, or the cells of a row with their headings, in one line.
func inWords(r *gate.Request, f form.Field, v form.Value) string {
	if len(v.Rows) == 0 {
		return reporting.Cell(r.Lang, f, v)
	}
	return reporting.RowInWords(r.Lang, f, v.Rows[0])
}

// doubles are what is said more than once, side by side; nothing is chosen beforehand.
func (v *mergeView) doubles(r *gate.Request, all collection.Preview) {
	v.Open = look.Number(all.Open)
	v.Undecided = all.Open > 0
	units := map[string]string{}
	for i, d := range all.Doubles {
		for _, s := range d.Said {
			if d.Chosen == "" && s.Unit != "" {
				units[string(s.Unit)] = s.Name
			}
		}
		if i >= doublesShown {
			continue
		}
		f := look.Field{Kind: look.Radio, ID: "d-" + d.Key, Name: "d." + d.Key, Label: reporting.Label(r.Lang, d.Field), Free: true}
		if d.Field.Kind == form.Table {
			f.Label += " " + d.Field.RowName(d.Said[0].Value.Rows[0])
		}
		for _, s := range d.Said {
			who := s.Name
			if s.Unit == "" {
				who = r.T("collection.head")
			}
			f.Options = append(f.Options, look.Option{Value: s.Ref, Label: who, Note: inWords(r, d.Field, s.Value) + " (" + strings.TrimSpace(s.By+" "+look.Moment(r.Lang, s.At)) + ")", Chosen: s.Ref == d.Chosen})
		}
		f.Options = append(f.Options, look.Option{Value: "", Label: r.T("collection.undecided"), Chosen: d.Chosen == ""})
		v.Doubles = append(v.Doubles, f)
	}
	if n := len(all.Doubles) - doublesShown; n > 0 {
		v.More = r.T("collection.doubles.more", "n", look.Number(n))
	}
	v.Prefer = look.Field{Kind: look.Select, ID: "prefer", Label: r.T("collection.prefer"), Hint: r.T("collection.prefer.hint"), Free: true, Width: look.Mid, Options: []look.Option{{Label: r.T("collection.prefer.none"), Chosen: true}}}
	for _, p := range all.Units {
		if name := units[string(p.Unit)]; name != "" {
			v.Prefer.Options = append(v.Prefer.Options, look.Option{Value: string(p.Unit), Label: name})
		}
	}
}

// settled keeps what was chosen.
func (p Pages) settled(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	g, err := p.gathered(r)
	if err != nil {
		return err
	}
	choice, prefer := map[string]string{}, ident.Unit(typed.Get("prefer"))
	for _, d := range g.Merge().Doubles {
		ref, sent := typed.Get("d."+d.Key), typed.Has("d."+d.Key)
		if i := slices.IndexFunc(d.Said, func(s collection.Said) bool { return prefer != "" && s.Unit == prefer }); i >= 0 && d.Chosen == "" && ref == "" {
			ref, sent = d.Said[i].Ref, true
		}
		if sent && ref != d.Chosen {
			choice[d.Key] = ref
		}
	}
	if len(choice) == 0 {
		return gate.See(w, reporting.CollectionAt(g.Draft.Number)+"/merge")
	}
	key, err := keyOf(r, "")
	if err == nil {
		err = p.Settle.Do(r.Context(), r.Scope, key, g.Draft.Number, choice)
	}
	if admin.Mine(err) {
		return p.writeMerge(w, r, g, err)
	}
	if err != nil {
		return err
	}
	return see(w, g.Draft.Number, "/merge", "settled", len(choice))
}

// taken takes over one unit, or every unit that is ready: each whole, in an act of its own.
func (p Pages) taken(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	g, err := p.gathered(r)
	if err != nil {
		return err
	}
	n := 0
	for _, u := range g.Merge().Units {
		if unit := typed.Get("unit"); !u.Able() || unit != "" && unit != string(u.Unit) {
			continue
		}
		key, err := keyOf(r, "-"+string(u.Unit))
		if err != nil {
			return err
		}
		switch err := p.Take.Do(r.Context(), r.Scope, key, g.Draft.Number, u); {
		case admin.Mine(err):
			if g, err = p.gathered(r); err != nil {
				return err
			}
			return p.writeMerge(w, r, g, fault.New(fault.Conflict, "fault.collection.changed", nil))
		case err != nil:
			return err
		}
		n++
	}
	return see(w, g.Draft.Number, "/merge", "taken", n)
}

// untaken gives back what was taken over of one unit.
func (p Pages) untaken(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	n, err := number(r, "gathered")
	if err != nil {
		return err
	}
	part, err := ident.ParseNumber(typed.Get("part"))
	if err != nil {
		return fault.Absent()
	}
	key, err := keyOf(r, "")
	if err != nil {
		return err
	}
	stay, err := p.Untake.Do(r.Context(), r.Scope, key, n, part)
	if admin.Mine(err) {
		g, bad := p.gathered(r)
		if bad != nil {
			return bad
		}
		return p.writeMerge(w, r, g, err)
	}
	if err != nil {
		return err
	}
	return see(w, n, "/merge", "untaken", stay)
}
