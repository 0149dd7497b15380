package inventory

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/bringing"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/bill"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/registering"
)

// BillPath is where a bill of materials (SBOM) is brought.
const BillPath = Path + "/sbom"

// shownParts bounds each table of the page.
const shownParts = 100

// BillView is the page on which an SBOM is brought, and looked at before anything is written.
type BillView struct {
	Notices  []look.Notice
	Problems look.Problems
	Empty    *look.Empty
	File     look.Field
	Fields   []look.Field // where its parts are, and which of them become rows
	Bill     string       // the document as it was read, carried to the next press
	About    []look.Answer
	Facts    []look.Answer
	New      *look.Table
	Changed  *look.Table
	Gone     *look.Table
	Left     *look.Table
	More     []string
	Chosen   []look.Field // the decisions, carried to the last press
	Seen     string
	Key      string // "" while nothing is to be written
}

//go:embed bill.tmpl
var billSource string

var billPage = look.Parse[BillView]("operator/inventory/bill", billSource)

// chosenOf are the decisions of a form.
func chosenOf(fields url.Values) bill.Choice {
	c := bill.Choice{}
	for into, name := range map[*string]string{&c.Facility: asset.Facility, &c.Segment: asset.Segment, &c.Machine: asset.Machine, &c.Maker: asset.Maker} {
		*into = strings.TrimSpace(fields.Get(name))
	}
	for _, g := range bill.Groups() {
		if slices.Contains(fields["take"], string(g)) {
			c.Take = append(c.Take, g)
		}
	}
	return c
}

func (p Pages) bill(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	c := bill.Choice{Take: bill.Usual()}
	if len(l.Places) == 1 {
		c.Facility = l.Places[0].Name
	}
	if at, ok := asset.Of(l.Places, ident.Object(r.URL.Query().Get("place"))); ok {
		c.Facility = at.Name
	}
	return writeBill(w, r, http.StatusOK, l.billView(r, c, nil))
}

func writeBill(w http.ResponseWriter, r *gate.Request, status int, v BillView) error {
	return billPage.WriteStatus(w, status, r.Frame("bill.title").With(look.Link{To: Path, Text: r.T("inventory.title")}, look.Link{Text: r.T("bill.title")}), v)
}

// billView is the form as it stands; count is how many parts of each group the document has.
func (l loaded) billView(r *gate.Request, c bill.Choice, count map[bill.Group]int) BillView {
	v := BillView{File: look.Field{Kind: look.Upload, ID: "file", Label: r.T("bill.file"), Hint: r.T("bill.file.hint", "n", look.Number(bill.MostParts)), Need: count == nil, Free: count != nil}}
	if len(l.Places) == 0 {
		v.Empty = &look.Empty{Title: r.T("inventory.places.none"), Text: []string{r.T("bill.places.none")}, Links: l.begin(r)}
		return v
	}
	facility := l.chosen(r, look.Field{ID: asset.Facility, Label: r.T("inventory.place"), Value: c.Facility, Need: true})
	facility.Hint = r.T("bill.facility.hint")
	segment := look.Field{Kind: look.Select, ID: asset.Segment, Label: r.T("bill.segment"), Free: true, Options: []look.Option{{Label: r.T("bill.segment.none")}}}
	told := map[string]bool{}
	for _, p := range l.Places {
		for _, s := range p.Segments {
			if !told[s.Name] {
				segment.Options = append(segment.Options, look.Option{Value: s.Name, Label: s.Name, Chosen: s.Name == c.Segment})
			}
			told[s.Name] = true
		}
	}
	take := look.Field{Kind: look.Boxes, ID: "take", Label: r.T("bill.take"), Hint: r.T("bill.take.hint")}
	for _, g := range bill.Groups() {
		o := look.Option{Value: string(g), Label: r.T("bill.group." + string(g)), Chosen: slices.Contains(c.Take, g)}
		if count != nil {
			o.Label = r.T("bill.group.count", "name", o.Label, "n", look.Number(count[g]))
		}
		if g == bill.Library {
			o.Note = r.T("bill.group.library.note")
		}
		take.Options = append(take.Options, o)
	}
	v.Fields = []look.Field{
		facility, segment,
		{Kind: look.Line, ID: asset.Machine, Label: r.T("inventory.head.machine"), Hint: r.T("bill.machine.hint"), Value: c.Machine, Free: true, Limit: 200},
		{Kind: look.Line, ID: asset.Maker, Label: r.T("bill.maker"), Hint: r.T("bill.maker.hint"), Value: c.Maker, Free: true, Limit: 200}, take,
	}
	return v
}

