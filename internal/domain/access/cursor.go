package access

import "kanmin/internal/domain/ident"

// Cursor is a place in a list ordered by instant and id, newest first; its zero value is the beginning.
type Cursor struct {
	At ident.Instant
	ID string
}
