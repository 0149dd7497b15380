// Package hardware is the page トークン機器: the devices with which people of an organisation sign in where there is no phone
// (R13), from the file of their maker to the drawer, to a person, and out of use.
package hardware

import (
	"context"
	_ "embed"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	ways "kanmin/internal/adapter/door/web/organisation/signin"
	"kanmin/internal/adapter/format/seed"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// Path is the page's address.
const Path = ways.Path + "/hardware"

// ReadTx is what the page shows.
type ReadTx interface {
	MethodsOf(ident.Org) (enrolling.Methods, error)
	Roster() ([]enrolling.Member, error)
	AllHardware() ([]enrolling.Hardware, map[enrolling.HardwareID]bool, error)
	KnownHardware(serials []string) (map[string]bool, error)
}

// Door reads what is handed in (adapter/door/login).
type Door interface {
	OfferHardware(ctx context.Context, s access.Scope, data []byte, known func([]string) (map[string]bool, error)) ([]seed.Row, []seed.Trouble, string, error)
	OfferedHardware(ctx context.Context, s access.Scope, ceremony string) ([]enrolling.Hardware, error)
	TakenHardware(ctx context.Context, s access.Scope, ceremony string) error
}

// Page is filled in by serve.
type Page struct {
	Read   func(ctx context.Context, s access.Scope, read func(ReadTx) error) error
	Door   Door
	Stock  enrolling.Stock
	Hand   enrolling.Hand
	Retire enrolling.Retire
}

// Routes returns the page's routes. The page itself wants a fresh sign-in: a file is not kept while somebody signs in again.
func (p Page) Routes() []gate.Route {
	read, write := access.Permission{Action: access.Read, Object: access.SignIn}, access.Permission{Action: access.Write, Object: access.SignIn}
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: read, Fresh: true, Handle: p.show},
		{Pattern: "GET " + Path + "/export", Needs: read, Fresh: true, Handle: p.export},
		{Pattern: "POST " + Path, Needs: write, Body: seed.MaxBytes + 64<<10, Handle: p.check},
		{Pattern: "POST " + Path + "/take", Needs: write, Body: 4 << 10, Handle: p.take},
		{Pattern: "POST " + Path + "/hand", Needs: write, Body: 4 << 10, Handle: p.hand},
		{Pattern: "POST " + Path + "/retire", Needs: write, Body: 4 << 10, Handle: p.retire},
	}
}

// View is what the page shows.
type View struct {
	Notices    []look.Notice
	Problems   look.Problems
	Filter     []look.Field
	Filtered   bool
	Count      string
	Rows       []Row
	Pages      look.Pages
	Hand       []look.Field // empty where nothing can be given
	File, Text look.Field
	typed      typed
}

// typed is to whom which token was to be given.
type typed struct {
	serial string
	person ident.Person
}

// Row is one token.
type Row struct {
	ID     enrolling.HardwareID
	Serial string
	Tag    look.Tag
	Lines  []string
	Steps  []Step
}

// Step is something that can be made of it.
type Step struct {
	State enrolling.HardwareState
	Text  string
	Note  string // what comes of it, where that is not plain
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/signin/hardware", source)

const perPage = 50

// did are the words for what was done last.
var did = map[string]string{"taken": "hardware.taken", "handed": "hardware.handed", "free": "hardware.freed", "lost": "hardware.lost.done", "withdrawn": "hardware.withdrawn.done"}

// loaded is everything the page shows.
type loaded struct {
	methods enrolling.Methods
	roster  []enrolling.Member
	tokens  []enrolling.Hardware
	dropped map[enrolling.HardwareID]bool
}

func (p Page) load(r *gate.Request) (l loaded, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx ReadTx) (err error) {
		if l.methods, err = tx.MethodsOf(r.Scope.Org); err != nil {
			return err
		}
		if l.roster, err = tx.Roster(); err != nil {
			return err
		}
		l.tokens, l.dropped, err = tx.AllHardware()
		return err
	})
	return l, err
}

func (l loaded) name(r *gate.Request, id ident.Person) string {
	for _, m := range l.roster {
		if m.Person == id {
			return m.Name
		}
	}
	return r.T("hardware.gone")
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var notices []look.Notice
	if key := did[r.URL.Query().Get("done")]; key != "" {
		notices = append(notices, look.Notice{Tone: look.Good, Title: r.T(key)})
	}
	return p.render(w, r, http.StatusOK, View{Notices: notices})
}

