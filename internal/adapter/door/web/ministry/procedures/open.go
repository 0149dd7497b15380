package procedures

import (
	_ "embed"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/declaring"
)

// openView is a page on which something about opening or closing is decided: what it is about, the form, its buttons.
type openView struct {
	Title, Lead, Name, Action, Back string
	Rev                             int
	Key                             string
	Notices                         []look.Notice
	Problems                        look.Problems
	Answers                         []look.Answer
	Questions                       []question
	Fields                          []look.Field
	Do                              string // words of the button that acts
	Go                              string // address of that button, where it is another
	Return                          string // words of the button that sends back; empty where there is none
}

//go:embed open.tmpl
var openSource string

var openPage = look.Parse[openView]("ministry/procedures/open", openSource)

func (p Pages) writeOpen(w http.ResponseWriter, r *gate.Request, v procedure.Version, view openView, err error) (bad error) {
	view.Name, view.Rev, view.Back = named(r, v), v.Rev, At(v.Number)
	view.Notices = append(view.Notices, admin.Says(r, err)...)
	if view.Key, bad = r.NewKey(); bad != nil {
		return bad
	}
	why := admin.Why(r, err)
	for i := range view.Fields {
		view.Fields[i].Error = why[view.Fields[i].ID]
	}
	view.Problems = look.ProblemsOf(view.Fields)
	return openPage.WriteStatus(w, admin.Status(err), trail(r, v, view.Title), view)
}

// key is the idempotency key of what was posted about a revision.
func (p Pages) key(r *gate.Request, asked ...any) (ident.Key, error) {
	sum, err := admin.Key(r, asked)
	if err != nil {
		return ident.Key{}, err
	}
	return r.Key(sum)
}

func (p Pages) proposing(w http.ResponseWriter, r *gate.Request) error {
	v, done, err := p.writable(w, r)
	if done {
		return err
	}
	return p.writeOpen(w, r, v, p.proposal(r, v, law.DayOf(r.Now).Add(1).String(), "", v.Opening.Sectors), nil)
}

func (p Pages) proposal(r *gate.Request, v procedure.Version, from, until string, sectors []law.Sector) openView {
	boxes := look.Field{Kind: look.Boxes, ID: "sectors", Label: r.T("procedures.audience"), Hint: r.T("procedures.audience.hint")}
	for _, row := range law.At(law.DayOf(r.Now)).Sectors() {
		boxes.Options = append(boxes.Options, look.Option{Value: string(row.Code), Label: row.Name.In(string(r.Lang)), Chosen: slices.Contains(sectors, row.Code)})
	}
	return openView{
		Title: r.T("procedures.propose"), Lead: r.T("procedures.propose.lead"), Action: At(v.Number, "propose"), Do: r.T("procedures.propose.go"),
		Fields: []look.Field{
			{Kind: look.DayLine, ID: "from", Label: r.T("procedures.from"), Need: true, Value: from, Width: look.Mid, Echo: echo(r, from)},
			{Kind: look.DayLine, ID: "until", Label: r.T("procedures.until"), Hint: r.T("procedures.until.hint"), Free: true, Value: until, Width: look.Mid, Echo: echo(r, until)},
			boxes,
		},
	}
}

func echo(r *gate.Request, typed string) string {
	d, err := law.ReadDay(typed)
	if err != nil {
		return ""
	}
	return look.DayBoth(r.Lang, d.Day)
}

