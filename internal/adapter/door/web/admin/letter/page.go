// Package letter is 利用開始の封書: an A4 sheet for a window envelope for each invited person, with the activation code. The
// link goes by mail; both are needed. A code exists from its printing on, is shown this once, and ends the one before.
package letter

import (
	"context"
	_ "embed"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/inviting"
)

// Path is the page's address.
const Path = "/admin/letter"

// Tx is what the page reads.
type Tx interface {
	Letters(of ident.Instant, limit int) ([]register.Letter, error)
}

// Page is filled in by serve.
type Page struct {
	Read  func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Print inviting.Print
	Host  string // where the mailed link leads, for the sheet
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: admin.MayRead, Handle: p.show},
		{Pattern: "POST " + Path, Needs: admin.MayWrite, Body: 1 << 20, Handle: p.posted},
	}
}

const (
	shown = 1000
	few   = 20 // so many letters are listed without a press
)

// View is the list of letters.
type View struct {
	Notices  []look.Notice
	Progress *look.Progress
	Find     look.Field
	Found    string     // how many were found; empty when nobody searched
	All      string     // how many would be printed
	Open     bool       // each can be seen at once
	Due      look.Field // letters to print, each a box that is ticked
	Rest     *look.Table
	Again    look.Field // letters that were printed and not taken up
	Empty    *look.Empty
	Key      string
	AgainKey string
}

//go:embed page.tmpl
var source string

//go:embed sheets.tmpl
var sheetsSource string

var (
	page   = look.Parse[View]("admin/letter", source)
	sheets = look.Parse[SheetsView]("admin/letter/sheets", sheetsSource)
)

// SheetsView is one print job: a sheet for each person.
type SheetsView struct {
	Count  string
	Sheets []Sheet
	Back   string
}

// Sheet is one A4 sheet. What stands in the window of the envelope comes first.
type Sheet struct {
	Address, Org, Name string
	Number, Code       string
	Until              string
	Phone              string
	Host               string
	Again              bool
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error { return p.write(w, r, nil) }

func (p Page) load(r *gate.Request) (list []register.Letter, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.Letters(0, shown)
		return err
	})
	return list, err
}

func open(r *gate.Request, l register.Letter) bool { return l.UsedAt == 0 && l.UntilAt > r.Now }

func (p Page) write(w http.ResponseWriter, r *gate.Request, problem error) error {
	list, err := p.load(r)
	if err != nil {
		return err
	}
	v := View{
		Notices: admin.Says(r, problem), Due: look.Field{Kind: look.Boxes, ID: "letter", Label: r.T("letter.due"), Hint: r.T("letter.due.hint")},
		Again: look.Field{Kind: look.Boxes, ID: "again", Name: "letter", Label: r.T("letter.again"), Hint: r.T("letter.again.hint")},
	}
	printed := 0
	words := r.URL.Query().Get("q")
	picked := register.PickLetters(list, words)
	for _, l := range list {
		if l.PrintedAt != 0 {
			printed++
		}
	}
	for _, l := range picked {
		o := look.Option{Value: string(l.ID), Label: l.OrgName + " " + l.Name, Note: string(l.Number)}
		switch {
		case !open(r, l):
		case l.PrintedAt == 0:
			o.Chosen = true
			v.Due.Options = append(v.Due.Options, o)
		default:
			o.Note += " " + r.T("letter.printed.at", "at", look.Moment(r.Lang, l.PrintedAt), "n", look.Number(l.Prints))
			v.Again.Options = append(v.Again.Options, o)
		}
	}
	if len(list) == 0 {
		v.Empty = &look.Empty{Title: r.T("letter.none"), Text: []string{r.T("letter.none.text")}}
	} else {
		v.Progress = &look.Progress{Label: r.T("intake.printed"), Done: printed, Total: len(list)}
		v.Find = look.Field{Kind: look.Line, ID: "q", Label: r.T("letter.find"), Value: words, Width: look.Mid}
	}
	v.All, v.Open = r.T("letter.all", "n", look.Number(len(v.Due.Options))), len(v.Due.Options) <= few
	if words != "" {
		v.Found, v.Open = r.T("letter.found", "n", look.Number(len(picked))), true
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	if v.AgainKey, err = r.NewKey(); err != nil {
		return err
	}
	return page.WriteStatus(w, admin.Status(problem), admin.Place(r, r.Frame("letter.title"), look.Link{Text: r.T("letter.title")}), v)
}

// posted mints a code for each chosen letter and shows the sheets, this once.
func (p Page) posted(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	var ids []ident.Object
	for _, id := range fields["letter"] {
		if o := ident.Object(id); !slices.Contains(ids, o) && len(ids) < shown {
			ids = append(ids, o)
		}
	}
	if len(ids) == 0 {
		return p.write(w, r, fault.New(fault.Invalid, "fault.letter.none", nil))
	}
	digest, err := admin.Key(r, ids)
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	codes, err := p.Print.Do(r.Context(), r.Scope, key, ids)
	if admin.Mine(err) {
		return p.write(w, r, err)
	}
	if err != nil {
		return err
	}
	list, err := p.load(r)
	if err != nil {
		return err
	}
	f := r.Frame("letter.sheets")
	v := SheetsView{Back: Path}
	for _, l := range list {
		if code := codes[l.ID]; code != "" {
			v.Sheets = append(v.Sheets, Sheet{
				Address: l.Address, Org: l.OrgName, Name: l.Name, Number: string(l.Number), Code: code, Until: look.Moment(r.Lang, l.UntilAt), Host: p.Host, Phone: f.House.Desk.Phone, Again: l.Prints > 1,
			})
		}
	}
	v.Count = r.T("letter.count", "n", look.Number(len(v.Sheets)))
	return sheets.Write(w, f, v)
}
