package mandate

import (
	"slices"
	"strings"

	"kanmin/internal/domain/text"
)

// Within are the facilities to which a mandate is narrowed (対象の設備), as they are called on what is notified; none: every facility of its
// businesses.
func (w Words) Within() (names []string) {
	for name := range strings.FieldsFuncSeq(w.Facilities, func(c rune) bool { return strings.ContainsRune("\r\n\t、,,;;", c) }) {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// Inside reports whether a facility is among names; none: every one is.
func Inside(names []string, facility string) bool {
	return len(names) == 0 || slices.ContainsFunc(names, func(n string) bool { return text.Key(n) == text.Key(facility) })
}
