package ident_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"kanmin/internal/domain/ident"
)

// A code is read as people type it; every wrong character and every swap of two is noticed.
func TestACheckedCodeNoticesSlips(t *testing.T) {
	t.Parallel()
	for range 20 {
		code, err := ident.NewCheckedCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		plain := strings.ReplaceAll(code, "-", "")
		for _, typed := range []string{code, plain, strings.ToLower(code), " " + strings.ReplaceAll(code, "-", "ー") + " "} {
			if got := ident.TidyCheckedCode(typed); got != code {
				t.Fatalf("%q is read as %q, not %q", typed, got, code)
			}
		}
		for i := range plain {
			for _, c := range ident.CodeAlphabet {
				if wrong := plain[:i] + string(c) + plain[i+1:]; wrong != plain && ident.TidyCheckedCode(wrong) != "" {
					t.Fatalf("%s passes for %s", wrong, plain)
				}
			}
			for j := range i {
				b := []byte(plain)
				if b[i], b[j] = b[j], b[i]; string(b) != plain && ident.TidyCheckedCode(string(b)) != "" {
					t.Fatalf("%s passes for %s", b, plain)
				}
			}
		}
	}
	for _, bad := range []string{"", "7K4M", strings.Repeat("7", 13), "0O1I-0O1I-0O1I", strings.Repeat("7K4M-", 100), "7K4M-2QXD-W９Hé"} {
		if got := ident.TidyCheckedCode(bad); got != "" {
			t.Errorf("%q is read as %q", bad, got)
		}
	}
}
