package template

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// Line says where one item stands, and how it is written. Row is the row of the map as people see it; faults name it.
type Line struct {
	Row    int    `json:"row"`
	Item   string `json:"item"` // id of a field, table.column, or a fact: number, filer.name
	Sheet  string `json:"sheet"`
	Cell   string `json:"cell"`             // B3; of what goes down a column B10:B20
	How    How    `json:"how,omitempty"`    // empty: as a text
	Option string `json:"option,omitempty"` // of a mark: the choice at which it stands
}

// MostLines bounds a map.
const MostLines = 1000

// How is the way in which an item is written.
type How string

// The ways.
const (
	AsText   How = "text"
	AsDay    How = "day"    // 令和8年11月24日
	AsTime   How = "time"   // 10時15分
	AsNumber How = "number" // a number that can be calculated with
	AsLines  How = "lines"  // line by line down a column; what does not fit stands in the last cell
	AsJoined How = "joined" // with other items in the same cell, each on lines of its own
	AsCircle How = "circle" // ○ at the choice
	AsTick   How = "tick"   // ✓ at the choice
	AsBox    How = "box"    // ■ at the choice
)

// Way is a way with its name, by which a map knows it as well.
type Way struct {
	How  How
	Name text.Both
}

// Ways lists the ways in which an item can be written.
func Ways() []Way {
	return []Way{
		{AsText, text.Both{Ja: "文字", En: "text"}}, {AsDay, text.Both{Ja: "日付", En: "day"}}, {AsTime, text.Both{Ja: "時刻", En: "time"}}, {AsNumber, text.Both{Ja: "数値", En: "number"}},
		{AsLines, text.Both{Ja: "行ごと", En: "lines"}}, {AsJoined, text.Both{Ja: "まとめて", En: "joined"}},
		{AsCircle, text.Both{Ja: "○", En: "circle"}}, {AsTick, text.Both{Ja: "✓", En: "tick"}}, {AsBox, text.Both{Ja: "■", En: "box"}},
	}
}

// ReadHow reads a way by its id or either name.
func ReadHow(s string) (How, bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		return AsText, true
	}
	for _, w := range Ways() {
		if strings.EqualFold(s, string(w.How)) || s == w.Name.Ja {
			return w.How, true
		}
	}
	return "", false
}

// Label is the name of a way.
func (h How) Label() text.Both {
	for _, w := range Ways() {
		if w.How == h {
			return w.Name
		}
	}
	return text.Both{Ja: string(h), En: string(h)}
}

// mark is what stands at a choice.
func (h How) mark() string {
	switch h {
	case AsCircle, AsTick, AsBox:
		return h.Label().Ja
	case AsText, AsDay, AsTime, AsNumber, AsLines, AsJoined:
	}
	return ""
}

// Item is what can stand in a form: an answer, or a fact of what arrived.
type Item struct {
	ID    string
	Label text.Both
	Field form.Field // the zero value of a fact
	Table string     // id of the table of which it is a column
}

// Facts of what arrived that are no answers.
const (
	FactNumber    = "number"
	FactProcedure = "procedure"
	FactArrived   = "arrived_at"
)

// facts lists the facts with their names.
func facts() []Item {
	fact := func(id, ja, en string) Item { return Item{ID: id, Label: text.Both{Ja: ja, En: en}} }
	return []Item{
		fact(FactNumber, "整理番号", "Number"), fact(FactProcedure, "手続", "Procedure"),
		{ID: FactArrived, Label: text.Both{Ja: "到達日時", En: "Arrived"}, Field: form.Field{Kind: form.Moment}},
		fact("filer.name", "報告者の名称", "Filer: name"), fact("filer.name_en", "報告者の英語の名称", "Filer: name in English"), fact("filer.kana", "報告者の名称のよみがな", "Filer: reading"),
		fact("filer.corporate_number", "報告者の法人番号", "Filer: corporate number"), fact("filer.address", "報告者の所在地", "Filer: address"),
		fact("filer.representative.title", "代表者の役職", "Representative: post"), fact("filer.representative.name", "代表者の氏名", "Representative: name"),
		fact("filer.unit", "報告者の部署", "Filer: unit"), fact("filer.contact", "報告者の連絡先", "Filer: contact"),
	}
}

// Items lists what can stand in a form of a procedure, in order: facts, answers, columns of tables.
func Items(p procedure.Procedure) []Item {
	list := facts()
	for _, f := range p.Form.Fields() {
		if f.Kind != form.Table {
			list = append(list, Item{ID: f.ID, Label: f.Label, Field: f})
			continue
		}
		for _, c := range f.Columns {
			list = append(list, Item{ID: f.ID + "." + c.ID, Label: text.Both{Ja: f.Label.Ja + " " + c.Label.Ja, En: f.Label.En + ": " + c.Label.En}, Field: c, Table: f.ID})
		}
	}
	return list
}

func itemOf(list []Item, id string) (Item, bool) {
	i := slices.IndexFunc(list, func(x Item) bool { return x.ID == id })
	if i < 0 {
		return Item{}, false
	}
	return list[i], true
}

// The bounds of a sheet as this product reads it.
const (
	colsMost = 256
	rowsMost = 20_000
)

// Place is a cell; column and row count from 1.
type Place struct{ Col, Row int }

// String is the address as Excel writes it: C17.
func (p Place) String() string {
	letters := ""
	for n := p.Col; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters + strconv.Itoa(p.Row)
}

// ParsePlace reads an address: C17, $C$17. ok is false where it is none, or lies outside of a sheet.
func ParsePlace(s string) (p Place, ok bool) {
	s = strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(s), "$", ""))
	i := 0
	for ; i < len(s) && s[i] >= 'A' && s[i] <= 'Z'; i++ {
		if p.Col = p.Col*26 + int(s[i]-'A') + 1; p.Col > colsMost {
			return Place{}, false
		}
	}
	row, err := strconv.Atoi(s[i:])
	if err != nil || i == 0 || s[i] == '0' || s[i] == '+' || s[i] == '-' || row < 1 || row > rowsMost {
		return Place{}, false
	}
	p.Row = row
	return p, true
}

// span reads a cell, or cells below one another: C17, C17:C20.
func span(s string) (from, to Place, ok bool) {
	first, last, more := strings.Cut(s, ":")
	if from, ok = ParsePlace(first); !ok || !more {
		return from, from, ok
	}
	to, ok = ParsePlace(last)
	return from, to, ok && to.Col == from.Col && to.Row >= from.Row
}

// SplitAddress parts 様式3!B10 and '様式 3'!B10 into sheet and cell. Without a sheet the whole is the cell.
func SplitAddress(s string) (sheet, cell string) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\uff01", "!"))
	i := strings.LastIndexByte(s, '!')
	if i < 0 {
		return "", s
	}
	sheet, cell = strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
	if len(sheet) > 1 && sheet[0] == '\'' && sheet[len(sheet)-1] == '\'' {
		sheet = strings.ReplaceAll(sheet[1:len(sheet)-1], "''", "'")
	}
	return sheet, cell
}

// Address is SplitAddress the other way.
func (l Line) Address() string { return l.Sheet + "!" + l.Cell }
