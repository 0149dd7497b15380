package filing

import (
	"io"

	"kanmin/internal/domain/ident"
)

// Begun is a draft as it begins at an instant: open, with an id and a number of its own.
func (d Draft) Begun(at ident.Instant, entropy io.Reader) (_ Draft, err error) {
	d.State, d.CreatedAt, d.UpdatedAt = DraftOpen, at, at
	if d.ID, err = ident.NewID[ident.Draft](at, entropy); err != nil {
		return d, err
	}
	d.Number, err = ident.NewNumber(ident.NumberDraft, at, entropy)
	return d, err
}
