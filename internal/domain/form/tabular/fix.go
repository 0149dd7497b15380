package tabular

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/product/spelling"
)

// FixKind is a kind of mending; one press applies all of one kind.
type FixKind string

// The kinds of fix.
const (
	Serial   FixKind = "serial"   // Excel's number of a day: 46447 → 2027-03-01
	Digits   FixKind = "digits"   // a number with its unit or words around it: 約3台 → 3
	Option   FixKind = "option"   // a letter or word that names one option: 類型Ａ → A
	Mojibake FixKind = "mojibake" // read with the wrong encoding, and what it was
	Swap     FixKind = "swap"     // two cells of the row that stand in one another's column
)

// FixKinds are all of them.
var FixKinds = []FixKind{Serial, Digits, Option, Mojibake, Swap}

// Fix is what a cell should say instead; only what is certain enough to be offered for all cells of its kind.
type Fix struct {
	Kind FixKind
	To   string
	With string // id of the other column, for Swap
}

// Excel counts days from 1899-12-30, in some books from 1904-01-01; those from 2000-01-01 to 2099-12-31 are taken for days.
var (
	zero1900, zero1904    = law.MustDay("1899-12-30"), law.MustDay("1904-01-01")
	serialFrom, serialEnd = law.MustDay("2000-01-01"), law.MustDay("2100-01-01")
)

func (g Grid) fixOf(c form.Field, cell string) Fix {
	if to, ok := unspoil(cell); ok {
		return Fix{Kind: Mojibake, To: to}
	}
	switch c.Kind {
	case form.Day:
		if d, _, ok := g.serial(narrow(cell)); ok {
			return Fix{Kind: Serial, To: d.String()}
		}
		if day, clock, ok := strings.Cut(narrow(cell), "T"); ok && clock != "" { // a day with its time, which the field does not ask
			return ifGood(c, Fix{Kind: Serial, To: day})
		}
	case form.Moment:
		if d, minutes, ok := g.serial(narrow(cell)); ok {
			return ifGood(c, Fix{Kind: Serial, To: d.String() + fmt.Sprintf(" %02d:%02d", minutes/60, minutes%60)})
		}
	case form.Count:
		if n, ok := onlyNumber(narrow(cell)); ok {
			return ifGood(c, Fix{Kind: Digits, To: n})
		}
	case form.Choice, form.Choices:
		if id := onlyOption(c, cell); id != "" {
			o, _ := c.Option(id)
			return Fix{Kind: Option, To: o.Label.Ja}
		}
	}
	return Fix{}
}

// serial is the day, and the minutes of it, that a number of Excel's stands for: 46447.5 is noon. Seconds are dropped as everywhere, once
// what Excel writes a little below a full one (0.385416667) is set right.
func (g Grid) serial(s string) (d law.Day, minutes int, ok bool) {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n < 1 || n > 100_000 || strings.Trim(s, "0123456789.") != "" {
		return d, 0, false
	}
	seconds := int(math.Round(n * 24 * 60 * 60))
	zero := zero1900
	if g.Since1904 {
		zero = zero1904
	}
	d = zero.Add(seconds / (24 * 60 * 60))
	return d, seconds / 60 % (24 * 60), !d.Before(serialFrom) && d.Before(serialEnd)
}

// ifGood offers a fix only if the column takes it.
func ifGood(c form.Field, f Fix) Fix {
	var l fault.List
	if c.Tidy(&l, form.Value{Texts: []string{f.To}}); len(l.Fields) > 0 {
		return Fix{}
	}
	return f
}

// onlyNumber finds the one number in a cell.
func onlyNumber(s string) (string, bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != ',' })
	if len(parts) != 1 || strings.ContainsAny(s, "-.〜~") {
		return "", false
	}
	n := strings.ReplaceAll(parts[0], ",", "")
	return n, n != ""
}

// onlyOption finds the one option whose letter or label stands in a cell with words around it.
func onlyOption(c form.Field, cell string) string {
	key, found := headingKey(cell), ""
	words := strings.FieldsFunc(key, func(r rune) bool { return r > 0x7f }) // letters between Japanese words
	for _, o := range c.Options {
		label, id := headingKey(o.Label.Ja), headingKey(o.ID)
		hit := utf8.RuneCountInString(label) > 1 && strings.Contains(key, label)
		for _, w := range words {
			hit = hit || w == id
		}
		if hit && found != "" {
			return ""
		}
		if hit {
			found = o.ID
		}
	}
	return found
}

// unspoil gives back what a text was before it was read with the wrong encoding, if nothing of it was lost.
func unspoil(s string) (string, bool) {
	var wrong, right encoding.Encoding
	switch spelling.Judge(s) {
	case spelling.UTF8AsCP932:
		wrong, right = japanese.ShiftJIS, encoding.Nop
	case spelling.UTF8AsLatin:
		wrong, right = charmap.Windows1252, encoding.Nop
	case spelling.CP932Latin:
		wrong, right = charmap.Windows1252, japanese.ShiftJIS
	default:
		return "", false
	}
	raw, err := wrong.NewEncoder().String(s)
	if err != nil {
		return "", false
	}
	was, err := right.NewDecoder().String(raw)
	if err != nil || !utf8.ValidString(was) || strings.ContainsRune(was, utf8.RuneError) || spelling.Judge(was) != spelling.Sound {
		return "", false
	}
	return was, true
}

// Mend applies every fix of one kind to a copy of the sheet; Read then says what is left.
func Mend(g Grid, l Layout, faults []Fault, kind FixKind) (Grid, int) {
	mended := Grid{Sheet: g.Sheet, Since1904: g.Since1904, Rows: make([][]string, len(g.Rows))}
	for i, row := range g.Rows {
		mended.Rows[i] = append([]string{}, row...)
	}
	n := 0
	for _, f := range faults {
		at, ok := l.At[f.Column.ID]
		if f.Fix.Kind != kind || !ok {
			continue
		}
		row := mended.Rows[f.Row-1]
		if kind == Swap {
			other, ok := l.At[f.Fix.With]
			if !ok || max(at, other) >= len(row) {
				continue
			}
			row[at], row[other] = row[other], row[at]
		} else {
			row[at] = f.Fix.To
		}
		n++
	}
	return mended, n
}

// Pair are two columns that people exchange: maker and product.
type Pair struct{ Left, Right string }

// Swapped notes the rows in which two cells stand in one another's column, as wrong tells from the pair of texts.
// It is asked once for each pair of texts.
func Swapped(r *Reading, table form.Field, pair Pair, wrong func(left, right string) bool) {
	left, ok := table.Column(pair.Left)
	at, there := r.At[pair.Left]
	if _, both := r.At[pair.Right]; !ok || !there || !both {
		return
	}
	known := map[[2]string]bool{}
	for _, line := range r.Lines {
		texts := [2]string{line.Cells[pair.Left].Text(), line.Cells[pair.Right].Text()}
		if texts[0] == "" || texts[1] == "" {
			continue
		}
		is, asked := known[texts]
		if !asked {
			is = wrong(texts[0], texts[1])
			known[texts] = is
		}
		if is {
			r.Faults = append(r.Faults, Fault{
				Cell: Cell{r.Sheet, line.Row, Letter(at)}, Column: left, Text: texts[0], Code: "sheet.swapped",
				Args: fault.Args{"left": short(texts[0]), "right": short(texts[1])}, Fix: Fix{Kind: Swap, To: texts[1], With: pair.Right},
			})
		}
	}
}
