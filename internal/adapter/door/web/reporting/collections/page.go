// Package collections is 社内取りまとめ (R4): what the head of a draft asks its units for, how far each has come, what taking over would do; and
// for a unit, its own part.
package collections

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/gathering"
)

// Tx is what the pages read.
type Tx interface {
	Gathered(n ident.Number, lock bool) (collection.Whole, error)
	GatheredFrom(n ident.Number) (collection.Gathered, error)
	Collections(limit int) ([]collection.Collection, error)
	Parts(id ident.Object) ([]collection.Part, error)
	AskedOf(limit int) ([]collection.Part, error)
	PartOf(n ident.Number, may access.Permission) (collection.Part, error)
	LastTaken(collection.Part) (collection.Part, error)
	Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Pages is what serve fills in; every field is needed.
type Pages struct {
	Read   func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
	Ask    gathering.Ask
	Answer gathering.Answer
	Move   gathering.Move
	Settle gathering.Settle
	Take   gathering.Take
	Untake gathering.Untake
}

// MaySee is what the list needs.
var MaySee = access.Permission{Action: access.Read, Object: access.Collection}

var (
	mayWrite  = access.Permission{Action: access.Write, Object: access.Collection}
	mayAnswer = access.Permission{Action: access.Answer, Object: access.Collection}
)

const settleBody = 1 << 20

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	const one, part = reporting.CollectionsPath + "/{gathered}", reporting.AskedPath + "/{part}"
	return []gate.Route{
		{Pattern: "GET " + reporting.CollectionsPath, Needs: MaySee, Handle: p.list},
		{Pattern: "GET " + part, Needs: MaySee, Handle: p.part},
		{Pattern: "POST " + part, Needs: mayAnswer, Handle: p.answered},
		{Pattern: "GET " + one, Needs: mayWrite, Handle: p.board},
		{Pattern: "GET " + one + "/ask", Needs: mayWrite, Handle: p.form},
		{Pattern: "POST " + one + "/ask", Needs: mayWrite, Handle: p.asked},
		{Pattern: "POST " + one + "/move", Needs: mayWrite, Handle: p.moved},
		{Pattern: "GET " + one + "/merge", Needs: mayWrite, Handle: p.merge},
		{Pattern: "POST " + one + "/settle", Needs: mayWrite, Body: settleBody, Handle: p.settled},
		{Pattern: "POST " + one + "/take", Needs: mayWrite, Handle: p.taken},
		{Pattern: "POST " + one + "/untake", Needs: mayWrite, Handle: p.untaken},
	}
}

// number is a draft of the address; what is none is absent.
func number(r *gate.Request, name string) (ident.Number, error) {
	n, err := ident.ParseNumber(r.PathValue(name))
	if err != nil {
		return n, fault.Absent()
	}
	return n, nil
}

// keyOf is the idempotency key of what was posted; more tells acts of one press apart.
func keyOf(r *gate.Request, more string) (ident.Key, error) {
	return r.KeyOf(r.PostFormValue("key")+more, sha256.Sum256([]byte(r.Pattern+"\x00"+r.PostForm.Encode()+more)))
}

const listed = 100

// listView is the list.
type listView struct {
	Mine  []look.Todo
	Done  []look.Todo
	Own   *look.Table
	Empty *look.Empty
}

//go:embed page.tmpl
var source string

var page = look.Parse[listView]("reporting/collections", source)

