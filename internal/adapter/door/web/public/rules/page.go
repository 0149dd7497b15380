// Package rules is 制度の根拠: the whole book of a day, searchable, each value with provision, quotation, source, status and
// certainty, and the differences between two days. It is public and reads nothing of the house.
package rules

import (
	_ "embed"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/codex"
	"kanmin/internal/domain/text"
)

// Path is the page's address.
const Path = "/rules"

// queryLimit bounds what is searched for, in characters.
const queryLimit = 200

// Routes returns the page's routes: public, all of them.
func Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Handle: show},
		{Pattern: "GET " + Path + "/{id}", Handle: one},
	}
}

// View is what the page shows.
type View struct {
	Lead        string
	Day         law.Day
	Book        string
	Problems    look.Problems
	On, Since   look.Field
	Query, Kind look.Field
	Sure        look.Field
	Days        []look.Link // days on which the law changes
	Marks       []Mark
	Found       string
	Narrowed    bool
	Opened      bool // more than words is asked for
	Empty       *look.Empty
	Chapters    []Chapter
	Compared    *Compared
	Names       []Chapter // every rule by its id, where one was asked for that does not exist
	Sources     []law.Source
}

// Mark is one certainty with its meaning.
type Mark struct {
	Certainty look.Certainty
	Means     string
	Count     string
}

// Chapter is the entries of one kind.
type Chapter struct {
	ID, Name string
	Count    string
	Entries  []Entry
}

// Entry is one value or rule in words.
type Entry struct {
	ID, Name, Says, Quote, Note string
	Certainty                   look.Certainty
	Status                      look.Tag
	Cites                       []string
	Sources                     []string
	For, Days                   string
	Open                        bool
}

// Compared is the differences between two days.
type Compared struct {
	Title string
	Lines []Line
}

