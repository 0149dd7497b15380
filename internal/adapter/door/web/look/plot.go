package look

import (
	"math"
	"slices"
	"strconv"
)

// PlotKind is how a Plot is drawn.
type PlotKind string

// The kinds of plot.
const (
	Columns PlotKind = "columns" // over time, series stacked
	Bars    PlotKind = "bars"    // by kind or by name, the first series only
	Lines   PlotKind = "lines"   // over time, up to three series side by side
	Course  PlotKind = "course"  // what happened when: a dot for each, along the time from the first to the last
)

// Plot is numbers as a picture: SVG drawn on the server, without script, with the same numbers in a table beside it.
// Places are percentages across and pixels down, so that the picture fits any width and its letters keep their size.
type Plot struct {
	Kind  PlotKind
	ID    string // of the figure; its parts' ids begin with it
	Title string // what is counted
	Text  string // what to take from it, in a sentence; read out for the picture
	Head  string // heading of the labels in the table: 月
	Unit  string // 件
	// Labels name the places along the axis; each series has a value for each of them.
	Labels []string
	Series []Series
	// To are addresses of the rows behind a label's numbers, "" for none.
	To []string
}

// Series is one row of numbers.
type Series struct {
	Name   string
	Values []Value
}

// Value is one number, not below zero. Its Text is what the table says: the number itself when empty.
type Value struct {
	N    float64
	Text string
	// Mark is what the picture says beside the dot of a Course; the table says Text.
	Mark string
	// None says that there is no number to show: not known, or too small to be shown outside government. Text says which.
	None bool
}

// Say is the value in words.
func (v Value) Say() string { return v.say(v.N != math.Trunc(v.N)) }

// say writes the value with a tenth, or whole.
func (v Value) say(tenth bool) string {
	switch {
	case v.Text != "" || v.None:
		return v.Text
	case tenth:
		return strconv.FormatFloat(v.N, 'f', 1, 64)
	}
	return Number(int64(v.N))
}

// tenths says whether a number of the series has a fraction: then all of them are written with one.
func (s Series) tenths() bool {
	return slices.ContainsFunc(s.Values, func(v Value) bool { return v.N != math.Trunc(v.N) })
}

// Sizes of the drawing, in pixels.
const (
	plotHigh  = 200.0 // from the axis to the highest line
	plotAbove = 24.0  // room for the highest line's number
	barHigh   = 18.0
	barStep   = 50.0
	barWide   = 78.0 // per cent of the width for the longest bar; its number stands behind it
	plotLong  = 20   // full-width characters of a bar's name; the table has it whole
)

// Drawing is what the template draws.
type Drawing struct {
	High  string // of the picture
	Boxes []Shape
	Lines []Shape
	Grid  []Shape
	Words []Word
}

// Shape is a box from (X, Y), or a line from there to (X2, Y2).
type Shape struct {
	X, Y, W, H, X2, Y2 string
	Class              string
}

// Word is a text of the picture.
type Word struct {
	X, Y, Text, Class string
}

// Key is the sign of a series: a box, or the dot of its line.
type Key struct {
	Name, Class, Dot string
}

// Draw places the numbers.
func (p Plot) Draw() Drawing {
	switch p.Kind {
	case Bars:
		return p.bars()
	case Course:
		return p.course()
	case Columns, Lines:
	}
	top, step := scale(p.highest())
	d := Drawing{High: px(plotAbove + plotHigh + 28)}
	for n := 0.0; n <= top+step/2; n += step {
		y := plotAbove + plotHigh - plotHigh*n/top
		d.Grid = append(d.Grid, Shape{Y: px(y), Y2: px(y), Class: gridClass(n == 0)})
		d.Words = append(d.Words, Word{X: "0%", Y: px(y - 4), Text: Value{N: n}.Say(), Class: "plot-scale"})
	}
	for i, label := range p.Labels {
		d.Words = append(d.Words, Word{X: p.middle(i), Y: px(plotAbove + plotHigh + 20), Text: label, Class: labelClass(i, len(p.Labels))})
	}
	if p.Kind == Lines {
		p.lines(&d, top)
	} else {
		p.columns(&d, top)
	}
	return d
}

// left keeps the numbers of the scale clear of the first column.
const left = 7.0

func (p Plot) wide() float64 { return (100 - left) / float64(max(1, len(p.Labels))) }

func (p Plot) middle(i int) string { return pc(left + p.wide()*(float64(i)+0.5)) }

func (p Plot) columns(d *Drawing, top float64) {
	w := min(p.wide()*0.62, 14)
	for i := range p.Labels {
		x, y := left+p.wide()*(float64(i)+0.5)-w/2, plotAbove+plotHigh
		for j, s := range p.Series {
			v := s.at(i)
			if v.None {
				d.Boxes = append(d.Boxes, Shape{X: pc(x), Y: px(y - 12), W: pc(w), H: "12", Class: "plot-none"})
				y -= 12
				continue
			}
			h := plotHigh * v.N / top
			y -= h
			if h > 0 {
				d.Boxes = append(d.Boxes, Shape{X: pc(x), Y: px(y), W: pc(w), H: px(h), Class: seriesClass(j)})
			}
		}
	}
}

func (p Plot) lines(d *Drawing, top float64) {
	for j, s := range p.Series {
		before := -1
		for i := range p.Labels {
			v := s.at(i)
			if v.None {
				before = -1
				continue
			}
			if before == i-1 && i > 0 {
				d.Lines = append(d.Lines, Shape{X: p.middle(i - 1), Y: level(s.at(i-1), top), X2: p.middle(i), Y2: level(v, top), Class: seriesClass(j)})
			}
			d.Words = append(d.Words, Word{X: p.middle(i), Y: level(v, top), Text: dots[j%len(dots)], Class: seriesClass(j) + " plot-dot"})
			before = i
		}
	}
}

