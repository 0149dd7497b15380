package lookup

import (
	"slices"
	"strings"

	"kanmin/internal/domain/product/spelling"
)

// view is one reading of the product cell: without its version, its head, by sound …
type view struct {
	squash string
	words  []string
	ids    []int32
	idf    []float32
	total  float32
	grams  []uint16
	kind   uint8
}

// The kinds of view.
const (
	viewCore  uint8 = iota // without notes and versions
	viewBare               // without notes
	viewHead               // before a dash or colon
	viewNote               // what stood in brackets
	viewSound              // katakana as Latin letters
	viewRest               // core without the maker's words
)

// mostViews is how many readings of one cell are tried.
const mostViews = 8

// query is a row prepared for retrieval.
type query struct {
	maker    []string // ways of looking the maker up, squashed
	makerAll string   // the maker's cell folded and squashed
	unsaid   bool
	cell     spelling.Cell
	views    []view
	makers   map[int32]float32 // makers that the maker's cell may mean, with similarity
	inside   map[int32]float32 // makers named inside the product's cell
	best     float32
	seller   bool // the maker's cell names a distributor
	generic  bool // the product's cell names no product: "Multiple Products", 各種機器
	several  bool // the product's cell says that it means several
}

func (x *Index) prepare(maker, name string, s *scratch) *query {
	q := &query{makers: map[int32]float32{}, inside: map[int32]float32{}}
	q.prepareMaker(maker)
	q.cell = spelling.Cut(spelling.Fold(name))
	q.generic = spelling.Generic(q.cell.Core)
	q.several = q.generic || spelling.Several(q.cell.Core)
	x.addView(q, q.cell.Core, viewCore)
	if q.cell.Bare != q.cell.Core {
		x.addView(q, q.cell.Bare, viewBare)
	}
	if camel := spelling.Camel(name); camel != nil && len(camel) < 12 {
		if c := spelling.Cut(strings.Join(camel, " ")).Core; c != q.cell.Core {
			x.addView(q, c, viewCore)
		}
	}
	if q.cell.Head != "" && len(q.views) < 5 {
		x.addView(q, q.cell.Head, viewHead)
	}
	for i, n := range q.cell.Notes {
		if i < 2 && len(n) > 1 && len(n) < 60 {
			x.addView(q, n, viewNote)
		}
	}
	if l := x.latin(q.cell.Core); l != "" {
		x.addView(q, l, viewSound)
	}
	x.solveMaker(q, s)
	if rest := x.withoutMaker(q); rest != "" && rest != q.cell.Core {
		x.addView(q, rest, viewRest)
	}
	return q
}

func (q *query) prepareMaker(maker string) {
	folded := spelling.Fold(maker)
	cell := spelling.Cut(folded)
	bare := cell.Folded
	for _, n := range cell.Notes {
		bare = strings.NewReplacer("("+n+")", " ", "["+n+"]", " ").Replace(bare)
	}
	add := func(s string) {
		for _, k := range spelling.Company(s) {
			if k == "" || spelling.Unsaid(k) {
				continue
			}
			if len(q.maker) < 8 && !slices.Contains(q.maker, k) {
				q.maker = append(q.maker, k)
			}
		}
	}
	add(bare)
	if strings.Contains(bare, "/") {
		for _, part := range strings.SplitN(bare, "/", 3) {
			add(part)
		}
	}
	for _, n := range cell.Notes {
		n = strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(n, "旧"), "現"), "formerly"), " :")
		if len(n) > 1 {
			add(n)
		}
	}
	q.makerAll = spelling.Squash(folded)
	q.unsaid = len(q.maker) == 0
}

func (x *Index) addView(q *query, folded string, kind uint8) {
	v := view{squash: spelling.Squash(folded), kind: kind}
	if v.squash == "" || len(q.views) >= mostViews {
		return
	}
	for _, o := range q.views {
		if o.squash == v.squash {
			return
		}
	}
	words := spelling.Words(folded)
	if len(words) > 24 {
		words = words[:24]
	}
	for _, w := range words {
		x.addWord(&v, w)
	}
	v.grams = gramsOf(nil, v.squash)
	q.views = append(q.views, v)
}

// addWord adds a word, and its pieces when no name has it whole.
func (x *Index) addWord(v *view, w string) {
	id, idf := x.names.weight(w)
	if id < 0 {
		if p := spelling.Pieces(w); p != nil && len(p) < 5 {
			for _, piece := range p {
				id, idf := x.names.weight(piece)
				v.put(piece, id, idf)
			}
			return
		}
	}
	v.put(w, id, idf)
}

func (v *view) put(w string, id int32, idf float32) {
	v.words = append(v.words, w)
	v.ids = append(v.ids, id)
	v.idf = append(v.idf, idf)
	v.total += idf
}

// latin reads the katakana words of a cell as Latin words; empty when there are none.
func (x *Index) latin(folded string) string {
	var out []string
	found := false
	for _, w := range spelling.Words(folded) {
		first := []rune(w)[0]
		switch {
		case !spelling.Katakana(first):
			if t, ok := terms[w]; ok {
				out, found = append(out, t), true
				continue
			}
			out = append(out, w)
		default:
			l, known := spelling.Latin(w)
			if !known {
				l = x.heard(l)
			}
			out, found = append(out, l), true
		}
	}
	if !found {
		return ""
	}
	return strings.Join(out, " ")
}

// heard finds the word of the dictionary that sounds most like a transliterated one; when none does it
// returns the transliteration.
func (x *Index) heard(l string) string {
	best, bestAt := float32(0.55), ""
	for _, id := range x.sounds[spelling.Skeleton(l)] {
		t := x.names.terms[id]
		s := alike(l, t) + 0.02*min(float32(x.names.names.at[id+1]-x.names.names.at[id]), 10)/10
		if s > best {
			best, bestAt = s, t
		}
	}
	if bestAt == "" {
		return l
	}
	return bestAt
}

// alike is one less the edit distance over the longer length.
func alike(a, b string) float32 {
	if len(a) > 32 || len(b) > 32 || a == "" || b == "" {
		return 0
	}
	var row [33]int
	for j := range len(b) + 1 {
		row[j] = j //nolint:gosec // at most 32, by the condition above
	}
	for i := 1; i <= len(a); i++ {
		diag := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diag
			if a[i-1] != b[j-1] {
				cost++
			}
			diag = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return 1 - float32(row[len(b)])/float32(max(len(a), len(b)))
}

// terms are kanji words of computing as English names say them.
var terms = map[string]string{
	"管理": "manager", "監視": "monitoring", "統合": "integrated", "運用": "operation", "運用管理": "operation manager", "認証": "authentication", "基盤": "platform",
	"仮想": "virtual", "仮想化": "virtualization", "暗号化": "encryption", "検知": "detection", "分析": "analytics", "設計": "design", "開発": "developer",
	"配信": "distribution", "制御": "control", "遠隔": "remote", "資産管理": "asset management", "帳票": "report", "文書": "document", "電子": "electronic", "端末": "terminal",
	"無線": "wireless", "個人": "personal", "法人": "corporate", "企業": "enterprise", "版": "edition", "評価": "evaluation", "情報": "information", "共有": "sharing",
}
