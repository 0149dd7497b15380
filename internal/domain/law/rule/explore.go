package rule

import "kanmin/internal/domain/text"

// Verdict is the answer to a subject, in a form that can be compared, with the set of rules that fired,
// one bit each in the order of the register.
type Verdict[A comparable] struct {
	Answer A
	Fired  uint64
}

// Turn is one change of one fact that changes the answer.
type Turn[A comparable] struct {
	Path     string
	Fact     text.Both
	From, To text.Both
	Open     bool // the fact is not known now: this is what an answer to it would give
	After    A
}

// Explore changes one fact at a time and judges again. It hands every change that turns the answer to turned, in the order of the
// facts, and returns the rules that nearly fired.
func Explore[S any, A comparable](s S, facts []Fact[S], judge func(*S) Verdict[A], rules []*Condition[S], turned func(Turn[A])) []Nearly {
	base := judge(&s)
	nearly := make([]Nearly, 0, len(rules))
	var told uint64
	for i := range facts {
		f := &facts[i]
		now := f.Get(&s)
		for v := range f.Values {
			if v == now {
				continue
			}
			changed := s
			f.Set(&changed, v)
			other := judge(&changed)
			if other.Answer != base.Answer {
				turned(Turn[A]{f.Path(&s), f.Name, f.word(now), f.word(v), now < 0, other.Answer})
			}
			fresh := other.Fired &^ base.Fired &^ told
			for r := range rules {
				if fresh&(1<<r) != 0 {
					nearly = append(nearly, Nearly{rules[r].ID, rules[r].Name, f.Path(&s), f.Name, f.word(now), f.word(v)})
				}
			}
			told |= fresh
		}
	}
	return nearly
}
