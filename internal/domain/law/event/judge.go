package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
)

// answer is what is decided about an event, in a form that can be compared.
type answer struct {
	required law.Truth // a report under art. 5 is owed
	event    law.Truth // it is reportable in itself, before any waiver
	waived   law.Truth
	certain  uint8 // heads that hold
	possible uint8 // heads that may hold
	form     int   // 1–3, 0 while the kind is not known
	ppc      law.Truth
	provider law.Truth // awareness follows the provider's notice
}

// judge applies every rule to a subject.
func judge(s *subject) rule.Verdict[answer] {
	var v rule.Verdict[answer]
	for i, c := range conditions {
		if c.Check(s) == law.Yes {
			v.Fired |= 1 << i
		}
	}
	a := &v.Answer
	for i, h := range heads {
		switch h.Check(s) {
		case law.Yes:
			a.certain |= 1 << i
		case law.Maybe, law.NotAsked:
			a.possible |= 1 << i
		case law.No:
		}
	}
	happened := law.No
	if a.certain != 0 {
		happened = law.Yes
	} else if a.possible != 0 {
		happened = law.Maybe
	}
	if noneScan.Check(s) == law.Yes && a.certain == 0 {
		happened, a.possible = law.No, 0
	}
	a.event = law.All(whoDesignated.Check(s), whoSector.Check(s), whoSpecified.Check(s), happened)
	a.waived = law.All(a.event, waiverNew.Check(s))
	a.required = law.All(a.event, waiverNew.Check(s).Opposite())
	if a.event == law.No {
		a.certain, a.possible = 0, 0
	}
	for i, f := range []*rule.Condition[subject]{&formDDoS, &formRansomware, &formOther} {
		if f.Check(s) == law.Yes {
			a.form = i + 1
		}
	}
	a.ppc = ppcLeak.Check(s)
	a.provider = awareProvider.Check(s)
	return v
}
