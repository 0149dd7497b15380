package inquiry

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Bounds of an inquiry.
const (
	maxBytes    = 8 << 20
	maxDepth    = 16
	maxList     = 5000 // entries of one list
	maxString   = 400  // characters
	maxFaults   = 50   // reported at once
	maxElements = 2_000_000
	maxNumber   = "1000000" // of machines in a class
)

// decoder puts a parsed tree into typed facts and notes every place that does not fit.
type decoder struct {
	faults fault.List
	echoes []Echo
}

func (d *decoder) add(path, code string, a fault.Args) {
	if len(d.faults.Fields) < maxFaults {
		d.faults.Add(path, code, a)
	}
}

// object fills the struct to which into points.
func (d *decoder) object(path string, n any, into any) {
	d.value(path, n, reflect.ValueOf(into).Elem())
}

// value fills v, which is addressable.
func (d *decoder) value(path string, n any, v reflect.Value) {
	if len(d.faults.Fields) >= maxFaults {
		return
	}
	if n == nil {
		return // null is not answered
	}
	if day, ok := reflect.TypeAssert[*law.Day](v.Addr()); ok {
		d.day(path, n, day)
		return
	}
	if u, ok := reflect.TypeAssert[encoding.TextUnmarshaler](v.Addr()); ok {
		d.word(path, n, u)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(path, n, v.Elem())
	case reflect.Struct:
		d.fields(path, n, v)
	case reflect.Slice:
		d.list(path, n, v)
	case reflect.String:
		d.text(path, n, v)
	case reflect.Int:
		d.number(path, n, v)
	default:
		panic("inquiry: facts of kind " + v.Kind().String()) // a test decodes every fact
	}
}

func (d *decoder) fields(path string, n any, v reflect.Value) {
	o, ok := n.(*object)
	if !ok {
		d.add(path, "fault.json.object", nil)
		return
	}
	for i, name := range o.names {
		at := join(path, name)
		if o.twice[name] {
			d.add(at, "fault.json.duplicate", nil)
			continue
		}
		f, ok := fieldNamed(v, name)
		if !ok {
			d.add(at, "fault.json.unknown", fault.Args{"name": clip(name), "names": strings.Join(fieldNames(v), " ")})
			continue
		}
		d.value(at, o.values[i], f)
	}
}

func (d *decoder) list(path string, n any, v reflect.Value) {
	l, ok := n.([]any)
	if !ok {
		d.add(path, "fault.json.array", nil)
		return
	}
	if len(l) > maxList {
		d.add(path, "fault.json.long", fault.Args{"limit": strconv.Itoa(maxList), "count": strconv.Itoa(len(l))})
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(l), len(l)))
	for i := range l {
		at := path + "[" + strconv.Itoa(i) + "]"
		if l[i] == nil {
			d.add(at, "fault.law.missing", nil)
			continue
		}
		d.value(at, l[i], v.Index(i))
	}
}

func (d *decoder) text(path string, n any, v reflect.Value) {
	s, ok := n.(string)
	if !ok {
		d.add(path, "fault.json.string", nil)
		return
	}
	if len(d.faults.Fields) < maxFaults {
		text.Check(&d.faults, path, s, maxString)
	}
	v.SetString(s)
}

func (d *decoder) number(path string, n any, v reflect.Value) {
	s, ok := n.(json.Number)
	if !ok {
		d.add(path, "fault.json.number", fault.Args{"most": maxNumber})
		return
	}
	i, err := strconv.ParseInt(s.String(), 10, 32)
	if err != nil || i < 0 || i > 1_000_000 {
		d.add(path, "fault.json.number", fault.Args{"most": maxNumber})
		return
	}
	v.SetInt(i)
}

// day reads a day as people type it and echoes it when it was not YYYY-MM-DD.
func (d *decoder) day(path string, n any, into *law.Day) {
	s, ok := n.(string)
	if !ok {
		d.add(path, "fault.json.string", nil)
		return
	}
	if s == "" {
		return
	}
	r, err := law.ReadDay(s)
	if err != nil {
		d.fault(path, err)
		return
	}
	if r.Day.String() != s && len(d.echoes) < maxFaults {
		d.echoes = append(d.echoes, Echo{path, r.Day, r.Understood})
	}
	*into = r.Day
}

// word reads an answer out of a closed set. true and false are good for yes and no.
func (d *decoder) word(path string, n any, into encoding.TextUnmarshaler) {
	var s string
	switch n := n.(type) {
	case string:
		s = n
	case bool:
		s = strconv.FormatBool(n)
	default:
		d.add(path, "fault.json.string", nil)
		return
	}
	if err := into.UnmarshalText([]byte(s)); err != nil {
		d.fault(path, err)
	}
}

func (d *decoder) fault(path string, err error) {
	if f, ok := err.(*fault.Error); ok { //nolint:errorlint // made by our own readers, never wrapped
		d.add(path, f.Code, f.Args)
		return
	}
	d.add(path, "fault.law.choice", fault.Args{"text": "", "choices": ""})
}

func fieldNamed(v reflect.Value, name string) (reflect.Value, bool) {
	t := v.Type()
	for i := range t.NumField() {
		if tag(t.Field(i)) == name {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func fieldNames(v reflect.Value) []string {
	t := v.Type()
	names := make([]string, t.NumField())
	for i := range names {
		names[i] = tag(t.Field(i))
	}
	return names
}

func tag(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func join(path, name string) string {
	name = clip(name)
	if path == "" {
		return name
	}
	return path + "." + name
}

func clip(s string) string {
	if len(s) <= 60 {
		return s
	}
	return strings.ToValidUTF8(s[:60], "") + "…"
}
