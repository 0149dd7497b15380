package view_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/view"
)

// tile writes a tile in a few letters: "b2" stands second on the office's row, "B2" stood there; "never" was never pinned.
func tile(id string, office bool, place int, on bool) view.Tile {
	s := view.Saved{ID: ident.Object(id), List: view.Received, Share: view.Unit}
	return view.Tile{Pin: view.Pin{View: s.ID, Office: office, Place: place, On: on}, Saved: s}
}

func TestWhatIsWrittenWhenATileMoves(t *testing.T) {
	t.Parallel()
	never := view.Tile{Saved: view.Saved{ID: "n", List: view.Received, Share: view.Unit}}
	all := []view.Tile{tile("a", true, 1, true), tile("b", true, 2, true), tile("c", true, 2, true), tile("d", true, 7, false), tile("a", false, 4, true), never}
	for _, c := range []struct {
		id     string
		office bool
		do     view.Move
		want   string
	}{
		{"n", true, view.Put, "n8+"}, {"n", false, view.Put, "n5+"}, {"d", true, view.Put, "d7+"}, {"d", false, view.Put, "d5+"},
		{"a", true, view.Put, "fault.tile.moved"}, {"a", true, view.Before, "fault.tile.moved"}, {"c", true, view.After, "fault.tile.moved"}, {"d", true, view.Take, "fault.tile.moved"}, {"b", false, view.After, "fault.tile.moved"},
		{"a", true, view.Take, "a1-"}, {"a", true, view.After, "b1+ a2+ c3+"}, {"c", true, view.Before, "b3+"}, {"a", false, view.Take, "a4-"},
		{"a", true, "throw", "fault.filter.choice"},
	} {
		s := view.Saved{ID: ident.Object(c.id), List: view.Received, Share: view.Unit}
		pins, err := view.Arrange(s, c.office, c.do, all)
		var got []string
		for _, p := range pins {
			got = append(got, fmt.Sprintf("%s%d%s", p.View, p.Place, map[bool]string{true: "+", false: "-"}[p.On]))
		}
		if code := codeOf(err); code != "" {
			got = []string{code}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s %s of the office %v: %v, want %s", c.do, c.id, c.office, got, c.want)
		}
	}
}

func codeOf(err error) string {
	e, ok := errors.AsType[*fault.Error](err)
	switch {
	case !ok:
		return ""
	case len(e.Fields) > 0:
		return e.Fields[0].Code
	}
	return e.Code
}

func TestWhatCanBeATile(t *testing.T) {
	t.Parallel()
	var full []view.Tile
	for i := range view.TilesMost {
		full = append(full, tile(fmt.Sprint("t", i), false, i+1, true))
	}
	for name, c := range map[string]struct {
		s      view.Saved
		office bool
		all    []view.Tile
		want   string
	}{
		"of a list of its filer":  {view.Saved{List: view.History, Share: view.Org}, false, nil, "fault.tile.list"},
		"one's own, for all":      {view.Saved{List: view.Expected, Share: view.Mine}, true, nil, "fault.tile.mine"},
		"one's own, for oneself":  {view.Saved{List: view.Expected, Share: view.Mine}, false, nil, ""},
		"one too many":            {view.Saved{List: view.Filings, Share: view.Unit}, false, full, "fault.tile.many"},
		"the other row has space": {view.Saved{List: view.Filings, Share: view.Unit}, true, full, ""},
	} {
		if _, err := view.Arrange(c.s, c.office, view.Put, c.all); codeOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// 届いた報告 leaves notifications to their own list, and so does its tile.
func TestATileReadsItsConditionsAsItsListDoes(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]filing.Kind{"": "-asset.", "state=fixed": "-asset.", "kind=asset.new": "-asset.", "kind=report.prompt": "report.prompt"} {
		f, ok := view.Saved{List: view.Received, Words: view.Words{Query: query}}.Filter()
		if !ok || f.Kind != want {
			t.Errorf("%q: %q %v", query, f.Kind, ok)
		}
	}
	if f, ok := (view.Saved{List: view.Filings, Words: view.Words{Query: "kind=asset.&state=fixed"}}).Filter(); !ok || f.Kind != "asset." {
		t.Errorf("%+v", f)
	}
	if _, ok := (view.Saved{List: view.Received, Words: view.Words{Query: "state=gone"}}).Filter(); ok {
		t.Error("what cannot be read counts something")
	}
	if f, ok := (view.Saved{List: view.Expected, Words: view.Words{Query: "of=detailed&late=yes"}}).Expected(); !ok || f.Of != expected.Detailed || !f.Late {
		t.Errorf("%+v %v", f, ok)
	}
}
