package collections

import (
	_ "embed"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/gathering"
)

// boardView says how far each unit has come.
type boardView struct {
	Heading, Number, Action, Key string
	Notices                      []look.Notice
	Problems                     look.Problems
	Counts                       []look.Answer
	Progress                     look.Progress
	Rows                         []boardRow
	Fields                       []look.Field
	Empty                        *look.Empty
	Ask, Merge                   string
	Draft                        look.Link
	Open, Wait                   bool   // the draft is open; some unit is not done
	Missing, Untaken             string // units of which nothing is known, and that wait to be taken over, by name
}

// boardRow is one unit.
type boardRow struct {
	Unit, Name, Pad, To string
	State               look.Tag
	Due, Moved, Taken   string
	Chosen              bool
}

//go:embed board.tmpl
var boardSource string

var boardPage = look.Parse[boardView]("reporting/collections/board", boardSource)

func (p Pages) load(r *gate.Request) (w collection.Whole, err error) {
	err = p.read(r, func(tx Tx, n ident.Number) (err error) {
		w, err = tx.Gathered(n, false)
		return err
	})
	return w, err
}

// read reads something of the collection that the address names.
func (p Pages) read(r *gate.Request, what func(Tx, ident.Number) error) error {
	n, err := number(r, "gathered")
	if err != nil {
		return err
	}
	return p.Read(r.Context(), r.Scope, func(tx Tx) error { return what(tx, n) })
}

func (p Pages) board(w http.ResponseWriter, r *gate.Request) error {
	all, err := p.load(r)
	if err != nil {
		return err
	}
	return p.writeBoard(w, r, all, url.Values{}, nil)
}

