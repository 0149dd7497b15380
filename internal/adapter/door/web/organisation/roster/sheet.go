package roster

import (
	_ "embed"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form/tabular"
	duty "kanmin/internal/domain/oncall"
)

// fileLimit bounds an upload here; the roster itself is bounded by duty.MostTurns, and a file by what the child reads.
const fileLimit = 2 << 20

// SheetView is the page on which a sheet is brought and looked at before it is written.
type SheetView struct {
	Notices  []look.Notice
	Problems look.Problems
	File     look.Field
	Text     look.Field
	Checked  *Checked
}

// Checked is a sheet that was read.
type Checked struct {
	Cells   *look.Table // what cannot be read, cell by cell
	Turns   *look.Table
	Instead look.Field
	Rows    string // the sheet as it was read, carried to the next press
	Key     string // "" while something is wrong
	Count   int
}

//go:embed sheet.tmpl
var sheetSource string

var sheetPage = look.Parse[SheetView]("organisation/roster/sheet", sheetSource)

func sheetView(r *gate.Request) SheetView {
	return SheetView{
		File: look.Field{Kind: look.Upload, ID: "file", Label: r.T("roster.sheet.file"), Hint: r.T("roster.sheet.file.hint"), Free: true},
		Text: look.Field{Kind: look.Area, ID: "text", Label: r.T("roster.sheet.text"), Hint: r.T("roster.sheet.text.hint"), Free: true},
	}
}

func (p Pages) sheet(w http.ResponseWriter, r *gate.Request) error {
	return writeSheet(w, r, http.StatusOK, sheetView(r))
}

func writeSheet(w http.ResponseWriter, r *gate.Request, status int, v SheetView) error {
	frame := r.Frame("roster.sheet").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{To: Path, Text: r.T("roster.title")}, look.Link{Text: r.T("roster.sheet")})
	return sheetPage.WriteStatus(w, status, frame, v)
}

// brought is a sheet as it came: uploaded, pasted, or carried from the page before. Nothing is written before the last press.
func (p Pages) brought(w http.ResponseWriter, r *gate.Request) error {
	fields, file, err := r.Uploaded(fileLimit)
	if err != nil && !admin.Mine(err) {
		return err
	}
	var grids []tabular.Grid
	if err == nil {
		grids, err = formsheet.Carry(r.Context(), p.Parse, fields.Get("rows"), fields.Get("text"), file.Data)
	}
	var turns []duty.Turn
	var cells []tabular.Fault
	if err == nil {
		turns, cells, err = read(grids, r)
	}
	if err != nil && !admin.Mine(err) {
		return err
	}
	v := sheetView(r)
	if err == nil && len(cells) == 0 && fields.Get("do") == "go" {
		key, failed := r.Key(organisation.Digest(turns, fields.Get("instead")))
		if failed != nil {
			return failed
		}
		if err = p.Add.Do(r.Context(), r.Scope, key, turns, fields.Get("instead") == "1"); err == nil {
			return gate.See(w, back(turns[0])+"&done=added")
		}
		if !admin.Mine(err) {
			return err
		}
	}
	if err != nil {
		v.Notices = admin.Says(r, err)
		for _, text := range admin.Why(r, err) {
			v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: text, Assert: true})
		}
		return writeSheet(w, r, admin.Status(err), v)
	}
	if v.Checked, err = checked(r, grids, turns, cells); err != nil {
		return err
	}
	status := http.StatusOK
	if len(cells) > 0 {
		status = http.StatusUnprocessableEntity
		v.Notices = []look.Notice{{Tone: look.Warn, Title: r.T("roster.sheet.bad", "n", len(cells)), Assert: true}}
	}
	return writeSheet(w, r, status, v)
}

// read finds the roster among what was brought, and says what is wrong with it cell by cell.
func read(grids []tabular.Grid, r *gate.Request) (turns []duty.Turn, cells []tabular.Fault, err error) {
	g, l, err := tabular.Find(duty.Sheet, grids, nil)
	if err != nil {
		return nil, nil, err
	}
	reading := tabular.Read(duty.Sheet, g, l)
	if len(reading.Lines) == 0 || len(reading.Lines) > duty.MostTurns {
		return nil, nil, duty.CheckTurns(make([]duty.Turn, len(reading.Lines)), r.Now)
	}
	cells = reading.Faults
	for _, line := range reading.Lines {
		if slices.ContainsFunc(cells, func(f tabular.Fault) bool { return f.Row == line.Row }) {
			continue
		}
		t, err := duty.ReadTurn(line.Cells)
		if err == nil {
			err = duty.CheckTurns([]duty.Turn{t}, r.Now)
		}
		cells = append(cells, faults(l, line, err)...)
		turns = append(turns, t)
	}
	slices.SortStableFunc(cells, func(a, b tabular.Fault) int { return a.Row - b.Row })
	return turns, cells, nil
}

// faults are what is wrong with a row as a whole, at the cells that are to blame.
func faults(l tabular.Layout, line tabular.Line, err error) (list []tabular.Fault) {
	e, _ := err.(*fault.Error) //nolint:errorlint,errcheck // of CheckTurns, never wrapped
	if e == nil {
		return nil
	}
	for _, f := range e.Fields {
		if column, ok := duty.Sheet.Column(f.Path[len("turns[0]."):]); ok {
			list = append(list, l.Blame(column, line.Row, line.Cells[column.ID].Text(), f))
		}
	}
	return list
}

// checked is what was read in words, with the sheet to be carried on.
func checked(r *gate.Request, grids []tabular.Grid, turns []duty.Turn, cells []tabular.Fault) (*Checked, error) {
	c := &Checked{Count: len(turns)}
	if len(cells) > 0 {
		c.Cells = &look.Table{Caption: r.T("roster.sheet.cells"), Heads: []look.Head{{Text: r.T("roster.sheet.cell")}, {Text: r.T("roster.sheet.column")}, {Text: r.T("roster.sheet.is")}, {Text: r.T("roster.sheet.why")}}}
		for _, f := range cells[:min(len(cells), 100)] {
			c.Cells.Rows = append(c.Cells.Rows, []look.Cell{{Text: f.String()}, {Text: f.Column.Label.In(string(r.Lang))}, {Text: f.Text}, {Text: r.Why(fault.Field{Code: f.Code, Args: f.Args})}})
		}
		return c, nil
	}
	c.Turns = &look.Table{Caption: r.T("roster.sheet.read", "n", len(turns)), Heads: []look.Head{{Text: r.T("roster.when")}, {Text: r.T("roster.role")}, {Text: r.T("oncall.name")}, {Text: r.T("oncall.phone")}}}
	for _, t := range turns {
		c.Turns.Rows = append(c.Turns.Rows, row(r, t, false)[:4])
	}
	c.Instead = look.Field{Kind: look.Boxes, ID: "instead", Label: r.T("roster.instead"), Options: []look.Option{{Value: "1", Label: r.T("roster.instead.do"), Note: r.T("roster.instead.note"), Chosen: true}}}
	rows, err := formsheet.Carried(grids)
	if err != nil {
		return nil, err
	}
	c.Rows = rows
	c.Key, err = r.NewKey()
	return c, err
}
