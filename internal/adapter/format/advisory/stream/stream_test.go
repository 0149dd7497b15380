package stream_test

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"

	"kanmin/internal/adapter/format/advisory/stream"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/vuln"
)

func some(n int, end error) iter.Seq2[vuln.Advisory, error] {
	return func(yield func(vuln.Advisory, error) bool) {
		for range n {
			if !yield(vuln.Advisory{ID: "CVE-2026-0001", Source: vuln.NVD, State: vuln.Published}, nil) {
				return
			}
		}
		if end != nil {
			yield(vuln.Advisory{}, end)
		}
	}
}

func TestWhatAChildReadIsHandedOn(t *testing.T) {
	t.Parallel()
	var l fault.List
	l.Add("f, line 3", "fault.feed.cut", fault.Args{"file": "f"})
	for name, row := range map[string]struct {
		n    int
		end  error
		kind string
		code string
	}{"none": {0, nil, "nvd", ""}, "three": {3, nil, "nvd", ""}, "cut": {2, l.Err(), "", "fault.feed.cut"}} {
		var b bytes.Buffer
		if err := stream.Write(&b, some(row.n, row.end), func() string { return "nvd" }); err != nil {
			t.Fatal(err)
		}
		n := 0
		kind, err := stream.Read(&b, func(vuln.Advisory) error { n++; return nil })
		if n != row.n || kind != row.kind || (err != nil) != (row.code != "") {
			t.Errorf("%s: %d, %q, %v", name, n, kind, err)
		}
		if e, ok := errors.AsType[*fault.Error](err); ok && (e.Fields[0].Path != "f, line 3" || e.Fields[0].Code != row.code || e.Fields[0].Args["file"] != "f") {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

// A child that is not believed: one that died, one that lies, one that says something that breaks a bound, and one to whom nobody listens.
func TestAChildIsNotBelieved(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := stream.Write(&b, some(2, nil), func() string { return "nvd" }); err != nil {
		t.Fatal(err)
	}
	whole := b.String()
	enough := errors.New("enough")
	for name, row := range map[string]struct {
		in   string
		each error
		want func(error) bool
	}{
		"nothing":    {"", nil, func(err error) bool { return errors.Is(err, stream.ErrUnfinished) }},
		"cut":        {whole[:len(whole)/2], nil, func(err error) bool { return err != nil }},
		"no end":     {strings.Join(strings.SplitAfter(whole, "\n")[:2], ""), nil, func(err error) bool { return errors.Is(err, stream.ErrUnfinished) }},
		"no JSON":    {"hello\n", nil, func(err error) bool { return err != nil }},
		"unfit":      {"{\"id\":\"\",\"source\":\"nvd\",\"state\":\"published\"}\n", nil, func(err error) bool { return fault.Is(err, fault.Invalid) }},
		"a bad end":  {"{\"end\":true,\"kind\":5}\n", nil, func(err error) bool { return errors.Is(err, stream.ErrUnfinished) }},
		"not wanted": {whole, enough, func(err error) bool { return errors.Is(err, enough) }},
	} {
		if _, err := stream.Read(strings.NewReader(row.in), func(vuln.Advisory) error { return row.each }); !row.want(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := stream.Write(io.Discard, some(1, enough), func() string { return "" }); !errors.Is(err, enough) {
		t.Error(err)
	}
}
