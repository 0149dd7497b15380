package advisory

import (
	"bytes"
	"strings"

	"kanmin/internal/adapter/format/feed"
)

// Kind is what a feed is.
type Kind string

// The kinds.
const (
	KEV  Kind = "kev"  // the catalogue of exploited vulnerabilities, CISA
	CVE  Kind = "cve"  // CVE records, format 5
	NVD  Kind = "nvd"  // the NVD's answers and files, format 2.0
	CSAF Kind = "csaf" // CSAF 2.0 and 2.1, VEX too
	JVN  Kind = "jvn"  // JVN iPedia: JVNDBRSS and VULDEF of either generation
	OSV  Kind = "osv"
	EPSS Kind = "epss" // EPSS scores of a day, CSV
)

// strangers are files that are no feed, by their first bytes, with the sentence that says what to do.
var strangers = []struct{ head, code string }{
	{"PK\x03\x04", "fault.feed.zip"},
	{"PK\x05\x06", "fault.feed.zip"},
	{"BZh", "fault.feed.packed"},
	{"\xfd7zXZ\x00", "fault.feed.packed"},
	{"7z\xbc\xaf\x27\x1c", "fault.feed.packed"},
	{"\x28\xb5\x2f\xfd", "fault.feed.packed"},
	{"\x1f\x8b", "fault.feed.gzip"},
	{"%PDF", "fault.feed.pdf"},
	{"\xd0\xcf\x11\xe0", "fault.feed.office"},
	{"\xff\xfe", "fault.feed.utf16"},
	{"\xfe\xff", "fault.feed.utf16"},
	{"-----BEGIN PGP", "fault.feed.signature"},
}

const tarMark = 257 // where a tar file says that it is one

// stranger is the sentence for what is no feed; "" when nothing speaks against it.
func stranger(head []byte) string {
	for _, s := range strangers {
		if bytes.HasPrefix(head, []byte(s.head)) {
			return s.code
		}
	}
	if len(head) > tarMark+5 && string(head[tarMark:tarMark+5]) == "ustar" {
		return "fault.feed.packed"
	}
	text := strings.ToLower(string(bytes.TrimLeft(head[:min(len(head), 512)], " \t\r\n")))
	for _, mark := range []string{"<!doctype html", "<html", "<head", "<body", "<title"} {
		if strings.HasPrefix(text, mark) {
			return "fault.feed.html"
		}
	}
	if strings.HasPrefix(text, "<?xml") && (strings.Contains(text, "<html") || strings.Contains(text, "<!doctype html")) {
		return "fault.feed.html"
	}
	return ""
}

// foreign are documents that are known and not read here, by a member that only they have.
var foreign = map[string]string{
	"CVE_Items":              "fault.feed.nvd1",  // NVD 1.1, retired
	"CVE_data_meta":          "fault.feed.cve4",  // CVE record format 4, retired
	"bomFormat":              "fault.feed.sbom",  // CycloneDX
	"spdxVersion":            "fault.feed.sbom",  // SPDX
	"jvn_product_dictionary": "fault.feed.names", // products of MyJVN
	"products":               "fault.feed.names", // products of the NVD, unless something else says more
}

// ahead is how far is looked for what a document is.
const ahead = 256 << 10

// signs are members by which a document is known.
var signs = map[string]Kind{
	"containers": CVE, "cveMetadata": CVE,
	"document":       CSAF,
	"catalogVersion": KEV,
	"resultsPerPage": NVD,
	"feed":           JVN, "jvndb-datafeed": JVN, "jvn_extension": JVN, "objects": JVN,
	"schema_version": OSV, "affected": OSV,
}

// kindOf tells a JSON document by the members that stand in its beginning. What it says of none is a fault with a sentence.
func kindOf(at feed.Place, head []byte) (Kind, error) {
	seen := map[string]bool{}
	inner := map[string]bool{} // of the first of vulnerabilities
	j := feed.Within(at.File, head)
	_ = j.Object(func(name string) error { // it ends where the beginning ends
		seen[name] = true
		if name != "vulnerabilities" {
			return nil
		}
		return j.List(func(n int) error {
			if n > 0 {
				return nil
			}
			return j.Object(func(name string) error { inner[name] = true; return nil })
		})
	})
	switch {
	case seen["resultsPerPage"] && seen["products"]:
		return "", at.Fault("fault.feed.names")
	case inner["cveID"]:
		return KEV, nil
	case seen["document"] && bytes.Contains(head, []byte(`"myjvn_security_advisory"`)):
		return JVN, nil
	case inner["product_status"] || inner["cwe"] || inner["cwes"]:
		return CSAF, nil
	}
	for _, k := range []Kind{CVE, KEV, NVD, JVN, CSAF, OSV} {
		for name, kind := range signs {
			if kind == k && seen[name] {
				return k, nil
			}
		}
	}
	switch {
	case inner["cve"]:
		return NVD, nil
	case seen["id"] && seen["modified"]:
		return OSV, nil
	case seen["status"]:
		return JVN, nil // an answer that says why there is none
	}
	for name, code := range foreign {
		if seen[name] {
			return "", at.Fault(code)
		}
	}
	return "", at.Fault("fault.feed.kind")
}
