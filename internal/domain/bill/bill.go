// Package bill is what a bill of materials (SBOM, ソフトウェア部品表) says, and what rows of 機器台帳 it proposes. The standards (CycloneDX, SPDX) are
// read elsewhere; here a bill is a list of parts, each with the place at which it stands in its document.
package bill

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

// MostParts is how many parts a document has at most, and most* bound what is said of one.
const (
	MostParts = 20_000
	mostCodes = 40
	longest   = 2000
)

// Bill is one document.
type Bill struct {
	Standard string `json:"standard"` // CycloneDX 1.6, SPDX-2.3
	Serial   string `json:"serial,omitempty"`
	Version  int    `json:"version,omitempty"`
	Name     string `json:"name,omitempty"` // what it is about
	Made     string `json:"made,omitempty"` // when, as the document says
	Parts    []Part `json:"parts"`
}

// Part is a component (CycloneDX) or package (SPDX).
type Part struct {
	At      string   `json:"at"` // components[3].components[0]
	Top     bool     `json:"top,omitempty"`
	In      int      `json:"in"` // the part that holds it, -1 for none
	Ref     string   `json:"ref,omitempty"`
	Type    string   `json:"type,omitempty"` // in the words of the standard, in lower case
	Name    string   `json:"name,omitempty"`
	Version string   `json:"version,omitempty"`
	Maker   string   `json:"maker,omitempty"`
	PURL    string   `json:"purl,omitempty"`
	CPEs    []string `json:"cpes,omitempty"`
}

// Group is a kind of parts that is taken together, or left.
type Group string

// The groups.
const (
	Application Group = "application"
	System      Group = "os"
	Middleware  Group = "middleware"
	Device      Group = "device"
	Firmware    Group = "firmware"
	Container   Group = "container"
	Library     Group = "library"
	Untold      Group = "untold" // the document does not say what it is
	Other       Group = "other"  // data, files: never a product
)

// Groups are those that can be taken; Usual those that are unless somebody says otherwise. 届出 is about products (S3): libraries are parts of one.
func Groups() []Group {
	return []Group{Device, System, Firmware, Middleware, Application, Container, Library, Untold}
}

// Usual is what is taken by default.
func Usual() []Group { return Groups()[:6] }

// Known reports whether a group can be taken.
func (g Group) Known() bool { return slices.Contains(Groups(), g) }

// Group is what a part is; the top one of which nothing is said is the application that the document is about.
func (p Part) Group() Group {
	switch p.Type {
	case "application", "install":
		return Application
	case "operating-system":
		return System
	case "platform":
		return Middleware
	case "device":
		return Device
	case "firmware":
		return Firmware
	case "container":
		return Container
	case "library", "framework", "device-driver", "source":
		return Library
	case "", "other":
		if p.Top {
			return Application
		}
		return Untold
	}
	return Other
}

// Sound reports whether a bill is one that a reader of ours could have made: it comes back from pages.
func (b Bill) Sound() bool {
	if len(b.Parts) > MostParts || len(b.Standard) > longest || len(b.Serial) > longest || len(b.Name) > longest || len(b.Made) > longest {
		return false
	}
	for i, p := range b.Parts {
		if p.In < -1 || p.In >= len(b.Parts) || p.In == i || len(p.CPEs) > mostCodes {
			return false
		}
		for _, s := range append([]string{p.At, p.Ref, p.Type, p.Name, p.Version, p.Maker, p.PURL}, p.CPEs...) {
			if len(s) > longest {
				return false
			}
		}
	}
	return true
}

// Tidy cuts what is said of a part down to what is kept of one: texts without space around them, codes once.
func (p *Part) Tidy() {
	for _, s := range []*string{&p.Ref, &p.Type, &p.Name, &p.Version, &p.Maker, &p.PURL} {
		*s = strings.TrimSpace(*s)
	}
	p.Type = strings.ToLower(strings.ReplaceAll(p.Type, "_", "-"))
	var codes []string
	for _, c := range p.CPEs {
		if c = strings.TrimSpace(c); c != "" && !slices.Contains(codes, c) && len(codes) < mostCodes {
			codes = append(codes, c)
		}
	}
	p.CPEs = codes
}

// Link names a part for good: a BOM-Link (CycloneDX), or what SPDX calls an external reference. It is empty where the document has no serial number, or the part no
// name of its own within it.
func (b Bill) Link(p Part) string {
	switch {
	case b.Serial == "" || p.Ref == "":
		return ""
	case strings.HasPrefix(b.Serial, "urn:uuid:"):
		return "urn:cdx:" + strings.TrimPrefix(b.Serial, "urn:uuid:") + "/" + strconv.Itoa(max(1, b.Version)) + "#" + p.Ref
	}
	return b.Serial + "#" + p.Ref
}

// Linked takes a link apart: the document whatever its version, the version, the part.
func Linked(link string) (serial string, version int, ref string) {
	head, ref, _ := strings.Cut(link, "#")
	rest, cdx := strings.CutPrefix(head, "urn:cdx:")
	if !cdx {
		return head, 0, ref
	}
	serial, v, _ := strings.Cut(rest, "/")
	version, _ = strconv.Atoi(v)
	return "urn:uuid:" + serial, version, ref
}

// Plain is a package URL without version, qualifiers and path: what stays when a part is updated.
func Plain(purl string) string {
	p, _, _ := strings.Cut(purl, "?")
	p, _, _ = strings.Cut(p, "#")
	if i := strings.LastIndexByte(p, '@'); i > strings.LastIndexByte(p, '/') {
		p = p[:i]
	}
	return p
}

// Machine is the machine on which a part runs: the device that holds it, else the one that the document is about.
func (b Bill) Machine(i int) string {
	for n := 0; i >= 0 && i < len(b.Parts) && n < len(b.Parts); n++ {
		if b.Parts[i].Group() == Device {
			return b.Parts[i].Name
		}
		i = b.Parts[i].In
	}
	return b.About()
}

// Earlier is the machine in a facility to which the same document was taken before, where there is one alone and the document names no several machines.
func (b Bill) Earlier(facility ident.Object, items []asset.Item) (machine string) {
	if b.Serial == "" || b.Count()[Device] > 1 {
		return ""
	}
	for _, i := range items {
		link := i.Text(asset.Bom)
		if serial, _, _ := Linked(link); i.Facility != facility || link == "" || serial != b.Serial {
			continue
		}
		if now := i.Text(asset.Machine); machine == "" {
			machine = now
		} else if key(machine) != key(now) {
			return ""
		}
	}
	return machine
}

// About is what the document is about.
func (b Bill) About() string {
	for _, p := range b.Parts {
		if p.Top {
			return p.Name
		}
	}
	return b.Name
}

// Count is how many parts there are of each group.
func (b Bill) Count() map[Group]int {
	n := map[Group]int{}
	for _, p := range b.Parts {
		n[p.Group()]++
	}
	return n
}

func key(s string) string { return text.Key(strings.TrimSpace(s)) }
