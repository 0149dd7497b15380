package look_test

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/web/look"
)

func numbers(list ...float64) (v []look.Value) {
	for _, n := range list {
		v = append(v, look.Value{N: n})
	}
	return v
}

func size(t *testing.T, s string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(strings.TrimSuffix(s, "%"), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		t.Fatalf("%q is no size", s)
	}
	return f
}

func TestColumnsAreAsHighAsTheirNumbers(t *testing.T) {
	t.Parallel()
	p := look.Plot{Kind: look.Columns, Labels: []string{"a", "b"}, Series: []look.Series{{Values: numbers(10, 40)}, {Values: numbers(30, 0)}}}
	d := p.Draw()
	if len(d.Boxes) != 3 { // nothing is drawn for nought
		t.Fatalf("%d boxes", len(d.Boxes))
	}
	first, second, other := size(t, d.Boxes[0].H), size(t, d.Boxes[1].H), size(t, d.Boxes[2].H)
	if math.Abs(second-3*first) > 0.2 || math.Abs(other-first-second) > 0.2 {
		t.Errorf("heights %v %v %v", first, second, other)
	}
	if math.Abs(size(t, d.Boxes[1].Y)+second-size(t, d.Boxes[0].Y)) > 0.2 {
		t.Error("the second series does not stand on the first")
	}
	if d.Grid[0].Class != "plot-ground" || d.Words[0].Text != "0" {
		t.Errorf("the axis does not begin at nought: %+v", d.Words[0])
	}
}

func TestBarsAreAsLongAsTheirNumbersAndWhatIsMaskedHasNone(t *testing.T) {
	t.Parallel()
	p := look.Plot{Kind: look.Bars, Labels: []string{"a", strings.Repeat("長", 40), "c"}, Series: []look.Series{{Values: []look.Value{{N: 50}, {N: 100}, {N: 7, None: true, Text: "非表示"}}}}}
	d := p.Draw()
	if a, b := size(t, d.Boxes[0].W), size(t, d.Boxes[1].W); math.Abs(b-2*a) > 0.1 {
		t.Errorf("widths %v %v", a, b)
	}
	if d.Boxes[2].Class != "plot-none" || d.Words[5].Text != "非表示" {
		t.Errorf("%+v %+v", d.Boxes[2], d.Words[5])
	}
	if n := len([]rune(d.Words[2].Text)); n != 20 {
		t.Errorf("a name of %d characters", n)
	}
	for _, row := range p.Numbers().Rows {
		if row[1].Text == "7" {
			t.Error("the table tells what the picture masks")
		}
	}
}

func TestALineBreaksWhereThereIsNoNumber(t *testing.T) {
	t.Parallel()
	v := numbers(1, 2, 3, 4)
	p := look.Plot{Kind: look.Lines, Labels: []string{"a", "b", "c", "d"}, Series: []look.Series{{Values: v}}}
	whole := len(p.Draw().Lines)
	v[1].None = true
	if broken := len(p.Draw().Lines); whole != 3 || broken != 1 {
		t.Errorf("%d lines whole, %d broken", whole, broken)
	}
}

func FuzzPlot(f *testing.F) {
	f.Add(0.0, 0.0, uint8(0), false)
	f.Add(1e300, -1.0, uint8(1), true)
	f.Add(math.Inf(1), math.NaN(), uint8(2), false)
	f.Add(0.0001, 3.0, uint8(1), false)
	f.Fuzz(func(t *testing.T, a, b float64, kind uint8, none bool) {
		p := look.Plot{Kind: []look.PlotKind{look.Columns, look.Bars, look.Lines}[kind%3], Labels: []string{"a", "b", "c"}, Series: []look.Series{{Values: []look.Value{{N: a, None: none}, {N: b}}}}}
		d := p.Draw()
		if len(d.Grid) > 7 {
			t.Fatalf("%d lines for %v, %v", len(d.Grid), a, b)
		}
		for _, s := range append(append(d.Boxes, d.Lines...), d.Grid...) {
			for _, x := range []string{s.X, s.Y, s.W, s.H, s.X2, s.Y2} {
				if x != "" {
					if n := size(t, x); n < -1 || n > 400 {
						t.Fatalf("%v is outside", n)
					}
				}
			}
		}
		for _, w := range d.Words {
			size(t, w.X)
			size(t, w.Y)
		}
		if got := len(p.Numbers().Rows); got != 3 {
			t.Fatalf("%d rows", got)
		}
	})
}
