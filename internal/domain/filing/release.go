package filing

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"kanmin/internal/domain/form"
)

// ReleaseDigest is SHA-256 over which office received which sections by which channel, whatever the order of the list: the
// entry of an arrival carries it, so that a change of the addressees made behind the product's back is named.
func ReleaseDigest(to []Addressee) string {
	lines := make([]string, len(to))
	for i, a := range to {
		lines[i] = strings.Join([]string{string(a.Unit), a.Title, string(a.Channel), strings.Join(a.Sections, " ")}, "\t")
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}

// Whole reports whether every office to which something goes here receives all that a form asks but the call-back number.
func Whole(to []Addressee, f form.Form) bool {
	return !slices.ContainsFunc(to, func(a Addressee) bool {
		return a.Channel == Here && slices.ContainsFunc(f.Sections(), func(s string) bool { return s != SectionContact && !slices.Contains(a.Sections, s) })
	})
}
