// Package oracle says whether an advisory concerns a product in the plainest way there is: by the tables of NIST IR 7696 written out, by trying
// every version, by truth tables. It shares nothing with the product and knows no order of versions: a version is a rung of a ladder that
// somebody wrote down in order. The matcher must say the same.
package oracle

import (
	"regexp"
	"strings"
)

// The truths.
const (
	No = iota
	Maybe
	Yes
)

// Attribute is the value of one attribute of a name.
type Attribute struct {
	Kind string // "any", "na", "is", "wild"
	Text string // of "is"; of "wild" with * and ?
}

// Name is a CPE name: part, vendor, product, then update, edition, language, sw_edition, target_sw, target_hw, other.
type Name [10]Attribute

// The places in a Name.
const (
	Part = iota
	Vendor
	Product
	Update
	Edition
	Language
	SWEdition
	TargetSW
	TargetHW
	Other
)

// Version is a version of a name or of an item.
type Version struct {
	Kind string // "any" (of an item: not known), "na", "wild", "rung", "series" (one of Rungs, nobody knows which), "split" (a base with the update that Name has)
	Rung int    // of "rung", and of "split" with its update; a split of which the update is missing is "base"
	Text string // of "wild"
	Base string // of "split" and "base": the version without the update
	// Rungs are those of a series, or the one that a bare base is; none for a base that is no version itself.
	Rungs []int
}

// Span is a run of rungs of one status.
type Span struct {
	From, Until   int // -1: open
	After, Before bool
	Status        string
	Changes       []Change
}

// Change is the status from a rung on.
type Change struct {
	At     int
	Status string
}

// Criterion names a product and versions.
type Criterion struct {
	Name       Name
	Nameless   bool // only Words
	Words      [2]string
	Version    Version
	Vulnerable bool
	Spans      []Span
	Otherwise  string
	Ladder     []string // on which its versions stand
}

// Node joins criteria.
type Node struct {
	And, Negate bool
	Criteria    []Criterion
	Nodes       []Node
}

// Item is a registered product. All its names are counted on one ladder.
type Item struct {
	Names   []Name
	Words   [][2]string
	Bound   bool
	Version Version
	Ladder  []string // the versions as written, in their order
}

// Question is whether what a tree says concerns an item.
type Question struct {
	Tree     Node
	Item     Item
	Others   []Item
	Complete bool
}

// Answer is the verdict: Yes affected, Maybe possible, No not affected.
func Answer(q Question) int {
	_, hit := walk(q.Tree, q)
	return hit
}

// The truth tables of Kleene.
var (
	and = [3][3]int{{No, No, No}, {No, Maybe, Maybe}, {No, Maybe, Yes}}
	or  = [3][3]int{{No, Maybe, Yes}, {Maybe, Maybe, Yes}, {Yes, Yes, Yes}}
	not = [3]int{Yes, Maybe, No}
)

// walk says of a tree whether it holds, and whether it holds because the item is vulnerable.
func walk(n Node, q Question) (holds, hit int) {
	var all [][2]int
	for _, c := range n.Criteria {
		holds, hit := ask(c, q)
		all = append(all, [2]int{holds, hit})
	}
	for _, child := range n.Nodes {
		holds, hit := walk(child, q)
		all = append(all, [2]int{holds, hit})
	}
	if len(all) == 0 {
		return No, No
	}
	holds = all[0][0]
	for _, one := range all[1:] {
		if n.And {
			holds = and[holds][one[0]]
		} else {
			holds = or[holds][one[0]]
		}
	}
	for i, one := range all { // it is hit through one of them, while the others of an AND hold
		through := one[1]
		for k, another := range all {
			if n.And && k != i {
				through = and[through][another[0]]
			}
		}
		hit = or[hit][through]
	}
	if n.Negate {
		return not[holds], No
	}
	return holds, hit
}

