// Package product owns what a filed product is: one identity behind every way of writing its
// name (名寄せ), with the makers, names and codes that outside registers know it by.
//
// A CPE cannot be the key: several Japanese makers have none, one product often has several, and
// registers rename them. The key is our own ID; everything else is an alias with its origin.
package product

import "strings"

// ID is our own identity of a product: "maker/name" of the shipped dictionary, or "cpe/vendor/product"
// and the like for what an import brought. It is stable and never shown to people.
type ID string

// MakerID is our own identity of a maker (製造者・供給者).
type MakerID string

// Origin says where a name or a code came from.
type Origin string

// The origins.
const (
	Shipped   Origin = "shipped"   // the dictionary in the binary
	CPE       Origin = "cpe"       // a CPE dictionary
	KEV       Origin = "kev"       // the catalogue of exploited vulnerabilities
	CVE       Origin = "cve"       // a CVE record's affected entries
	CSAF      Origin = "csaf"      // a CSAF product tree
	CycloneDX Origin = "cyclonedx" // an SBOM
	MyJVN     Origin = "myjvn"     // the MyJVN product dictionary
	Person    Origin = "person"    // somebody confirmed it
)

// Use says how a name is used.
type Use string

// The uses.
const (
	Official    Use = "official"
	Alias       Use = "alias"
	Former      Use = "former"      // 旧称
	Distributor Use = "distributor" // 販売会社の呼び方
)

// Name is one way of writing a maker or a product.
type Name struct {
	Text   string
	Lang   string // "ja", "en", "kana"; empty when the origin does not say
	Use    Use
	Origin Origin
	On     string // YYYY-MM-DD the name was learnt; empty when the origin gives none
}

// Scheme is a register of product codes.
type Scheme string

// The schemes.
const (
	SchemeCPE  Scheme = "cpe"  // "vendor:product", lower case, unescaped
	SchemeJVN  Scheme = "jvn"  // jvnpid, or "vid:pid" of the older MyJVN generation
	SchemePURL Scheme = "purl" // package URL without version
	SchemeCSAF Scheme = "csaf" // "publisher|product_id"
)

// Code is a product's key in an outside register.
type Code struct {
	Scheme Scheme
	Value  string
	// Runs marks a code of what the product runs rather than of the product itself: a FortiGate
	// runs fortinet:fortios. An advisory for it concerns the machine too.
	Runs   bool
	Origin Origin
}

// Maker is who makes products, under all its names.
type Maker struct {
	ID      MakerID
	Names   []Name
	Vendors []string // CPE vendors
	JVN     string   // MyJVN vid, empty when not known
	// Sells marks a distributor or integrator (販売会社): its name beside a product does not say who made it.
	Sells bool
}

// Identity is one product under all its names.
type Identity struct {
	ID    ID
	Maker MakerID
	Names []Name
	Codes []Code
	Count int // how often registers name it: 0 when not known
}

// Entry is what an import says about one product: the codec's answer, before it is joined with the
// identity that already stands for it.
type Entry struct {
	Maker  []Name // the maker's names, the best first; may be empty
	Names  []Name // the product's names, the best first
	Codes  []Code
	Vendor string // MyJVN vid of the maker, empty when not known
	Count  int
	Origin Origin
}

// Pair splits a CPE code "vendor:product"; ok is false when either half is empty.
func Pair(code string) (vendor, name string, ok bool) {
	vendor, name, ok = strings.Cut(code, ":")
	return vendor, name, ok && vendor != "" && name != ""
}
