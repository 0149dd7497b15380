package filling

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"compress/gzip"
	"encoding/base64"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/submitting"
)

// brought is a file as it came, with what a person said about its headings. A page carries it to the next press.
type brought struct {
	Name     string
	Grids    []tabular.Grid
	Learnt   tabular.Learnt
	Formulas int            `json:",omitempty"`
	Merged   int            `json:",omitempty"`
	Hidden   []string       `json:",omitempty"` // sheets that are not read
	known    tabular.Learnt // Learnt, with what the organisation said before
	book     tabular.Book
	merges   []tabular.Merge // of the tables of book, in order
}

// carried bounds the sheets that a page carries, inflated.
const carried = 16 << 20

// bring reads the file that was sent, or what the page before carried, and compares it with the draft.
func (p Pages) bring(r *gate.Request, d work, fields url.Values, file gate.Upload) (b brought, err error) {
	switch {
	case len(file.Data) > 0:
		book, err := p.Parse(r.Context(), "", bytes.NewReader(file.Data))
		if err != nil {
			return b, err
		}
		if b, err = gridsOf(book); err != nil {
			return b, err
		}
		b.Name = file.Name
	case fields.Get("state") != "":
		if b, err = unpack(fields.Get("state")); err != nil {
			return b, err
		}
	default:
		return b, &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Code: "excel.none"}}}
	}
	err = p.Read(r.Context(), r.Scope, func(tx DraftTx) error {
		known, err := tx.Headings(d.of.ID)
		b.known, _ = known.With(b.Learnt)
		return err
	})
	if err != nil {
		return b, err
	}
	b.map1(d, fields)
	return b, b.read(p, r, d)
}

// map1 notes which column a person said that a heading is.
func (b *brought) map1(d work, fields url.Values) {
	if b.Learnt == nil {
		b.Learnt = tabular.Learnt{}
	}
	defer func() { b.known, _ = b.known.With(b.Learnt) }()
	for _, f := range d.of.Form.Fields() {
		for i, heading := range fields["heading."+f.ID] {
			column := fields.Get("map." + f.ID + "." + strconv.Itoa(i))
			if _, ok := f.Column(column); !ok {
				continue
			}
			if b.Learnt[f.ID] == nil {
				b.Learnt[f.ID] = map[string]string{}
			}
			b.Learnt[f.ID][text.Key(heading)] = column
		}
	}
}

// read judges the sheets and compares them with the draft.
func (b *brought) read(p Pages, r *gate.Request, d work) (err error) {
	if b.book, err = tabular.ReadBook(d.of.Form, b.Grids, b.known); err != nil {
		return err
	}
	b.merges = nil
	for i := range b.book.Tables {
		t := &b.book.Tables[i]
		tabular.Swapped(&t.Reading, t.Table, tabular.Pair{Left: "maker", Right: "product"}, func(maker, product string) bool {
			return p.Swapped != nil && p.Swapped(r.Scope.Org, maker, product)
		})
		b.merges = append(b.merges, tabular.Match(t.Table, t.Reading, tidyRows(t.Table, d.values[t.Table.ID].Rows)))
	}
	return nil
}

// tidyRows are the rows of a draft as a sheet would say them.
func tidyRows(f form.Field, rows []form.Row) []form.Row {
	var l fault.List
	return f.Tidy(&l, form.Value{Rows: rows}).Rows
}

// blocking counts the places that must be put right before anything is taken over; what only lacks may come later.
func (b brought) blocking() (n int) {
	for _, f := range b.book.Faults() {
		if f.Code != "fault.form.needed" {
			n++
		}
	}
	return n
}

// gridsOf are the sheets of a file as people see them, without those that are hidden.
func gridsOf(book sheet.Book) (b brought, err error) {
	for _, s := range book.Sheets {
		if s.Hidden {
			b.Hidden = append(b.Hidden, s.Name)
			continue
		}
		b.Merged += len(s.Merged)
		g := tabular.Grid{Sheet: s.Name}
		for _, row := range s.Rows {
			if row.N > 2*sheet.MaxRows { // an empty sheet whose last row holds one space
				return b, sheet.Over("fault.sheet.rows", sheet.MaxRows).Refused()
			}
			for len(g.Rows) < row.N {
				g.Rows = append(g.Rows, nil)
			}
			cells := []string{}
			for _, c := range row.Cells {
				for len(cells) < c.Col {
					cells = append(cells, "")
				}
				cells[c.Col-1] = shown(book.Kind, c)
				if c.Formula {
					b.Formulas++
				}
			}
			g.Rows[row.N-1] = cells
		}
		b.Grids = append(b.Grids, g)
	}
	return b, nil
}

// shown is what a cell means: a day rather than its format, digits rather than 8.00001E+12, a text without the mark that guarded it.
func shown(kind sheet.Kind, c sheet.Cell) string {
	switch {
	case kind == sheet.CSV:
		return sheet.Unguard(c.Text)
	case c.On != "":
		return c.On
	case c.Raw != "" && strings.ContainsAny(c.Text, "Ee") && form.Digits(c.Raw):
		return c.Raw
	}
	return c.Text
}

// pack writes what a page carries.
func (b brought) pack() (string, error) {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if err := json.NewEncoder(z).Encode(b); err != nil { //nolint:musttag // read back by unpack alone
		return "", err
	}
	err := z.Close()
	return base64.RawURLEncoding.EncodeToString(out.Bytes()), err
}

// unpack reads what pack wrote, or something else that somebody sent: it is bounded, and judged as a file is.
func unpack(s string) (b brought, err error) {
	bad := fault.New(fault.Invalid, "fault.body.form", nil)
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return b, bad
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return b, bad
	}
	data, err := io.ReadAll(io.LimitReader(z, carried+1))
	if err != nil || len(data) > carried || json.Unmarshal(data, &b) != nil || len(b.Grids) > sheet.MaxSheets { //nolint:musttag // as pack
		return brought{}, bad
	}
	rows := 0
	for _, g := range b.Grids {
		rows += len(g.Rows)
		for _, row := range g.Rows {
			if len(row) > sheet.MaxColumns {
				return brought{}, bad
			}
		}
	}
	if rows > 2*sheet.MaxRows*len(b.Grids) {
		return brought{}, bad
	}
	return b, nil
}

// take takes the file over: what is new and what changed, and what the person ticked of the rest.
func (p Pages) take(w http.ResponseWriter, r *gate.Request, d work, b brought, fields url.Values) error {
	if b.blocking() > 0 {
		return p.compared(w, r, d, b, nil)
	}
	seen := fields.Get("seen")
	in := submitting.Taken{Draft: d.Number, Form: d.of.Form, Of: d.of.ID, Learnt: b.Learnt, Seen: seen, Values: form.Values{}, Rows: map[string][]form.Row{}, There: map[string]int{}}
	if b.book.Answers != nil {
		for id, v := range b.book.Answers.Values {
			if f, _ := d.of.Form.Field(id); differs(f, d.values[id], v) {
				in.Values[id] = v
			}
		}
	}
	for i, t := range b.book.Tables {
		in.There[t.Table.ID] = len(d.values[t.Table.ID].Rows)
		in.Rows[t.Table.ID] = rowsTaken(b.merges[i], form.RowIDs(r.Now, seen+strconv.Itoa(i)), slices.Contains(fields["gone"], t.Table.ID), slices.Contains(fields["unsure"], t.Table.ID))
	}
	asked, err := json.Marshal(in) //nolint:musttag // a digest over every field by its own name
	if err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256(asked))
	if err != nil {
		return err
	}
	n, err := p.Take.Do(r.Context(), r.Scope, key, in)
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Exceeded) {
		if d, bad := p.load(r, false); bad == nil && d.State == filing.DraftOpen {
			if bad := b.read(p, r, d); bad != nil {
				return bad
			}
			return p.compared(w, r, d, b, &look.Notice{Tone: look.Warn, Title: r.T("excel.kept.not"), Text: say1(r, err), Assert: true})
		}
		return err
	}
	if fault.Is(err, fault.Invalid) {
		return p.unreadable(w, r, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, d.at("excel")+"?taken="+strconv.Itoa(n))
}

func say1(r *gate.Request, err error) (list []string) {
	for _, x := range places(err) {
		list = append(list, r.Why(x))
	}
	return list
}

// differs reports whether an answer changes; both are compared as they are kept.
func differs(f form.Field, now, next form.Value) bool {
	var l fault.List
	_, yes := f.Differs(f.Tidy(&l, now), f.Tidy(&l, next))
	return yes
}

// rowsTaken are the rows that are written.
func rowsTaken(m tabular.Merge, mint func(int) string, gone, unsure bool) (list []form.Row) {
	for _, met := range m.Changed {
		list = append(list, met.After())
	}
	fresh := m.New
	if unsure {
		fresh = append(slices.Clone(fresh), m.Unsure...)
	}
	slices.SortStableFunc(fresh, func(a, b tabular.Met) int { return a.Line.Row - b.Line.Row })
	for i, met := range fresh {
		row := met.After()
		row.ID = mint(i)
		list = append(list, row)
	}
	if gone {
		for _, row := range m.Gone {
			list = append(list, form.Row{ID: row.ID, Gone: true})
		}
	}
	return list
}
