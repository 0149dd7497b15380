package productlist_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"

	"kanmin/internal/adapter/format/productlist"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
)

// The samples are ours, written from the documented formats; makers and products are fictional.
var samples = map[productlist.Kind]string{
	productlist.CPEList:   "# vendor, product, count\r\nmihon_denki\tk1_firmware\t3\nmihon_denki\tk2\n",
	productlist.NVD:       `{"resultsPerPage":1,"format":"NVD_CPE","products":[{"cpe":{"cpeName":"cpe:2.3:o:mihon_denki:k1_firmware:1.2:*:*:*:*:*:*:*","titles":[{"title":"Mihon Denki K1 Firmware 1.2","lang":"en"}]}}]}`,
	productlist.KEV:       `{"title":"KEV","catalogVersion":"2026.01.01","vulnerabilities":[{"cveID":"CVE-2026-0001","vendorProject":"Mihon Denki","product":"K1","dateAdded":"2026-01-01"}]}`,
	productlist.CVE:       `{"dataType":"CVE_RECORD","containers":{"cna":{"affected":[{"vendor":"Mihon Denki","product":"K1","cpes":["cpe:2.3:o:mihon_denki:k1_firmware:*:*:*:*:*:*:*:*"]}]}}}`,
	productlist.CSAF:      `{"document":{"publisher":{"namespace":"https://mihon.example"}},"product_tree":{"branches":[{"category":"vendor","name":"見本電機","branches":[{"category":"product_name","name":"監視盤 K1","product":{"name":"監視盤 K1","product_id":"P1"}}]}]}}`,
	productlist.CycloneDX: `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"k1","supplier":{"name":"見本電機"},"purl":"pkg:generic/k1@1.0"}]}`,
	productlist.MyJVN: `<Result xmlns="http://jvndb.jvn.jp/myjvn/Results" xmlns:s="http://jvndb.jvn.jp/myjvn/Status"><VendorInfo xml:lang="ja"><Vendor vid="1" vname="見本電機" cpe="cpe:/:mihon_denki">
<Product pid="11" pname="監視盤 K1" cpe="cpe:/o:mihon_denki:k1_firmware"/></Vendor></VendorInfo><s:Status retCd="0" totalRes="1" totalResRet="1" firstRes="1"/></Result>`,
}

const newMyJVN = `{"jvn_product_dictionary":{"lang":"ja","vendors":[{"vendor_id":"jvnpid:1.0::m","vid":1,"vname":"見本電機","cpe":"cpe:2.3::misc","products":[{"product_id":"jvnpid:1.0::m:k1","pid":11,"pname":"監視盤 K1"}]}]},"status":{"retCd":"0"}}`

type kept struct{ n int }

func (k *kept) AddPair(string, string, int) { k.n++ }
func (k *kept) AddMaker(product.Maker)      { k.n++ }
func (k *kept) AddEntry(product.Entry)      { k.n++ }

func packed(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

func TestTheKindIsToldByTheContent(t *testing.T) {
	t.Parallel()
	for kind, s := range samples {
		for how, in := range map[string]string{"plain": s, "with a mark": "\ufeff" + s, "after blank lines": "\r\n  \n" + s, "gzip": packed(s)} {
			k := &kept{}
			f, err := productlist.Read(strings.NewReader(in), k)
			if err != nil || f.Kind != kind || f.Products == 0 || k.n != f.Products+f.Makers {
				t.Errorf("%s, %s: %+v %v, %d kept", kind, how, f, err, k.n)
			}
		}
	}
	for in, want := range map[string]int{
		newMyJVN: 1, samples[productlist.CVE] + "\n" + samples[productlist.CVE]: 2, "[" + samples[productlist.CSAF] + "," + samples[productlist.CSAF] + "]": 2,
	} {
		if f, err := productlist.Read(strings.NewReader(in), &kept{}); err != nil || f.Products != want {
			t.Errorf("%.40s: %+v %v", in, f, err)
		}
	}
}

func TestABadFileNamesThePlaceAndAddsNothing(t *testing.T) {
	t.Parallel()
	cut := packed(samples[productlist.CPEList])
	for in, want := range map[string]string{
		"a\tb\t1\nonly one column\n":                        "line 2 fault.import.unread",
		"a\tb\tmany\n":                                      "line 1 fault.import.unread",
		"a\tb\nc\t\xff\n":                                   "line 2 fault.import.unread",
		samples[productlist.CVE] + "\n{\"containers\":":     "document 2, byte",
		samples[productlist.CVE] + samples[productlist.KEV]: "document 2 fault.import.format",
		`{"what":1}`:                                        "document 1 fault.import.kind", `{]`: "document 1, byte 2 fault.import.json", "<html></html>": " fault.import.",
		`{"products":[{"cpe":{"cpeName":"no"}}]}`: "products 0 fault.import.unread", "": " fault.import.nothing", "\n\n": " fault.import.nothing", "[]": " fault.import.nothing",
		cut[:len(cut)-6]: " fault.import.broken", "\x1f\x8bno": " fault.import.broken", "\x00\x01\x02": "line 1 fault.import.unread",
	} {
		k := &kept{}
		_, err := productlist.Read(strings.NewReader(in), k)
		e, ok := errors.AsType[*fault.Error](err)
		if !ok || e.Kind != fault.Invalid && e.Kind != fault.Exceeded {
			t.Errorf("%.30q: %v", in, err)
			continue
		}
		got := " " + e.Code
		if len(e.Fields) > 0 {
			got = e.Fields[0].Path + " " + e.Fields[0].Code
		}
		if !strings.HasPrefix(got, want) || k.n != 0 {
			t.Errorf("%.30q: %q, want %q; %d kept", in, got, want, k.n)
		}
	}
}

// endless gives one letter for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestAFileIsBounded(t *testing.T) {
	t.Parallel()
	in := io.MultiReader(strings.NewReader("a\tb\t1\n#"), lines{})
	if _, err := productlist.Read(in, &kept{}); !fault.Is(err, fault.Exceeded) {
		t.Errorf("endless lines: %v", err)
	}
	if _, err := productlist.Read(io.MultiReader(strings.NewReader("a\tb"), endless{}), &kept{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("an endless line: %v", err)
	}
}

// lines gives remarks for ever.
type lines struct{}

func (lines) Read(p []byte) (int, error) {
	p = p[:min(len(p), 4096)]
	for i := range p {
		p[i] = '#'
	}
	p[0], p[len(p)-1] = '\n', '\n'
	return len(p), nil
}

func FuzzRead(f *testing.F) {
	for _, s := range samples {
		f.Add([]byte(s))
		f.Add([]byte(packed(s)))
	}
	f.Add([]byte(newMyJVN))
	f.Fuzz(func(t *testing.T, b []byte) {
		k := &kept{}
		_, err := productlist.Read(bytes.NewReader(b), k)
		if err != nil && k.n != 0 {
			t.Fatalf("refused, and %d kept", k.n)
		}
		if err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatalf("%v", err)
		}
	})
}
