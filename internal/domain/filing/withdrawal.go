package filing

import "kanmin/internal/domain/ident"

// Withdrawal is that a filing was withdrawn by another (取下げ). Both have arrived and stay; one of them counts no longer. A number is empty
// where that filing is not open to the reader.
type Withdrawal struct {
	Of, By             ident.Filing
	OfNumber, ByNumber ident.Number
	At                 ident.Instant
}
