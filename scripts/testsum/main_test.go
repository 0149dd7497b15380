package main

import (
	"errors"
	"strings"
	"testing"
)

const (
	pass   = `{"Action":"pass","Package":"p","Test":"TestA","Elapsed":1}` + "\n"
	output = `{"Action":"output","Package":"p","Test":"TestB","Output":"    b_test.go:1: the reason\n"}` + "\n"
	fail   = `{"Action":"fail","Package":"p","Test":"TestB"}` + "\n"
	skip   = `{"Action":"skip","Package":"p","Test":"TestB"}` + "\n"
	closed = `{"Action":"output","Package":"p","Output":"ok  \tp\t1.0s\n"}` + "\n" + `{"Action":"pass","Package":"p","Elapsed":1}` + "\n"
	shut   = `{"Action":"output","Package":"p","Output":"FAIL\tp\t1.0s\n"}` + "\n" + `{"Action":"fail","Package":"p","Elapsed":1}` + "\n"
	empty  = `{"Action":"output","Package":"q","Output":"?   \tq\t[no test files]\n"}` + "\n" + `{"Action":"skip","Package":"q"}` + "\n"
)

func TestVerdict(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, in string
		exit     error
		want     []string // in the output, in any order
		err      string
	}{
		{"all well", pass + closed + empty, nil, []string{"ok  \tp\t1.0s", "\n1 passed, 0 failed, 0 skipped\n"}, ""},
		{"a failure shows its reason", pass + output + fail + shut, errors.New("exit 1"), []string{"the reason", "failed: p TestB\n", "1 passed, 1 failed, 0 skipped"}, "the tests failed"},
		{"a skip is a failure", pass + output + skip + closed, nil, []string{"skipped: p TestB", "the reason"}, "a test was skipped"},
		{"a package that panics", output + shut, errors.New("exit 1"), []string{"the reason", "failed: p\n", "0 passed, 1 failed"}, "the tests failed"},
		{"the go command fails", "go: cannot find main module\n", errors.New("exit 1"), []string{"cannot find main module"}, "the tests failed"},
		{"nothing was run", empty, nil, []string{"0 passed, 0 failed, 0 skipped"}, "no test was run"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			s := newSummary(&out)
			if err := s.read(strings.NewReader(tc.in)); err != nil {
				t.Fatal(err)
			}
			err := s.verdict(tc.exit)
			for _, want := range tc.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("output lacks %q:\n%s", want, out.String())
				}
			}
			if got := errText(err); !strings.HasPrefix(got, tc.err) || (tc.err == "") != (err == nil) {
				t.Errorf("error %q, want %q", got, tc.err)
			}
		})
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
