package scope

import "kanmin/internal/domain/law"

// maxCompletions is how many ways to answer the open questions are tried for an exact answer.
const maxCompletions = 64

// settle answers exactly where few questions are open: it tries every way to answer them. Judging a rule at a time
// leaves a matter open when two rules hang on one fact and always come out the same together; this closes it. With more
// open questions the answer of judge stands, which is never wrong, only sometimes more cautious.
func settle(s *subject) answer {
	base := judge(s).Answer
	if base.file.Known() && base.specified.Known() && base.possible == 0 {
		return base
	}
	var openFacts []int
	ways := 1
	for i := range facts {
		if facts[i].Get(s) < 0 {
			openFacts = append(openFacts, i)
			if ways *= len(facts[i].Values); ways > maxCompletions {
				return base
			}
		}
	}
	if len(openFacts) == 0 {
		return base
	}
	m := merged{always: 0b111111}
	m.complete(*s, openFacts)
	base.asked, base.specified, base.file = m.asked.truth(), m.specified.truth(), m.file.truth()
	base.types, base.possible, base.clocks = m.always, m.ever&^m.always, m.clocks
	return base
}

// turnedOut notes which answers were seen.
type turnedOut [4]bool

func (t *turnedOut) truth() law.Truth {
	switch {
	case t[law.Maybe] || t[law.Yes] && t[law.No]:
		return law.Maybe
	case t[law.Yes]:
		return law.Yes
	}
	return law.No
}

// merged is what all completions have in common.
type merged struct {
	asked, specified, file turnedOut
	always, ever           letters
	clocks                 clocks
}

func (m *merged) complete(s subject, openFacts []int) {
	if len(openFacts) == 0 {
		a := judge(&s).Answer
		m.asked[a.asked], m.specified[a.specified], m.file[a.file] = true, true, true
		m.always, m.ever, m.clocks = m.always&a.types, m.ever|a.types|a.possible, m.clocks|a.clocks
		return
	}
	f := &facts[openFacts[0]]
	for v := range f.Values {
		f.Set(&s, v)
		m.complete(s, openFacts[1:])
	}
}
