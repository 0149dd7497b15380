package filling

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"compress/gzip"
	"encoding/base64"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/submitting"
)

// brought is a file as it came, with what a person said about its headings. A page carries it to the next press.
type brought struct {
	Name string
	formsheet.Brought
	Learnt tabular.Learnt
	known  tabular.Learnt // Learnt, with what the organisation said before
	book   tabular.Compared
	opened string // the kind of faults of which all are shown
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
		if b.Brought, err = formsheet.Bring(book); err != nil {
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
			if _, ok := f.Column(column); ok {
				b.Learnt.Note(f.ID, heading, column)
			}
		}
	}
}

// read judges the sheets and compares them with the draft.
func (b *brought) read(p Pages, r *gate.Request, d work) (err error) {
	b.book, err = tabular.Compare(d.of.Form, b.Grids, b.known, d.values, func(maker, product string) bool {
		return p.Swapped != nil && p.Swapped(r.Scope.Org, maker, product)
	})
	return err
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
	if err != nil || len(data) > carried || json.Unmarshal(data, &b) != nil || !formsheet.Sound(b.Grids) { //nolint:musttag // as pack
		return brought{}, bad
	}
	return b, nil
}

// take takes the file over: what is new and what changed, and what the person ticked of the rest.
func (p Pages) take(w http.ResponseWriter, r *gate.Request, d work, b brought, fields url.Values) error {
	if b.book.Blocking() > 0 {
		return p.compared(w, r, d, b, nil)
	}
	key, err := pressed(r, fields)
	if err != nil {
		return err
	}
	in := submitting.From(d.Number, d.of, b.book, tabular.Choice{Seen: fields.Get("seen"), Gone: fields["gone"], Unsure: fields["unsure"]}, r.Now)
	in.Learnt = b.Learnt
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

// pressed is the key of a press: of what the page held and what was ticked, so that the second of two presses is told of the first.
func pressed(r *gate.Request, fields url.Values) (ident.Key, error) {
	h := sha256.New()
	for _, name := range []string{"state", "seen", "gone", "unsure"} {
		for _, v := range fields[name] {
			_, _ = io.WriteString(h, name+"\x00"+v+"\x00") // a hash takes anything
		}
	}
	return r.Key([32]byte(h.Sum(nil)))
}
