package inventory

import (
	_ "embed"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/bringing"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/registering"
)

// fileLimit bounds an upload here; its rows are bounded by asset.MostAtOnce, and a file by what the child reads.
const fileLimit = 16 << 20

// SheetView is the page on which a sheet is brought and looked at before anything is written.
type SheetView struct {
	Notices    []look.Notice
	File, Text look.Field
	Checked    *Checked
}

// Checked is a sheet that was read, beside what is there.
type Checked struct {
	Facts   []look.Answer
	Cells   *look.Table // what cannot be read, cell by cell
	Mended  []string    // what was read otherwise than it stands: 46300 → 2026-10-05
	New     *look.Table
	Changed *look.Table
	Rows    string // the sheet as it was read, carried to the next press
	Seen    string // the revision that it was compared with
	Key     string // "" while something is wrong, or nothing is to be written
}

//go:embed sheet.tmpl
var sheetSource string

var sheetPage = look.Parse[SheetView]("operator/inventory/sheet", sheetSource)

func sheetView(r *gate.Request) SheetView {
	return SheetView{
		File: look.Field{Kind: look.Upload, ID: "file", Label: r.T("inventory.sheet.file"), Hint: r.T("inventory.sheet.file.hint", "n", look.Number(asset.MostAtOnce)), Free: true},
		Text: look.Field{Kind: look.Area, ID: "text", Label: r.T("inventory.sheet.text"), Hint: r.T("inventory.sheet.text.hint"), Free: true},
	}
}

func (p Pages) sheet(w http.ResponseWriter, r *gate.Request) error {
	return writeSheet(w, r, http.StatusOK, sheetView(r))
}

func writeSheet(w http.ResponseWriter, r *gate.Request, status int, v SheetView) error {
	frame := r.Frame("inventory.sheet").With(look.Link{To: Path, Text: r.T("inventory.title")}, look.Link{Text: r.T("inventory.sheet")})
	return sheetPage.WriteStatus(w, status, frame, v)
}

// brought is a sheet as it came: uploaded, pasted, or carried from the page before. Nothing is written before the last press.
func (p Pages) brought(w http.ResponseWriter, r *gate.Request) error {
	fields, file, err := r.Uploaded(fileLimit)
	var grids []tabular.Grid
	if err == nil {
		grids, err = formsheet.Carry(r.Context(), p.Parse, fields.Get("rows"), fields.Get("text"), file.Data)
	}
	l, failed := p.load(r)
	if failed != nil {
		return failed
	}
	var c bringing.Brought
	if err == nil {
		c, err = l.Sheet(grids)
	}
	if err == nil && len(c.Cells) == 0 && fields.Get("do") == "go" && len(c.Rows) > 0 {
		var key ident.Key
		if key, err = r.Key(organisation.Digest("sheet", fields.Get("rows"))); err != nil {
			return err
		}
		seen, _ := strconv.Atoi(fields.Get("seen"))
		if err = p.SetItems.Do(r.Context(), r.Scope, key, registering.Writing{Seen: &seen, Rows: c.Rows}); err == nil {
			return gate.See(w, Path+"?done=brought")
		}
	}
	v := sheetView(r)
	if e, mine := organisation.Mine(err); mine {
		for _, problem := range organisation.Beside(r, nil, e, "file") {
			v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: problem.Text, Assert: true})
		}
		return writeSheet(w, r, gate.Status(err), v)
	}
	if err != nil {
		return err
	}
	if v.Checked, err = l.checked(r, grids, c); err != nil {
		return err
	}
	status := http.StatusOK
	if len(c.Cells) > 0 {
		status = http.StatusUnprocessableEntity
		v.Notices = []look.Notice{{Tone: look.Warn, Title: r.T("inventory.sheet.bad", "n", look.Number(len(c.Cells))), Assert: true}}
	}
	return writeSheet(w, r, status, v)
}

