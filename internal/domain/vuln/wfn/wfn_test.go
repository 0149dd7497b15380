package wfn_test

import (
	"encoding/json"
	"strings"
	"testing"

	"kanmin/internal/domain/vuln/wfn"
)

func TestParseReadsBothForms(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`cpe:2.3:a:example:web_server:1.2.3:*:*:*:*:*:*:*`:                `cpe:2.3:a:example:web_server:1.2.3:*:*:*:*:*:*:*`,
		`cpe:2.3:a:example:odd\:colon:-:sp1:*:*:*:*:*:*`:                  `cpe:2.3:a:example:odd\:colon:-:sp1:*:*:*:*:*:*`,
		`cpe:2.3:o:example:Windows_11_22H2:*`:                             `cpe:2.3:o:example:windows_11_22h2:*:*:*:*:*:*:*:*`,
		`cpe:2.3:a:example:c++:1\.2\-3:*:*:*:*:*:*:*`:                     `cpe:2.3:a:example:c\+\+:1.2-3:*:*:*:*:*:*:*`,
		`cpe:2.3:a:example:x:\-:*:*:*:*:*:*:*`:                            `cpe:2.3:a:example:x:\-:*:*:*:*:*:*:*`,
		`cpe:2.3:a:example:x:1.*:??a??:*:*:*:*:*:*`:                       `cpe:2.3:a:example:x:1.*:??a??:*:*:*:*:*:*`,
		`cpe:2.3:a:example:x:1\*:*:*:*:*:*:*:*`:                           `cpe:2.3:a:example:x:1\*:*:*:*:*:*:*:*`,
		`cpe:/a:example:xerces-c%2b%2b:3.0`:                               `cpe:2.3:a:example:xerces-c\+\+:3.0:*:*:*:*:*:*:*`,
		`cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~`: `cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:*:*:*:online:win2003:x64:*`,
		`cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~-~~~~`:               `cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:-:*:*:*:*:*`,
		`cpe:/a:microsoft:internet_explorer:8.%02:sp%01`:                  `cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*`,
		`cpe:/h:example`: `cpe:2.3:h:example:*:*:*:*:*:*:*:*:*`,
		`cpe:2.3::misc`:  `cpe:2.3:*:misc:*:*:*:*:*:*:*:*:*`,
	} {
		n, ok := wfn.Parse(in)
		if !ok || n.String() != want {
			t.Errorf("%s: %s %v, want %s", in, n, ok, want)
		}
	}
	for _, in := range []string{
		"", "cpe:", "swid:x", "cpe:2.3:x:a:b:1:*:*:*:*:*:*:*", "cpe:2.3:a:a:b:1:*:*:*:*:*:*:*:*", "cpe:2.3:a:a:b:1.*.2:*:*:*:*:*:*:*", "cpe:2.3:a:a:b:1**:*",
		"cpe:2.3:a:a:b:a?b:*", `cpe:2.3:a:a:b:1\`, "cpe:2.3:a:a b:c", "cpe:2.3:a:a\x00:c", "cpe:/a:b:c:%0", "cpe:/a:b:c:%zz", "cpe:/a:b:c:%00", "cpe:/a:b:c:1:2:~x", "cpe:/a:b:c:1:2:3:4:5",
		"cpe:2.3:a:\xff:c", "cpe:2.3:a:" + strings.Repeat("a", wfn.Longest),
	} {
		if n, ok := wfn.Parse(in); ok {
			t.Errorf("%q was read as %s", in, n)
		}
	}
}

func TestAValueKnowsWhatItIs(t *testing.T) {
	t.Parallel()
	for in, want := range map[wfn.Value]string{
		wfn.Any: "any", wfn.NA: "na", "1.0": "literal", `1\*`: "literal", "1*": "wild", "?a": "wild", `\?a`: "literal", `a\\\*`: "literal", `a\\*`: "wild", `\-`: "literal",
	} {
		got := "any"
		switch {
		case in == wfn.NA:
			got = "na"
		case in.Wild():
			got = "wild"
		case in.Literal():
			got = "literal"
		}
		if got != want {
			t.Errorf("%s is %s, want %s", in, got, want)
		}
	}
	for in, want := range map[string]wfn.Value{"": wfn.Any, "-": `\-`, "Fire Wall": "fire_wall", "15.2(4)M6": `15.2\(4\)m6`, "*": `\*`, "第3版": "第3版", "\x00": wfn.Any} {
		if got := wfn.Quote(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
	if n := wfn.Of("a", "Example", "Web Server"); n.Pair() != "example:web_server" || (wfn.Name{Vendor: "x"}).Pair() != "" {
		t.Error(n.Pair())
	}
}

// Table 6-2 of NIST IR 7696, row by row.
func TestValuesCompareAsTheStandardSays(t *testing.T) {
	t.Parallel()
	for i, c := range []struct {
		source, target wfn.Value
		want           wfn.Relation
	}{
		{wfn.Any, wfn.Any, wfn.Equal},
		{wfn.Any, wfn.NA, wfn.Superset},
		{wfn.Any, "i", wfn.Superset},
		{wfn.Any, "m*", wfn.Undefined},
		{wfn.NA, wfn.Any, wfn.Subset},
		{wfn.NA, wfn.NA, wfn.Equal},
		{wfn.NA, "i", wfn.Disjoint},
		{wfn.NA, "m*", wfn.Undefined},
		{"i", "i", wfn.Equal},
		{"i", "k", wfn.Disjoint},
		{"i", "m*", wfn.Undefined},
		{"i", wfn.NA, wfn.Disjoint},
		{"i", wfn.Any, wfn.Subset},
		{"m*", "mm", wfn.Superset},
		{"m*", "k", wfn.Disjoint},
		{"m*", wfn.Any, wfn.Subset},
		{"m*", wfn.NA, wfn.Disjoint},
		{"m*", "m*", wfn.Undefined},
		// Wildcards: * is any number of characters, each ? one or none.
		{"*m", "aam", wfn.Superset},
		{"*m*", "m", wfn.Superset},
		{"*m", "ma", wfn.Disjoint},
		{"m?", "m", wfn.Superset},
		{"m?", "mab", wfn.Disjoint},
		{"m??", "mab", wfn.Superset},
		{"?m", "am", wfn.Superset},
		{"?m", "aam", wfn.Disjoint},
		{"?a*", "aab", wfn.Superset}, // not at the first place where it fits
		{`m\**`, `m\*x`, wfn.Superset},
		{`m\*?`, "mx", wfn.Disjoint},
		{`1.\(*`, `1.\(4\)`, wfn.Superset},
	} {
		if got := wfn.Compare(c.source, c.target); got != c.want {
			t.Errorf("row %d: %s and %s are %s, want %s", i+1, c.source, c.target, got, c.want)
		}
	}
}

// Table 6-4: names.
func TestNamesCompareAsTheStandardSays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		source, target string
		want           wfn.Relation
	}{
		{"cpe:2.3:a:x:y:1", "cpe:2.3:a:x:y:1", wfn.Equal},
		{"cpe:2.3:a:x:y", "cpe:2.3:a:x:y:1:sp1", wfn.Superset},
		{"cpe:2.3:a:x:y:1:sp1", "cpe:2.3:a:x:y:1", wfn.Subset},
		{"cpe:2.3:a:x:y:*:sp1", "cpe:2.3:a:x:y:1", wfn.Undefined},
		{"cpe:2.3:a:x:y:1", "cpe:2.3:a:x:y:2:sp1", wfn.Disjoint},
		{"cpe:2.3:a:x:y", "cpe:2.3:a:x:y:1*", wfn.Undefined},
		{"cpe:2.3:a:x:y:-", "cpe:2.3:a:x:y:1*:q", wfn.Undefined},
		{"cpe:2.3:o:x:y", "cpe:2.3:a:x:y:1*", wfn.Disjoint},
	} {
		s, _ := wfn.Parse(c.source)
		n, _ := wfn.Parse(c.target)
		if got := wfn.Match(s, n); got != c.want {
			t.Errorf("%s and %s are %s, want %s", c.source, c.target, got, c.want)
		}
	}
}

func TestANameIsOneTextInJSON(t *testing.T) {
	t.Parallel()
	var n, none wfn.Name
	if err := json.Unmarshal([]byte(`"cpe:/a:x:y:1"`), &n); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal([]wfn.Name{n, none})
	if err != nil || string(b) != `["cpe:2.3:a:x:y:1:*:*:*:*:*:*:*",""]` {
		t.Errorf("%s %v", b, err)
	}
	if json.Unmarshal([]byte(`"cpe:nothing"`), &n) == nil {
		t.Error("a name was made of nothing")
	}
	if err := json.Unmarshal([]byte(`""`), &n); err != nil || !n.IsZero() {
		t.Error(n, err)
	}
}

// What is read is written in one way, which is read as itself, and is what it is compared to.
func FuzzParse(f *testing.F) {
	for _, s := range []string{`cpe:2.3:a:example:c\+\+:1.*:??a:*:*:*:*:-:\-`, "cpe:/a:hp:x%2b:7:-:~-~online~%02~x64~", `cpe:2.3:a:a\\:b\::*`, "cpe:2.3:h:é:第3版", "cpe:2.3:a:x:?:**", "cpe:/a:%7e:%25:İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := wfn.Parse(s)
		if !ok {
			if !n.IsZero() {
				t.Errorf("%q is no name but %v", s, n)
			}
			return
		}
		again, ok := wfn.Parse(n.String())
		if len(n.String()) <= wfn.Longest && (!ok || again != n) {
			t.Errorf("%q is %s, and that %s %v", s, n, again, ok)
		}
		wild := false
		for _, v := range n.Attributes() {
			wild = wild || v.Wild()
			if v.Literal() && wfn.Quote(v.Text()) != v {
				t.Errorf("%q: %s of %q", s, wfn.Quote(v.Text()), v)
			}
			if got := wfn.Compare(v, wfn.Any); got != wfn.Subset && v != wfn.Any {
				t.Errorf("%q: %s is %s to any", s, v, got)
			}
		}
		if got := wfn.Match(n, n); got != wfn.Equal && !wild {
			t.Errorf("%q is %s to itself", s, got)
		}
	})
}
