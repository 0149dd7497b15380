// Package tiles are the tiles of 本日の対応: saved views of an office's lists, each with the number of rows that it leaves now. They are put up, moved and taken
// down here; the first page fetches them by themselves, so that counting never keeps it waiting.
package tiles

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/views"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/pinned"
	"kanmin/internal/domain/view"
	"kanmin/internal/flow/viewing"
)

// Path is the page's address.
const Path = "/ministry/today/tiles"

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(pinned.Tx) error) error
	Pin  viewing.Pin
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: access.Permission{Action: access.Read, Object: access.Desk}, Handle: p.show},
		{Pattern: "POST " + Path + "/{view}", Needs: viewing.MayPin, Body: 4 << 10, Handle: p.arrange},
	}
}

// View is what the page shows.
type View struct {
	Tiles []Tile
	May   bool // arrange them
	Off   []Choice
	More  []Choice
	Empty *look.Empty
	Lists []look.Link
	Edit  string
}

// Tile is one of them.
type Tile struct {
	To, Name, Number, List, Of string
	Edit                       string // where it is renamed
	Moves                      []Press
}

// Choice is a view that can be put up.
type Choice struct {
	To, Name, List string
	Presses        []Press
}

// Press is one button.
type Press struct {
	Action, Key, Do, For, Text, What string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("ministry/tiles", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var on []pinned.Tile
	var off, never []view.Tile
	err := p.Read(r.Context(), r.Scope, func(tx pinned.Tx) (err error) {
		on, off, never, err = pinned.Read(tx, law.DayOf(r.Now))
		return err
	})
	if err != nil {
		return err
	}
	v := View{May: r.Scope.Permit(viewing.MayPin) == nil, Edit: Path}
	for i, t := range on {
		shown := Tile{To: views.At(t.List, t.Query), Name: t.Name, Number: number(r, t), List: views.Title(r, t.Saved), Of: r.T("tile.of.me"), Edit: views.Path + "/" + string(t.ID)}
		if t.Office {
			shown.Of = r.T("tile.of.office")
		}
		if v.May {
			shown.Moves = moves(on, i)
		}
		v.Tiles = append(v.Tiles, shown)
	}
	if r.Header.Get("HX-Request") == "true" {
		return page.WriteFragment(w, look.Frame{Lang: r.Lang}, "tiles", v)
	}
	if v.May {
		v.offer(r, off, never, on)
	}
	if err := v.say(r); err != nil {
		return err
	}
	f := r.Frame("tile.title").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{Text: r.T("tile.title")})
	return page.Write(w, f, v)
}

// number is what a tile counts, in the words of the lists.
func number(r *gate.Request, t pinned.Tile) string {
	switch {
	case t.Lost:
		return r.T("tile.lost")
	case t.More:
		return r.T("tile.n.more", "n", look.Number(t.N))
	}
	return r.T("tile.n", "n", look.Number(t.N))
}

// moves are what can be done with a tile of a row.
func moves(on []pinned.Tile, i int) (list []Press) {
	t := on[i]
	if i > 0 && on[i-1].Office == t.Office {
		list = append(list, press(t.Tile, view.Before))
	}
	if i+1 < len(on) && on[i+1].Office == t.Office {
		list = append(list, press(t.Tile, view.After))
	}
	return append(list, press(t.Tile, view.Take))
}

func press(t view.Tile, do view.Move) Press {
	p := Press{Action: Path + "/" + string(t.ID), Do: string(do), For: "me", Text: "tile.do." + string(do), What: t.Name}
	if t.Office {
		p.For = "office"
	}
	return p
}

// offer lists what can be put up: what was taken down, and what never stood there.
func (v *View) offer(r *gate.Request, off, never []view.Tile, on []pinned.Tile) {
	stands := map[string]bool{} // for whom a view is a tile already
	mark := func(t view.Tile) { stands[string(t.ID)+press(t, view.Put).For] = true }
	for _, t := range on {
		mark(t.Tile)
	}
	choose := func(t view.Tile, presses ...Press) Choice {
		return Choice{To: views.At(t.List, t.Query), Name: t.Name, List: views.Title(r, t.Saved), Presses: presses}
	}
	var again []view.Tile
	for _, t := range off {
		back := press(t, view.Put)
		back.Text = "tile.do.back." + back.For
		mark(t)
		v.Off, again = append(v.Off, choose(t, back)), append(again, t)
	}
	seen := map[ident.Object]bool{}
	for _, t := range append(append(never, again...), plain(on)...) {
		if seen[t.ID] {
			continue
		}
		seen[t.ID] = true
		var presses []Press
		for _, office := range []bool{false, true} {
			t.Office = office
			one := press(t, view.Put)
			if one.Text = "tile.do.put." + one.For; !stands[string(t.ID)+one.For] && !(office && t.Share == view.Mine) {
				presses = append(presses, one)
			}
		}
		if len(presses) > 0 {
			v.More = append(v.More, choose(t, presses...))
		}
	}
}

func plain(on []pinned.Tile) (list []view.Tile) {
	for _, t := range on {
		list = append(list, t.Tile)
	}
	return list
}

// say puts words and keys to every button, and teaches where there is nothing.
func (v *View) say(r *gate.Request) error {
	ready := func(list []Press) error {
		for i := range list {
			key, err := r.NewKey()
			if err != nil {
				return err
			}
			list[i].Key, list[i].Text = key, r.T(list[i].Text)
		}
		return nil
	}
	for _, t := range v.Tiles {
		if err := ready(t.Moves); err != nil {
			return err
		}
	}
	for _, c := range append(append([]Choice{}, v.Off...), v.More...) {
		if err := ready(c.Presses); err != nil {
			return err
		}
	}
	for _, to := range []string{"/ministry/notification", "/ministry/expected", "/ministry/reports"} {
		key := map[string]string{"/ministry/notification": "nav.notification", "/ministry/expected": "nav.expected", "/ministry/reports": "received.title"}[to]
		v.Lists = append(v.Lists, look.Link{To: to, Text: r.T(key)})
	}
	if len(v.Tiles) == 0 {
		v.Empty = &look.Empty{Title: r.T("tile.none"), Text: []string{r.T("tile.none.1"), r.T("tile.none.2")}, Links: v.Lists}
	}
	return nil
}

// arrange puts a view up, moves it or takes it down.
func (p Page) arrange(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	to := viewing.Where{View: ident.Object(r.PathValue("view")), Office: form.Get("for") == "office", Move: view.Move(form.Get("do"))}
	if who := form.Get("for"); who != "me" && who != "office" {
		return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "for", Code: "fault.filter.choice"}}}
	}
	key, err := r.Key(sha256.Sum256([]byte(strings.Join([]string{string(to.View), form.Get("for"), string(to.Move)}, "\n"))))
	if err != nil {
		return err
	}
	if err := p.Pin.Do(r.Context(), r.Scope, key, to); err != nil {
		return err
	}
	return gate.See(w, Path)
}