// checked is what was read in words, with the sheet to be carried on.
func (l loaded) checked(r *gate.Request, grids []tabular.Grid, c bringing.Brought) (v *Checked, err error) {
	v = &Checked{Facts: []look.Answer{
		{Question: r.T("inventory.sheet.new"), Text: look.Number(len(c.Merge.New) + len(c.Merge.Unsure))}, {Question: r.T("inventory.sheet.changed"), Text: look.Number(len(c.Merge.Changed))},
		{Question: r.T("inventory.sheet.same"), Text: look.Number(len(c.Merge.Same))}, {Question: r.T("inventory.sheet.gone"), Text: look.Number(len(c.Merge.Gone)), Note: r.T("inventory.sheet.gone.note")},
	}}
	for _, f := range c.Fixed[:min(len(c.Fixed), 200)] {
		v.Mended = append(v.Mended, r.T("inventory.sheet.mended.one", "cell", f.String(), "was", f.Text, "is", f.Fix.To))
	}
	if len(c.Cells) > 0 {
		v.Cells = &look.Table{Caption: r.T("inventory.sheet.cells"), Heads: []look.Head{{Text: r.T("roster.sheet.cell")}, {Text: r.T("roster.sheet.column")}, {Text: r.T("roster.sheet.is")}, {Text: r.T("roster.sheet.why")}}}
		for _, f := range c.Cells[:min(len(c.Cells), 200)] {
			v.Cells.Rows = append(v.Cells.Rows, []look.Cell{{Text: f.String()}, {Text: f.Column.Label.In(string(r.Lang))}, {Text: f.Text}, {Text: r.Why(fault.Field{Code: f.Code, Args: f.Args})}})
		}
		return v, nil
	}
	v.New, v.Changed = newRows(r, slices.Concat(c.Merge.New, c.Merge.Unsure)), changedRows(r, c.Merge.Changed)
	if len(c.Rows) == 0 {
		return v, nil
	}
	rows, err := formsheet.Carried(grids)
	if err != nil {
		return nil, err
	}
	v.Rows, v.Seen = rows, strconv.Itoa(l.Rev)
	v.Key, err = r.NewKey()
	return v, err
}

func newRows(r *gate.Request, list []tabular.Met) *look.Table {
	if len(list) == 0 {
		return nil
	}
	t := &look.Table{Caption: r.T("inventory.sheet.new"), Heads: []look.Head{{Text: r.T("inventory.head.machine")}, {Text: r.T("inventory.maker")}, {Text: r.T("inventory.head.product")}, {Text: r.T("inventory.place")}}}
	for _, m := range list[:min(len(list), 100)] {
		c := m.Line.Cells
		t.Rows = append(t.Rows, []look.Cell{{Text: c[asset.Machine].Text()}, {Text: c[asset.Maker].Text()}, {Text: c[asset.Product].Text()}, {Text: c[asset.Facility].Text()}})
	}
	return t
}

func changedRows(r *gate.Request, list []tabular.Met) *look.Table {
	if len(list) == 0 {
		return nil
	}
	t := &look.Table{Caption: r.T("inventory.sheet.changed"), Heads: []look.Head{{Text: r.T("inventory.head.machine")}, {Text: r.T("inventory.head.product")}, {Text: r.T("inventory.past.what")}}}
	for _, m := range list[:min(len(list), 100)] {
		var said []string
		after := m.After()
		for _, id := range m.Before.Changed(after) {
			c, _ := asset.Table.Column(id)
			said = append(said, r.T("inventory.past.cell", "label", c.Label.In(string(r.Lang)), "was", orNone(r, reporting.Cell(r.Lang, c, m.Before.Cells[id])), "is", orNone(r, reporting.Cell(r.Lang, c, after.Cells[id]))))
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: after.Cells[asset.Machine].Text()}, {Text: after.Cells[asset.Product].Text()}, {Text: strings.Join(said, " ")}})
	}
	return t
}
