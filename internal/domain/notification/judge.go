package notification

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// judging is one look at answers. Questions are gathered by what they ask, so that a list of thousands asks each once.
type judging struct {
	with    procedure.Facts
	values  form.Values
	faults  []fault.Field
	asked   []form.Question
	rows    map[string][]int // of products, by question, in order
	codes   []string
	windows []string // names of the designated products, folded
}

func judge(values form.Values, with procedure.Facts) *judging {
	j := &judging{with: with, values: form.Values{}, rows: map[string][]int{}}
	maps.Copy(j.values, values)
	for _, d := range law.At(day(with)).DesignatedProducts() {
		j.windows = append(j.windows, text.Key(d.Product))
	}
	return j
}

// day is the day whose book counts: where nobody looked, that of the commencement.
func day(with procedure.Facts) law.Day {
	if with.At == 0 || with.At == 1<<62 || with.Day().Before(law.Commencement) {
		return law.Commencement
	}
	return with.Day()
}

func (j *judging) bad(path, code string, args fault.Args) {
	j.faults = append(j.faults, fault.Field{Path: path, Code: code, Args: args})
}

func (j *judging) badRow(i int, column, code string, args fault.Args) {
	j.bad(ProductsField+"["+strconv.Itoa(i)+"]."+column, code, args)
}

// ask notes a row of products that may be right and is asked about.
func (j *judging) ask(i int, code string) {
	if len(j.rows[code]) == 0 {
		j.codes = append(j.codes, code)
	}
	j.rows[code] = append(j.rows[code], i)
}

// rowsNamed is how many rows a question names.
const rowsNamed = 8

func (j *judging) done() procedure.Judged {
	for _, code := range j.codes {
		j.asked = append(j.asked, form.Question{Field: ProductsField, Code: code, Args: places(j.rows[code])})
	}
	return procedure.Judged{Values: j.values, Asked: j.asked, Faults: j.faults}
}

func places(rows []int) fault.Args {
	var list []string
	for _, i := range rows[:min(len(rows), rowsNamed)] {
		list = append(list, strconv.Itoa(i+1))
	}
	if len(rows) > rowsNamed {
		list = append(list, "…")
	}
	return fault.Args{"rows": strings.Join(list, ", "), "count": strconv.Itoa(len(rows))}
}

// business must be one for which the operator is designated: otherwise nobody would be addressed.
func (j *judging) business(of law.Sector) {
	if j.with.Business == nil || of == "" {
		return
	}
	if !slices.ContainsFunc(j.with.Business, func(d party.Designation) bool { return d.Sector == of }) {
		j.bad(BusinessField, "fault.notification.business", nil)
	}
}

func judgeNew(values form.Values, with procedure.Facts) procedure.Judged {
	j := judge(values, with)
	j.business(law.Sector(values[BusinessField].Text()))
	j.products()
	j.types()
	j.fold()
	return j.done()
}

func judgeNone(values form.Values, with procedure.Facts) procedure.Judged {
	j := judge(values, with)
	j.business(law.Sector(values[BusinessField].Text()))
	if n := len(values["checked"].Texts); n > 0 && n < len(letters) {
		j.asked = append(j.asked, form.Question{Field: "checked", Code: "ask.notification.unchecked", Args: fault.Args{"types": lacking(values["checked"].Has)}})
	}
	return j.done()
}

func judgeStocktake(values form.Values, with procedure.Facts) procedure.Judged {
	j := judge(values, with)
	j.business(law.Sector(values[BusinessField].Text()))
	return j.done()
}

// lacking are the letters of the types that are not among those which has knows.
func lacking(has func(id string) bool) string {
	var list []string
	for _, o := range letters {
		if !has(o.ID) {
			list = append(list, o.Label.Ja)
		}
	}
	return strings.Join(list, ", ")
}

// products sees to each row of 製品一覧.
func (j *judging) products() {
	j.faults = append(j.faults, Outside(j.with.Within, FacilitiesField, j.values[FacilitiesField].Rows)...)
	known := map[string]bool{}
	for i, f := range j.values[FacilitiesField].Rows {
		key := text.Key(f.Cells["no"].Text())
		if known[key] && key != "" {
			j.bad(FacilitiesField+"["+strconv.Itoa(i)+"].no", "fault.notification.facility.twice", fault.Args{"text": f.Cells["no"].Text()})
		}
		known[key] = true
	}
	for i, r := range j.values[ProductsField].Rows {
		if no := r.Cells["facility"].Text(); no != "" && !known[text.Key(no)] {
			j.badRow(i, "facility", "fault.notification.facility", fault.Args{"text": no})
		}
		if !r.Cells["exempt"].Empty() && !r.Cells["voluntary"].Has(yes) {
			j.badRow(i, "exempt", "fault.notification.exempt", nil)
		}
		j.name(i, r)
		j.days(i, r)
	}
}

