package sbom_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kanmin/internal/adapter/format/sbom"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/bill"
)

// asked reads a bill as the house would have it from the child.
func asked(data []byte) (bill.Bill, error) {
	b, err := sbom.Read(data)
	if err != nil {
		return b, err
	}
	var out bytes.Buffer
	w := sheet.NewWriter(&out)
	if err := errors.Join(w.Book(sheet.Book{Kind: sheet.Bill}), w.Sheet(sheet.Sheet{}), sheet.BillRows(b, w.Row), w.End(nil)); err != nil {
		return b, err
	}
	book, err := sheet.Collect(&out)
	if err != nil {
		return b, err
	}
	return sheet.BillOf(book)
}

// Each standard in each of its forms is read into the same parts.
func TestABillIsReadInEveryForm(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"server.cdx.json": {
			"CycloneDX 1.6 urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79 1 監視サーバー1号", "metadata.component device 監視サーバー1号 RX-200 サンプル電機株式会社", "components[0] os SampleOS Server 12.4.1 サンプル電機株式会社", "components[1] application 髙﨑SCADA 7.0 髙﨑制御",
			"components[1].components[0] library sampletls 3.0.9 ", "components[1].components[1] library sample-ui 5.1 sample", "components[2] middleware SampleDB 15.2 Sample Data", "components[3] application 監視エージェント 1.0 ",
			"components[4] firmware RX-200 BMC 4.2 sample denki", "components[5] other scada.conf  ",
		},
		"gateway.cdx.xml": {
			"CycloneDX 1.4 urn:uuid:0f0e9f52-6a24-4bd1-9a9e-3f3c9b7d0a11 3 GW-50", "metadata/component device GW-50 B サンプル通信機", "components/component[1] firmware GW-50 Firmware 3.1 サンプル通信機", "components/component[1]/components/component[1] library samplessl 1.1 ",
		},
		"server.spdx.json": {
			"SPDX-2.3 https://sbom.example.jp/server-2/8c1f 0 監視サーバー2号", "packages[0] device 監視サーバー2号 RX-200 サンプル電機", "packages[1] os SampleOS Server 12.4.1 サンプル電機", "packages[2] library sampletls 3.0.9 ", "packages[3] untold nobody  ",
		},
		"server.spdx": {"SPDX-2.3 https://sbom.example.jp/server-3/11aa 0 監視サーバー3号", "packages[0] application SampleSCADA 7.0 サンプル制御"},
	} {
		data, err := os.ReadFile(filepath.Join("testdata", name)) //nolint:gosec // our own
		if err != nil {
			t.Fatal(err)
		}
		b, err := asked(append([]byte("\xef\xbb\xbf"), data...))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := []string{fmt.Sprintf("%s %s %d %s", b.Standard, b.Serial, b.Version, b.Name)}
		for _, p := range b.Parts {
			got = append(got, strings.Join([]string{p.At, string(p.Group()), p.Name, p.Version, p.Maker}, " "))
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if name == "server.spdx.json" && (len(b.Parts[1].CPEs) != 2 || b.Parts[2].In != 1 || b.Machine(2) != "監視サーバー2号") {
			t.Errorf("%+v", b.Parts)
		}
	}
}

func cyclones(spec, members string) string {
	return `{"bomFormat":"CycloneDX","specVersion":"` + spec + `","version":1,` + members + `}`
}

