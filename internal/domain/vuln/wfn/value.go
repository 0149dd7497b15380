package wfn

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Value is the value of one attribute, as a formatted string binds it but in lower case: punctuation is escaped, a bare * or ?
// at an end is a wildcard.
type Value string

// The logical values.
const (
	Any Value = ""  // any value; of a registered product: not known
	NA  Value = "-" // the attribute has no meaning for the product, which is not the same as unknown
)

// Literal reports whether v is one value: neither logical nor with wildcards.
func (v Value) Literal() bool { return v != Any && v != NA && !v.Wild() }

// Wild reports whether v has a wildcard at an end.
func (v Value) Wild() bool {
	if v == Any {
		return false
	}
	if v[0] == '*' || v[0] == '?' {
		return true
	}
	last := v[len(v)-1]
	return (last == '*' || last == '?') && !escapedAt(string(v), len(v)-1)
}

// escapedAt tells whether the byte at i stands behind an odd number of backslashes.
func escapedAt(s string, i int) bool {
	n := 0
	for i--; i >= 0 && s[i] == '\\'; i-- {
		n++
	}
	return n%2 == 1
}

// Text is the value without escapes.
func (v Value) Text() string {
	if !strings.Contains(string(v), `\`) {
		return string(v)
	}
	var b strings.Builder
	for i := 0; i < len(v); i++ {
		if v[i] == '\\' && i+1 < len(v) {
			i++
		}
		b.WriteByte(v[i])
	}
	return b.String()
}

// String binds the value.
func (v Value) String() string {
	if v == Any {
		return "*"
	}
	return string(v)
}

// Quote makes the literal value of a text as somebody wrote it: lower case, spaces as underscores, everything else escaped that has
// a meaning in names. Of nothing, or of what cannot be seen, it is Any.
func Quote(s string) Value {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(s)) {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte('_')
		case r == utf8.RuneError || unicode.IsControl(r):
		case plain(r):
			b.WriteRune(r)
		default:
			b.WriteString(`\` + string(r))
		}
	}
	if b.String() == "-" {
		return `\-`
	}
	return Value(b.String())
}

// plain tells what stands in a value without an escape.
func plain(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '.' || r == '-' || r > 0x7f && !unicode.IsControl(r) && !unicode.IsSpace(r)
}

// component reads one value of a formatted string into its one way of being written. Empty is ANY, as feeds write it.
func component(s string) (Value, bool) {
	if s == "" || s == "*" {
		return Any, true
	}
	if s == "-" {
		return NA, true
	}
	s = strings.ToLower(s)
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\\':
			i += size
			if i >= len(s) {
				return "", false
			}
			r, size = utf8.DecodeRuneInString(s[i:])
			if !escaped(&b, r) {
				return "", false
			}
		case r == '*' || r == '?':
			if !atEnd(s, i) {
				return "", false
			}
			b.WriteRune(r)
		case !escaped(&b, r):
			return "", false
		}
		i += size
	}
	if b.String() == "-" {
		return `\-`, true
	}
	return Value(b.String()), true
}

// escaped writes a literal character; false where no value may hold it.
func escaped(b *strings.Builder, r rune) bool {
	switch {
	case unicode.IsControl(r) || unicode.IsSpace(r):
		return false
	case !plain(r):
		b.WriteByte('\\')
	}
	b.WriteRune(r)
	return true
}

// atEnd tells whether the wildcard at i stands in the run of wildcards that begins or ends the value: one *, or only ?.
func atEnd(s string, i int) bool {
	from, to := i, i+1
	for from > 0 && s[from-1] == s[i] && !escapedAt(s, from-1) {
		from--
	}
	for to < len(s) && s[to] == s[i] {
		to++
	}
	if s[i] == '*' && to-from > 1 {
		return false
	}
	return from == 0 || to == len(s)
}
