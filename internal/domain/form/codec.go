package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/gowebpki/jcs"

	"kanmin/internal/domain/fault"
)

// Bounds of a JSON body, before it is read.
const (
	BodyLimit  = 256 << 10 // bytes, of a form without tables
	rowBytes   = 2 << 10   // that each row of a table may add
	bodyMost   = 16 << 20
	depthLimit = 4
)

// BodyLimit returns how many bytes a JSON body of the form may have.
func (f Form) BodyLimit() int {
	limit := BodyLimit
	for _, field := range f.Fields() {
		switch {
		case field.Kind == Table:
			limit += field.Limit * rowBytes
		case field.Limit > textMost:
			limit += field.Limit * utf8.UTFMax
		}
	}
	return min(limit, bodyMost)
}

// encode writes an answer as the API writes it: null for 未把握, a list for several choices, a number for a
// count, a list of objects for a table.
func (f Field) encode(v Value) any {
	switch {
	case v.Unknown:
		return nil
	case f.Kind == Choices:
		return append([]string{}, v.Texts...)
	case f.Kind == Count:
		return json.Number(v.Text())
	case f.Kind == Table:
		rows := []any{}
		for _, r := range v.Rows {
			rows = append(rows, f.encodeRow(r))
		}
		return rows
	default:
		return v.Text()
	}
}

// RowID is the member of a row that carries its id; no column may have this name.
const RowID = "_id"

func (f Field) encodeRow(r Row) map[string]any {
	m := map[string]any{}
	if r.ID != "" {
		m[RowID] = r.ID
	}
	for _, c := range f.Columns {
		if v, ok := r.Cells[c.ID]; ok && !v.Empty() {
			m[c.ID] = c.encode(v)
		}
	}
	return m
}

