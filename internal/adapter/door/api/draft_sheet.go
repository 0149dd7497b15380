package api

import (
	"bytes"
	"crypto/sha256"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/submitting"
)

// draftSheetBytes bounds a file that is sent, and sheetPlaces how many of its places one answer names; the marked copy has all.
const (
	draftSheetBytes = sheet.MaxBytes + 1
	sheetPlaces     = 1000
)

// sheetIn is a file of a draft, with what somebody decided about it.
type sheetIn struct {
	Number string   `path:"number" doc:"整理番号 of the draft, in Latin or Japanese" example:"D-R8-7K4M-2QXD-W"`
	Fix    []string `query:"fix" doc:"kinds of mending to apply first: serial, digits, option, mojibake, swap" example:"[\"serial\"]"`
	Map    []string `query:"map,explode" doc:"what a heading is, as TABLE:COLUMN:HEADING; it is remembered when the file is taken over" example:"[\"products:number:備品コード\"]"`
}

// takeIn repeats sheetIn: huma does not look into embedded structs that are not exported.
type takeIn struct {
	Key    string   `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
	Number string   `path:"number" doc:"整理番号 of the draft, in Latin or Japanese" example:"D-R8-7K4M-2QXD-W"`
	Fix    []string `query:"fix" doc:"as of the check" example:"[\"serial\"]"`
	Map    []string `query:"map,explode" doc:"as of the check; it is remembered" example:"[\"products:number:備品コード\"]"`
	Gone   []string `query:"gone" doc:"tables of which the rows go that the file no longer has; without it they stay" example:"[\"products\"]"`
	Unsure []string `query:"unsure" doc:"tables of which rows that could be several are taken for new ones; without it they are left out" example:"[\"products\"]"`
	Seen   string   `query:"seen" doc:"seen of the answer of the check; when the draft has changed since, the answer is 409"`
}

type sheetFileIn struct {
	Number string `path:"number" doc:"整理番号 of the draft, in Latin or Japanese" example:"D-R8-7K4M-2QXD-W"`
	File   string `path:"file" doc:"template.xlsx, filled.xlsx, and for each table TABLE.csv or TABLE.cp932.csv; the other answers are _answers" example:"template.xlsx"`
}

// SheetChecked is what taking a file over would do, or did.
type SheetChecked struct {
	Seen    string       `json:"seen" doc:"how the draft stood; a take that names it is refused when the draft has changed"`
	Answers []string     `json:"answers" doc:"ids of the answers that differ"`
	Tables  []SheetTable `json:"tables"`
	Lacking []SheetPlace `json:"lacking" doc:"needed cells that are empty: they may be filled in later, before sending"`
	Unread  SheetUnread  `json:"unread"`
	Taken   *int         `json:"taken,omitempty" doc:"answers and rows that were written; 0 when the request was a repetition"`
}

// SheetTable says of one table how many of its rows are which.
type SheetTable struct {
	ID      string   `json:"id"`
	Sheet   string   `json:"sheet"`
	New     int      `json:"new"`
	Changed int      `json:"changed"`
	Same    int      `json:"same"`
	Gone    int      `json:"gone" doc:"rows of the draft that the file lacks: they stay unless gone names the table"`
	Unsure  int      `json:"unsure" doc:"rows of the file that could be several: they are left out unless unsure names the table"`
	Missing []string `json:"missing" doc:"columns that the file lacks: the draft keeps what it has"`
}

// SheetPlace is one cell.
type SheetPlace struct {
	Path   string `json:"path" example:"『製品一覧』シート C17"`
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// SheetUnread is what the file holds that was not read, or not as it looks.
type SheetUnread struct {
	Sheets   []string `json:"sheets" doc:"hidden ones, and those that hold nothing of the form"`
	Headings []string `json:"headings" example:"[\"『製品一覧』シート D: 備品コード\"]"`
	Formulas int      `json:"formulas" doc:"cells of which the value that was calculated last was read"`
	Merged   int      `json:"merged" doc:"ranges of which the value counts for the first cell"`
}

type sheetCheckedOut struct{ Body SheetChecked }

func (a *API) draftSheets(t *table) {
	body := func() *huma.RequestBody {
		return &huma.RequestBody{Required: true, Description: "The file: an Excel book or CSV, at most 20 MiB", Content: map[string]*huma.MediaType{formsheet.XLSX: binary(), "text/csv": binary(), "application/octet-stream": binary()}}
	}
	const at = "/drafts/{number}/sheet"
	add(t, mayDraft, huma.Operation{
		OperationID: "download-draft-sheet", Method: http.MethodGet, Path: at + "/{file}", Tags: []string{"drafts"}, Responses: fileResponse(formsheet.XLSX, false),
		Summary: "The template, or the draft as it stands, as Excel or CSV; no cell can be taken for a formula",
	}, a.downloadSheet)
	add(t, mayDraft, huma.Operation{
		OperationID: "check-draft-sheet", Method: http.MethodPost, Path: at + "/check", Tags: []string{"drafts"}, RequestBody: body(),
		Summary: "What taking a file over would do; nothing is written. Cells that cannot be read are a 422 with their places and, where one is known, what would mend them",
	}, a.checkDraftSheet)
	add(t, mayDraft, huma.Operation{
		OperationID: "mark-draft-sheet", Method: http.MethodPost, Path: at + "/marked", Tags: []string{"drafts"}, RequestBody: body(), Responses: fileResponse(formsheet.XLSX, false),
		Summary: "The file as it was read, with what to correct beside each row",
	}, a.markDraftSheet)
	add(t, mayDraft, huma.Operation{
		OperationID: "take-draft-sheet", Method: http.MethodPost, Path: at, Tags: []string{"drafts"}, RequestBody: body(),
		Summary: "Take a file over into the draft: all of it, or nothing",
	}, a.takeDraftSheet)
}

// sheeted is a draft with a file that was compared with it.
type sheeted struct {
	filing.Draft
	of     procedure.Procedure
	seen   string
	file   formsheet.Brought
	learnt tabular.Learnt
	tabular.Compared
}

// bringSheet reads the file of a body and compares it with the draft.
func (a *API) bringSheet(c *call, in sheetIn) (s sheeted, err error) {
	if len(c.body) == 0 {
		return s, invalid("", "excel.none", nil)
	}
	var entries []filing.Entry
	var known tabular.Learnt
	if s.Draft, s.of, entries, known, err = a.draftToFill(c, in.Number); err != nil {
		return s, err
	}
	if s.learnt, err = mapped(s.of.Form, in.Map); err != nil {
		return s, err
	}
	book, err := a.Parse(c.Context(), "", bytes.NewReader(c.body))
	if err != nil {
		return s, err
	}
	if s.file, err = formsheet.Bring(book); err != nil {
		return s, err
	}
	known, _ = known.With(s.learnt)
	s.seen = filing.Seen(entries)
	compare := func() error {
		s.Compared, err = tabular.Compare(s.of.Form, s.file.Grids, known, filing.Values(entries), func(maker, product string) bool { return a.Swapped(c.Scope.Org, maker, product) })
		return err
	}
	if err := compare(); err != nil {
		return s, err
	}
	for _, kind := range in.Fix {
		if !slices.Contains(tabular.FixKinds, tabular.FixKind(kind)) {
			return s, invalid("fix", "fault.form.option", fault.Args{"text": clip(kind)})
		}
		s.file.Grids, _ = s.Mended(s.file.Grids, tabular.FixKind(kind))
		if err := compare(); err != nil {
			return s, err
		}
	}
	return s, nil
}

// draftToFill is an open draft with its answers, and what the organisation calls its columns.
func (a *API) draftToFill(c *call, typed string) (d filing.Draft, of procedure.Procedure, entries []filing.Entry, known tabular.Learnt, err error) {
	n, err := number("number", typed)
	if err != nil {
		return d, of, nil, nil, err
	}
	err = a.Draft(c.Context(), c.Scope, func(tx DraftTx) (err error) {
		if d, entries, err = tx.Draft(n); err != nil {
			return err
		}
		if of, err = asked(tx, d); err == nil {
			known, err = tx.Headings(of.ID)
		}
		return err
	})
	if err == nil && d.State != filing.DraftOpen {
		err = fault.New(fault.Conflict, "fault.draft.closed", nil)
	}
	return d, of, entries, known, err
}

// mapped reads what headings are said to be: TABLE:COLUMN:HEADING.
func mapped(f form.Form, list []string) (tabular.Learnt, error) {
	learnt := tabular.Learnt{}
	for _, said := range list {
		parts := strings.SplitN(said, ":", 3)
		ok := len(parts) == 3
		if ok {
			table, _ := f.Field(parts[0])
			_, ok = table.Column(parts[1])
		}
		if !ok {
			return nil, invalid("map", "fault.form.option", fault.Args{"text": clip(said)})
		}
		learnt.Note(parts[0], parts[2], parts[1])
	}
	return learnt, nil
}

// refusal is a fault with every cell that must be put right before anything is taken over.
func (s sheeted) refusal() error {
	n := s.Blocking()
	if n == 0 {
		return nil
	}
	e := &fault.Error{Kind: fault.Invalid, Code: "fault.sheet.places", Args: fault.Args{"n": sheet.Number(n)}}
	for _, f := range s.Faults() {
		if f.Lacks() {
			continue
		}
		args := fault.Args{"field": f.Column.ID}
		maps.Copy(args, f.Args)
		if f.Fix.Kind != "" {
			args["fix"], args["to"] = string(f.Fix.Kind), f.Fix.To
		}
		e.Fields = append(e.Fields, fault.Field{Path: formsheet.Placed(f), Code: f.Code, Args: args})
	}
	return e
}

func (s sheeted) view(c *call) SheetChecked {
	v := SheetChecked{Seen: s.seen, Answers: []string{}, Tables: []SheetTable{}, Lacking: []SheetPlace{}}
	v.Unread = SheetUnread{Sheets: append([]string{}, s.file.Unread(s.Book)...), Headings: []string{}, Formulas: s.file.Formulas, Merged: s.file.Merged}
	for _, change := range s.Changed() {
		v.Answers = append(v.Answers, change.Field.ID)
	}
	if s.Compared.Answers != nil {
		for i, cell := range s.Compared.Answers.Strange {
			v.Unread.Headings = append(v.Unread.Headings, strings.TrimSpace(sheet.Place(cell.Sheet, 0, 0)+" "+cell.String())+": "+clip(s.Compared.Answers.Names[i]))
		}
	}
	for i, t := range s.Tables {
		m := s.Merges[i]
		one := SheetTable{ID: t.Table.ID, Sheet: t.Reading.Sheet, New: len(m.New), Changed: len(m.Changed), Same: len(m.Same), Gone: len(m.Gone), Unsure: len(m.Unsure), Missing: []string{}}
		for _, column := range t.Reading.Missing {
			one.Missing = append(one.Missing, column.ID)
		}
		for _, h := range t.Reading.Extra {
			v.Unread.Headings = append(v.Unread.Headings, strings.TrimSpace(sheet.Place(t.Reading.Sheet, 0, 0)+" "+h.Column)+": "+clip(h.Text))
		}
		v.Tables = append(v.Tables, one)
	}
	for _, f := range s.Faults() {
		if f.Lacks() && len(v.Lacking) < sheetPlaces {
			v.Lacking = append(v.Lacking, SheetPlace{Path: formsheet.Placed(f), Field: f.Column.ID, Detail: c.Why(fault.Field{Code: f.Code, Args: f.Args})})
		}
	}
	return v
}

func (a *API) checkDraftSheet(c *call, in *sheetIn) (*sheetCheckedOut, error) {
	s, err := a.bringSheet(c, *in)
	if err == nil {
		err = s.refusal()
	}
	if err != nil {
		return nil, err
	}
	return &sheetCheckedOut{s.view(c)}, nil
}

func (a *API) takeDraftSheet(c *call, in *takeIn) (*sheetCheckedOut, error) {
	h := sha256.New()
	h.Write([]byte(c.URL.Path + "?" + c.URL.RawQuery + "\n"))
	h.Write(c.body)
	key, err := c.Key([32]byte(h.Sum(nil)))
	if err != nil {
		return nil, err
	}
	s, err := a.bringSheet(c, sheetIn{Number: in.Number, Fix: in.Fix, Map: in.Map})
	if err == nil {
		err = s.refusal()
	}
	if err != nil {
		return nil, err
	}
	choice := tabular.Choice{Seen: in.Seen, Gone: in.Gone, Unsure: in.Unsure}
	if choice.Seen == "" {
		choice.Seen = s.seen
	}
	take := submitting.From(s.Number, s.of, s.Compared, choice, c.Now)
	take.Learnt = s.learnt
	n, err := a.Take.Do(c.Context(), c.Scope, key, take)
	if err != nil {
		return nil, err
	}
	v := s.view(c)
	v.Taken = &n
	return &sheetCheckedOut{v}, nil
}

func (a *API) markDraftSheet(c *call, in *sheetIn) (*fileOut, error) {
	s, err := a.bringSheet(c, *in)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = formsheet.Marked(&out, s.file.Grids, s.Book, formsheet.Reader{Note: c.T("excel.note"), Label: func(f form.Field) string { return f.Label.In(string(c.Lang)) }, Why: c.Why})
	return &fileOut{ContentType: formsheet.XLSX, Disposition: `attachment; filename="` + s.Number.ASCII() + `-marked.xlsx"`, Body: out.Bytes()}, err
}

func (a *API) downloadSheet(c *call, in *sheetFileIn) (*fileOut, error) {
	d, of, entries, _, err := a.draftToFill(c, in.Number)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	media, err := formsheet.File(&out, of, filing.Values(entries), in.File, inJapanese)
	if err != nil {
		return nil, err
	}
	return &fileOut{ContentType: media, Disposition: `attachment; filename="` + d.Number.ASCII() + "-" + in.File + `"`, Body: out.Bytes()}, nil
}

// inJapanese says what stands in files: by their headings they are known again.
func inJapanese(key string, pairs ...any) string { return look.Say(look.Ja, key, pairs...) }
