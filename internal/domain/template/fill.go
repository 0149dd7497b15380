package template

import (
	"slices"
	"strings"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
)

// Put is what is written into one cell.
type Put struct {
	Sheet string
	Place
	Text   string
	Number bool
}

// Source is what a form is filled with: what its reader may see of what arrived.
type Source struct {
	Procedure procedure.Procedure
	Values    form.Values
	Number    ident.Number
	ArrivedAt ident.Instant
	Filer     filing.FilerBlock
	Unknown   string // what stands where something is not known yet: 未把握
}

// said is what a fact says; the moment of arrival is written as one of a field.
func (s Source) said(id string) form.Value {
	one := func(t string) form.Value { return form.Value{Texts: []string{t}} }
	switch f := s.Filer; id {
	case FactNumber:
		return one(string(s.Number))
	case FactProcedure:
		return one(s.Procedure.Name.Ja)
	case FactArrived:
		return one(s.ArrivedAt.Japan().Format("2006-01-02T15:04Z07:00"))
	case "filer.name":
		return one(f.Name)
	case "filer.name_en":
		return one(f.NameEn)
	case "filer.kana":
		return one(f.Kana)
	case "filer.corporate_number":
		return one(f.CorporateNumber)
	case "filer.address":
		return one(f.Address)
	case "filer.representative.title":
		return one(f.Representative.Title)
	case "filer.representative.name":
		return one(f.Representative.Name)
	case "filer.unit":
		return one(f.Unit)
	case "filer.contact":
		return one(f.Contact)
	}
	return s.Values[id]
}

// Fill says what stands in which cell. Only what was answered and released is written: a cell of a section that was withheld is as
// empty as one that nobody was asked for. A line of an item that the procedure does not have any more is passed over.
func Fill(lines []Line, s Source) (list []Put) {
	items := Items(s.Procedure)
	joined := map[string]int{}
	for _, l := range lines {
		x, known := itemOf(items, l.Item)
		from, to, ok := span(l.Cell)
		if !known || !ok {
			continue
		}
		if l.How == AsLines {
			list = append(list, down(l, from, to, s.lines(x))...)
			continue
		}
		text := s.one(x, l)
		if text == "" {
			continue
		}
		put := Put{Sheet: l.Sheet, Place: from, Text: text, Number: l.How == AsNumber && !s.Values[x.ID].Unknown}
		if l.How != AsJoined {
			list = append(list, put)
			continue
		}
		if i, ok := joined[l.Address()]; ok {
			list[i].Text += "\n" + text
			continue
		}
		joined[l.Address()] = len(list)
		list = append(list, put)
	}
	return list
}

// one is an item in one cell.
func (s Source) one(x Item, l Line) string {
	v := s.said(x.ID)
	if v.Unknown && l.How.mark() == "" {
		return s.labelled(x, l, s.Unknown)
	}
	switch l.How {
	case AsCircle, AsTick, AsBox:
		if v.Has(l.Option) || v.Unknown && l.Option == optionUnknown {
			return l.How.mark()
		}
		return ""
	case AsDay:
		return dayOf(x.Field, v)
	case AsTime:
		return timeOf(v)
	case AsText, AsNumber, AsLines, AsJoined:
	}
	return s.labelled(x, l, inWords(x.Field, v))
}

// labelled puts its name before an item that shares a cell with others.
func (s Source) labelled(x Item, l Line, text string) string {
	if l.How != AsJoined || text == "" {
		return text
	}
	return strings.TrimSuffix(x.Label.Ja, "(任意)") + ": " + text
}

// inWords is an answer as people write it.
func inWords(f form.Field, v form.Value) string {
	switch f.Kind {
	case form.Day:
		return dayOf(f, v)
	case form.Moment:
		return strings.TrimSpace(dayOf(f, v) + " " + timeOf(v))
	case form.Choice, form.Choices:
		return f.InWords(v)
	case form.Line, form.Area, form.Count, form.Table:
	}
	return v.Text()
}

func dayOf(f form.Field, v form.Value) string {
	day, err := law.ParseDay(v.Text())
	if f.Kind == form.Moment {
		var at ident.Instant
		if at, err = form.MomentInstant(v.Text()); err == nil {
			day = law.DayOf(at)
		}
	}
	if err != nil {
		return ""
	}
	era, _, _ := strings.Cut(day.Era(), "(")
	return era
}

func timeOf(v form.Value) string {
	at, err := form.MomentInstant(v.Text())
	if err != nil {
		return ""
	}
	return at.Japan().Format("15時04分")
}

// lines are the lines of a text, the choices, or a column of a table row by row.
func (s Source) lines(x Item) (list []string) {
	if x.Table != "" {
		for _, r := range s.Values[x.Table].Rows {
			if r.Gone {
				continue
			}
			v := r.Cells[x.Field.ID]
			if v.Unknown {
				list = append(list, s.Unknown)
				continue
			}
			list = append(list, inWords(x.Field, v))
		}
		return list
	}
	v := s.said(x.ID)
	switch {
	case v.Unknown:
		return []string{s.Unknown}
	case x.Field.Kind == form.Choices:
		for _, id := range v.Texts {
			list = append(list, x.Field.InWords(form.Value{Texts: []string{id}}))
		}
		return list
	case v.Text() == "":
		return nil
	}
	return strings.Split(v.Text(), "\n")
}

// down writes lines into cells below one another; what does not fit stands in the last one, so nothing is lost.
func down(l Line, from, to Place, lines []string) (list []Put) {
	room := to.Row - from.Row + 1
	if len(lines) > room {
		rest := strings.Join(lines[room-1:], "\n")
		lines = append(slices.Clone(lines[:room-1]), rest)
	}
	for i, text := range lines {
		if text != "" {
			list = append(list, Put{Sheet: l.Sheet, Place: Place{from.Col, from.Row + i}, Text: text})
		}
	}
	return list
}