// hardware are words of hardware; software is filed under its own name (law.md: UNKNOWN [draft], so it is asked and not refused).
var hardware = folded("ルータ", "ルーター", "スイッチングハブ", "L2スイッチ", "L3スイッチ", "筐体", "アプライアンス", "ノートPC", "デスクトップPC", "サーバ本体", "サーバー本体", "PowerEdge", "ProLiant", "PRIMERGY", "PRIMEQUEST", "Express5800", "ThinkSystem", "ThinkPad", "OptiPlex", "Catalyst", "FortiGate")

func folded(words ...string) (keys []string) {
	for _, w := range words {
		keys = append(keys, text.Key(w))
	}
	return keys
}

func (j *judging) name(i int, r form.Row) {
	name := text.Key(r.Cells["product"].Text())
	has := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) })
	}
	if !r.Cells["kind"].Has(Software) {
		return
	}
	if has(hardware) {
		j.ask(i, "ask.notification.hardware")
	}
	if r.Cells["exempt"].Empty() && has(j.windows) {
		j.ask(i, "ask.notification.designated")
	}
}

// days asks about a day that does not go with the other answers.
func (j *judging) days(i int, r form.Row) {
	on, err := law.ParseDay(r.Cells["introduced_on"].Text())
	if err != nil {
		return
	}
	existing := r.Cells["existing"]
	switch {
	case existing.Has(no) && on.Before(law.Commencement):
		j.ask(i, "ask.notification.before")
	case existing.Has(yes) && on.After(law.Commencement):
		j.ask(i, "ask.notification.existing")
	}
	if j.with.At != 0 && on.After(j.with.Day()) {
		j.ask(i, "ask.notification.ahead")
	}
}

// types asks about a type of which there is neither a row nor a reason why there is none.
func (j *judging) types() {
	rows := map[string]bool{}
	for _, r := range j.values[ProductsField].Rows {
		for _, id := range r.Cells["types"].Texts {
			rows[id] = true
		}
	}
	wanted := j.wanted()
	var gaps, doubled []string
	for _, o := range letters {
		ground := !j.values["none_"+o.ID].Empty()
		switch {
		case rows[o.ID] && ground:
			doubled = append(doubled, o.Label.Ja)
		case !rows[o.ID] && !ground && wanted[o.ID]:
			gaps = append(gaps, o.Label.Ja)
		}
	}
	if len(doubled) > 0 {
		j.asked = append(j.asked, form.Question{Field: "none_" + strings.ToLower(doubled[0]), Code: "ask.notification.doubled", Args: fault.Args{"types": strings.Join(doubled, ", ")}})
	}
	if len(gaps) > 0 {
		j.asked = append(j.asked, form.Question{Field: ProductsField, Code: "ask.notification.gaps", Args: fault.Args{"types": strings.Join(gaps, ", ")}})
	}
}

// wanted are the types that are asked of some facility: of one that is separated and exchanges data by media periodically, or that is
// wholly or mostly on cloud, only A, B and E (UNKNOWN [draft]); of every other, all.
func (j *judging) wanted() map[string]bool {
	all := map[string]bool{"a": true, "b": true, "e": true}
	for _, f := range j.values[FacilitiesField].Rows {
		special := f.Cells["internet"].Has(separated) && f.Cells["media"].Has(periodic) || f.Cells["cloud"].Has(cloudAll) || f.Cells["cloud"].Has(cloudMost)
		if special {
			continue
		}
		for _, o := range letters {
			all[o.ID] = true
		}
	}
	return all
}

// fold makes rows that say the same one row, and asks about them with their numbers (R20). Your own number is not what makes them differ.
func (j *judging) fold() {
	table := j.values[ProductsField]
	seen, kept := map[string]bool{}, form.Value{Unknown: table.Unknown}
	for i, r := range table.Rows {
		if key := said(r); key != "" && seen[key] {
			j.ask(i, "ask.notification.twice")
			continue
		} else if key != "" {
			seen[key] = true
		}
		kept.Rows = append(kept.Rows, r)
	}
	if len(kept.Rows) < len(table.Rows) {
		j.values[ProductsField] = kept
	}
}

// said is what a row says, folded: product × facility × set of types, with the day and the reasons. Empty where the row is not whole.
func said(r form.Row) string {
	var list []string
	for _, c := range columns {
		v := r.Cells[c.ID]
		if v.Empty() && c.Needed {
			return ""
		}
		if c.ID != "no" {
			list = append(list, strings.Join(v.Texts, "\x1f"))
		}
	}
	for _, c := range changeColumns {
		list = append(list, strings.Join(r.Cells[c.ID].Texts, "\x1f"))
	}
	return text.Key(strings.Join(list, "\x1e"))
}