// Canonical returns the answers as RFC 8785 JSON: the bytes that are stored, hashed into the
// receipt and compared. Fields that were not answered are absent, 未把握 is null. The values are as Check
// returns them.
func (f Form) Canonical(values Values) ([]byte, error) {
	m := map[string]any{}
	for _, field := range f.Fields() {
		if v, ok := values[field.ID]; ok && !v.Empty() {
			m[field.ID] = field.encode(v)
		}
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	return jcs.Transform(raw)
}

// Decode reads answers from a JSON object, strictly: one object, known fields only, each once, no
// trailing bytes, valid UTF-8 without lone surrogates. It does not judge the answers: Check does.
func (f Form) Decode(data []byte) (Values, error) {
	var faults fault.List
	values := Values{}
	err := object(data, f.BodyLimit(), func(key string, dec *json.Decoder) error {
		field, ok := f.Field(key)
		if !ok {
			faults.Add(clip(key), "fault.form.field", nil)
			var skip json.RawMessage
			return dec.Decode(&skip)
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return err
		}
		values[key] = field.decode(&faults, raw)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return values, faults.Err()
}

func (f Field) decode(faults *fault.List, raw json.RawMessage) Value {
	if string(raw) == "null" {
		return Value{Unknown: true}
	}
	switch f.Kind {
	case Choices:
		var list []string
		if json.Unmarshal(raw, &list) != nil || len(list) > 100 {
			faults.Add(f.ID, "fault.json.list", nil)
		}
		return Value{Texts: list}
	case Count:
		var n json.Number
		if raw[0] == '"' || json.Unmarshal(raw, &n) != nil || len(n) > 20 {
			faults.Add(f.ID, "fault.json.integer", nil)
			return Value{}
		}
		return Value{Texts: []string{n.String()}}
	case Table:
		return f.decodeRows(faults, raw)
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		faults.Add(f.ID, "fault.json.string", nil)
		return Value{}
	}
	return Value{Texts: []string{s}}
}

// decodeRows reads a list of rows, each as strictly as the whole.
func (f Field) decodeRows(faults *fault.List, raw json.RawMessage) Value {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		faults.Add(f.ID, "fault.json.list", nil)
		return Value{}
	}
	if len(list) > f.Limit {
		faults.Add(f.ID, "fault.form.rows", fault.Args{"limit": strconv.Itoa(f.Limit), "count": strconv.Itoa(len(list))})
		return Value{}
	}
	v := Value{}
	for i, item := range list {
		row := Row{Cells: Values{}}
		err := object(item, len(item), func(key string, dec *json.Decoder) error {
			return f.decodeCell(faults, i, key, &row, dec)
		})
		if e, ok := errors.AsType[*fault.Error](err); ok {
			for _, x := range e.Fields {
				faults.Add(place(f.ID, i, x.Path), x.Code, x.Args)
			}
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

func (f Field) decodeCell(faults *fault.List, i int, key string, row *Row, dec *json.Decoder) error {
	var cell json.RawMessage
	if err := dec.Decode(&cell); err != nil {
		return err
	}
	if key == RowID {
		if json.Unmarshal(cell, &row.ID) != nil || len(row.ID) > 64 {
			faults.Add(place(f.ID, i, RowID), "fault.json.string", nil)
		}
		return nil
	}
	c, ok := f.Column(key)
	if !ok {
		faults.Add(place(f.ID, i, clip(key)), "fault.form.field", nil)
		return nil
	}
	var own fault.List
	row.Cells[key] = c.decode(&own, cell)
	for _, x := range own.Fields {
		faults.Add(place(f.ID, i, key), x.Code, x.Args)
	}
	return nil
}

// Object walks the members of one JSON object strictly; each calls must consume one value from the
// decoder it is given. Duplicate names, lone surrogates, depth and trailing bytes are Invalid faults.
func Object(data []byte, each func(key string, dec *json.Decoder) error) error {
	return object(data, BodyLimit, each)
}

// Object is Object for what holds answers of the form two levels down, which may be as large as they may.
func (f Form) Object(data []byte, each func(key string, dec *json.Decoder) error) error {
	return nested(data, f.BodyLimit(), depthLimit+2, each)
}

func object(data []byte, limit int, each func(key string, dec *json.Decoder) error) error {
	return nested(data, limit, depthLimit, each)
}

func nested(data []byte, limit, levels int, each func(key string, dec *json.Decoder) error) error {
	if err := scan(data, limit, levels); err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return jsonFault("", "fault.json.object", nil)
	}
	seen := map[string]bool{}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return jsonFault("", "fault.json.syntax", fault.Args{"place": strconv.FormatInt(dec.InputOffset(), 10)})
		}
		key, _ := t.(string)
		if seen[key] {
			return jsonFault(clip(key), "fault.json.duplicate", nil)
		}
		seen[key] = true
		if err := each(key, dec); err != nil {
			if fault.KindOf(err) != fault.Internal {
				return err
			}
			return jsonFault(clip(key), "fault.json.syntax", fault.Args{"place": strconv.FormatInt(dec.InputOffset(), 10)})
		}
	}
	if _, err := dec.Token(); err != nil {
		return jsonFault("", "fault.json.syntax", fault.Args{"place": strconv.FormatInt(dec.InputOffset(), 10)})
	}
	if _, err := dec.Token(); err != io.EOF {
		return jsonFault("", "fault.json.trailing", nil)
	}
	return nil
}

func jsonFault(path, code string, a fault.Args) error {
	return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: path, Code: code, Args: a}}}
}

// scan refuses what encoding/json would silently repair: invalid UTF-8 and lone surrogates, and
// bounds the nesting before anything is built.
func scan(data []byte, limit, levels int) error {
	if len(data) > limit {
		return fault.New(fault.Exceeded, "fault.body.large", fault.Args{"limit": strconv.Itoa(limit)})
	}
	if !utf8.Valid(data) {
		return jsonFault("", "fault.json.encoding", nil)
	}
	depth, inString := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inString && c == '\\':
			n, ok := escape(data[i:])
			if !ok {
				return jsonFault("", "fault.json.surrogate", fault.Args{"place": strconv.Itoa(i + 1)})
			}
			i += n - 1
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > levels {
				return jsonFault("", "fault.json.depth", fault.Args{"limit": strconv.Itoa(levels)})
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// escape returns the length of the escape at the start of b, and false for a lone surrogate.
func escape(b []byte) (int, bool) {
	hex := func(b []byte) int {
		if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
			return -1
		}
		n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
		if err != nil {
			return -1
		}
		return int(n) //nolint:gosec // 16 bits
	}
	n := hex(b)
	switch {
	case n < 0xd800 || n > 0xdfff:
		return min(2, len(b)), true
	case n < 0xdc00:
		if low := hex(b[6:]); low >= 0xdc00 && low <= 0xdfff {
			return 12, true
		}
	}
	return 0, false
}
