// Package wfn reads and compares well-formed names of products: CPE 2.3 (NIST IR 7695 for names, NIST IR 7696 for
// comparing them).
package wfn

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// Longest is how long a name may be, in bytes.
const Longest = 2000

// Name is a well-formed name. The zero value is "any product of anybody".
type Name struct {
	Part      Value // "a" application, "o" operating system, "h" hardware
	Vendor    Value
	Product   Value
	Version   Value
	Update    Value
	Edition   Value
	Language  Value
	SWEdition Value
	TargetSW  Value
	TargetHW  Value
	Other     Value
}

// Attributes are the values in the order in which they are written.
func (n Name) Attributes() [11]Value {
	return [11]Value{n.Part, n.Vendor, n.Product, n.Version, n.Update, n.Edition, n.Language, n.SWEdition, n.TargetSW, n.TargetHW, n.Other}
}

func named(a [11]Value) Name {
	return Name{a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10]}
}

// Pair is "vendor:product" without escapes, the key under which dictionaries know a product; empty unless both are literal.
func (n Name) Pair() string {
	if !n.Vendor.Literal() || !n.Product.Literal() {
		return ""
	}
	return n.Vendor.Text() + ":" + n.Product.Text()
}

// IsZero reports whether no name was given.
func (n Name) IsZero() bool { return n == Name{} }

// Of is the name of a pair, any version of it.
func Of(part, vendor, product string) Name {
	return Name{Part: Quote(part), Vendor: Quote(vendor), Product: Quote(product)}
}

// String binds the name to a formatted string (CPE 2.3).
func (n Name) String() string {
	var b strings.Builder
	b.WriteString("cpe:2.3")
	for _, v := range n.Attributes() {
		b.WriteString(":" + v.String())
	}
	return b.String()
}

// MarshalText is String; of no name it is empty.
func (n Name) MarshalText() ([]byte, error) {
	if n.IsZero() {
		return nil, nil
	}
	return []byte(n.String()), nil
}

var errNoName = errors.New("no well-formed CPE name")

// UnmarshalText is Parse.
func (n *Name) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*n = Name{}
		return nil
	}
	got, ok := Parse(string(b))
	if !ok {
		return errNoName
	}
	*n = got
	return nil
}

// Parse reads a formatted string (cpe:2.3:…) or a URI (cpe:/…). Values come back in lower case. Attributes that are missing
// at the end are ANY, as many feeds shorten names; a wildcard inside a value, an unknown part or too many attributes make it no name.
func Parse(s string) (n Name, ok bool) {
	if len(s) > Longest || !utf8.ValidString(s) {
		return Name{}, false
	}
	var a [11]Value
	switch {
	case strings.HasPrefix(s, "cpe:2.3:"):
		a, ok = formatted(s[len("cpe:2.3:"):])
	case strings.HasPrefix(s, "cpe:/"):
		a, ok = uri(s[len("cpe:/"):])
	}
	switch a[0] {
	case Any, NA, "a", "o", "h":
	default:
		ok = false
	}
	if !ok {
		return Name{}, false
	}
	return named(a), true
}

func formatted(s string) (a [11]Value, ok bool) {
	parts := Split(s)
	if len(parts) > len(a) {
		return a, false
	}
	for i, p := range parts {
		if a[i], ok = component(p); !ok {
			return a, false
		}
	}
	return a, true
}

// Split cuts at colons that no backslash escapes.
func Split(s string) (parts []string) {
	start := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ':':
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

// uri unbinds the older form: percent escapes, %01 and %02 for the wildcards, and the attributes that it lacks packed into the
// edition between tildes.
func uri(s string) (a [11]Value, ok bool) {
	parts := strings.Split(s, ":")
	if len(parts) > 7 {
		return a, false
	}
	for i, p := range parts {
		if i == 5 && strings.HasPrefix(p, "~") {
			packed := strings.Split(p, "~")
			if len(packed) != 6 {
				return a, false
			}
			for k, at := range []int{5, 7, 8, 9, 10} {
				if a[at], ok = decoded(packed[k+1]); !ok {
					return a, false
				}
			}
			continue
		}
		if a[i], ok = decoded(p); !ok {
			return a, false
		}
	}
	return a, true
}

func decoded(s string) (Value, bool) {
	if s == "" || s == "-" {
		return Value(s), true
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '*' || c == '?' { // the URI has no wildcard of its own: a bare one stands for itself
			b.WriteString(`\` + string(c))
			continue
		}
		if c != '%' {
			b.WriteByte(c)
			continue
		}
		if i+2 >= len(s) {
			return "", false
		}
		hi, lo := digit(s[i+1]), digit(s[i+2])
		if hi < 0 || lo < 0 {
			return "", false
		}
		i += 2
		switch d := byte(hi<<4 | lo); { //nolint:gosec // two hexadecimal digits
		case d == 1:
			b.WriteByte('?')
		case d == 2:
			b.WriteByte('*')
		case d < 0x20 || d == 0x7f:
			return "", false
		case d < 0x80 && !plain(rune(d)):
			b.WriteString(`\` + string(rune(d)))
		default:
			b.WriteByte(d)
		}
	}
	if !utf8.ValidString(b.String()) {
		return "", false
	}
	return component(b.String())
}

func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
