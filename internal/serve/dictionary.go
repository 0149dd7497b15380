package serve

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"kanmin/internal/adapter/format/cpe"
	"kanmin/internal/domain/product/dictionary"
	"kanmin/internal/domain/product/lookup"
)

// dictionary is the shipped dictionary of products with the lists that KANMIN_DICTIONARY names.
func (h *House) dictionary() (*lookup.Index, error) {
	book, err := dictionary.Shipped()
	if err != nil {
		return nil, err
	}
	b := lookup.NewBuilder(100_000)
	book.AddTo(b)
	for name := range strings.SplitSeq(h.Dictionary, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		f, err := os.Open(name) //nolint:gosec // the operator of this house named it
		if err != nil {
			return nil, fmt.Errorf("KANMIN_DICTIONARY: %w", err)
		}
		if err := errors.Join(cpe.ReadList(f, b.AddPair), f.Close()); err != nil {
			return nil, fmt.Errorf("KANMIN_DICTIONARY: %s: %w", name, err)
		}
	}
	return b.Build(), nil
}
