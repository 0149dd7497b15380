package inquiry

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"kanmin/internal/domain/fault"
)

// object is a JSON object with its names in order, so that a name given twice is noticed.
type object struct {
	names  []string
	values []any
	twice  map[string]bool
}

// parse reads one JSON value within the bounds. It returns an Invalid fault with line and column, or Exceeded.
func parse(data []byte) (any, error) {
	if len(data) > maxBytes {
		return nil, fault.New(fault.Exceeded, "fault.body.large", fault.Args{"limit": strconv.Itoa(maxBytes)})
	}
	p := &parser{dec: json.NewDecoder(bytes.NewReader(data))}
	p.dec.UseNumber()
	n, err := p.value(0)
	if err == nil {
		if _, more := p.dec.Token(); more != io.EOF { //nolint:errorlint // the decoder returns it bare
			err = fault.New(fault.Invalid, "fault.json.trailing", nil)
		}
	}
	if err == nil {
		return n, nil
	}
	if fault.KindOf(err) != fault.Internal {
		return nil, err
	}
	line, column := position(data, int(p.dec.InputOffset()))
	return nil, &fault.Error{Kind: fault.Invalid, Code: "fault.json.syntax", Args: fault.Args{"place": strconv.Itoa(int(p.dec.InputOffset())), "line": strconv.Itoa(line), "column": strconv.Itoa(column)}, Err: err}
}

type parser struct {
	dec   *json.Decoder
	count int
}

func (p *parser) value(depth int) (any, error) {
	if p.count++; p.count > maxElements || depth > maxDepth {
		return nil, fault.New(fault.Exceeded, "fault.json.depth", fault.Args{"limit": strconv.Itoa(maxDepth)})
	}
	t, err := p.dec.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		return p.object(depth)
	case json.Delim('['):
		list := []any{}
		for p.dec.More() {
			v, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err := p.dec.Token()
		return list, err
	}
	return t, nil
}

func (p *parser) object(depth int) (any, error) {
	o := &object{}
	seen := map[string]bool{}
	for p.dec.More() {
		t, err := p.dec.Token()
		if err != nil {
			return nil, err
		}
		name, _ := t.(string)
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if seen[name] {
			if o.twice == nil {
				o.twice = map[string]bool{}
			}
			o.twice[name] = true
			continue
		}
		seen[name] = true
		o.names, o.values = append(o.names, name), append(o.values, v)
	}
	_, err := p.dec.Token()
	return o, err
}

// position turns an offset into line and column, both from 1.
func position(data []byte, offset int) (line, column int) {
	before := data[:min(offset, len(data))]
	return bytes.Count(before, []byte{'\n'}) + 1, len(before) - bytes.LastIndexByte(before, '\n')
}