// What is no bill, or more than one may be, gets a sentence with its place.
func TestABadBillGetsASentenceWithItsPlace(t *testing.T) {
	t.Parallel()
	many := func(n int) string {
		return cyclones("1.6", `"components":[`+strings.Repeat(`{"type":"library","name":"x"},`, n-1)+`{"type":"library","name":"x"}]`)
	}
	deep := func(n int) string {
		return cyclones("1.5", `"components":[`+strings.Repeat(`{"type":"library","name":"x","components":[`, n)+strings.Repeat(`]}`, n)+`]`)
	}
	spdx := func(members string) string {
		return `{"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT","name":"x","documentNamespace":"https://e.example/x","creationInfo":{"created":"2026-01-01T00:00:00Z","creators":["Tool: x"]},` + members + `}`
	}
	pack := func(id string) string {
		return `{"SPDXID":"SPDXRef-` + id + `","name":"` + id + `","downloadLocation":"NOASSERTION"}`
	}
	for name, one := range map[string]struct{ data, code, at string }{
		"a sentence":              {"hello", "fault.bill.kind", ""},
		"other JSON":              {`{"a":1}`, "fault.bill.kind", ""},
		"a list":                  {`[1,2]`, "fault.bill.type", " (1:"},
		"an archive":              {"PK\x03\x04", "fault.bill.zip", ""},
		"a page":                  {"<html><body/></html>", "fault.bill.kind", ""},
		"cut off":                 {"{\"bomFormat\":\"CycloneDX\",\n\"components\":[", "fault.bill.syntax", "2:15"},
		"a comma too many":        {"{\"bomFormat\":\"CycloneDX\",\n\"components\":[{},]}", "fault.bill.syntax", "2:18"},
		"a list that is a text":   {cyclones("1.6", `"components":"x"`), "fault.bill.type", "components (1:"},
		"a version of tomorrow":   {cyclones("2.0", `"components":[]`), "fault.bill.version", "specVersion"},
		"a version that is none":  {`{"bomFormat":"CycloneDX","specVersion":1.6}`, "fault.bill.version", "specVersion"},
		"without a part":          {cyclones("1.6", `"components":[]`), "fault.bill.empty", ""},
		"100,000 parts":           {many(100_000), "fault.bill.many", "components[20000]"},
		"deep":                    {deep(40), "fault.bill.deep", "components[0].components[0]"},
		"very deep":               {deep(200_000), "fault.bill.deep", "components[0].components[0]"},
		"brackets":                {strings.Repeat("[", 1_000_000), "fault.bill.deep", ""},
		"the same reference":      {cyclones("1.4", `"components":[{"type":"library","bom-ref":"a","name":"x"},{"type":"library","name":"y","components":[{"type":"library","bom-ref":"a","name":"z"}]}]`), "fault.bill.twice", "components[1].components[0]"},
		"a long name":             {cyclones("1.6", `"components":[{"type":"library","name":"`+strings.Repeat("あ", 400)+`"}]`), "fault.bill.text", "components[0]"},
		"an entity bomb":          {`<?xml version="1.0"?><!DOCTYPE bom [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><bom xmlns="http://cyclonedx.org/schema/bom/1.4">&b;</bom>`, "fault.bill.doctype", "1:"},
		"an entity":               {`<bom xmlns="http://cyclonedx.org/schema/bom/1.4">&b;</bom>`, "fault.bill.syntax", "1"},
		"another namespace":       {`<bom xmlns="http://example.jp/"/>`, "fault.bill.kind", ""},
		"XML of tomorrow":         {`<bom xmlns="http://cyclonedx.org/schema/bom/3.0"/>`, "fault.bill.version", "xmlns"},
		"deep XML":                {`<bom xmlns="http://cyclonedx.org/schema/bom/1.6">` + strings.Repeat("<components><component>", 100_000), "fault.bill.deep", "1:"},
		"100,000 parts of XML":    {`<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>` + strings.Repeat("<component type=\"library\"><name>x</name></component>\n", 100_000) + `</components></bom>`, "fault.bill.many", "20001:"},
		"SPDX 3":                  {`{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[]}`, "fault.bill.spdx3", "@context"},
		"SPDX of tomorrow":        {`{"spdxVersion":"SPDX-9.9"}`, "fault.bill.version", "spdxVersion"},
		"SPDX with 100,000 parts": {spdx(`"packages":[` + strings.Repeat(pack("a")+",", 99_999) + pack("a") + `]`), "fault.bill.many", "packages[20000]"},
		"SPDX in a ring": {
			spdx(`"packages":[` + pack("a") + "," + pack("b") + `],"relationships":[{"spdxElementId":"SPDXRef-a","relationshipType":"CONTAINS","relatedSpdxElement":"SPDXRef-b"},{"spdxElementId":"SPDXRef-b","relationshipType":"CONTAINS","relatedSpdxElement":"SPDXRef-a"}]`), "fault.bill.ring", "packages[",
		},
		"SPDX with a name twice": {spdx(`"packages":[` + pack("a") + "," + pack("a") + `]`), "fault.bill.twice", "packages[1]"},
		"tags of tomorrow":       {"SPDXVersion: SPDX-4.0\n", "fault.bill.version", "SPDXVersion"},
		"tags that are none":     {"SPDXVersion: SPDX-2.3\nwhat is this\n", "fault.bill.type", ""},
		"100,000 tags":           {"SPDXVersion: SPDX-2.3\n" + strings.Repeat("PackageName: x\n", 100_000), "fault.bill.many", "20002"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := asked([]byte(one.data))
			f, ok := errors.AsType[*sheet.Fault](err)
			if !ok || f.Code != one.code {
				t.Fatalf("%v, want %s", err, one.code)
			}
			if at := f.Args["at"]; !strings.HasPrefix(at, one.at) {
				t.Errorf("at %q, want %q", at, one.at)
			}
		})
	}
}

// The document that says again what it is about, and one whose parts depend on each other in a ring, are good ones.
func TestAnUnusualBillIsRead(t *testing.T) {
	t.Parallel()
	for _, members := range []string{
		`"metadata":{"component":{"type":"application","bom-ref":"a","name":"x","version":"1"}},"components":[{"type":"application","bom-ref":"a","name":"x","version":"1"}]`,
		`"components":[{"type":"library","bom-ref":"a","name":"x"}],"dependencies":[{"ref":"a","dependsOn":["a"]}]`,
	} {
		if b, err := asked([]byte(cyclones("1.6", members))); err != nil || len(b.Parts) != 1 {
			t.Errorf("%v %+v", err, b)
		}
	}
}

func FuzzBill(f *testing.F) {
	list, err := filepath.Glob("testdata/*.*")
	if err != nil || len(list) == 0 {
		f.Fatal(err, list)
	}
	for _, name := range list {
		data, err := os.ReadFile(name) //nolint:gosec // our own
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := asked(data)
		if err != nil {
			if _, ok := errors.AsType[*sheet.Fault](err); !ok {
				t.Fatalf("%v is no sentence", err)
			}
			return
		}
		if !b.Sound() || len(b.Parts) == 0 {
			t.Fatalf("%+v", b)
		}
		for i := range b.Parts {
			_ = b.Machine(i)
			if p := b.Parts[i]; p.At == "" {
				t.Fatalf("%+v has no place", p)
			}
		}
	})
}
