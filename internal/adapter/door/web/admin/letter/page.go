// Package letter is 利用開始の封書: an A4 sheet for a window envelope for each invited person, with the activation code. The
// link goes by mail; both are needed. A code exists from its printing on, is shown this once, and ends the one before.
package letter

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
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
	Vouch inviting.Vouch
	Host  string // where the mailed link leads, for the sheet
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: admin.MayRead, Handle: p.show},
		{Pattern: "POST " + Path, Needs: admin.MayWrite, Body: 1 << 20, Handle: p.posted},
		{Pattern: "POST " + Path + "/confirm", Needs: admin.MayWrite, Body: 1 << 20, Handle: p.confirm},
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
	Waiting  look.Field // people who answered and wait for the word of whoever looks
	Rest     *look.Table
	Again    look.Field // letters that were printed and not taken up
	Empty    *look.Empty
	Key      string
	AgainKey string
	WaitKey  string
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
	Own                bool // of an organisation to its own people; else of the platform to the first administrator
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error { return p.write(w, r, nil) }

func (p Page) load(r *gate.Request) (list []register.Letter, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.Letters(0, shown)
		return err
	})
	return list, err
}

func (p Page) write(w http.ResponseWriter, r *gate.Request, problem error) error {
	list, err := p.load(r)
	if err != nil {
		return err
	}
	v := View{
		Notices: admin.Says(r, problem), Due: look.Field{Kind: look.Boxes, ID: "letter", Label: r.T("letter.due"), Hint: r.T("letter.due.hint")},
		Waiting: look.Field{Kind: look.Boxes, ID: "waiting", Label: r.T("letter.waiting"), Hint: r.T("letter.waiting.hint")},
		Again:   look.Field{Kind: look.Boxes, ID: "again", Name: "letter", Label: r.T("letter.again"), Hint: r.T("letter.again.hint")},
	}
	words := r.URL.Query().Get("q")
	picked := register.PickLetters(list, words)
	for _, l := range picked {
		o := look.Option{Value: l.ID, Label: l.OrgName + " " + l.Name, Note: string(l.Number)}
		switch {
		case !l.Live(r.Now):
		case l.State == party.InvitationWaiting:
			if _, spoke := l.VouchOf(r.Scope.Person); !spoke {
				o.Note = strings.Join(append([]string{l.Mail}, spoken(r, l)...), " ")
				v.Waiting.Options = append(v.Waiting.Options, o)
			}
		case l.Number == "": // its organisation passes the code on
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
		v.Progress = progress(r, list)
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
	if v.WaitKey, err = r.NewKey(); err != nil {
		return err
	}
	if problem == nil && r.URL.Query().Get("done") == "confirmed" {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("letter.confirmed")})
	}
	return page.WriteStatus(w, admin.Status(problem), admin.Place(r, r.Frame("letter.title"), look.Link{Text: r.T("letter.title")}), v)
}

// progress is how many of the letters that the platform sends were printed.
func progress(r *gate.Request, list []register.Letter) *look.Progress {
	p := look.Progress{Label: r.T("intake.printed")}
	for _, l := range list {
		if l.Number == "" {
			continue
		}
		p.Total++
		if l.PrintedAt != 0 {
			p.Done++
		}
	}
	if p.Total == 0 {
		return nil
	}
	return &p
}

// posted mints a code for each chosen letter and shows the sheets, this once.
func (p Page) posted(w http.ResponseWriter, r *gate.Request) error {
	ids, key, err := ticked(r, "letter")
	if admin.Mine(err) {
		return p.write(w, r, err)
	}
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
	var made []Sheet
	desk := r.Frame("letter.sheets").House.Desk.Phone
	for _, l := range list {
		if code := codes[l.ID]; code != "" {
			made = append(made, Sheet{
				Address: l.Address, Org: l.OrgName, Name: l.Name, Number: string(l.Number), Code: code, Until: look.Moment(r.Lang, l.ExpiresAt), Host: p.Host, Phone: desk, Again: l.Prints > 1,
			})
		}
	}
	return Write(w, r, Path, made)
}

// Write shows the sheets of one print job; back is where they came from.
func Write(w http.ResponseWriter, r *gate.Request, back string, list []Sheet) error {
	return sheets.Write(w, r.Frame("letter.sheets"), SheetsView{Back: back, Sheets: list, Count: r.T("letter.count", "n", look.Number(len(list)))})
}

// ticked are the invitations that were ticked in a field, each once, with the key of the act; none is Invalid.
func ticked(r *gate.Request, field string) (ids []string, key ident.Key, err error) {
	fields, err := r.Fields()
	if err != nil {
		return nil, key, err
	}
	for _, id := range fields[field] {
		if !slices.Contains(ids, id) && len(ids) < shown {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, key, fault.New(fault.Invalid, "fault.letter.none", nil)
	}
	digest, err := admin.Key(r, ids)
	if err == nil {
		key, err = r.Key(digest)
	}
	return ids, key, err
}

// spoken says who stood by somebody already.
func spoken(r *gate.Request, l register.Letter) (list []string) {
	for _, v := range l.Vouches {
		if v.How != party.VouchSent {
			list = append(list, r.T("invited.word."+string(v.How), "name", v.Name, "at", look.Moment(r.Lang, v.At)))
		}
	}
	return list
}

// confirm is the word of whoever looks for each chosen person.
func (p Page) confirm(w http.ResponseWriter, r *gate.Request) error {
	ids, key, err := ticked(r, "waiting")
	if err == nil {
		_, err = p.Vouch.Do(r.Context(), r.Scope, key, ids)
	}
	if admin.Mine(err) {
		return p.write(w, r, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"?done=confirmed")
}