func (p Page) render(w http.ResponseWriter, r *gate.Request, status int, v View) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	if !l.methods.Allows(enrolling.Code) {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("hardware.off"), Link: look.Link{To: ways.Path, Text: r.T("settings.signin.title")}})
	}
	v.File.Kind, v.File.ID, v.File.Name, v.File.Free = look.Upload, "seeds", "file", true
	v.File.Label, v.File.Hint = r.T("hardware.file"), r.T("hardware.file.hint")
	v.Text = look.Field{Kind: look.Area, ID: "text", Label: r.T("hardware.text"), Hint: r.T("hardware.text.hint"), Free: true}
	p.list(r, &v, l)
	v.Hand = hand(r, v, l)
	return page.WriteStatus(w, status, crumbs(r), v)
}

// hand asks which token goes to whom; nothing where none can be given.
func hand(r *gate.Request, v View, l loaded) []look.Field {
	if !l.methods.Allows(enrolling.Code) || !slices.ContainsFunc(l.tokens, func(h enrolling.Hardware) bool { return h.State == enrolling.HardwareFree }) {
		return nil
	}
	who := look.Field{Kind: look.Select, ID: "person", Label: r.T("hardware.person"), Need: true, Options: []look.Option{{Label: r.T("hardware.person.choose")}}}
	told := map[ident.Person]bool{}
	for _, m := range l.roster {
		if !told[m.Person] {
			told[m.Person] = true
			who.Options = append(who.Options, look.Option{Value: string(m.Person), Label: m.Name, Chosen: m.Person == v.typed.person})
		}
	}
	fields := []look.Field{{Kind: look.Line, ID: "serial", Label: r.T("hardware.serial"), Hint: r.T("hardware.serial.hint"), Value: v.typed.serial, Need: true, Width: look.Mid}, who}
	for i := range fields {
		for _, problem := range v.Problems {
			if problem.ID == fields[i].ID {
				fields[i].Error = problem.Text
			}
		}
	}
	return fields
}

func crumbs(r *gate.Request) look.Frame {
	return r.Frame("hardware.title").With(look.Link{To: ways.Path, Text: r.T("settings.signin.title")}, look.Link{Text: r.T("hardware.title")})
}

// list fills in the tokens that the filter lets through.
func (p Page) list(r *gate.Request, v *View, l loaded) {
	q, state := r.URL.Query().Get("q"), r.URL.Query().Get("state")
	states := look.Field{Kind: look.Select, ID: "state", Label: r.T("hardware.state"), Options: []look.Option{{Label: r.T("hardware.state.any")}}}
	for _, s := range []enrolling.HardwareState{enrolling.HardwareFree, enrolling.HardwareHanded, enrolling.HardwareBound, enrolling.HardwareLost, enrolling.HardwareWithdrawn} {
		n := 0
		for _, h := range l.tokens {
			if h.State == s {
				n++
			}
		}
		states.Options = append(states.Options, look.Option{Value: string(s), Label: r.T("hardware.state.count", "state", r.T("hardware.state."+string(s)), "n", look.Number(n)), Chosen: string(s) == state})
	}
	v.Filter = []look.Field{{Kind: look.Line, ID: "q", Label: r.T("hardware.search"), Value: q}, states}
	v.Filtered = q != "" || state != ""
	fits := slices.DeleteFunc(slices.Clone(l.tokens), func(h enrolling.Hardware) bool {
		return state != "" && string(h.State) != state || !strings.Contains(seed.Key(h.Serial+" "+l.name(r, h.Person)), seed.Key(q))
	})
	v.Count = r.T("hardware.count", "n", look.Number(len(fits)))
	v.Pages = look.Pages{Now: 1, Last: (len(fits) + perPage - 1) / perPage, Of: Path + "?" + query(q, state) + "&page=", Total: len(fits)}
	if n, err := strconv.Atoi(r.URL.Query().Get("page")); err == nil && n > 0 && n <= v.Pages.Last {
		v.Pages.Now = n
	}
	from := (v.Pages.Now - 1) * perPage
	for _, h := range fits[from:min(from+perPage, len(fits))] {
		v.Rows = append(v.Rows, row(r, h, l))
	}
}

