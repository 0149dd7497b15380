package filing_test

import (
	"errors"
	"strings"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

func read(parts ...string) (filing.Filter, error) {
	m := map[string]string{}
	for i := 0; i+1 < len(parts); i += 2 {
		m[parts[i]] = parts[i+1]
	}
	return filing.ReadFilter(func(name string) string { return m[name] })
}

func TestAFilterIsReadAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]ident.NumberStart{
		"報-R8-7K4M": {Text: "報R87K4M"}, "R-R8-7K4M-2QXD-W": {Text: "報R87K4M2QXDW"}, "7k4m": {Text: "7K4M", Eight: true}, "7K4M 2Q": {Text: "7K4M2Q", Eight: true}, "報": {Text: "報"}, "R8": {Text: "R8", Eight: true}, "rr8": {Text: "報R8"},
	} {
		if f, err := read("number", typed); err != nil || f.Number != want {
			t.Errorf("%q: %+v %v, want %+v", typed, f.Number, err, want)
		}
	}
	f, err := read("from", "R8.11.1", "until", "2026年11月30日", "state", "fixed", "need", "past", "order", "oldest", "kind", "report.prompt", "filer", "8000012050001")
	if err != nil || f.From != law.MustDay("2026-11-01") || f.Until != law.MustDay("2026-11-30") || f.State != filing.Fixed || f.Need != filing.Overdue || !f.Oldest || f.Kind != "report.prompt" || f.Filer != "8000012050001" {
		t.Errorf("%+v %v", f, err)
	}
}

// What cannot be read narrows nothing, is told by its place, and stands in the address as it was typed.
func TestWhatCannotBeReadOfAFilterNarrowsNothing(t *testing.T) {
	t.Parallel()
	for name, typed := range map[string]string{
		"number": "0O1I", "kind": "' OR 1=1", "state": "draft", "need": "you", "filer": "80000120500011", "from": "2026-02-30", "until": "soon", "order": "number",
	} {
		f, err := read(name, typed)
		e, ok := errors.AsType[*fault.Error](err)
		if !ok || len(e.Fields) != 1 || e.Fields[0].Path != name || f.Narrows() || f.Part(name) != typed {
			t.Errorf("%s=%s: %v, narrows %t, %q", name, typed, err, f.Narrows(), f.Part(name))
		}
	}
	if _, err := read("from", "2026-11-30", "until", "2026-11-01"); err == nil {
		t.Error("an end before its beginning")
	}
	if f, err := read("order", "oldest"); err != nil || f.Narrows() {
		t.Error("an order leaves something out")
	}
}

// What a filter writes into an address is read as the same filter.
func FuzzFilter(f *testing.F) {
	f.Add("報-R8-7K4M", "report.prompt", "fixed", "me", "8000012050001", "R8.11.1", "2026-11-30", "oldest")
	f.Add("０Ｏ", "P-R8-2222-2222-9", "", "", "", "", "", "")
	f.Add("R\x00", strings.Repeat("a", 100), "x", "y", "z", "元", "令和", "?")
	f.Fuzz(func(t *testing.T, number, kind, state, need, filer, from, until, order string) {
		one, err := read("number", number, "kind", kind, "state", state, "need", need, "filer", filer, "from", from, "until", until, "order", order)
		if err != nil {
			return
		}
		var parts []string
		for _, name := range filing.FilterNames {
			parts = append(parts, name, one.Part(name))
		}
		two, err := read(parts...)
		if err != nil {
			t.Fatalf("%+v does not come back: %v", one, err)
		}
		for _, name := range filing.FilterNames {
			if one.Part(name) != two.Part(name) {
				t.Errorf("%s: %q became %q", name, one.Part(name), two.Part(name))
			}
		}
	})
}

func TestWeeksBeginOnMondaysAndLeaveNoneOut(t *testing.T) {
	t.Parallel()
	at := func(day string) ident.Instant { return law.MustDay(day).Start() }
	got := filing.Weeks([]ident.Instant{at("2026-11-22"), at("2026-11-23"), at("2026-11-29"), at("2026-12-07")})
	want := []filing.Week{{On: law.MustDay("2026-11-16"), N: 1}, {On: law.MustDay("2026-11-23"), N: 2}, {On: law.MustDay("2026-11-30")}, {On: law.MustDay("2026-12-07"), N: 1}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %+v, want %+v", i, got[i], want[i])
		}
	}
	if long := filing.Weeks([]ident.Instant{at("2020-01-01"), at("2026-12-07")}); len(long) != 27 || filing.Weeks(nil) != nil {
		t.Errorf("%d weeks", len(long))
	}
}
