package look

import "strconv"

// Grid is numbers in rows and columns as a picture: SVG drawn on the server, without script, each cell a link to what is behind it. On a narrow
// screen there is no room for it: the table of the same numbers stands on the page anyway. Places are percentages across and pixels
// down, as in a Plot.
type Grid struct {
	ID      string
	Title   string
	Text    string // what to take from it, in a sentence
	Columns []string
	Rows    []GridRow
}

// GridRow is one line of cells, one for each column.
type GridRow struct {
	Name  string
	Cells []GridCell
}

// GridCell is one number; 0 is drawn empty.
type GridCell struct {
	N   int
	To  string
	Say string // what is read out
}

// Sizes of a grid, in pixels and per cent.
const (
	gridAbove = 132.0 // names of columns stand upright
	gridStep  = 30.0
	gridLeft  = 36.0
	gridShade = 5 // shades of a number, the darkest for the highest
)

// GridDrawing is what the template draws.
type GridDrawing struct {
	High  string
	Lines []Shape
	Words []Word
	Cells []GridShape
}

// GridShape is a cell with its number.
type GridShape struct {
	Shape
	Word
	To, Say string
}

// Draw places the numbers.
func (g Grid) Draw() GridDrawing {
	d := GridDrawing{High: px(gridAbove + gridStep*float64(len(g.Rows)) + 2)}
	wide := (100 - gridLeft) / float64(max(1, len(g.Columns)))
	top := g.highest()
	for j, name := range g.Columns {
		d.Words = append(d.Words, Word{X: pc(gridLeft + wide*(float64(j)+0.5)), Y: px(gridAbove - 8), Text: name, Class: "grid-head"})
	}
	for i, row := range g.Rows {
		y := gridAbove + gridStep*float64(i)
		d.Lines = append(d.Lines, Shape{Y: px(y), Y2: px(y), Class: gridClass(i == 0)})
		d.Words = append(d.Words, Word{X: "0%", Y: px(y + gridStep/2), Text: cut(row.Name), Class: "grid-name"})
		for j, c := range row.Cells {
			if c.N == 0 {
				continue
			}
			shade := (c.N*gridShade + top - 1) / top
			d.Cells = append(d.Cells, GridShape{
				Shape{X: pc(gridLeft + wide*float64(j) + 0.1), Y: px(y + 1), W: pc(wide - 0.2), H: px(gridStep - 2), Class: "shade-" + strconv.Itoa(shade)},
				Word{X: pc(gridLeft + wide*(float64(j)+0.5)), Y: px(y + gridStep/2), Text: Number(c.N), Class: "grid-number shade-" + strconv.Itoa(shade)}, c.To, c.Say,
			})
		}
	}
	return d
}

func (g Grid) highest() int {
	top := 1
	for _, row := range g.Rows {
		for _, c := range row.Cells {
			top = max(top, c.N)
		}
	}
	return top
}
