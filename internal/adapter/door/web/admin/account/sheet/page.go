// Package sheet is 一覧表からまとめて登録する: hundreds of organisations with the first administrator of each, from one sheet. It is
// checked cell by cell, looked at, entered by one administrator and confirmed by another; then all of it is registered, or nothing.
package sheet

import (
	"context"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	table "kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/inviting"
)

// Path is the page's address.
const Path = admin.AccountPath + "/sheet"

// Tx is what the pages read.
type Tx interface {
	KnownOf([]register.Line) (register.Known, error)
	Proposal(ident.Object) (register.Proposal, error)
	Letters(of ident.Instant, limit int) ([]register.Letter, error)
	Person(ident.Person) (party.Person, error)
}

// Pages is filled in by serve.
type Pages struct {
	Read   func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Submit inviting.Submit
	TakeIn inviting.TakeIn
	// Parse has an upload read in a child process.
	Parse func(ctx context.Context, kind table.Kind, file io.Reader) (table.Book, error)
}

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: admin.MayRead, Handle: p.show},
		{Pattern: "GET " + Path + "/template.csv", Needs: admin.MayRead, Handle: p.template},
		{Pattern: "GET " + Path + "/template.xlsx", Needs: admin.MayRead, Handle: p.template},
		{Pattern: "POST " + Path, Needs: admin.MayWrite, Body: 3*fileLimit + 1<<20, Handle: p.posted},
		{Pattern: "GET " + Path + "/{id}", Needs: admin.MayRead, Handle: p.one},
		{Pattern: "POST " + Path + "/{id}/confirm", Needs: admin.MayConfirm, Body: admin.BodyLimit, Handle: p.confirm},
	}
}

// At is the address of a sheet that was entered.
func At(id ident.Object) string { return Path + "/" + string(id) }

// View is what the page shows before and after a sheet was read.
type View struct {
	Notices  []look.Notice
	Problems look.Problems
	File     look.Field
	Text     look.Field
	Checked  *Checked
}

// Checked is a sheet that was read.
type Checked struct {
	Name     string
	Facts    []look.Answer
	Troubles *look.Table
	More     string // how many troubles are not shown
	Lines    *look.Table
	Open     string // words that open the lines; they are many
	Rows     string // the sheet as it was read, carried to the next press
	Fixable  bool
	Good     bool
	Key      string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("admin/account/sheet", source)

func view(r *gate.Request) View {
	return View{
		File: look.Field{Kind: look.Upload, ID: "file", Label: r.T("intake.file"), Hint: r.T("intake.file.hint"), Free: true},
		Text: look.Field{Kind: look.Area, ID: "text", Label: r.T("intake.text"), Hint: r.T("intake.text.hint"), Free: true},
	}
}

func frame(r *gate.Request) look.Frame {
	return admin.Place(r, r.Frame("intake.title"), look.Link{Text: r.T("intake.title")})
}

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error {
	return page.Write(w, frame(r), view(r))
}

// posted is a sheet as it came: uploaded, pasted, or carried from the page before.
type posted struct {
	do, name string
	found
}

func (p Pages) posted(w http.ResponseWriter, r *gate.Request) error {
	in, err := p.take(r)
	if admin.Mine(err) {
		return unread(w, r, err)
	}
	if err != nil {
		return err
	}
	lines, bad := register.ReadIntake(in.grid)
	if in.do == "fix" {
		in.grid = fixed(in.grid, bad)
		lines, bad = register.ReadIntake(in.grid)
	}
	var steps []register.Step
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		known, err := tx.KnownOf(lines)
		if err != nil {
			return err
		}
		var more []register.Trouble
		steps, more = register.Steps(in.grid, lines, known)
		bad = append(bad, more...)
		return nil
	})
	if err != nil {
		return err
	}
	if in.do == "mark" {
		return marked(w, r, in.grid, bad)
	}
	if in.do == "go" && len(bad) == 0 {
		done, err := p.submit(w, r, in, lines)
		if done {
			return err
		}
		return p.checked(w, r, in, outcome{steps, bad, err})
	}
	return p.checked(w, r, in, outcome{steps, bad, nil})
}

// unread says why a file could not be read, and where in it.
func unread(w http.ResponseWriter, r *gate.Request, err error) error {
	v := view(r)
	v.Notices = admin.Says(r, err)
	for place, text := range admin.Why(r, err) {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: place, Text: []string{text}, Assert: true})
	}
	return page.WriteStatus(w, gate.Status(err), frame(r), v)
}

// take reads the form: a file, what was pasted, or the sheet of the page before.
func (p Pages) take(r *gate.Request) (in posted, err error) {
	fields, file, err := r.Uploaded(fileLimit)
	if err != nil {
		return in, err
	}
	in.do, in.name = fields.Get("do"), fields.Get("name")
	if rows := fields.Get("rows"); rows != "" {
		if json.Unmarshal([]byte(rows), &in.grid) != nil || len(in.grid.Rows) == 0 {
			err = fault.New(fault.Invalid, "fault.body.form", nil)
		}
		return in, err
	}
	data := []byte(fields.Get("text"))
	if len(file.Data) > 0 {
		in.name, data = file.Name, file.Data
	}
	in.found, err = p.read(r.Context(), data)
	return in, err
}

// fixed puts every suggestion into its cell.
func fixed(g register.Grid, bad []register.Trouble) register.Grid {
	for _, t := range bad {
		for i := range g.Rows {
			if t.Suggest != "" && g.Rows[i].N == t.N {
				g.Rows[i].Cells[t.Field] = t.Suggest
			}
		}
	}
	return g
}

func (p Pages) submit(w http.ResponseWriter, r *gate.Request, in posted, lines []register.Line) (bool, error) {
	sum, err := admin.Key(r, lines)
	if err != nil {
		return true, err
	}
	key, err := r.Key(sum)
	if err != nil {
		return true, err
	}
	id, err := p.Submit.Do(r.Context(), r.Scope, key, register.Intake{Name: clip(in.name), Digest: hex.EncodeToString(sum[:]), Lines: lines})
	if admin.Mine(err) {
		return false, err
	}
	if err != nil {
		return true, err
	}
	return true, gate.See(w, At(id)+"?done=entered")
}

func clip(s string) string {
	if r := []rune(strings.ToValidUTF8(s, "")); len(r) > 100 {
		return string(r[:100])
	}
	return strings.ToValidUTF8(s, "")
}
