package advisory_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"kanmin/internal/adapter/format/advisory"
	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/vuln"
)

const record = `{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2026-1","state":"PUBLISHED"},"containers":{"cna":{}}}`

func TestABadFeedIsRefusedWithItsPlace(t *testing.T) {
	t.Parallel()
	kev, nvd, csaf := sample(t, "kev.json"), sample(t, "nvd.json"), sample(t, "csaf.json")
	for name, c := range map[string]struct{ in, want string }{
		"nothing":                     {"", "fault.feed.empty f"},
		"blank":                       {" \n\t\n", "fault.feed.empty f"},
		"a page of the web":           {"<!DOCTYPE html><html><body>Sign in</body></html>", "fault.feed.html f"},
		"a page of the web as XML":    {"<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>", "fault.feed.html f"},
		"zip":                         {"PK\x03\x04\x14\x00", "fault.feed.zip f"},
		"a zip in a feed":             {packed("PK\x03\x04\x14\x00"), "fault.feed.zip f"},
		"gzip in gzip":                {packed(packed(kev)), "fault.feed.gzip f"},
		"xz":                          {"\xfd7zXZ\x00", "fault.feed.packed f"},
		"tar":                         {strings.Repeat("\x00", 257) + "ustar\x00", "fault.feed.packed f"},
		"PDF":                         {"%PDF-1.7", "fault.feed.pdf f"},
		"an old Excel file":           {"\xd0\xcf\x11\xe0\xa1", "fault.feed.office f"},
		"UTF-16":                      {"\xff\xfe{\x00", "fault.feed.utf16 f"},
		"a signature":                 {"-----BEGIN PGP SIGNATURE-----", "fault.feed.signature f"},
		"text":                        {"hello", "fault.feed.kind f"},
		"another JSON":                {`{"what":1}`, "fault.feed.kind f"},
		"another XML":                 {"<feed><entry/></feed>", "fault.feed.kind f"},
		"NVD 1.1":                     {`{"CVE_Items":[]}`, "fault.feed.nvd1 f"},
		"CVE 4":                       {`{"CVE_data_meta":{}}`, "fault.feed.cve4 f"},
		"an SBOM":                     {`{"bomFormat":"CycloneDX"}`, "fault.feed.sbom f"},
		"names of products":           {`{"jvn_product_dictionary":{}}`, "fault.feed.names f"},
		"gzip that ends early":        {packed(kev)[:200], "fault.feed.broken f"},
		"JSON that ends early":        {kev[:700], "fault.feed.cut f, record 2, vulnerabilities[1], line 3"},
		"XML that ends early":         {sample(t, "jvnrss.xml")[:1200], "fault.feed.cut f, record 1, line 13"},
		"CSV that ends early":         {strings.TrimSuffix(sample(t, "epss.csv"), "\n"), "fault.feed.cut f, record 2, line 4"},
		"an entry is missing":         {strings.Replace(kev, `"count":2`, `"count":3`, 1), "fault.feed.short f, record 2"},
		"a page is short":             {strings.Replace(strings.Replace(nvd, `"resultsPerPage":2`, `"resultsPerPage":9`, 1), `"totalResults":2`, `"totalResults":20`, 1), "fault.feed.short f, record 2"},
		"no JSON":                     {"{]", "fault.feed.kind f"},
		"a comma too many":            {strings.Replace(kev, `"count":2,`, `"count":2,,`, 1), "fault.feed.syntax f, line 1"},
		"broken within a record":      {strings.Replace(kev, `"product":"Multiple Products"`, `"product":Multiple`, 1), "fault.feed.syntax f, record 2, vulnerabilities[1], line 3"},
		"a number for a text":         {strings.Replace(kev, `"product":"Multiple Products"`, `"product":5`, 1), "fault.feed.type f, record 2, vulnerabilities[1].product, line 3"},
		"no day":                      {strings.Replace(kev, `"dateAdded":"2026-11-01"`, `"dateAdded":"tomorrow"`, 1), "fault.feed.instant f, record 2 (CVE-2026-10002), vulnerabilities[1].dateAdded, line 3"},
		"no number of its own":        {strings.Replace(kev, `"CVE-2026-10002"`, `""`, 1), "fault.feed.nameless f, record 2, vulnerabilities[1], line 3"},
		"not UTF-8":                   {strings.Replace(kev, "Multiple", "\x83\x7d", 1), "fault.feed.encoding f, record 2, vulnerabilities[1], line 3"},
		"two kinds":                   {record + "\n" + kev, "fault.feed.mixed f, record 1, line 2"},
		"the same number, otherwise":  {record + "\n" + strings.Replace(record, `"cna":{}`, `"cna":{"title":"x"}`, 1), "fault.feed.differs f, record 2 (CVE-2026-1), line 2"},
		"CVE 6":                       {strings.Replace(record, `"5.1"`, `"6.0"`, 1), "fault.feed.format f, record 1, dataVersion"},
		"an unknown state":            {strings.Replace(record, "PUBLISHED", "RESERVED", 1), "fault.feed.value f, record 1 (CVE-2026-1), cveMetadata.state"},
		"a score of 11":               {strings.Replace(nvd, "10.0", "11.0", 1), "fault.feed.value f, record 1 (CVE-2026-10001), vulnerabilities[0].cve.metrics, line 2"},
		"an unknown operator":         {strings.Replace(nvd, `"AND"`, `"XOR"`, 1), "fault.feed.value f, record 1 (CVE-2026-10001), vulnerabilities[0].cve.configurations[0].operator, line 2"},
		"a product that is not there": {strings.Replace(csaf, `"fixed":["P2"]`, `"fixed":["P9"]`, 1), "fault.feed.loose f, MIHON-2026-001, product_tree"},
		"a product id twice":          {strings.Replace(csaf, `"product_id":"P2"`, `"product_id":"P1"`, 1), "fault.feed.twice f, MIHON-2026-001, product_tree.branches[0].branches[0].branches[1].product"},
		"a ring of relationships":     {strings.Replace(csaf, `"product_reference":"P1"`, `"product_reference":"P1H1"`, 1), "fault.feed.ring f"},
		"CSAF 3":                      {strings.Replace(csaf, `"csaf_version":"2.0"`, `"csaf_version":"3.0"`, 1), "fault.feed.format f, MIHON-2026-001, document.csaf_version"},
		"too deep":                    {`{"containers":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "}", "fault.feed.deep f"},
		"XML too deep":                {"<Result>" + strings.Repeat("<a>", 100), "fault.feed.deep f"},
		"an answer that says no":      {`{"status":{"retCd":"1","errCd":"E7","errMsg":"startItem"}}`, "fault.feed.refused f"},
		"an XML answer that says no":  {`<Result xmlns:s="x"><s:Status retCd="1" errCd="E7" errMsg="startItem"/></Result>`, "fault.feed.refused f"},
		"an entity of its own":        {`<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><Result>&a;</Result>`, "fault.feed.xml f"},
		"a probability of 2":          {"cve,epss,percentile\nCVE-2026-1,2,0.5\n", "fault.feed.value f, record 1 (CVE-2026-1), line 2"},
		"a line too long":             {"cve,epss,percentile\n" + strings.Repeat("x", 5000) + "\n", "fault.feed.line f, line 2"},
		"other columns":               {"#model_version:v1\nid,score\n", "fault.feed.format f, line 2"},
	} {
		_, _, err := read("f", c.in)
		e, ok := errors.AsType[*fault.Error](err)
		if !ok || e.Kind != fault.Invalid && e.Kind != fault.Exceeded || len(e.Fields) != 1 || e.Args["file"] != "f" {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := e.Code + " " + e.Fields[0].Path; !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// spaces is white space for ever.
type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestAFeedIsBounded(t *testing.T) {
	t.Parallel()
	f := advisory.Open("f", io.MultiReader(strings.NewReader(`{"cveMetadata":{},"x":"`), spaces{}), now)
	for _, err := range f.All() {
		if !fault.Is(err, fault.Exceeded) {
			t.Error(err)
		}
	}
	if _, err := io.Copy(io.Discard, feed.Bound("f", spaces{}, 64)); !fault.Is(err, fault.Exceeded) {
		t.Errorf("64 bytes: %v", err)
	}
}

func TestTheSameTwiceIsOne(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"one behind another": record + "\n" + record, "a list": "[" + record + "," + record + "]", "gzip": packed(record + record), "a mark before it": "\ufeff" + record,
		"a document twice": sample(t, "csaf.json") + sample(t, "csaf.json"),
	} {
		_, f, err := read("f", in)
		want := 1
		if f.Kind == advisory.CSAF {
			want = 2
		}
		if err != nil || f.Records != want || f.Bytes != int64(len(in)) {
			t.Errorf("%s: %d records of %d bytes, %v", name, f.Records, f.Bytes, err)
		}
	}
}

func TestWhatIsStrangeIsKeptAndTold(t *testing.T) {
	t.Parallel()
	in := strings.Replace(record, `"PUBLISHED"`, `"PUBLISHED","datePublished":"2030-01-01T00:00:00Z","dateUpdated":"1970-01-02T00:00:00Z"`, 1)
	in = strings.Replace(in, `"cna":{}`, `"cna":{"title":"a\u0000b\u202ec","affected":[{"product":"x","versions":[{"version":"a b c d","status":"affected"}]},{"product":"y","cpes":["cpe:nonsense"],"versions":[{"version":"3.0","lessThan":"2.0","status":"affected"}]}]}`, 1)
	f := advisory.Open("f", strings.NewReader(in), now)
	for r, err := range f.All() {
		if err != nil {
			t.Fatal(err)
		}
		codes := map[string]int{}
		for _, o := range r.Oddities {
			codes[o.Code]++
		}
		if codes[vuln.Future] != 1 || codes[vuln.Backwards] != 1 || codes[vuln.Unreadable] != 3 || codes[vuln.Contradictory] != 1 || r.Title.En != "abc" {
			t.Errorf("%v, %q", r.Oddities, r.Title.En)
		}
	}
}

// A reader that has seen enough stops, and nothing else is read.
func TestStopping(t *testing.T) {
	t.Parallel()
	n := 0
	for _, err := range advisory.Open("f", strings.NewReader(sample(t, "kev.json")), now).All() {
		if n++; err != nil {
			t.Fatal(err)
		}
		break
	}
	if n != 1 {
		t.Errorf("%d were handed on", n)
	}
}

func FuzzAll(f *testing.F) {
	for _, name := range samples {
		f.Add([]byte(sample(f, name)))
	}
	f.Add([]byte(packed(record)))
	f.Fuzz(func(t *testing.T, b []byte) {
		whole := advisory.Open("f", bytes.NewReader(b), now)
		n := 0
		for r, err := range whole.All() {
			if err != nil {
				if k := fault.KindOf(err); k != fault.Invalid && k != fault.Exceeded {
					t.Fatalf("%v", err)
				}
				return
			}
			n++
			if err := r.Check(); err != nil {
				t.Fatalf("unfit: %v", err)
			}
			again, err := vuln.Read(mustCanonical(t, r.Advisory))
			if err != nil || !bytes.Equal(mustCanonical(t, again), mustCanonical(t, r.Advisory)) {
				t.Fatalf("not what was written: %v", err)
			}
		}
		if n != whole.Records || whole.Kind == "" {
			t.Fatalf("%d handed on, %d counted, %q", n, whole.Records, whole.Kind)
		}
	})
}

func mustCanonical(t *testing.T, a vuln.Advisory) []byte {
	t.Helper()
	b, err := a.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