func (p Pages) writeBoard(w http.ResponseWriter, r *gate.Request, all collection.Whole, typed url.Values, bad error) (err error) {
	why := admin.Why(r, bad)
	at := reporting.CollectionAt(all.Draft.Number)
	v := boardView{
		Heading: all.Of.Form.Title.In(string(r.Lang)), Number: string(all.Draft.Number), Action: at + "/move", Ask: at + "/ask", Merge: at + "/merge", Open: all.Draft.State == filing.DraftOpen,
		Draft: look.Link{To: reporting.DraftAt(all.Of.ID, all.Draft.Number, ""), Text: r.T("collection.to-draft")}, Notices: append(said(r), admin.Says(r, bad)...), Missing: Missing(r, all.Parts, namesShown), Untaken: Untaken(r, all.Parts, namesShown),
	}
	if all.Draft.Root != "" {
		v.Draft.To = reporting.PartAt(all.Draft.Number)
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	v.rows(r, all, typed["unit"])
	switch {
	case len(all.Units) == 0:
		v.Ask, v.Empty = "", &look.Empty{Title: r.T("collection.nounits"), Text: []string{r.T("collection.nounits.text")}, Links: []look.Link{{To: "/organisation", Text: r.T("nav.settings")}}}
	case len(free(all)) == 0:
		v.Ask = ""
	case len(all.Parts) == 0:
		v.Empty = &look.Empty{Title: r.T("collection.unasked"), Text: []string{r.T("collection.unasked.text")}, Links: []look.Link{{To: v.Ask, Text: r.T("collection.ask")}}}
	}
	v.Fields = []look.Field{
		{Kind: look.Area, ID: "note", Label: r.T("collection.letter"), Hint: r.T("collection.letter.hint"), Value: typed.Get("note"), Limit: collection.NoteMost, Free: true, Error: why["note"]},
		{Kind: look.DayLine, ID: "due", Label: r.T("collection.newdue"), Hint: r.T("collection.newdue.hint"), Value: typed.Get("due"), Width: look.Mid, Free: true, Error: why["due"]},
	}
	v.Problems = look.ProblemsOf(v.Fields)
	if why["units"] != "" {
		v.Problems = append(v.Problems, look.Problem{ID: "units", Label: r.T("collection.units"), Text: why["units"]})
	}
	return boardPage.WriteStatus(w, admin.Status(bad), trail(r, "collection.board").About(v.Number), v)
}

// said is what was just done.
func said(r *gate.Request) []look.Notice {
	done := r.URL.Query().Get("done")
	if !slices.Contains([]string{"asked", collection.Chased, collection.Extended, "returned", "ended", "taken", "untaken", "settled"}, done) {
		return nil
	}
	return []look.Notice{{Tone: look.Good, Title: r.T("collection.done."+done, "n", look.Number(count(r.URL.Query().Get("n"))))}}
}

// rows are the units, and how many stand where.
func (v *boardView) rows(r *gate.Request, all collection.Whole, chosen []string) {
	depth, today := collection.Levels(all.Units), law.DayOf(r.Now)
	counts := map[string]int{}
	done := 0
	parts := slices.Clone(all.Parts)
	slices.SortStableFunc(parts, func(a, b collection.Part) int { return lag(b, today) - lag(a, today) })
	for _, p := range parts {
		row := boardRow{
			Unit: string(p.Unit), Name: p.Name, Pad: strings.Repeat("\u3000", max(0, depth[p.Unit]-1)), To: reporting.PartAt(p.Number), State: Tag(r, p), Due: look.DayBoth(r.Lang, p.DueOn),
			Chosen: slices.Contains(chosen, string(p.Unit)),
		}
		if p.Late(today) {
			row.Due = r.T("collection.late.by", "day", row.Due, "n", look.Number(today.Since(p.DueOn)))
		}
		if m := p.Moves[len(p.Moves)-1]; m.At != 0 {
			row.Moved = r.T("collection.move."+m.Kind) + " " + look.Moment(r.Lang, m.At)
			if m.Name != "" {
				row.Moved += " " + m.Name
			}
		}
		switch {
		case p.After():
			row.Taken = r.T("collection.after")
		case p.TakenAt != 0 && p.WrittenAt > p.TakenAt:
			row.Taken = r.T("collection.taken.older")
		case p.TakenAt != 0:
			row.Taken = r.T("collection.taken.at", "at", look.Moment(r.Lang, p.TakenAt))
		}
		v.Rows = append(v.Rows, row)
		if p.State == collection.Ended {
			continue
		}
		counts[row.State.Text]++
		if p.Late(today) {
			counts[r.T("collection.state.late")]++
		}
		if p.Ready() {
			done++
		} else {
			v.Wait = true
		}
	}
	for _, s := range []string{"untouched", "begun", "returned", "done", "same", "none", "late"} {
		if n := counts[r.T("collection.state."+s)]; n > 0 {
			v.Counts = append(v.Counts, look.Answer{Question: r.T("collection.state." + s), Text: look.Number(n)})
		}
	}
	v.Progress = look.Progress{Label: r.T("collection.progress"), Done: done, Total: len(all.Parts)}
}

// lag puts first whom the head waits for.
func lag(p collection.Part, today law.Day) int {
	switch {
	case p.Late(today):
		return 2
	case !p.Ready() && p.State != collection.Ended:
		return 1
	}
	return 0
}

// namesShown is how many units a line names.
const namesShown = 10

// Missing are the units of which nothing is known yet (未把握), by name, at most so many of them.
func Missing(r *gate.Request, parts []collection.Part, most int) string {
	return named(r, parts, most, func(p collection.Part) bool { return p.Missing() && !p.Ready() })
}

// Untaken are the units that are done and whose part is not in the head's draft, as Missing.
func Untaken(r *gate.Request, parts []collection.Part, most int) string {
	return named(r, parts, most, func(p collection.Part) bool { return p.Missing() && p.Ready() })
}

func named(r *gate.Request, parts []collection.Part, most int, which func(collection.Part) bool) string {
	var names []string
	for _, p := range parts {
		if which(p) {
			names = append(names, p.Name)
		}
	}
	if more := len(names) - most; more > 0 {
		return r.T("collection.names.more", "names", strings.Join(names[:most], r.T("reports.comma")), "n", look.Number(more))
	}
	return strings.Join(names, r.T("reports.comma"))
}

// askView is the form of an asking.
type askView struct {
	Heading, Number, Action, Key, Back string
	Notices                            []look.Notice
	Problems                           look.Problems
	Fields                             []look.Field
	All                                bool
}

//go:embed ask.tmpl
var askSource string

var askPage = look.Parse[askView]("reporting/collections/ask", askSource)

func (p Pages) form(w http.ResponseWriter, r *gate.Request) error {
	all, err := p.load(r)
	if err != nil {
		return err
	}
	if all.Draft.State != filing.DraftOpen || len(free(all)) == 0 {
		return gate.See(w, reporting.CollectionAt(all.Draft.Number))
	}
	typed := url.Values{}
	for _, s := range all.Of.Form.Steps {
		typed.Add("step", s.ID)
	}
	if q := r.URL.Query().Get("choose"); q == "all" || q == "below" {
		for _, u := range free(all) {
			if q == "all" || u.level == 1 {
				typed.Add("unit", string(u.id))
			}
		}
	}
	return p.writeForm(w, r, all, typed, nil)
}

// freeUnit is a unit that can still be asked.
type freeUnit struct {
	id    ident.Unit
	name  string
	level int
}

func free(all collection.Whole) (list []freeUnit) {
	depth := collection.Levels(all.Units)
	for _, u := range all.Units {
		if !slices.ContainsFunc(all.Parts, func(p collection.Part) bool { return p.Unit == u.ID }) {
			list = append(list, freeUnit{u.ID, u.Name, depth[u.ID]})
		}
	}
	return list
}

func (p Pages) writeForm(w http.ResponseWriter, r *gate.Request, all collection.Whole, typed url.Values, bad error) (err error) {
	why := admin.Why(r, bad)
	at := reporting.CollectionAt(all.Draft.Number)
	v := askView{Heading: all.Of.Form.Title.In(string(r.Lang)), Number: string(all.Draft.Number), Action: at + "/ask", Back: at, Notices: admin.Says(r, bad), All: len(free(all)) > 1}
	steps := look.Field{Kind: look.Boxes, ID: "steps", Name: "step", Label: r.T("collection.steps"), Hint: r.T("collection.steps.hint"), Need: true, Error: why["steps"]}
	for _, s := range all.Of.Form.Steps {
		steps.Options = append(steps.Options, look.Option{Value: s.ID, Label: s.Title.In(string(r.Lang)), Chosen: slices.Contains(typed["step"], s.ID)})
	}
	units := look.Field{Kind: look.Boxes, ID: "units", Name: "unit", Label: r.T("collection.units"), Hint: r.T("collection.units.hint"), Need: true, Error: why["units"]}
	for _, u := range free(all) {
		units.Options = append(units.Options, look.Option{Value: string(u.id), Label: strings.Repeat("\u3000", u.level-1) + u.name, Chosen: slices.Contains(typed["unit"], string(u.id))})
	}
	v.Fields = []look.Field{
		steps, units,
		{Kind: look.DayLine, ID: "due", Label: r.T("collection.duefield"), Hint: r.T("collection.duefield.hint"), Value: typed.Get("due"), Need: true, Width: look.Mid, Error: why["due"]},
		{Kind: look.Area, ID: "note", Label: r.T("collection.note"), Hint: r.T("collection.note.hint"), Value: typed.Get("note"), Free: true, Limit: collection.NoteMost, Error: why["note"]},
	}
	v.Problems = look.ProblemsOf(v.Fields)
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	return askPage.WriteStatus(w, admin.Status(bad), trail(r, "collection.ask", look.Link{To: at, Text: r.T("collection.board")}).About(v.Number), v)
}

// day reads a day as it was typed; why it could not be read is a fault of the field.
func day(r *gate.Request, typed string) (law.Day, error) {
	if strings.TrimSpace(typed) == "" {
		return law.Day{}, nil
	}
	d, why := r.Day(typed)
	if why == "" {
		return d, nil
	}
	var l fault.List
	l.Add("due", "fault.day.form", fault.Args{"text": typed})
	return d, l.Err()
}

// asked asks the units that were chosen.
func (p Pages) asked(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	all, err := p.load(r)
	if err != nil {
		return err
	}
	in := collection.Request{Draft: all.Draft.Number, Steps: typed["step"], Note: admin.Text(typed.Get("note"))}
	for _, u := range typed["unit"] {
		in.Units = append(in.Units, ident.Unit(u))
	}
	key, err := keyOf(r, "")
	if err != nil {
		return err
	}
	if in.DueOn, err = day(r, typed.Get("due")); err == nil {
		err = p.Ask.Do(r.Context(), r.Scope, key, in)
	}
	if admin.Mine(err) {
		return p.writeForm(w, r, all, typed, err)
	}
	if err != nil {
		return err
	}
	return see(w, all.Draft.Number, "", "asked", len(in.Units))
}

// see leads back to a page of the collection, and says what was done.
func see(w http.ResponseWriter, n ident.Number, page, done string, count int) error {
	return gate.See(w, reporting.CollectionAt(n)+page+"?"+url.Values{"done": {done}, "n": {look.Number(count)}}.Encode())
}

// moved chases, gives more time, sends back or takes the asking back.
func (p Pages) moved(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	all, err := p.load(r)
	if err != nil {
		return err
	}
	in := gathering.Moved{Draft: all.Draft.Number, To: typed.Get("do"), Note: admin.Text(typed.Get("note"))}
	for _, u := range typed["unit"] {
		in.Units = append(in.Units, ident.Unit(u))
	}
	key, err := keyOf(r, "")
	if err != nil {
		return err
	}
	n := 0
	if in.DueOn, err = day(r, typed.Get("due")); err == nil {
		if in.To != collection.Extended {
			in.DueOn = law.Day{}
		}
		n, err = p.Move.Do(r.Context(), r.Scope, key, in)
	}
	if admin.Mine(err) {
		return p.writeBoard(w, r, all, typed, err)
	}
	if err != nil {
		return err
	}
	return see(w, all.Draft.Number, "", in.To, n)
}