var tones = map[enrolling.HardwareState]look.Tone{
	enrolling.HardwareFree: look.Info, enrolling.HardwareHanded: look.Warn, enrolling.HardwareBound: look.Good, enrolling.HardwareLost: look.Danger, enrolling.HardwareWithdrawn: look.Plain,
}

func row(r *gate.Request, h enrolling.Hardware, l loaded) Row {
	out := Row{ID: h.ID, Serial: h.Serial, Tag: look.Tag{Text: r.T("hardware.state." + string(h.State)), Tone: tones[h.State]}}
	if h.Person != "" {
		out.Lines = append(out.Lines, r.T("hardware.of", "name", l.name(r, h.Person)))
	}
	if l.dropped[h.ID] {
		out.Lines = append(out.Lines, r.T("hardware.dropped"))
	}
	out.Lines = append(out.Lines, r.T("hardware.dial", "digits", h.Dial.Digits, "period", h.Dial.Period), r.T("hardware.since", "at", look.Moment(r.Lang, h.CreatedAt)))
	for _, next := range h.State.Next() {
		if next == enrolling.HardwareHanded {
			continue
		}
		s := Step{State: next, Text: r.T("hardware.do." + string(next))}
		switch {
		case next == enrolling.HardwareFree && h.State == enrolling.HardwareLost:
			s.Text = r.T("hardware.do.found")
		case h.State == enrolling.HardwareBound:
			s.Note = r.T("hardware.ends")
		}
		out.Steps = append(out.Steps, s)
	}
	return out
}

// answer leads back to the page, or shows it with what stood in the way.
func (p Page) answer(w http.ResponseWriter, r *gate.Request, err error, done string) error {
	if err == nil {
		return gate.See(w, Path+"?done="+done)
	}
	e, ok := errors.AsType[*fault.Error](err)
	if ok && (e.Kind == fault.Invalid || e.Kind == fault.Conflict) {
		v := View{Notices: []look.Notice{{Tone: look.Warn, Title: look.SayArgs(r.Lang, e.Code, e.Args), Assert: true}}}
		return p.render(w, r, gate.Status(err), v)
	}
	return err
}

func (p Page) hand(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	serial, person := form.Get("serial"), ident.Person(form.Get("person"))
	l, err := p.load(r)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(l.tokens, func(h enrolling.Hardware) bool { return seed.Key(h.Serial) == seed.Key(serial) })
	v := View{typed: typed{serial, person}}
	if at < 0 {
		v.Problems = append(v.Problems, look.Problem{ID: "serial", Label: r.T("hardware.serial"), Text: look.SayArgs(r.Lang, "fault.hardware.unknown", nil)})
	}
	if person == "" {
		v.Problems = append(v.Problems, look.Problem{ID: "person", Label: r.T("hardware.person"), Text: look.SayArgs(r.Lang, "fault.required", nil)})
	}
	if len(v.Problems) > 0 {
		return p.render(w, r, http.StatusUnprocessableEntity, v)
	}
	return p.answer(w, r, p.Hand.Do(r.Context(), r.Scope, l.tokens[at].ID, person), "handed")
}

func (p Page) retire(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	state := enrolling.HardwareState(form.Get("state"))
	return p.answer(w, r, p.Retire.Do(r.Context(), r.Scope, enrolling.HardwareID(form.Get("id")), state), string(state))
}

// export is the list as CSV, without seeds.
func (p Page) export(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	rows := [][]string{{r.T("hardware.serial"), r.T("hardware.state"), r.T("hardware.person"), r.T("hardware.digits"), r.T("hardware.period"), r.T("hardware.since.head")}}
	for _, h := range l.tokens {
		who := ""
		if h.Person != "" {
			who = l.name(r, h.Person)
		}
		rows = append(rows, []string{h.Serial, r.T("hardware.state." + string(h.State)), who, strconv.Itoa(h.Dial.Digits), strconv.FormatInt(h.Dial.Period, 10), look.Moment(r.Lang, h.CreatedAt)})
	}
	return organisation.WriteCSV(w, "hardware-tokens", r.T("hardware.title"), rows)
}
