package lookup

import (
	"math"
	"sort"
)

// ranked is a candidate with its score.
type ranked struct {
	item  int32
	name  int32
	score float32
	feats *Features
}

func (x *Index) rank(q *query, s *scratch) []ranked {
	hits := x.retrieve(q, s)
	if len(hits) == 0 {
		return nil
	}
	feats := x.featurise(q, hits)
	out := make([]ranked, len(hits))
	for i, h := range hits {
		out[i] = ranked{h.item, h.name, hand(&feats[i]), &feats[i]}
		if len(shipped.Trees) > 0 {
			out[i].score = shipped.Score(&feats[i])
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].score > out[j].score })
	return x.distinct(out)
}

// distinct keeps the best of candidates that are one identity.
func (x *Index) distinct(in []ranked) []ranked {
	out := in[:0]
	for _, r := range in {
		known := false
		for _, o := range out {
			known = known || x.items[o.item].id == x.items[r.item].id
		}
		if !known {
			out = append(out, r)
		}
	}
	return out
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }
