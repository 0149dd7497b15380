package form

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/gowebpki/jcs"

	"kanmin/internal/domain/fault"
)

// Bounds of a JSON body, before it is read.
const (
	BodyLimit  = 256 << 10 // bytes
	depthLimit = 4
)

// MarshalJSON writes an answer as the API writes it: null for 未把握, a list for several choices.
func (f Field) encode(v Value) any {
	switch {
	case v.Unknown:
		return nil
	case f.Kind == Choices:
		return append([]string{}, v.Texts...)
	default:
		return v.Text()
	}
}

// Canonical returns the answers as RFC 8785 JSON: the bytes that are stored, hashed into the
// receipt and compared. Fields that were not answered are absent, 未把握 is null.
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
	err := Object(data, func(key string, dec *json.Decoder) error {
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
	if f.Kind == Choices {
		var list []string
		if json.Unmarshal(raw, &list) != nil || len(list) > 100 {
			faults.Add(f.ID, "fault.json.list", nil)
		}
		return Value{Texts: list}
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		faults.Add(f.ID, "fault.json.string", nil)
		return Value{}
	}
	return Value{Texts: []string{s}}
}

// Object walks the members of one JSON object strictly; each calls must consume one value from the
// decoder it is given. Duplicate names, lone surrogates, depth and trailing bytes are Invalid faults.
func Object(data []byte, each func(key string, dec *json.Decoder) error) error {
	if err := scan(data); err != nil {
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
func scan(data []byte) error {
	if len(data) > BodyLimit {
		return fault.New(fault.Exceeded, "fault.body.large", fault.Args{"limit": strconv.Itoa(BodyLimit)})
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
			if depth++; depth > depthLimit {
				return jsonFault("", "fault.json.depth", fault.Args{"limit": strconv.Itoa(depthLimit)})
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