func (p Pages) list(w http.ResponseWriter, r *gate.Request) error {
	var asked []collection.Part
	var own []collection.Collection
	names := map[string]string{}
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if asked, err = tx.AskedOf(listed); err != nil {
			return err
		}
		if own, err = tx.Collections(listed); err != nil {
			return err
		}
		return name(r, tx, names, asked, own)
	})
	if err != nil {
		return err
	}
	v := listView{}
	for _, a := range asked {
		if t := Todo(r, a, names[a.Ref]); a.Open && !a.Ready() {
			v.Mine = append(v.Mine, t)
		} else {
			v.Done = append(v.Done, t)
		}
	}
	if len(own) > 0 {
		v.Own = &look.Table{Caption: r.T("collection.own"), Heads: []look.Head{{Text: r.T("collection.what")}, {Text: r.T("collection.draft")}, {Text: r.T("collection.since")}}}
		for _, c := range own {
			v.Own.Rows = append(v.Own.Rows, []look.Cell{{Text: names[c.Of], To: reporting.CollectionAt(c.Number)}, {Text: string(c.Number), Ref: true}, {Text: look.Moment(r.Lang, c.At)}})
		}
	}
	if len(asked)+len(own) == 0 {
		v.Empty = &look.Empty{Title: r.T("collection.none"), Text: []string{r.T("collection.none.text"), r.T("collection.none.how")}, Links: []look.Link{{To: reporting.HomePath, Text: r.T("nav.home")}, {To: reporting.ProceduresPath, Text: r.T("procedures.other")}}}
	}
	return page.Write(w, trail(r, "collection.title"), v)
}

// namesRead bounds the statements that name procedures.
const namesRead = 5

// name fills in what the procedures are called.
func name(r *gate.Request, tx Tx, names map[string]string, asked []collection.Part, own []collection.Collection) error {
	var refs []string
	for _, a := range asked {
		refs = append(refs, a.Ref)
	}
	for _, c := range own {
		refs = append(refs, c.Of)
	}
	for _, ref := range refs {
		if names[ref] != "" {
			continue
		}
		if names[ref] = r.T("collection.procedure"); len(names) > namesRead {
			continue
		}
		of, err := tx.Procedure(ref)
		if err != nil {
			return err
		}
		names[ref] = of.Form.Title.In(string(r.Lang))
	}
	return nil
}

// trail is the frame of a page below the list.
func trail(r *gate.Request, key string, more ...look.Link) look.Frame {
	links := []look.Link{{To: reporting.HomePath, Text: r.T("nav.home")}}
	if key != "collection.title" {
		links = append(links, look.Link{To: reporting.CollectionsPath, Text: r.T("collection.title")})
	}
	links = append(append(links, more...), look.Link{Text: r.T(key)})
	return r.Frame(key).With(links...)
}

// Tag is the state of a part.
func Tag(r *gate.Request, p collection.Part) look.Tag {
	word, tone := string(p.State), look.Plain
	switch {
	case p.State == collection.Asked && p.Begun():
		word, tone = "begun", look.Info
	case p.State == collection.Asked:
		word = "untouched"
	case p.State == collection.Returned:
		tone = look.Danger
	case p.Ready():
		tone = look.Good
	}
	if p.Late(law.DayOf(r.Now)) && p.State != collection.Returned {
		tone = look.Warn
	}
	return look.Tag{Text: r.T("collection.state." + word), Tone: tone}
}

// due is the day of a part, and that it has passed.
func due(r *gate.Request, p collection.Part) string {
	if p.Late(law.DayOf(r.Now)) {
		return r.T("collection.late", "day", look.DayBoth(r.Lang, p.DueOn), "n", look.Number(law.DayOf(r.Now).Since(p.DueOn)))
	}
	return r.T("collection.due", "day", look.DayBoth(r.Lang, p.DueOn))
}

// Todo is the line of what a unit is asked for.
func Todo(r *gate.Request, p collection.Part, name string) look.Todo {
	t := look.Todo{
		What: r.T("collection.todo", "name", name), Ref: string(p.Number), Tag: Tag(r, p), Until: due(r, p), Holder: r.T("collection.from", "name", p.From),
		To: look.Link{To: reporting.PartAt(p.Number), Text: r.T("collection.open")}, Alert: p.Late(law.DayOf(r.Now)) || p.State == collection.Returned,
	}
	t.Note, _, _ = strings.Cut(p.Remark().Note, "\n")
	return t
}

// count is a number as it was sent; 0 where it is none.
func count(s string) int {
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		return 0
	}
	return n
}