// billOf is the document that a form brings: a file, or what the page before had read.
func (p Pages) billOf(r *gate.Request, carried string, file []byte) (b bill.Bill, err error) {
	switch {
	case len(file) > 0:
		return bringing.ParseBill(r.Context(), p.Parse, file)
	case carried == "":
		return b, fault.New(fault.Invalid, "fault.bill.none", nil)
	case json.Unmarshal([]byte(carried), &b) != nil || !b.Sound():
		return b, fault.New(fault.Invalid, "fault.body.form", nil)
	}
	return b, nil
}

// billed reads an SBOM and says what taking it over would do; the last press does it, in one act.
func (p Pages) billed(w http.ResponseWriter, r *gate.Request) error {
	fields, file, err := r.Uploaded(fileLimit)
	var b bill.Bill
	if err == nil {
		b, err = p.billOf(r, fields.Get("bill"), file.Data)
	}
	l, failed := p.load(r)
	if failed != nil {
		return failed
	}
	c := chosenOf(fields)
	if place, ok := asset.Named(l.Places, c.Facility); ok && c.Machine == "" {
		c.Machine = b.Earlier(place.ID, l.Items)
	}
	var count map[bill.Group]int
	var proposal bill.Proposal
	var rows []registering.Written
	if err == nil {
		count = b.Count()
		proposal, rows, err = l.Bill(b, c, bringing.Known(p.Names, r.Scope.Org))
	}
	if err == nil && len(rows) > 0 && fields.Get("do") == "go" {
		var key ident.Key
		if key, err = r.Key(organisation.Digest("bill", fields.Encode())); err != nil {
			return err
		}
		seen, _ := strconv.Atoi(fields.Get("seen"))
		if err = p.SetItems.Do(r.Context(), r.Scope, key, registering.Writing{Seen: &seen, Rows: rows}); err == nil {
			return gate.See(w, Path+"?done=brought")
		}
	}
	v := l.billView(r, c, count)
	if count != nil {
		carried, failed := json.Marshal(b)
		if failed != nil {
			return failed
		}
		v.Bill = string(carried)
		v.About = aboutBill(r, b)
	}
	if e, mine := organisation.Mine(err); mine {
		if v.Problems = besideThese(r, v.Fields, e); len(v.Problems) == 0 {
			for _, problem := range organisation.Beside(r, nil, e, "file") {
				v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: problem.Text, Assert: true})
			}
		}
		return writeBill(w, r, gate.Status(err), v)
	}
	if err != nil {
		return err
	}
	v.propose(r, l, proposal)
	if len(rows) > 0 {
		v.Seen, v.Chosen = strconv.Itoa(l.Rev), carriedChoice(c)
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
	}
	return writeBill(w, r, http.StatusOK, v)
}

// carriedChoice are the decisions that the last press brings, as they were looked at.
func carriedChoice(c bill.Choice) (list []look.Field) {
	for _, one := range [][2]string{{asset.Facility, c.Facility}, {asset.Segment, c.Segment}, {asset.Machine, c.Machine}, {asset.Maker, c.Maker}} {
		list = append(list, look.Field{Kind: look.Hidden, ID: one[0], Value: one[1]})
	}
	for _, g := range c.Take {
		list = append(list, look.Field{Kind: look.Hidden, ID: "take", Value: string(g)})
	}
	return list
}

// aboutBill says which document was read.
func aboutBill(r *gate.Request, b bill.Bill) []look.Answer {
	list := []look.Answer{{Question: r.T("bill.standard"), Text: b.Standard}, {Question: r.T("bill.about"), Text: orNone(r, b.About())}, {Question: r.T("bill.serial"), Text: orNone(r, b.Serial)}}
	if b.Version > 0 {
		list = append(list, look.Answer{Question: r.T("bill.version"), Text: strconv.Itoa(b.Version)})
	}
	if b.Serial == "" {
		list[2].Note = r.T("bill.serial.none")
	}
	if b.Made != "" {
		list = append(list, look.Answer{Question: r.T("bill.made"), Text: b.Made})
	}
	return append(list, look.Answer{Question: r.T("bill.parts"), Text: look.Number(len(b.Parts))})
}

// propose says what would be written, and what would not.
func (v *BillView) propose(r *gate.Request, l loaded, p bill.Proposal) {
	v.Facts = []look.Answer{
		{Question: r.T("inventory.sheet.new"), Text: look.Number(len(p.New))}, {Question: r.T("inventory.sheet.changed"), Text: look.Number(len(p.Changed))}, {Question: r.T("inventory.sheet.same"), Text: look.Number(len(p.Same))},
		{Question: r.T("bill.gone"), Text: look.Number(len(p.Gone)), Note: r.T("bill.gone.note")}, {Question: r.T("bill.left"), Text: look.Number(len(p.Left))},
	}
	for _, g := range bill.Groups() {
		if n := p.Unchosen[g]; n > 0 {
			v.Facts = append(v.Facts, look.Answer{Question: r.T("bill.unchosen", "name", r.T("bill.group."+string(g))), Text: look.Number(n)})
		}
	}
	switch {
	case p.Total() == 0 && len(p.Same) > 0:
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("bill.same"), Text: []string{r.T("bill.same.text")}})
	case p.Total() == 0:
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("bill.nothing"), Text: []string{r.T("bill.nothing.text")}})
	}
	if p.Newer > 0 {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("bill.older", "n", strconv.Itoa(p.Newer)), Text: []string{r.T("bill.older.text")}})
	}
	v.New, v.Changed = v.newParts(r, p.New), v.changedParts(r, l, p.Changed)
	v.Gone, v.Left = v.goneParts(r, p.Gone), v.leftParts(r, p.Left)
}

