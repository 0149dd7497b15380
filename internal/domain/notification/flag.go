package notification

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// What is flagged of a 届出 on arrival (形式の確認, R24). A flag asks an officer to read; it refuses nothing, and its filer is not told of it.
const (
	FlagFields  = "fields"  // something that is asked was left empty, or is not known
	FlagTwice   = "twice"   // rows that mean the same, written in two ways
	FlagName    = "name"    // no dictionary has the product or its maker
	FlagSwing   = "swing"   // far more or far fewer products than the last time
	FlagPattern = "pattern" // a type that nearly every operator of the business has (computed when looked at)
)

// Flags lists them in the order in which people are told.
var Flags = []string{FlagFields, FlagTwice, FlagName, FlagSwing, FlagPattern}

// Thresholds of the flags. No law says any of them: they are the choice of this product, and stand here alone.
const (
	SwingPercent   = 30 // a difference of as many per cent of the last time
	SwingLeast     = 5  // and of as many products
	PatternLeast   = 5  // of fewer other operators nothing is said
	PatternPercent = 80 // of whom as many per cent have a type
	rowsFlagged    = 500
)

// HasRows reports whether what is filed under a procedure has a list of products.
func HasRows(kind string) bool { return kind == NewForm.ID || kind == ChangeForm.ID }

// notes are what is noted of a list of products on arrival: its types, its size, and what is flagged.
func notes(values form.Values, with procedure.Facts) procedure.Noted {
	rows := Standing(values)
	n := procedure.Noted{Sector: procedure.SectorIn(BusinessField, values, with.Before), Rows: len(rows)}
	has, said := map[string]bool{}, map[string]bool{}
	for _, r := range rows {
		for _, id := range r.Cells["types"].Texts {
			has[id] = true
		}
	}
	for _, o := range letters {
		said[o.ID] = has[o.ID] || !values["none_"+o.ID].Empty()
	}
	n.Types, n.Answered = joined(has), joined(said)
	n.Flags = slices.Concat(unsaid(values), doubled(values), unnamed(values, with), swung(n, with))
	return n
}

// notesNone are those of 該当なし: what was looked at is answered.
func notesNone(values form.Values, with procedure.Facts) procedure.Noted {
	n := procedure.Noted{Sector: procedure.SectorIn(BusinessField, values, with.Before)}
	said := map[string]bool{}
	for _, id := range values["checked"].Texts {
		said[id] = true
	}
	n.Answered = joined(said)
	if n.Flags = swung(n, with); len(said) < len(letters) {
		n.Flags = append([]procedure.Flag{{Code: FlagFields, Field: "checked"}}, n.Flags...)
	}
	return n
}

// notesStocktake are those of 変更なし: as many products stand as before.
func notesStocktake(values form.Values, with procedure.Facts) procedure.Noted {
	n := procedure.Noted{Sector: procedure.SectorIn(BusinessField, values, with.Before)}
	if last, there := with.Last[n.Sector]; there {
		n.Rows, n.Types, n.Answered = last.Rows, last.Types, last.Answered
	}
	return n
}

func joined(has map[string]bool) string {
	var b strings.Builder
	for _, o := range letters {
		if has[o.ID] {
			b.WriteString(o.ID)
		}
	}
	return b.String()
}

// flag is one flag about rows of a table, bounded; none where there are none.
func flag(code, field string, rows []int) []procedure.Flag {
	if len(rows) == 0 {
		return nil
	}
	args := fault.Args{"count": strconv.Itoa(len(rows))}
	return []procedure.Flag{{Code: code, Field: field, Rows: rows[:min(len(rows), rowsFlagged)], Args: args}}
}

// unsaid are the rows of which something that is asked was not said, or is 未把握.
func unsaid(values form.Values) []procedure.Flag {
	of := func(table string, columns []form.Field) (rows []int) {
		for i, r := range values[table].Rows {
			if r.Cells["change"].Has(Ended) {
				continue
			}
			if slices.ContainsFunc(columns, func(c form.Field) bool {
				v := r.Cells[c.ID]
				return (c.Needed || c.Unknowable) && (v.Empty() || v.Unknown)
			}) {
				rows = append(rows, i)
			}
		}
		return rows
	}
	return slices.Concat(flag(FlagFields, FacilitiesField, of(FacilitiesField, facilities.Columns)), flag(FlagFields, ProductsField, of(ProductsField, columns)))
}