func level(v Value, top float64) string { return px(plotAbove + plotHigh - plotHigh*v.N/top) }

// dots tell lines apart without colour.
var dots = []string{"●", "■", "▲"}

func (p Plot) bars() Drawing {
	top := p.highest()
	if top == 0 {
		top = 1
	}
	d := Drawing{High: px(barStep*float64(len(p.Labels)) + 4)}
	for i, label := range p.Labels {
		v, y := Value{None: true}, barStep*float64(i)
		if len(p.Series) > 0 {
			v = p.Series[0].at(i)
		}
		d.Words = append(d.Words, Word{X: "0%", Y: px(y + 18), Text: cut(label), Class: "plot-name"})
		w := barWide * v.N / top
		if v.None {
			w = 0
			d.Boxes = append(d.Boxes, Shape{X: "0%", Y: px(y + 26), W: "6%", H: px(barHigh), Class: "plot-none"})
		} else {
			d.Boxes = append(d.Boxes, Shape{X: "0%", Y: px(y + 26), W: pc(max(w, 0.4)), H: px(barHigh), Class: seriesClass(0)})
		}
		d.Words = append(d.Words, Word{X: pc(max(w, 6*flag(v.None)) + 1.5), Y: px(y + 40), Text: v.Say(), Class: "plot-value"})
	}
	return d
}

// course draws each event on a line of its own.
func (p Plot) course() Drawing {
	top := max(p.highest(), 1)
	d := Drawing{High: px(barStep*float64(len(p.Labels)) + 4)}
	for i, label := range p.Labels {
		v, y := Value{None: true}, barStep*float64(i)
		if len(p.Series) > 0 {
			v = p.Series[0].at(i)
		}
		d.Words = append(d.Words, Word{X: "0%", Y: px(y + 18), Text: cut(label), Class: "plot-name"})
		if v.None {
			continue
		}
		x := 2 + (barWide-4)*v.N/top
		d.Grid = append(d.Grid, Shape{Y: px(y + 35), Y2: px(y + 35), Class: gridClass(false)})
		d.Words = append(d.Words, Word{X: pc(x), Y: px(y + 35), Text: dots[0], Class: seriesClass(0) + " plot-dot"}, Word{X: pc(x + 2.5), Y: px(y + 30), Text: v.Mark, Class: "plot-value"})
	}
	return d
}

// Numbers is the table that says the same.
func (p Plot) Numbers() Table {
	t := Table{Caption: p.Title, Hide: true, Keep: true, Heads: []Head{{Text: p.Head}}}
	for _, s := range p.Series {
		name := s.Name
		if name == "" {
			name = p.Unit
		}
		t.Heads = append(t.Heads, Head{Text: name, Right: true})
	}
	for i, label := range p.Labels {
		c := Cell{Text: label}
		if i < len(p.To) {
			c.To = p.To[i]
		}
		row := []Cell{c}
		for _, s := range p.Series {
			row = append(row, Cell{Text: s.at(i).say(s.tenths()), When: p.Kind == Course})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Keys are the series with the sign of each, where there is more than one to tell apart.
func (p Plot) Keys() (list []Key) {
	if len(p.Series) < 2 || p.Kind == Bars {
		return nil
	}
	for j, s := range p.Series {
		key := Key{Name: s.Name, Class: seriesClass(j)}
		if p.Kind == Lines {
			key.Dot = dots[j%len(dots)]
		}
		list = append(list, key)
	}
	return list
}

func (s Series) at(i int) Value {
	if i >= len(s.Values) {
		return Value{None: true}
	}
	v := s.Values[i]
	if v.N < 0 || math.IsNaN(v.N) || math.IsInf(v.N, 0) {
		return Value{None: true, Text: v.Text}
	}
	return v
}

// highest is the highest place that anything is drawn at.
func (p Plot) highest() (top float64) {
	for i := range p.Labels {
		sum := 0.0
		for j, s := range p.Series {
			v := s.at(i)
			switch {
			case v.None:
			case p.Kind == Columns:
				sum += v.N
			case p.Kind == Lines || j == 0:
				sum = max(sum, v.N)
			}
		}
		top = max(top, sum)
	}
	return top
}

// scale gives the height of the axis and the distance of its lines: 1, 2 or 5 times a power of ten, four lines at most.
func scale(top float64) (whole, step float64) {
	if top <= 0 {
		return 1, 1
	}
	step = math.Pow(10, math.Floor(math.Log10(top)))
	for _, f := range []float64{0.2, 0.5, 1, 2, 5} {
		if top/(step*f) <= 4 {
			step *= f
			break
		}
	}
	if step < 1 && top == math.Trunc(top) {
		step = 1 // what is counted has no halves
	}
	return step * math.Ceil(top/step), step
}

// cut shortens a bar's name. Two letters of an alphabet take the room of one character.
func cut(s string) string {
	runes, wide, fits := []rune(s), 0, 0
	for i, r := range runes {
		if wide++; r >= 0x1100 {
			wide++
		}
		if wide <= 2*(plotLong-1) {
			fits = i + 1
		}
	}
	if wide <= 2*plotLong {
		return s
	}
	return string(runes[:fits]) + "…"
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func pc(f float64) string { return strconv.FormatFloat(f, 'f', 2, 64) + "%" }
func px(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }
