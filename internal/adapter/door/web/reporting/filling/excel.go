package filling

import (
	_ "embed"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form/tabular"
)

// excelView is the page on which a draft goes out as a sheet and comes in again.
type excelView struct {
	Heading, Number, Action, Back string
	Notices                       []look.Notice
	Problems                      look.Problems
	Files                         []look.Link
	More                          []look.Link // CSV, for other programs
	File                          look.Field
	Checked                       *checkedSheet
}

// checkedSheet is a file as it was read, compared with the draft. Nothing of it was taken over yet.
type checkedSheet struct {
	Name, State, Seen, Key string
	Facts                  []look.Answer
	Faults                 []faultKind
	Fixes                  []fixButton
	Maps                   []look.Field // headings that no column has, where columns lack
	Changes                []look.Table
	Choices                []look.Field // what a person decides: rows that are gone, rows that could be several
	Good                   bool
}

// fixButton mends all places of one kind.
type fixButton struct{ Kind, Text string }

//go:embed excel.tmpl
var excelSource string

var excelPage = look.Parse[excelView]("reporting/prompt/excel", excelSource)

// excelBody bounds what the page takes: a file, or the sheets that a page before carried.
const excelBody = sheet.MaxBytes + 4<<20

func excelFrom(r *gate.Request, d work) excelView {
	v := excelView{
		Heading: d.title(r), Number: string(d.Number), Action: d.at("excel"), Back: d.at(""),
		File: look.Field{Kind: look.Upload, ID: "file", Label: r.T("excel.file"), Hint: r.T("excel.file.hint")},
	}
	file := func(name, key string, pairs ...any) look.Link {
		return look.Link{To: d.at("excel/" + name), Text: r.T(key, pairs...)}
	}
	v.Files = []look.Link{file("template.xlsx", "excel.template"), file("filled.xlsx", "excel.filled")}
	for _, p := range formsheet.Parts(d.of.Form) {
		name := p.Label
		if name == "" {
			name = r.T("excel.answers")
		}
		v.More = append(v.More, file(p.ID+".csv", "excel.csv", "name", name), file(p.ID+".cp932.csv", "excel.cp932", "name", name))
	}
	return v
}

func (p Pages) excel(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, false)
	if err != nil {
		return err
	}
	if done, err := closed(w, d); done {
		return err
	}
	v := excelFrom(r, d)
	if n := number(r.URL.Query().Get("taken")); r.URL.Query().Has("taken") {
		title := r.T("excel.taken", "n", look.Number(n))
		if n == 0 { // pressed twice
			title = r.T("excel.taken.already")
		}
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: title, Text: []string{r.T("excel.taken.text")}})
	}
	return excelPage.Write(w, frame(r, d, r.T("excel.title")), v)
}

// excelled reads a file, or goes on with the sheets of the page before: a fix for all of a kind, a mapping of headings, a marked
// copy, or taking over. Until then it is a dry run: nothing is written.
func (p Pages) excelled(w http.ResponseWriter, r *gate.Request) error {
	fields, file, err := r.Uploaded(sheet.MaxBytes)
	if err != nil {
		return p.unreadable(w, r, err)
	}
	d, err := p.load(r, false)
	if err != nil {
		return err
	}
	if done, err := closed(w, d); done {
		return err
	}
	b, err := p.bring(r, d, fields, file)
	if err != nil {
		return p.unreadable(w, r, err)
	}
	if kind, ok := fixOf(fields.Get("do")); ok {
		b.Grids, _ = b.book.Mended(b.Grids, kind)
		if err := b.read(p, r, d); err != nil {
			return p.unreadable(w, r, err)
		}
	}
	switch fields.Get("do") {
	case "mark":
		return marked(w, r, d, b)
	case "go":
		return p.take(w, r, d, b, fields)
	}
	if kind, ok := strings.CutPrefix(fields.Get("do"), showKind); ok {
		b.opened = kind
	}
	return p.compared(w, r, d, b, nil)
}

// compared shows what a file would change.
func (p Pages) compared(w http.ResponseWriter, r *gate.Request, d work, b brought, notice *look.Notice) error {
	v := excelFrom(r, d)
	c, err := checkedFrom(r, d, b)
	if err != nil {
		return err
	}
	v.Checked = &c
	if notice != nil {
		v.Notices = append(v.Notices, *notice)
	}
	status := http.StatusOK
	bad := len(b.book.Faults())
	switch {
	case b.book.Blocking() > 0:
		status = http.StatusUnprocessableEntity
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("excel.bad", "n", look.Number(bad)), Text: []string{r.T("excel.bad.text")}, Assert: true})
	case !c.Good && len(c.Choices) == 0:
		v.Notices = append(v.Notices, look.Notice{Tone: look.Info, Title: r.T("excel.same"), Text: []string{r.T("excel.same.text")}})
	default:
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("excel.good"), Text: []string{r.T("excel.good.text")}})
		if bad > 0 {
			v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("excel.lacking", "n", look.Number(bad)), Text: []string{r.T("excel.lacking.text")}})
		}
	}
	v.Notices = append(v.Notices, oddities(r, b)...)
	return excelPage.WriteStatus(w, status, frame(r, d, r.T("excel.title")), v)
}

// unreadable shows the page again with what is wrong with the file, and where.
func (p Pages) unreadable(w http.ResponseWriter, r *gate.Request, err error) error {
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	d, bad := p.load(r, false)
	if bad != nil {
		return bad
	}
	v := excelFrom(r, d)
	for _, x := range places(err) {
		v.Problems = append(v.Problems, look.Problem{ID: "file", Label: x.Path, Text: r.Why(x)})
	}
	return excelPage.WriteStatus(w, http.StatusUnprocessableEntity, frame(r, d, r.T("excel.title")), v)
}

// showKind begins the button that asks for all places of one kind.
const showKind = "show."

// fixOf is the kind of mending of a button: "fix.serial".
func fixOf(do string) (tabular.FixKind, bool) {
	for _, k := range fixKinds {
		if do == "fix."+string(k.kind) {
			return k.kind, true
		}
	}
	return "", false
}

// fixKinds are the kinds of mending with what their buttons say.
var fixKinds = []struct {
	kind tabular.FixKind
	say  string
}{
	{tabular.Serial, "excel.fix.serial"}, {tabular.Digits, "excel.fix.digits"}, {tabular.Option, "excel.fix.option"}, {tabular.Mojibake, "excel.fix.mojibake"}, {tabular.Swap, "excel.fix.swap"},
}
