package cpe_test

import (
	"strings"
	"testing"

	"kanmin/internal/adapter/format/cpe"
	"kanmin/internal/domain/fault"
)

func TestParseReadsBothForms(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`cpe:2.3:a:example:web_server:1.2.3:*:*:*:*:*:*:*`:  "example:web_server",
		`cpe:2.3:a:example:one\/two:*:*:*:*:*:*:*:*`:        "example:one/two",
		`cpe:2.3:a:example:odd\:colon:*:*:*:*:*:*:*:*`:      "example:odd:colon",
		`cpe:2.3:o:example:Windows_11_22H2:*:*:*:*:*:*:*:*`: "example:windows_11_22h2",
		`cpe:/a:example:xerces-c%2b%2b:3.0`:                 "example:xerces-c++",
		`cpe:/h:example:rtx1210`:                            "example:rtx1210",
		`cpe:2.3:a:example:c\+\+:-:*:*:*:*:*:*:*`:           "example:c++",
	} {
		n, ok := cpe.Parse(in)
		if !ok || n.Pair() != want {
			t.Errorf("%s: %v %v, want %s", in, n, ok, want)
		}
	}
	for _, in := range []string{"", "cpe:", "cpe:2.3:a:example", "cpe:2.3:a:example:*:*", "cpe:2.3:a:*:x:*", "swid:x", strings.Repeat("cpe:2.3:", 900)} {
		if n, ok := cpe.Parse(in); ok {
			t.Errorf("%q was read as %v", in, n)
		}
	}
	if cpe.Vendor("cpe:2.3::example") != "example" || cpe.Vendor("cpe:/:example") != "example" || cpe.Vendor("cpe:2.3::misc") != "" {
		t.Error("Vendor")
	}
}

func TestReadListNamesTheBadLine(t *testing.T) {
	t.Parallel()
	var got []string
	add := func(v, p string, _ int) { got = append(got, v+":"+p) }
	if err := cpe.ReadList(strings.NewReader("# list\nexample\tone\t3\r\nexample\ttwo\n\n"), add); err != nil || strings.Join(got, " ") != "example:one example:two" {
		t.Errorf("%v %v", got, err)
	}
	for in, place := range map[string]string{"a\tb\t1\nonly\n": "2", "a\tb\tmany\n": "1", "a\tb\n\xff\tx\n": "2", "a\t" + strings.Repeat("b", 70000): "1"} {
		err := cpe.ReadList(strings.NewReader(in), func(string, string, int) {})
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "line "+place) {
			t.Errorf("%.20q: %v, want line %s", in, err, place)
		}
	}
}

const nvdPage = `{"resultsPerPage":3,"products":[
 {"cpe":{"deprecated":false,"cpeName":"cpe:2.3:a:example:web_server:1.2:*:*:*:*:*:*:*","titles":[{"title":"Example Web Server 1.2","lang":"en"},{"title":"見本 ウェブサーバ 1.2","lang":"ja"}]}},
 {"cpe":{"deprecated":false,"cpeName":"cpe:2.3:a:example:web_server:1.3:*:*:*:*:*:*:*","titles":[{"title":"Example Web Server 1.3","lang":"en"}]}},
 {"cpe":{"deprecated":true,"cpeName":"cpe:2.3:a:example:old:1:*:*:*:*:*:*:*"}}]}`

func TestReadNVDJoinsVersions(t *testing.T) {
	t.Parallel()
	e, err := cpe.ReadNVD([]byte(nvdPage))
	if err != nil || len(e) != 1 || e[0].Count != 2 || len(e[0].Names) != 2 || e[0].Names[0].Text != "Example Web Server" || e[0].Codes[0].Value != "example:web_server" {
		t.Errorf("%+v %v", e, err)
	}
	for _, in := range []string{"", "[]", `{"products":[{"cpe":{"cpeName":"no"}}]}`} {
		if _, err := cpe.ReadNVD([]byte(in)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", in, err)
		}
	}
}
