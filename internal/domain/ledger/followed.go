package ledger

import "kanmin/internal/domain/ident"

// Followed is an entry that has its place, as those who follow the log see it: what changed and where
// to look, never what it says.
type Followed struct {
	Index  int64 // from 0, without gaps
	Leaf   ident.Leaf
	Kind   Kind
	Object ident.Object
	Org    ident.Org
	At     ident.Instant // of the act
	Placed ident.Instant // when the entry was given its place; never decreases with Index
}
