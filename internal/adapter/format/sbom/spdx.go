package sbom

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	spdxjson "github.com/spdx/tools-golang/json"
	"github.com/spdx/tools-golang/spdx"
	"github.com/spdx/tools-golang/tagvalue"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/bill"
)

func spdxJSON(data []byte) (bill.Bill, error) {
	doc, err := spdxjson.Read(bytes.NewReader(data))
	if err != nil {
		return bill.Bill{}, jsonFault(data, err)
	}
	return spdxBill(doc)
}

var spdxVersion = regexp.MustCompile(`(?m)^[ \t]*SPDXVersion:[ \t]*(\S+)`)

func spdxTags(data []byte) (bill.Bill, error) {
	version := ""
	if m := spdxVersion.FindSubmatch(data); m != nil {
		version = string(m[1])
	}
	if !slices.Contains(spdxVersions, version) {
		return bill.Bill{}, billFault("fault.bill.version", "SPDXVersion", "text", version, "known", strings.Join(spdxVersions, ", "))
	}
	if at := tooMany(data); at > 0 {
		return bill.Bill{}, billFault("fault.bill.many", strconv.Itoa(at), "limit", sheet.Number(bill.MostParts))
	}
	doc, err := tagvalue.Read(bytes.NewReader(data))
	if err != nil {
		return bill.Bill{}, billFault("fault.bill.type", clip(err.Error()))
	}
	return spdxBill(doc)
}

// tooMany is the line of the first package that is one too many, 0 where there is none.
func tooMany(data []byte) int {
	row, n := 0, 0
	for l := range bytes.Lines(data) {
		row++
		if bytes.HasPrefix(bytes.TrimLeft(l, " \t"), []byte("PackageName:")) {
			if n++; n > bill.MostParts {
				return row
			}
		}
	}
	return 0
}

func spdxBill(doc *spdx.Document) (bill.Bill, error) {
	b := parts{Bill: bill.Bill{Standard: doc.SPDXVersion, Serial: doc.DocumentNamespace, Name: doc.DocumentName}}
	if doc.CreationInfo != nil {
		b.Made = doc.CreationInfo.Created
	}
	tops := described(doc)
	for i, p := range doc.Packages {
		if p == nil {
			continue
		}
		one := spdxPart(p, i)
		one.Top = tops[one.Ref]
		if _, err := b.add(one); err != nil {
			return bill.Bill{}, err
		}
	}
	if err := b.hold(doc); err != nil {
		return bill.Bill{}, err
	}
	return b.done()
}

func spdxPart(p *spdx.Package, i int) bill.Part {
	one := bill.Part{At: "packages[" + strconv.Itoa(i) + "]", In: -1, Ref: string(p.PackageSPDXIdentifier), Type: p.PrimaryPackagePurpose, Name: p.PackageName, Version: asserted(p.PackageVersion)}
	if one.Ref != "" {
		one.Ref = "SPDXRef-" + strings.TrimPrefix(one.Ref, "SPDXRef-")
	}
	if s := p.PackageSupplier; s != nil {
		one.Maker = asserted(s.Supplier)
	}
	if o := p.PackageOriginator; o != nil && one.Maker == "" {
		one.Maker = asserted(o.Originator)
	}
	for _, x := range p.PackageExternalReferences {
		switch {
		case x == nil:
		case x.RefType == "purl" && one.PURL == "":
			one.PURL = x.Locator
		case x.RefType == "cpe23Type" || x.RefType == "cpe22Type":
			one.CPEs = append(one.CPEs, x.Locator)
		}
	}
	return one
}

// asserted is a text that says something.
func asserted(s string) string {
	if s = strings.TrimSpace(s); s == "NOASSERTION" || s == "NONE" {
		return ""
	}
	return s
}

// described are the packages that the document is about.
func described(doc *spdx.Document) map[string]bool {
	tops := map[string]bool{}
	for _, r := range doc.Relationships {
		switch {
		case r == nil:
		case r.Relationship == "DESCRIBES":
			tops["SPDXRef-"+string(r.RefB.ElementRefID)] = true
		case r.Relationship == "DESCRIBED_BY":
			tops["SPDXRef-"+string(r.RefA.ElementRefID)] = true
		}
	}
	return tops
}

// hold says which part holds which. Parts that hold one another in a ring are a fault that names one of them.
func (b *parts) hold(doc *spdx.Document) error {
	for _, r := range doc.Relationships {
		if r == nil || r.Relationship != "CONTAINS" && r.Relationship != "CONTAINED_BY" {
			continue
		}
		outer, inner := "SPDXRef-"+string(r.RefA.ElementRefID), "SPDXRef-"+string(r.RefB.ElementRefID)
		if r.Relationship == "CONTAINED_BY" {
			outer, inner = inner, outer
		}
		o, known := b.at[outer]
		i, also := b.at[inner]
		if known && also && b.Parts[i].In < 0 {
			b.Parts[i].In = o
		}
	}
	free := make([]bool, len(b.Parts)) // those from which a way leads out
	for i := range b.Parts {
		var way []int
		for n := i; n >= 0 && !free[n]; n = b.Parts[n].In {
			if way = append(way, n); len(way) > len(b.Parts) || b.Parts[n].In == n {
				return billFault("fault.bill.ring", b.Parts[n].At, "text", b.Parts[n].Ref)
			}
		}
		for _, n := range way {
			free[n] = true
		}
	}
	return nil
}
