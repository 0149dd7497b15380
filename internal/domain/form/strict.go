package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/text"
)

// wrongKinds say what a member should have been.
var wrongKinds = map[reflect.Kind]string{
	reflect.String: "fault.json.string", reflect.Slice: "fault.json.list", reflect.Struct: "fault.json.object", reflect.Map: "fault.json.object",
	reflect.Int: "fault.api.integer", reflect.Bool: "fault.json.boolean",
}

// Strict reads one JSON value of at most limit bytes and depth levels into v: members that v has and no other, each once at every
// level, valid UTF-8 without lone surrogates, texts that can be stored, nothing after it. Everything else is Invalid with its
// place, or Exceeded.
func Strict(data []byte, limit, depth int, v any) error {
	if err := scan(data, limit, depth); err != nil {
		return err
	}
	w := walk{dec: json.NewDecoder(bytes.NewReader(data)), most: len(data)}
	if err := w.value(""); err != nil {
		return err
	}
	if _, err := w.dec.Token(); err != io.EOF {
		return jsonFault("", "fault.json.trailing", nil)
	}
	if err := w.faults.Err(); err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return jsonFault(clip(e.Field), wrongKinds[e.Type.Kind()], nil)
	}
	if err != nil {
		if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
			return jsonFault(clip(strings.Trim(name, `"`)), "fault.form.field", nil)
		}
		return w.syntax()
	}
	return nil
}

// walk goes through a value once before it is decoded, since encoding/json takes the last of members that stand twice.
type walk struct {
	dec    *json.Decoder
	most   int
	faults fault.List
}

func (w *walk) syntax() error {
	return jsonFault("", "fault.json.syntax", fault.Args{"place": strconv.FormatInt(w.dec.InputOffset(), 10)})
}

func (w *walk) value(path string) error {
	t, err := w.dec.Token()
	if err != nil {
		return w.syntax()
	}
	switch t := t.(type) {
	case string:
		text.Check(&w.faults, path, t, w.most)
	case json.Delim:
		seen := map[string]bool{}
		for i := 0; w.dec.More(); i++ {
			at := path + "[" + strconv.Itoa(i) + "]"
			if t == '{' {
				name, err := w.dec.Token()
				if err != nil {
					return w.syntax()
				}
				key, _ := name.(string)
				as := strings.ToLower(strings.ToUpper(key)) // the decoder takes capitals and small letters for one name
				if at = strings.TrimPrefix(path+"."+clip(key), "."); seen[as] {
					return jsonFault(at, "fault.json.duplicate", nil)
				}
				seen[as] = true
			}
			if err := w.value(at); err != nil {
				return err
			}
		}
		if _, err := w.dec.Token(); err != nil {
			return w.syntax()
		}
	}
	return nil
}
