package memory

import (
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
)

// Answer is what the house says about a pair to one organisation.
type Answer struct {
	lookup.Answer
	Pair    Pair
	Remarks []Remark
	// By says who decided, if anybody did. A decision comes before what the dictionary says; the dictionary's
	// candidates stay, so that a person can decide otherwise.
	By      Source
	Decided RuleKind      // what was decided; empty when By is
	At      ident.Instant // when
	// Product is what the pair is bound to; nil when to nothing.
	Product *lookup.Candidate
}

// Resolve answers from the book, else from the dictionary. The faults are the dictionary's: a cell that
// cannot be read, with its place.
func (b *Book) Resolve(x *lookup.Index, r *lookup.Resolver, org ident.Org, p Pair) (Answer, error) {
	found, err := r.Resolve(p.Maker, p.Product)
	if err != nil {
		return Answer{Pair: p}, err
	}
	a := Answer{Answer: *found, Pair: p, Remarks: p.Remarks()}
	h, by := b.Recall(org, p)
	if by == ByNobody {
		if a.Bound {
			a.Product = &a.Candidates[0]
		}
		return a, nil
	}
	a.By, a.Decided, a.At, a.Bound = by, h.Kind, h.At, false
	if h.Kind == Adopt {
		a.bind(x, h.Product)
	}
	return a, nil
}

// bind puts the remembered product first. One that the dictionary has lost is not bound: nobody could watch it.
func (a *Answer) bind(x *lookup.Index, id product.ID) {
	c, ok := x.Find(id)
	if !ok {
		return
	}
	list := []lookup.Candidate{c}
	for _, o := range a.Candidates {
		if o.ID == c.ID {
			list[0].Why = o.Why
		} else if len(list) < lookup.MostCandidates {
			list = append(list, o)
		}
	}
	a.Candidates, a.Bound, a.Product = list, true, &list[0]
}