// Line is one difference.
type Line struct {
	ID, Name      string
	Tag           look.Tag
	Fields        string
	Before, After string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("public/rules", source)

// asked is what the address asks for, as far as it can be read.
type asked struct {
	on, since   law.Day
	query, kind string
	sure        string
	faults      fault.List
}

func read(q url.Values, today law.Day) asked {
	a := asked{on: today, query: strings.TrimSpace(q.Get("q")), kind: q.Get("kind"), sure: q.Get("certainty")}
	if b := q.Get("book"); b != "" && q.Get("on") == "" { // a book's id begins with the first day of its edition
		if day, _, _ := strings.Cut(b, "."); b != "none" {
			q = url.Values{"on": {day}}
		}
	}
	if d := a.day("on", q.Get("on")); !d.IsZero() {
		a.on = d
	}
	a.since = a.day("since", q.Get("since"))
	if n := utf8.RuneCountInString(a.query); n > queryLimit || !utf8.ValidString(a.query) {
		a.faults.Add("q", "fault.text.long", fault.Args{"limit": strconv.Itoa(queryLimit), "count": strconv.Itoa(n)})
		a.query = ""
	}
	if a.kind != "" && codex.KindName(a.kind).Ja == a.kind {
		a.faults.Add("kind", "fault.law.choice", fault.Args{"text": clip(a.kind), "choices": strings.Join(codex.Kinds(), " ")})
		a.kind = ""
	}
	var c law.Certainty
	if a.sure != "" && c.UnmarshalText([]byte(a.sure)) != nil {
		a.faults.Add("certainty", "fault.law.choice", fault.Args{"text": clip(a.sure), "choices": "confirmed reported draft unknown"})
		a.sure = ""
	}
	return a
}

// day reads a day as people type it; none is good.
func (a *asked) day(path, s string) law.Day {
	if strings.TrimSpace(s) == "" {
		return law.Day{}
	}
	r, err := law.ReadDay(s)
	if f, ok := errors.AsType[*fault.Error](err); ok {
		a.faults.Add(path, f.Code, f.Args)
		return law.Day{}
	}
	if err != nil || r.Day.After(law.LastDay) {
		a.faults.Add(path, "fault.law.far", fault.Args{"day": clip(s), "last": law.LastDay.String()})
		return law.Day{}
	}
	return r.Day
}

func clip(s string) string {
	if r := []rune(strings.ToValidUTF8(s, "�")); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return strings.ToValidUTF8(s, "�")
}

func show(w http.ResponseWriter, r *gate.Request) error {
	typed := r.URL.Query()
	a := read(typed, law.DayOf(r.Now))
	v := view(r, a, typed)
	status := http.StatusOK
	if len(v.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return page.WriteStatus(w, status, r.Frame("rules.title"), v)
}

// one leads to an entry by its id; where there is none by that name, every name is listed.
func one(w http.ResponseWriter, r *gate.Request) error {
	id, day := r.PathValue("id"), law.DayOf(r.Now)
	for _, d := range append([]law.Day{day}, law.ChangeDays()...) {
		for _, e := range codex.Entries(law.At(d)) {
			if e.ID == id {
				to := url.Values{"on": {d.String()}}
				return gate.See(w, Path+"?"+to.Encode()+"#"+url.PathEscape(id))
			}
		}
	}
	v := view(r, read(url.Values{}, day), url.Values{})
	v.Problems = look.Problems{{ID: "names", Text: r.T("rules.absent", "id", clip(id))}}
	v.Names, v.Chapters, v.Compared = v.Chapters, nil, nil
	return page.WriteStatus(w, http.StatusNotFound, r.Frame("rules.title"), v)
}

func view(r *gate.Request, a asked, typed url.Values) View {
	l := string(r.Lang)
	b := law.At(a.on)
	all := codex.Entries(b)
	v := View{Lead: r.T("rules.lead"), Day: a.on, Book: b.ID, Sources: law.Sources(), Narrowed: a.query+a.kind+a.sure != ""}
	v.fields(r, a, typed)
	v.Opened = len(v.Problems) > 0 || a.kind+a.sure+v.On.Value+v.Since.Value != ""
	for _, d := range law.ChangeDays() {
		v.Days = append(v.Days, look.Link{To: Path + "?on=" + d.String(), Text: look.DayBoth(r.Lang, d)})
	}
	count := map[law.Certainty]int{}
	for i := range all {
		count[all[i].Certainty]++
	}
	for _, c := range []law.Certainty{law.Confirmed, law.Reported, law.Drafted, law.Unknown} {
		v.Marks = append(v.Marks, Mark{look.Certainty(c.String()), r.T(means[c]), look.Number(count[c])})
	}
	found := codex.Search(all, a.query)
	n := 0
	for _, kind := range codex.Kinds() {
		ch := Chapter{ID: kind, Name: codex.KindName(kind).In(l)}
		for i := range found {
			e := &found[i]
			if e.Kind == kind && (a.kind == "" || a.kind == kind) && (a.sure == "" || a.sure == e.Certainty.String()) {
				ch.Entries = append(ch.Entries, entry(r, e, a.query != ""))
			}
		}
		if n += len(ch.Entries); len(ch.Entries) > 0 {
			ch.Name, ch.Count = title(ch.Name), look.Number(len(ch.Entries))
			v.Chapters = append(v.Chapters, ch)
		}
	}
	v.Found = r.T("rules.found", "n", look.Number(n), "all", look.Number(len(all)), "day", look.DayBoth(r.Lang, a.on))
	if n == 0 {
		v.Empty = nothing(r, len(all) == 0)
	}
	if !a.since.IsZero() {
		v.Compared = compared(r, a)
	}
	return v
}

var means = map[law.Certainty]string{
	law.Confirmed: "rules.means.confirmed", law.Reported: "rules.means.reported", law.Drafted: "rules.means.draft", law.Unknown: "rules.means.unknown",
}

// title begins an English heading with a capital.
func title(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

func nothing(r *gate.Request, before bool) *look.Empty {
	if before {
		first := law.ChangeDays()[0]
		return &look.Empty{Title: r.T("rules.before"), Text: []string{r.T("rules.before.text", "day", look.DayBoth(r.Lang, first))},
			Links: []look.Link{{To: Path, Text: r.T("rules.today")}}}
	}
	return &look.Empty{Title: r.T("rules.none"), Text: []string{r.T("rules.none.text")}, Links: []look.Link{{To: Path, Text: r.T("rules.all")}}}
}

func (v *View) fields(r *gate.Request, a asked, typed url.Values) {
	why := map[string]string{}
	for _, f := range a.faults.Fields {
		if why[f.Path] == "" {
			why[f.Path] = r.Why(f)
		}
	}
	v.Query = look.Field{Kind: look.Line, ID: "q", Label: r.T("rules.q"), Hint: r.T("rules.q.hint"), Value: a.query, Error: why["q"], Free: true}
	v.On = look.Field{Kind: look.DayLine, ID: "on", Label: r.T("rules.on"), Hint: r.T("rules.on.hint"), Value: clip(typed.Get("on")), Error: why["on"], Width: look.Mid, Free: true}
	v.Since = look.Field{Kind: look.DayLine, ID: "since", Label: r.T("rules.since"), Hint: r.T("rules.since.hint"), Value: clip(typed.Get("since")), Error: why["since"], Width: look.Mid, Free: true}
	if v.On.Error == "" && v.On.Value != "" && v.On.Value != a.on.String() {
		v.On.Echo = look.DayBoth(r.Lang, a.on)
	}
	if v.Since.Error == "" && v.Since.Value != "" && v.Since.Value != a.since.String() {
		v.Since.Echo = look.DayBoth(r.Lang, a.since)
	}
	v.Kind = look.Field{Kind: look.Select, ID: "kind", Label: r.T("rules.kind"), Error: why["kind"], Options: []look.Option{{Label: r.T("rules.every")}}, Width: look.Mid}
	for _, k := range codex.Kinds() {
		v.Kind.Options = append(v.Kind.Options, look.Option{Value: k, Label: title(codex.KindName(k).In(string(r.Lang))), Chosen: a.kind == k})
	}
	v.Sure = look.Field{Kind: look.Select, ID: "certainty", Label: r.T("rules.certainty"), Error: why["certainty"], Options: []look.Option{{Label: r.T("rules.every")}}, Width: look.Mid}
	for _, c := range []look.Certainty{look.Confirmed, look.Reported, look.DraftLaw, look.Unknown} {
		v.Sure.Options = append(v.Sure.Options, look.Option{Value: string(c), Label: r.T(c.Key()), Chosen: a.sure == string(c)})
	}
	v.Problems = append(v.Problems, look.ProblemsOf([]look.Field{v.Query, v.On, v.Since, v.Kind, v.Sure})...)
}

func entry(r *gate.Request, e *codex.Entry, open bool) Entry {
	l := string(r.Lang)
	v := Entry{
		ID: e.ID, Name: e.Name.In(l), Says: e.Says.In(l), Quote: e.Quote, Note: e.Note.In(l), Certainty: look.Certainty(e.Certainty.String()),
		Status: status(e.Status, r.Lang), Sources: named(e.Source), Open: open,
	}
	if v.Says == v.Name {
		v.Says = ""
	}
	for _, p := range e.Provision {
		v.Cites = append(v.Cites, p.In(l))
	}
	if e.Sector != "" {
		row, _ := law.At(law.Commencement).Sector(e.Sector)
		v.For = row.Name.In(l)
	}
	if e.Operator != "" {
		v.For = strings.TrimSpace(v.For + " " + e.Operator)
	}
	v.Days = r.T("rules.from", "from", look.DayBoth(r.Lang, e.From))
	if !e.Until.IsZero() {
		v.Days = r.T("rules.from.until", "from", look.DayBoth(r.Lang, e.From), "until", look.DayBoth(r.Lang, e.Until))
	}
	return v
}

// named adds to the ids of sources what they are.
func named(ids []string) []string {
	out := make([]string, 0, len(ids))
	for _, id := range ids {
		for _, s := range law.Sources() {
			if s.ID == id {
				id += " " + s.Title
				break
			}
		}
		out = append(out, id)
	}
	return out
}

func status(s law.Status, l look.Lang) look.Tag {
	t := look.Tag{Text: s.Label().In(string(l)), Tone: look.Warn}
	switch s {
	case law.InForce:
		t.Tone = look.Good
	case law.Enacted:
		t.Tone = look.Info
	case law.Proposed:
	}
	return t
}

func compared(r *gate.Request, a asked) *Compared {
	c := &Compared{Title: r.T("rules.compared", "since", look.DayBoth(r.Lang, a.since), "on", look.DayBoth(r.Lang, a.on))}
	for _, d := range codex.Differences(law.At(a.since), law.At(a.on)) {
		line := Line{ID: d.ID, Tag: changes[d.Change], Before: says(r.Lang, d.Before), After: says(r.Lang, d.After)}
		line.Tag.Text = r.T(line.Tag.Text)
		e := d.After
		if e == nil {
			e = d.Before
		}
		line.Name = e.Name.In(string(r.Lang))
		var fields []string
		for _, f := range d.Fields {
			fields = append(fields, r.T(fieldNames[f]))
		}
		line.Fields = strings.Join(fields, r.T("rules.comma"))
		c.Lines = append(c.Lines, line)
	}
	return c
}

var changes = map[string]look.Tag{
	"added": {Text: "rules.added", Tone: look.Good}, "changed": {Text: "rules.changed", Tone: look.Info}, "removed": {Text: "rules.removed", Tone: look.Warn},
}

var fieldNames = map[string]string{
	"name": "rules.field.name", "says": "rules.field.says", "provision": "rules.field.provision", "quote": "rules.field.quote", "source": "rules.field.source",
	"status": "rules.field.status", "certainty": "rules.field.certainty", "from": "rules.field.from", "until": "rules.field.until", "note": "rules.field.note",
}

func says(l look.Lang, e *codex.Entry) string {
	if e == nil {
		return ""
	}
	said := e.Says
	if said == e.Name {
		said = text.Both{Ja: e.Quote, En: e.Quote}
	}
	return strings.TrimSpace(said.In(string(l)) + " (" + e.Status.Label().In(string(l)) + look.Say(l, "rules.comma") + look.Say(l, look.Certainty(e.Certainty.String()).Key()) + ")")
}
