// Package cpe reads CPE names (NISTIR 7695: formatted strings 2.3 and URIs 2.2) and dictionaries of
// them. Everything comes back unescaped and in lower case.
package cpe

import (
	"net/url"
	"strings"
)

// Name is the part of a CPE name that identifies a product.
type Name struct {
	Part    string // "a", "o", "h"; empty or "*" when any
	Vendor  string
	Product string
	Version string // as written, unescaped; "*" any, "-" not applicable
}

// Pair is "vendor:product".
func (n Name) Pair() string { return n.Vendor + ":" + n.Product }

// Parse reads a CPE name of either form; ok is false when vendor or product is missing, a wildcard, or
// the text is no CPE name. Colons that are escaped do not separate.
func Parse(s string) (n Name, ok bool) {
	switch {
	case len(s) > 2000:
		return Name{}, false
	case strings.HasPrefix(s, "cpe:2.3:"):
		f := split(s[len("cpe:2.3:"):])
		n = Name{Part: at(f, 0), Vendor: unquote(at(f, 1)), Product: unquote(at(f, 2)), Version: unquote(at(f, 3))}
	case strings.HasPrefix(s, "cpe:/"):
		f := strings.Split(s[len("cpe:/"):], ":")
		n = Name{Part: at(f, 0), Vendor: percent(at(f, 1)), Product: percent(at(f, 2)), Version: percent(at(f, 3))}
	default:
		return Name{}, false
	}
	n.Vendor, n.Product = strings.ToLower(n.Vendor), strings.ToLower(n.Product)
	return n, named(n.Vendor) && named(n.Product)
}

// Vendor reads the vendor of a name that may lack a product, as MyJVN gives for makers.
func Vendor(s string) string {
	n, _ := Parse(s)
	if !named(n.Vendor) || n.Vendor == "misc" { // MyJVN's name for makers without a CPE vendor
		return ""
	}
	return n.Vendor
}

func named(s string) bool { return s != "" && s != "*" && s != "-" }

func at(f []string, i int) string {
	if i < len(f) {
		return f[i]
	}
	return ""
}

// split cuts at colons that no backslash escapes.
func split(s string) []string {
	var out []string
	start := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ':':
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

func unquote(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func percent(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}