// doubled are rows that name one product of one facility as another row does, written otherwise or with other days: rows that say the very
// same were one before they were sent.
func doubled(values form.Values) []procedure.Flag {
	seen := map[string]bool{}
	var rows []int
	for i, r := range values[ProductsField].Rows {
		if r.Cells["change"].Has(Ended) {
			continue
		}
		key := plainKey(r.Cells["product"].Text()) + "\x1e" + plainKey(r.Cells["maker"].Text()) + "\x1e" + text.Key(r.Cells["facility"].Text()) + "\x1e" + strings.Join(r.Cells["types"].Texts, " ")
		if seen[key] {
			rows = append(rows, i)
		}
		seen[key] = true
	}
	return flag(FlagTwice, ProductsField, rows)
}

// plainKey is a name without what people write or leave out.
func plainKey(s string) string {
	key := strings.NewReplacer(" ", "", "　", "", "-", "", "・", "", ",", "", ".", "").Replace(text.Key(s))
	for _, company := range []string{"株式会社", "(株)", "corporation", "coltd", "inc"} {
		key = strings.ReplaceAll(key, company, "")
	}
	return key
}

// unnamed are rows whose product no dictionary has. What its filer calls made for one operator only is in none.
func unnamed(values form.Values, with procedure.Facts) []procedure.Flag {
	if with.Known == nil {
		return nil
	}
	var rows []int
	for i, r := range values[ProductsField].Rows {
		if r.Cells["change"].Has(Ended) || r.Cells["exempt"].Has(bespoke) {
			continue
		}
		if !with.Known(r.Cells["maker"].Text(), r.Cells["product"].Text()) {
			rows = append(rows, i)
		}
	}
	return flag(FlagName, ProductsField, rows)
}

// swung compares with how many products stood the last time.
func swung(n procedure.Noted, with procedure.Facts) []procedure.Flag {
	last, there := with.Last[n.Sector]
	if !there {
		return nil
	}
	d := max(n.Rows-last.Rows, last.Rows-n.Rows)
	if d < SwingLeast || d*100 < SwingPercent*last.Rows {
		return nil
	}
	return []procedure.Flag{{Code: FlagSwing, Args: fault.Args{"was": strconv.Itoa(last.Rows), "is": strconv.Itoa(n.Rows)}}}
}

// Pattern is which types nearly every operator of a business has, by what was filed.
type Pattern map[law.Sector]string

// PatternOf makes it of the last list of each operator. Where there are few operators nothing is said: one of few would be told of.
func PatternOf(last []procedure.Last) Pattern {
	of, have := map[law.Sector]int{}, map[law.Sector]map[string]int{}
	for _, l := range last {
		if of[l.Sector]++; have[l.Sector] == nil {
			have[l.Sector] = map[string]int{}
		}
		for _, t := range l.Types {
			have[l.Sector][string(t)]++
		}
	}
	p := Pattern{}
	for sector, n := range of {
		if n <= PatternLeast { // itself, and as many others
			continue
		}
		all := map[string]bool{}
		for t, k := range have[sector] {
			all[t] = k*100 >= PatternPercent*n
		}
		if types := joined(all); types != "" {
			p[sector] = types
		}
	}
	return p
}

// Lacks are the types of the pattern of which a filing says nothing; of one whose types were not noted nothing is said.
func (p Pattern) Lacks(sector law.Sector, answered string) string {
	if answered == "" {
		return ""
	}
	var lacks []string
	for _, t := range p[sector] {
		if !strings.ContainsRune(answered, t) {
			lacks = append(lacks, strings.ToUpper(string(t)))
		}
	}
	return strings.Join(lacks, ", ")
}
