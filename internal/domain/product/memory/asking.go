package memory

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/spelling"
	"kanmin/internal/domain/text"
)

// AskState is where a question to the steward stands.
type AskState string

// The states of a question. An undone decision puts it back to Waiting.
const (
	Waiting  AskState = "waiting"
	Answered AskState = "answered"
	TakenOff AskState = "withdrawn" // by the organisation, before it was answered
)

// Ask is a pair that an organisation sent to the steward, by an explicit press.
type Ask struct {
	ID      ident.Object
	Number  ident.Number
	Org     ident.Org
	Unit    ident.Unit
	State   AskState
	AskedAt ident.Instant
	EndedAt ident.Instant
	Rule    ident.Object // the decision that answered it
	By      string
	Leaf    ident.Leaf
	Question
	Answer RuleSays // zero while it waits
}

// Question is what was sent, sealed.
type Question struct {
	Pair
	Proposed Named  `json:"proposed"` // what the organisation itself decided or proposes; may be zero
	Note     string `json:"note,omitempty"`
	Asker    string `json:"asker"` // the organisation, as registered that day
	AskerEn  string `json:"asker_en,omitempty"`
}

// TakeOff withdraws a question that waits.
func (a *Ask) TakeOff(at ident.Instant) error {
	if a.State != Waiting {
		return fault.New(fault.Conflict, "fault.memory.answered", fault.Args{"number": string(a.Number)})
	}
	a.State, a.EndedAt = TakenOff, at
	return nil
}

// RuleKind is what the steward decided for all.
type RuleKind string

// The kinds of decision of the steward.
const (
	Adopt RuleKind = "adopt" // the pairs are this product, for all
	Offer RuleKind = "offer" // candidates only: the pairs are bound for nobody without a person
	None  RuleKind = "none"  // in no dictionary, for all
)

// Rule is a decision of the steward for all. It says nothing of who asked.
type Rule struct {
	ID        ident.Object
	Number    ident.Number
	Org       ident.Org // the steward's office
	Unit      ident.Unit
	State     State
	DecidedAt ident.Instant
	By        string
	Asks      int // questions that it answered
	Leaf      ident.Leaf
	EndedAt   ident.Instant
	EndedBy   string
	EndedLeaf ident.Leaf
	Rev       int
	RuleBody
}

// RuleBody is the sealed part of a Rule, under the house.
type RuleBody struct {
	Pairs []Pair `json:"pairs"`
	RuleSays
	Name  string `json:"by"`
	Ender string `json:"ender,omitempty"`
}

// RuleSays is what a decision tells everybody.
type RuleSays struct {
	Kind    RuleKind `json:"kind,omitempty"`
	Product Named    `json:"named"`
	Why     string   `json:"why,omitempty"`
	Office  string   `json:"office,omitempty"`
}

// Check refuses a decision without what it needs.
func (s RuleSays) Check() error {
	var l fault.List
	switch {
	case s.Kind != Adopt && s.Kind != Offer && s.Kind != None:
		l.Add("kind", "fault.memory.rule", nil)
	case (s.Kind == Adopt) != (s.Product.ID != ""):
		l.Add("id", "fault.memory.id", nil)
	}
	text.Check(&l, "why", s.Why, LongestNote)
	return l.Err()
}

// Undo ends a decision that stands.
func (r *Rule) Undo(at ident.Instant, by, name string, leaf ident.Leaf) error {
	if r.State != Standing {
		return fault.New(fault.Conflict, "fault.memory.undone", fault.Args{"number": string(r.Number)})
	}
	r.State, r.EndedAt, r.EndedBy, r.EndedLeaf, r.Ender = Undone, at, by, leaf, name
	r.Rev++
	return nil
}

// Group is the questions that mean one name, as the steward sees them: one decision answers all.
type Group struct {
	Asks  []Ask  // oldest first
	Pairs []Pair // the ways of writing, the most frequent first
	Orgs  int    // organisations that asked
}

// Number names the group: that of its oldest question.
func (g Group) Number() ident.Number { return g.Asks[0].Number }

// Numbers lists the questions of the group, as a form carries them.
func (g Group) Numbers() []ident.Number {
	list := make([]ident.Number, len(g.Asks))
	for i, a := range g.Asks {
		list[i] = a.Number
	}
	return list
}

// Groups gathers questions by normalised text: the name about which most ask first, then the older.
func Groups(asks []Ask) []Group {
	asks = slices.Clone(asks)
	slices.SortStableFunc(asks, func(a, b Ask) int {
		return cmp.Or(cmp.Compare(a.AskedAt, b.AskedAt), cmp.Compare(a.ID, b.ID))
	})
	at := map[Key]int{}
	var groups []Group
	for _, a := range asks {
		k := a.Pair.Group()
		i, ok := at[k]
		if !ok {
			i = len(groups)
			at[k] = i
			groups = append(groups, Group{})
		}
		groups[i].Asks = append(groups[i].Asks, a)
	}
	for i := range groups {
		groups[i].count()
	}
	slices.SortStableFunc(groups, func(a, b Group) int { return cmp.Compare(len(b.Asks), len(a.Asks)) })
	return groups
}

func (g *Group) count() {
	orgs, times, first := map[ident.Org]bool{}, map[Key]int{}, map[Key]Pair{}
	var order []Key
	for _, a := range g.Asks {
		orgs[a.Org] = true
		k := a.Pair.Key()
		if _, ok := first[k]; !ok {
			first[k] = a.Pair
			order = append(order, k)
		}
		times[k]++
	}
	slices.SortStableFunc(order, func(a, b Key) int { return cmp.Compare(times[b], times[a]) })
	for _, k := range order {
		g.Pairs = append(g.Pairs, first[k])
	}
	g.Orgs = len(orgs)
}

// Matches reports whether one of the group's texts holds what is looked for, in any width, case and kana. Nothing
// looked for matches all.
func (g Group) Matches(words string) bool {
	want := spelling.Squash(spelling.Fold(words))
	if want == "" {
		return true
	}
	return slices.ContainsFunc(g.Asks, func(a Ask) bool {
		for _, s := range []string{a.Maker, a.Product, a.Maker + a.Product, a.Note} {
			if strings.Contains(spelling.Squash(spelling.Fold(s)), want) {
				return true
			}
		}
		return false
	})
}

// CheckAtOnce bounds how many rows one act takes.
func CheckAtOnce(n int) error {
	var l fault.List
	switch {
	case n == 0:
		l.Add("rows", "fault.required", nil)
	case n > MostAtOnce:
		l.Add("rows", "fault.memory.many", fault.Args{"limit": strconv.Itoa(MostAtOnce), "count": strconv.Itoa(n)})
	}
	return l.Err()
}
