package naming

import (
	"context"
	"io"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/memory"
)

// DecideTx is what deciding needs.
type DecideTx interface {
	who
	AddNames([]memory.Known) error
}

// Decide keeps what an organisation says about pairs: この製品です, or どの辞書にもない. A later decision about the same pair comes before
// an earlier one, and both stay in the history.
type Decide struct {
	Act     Act[DecideTx]
	Entropy io.Reader
	Find    Find
}

// Choice is one decision: the product for Confirm, empty for Absent.
type Choice struct {
	memory.Pair
	Kind    memory.Kind
	Product product.ID
}

// Do keeps 1 to memory.MostAtOnce decisions in one act and returns the entry by which its rows are found. Who may call: roles that
// may write names. What cannot be kept is Invalid with every place, rows[i].maker and so on.
func (d Decide) Do(ctx context.Context, s access.Scope, key ident.Key, choices []Choice) (leaf ident.Leaf, err error) {
	defer fault.Wrap(&err, "naming.Decide")
	if err := s.Permit(access.Permission{Action: access.Write, Object: access.Name}); err != nil {
		return "", err
	}
	products, err := d.judge(choices)
	if err != nil {
		return "", err
	}
	l, err := d.Act(ctx, s, key, func(tx DecideTx) (ledger.Entry, error) {
		_, _, person, err := tx.Registered()
		if err != nil {
			return ledger.Entry{}, err
		}
		at := tx.Now()
		ids, numbers, err := mint(at, d.Entropy, len(choices))
		if err != nil {
			return ledger.Entry{}, err
		}
		list := make([]memory.Known, len(choices))
		for i, c := range choices {
			list[i] = memory.Known{
				ID: ids[i], Number: numbers[i], Org: s.Org, Unit: s.Unit, Kind: c.Kind, State: memory.Standing, DecidedAt: at, By: s.ID(), Leaf: tx.LeafID(), Rev: 1,
				Decision: memory.Decision{Pair: c.Pair, Product: products[i], Name: person.Name},
			}
		}
		if err := tx.AddNames(list); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.NameDecided, s, list[0].ID, list[0].Number, choices)
	})
	return l.ID, err
}

// judge checks every row and names the products.
func (d Decide) judge(choices []Choice) ([]memory.Named, error) {
	if err := memory.CheckAtOnce(len(choices)); err != nil {
		return nil, err
	}
	var l fault.List
	products := make([]memory.Named, len(choices))
	for i, c := range choices {
		path := "rows[" + strconv.Itoa(i) + "]."
		c.Check(&l, path)
		memory.CheckKind(&l, path, c.Kind, c.Product)
		var err error
		if products[i], err = named(d.Find, &l, path+"id", c.Product); err != nil {
			return nil, err
		}
	}
	return products, l.Err()
}