// cut bounds a table, and says how much of it is not shown.
func (v *BillView) cut(r *gate.Request, n int, title string) int {
	if n > shownParts {
		v.More = append(v.More, r.T("bill.more", "title", title, "n", look.Number(n-shownParts)))
	}
	return min(n, shownParts)
}

func (v *BillView) newParts(r *gate.Request, list []bill.Row) *look.Table {
	if len(list) == 0 {
		return nil
	}
	kind, _ := asset.Table.Column(asset.Kind)
	t := &look.Table{Caption: r.T("inventory.sheet.new"), Heads: []look.Head{{Text: r.T("inventory.head.product")}, {Text: r.T("inventory.maker")}, {Text: r.T("inventory.head.version")}, {Text: r.T("inventory.head.kind")}, {Text: r.T("inventory.head.machine")}, {Text: r.T("bill.dictionary")}, {Text: r.T("bill.at")}}}
	for _, one := range list[:v.cut(r, len(list), t.Caption)] {
		known := look.Cell{Tag: &look.Tag{Text: r.T("bill.dictionary.none")}}
		if !one.Cells[asset.Identity].Empty() {
			known = look.Cell{Tag: &look.Tag{Text: r.T("bill.dictionary.known"), Tone: look.Good}}
		}
		c := one.Cells
		t.Rows = append(t.Rows, []look.Cell{{Text: c[asset.Product].Text()}, {Text: c[asset.Maker].Text()}, {Text: c["version"].Text()}, {Text: reporting.Cell(r.Lang, kind, c[asset.Kind])}, {Text: c[asset.Machine].Text()}, known, {Text: one.Part.At}})
	}
	return t
}

func (v *BillView) changedParts(r *gate.Request, l loaded, list []bill.Row) *look.Table {
	if len(list) == 0 {
		return nil
	}
	t := &look.Table{Caption: r.T("inventory.sheet.changed"), Heads: []look.Head{{Text: r.T("inventory.head.product")}, {Text: r.T("inventory.head.machine")}, {Text: r.T("inventory.past.what")}, {Text: r.T("bill.at")}}}
	for _, one := range list[:v.cut(r, len(list), t.Caption)] {
		was := one.Before.Shown(l.Places)
		var said []string
		for _, id := range one.What {
			c, _ := asset.Table.Column(id)
			said = append(said, r.T("inventory.past.cell", "label", c.Label.In(string(r.Lang)), "was", orNone(r, reporting.Cell(r.Lang, c, was[id])), "is", orNone(r, reporting.Cell(r.Lang, c, one.Cells[id]))))
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: one.Cells[asset.Product].Text(), To: itemAt(one.Before.ID)}, {Text: one.Cells[asset.Machine].Text()}, {Text: strings.Join(said, " ")}, {Text: one.Part.At}})
	}
	return t
}

func (v *BillView) goneParts(r *gate.Request, list []asset.Item) *look.Table {
	if len(list) == 0 {
		return nil
	}
	t := &look.Table{Caption: r.T("bill.gone"), Heads: []look.Head{{Text: r.T("inventory.head.product")}, {Text: r.T("inventory.head.machine")}, {Text: r.T("inventory.head.use")}}}
	for _, i := range list[:v.cut(r, len(list), t.Caption)] {
		t.Rows = append(t.Rows, []look.Cell{{Text: i.Text(asset.Product), To: itemAt(i.ID)}, {Text: i.Text(asset.Machine)}, useCell(r, i)})
	}
	return t
}

func (v *BillView) leftParts(r *gate.Request, list []bill.Left) *look.Table {
	if len(list) == 0 {
		return nil
	}
	t := &look.Table{Caption: r.T("bill.left"), Heads: []look.Head{{Text: r.T("inventory.head.product")}, {Text: r.T("roster.sheet.why")}, {Text: r.T("bill.at")}}}
	for _, one := range list[:v.cut(r, len(list), t.Caption)] {
		t.Rows = append(t.Rows, []look.Cell{{Text: orNone(r, one.Part.Name)}, {Text: r.Why(fault.Field{Code: one.Code, Args: one.Args})}, {Text: one.Part.At}})
	}
	return t
}
