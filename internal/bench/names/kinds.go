package names

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/spelling"
)

// examples are how many rows of each kind are printed.
const examples = 3

// kinds prints which kinds of rows are still answered wrongly, with examples. It is shown our own rows and the tuning half; of
// the frozen half nobody sees a row.
func kinds(w io.Writer, r *lookup.Resolver, rows []Row) error {
	found := map[string][]string{}
	for _, row := range rows {
		a, err := r.Resolve(row.Maker, row.Product)
		if err != nil {
			return err
		}
		if k := kind(row, a); k != "" {
			found[k] = append(found[k], fmt.Sprintf("%s | %s → %s", row.Maker, row.Product, got(row, a)))
		}
	}
	if _, err := fmt.Fprintf(w, "  what is still answered wrongly, of %d own rows and rows of the tuning half:\n", len(rows)); err != nil {
		return err
	}
	names := make([]string, 0, len(found))
	for k := range found {
		names = append(names, k)
	}
	slices.SortFunc(names, func(a, b string) int { return len(found[b]) - len(found[a]) })
	for _, k := range names {
		if _, err := fmt.Fprintf(w, "    %4d  %s\n", len(found[k]), k); err != nil {
			return err
		}
		list := found[k]
		for i := range min(examples, len(list)) { // spread over the list, not three of one maker
			if _, err := fmt.Fprintf(w, "            %.150s\n", list[i*len(list)/examples]); err != nil {
				return err
			}
		}
	}
	return nil
}

// kind is how a row was answered wrongly; empty when it was not.
func kind(row Row, a *lookup.Answer) string {
	place := slices.IndexFunc(a.Candidates, func(c lookup.Candidate) bool { return overlap(c.CPE, row.Gold) })
	folded := spelling.Fold(row.Product)
	house := slices.ContainsFunc(a.Candidates, func(c lookup.Candidate) bool { return sameVendor(c.CPE, row.Gold) })
	switch {
	case place == 0:
		return ""
	case a.Bound:
		return "bound to another product"
	case len(row.Gold) == 0 && (len(a.Candidates) == 0 || a.Candidates[0].Probability < 0.05):
		return ""
	case len(row.Gold) == 0:
		return "in no dictionary, yet something is offered with 5 % or more"
	case spelling.Several(folded) || spelling.Family(folded):
		return "the row names a family or several products"
	case place > 0 && sameVendor(a.Candidates[0].CPE, row.Gold):
		return "another product of the same maker comes first"
	case place > 0:
		return "another maker's product comes first"
	case house:
		return "the maker is found, the product is not among five"
	}
	return "neither maker nor product is among five"
}

func sameVendor(cpe, gold []string) bool {
	return slices.ContainsFunc(cpe, func(c string) bool {
		v, _, _ := strings.Cut(c, ":")
		return slices.ContainsFunc(gold, func(g string) bool { return strings.HasPrefix(g, v+":") })
	})
}

func got(row Row, a *lookup.Answer) string {
	want := "nothing"
	if len(row.Gold) > 0 {
		want = row.Gold[0]
	}
	if len(a.Candidates) == 0 {
		return "none, want " + want
	}
	c := a.Candidates[0]
	return fmt.Sprintf("%s / %s, want %s", c.Maker, c.Name, want)
}
