package ident_test

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

func number(t testing.TB, kind ident.NumberKind) ident.Number {
	t.Helper()
	n, err := ident.NewNumber(kind, ident.At(time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNumberIsReadAnyWayItIsTyped(t *testing.T) {
	n := number(t, ident.NumberReport)
	wide := strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r + 0xfee0
		}
		return r
	}, string(n))
	for _, in := range []string{
		string(n), strings.ToLower(string(n)), wide, n.ASCII(), strings.ReplaceAll(string(n), "-", ""),
		" " + strings.ReplaceAll(string(n), "-", "ー") + "　", strings.ReplaceAll(string(n), "-", "−"),
	} {
		if got, err := ident.ParseNumber(in); err != nil || got != n {
			t.Errorf("ParseNumber(%q) = %q, %v; want %q", in, got, err, n)
		}
	}
}

func TestNumberCatchesEverySlip(t *testing.T) {
	for range 50 {
		n := []rune(string(number(t, ident.NumberNotification)))
		for i := 5; i < len(n); i++ {
			if n[i] == '-' {
				continue
			}
			for _, c := range alphabet {
				m := append([]rune(nil), n...)
				if m[i] == c {
					continue
				}
				m[i] = c
				if got, err := ident.ParseNumber(string(m)); !fault.Is(err, fault.Invalid) {
					t.Fatalf("%s with %c at %d was read as %s", string(n), c, i, got)
				}
			}
		}
		m := append([]rune(nil), n...)
		for _, i := range []int{5, 6, 7, 10, 11, 12} {
			if m[i] == m[i+1] || m[i] == '-' || m[i+1] == '-' {
				continue
			}
			s := append([]rune(nil), m...)
			s[i], s[i+1] = s[i+1], s[i]
			if _, err := ident.ParseNumber(string(s)); !fault.Is(err, fault.Invalid) {
				t.Fatalf("swap in %s at %d was not noticed: %s", string(m), i, string(s))
			}
		}
	}
}

func TestNumberRefuses(t *testing.T) {
	for _, in := range []string{"", "届", "届-", "R", "届-R8", "届-RX-7K4M-2QXD-W", "雨-R8-7K4M-2QXD-W", "届-R8-0K4M-2QXD-W", strings.Repeat("9", 1000), "\xff\xfe", "届-R08-7K4M-2QXD-WW"} {
		if got, err := ident.ParseNumber(in); !fault.Is(err, fault.Invalid) {
			t.Errorf("ParseNumber(%q) = %q, %v; want invalid", in, got, err)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	f.Add("届-R8-7K4M-2QXD-W")
	f.Fuzz(func(t *testing.T, in string) {
		n, err := ident.ParseNumber(in)
		if err != nil {
			return
		}
		if again, err := ident.ParseNumber(n.ASCII()); err != nil || again != n {
			t.Fatalf("%q read as %q, then %q, %v", in, n, again, err)
		}
	})
}

func TestIDsSortByTime(t *testing.T) {
	var last ident.Filing
	for i := range 1000 {
		id, err := ident.NewID[ident.Filing](ident.Instant(1_790_000_000_000_000+i), rand.Reader)
		if err != nil || len(id) != 26 {
			t.Fatal(id, err)
		}
		if id <= last {
			t.Fatalf("%s after %s", id, last)
		}
		last = id
	}
}

func TestShortEntropyIsAnError(t *testing.T) {
	if _, err := ident.NewSecret(bytes.NewReader(make([]byte, 31))); err == nil {
		t.Fatal("a secret was made of 31 bytes")
	}
}
