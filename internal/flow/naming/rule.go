package naming

import (
	"context"
	"io"
	"slices"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/memory"
)

// RuleTx is what deciding for all needs.
type RuleTx interface {
	who
	NameAsksByNumber([]ident.Number, access.Permission) ([]memory.Ask, error)
	AddNameRule(r memory.Rule, answered []memory.Ask) error
	Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error
}

// Rule decides for all what the pairs of some questions mean, and answers each of them. Who asked stands in no
// row that the decision makes but the answers themselves.
type Rule struct {
	Act     Act[RuleTx]
	Entropy io.Reader
	Find    Find
}

// Ruling names the questions by their numbers, as the steward saw them, and what is decided.
type Ruling struct {
	Asks    []ident.Number
	Kind    memory.RuleKind
	Product product.ID // for Adopt
	Why     string
}

// What is decided already is read too, so that a second decision is told apart from none.
var (
	mayDecide = access.Permission{Action: access.Decide, Object: access.Naming}
	mayRead   = access.Permission{Action: access.Read, Object: access.Naming}
)

// mostAsks bounds the questions that one decision answers.
const mostAsks = 2 * memory.MostWaiting

// Do decides and returns the entry by which the decision is found. Who may call: stewards (名寄せ担当) of the office to which all the questions are
// addressed; for anybody else they are absent. A question that no longer waits is a Conflict that names it.
func (d Rule) Do(ctx context.Context, s access.Scope, key ident.Key, ruling Ruling) (leaf ident.Leaf, err error) {
	defer fault.Wrap(&err, "naming.Rule")
	if err := s.Permit(mayDecide); err != nil {
		return "", err
	}
	says, err := d.judge(&ruling)
	if err != nil {
		return "", err
	}
	l, err := d.Act(ctx, s, key, func(tx RuleTx) (ledger.Entry, error) {
		asks, err := tx.NameAsksByNumber(ruling.Asks, mayRead)
		if err != nil {
			return ledger.Entry{}, err
		}
		r, err := d.make(tx, s, ruling, asks, says)
		if err != nil {
			return ledger.Entry{}, err
		}
		for i := range asks {
			asks[i].State, asks[i].EndedAt, asks[i].Rule, asks[i].Answer = memory.Answered, r.DecidedAt, r.ID, r.RuleSays
		}
		if err := tx.AddNameRule(r, asks); err != nil {
			return ledger.Entry{}, err
		}
		if err := tell(tx, asks); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.NamingDecided, s, r.ID, r.Number, r.RuleBody)
	})
	return l.ID, err
}

func (d Rule) judge(ruling *Ruling) (memory.RuleSays, error) {
	says := memory.RuleSays{Kind: ruling.Kind, Why: ruling.Why}
	slices.Sort(ruling.Asks)
	ruling.Asks = slices.Compact(ruling.Asks)
	var l fault.List
	switch n := len(ruling.Asks); {
	case n == 0:
		l.Add("asks", "fault.required", nil)
	case n > mostAsks:
		l.Add("asks", "fault.memory.many", fault.Args{"limit": strconv.Itoa(mostAsks), "count": strconv.Itoa(n)})
	}
	var err error
	if says.Product, err = named(d.Find, &l, "id", ruling.Product); err == nil {
		err = l.Err()
	}
	if err == nil {
		err = says.Check()
	}
	return says, err
}

func (d Rule) make(tx RuleTx, s access.Scope, ruling Ruling, asks []memory.Ask, says memory.RuleSays) (r memory.Rule, err error) {
	if len(asks) != len(ruling.Asks) {
		return r, fault.Absent()
	}
	_, office, person, err := tx.Registered()
	if err != nil {
		return r, err
	}
	says.Office = office.Name
	r = memory.Rule{
		Org: s.Org, Unit: s.Unit, State: memory.Standing, DecidedAt: tx.Now(), By: s.ID(), Asks: len(asks), Leaf: tx.LeafID(), Rev: 1,
		RuleBody: memory.RuleBody{RuleSays: says, Name: person.Name},
	}
	seen := map[memory.Key]bool{}
	for _, q := range asks {
		if q.State != memory.Waiting {
			return r, fault.New(fault.Conflict, "fault.memory.answered", fault.Args{"number": string(q.Number)})
		}
		if k := q.Key(); !seen[k] {
			seen[k] = true
			r.Pairs = append(r.Pairs, q.Pair)
		}
	}
	if len(r.Pairs) > memory.MostVariants {
		return r, fault.New(fault.Exceeded, "fault.memory.variants", fault.Args{"limit": strconv.Itoa(memory.MostVariants)})
	}
	ids, numbers, err := mint(r.DecidedAt, d.Entropy, 1)
	if err == nil {
		r.ID, r.Number = ids[0], numbers[0]
	}
	return r, err
}

// tell sends one message to each unit that asked, whatever it asked: the numbers of its other questions stand on its page.
func tell(tx RuleTx, asks []memory.Ask) error {
	told := map[ident.Unit]bool{}
	for _, q := range asks {
		if told[q.Unit] {
			continue
		}
		told[q.Unit] = true
		if err := tx.Notify([]ident.Unit{q.Unit}, q.ID, q.Number, notice); err != nil {
			return err
		}
	}
	return nil
}
