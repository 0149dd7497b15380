package lookup

import "kanmin/internal/domain/product"

// Inspected is a candidate as the bench sees it, before calibration.
type Inspected struct {
	ID       product.ID
	CPE      []string
	Name     string
	Features *Features
	Score    float32
}

// Inspect ranks like Resolve and shows the features, for training and for the bench.
func (r *Resolver) Inspect(maker, name string) []Inspected {
	q := r.x.prepare(maker, name, r.s)
	if len(q.views) == 0 {
		return nil
	}
	list := r.x.rank(q, r.s, r.trees)
	out := make([]Inspected, len(list))
	for i, c := range list {
		out[i] = Inspected{ID: r.x.items[c.item].id, CPE: r.x.items[c.item].cpe, Name: r.x.items[c.item].name, Features: c.feats, Score: c.score}
	}
	return out
}

// Resolver asks an Index with working memory of its own. One goroutine uses it at a time; make one
// for each.
type Resolver struct {
	x     *Index
	s     *scratch
	trees *Forest
}

// NewResolver makes a resolver over x.
func NewResolver(x *Index) *Resolver { return With(x, &shipped) }

// With makes a resolver that ranks by other trees than the shipped ones, for training.
func With(x *Index, trees *Forest) *Resolver { return &Resolver{x: x, s: newScratch(x), trees: trees} }

// Verdict is the first candidate of a row as the bench sees it.
type Verdict struct {
	*Judged
	CPE     []string
	MayBind bool // no rule forbids to bind it
}

// InspectJudge ranks and gives what the judge looks at, with the candidates that hide accepts, and those that
// equal the row, removed as if no dictionary had them; nil when nothing is left.
func (r *Resolver) InspectJudge(maker, name string, hide func(cpe []string) bool) *Verdict {
	q := r.x.prepare(maker, name, r.s)
	if len(q.views) == 0 {
		return nil
	}
	list := r.x.rank(q, r.s, r.trees)
	if hide != nil {
		kept := list[:0]
		for _, c := range list {
			same := c.feats[fEqual] >= 0.9 && (c.feats[fMaker] > 0.9 || c.feats[fInside] > 0.8)
			if !same && !hide(r.x.items[c.item].cpe) {
				kept = append(kept, c)
			}
		}
		list = kept
	}
	if len(list) == 0 {
		return nil
	}
	k := r.x.kinOf(list[0])
	return &Verdict{Judged: judgeFeatures(list, k), CPE: r.x.items[list[0].item].cpe, MayBind: r.x.mayBind(q, list, k)}
}
