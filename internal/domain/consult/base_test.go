package consult_test

import (
	"testing"

	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/law"
)

func TestWhatWasAgreedOfARow(t *testing.T) {
	t.Parallel()
	line := func(id, product string, file law.Truth, types ...law.Letter) consult.Line {
		return consult.Line{ID: id, Level: consult.Machine, Facility: "給電", Maker: "架空", Product: product, File: file, Types: types}
	}
	mark := func(id string, yes bool) consult.Mark { return consult.Mark{Line: id, Confirmed: yes} }
	old := consult.Sheet{Version: 1, Agreed: consult.Agreed{Lines: []consult.Line{line("a", "A", law.No), line("g", "Gone", law.Yes, law.E)}}, Marks: []consult.Mark{mark("a", true), mark("g", true)}}
	last := consult.Sheet{Version: 2, Agreed: consult.Agreed{Lines: []consult.Line{
		line("b", "A", law.Yes, law.E), line("out", "Training", law.No), line("asked", "Asked", law.Yes, law.E), line("unsure", "Unsure", law.No), line("both-1", "Both", law.No), line("both-2", "Both", law.Yes, law.A),
	}}, Marks: []consult.Mark{mark("b", true), mark("out", true), mark("asked", false), mark("both-1", true), mark("both-2", true)}}
	row := func(product string, open bool, types ...law.Letter) consult.Row {
		return consult.Row{Facility: "給電", Maker: "架空", Product: product, Open: open, Types: types}
	}
	for name, c := range map[string]struct {
		row     consult.Row
		version int
		stand   consult.Standing
		out     bool
		differs bool
	}{
		"agreed":                             {row("ａ", false, law.E), 2, consult.Confirmed, false, false},
		"agreed of other types":              {row("A", false, law.B), 2, consult.Confirmed, false, true},
		"asked about":                        {row("Asked", false, law.E), 2, consult.Question, false, false},
		"agreed in an older version":         {row("Gone", false, law.E), 1, consult.Confirmed, false, false},
		"not in scope, as agreed":            {row("Training", true), 2, consult.Confirmed, true, false},
		"has to be filed, whatever they say": {row("Training", false, law.E), 2, consult.Confirmed, false, true},
		"not in scope, not agreed yet":       {row("Unsure", true), 2, consult.Waiting, false, true},
		"on one machine and not on another":  {row("Both", true), 2, consult.Confirmed, false, true},
		"nobody spoke of it":                 {row("New", true), 0, consult.Drafting, false, false},
		"in another facility":                {consult.Row{Facility: "配電", Maker: "架空", Product: "Training", Open: true}, 0, consult.Drafting, false, false},
	} {
		b := consult.BasisOf([]consult.Row{c.row}, []consult.Sheet{last, old})[0]
		if b.Version != c.version || b.Stand != c.stand || b.Out != c.out || b.Differs != c.differs {
			t.Errorf("%s: %+v", name, b)
		}
	}
}
