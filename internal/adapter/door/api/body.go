package api

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gowebpki/jcs"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/submitting"
)

// key is the idempotency key of an act: the digest covers the address and the body as JSON says it, whatever its
// spaces and order.
func (c *call) key() (ident.Key, error) {
	canonical, err := jcs.Transform(c.body)
	if err != nil {
		canonical = c.body // an empty body
	}
	h := sha256.New()
	h.Write([]byte(c.Method + " " + c.URL.Path + "\n"))
	h.Write(canonical)
	return c.Key([32]byte(h.Sum(nil)))
}

// number reads a reference number of an address, in Latin or Japanese.
func number(path, s string) (ident.Number, error) {
	n, err := ident.ParseNumber(s)
	if err != nil {
		return "", invalid(path, "fault.number", fault.Args{"text": clip(s)})
	}
	return n, nil
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// members splits a strict JSON object into its members. Texts too long for the whole body are named one by one,
// where limit knows the bound of a path.
func members(body []byte, limit func(path string) int) (map[string]json.RawMessage, error) {
	return membersOf(form.Object, body, limit)
}

// membersOf is members where open knows how large a body may be: of answers to a form, as large as they may.
func membersOf(open func([]byte, func(string, *json.Decoder) error) error, body []byte, limit func(path string) int) (map[string]json.RawMessage, error) {
	m := map[string]json.RawMessage{}
	err := open(body, func(name string, dec *json.Decoder) error {
		var raw json.RawMessage
		err := dec.Decode(&raw)
		m[name] = raw
		return err
	})
	if fault.Is(err, fault.Exceeded) {
		if long := tooLong(body, limit); long != nil {
			return nil, long
		}
	}
	return m, err
}

// tooLong names the texts that make a body too large, or returns nil when it is not one of them.
func tooLong(body []byte, limit func(path string) int) error {
	var l fault.List
	var walk func(path string, raw json.RawMessage, depth int)
	walk = func(path string, raw json.RawMessage, depth int) {
		var s string
		if json.Unmarshal(raw, &s) == nil {
			if most := limit(path); most > 0 && utf8.RuneCountInString(s) > most {
				l.Add(path, "fault.text.long", fault.Args{"limit": strconv.Itoa(most), "count": strconv.Itoa(utf8.RuneCountInString(s))})
			}
			return
		}
		var m map[string]json.RawMessage
		if depth > 3 || json.Unmarshal(raw, &m) != nil {
			return
		}
		for name, v := range m {
			walk(strings.TrimPrefix(path+"."+name, "."), v, depth+1)
		}
	}
	walk("", body, 0)
	return sorted(&l)
}

// sorted is the list's fault with its places in a fixed order.
func sorted(l *fault.List) error {
	slices.SortFunc(l.Fields, func(a, b fault.Field) int { return strings.Compare(a.Path, b.Path) })
	return l.Err()
}

// texts reads a body of texts and lists of texts; limits are in characters.
func (c *call) texts(into map[string]*string, lists map[string]*[]string, limits map[string]int) error {
	m, err := members(c.body, func(path string) int { return limits[path] })
	if err != nil {
		return err
	}
	var l fault.List
	for name, raw := range m {
		switch {
		case into[name] != nil:
			if string(raw) == "null" || json.Unmarshal(raw, into[name]) != nil {
				l.Add(name, "fault.json.string", nil)
			}
		case lists[name] != nil:
			if json.Unmarshal(raw, lists[name]) != nil || len(*lists[name]) > fieldLimit {
				l.Add(name, "fault.json.list", nil)
			}
		default:
			l.Add(clip(name), "fault.form.field", nil)
		}
	}
	return sorted(&l)
}

// whole reads the body of something that is sent without a draft: the form's fields, and the questions answered with yes. An answer that
// is not asked, given the others, is told: it would not be sent.
func whole(f form.Form, body []byte) (form.Values, []string, error) {
	m, err := membersOf(f.Object, body, func(path string) int {
		field, _ := f.Field(path)
		return field.Limit
	})
	if err != nil {
		return nil, nil, err
	}
	var confirmed []string
	if raw, ok := m["confirm"]; ok {
		if confirmed, err = questions(f, raw); err != nil {
			return nil, nil, err
		}
		delete(m, "confirm")
	}
	plain, err := json.Marshal(m)
	if err != nil {
		return nil, nil, invalid("", "fault.json.object", nil)
	}
	values, err := f.Decode(plain)
	if err != nil {
		return nil, nil, err
	}
	var l fault.List
	for _, place := range f.Unasked(values) {
		l.Add(place, "fault.form.unasked", nil)
	}
	return values, confirmed, l.Err()
}

// questions reads "confirm": ids as "aware_at:ask.future".
func questions(f form.Form, raw json.RawMessage) ([]string, error) {
	var list []string
	if json.Unmarshal(raw, &list) != nil || len(list) > fieldLimit {
		return nil, invalid("confirm", "fault.json.list", nil)
	}
	var l fault.List
	for i, q := range list {
		field, code, ok := strings.Cut(q, ":")
		if _, known := f.Field(field); !ok || !known || !strings.HasPrefix(code, "ask.") {
			path := "confirm[" + strconv.Itoa(i) + "]"
			before := len(l.Fields)
			if text.Check(&l, path, q, fieldLimit); len(l.Fields) == before {
				l.Add(path, "fault.form.option", fault.Args{"text": clip(q)})
			}
		}
	}
	return list, l.Err()
}

// answers reads the body of a save: {"answers": {id: {"value": …, "base": n}}}.
func answers(f form.Form, body []byte) (map[string]submitting.Answer, error) {
	top, err := membersOf(f.Object, body, func(path string) int {
		id, _ := strings.CutSuffix(strings.TrimPrefix(path, "answers."), ".value")
		field, _ := f.Field(id)
		return field.Limit
	})
	if err != nil {
		return nil, err
	}
	for name := range top {
		if name != "answers" {
			return nil, invalid(clip(name), "fault.form.field", nil)
		}
	}
	if top["answers"] == nil {
		return nil, invalid("answers", "fault.form.needed", nil)
	}
	fields, err := membersOf(f.Object, top["answers"], func(string) int { return 0 })
	if err != nil {
		return nil, under("answers", err)
	}
	all := map[string]submitting.Answer{}
	for id, raw := range fields {
		if all[id], err = oneAnswer(f, id, raw); err != nil {
			return nil, under("answers", err)
		}
	}
	return all, nil
}

func oneAnswer(f form.Form, id string, raw json.RawMessage) (a submitting.Answer, err error) {
	m, err := membersOf(f.Object, raw, func(string) int { return 0 })
	if err != nil {
		return a, under(clip(id), err)
	}
	for name := range m {
		if name != "value" && name != "base" {
			return a, invalid(clip(id)+"."+clip(name), "fault.form.field", nil)
		}
	}
	if m["value"] == nil {
		return a, invalid(clip(id)+".value", "fault.form.needed", nil)
	}
	if base := m["base"]; base != nil && (json.Unmarshal(base, &a.Base) != nil || a.Base < 0) {
		return a, invalid(clip(id)+".base", "fault.api.integer", nil)
	}
	plain, err := json.Marshal(map[string]json.RawMessage{id: m["value"]})
	if err != nil {
		return a, invalid(clip(id)+".value", "fault.json.object", nil)
	}
	values, err := f.Decode(plain)
	a.Value = values[id]
	return a, err
}

// under puts the places of an Invalid fault below a path.
func under(path string, err error) error {
	e, ok := err.(*fault.Error) //nolint:errorlint // made here or by form, never wrapped
	if !ok {
		return err
	}
	deeper := *e
	deeper.Fields = nil
	for _, f := range e.Fields {
		f.Path = strings.TrimSuffix(path+"."+f.Path, ".")
		deeper.Fields = append(deeper.Fields, f)
	}
	return &deeper
}