func ask(c Criterion, q Question) (holds, hit int) {
	own, named := meets(c, q.Item)
	if named && c.Vulnerable {
		hit = own
	}
	holds, there := own, named
	for _, o := range q.Others {
		if one, is := meets(c, o); is {
			holds, there = or[holds][one], true
		}
	}
	if !there && !q.Complete {
		holds = Maybe
	}
	return holds, hit
}

// meets compares a criterion with an item: under each name that it recognises, or else by words.
func meets(c Criterion, it Item) (truth int, named bool) {
	for _, n := range it.Names {
		if c.Nameless || c.Name[Vendor].Kind == "any" && c.Name[Product].Kind == "any" || compare(c.Name[Part], n[Part]) == "disjoint" {
			continue
		}
		v, p := compare(c.Name[Vendor], n[Vendor]), compare(c.Name[Product], n[Product])
		if v != "equal" && v != "superset" || p != "equal" && p != "superset" {
			continue
		}
		one := attributes(c, n, it)
		if c.Name[Vendor].Kind == "any" || c.Name[Product].Kind == "any" {
			one = and[one][Maybe]
		}
		truth, named = or[truth][one], true
	}
	if !named {
		if sure := worded(c, it); sure != No {
			truth, named = and[sure][attributes(c, Name{}.filled(it), it)], true
		}
	}
	if !it.Bound {
		truth = and[truth][Maybe]
	}
	return truth, named
}

// filled is the name under which versions are counted where only words were alike.
func (n Name) filled(it Item) Name {
	if len(it.Names) > 0 {
		return it.Names[0]
	}
	for i := range n {
		n[i].Kind = "any"
	}
	return n
}

func worded(c Criterion, it Item) int {
	want := c.Words
	if !c.Nameless && want[1] == "" {
		if it.Bound || c.Name[Vendor].Kind != "is" || c.Name[Product].Kind != "is" {
			return No
		}
		want = [2]string{c.Name[Vendor].Text, c.Name[Product].Text}
	}
	truth := No
	for _, w := range it.Words {
		switch {
		case w[1] != want[1]:
		case w[0] == want[0] && w[0] != "" && it.Bound:
			truth = Yes
		case w[0] == want[0] || w[0] == "" || want[0] == "":
			truth = or[truth][Maybe]
		}
	}
	return truth
}

// table is table 6-2 of NIST IR 7696; two values that are literal, or a wildcard and a literal, are looked at.
var table = map[[2]string]string{
	{"any", "any"}: "equal", {"any", "na"}: "superset", {"any", "is"}: "superset", {"any", "wild"}: "undefined",
	{"na", "any"}: "subset", {"na", "na"}: "equal", {"na", "is"}: "disjoint", {"na", "wild"}: "undefined",
	{"is", "any"}: "subset", {"is", "na"}: "disjoint", {"is", "wild"}: "undefined",
	{"wild", "any"}: "subset", {"wild", "na"}: "disjoint", {"wild", "wild"}: "undefined",
}

func compare(source, target Attribute) string {
	if r, ok := table[[2]string{source.Kind, target.Kind}]; ok {
		return r
	}
	switch {
	case source.Kind == "wild":
		if wild(source.Text, target.Text) {
			return "superset"
		}
	case source.Text == target.Text:
		return "equal"
	}
	return "disjoint"
}

var patterns = map[string]*regexp.Regexp{}

// wild lets an expression of the library decide: * is anything, ? one character or none.
func wild(pattern, text string) bool {
	re, ok := patterns[pattern]
	if !ok {
		e := regexp.QuoteMeta(pattern)
		e = strings.ReplaceAll(strings.ReplaceAll(e, `\*`, ".*"), `\?`, ".?")
		re = regexp.MustCompile("^(?:" + e + ")$")
		patterns[pattern] = re
	}
	return re.MatchString(text)
}

// meaning is what the relation of two values says of an item. That ANY covers what is registered with a wildcard the standard leaves open.
func meaning(source, target Attribute) int {
	if source.Kind == "any" {
		return Yes
	}
	return map[string]int{"equal": Yes, "superset": Yes, "subset": Maybe, "undefined": Maybe, "disjoint": No}[compare(source, target)]
}