func (p Pages) propose(w http.ResponseWriter, r *gate.Request) error {
	posted, v, done, err := p.posted(w, r)
	if done {
		return err
	}
	var o procedure.Opening
	var l fault.List
	for id, into := range map[string]*law.Day{"from": &o.From, "until": &o.Until} {
		typed := strings.TrimSpace(posted.Get(id))
		if typed == "" {
			continue
		}
		d, err := law.ReadDay(typed)
		if e, ok := errors.AsType[*fault.Error](err); ok {
			l.Add(id, e.Code, e.Args)
		}
		*into = d.Day
	}
	for _, s := range posted["sectors"] {
		o.Sectors = append(o.Sectors, law.Sector(s))
	}
	again := func(err error) error {
		return p.writeOpen(w, r, v, p.proposal(r, v, posted.Get("from"), posted.Get("until"), o.Sectors), err)
	}
	if err := l.Err(); err != nil {
		return again(err)
	}
	rev, err := strconv.Atoi(posted.Get("rev"))
	if err != nil {
		return fault.New(fault.Invalid, "fault.body.form", nil)
	}
	key, err := p.key(r, o, rev)
	if err != nil {
		return err
	}
	err = p.Propose.Do(r.Context(), r.Scope, key, declaring.Proposal{Number: v.Number, Version: v.Version, Rev: rev, Opening: o})
	if admin.Mine(err) {
		return again(err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, At(v.Number))
}

// waiting is the version that waits for its second officer; anything else leads to its page.
func (p Pages) waiting(w http.ResponseWriter, r *gate.Request) (v procedure.Version, done bool, err error) {
	if v, err = p.latest(r); err != nil {
		return v, true, err
	}
	if v.State != procedure.Proposed {
		return v, true, gate.See(w, At(v.Number))
	}
	return v, false, nil
}

func (p Pages) decision(r *gate.Request, v procedure.Version, note string) openView {
	view := openView{
		Title: r.T("procedures.decide"), Lead: r.T("procedures.decide.lead"), Action: At(v.Number, "decide"), Return: r.T("procedures.return"),
		Answers: append(opening(r, v), about(r, v.Declaration)...), Questions: questions(r, v.Declaration),
		Fields: []look.Field{{Kind: look.Area, ID: "note", Label: r.T("procedures.note"), Hint: r.T("procedures.note.hint"), Value: note, Limit: 1000}},
	}
	if r.Scope.Person != v.Proposer.By && r.Scope.Person != v.Writer.By {
		view.Do, view.Go = r.T("procedures.open.go"), At(v.Number, "open")
	} else {
		view.Notices = []look.Notice{{Tone: look.Info, Title: r.T("fault.procedure.self")}}
	}
	return view
}

func (p Pages) deciding(w http.ResponseWriter, r *gate.Request) error {
	v, done, err := p.waiting(w, r)
	if done {
		return err
	}
	return p.writeOpen(w, r, v, p.decision(r, v, ""), nil)
}

// back sends it back with a reason.
func (p Pages) back(w http.ResponseWriter, r *gate.Request) error { return p.decide(w, r, false) }

// open opens it.
func (p Pages) open(w http.ResponseWriter, r *gate.Request) error { return p.decide(w, r, true) }

func (p Pages) decide(w http.ResponseWriter, r *gate.Request, open bool) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	v, done, err := p.waiting(w, r)
	if done {
		return err
	}
	rev, err := strconv.Atoi(posted.Get("rev"))
	if err != nil {
		return fault.New(fault.Invalid, "fault.body.form", nil)
	}
	note := strings.TrimSpace(posted.Get("note"))
	key, err := p.key(r, open, note, rev)
	if err != nil {
		return err
	}
	err = p.Decide.Do(r.Context(), r.Scope, key, declaring.Decision{Number: v.Number, Version: v.Version, Rev: rev, Open: open, Note: note})
	if admin.Mine(err) {
		return p.writeOpen(w, r, v, p.decision(r, v, note), err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, At(v.Number))
}

// next begins the next version, with what the latest one says.
func (p Pages) next(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	v, err := p.latest(r)
	if err != nil {
		return err
	}
	key, err := p.key(r, v.Version)
	if err != nil {
		return err
	}
	if _, err = p.Begin.Do(r.Context(), r.Scope, key, declaring.New{Of: v.Number}); err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	return gate.See(w, At(v.Number))
}

func (p Pages) closing(w http.ResponseWriter, r *gate.Request) error {
	v, err := p.latest(r)
	if err != nil {
		return err
	}
	return p.writeOpen(w, r, v, openView{Title: r.T("procedures.close"), Lead: r.T("procedures.close.lead"), Action: At(v.Number, "close"), Do: r.T("procedures.close.go")}, nil)
}

func (p Pages) close(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	v, err := p.latest(r)
	if err != nil {
		return err
	}
	key, err := p.key(r, "close")
	if err != nil {
		return err
	}
	if err := p.Close.Do(r.Context(), r.Scope, key, v.Number); err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	return gate.See(w, At(v.Number))
}
