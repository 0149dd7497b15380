package form

import (
	"errors"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// RowLimit is the most rows that any table may declare.
const RowLimit = 20_000

// cellLimit bounds what is kept as typed where a field is no text, in characters.
const cellLimit = 200

func (f Field) tidyDay(faults *fault.List, v Value) Value {
	s := strings.TrimSpace(v.Text())
	if s == "" {
		return Value{}
	}
	d, err := law.ReadDay(s)
	if e, ok := errors.AsType[*fault.Error](err); ok {
		faults.Add(f.ID, e.Code, e.Args)
		return Value{Texts: []string{s}}
	}
	return Value{Texts: []string{d.Day.String()}}
}

// tidyCount reads a whole number in any width, with or without separators of thousands.
func (f Field) tidyCount(faults *fault.List, v Value) Value {
	s := strings.TrimSpace(v.Text())
	if s == "" {
		return Value{}
	}
	n, err := strconv.Atoi(strings.ReplaceAll(width.Narrow.String(s), ",", ""))
	switch {
	case err != nil:
		faults.Add(f.ID, "fault.form.count", fault.Args{"text": clip(s)})
		return Value{Texts: []string{s}}
	case n < f.Min || f.Max != 0 && n > f.Max:
		faults.Add(f.ID, "fault.form.range", fault.Args{"text": clip(s), "min": strconv.Itoa(f.Min), "max": strconv.Itoa(f.Max)})
	}
	return Value{Texts: []string{strconv.Itoa(n)}}
}

// tidyRows tidies every cell; rows without any answer go. Paths are "products[0].maker".
func (f Field) tidyRows(faults *fault.List, v Value) Value {
	if len(v.Rows) > f.Limit {
		faults.Add(f.ID, "fault.form.rows", fault.Args{"limit": strconv.Itoa(f.Limit), "count": strconv.Itoa(len(v.Rows))})
		return v
	}
	kept := Value{}
	seen, ids := map[string]int{}, map[string]bool{}
	for i, row := range v.Rows {
		cells := f.tidyRow(faults, i, row.Cells)
		if len(cells) == 0 {
			continue
		}
		if ids[row.ID] && row.ID != "" {
			faults.Add(place(f.ID, i, ""), "fault.form.row.id", nil)
		}
		ids[row.ID] = true
		kept.Rows = append(kept.Rows, Row{ID: row.ID, Cells: cells})
		if key := f.NaturalKey(cells); key != "" {
			if first, twice := seen[key]; twice {
				faults.Add(place(f.ID, i, ""), "fault.form.row.twice", fault.Args{"row": strconv.Itoa(i + 1), "first": strconv.Itoa(first + 1)})
				continue
			}
			seen[key] = i
		}
	}
	return kept
}

func (f Field) tidyRow(faults *fault.List, i int, cells Values) Values {
	tidy := Values{}
	var own fault.List
	for _, c := range f.Columns {
		before := len(own.Fields)
		v := c.Tidy(&own, cells[c.ID])
		if !v.Empty() {
			tidy[c.ID] = v
		}
		for j := before; j < len(own.Fields); j++ {
			own.Fields[j].Path = place(f.ID, i, c.ID)
		}
	}
	for _, id := range unknownTo(Form{Steps: []Step{{Fields: f.Columns}}}, cells) {
		own.Add(place(f.ID, i, clip(id)), "fault.form.field", nil)
	}
	if len(tidy) > 0 {
		for _, c := range f.Columns {
			if c.When.Holds(tidy) && c.needed(tidy) && tidy[c.ID].Empty() {
				own.Fields = append(own.Fields, fault.Field{Path: place(f.ID, i, c.ID), Code: "fault.form.needed", Provision: c.Ground})
			}
			if !c.When.Holds(tidy) {
				delete(tidy, c.ID)
			}
		}
	}
	faults.Fields = append(faults.Fields, own.Fields...)
	return tidy
}

// Storable notes why an answer could not be kept as it was written, under a path: too long, or characters that no
// text may have. Whether it says what the field wants is Tidy's and Check's.
func (f Field) Storable(faults *fault.List, path string, v Value) {
	limit := f.Limit
	if f.Kind != Line && f.Kind != Area {
		limit = cellLimit
	}
	if len(v.Texts) > optionsMost {
		faults.Add(path, "fault.json.list", nil)
		return
	}
	for _, t := range v.Texts {
		text.Check(faults, path, t, limit)
	}
}

// NaturalKey is what tells a row from another where no number does, folded as people see it; "" when a part of
// it lacks.
func (f Field) NaturalKey(cells Values) string {
	var parts []string
	for _, id := range f.Key {
		v := cells[id]
		if v.Empty() || v.Unknown {
			return ""
		}
		parts = append(parts, strings.Join(v.Texts, "\x1f"))
	}
	return text.Key(strings.Join(parts, "\x1e"))
}

func place(table string, row int, column string) string {
	p := table + "[" + strconv.Itoa(row) + "]"
	if column != "" {
		p += "." + column
	}
	return p
}

// Digits reports whether a text is digits alone.
func Digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
