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

// Misses prints how our own set and the tuning half were answered, with the rows that were answered wrongly. The frozen
// half is not shown to anybody; its figures are the bench's.
func Misses(w io.Writer, dataDir string) error {
	x, err := Index(dataDir)
	if err != nil {
		return err
	}
	issuers, err := Issuers(dataDir)
	if err != nil {
		return err
	}
	exploited, err := Exploited(dataDir)
	if err != nil {
		return err
	}
	half, _ := Halves(issuers)
	kev, _ := Halves(exploited)
	r := lookup.NewResolver(x)
	for _, set := range [][]Row{Own(), kev, half} {
		t, _ := measure(r, set)
		if err := t.print(w, "own rows, KEV, issuers: the tuning half"); err != nil {
			return err
		}
		for _, m := range t.Misses {
			if _, err := io.WriteString(w, m+"\n"); err != nil {
				return err
			}
		}
	}
	return nil
}
