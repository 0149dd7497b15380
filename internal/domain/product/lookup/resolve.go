package lookup

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/spelling"
	"kanmin/internal/domain/text"
)

// MostCandidates is how many candidates a person is shown.
const MostCandidates = 5

// longest is the longest cell that is read.
const longest = 1000

// faint is the least probability that is shown.
const faint = 0.001

// Candidate is one product that a row may mean.
type Candidate struct {
	ID product.ID
	Called
	CPE         []string
	Probability float64
	Why         []Why
}

// Answer is what the resolver says about one row.
type Answer struct {
	// Bound says that the first candidate was taken without a person: rows of its surety are right with a lower
	// 95 % confidence bound of at least 98 %, no other identity carries the name, and an outside register knows it.
	Bound      bool
	Candidates []Candidate
	Versions   []string // versions that were cut from the name, kept for the filing
	Models     []string // words that mix letters and digits
	Damage     spelling.Damage
	Damaged    string // the damaged cell, "maker" or "product"
}

// Resolve says which product a row means: at most five candidates, the likeliest first; none means that
// no dictionary has it. An Invalid fault names the cell ("maker" or "product") and the place that cannot
// be read. Damaged text (文字化け) is said and never bound.
func (r *Resolver) Resolve(maker, name string) (*Answer, error) {
	var faults fault.List
	text.Check(&faults, "maker", maker, longest)
	text.Check(&faults, "product", name, longest)
	a := damaged(maker, name)
	if err := faults.Err(); err != nil && (a.Damage == spelling.Sound || faults.Fields[0].Code != "fault.text.control") {
		return nil, err
	}
	if a.Damage != spelling.Sound { // damage leaves control characters behind: it is what there is to say about them
		return a, nil
	}
	q := r.x.prepare(maker, name, r.s)
	a.Versions, a.Models = q.cell.Versions, q.cell.Models
	if len(q.views) == 0 || spelling.Wordless(name) || spelling.Unsaid(q.views[0].squash) || spelling.Company(q.cell.Folded)[0] == "" {
		return a, nil
	}
	list := r.x.rank(q, r.s, r.trees)
	if len(list) == 0 {
		return a, nil
	}
	kin := r.x.kinOf(list[0])
	j := judgeFeatures(list, kin)
	score := float64(judge.Score(j[:]))
	share := calibrate(score)
	r.fill(a, q, list, share)
	a.Bound = len(a.Candidates) > 0 && share >= leastShare && j.Surety(score) >= bindFrom && r.x.mayBind(q, list, kin)
	return a, nil
}

func damaged(maker, name string) *Answer {
	for _, cell := range [...]struct{ name, text string }{{"product", name}, {"maker", maker}} {
		if d := spelling.Judge(cell.text); d != spelling.Sound {
			return &Answer{Damage: d, Damaged: cell.name}
		}
	}
	return &Answer{}
}

// leastShare is the probability below which nothing is bound, however far the others are behind.
const leastShare = 0.85

// fill shares the probability among the candidates: the first has what the judge says, the others share
// the rest by their scores, with a part kept for "in no dictionary".
func (r *Resolver) fill(a *Answer, q *query, list []ranked, share float64) {
	list = list[:min(len(list), MostCandidates)]
	total := 0.0
	for _, c := range list[1:] {
		total += math.Exp(float64(c.score-list[0].score)) + 0.02
	}
	for i, c := range list {
		p := share
		if i > 0 {
			p = min((1-share)*0.8*(math.Exp(float64(c.score-list[0].score))+0.02)/total, share*0.99)
		}
		if r.x.unlike(c.feats) {
			continue
		}
		p = max(p, faint)
		it := &r.x.items[c.item]
		a.Candidates = append(a.Candidates, Candidate{
			ID: it.id, Called: r.x.called(c.item), CPE: it.cpe, Probability: p, Why: r.x.why(q, c),
		})
	}
}

// unlike drops candidates that share nothing with the product's cell but a common word.
func (x *Index) unlike(f *Features) bool {
	return f[fEqual] == 0 && f[fShort] == 0 && f[fDice] < 0.15 && f[fRecall] < 0.3 && f[fMaker] < 0.9
}

// mayBind holds what no probability may override.
func (x *Index) mayBind(q *query, list []ranked, k kin) bool {
	first, f := &x.items[list[0].item], list[0].feats
	switch {
	case len(first.cpe) == 0 && len(first.codes) == 0:
		return false // no register knows it: binding would promise a watch that nobody keeps
	case q.several || spelling.Family(q.cell.Folded):
		return false // several products, or a family: a person chooses the member
	case k.same+k.longer > 0, !first.shipped && k.shorter > 0:
		return false // the house has another product of nearly this name, with a code of its own
	case first.mixed && !first.shipped:
		return false // registers carry the name under several vendors, and the dictionary does not say that they are one
	case !first.shipped && x.everyday(list[0].name):
		return false // a word that any house may call a product
	case f[fRecall] < 0.75 && f[fEqual] < 0.8:
		return false
	case f[fEqual] == 0 && f[fInside] < 0.8:
		return false // nowhere written as the dictionary has it: letters are swapped, or it is another product
	case !q.unsaid && !q.seller && f[fMakerBest] >= 0.95 && f[fMaker] < 0.9 && f[fInside] < 0.8:
		return false // the cell names another house, which the dictionary knows
	case f[fEqual] < 0.94 && strings.Contains(q.cell.Bare, ","):
		return false // perhaps a list of products
	case f[fDigitsView] > 0 && f[fEqual] < 0.9 || f[fDigitsName] > 0:
		return false // another model number
	}
	for _, o := range list[1:] {
		if o.feats[fEqual] >= 0.9 && o.feats[fMaker] >= f[fMaker] && x.items[o.item].id != first.id {
			return false // several identities carry the name
		}
	}
	return true
}

// everydayFrom is in how many names a word stands that says nothing by itself: compact, core, connect.
const everydayFrom = 25

func (x *Index) everyday(name int32) bool {
	words := x.names.words[x.names.wordAt[name]:x.names.wordAt[name+1]]
	return len(words) == 1 && len(x.names.names.of(words[0])) >= everydayFrom
}

// ranked is a candidate with its score.
type ranked struct {
	item  int32
	name  int32
	score float32
	feats *Features
}

// closest is how many candidates the trees look at; those further down by hand never win.
const closest = 32

func (x *Index) rank(q *query, s *scratch, trees *Forest) []ranked {
	hits := x.retrieve(q, s)
	if len(hits) == 0 {
		return nil
	}
	feats := x.featurise(q, hits, s)
	out := make([]ranked, len(hits))
	for i, h := range hits {
		out[i] = ranked{h.item, h.name, hand(&feats[i]), &feats[i]}
	}
	byScore := func(a, b ranked) int { return cmp.Compare(b.score, a.score) }
	slices.SortStableFunc(out, byScore)
	out = out[:min(len(out), closest)]
	for i := range out {
		out[i].score += trees.Score(out[i].feats[:])
		switch { // little but the maker is said: what registers name most comes first
		case q.generic:
			out[i].score += 8 * out[i].feats[fPopular]
		case q.several:
			out[i].score += 2 * out[i].feats[fPopular]
		}
	}
	slices.SortStableFunc(out, byScore)
	return x.distinct(out)
}

// distinct keeps the best of candidates that are one identity.
func (x *Index) distinct(in []ranked) []ranked {
	out := in[:0]
	for _, r := range in {
		known := false
		for _, o := range out {
			if x.one[o.item] == x.one[r.item] {
				known = true
				break
			}
		}
		if !known {
			out = append(out, r)
		}
	}
	return out
}
