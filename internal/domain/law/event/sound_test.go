package event

import (
	"testing"

	"kanmin/internal/domain/law"
)

type dice uint64

func (d *dice) roll(n int) int {
	*d ^= *d << 13
	*d ^= *d >> 7
	*d ^= *d << 17
	return int(uint64(*d) % uint64(n))
}

// random makes a subject of which some facts, no more than most, are not known, and says which.
func random(d *dice, most int) (s subject, unknowns []int) {
	s.sectorActive = law.TruthOf(d.roll(10) > 0)
	for i := range facts {
		facts[i].Set(&s, d.roll(len(facts[i].Values)))
		if facts[i].Values[0].Code == "yes" && d.roll(2) == 0 {
			facts[i].Set(&s, 1) // mostly no: events are few
		}
	}
	s.designated, s.specified = y, y
	for range d.roll(most + 1) {
		i := d.roll(len(facts))
		forget(&s, facts[i].ID)
		unknowns = append(unknowns, i)
	}
	return s, unknowns
}

// forget makes one fact not known.
func forget(s *subject, id string) {
	switch id {
	case "kind":
		s.kind = unknown
	case "model":
		s.model = unknown
	case "layer":
		s.layer = unknown
	default:
		for _, p := range []struct {
			id string
			at *law.Truth
		}{
			{"designated", &s.designated}, {"waived", &s.waived}, {"specified", &s.specified}, {"type_e", &s.typeE}, {"malware", &s.malware}, {"access", &s.access},
			{"interference", &s.interference}, {"line", &s.line}, {"harm", &s.harm}, {"malware_trace", &s.malwareTrace}, {"access_trace", &s.accessTrace},
			{"interference_trace", &s.interferenceTrace}, {"received", &s.received}, {"attempt", &s.attempt}, {"credentials", &s.credentials}, {"command", &s.command},
			{"scan", &s.scan}, {"contractor", &s.contractor}, {"leak", &s.leak}, {"sensitive", &s.sensitive}, {"financial", &s.financial}, {"improper", &s.improper}, {"over_1000", &s.overNumber},
		} {
			if p.id == id {
				*p.at = law.Maybe
			}
		}
	}
}

func completions(s subject, unknowns []int, f func(*subject)) {
	if len(unknowns) == 0 {
		f(&s)
		return
	}
	for v := range facts[unknowns[0]].Values {
		c := s
		facts[unknowns[0]].Set(&c, v)
		completions(c, unknowns[1:], f)
	}
}

// An answer given while something is not known holds however it turns out, and an answer left open can turn out both ways.
func TestAnswersHoldHoweverOpenFactsTurnOut(t *testing.T) {
	t.Parallel()
	seed, open := dice(20261001), 0
	for range 6000 {
		s, unknowns := random(&seed, 5)
		base := judge(&s).Answer
		var required, reportable, ppc, provider [4]bool
		var ever, always uint8 = 0, 0xff
		completions(s, unknowns, func(c *subject) {
			a := judge(c).Answer
			required[a.required], reportable[a.event], ppc[a.ppc], provider[a.provider] = true, true, true, true
			ever, always = ever|a.certain|a.possible, always&a.certain
		})
		for _, q := range []struct {
			name string
			said law.Truth
			seen [4]bool
		}{{"required", base.required, required}, {"reportable", base.event, reportable}, {"ppc", base.ppc, ppc}, {"provider", base.provider, provider}} {
			if q.said == y && q.seen[n] || q.said == n && q.seen[y] {
				t.Fatalf("%s was said to be %s and can turn out otherwise: %+v", q.name, q.said, s)
			}
			if q.said == m {
				open++
				if !q.seen[m] && (!q.seen[y] || !q.seen[n]) {
					t.Fatalf("%s was left open but can only turn out one way: %+v", q.name, s)
				}
			}
		}
		if base.event != n && base.certain&^always != 0 && reportable[y] && !reportable[n] || ever&^(base.certain|base.possible) != 0 {
			t.Fatalf("heads %b, possible %b; always %b, ever %b: %+v", base.certain, base.possible, always, ever, s)
		}
	}
	if open < 100 {
		t.Errorf("only %d open answers: the test sees nothing", open)
	}
}
