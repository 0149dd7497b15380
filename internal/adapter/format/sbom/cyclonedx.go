package sbom

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/bill"
)

const cycloneSpace = "http://cyclonedx.org/schema/bom/"

func cycloneJSON(data []byte) (bill.Bill, error) {
	var b cdx.BOM
	if err := cdx.NewBOMDecoder(bytes.NewReader(data), cdx.BOMFileFormatJSON).Decode(&b); err != nil {
		return bill.Bill{}, jsonFault(data, err)
	}
	return cyclone(&b, func(at string, i int) string { return strings.TrimPrefix(at+".components["+strconv.Itoa(i)+"]", ".") }, "metadata.component")
}

func cycloneXML(data []byte) (bill.Bill, error) {
	if err := scanXML(data); err != nil {
		return bill.Bill{}, err
	}
	var b cdx.BOM
	if err := cdx.NewBOMDecoder(bytes.NewReader(data), cdx.BOMFileFormatXML).Decode(&b); err != nil {
		return bill.Bill{}, xmlFault(err)
	}
	return cyclone(&b, func(at string, i int) string {
		return strings.TrimPrefix(at+"/components/component["+strconv.Itoa(i+1)+"]", "/")
	}, "metadata/component")
}

// cyclone is a document of CycloneDX; place names the parts below a part.
func cyclone(doc *cdx.BOM, place func(at string, i int) string, top string) (bill.Bill, error) {
	b := parts{Bill: bill.Bill{Standard: "CycloneDX " + doc.SpecVersion.String(), Serial: doc.SerialNumber, Version: doc.Version}}
	w := cyclonePlaces{&b, place}
	if m := doc.Metadata; m != nil {
		b.Made = m.Timestamp
		if m.Component != nil {
			b.Name = m.Component.Name
			p := cyclonePart(*m.Component, top, -1)
			if p.Top = true; p.Maker == "" {
				p.Maker = first(entity(m.Manufacturer), entity(m.Manufacture), entity(m.Supplier))
			}
			at, err := b.add(p)
			if err == nil {
				err = w.below(m.Component.Components, top, at)
			}
			if err != nil {
				return bill.Bill{}, err
			}
		}
	}
	if err := w.below(doc.Components, "", -1); err != nil {
		return bill.Bill{}, err
	}
	return b.done()
}

type cyclonePlaces struct {
	b     *parts
	place func(string, int) string
}

// below takes parts with those that they hold; how deep they lie was looked at before.
func (w cyclonePlaces) below(list *[]cdx.Component, at string, in int) error {
	if list == nil {
		return nil
	}
	for i, c := range *list {
		here := w.place(at, i)
		n, err := w.b.add(cyclonePart(c, here, in))
		if err == nil {
			err = w.below(c.Components, here, n)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func cyclonePart(c cdx.Component, at string, in int) bill.Part {
	p := bill.Part{At: at, In: in, Ref: c.BOMRef, Type: string(c.Type), Name: c.Name, Version: c.Version, PURL: c.PackageURL, CPEs: []string{c.CPE}}
	p.Maker = first(entity(c.Manufacturer), entity(c.Supplier), c.Publisher, c.Group)
	if c.Evidence != nil && c.Evidence.Identity != nil && c.Evidence.Identity.Identities != nil {
		for _, e := range *c.Evidence.Identity.Identities { // scanners write further names there
			if e.Field == cdx.EvidenceIdentityFieldTypeCPE && e.ConcludedValue != "" {
				p.CPEs = append(p.CPEs, e.ConcludedValue)
			}
		}
	}
	return p
}

func entity(e *cdx.OrganizationalEntity) string {
	if e == nil {
		return ""
	}
	return strings.TrimSpace(e.Name)
}

func first(list ...string) string {
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}

// scanXML goes through a document without keeping it: declarations, depth, number of parts, namespace.
func scanXML(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	depth, parts := 0, 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return xmlFault(err)
		}
		row, col := d.InputPos()
		at := strconv.Itoa(row) + ":" + strconv.Itoa(col)
		switch t := t.(type) {
		case xml.Directive:
			return billFault("fault.bill.doctype", at)
		case xml.EndElement:
			depth--
		case xml.StartElement:
			depth++
			switch {
			case depth == 1:
				if err := root(t); err != nil {
					return err
				}
			case depth > billDepth:
				return billFault("fault.bill.deep", at, "limit", strconv.Itoa(billDepth))
			case t.Name.Local == "component":
				if parts++; parts > bill.MostParts {
					return billFault("fault.bill.many", at, "limit", sheet.Number(bill.MostParts))
				}
			}
		}
	}
}

// root judges the outermost element.
func root(t xml.StartElement) error {
	version, ours := strings.CutPrefix(t.Name.Space, cycloneSpace)
	switch {
	case t.Name.Local != "bom" || !ours:
		return &sheet.Fault{Code: "fault.bill.kind"}
	case !slices.Contains(cycloneVersions, version):
		return billFault("fault.bill.version", "xmlns", "text", version, "known", strings.Join(cycloneVersions, ", "))
	}
	return nil
}

func xmlFault(err error) error {
	if s, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return billFault("fault.bill.syntax", strconv.Itoa(s.Line))
	}
	return billFault("fault.bill.type", clip(err.Error()))
}
