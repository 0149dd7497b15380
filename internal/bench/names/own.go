package names

import (
	_ "embed"
	"io"

	"kanmin/internal/domain/product/dictionary"
	"kanmin/internal/domain/product/lookup"
)

//go:embed ja.tsv
var ownRows string

// Own gives the Japanese rows that we wrote ourselves, as people in utilities and banks type them. No
// goal stands on them: who wrote the dictionary wrote the rows.
func Own() []Row { return ParseRows(ownRows) }

func own(w io.Writer, r *lookup.Resolver, dataDir string) error {
	all, _ := measure(r, Own())
	if err := all.print(w, "our Japanese rows"); err != nil || dataDir == "" {
		return err
	}
	book, err := dictionary.Shipped()
	if err != nil {
		return err
	}
	b := lookup.NewBuilder(10_000)
	book.AddTo(b)
	alone, _ := measure(lookup.NewResolver(b.Build()), Own())
	return alone.print(w, "the same, shipped dictionary only")
}
