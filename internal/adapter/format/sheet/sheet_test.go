package sheet_test

import (
	"testing"

	"kanmin/internal/adapter/format/sheet"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 256: "IV", 16384: "XFD", 65536: "CRXP"} {
		if got := sheet.Column(n); got != want {
			t.Errorf("column %d: %s, want %s", n, got, want)
		}
	}
}

func FuzzGuard(f *testing.F) {
	for _, s := range []string{"", "=1", "'=1", "''", "＝", "a", "\t"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := sheet.Unguard(sheet.Guard(s)); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	})
}
