package listing

import (
	"strings"

	"kanmin/internal/domain/filing"
)

// leaveOut narrows a filter to what the list is of.
func (l List) leaveOut(f *filing.Filter) {
	if l.But != "" && (f.Kind == "" || l.leaves(f.Kind)) {
		f.Kind = l.But
	}
}

// leaves reports whether a procedure is what the list leaves out.
func (l List) leaves(k filing.Kind) bool {
	return l.But != "" && strings.HasPrefix(string(k), strings.TrimPrefix(string(l.But), "-"))
}
