package scope

import (
	"testing"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
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
	s.machinePath, s.facilityPath, s.segmentPath = "businesses[0].facilities[0].machines[0]", "businesses[0].facilities[0]", "segment"
	s.sectorActive, s.changed = law.TruthOf(d.roll(10) > 0), law.TruthOf(d.roll(10) == 0)
	s.softwareLeft, s.designatedLine = law.TruthOf(d.roll(3) > 0), law.TruthOf(d.roll(3) == 0)
	for i := range facts {
		facts[i].Set(&s, d.roll(len(facts[i].Values)))
	}
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
	case "internet":
		s.internet = unknown
	case "media":
		s.media = unknown
	case "cloud":
		s.cloud = unknown
	case "role":
		s.role = unknown
	case "kind":
		s.kind = unknown
	default:
		for _, p := range []struct {
			id string
			at *law.Truth
		}{
			{"designated", &s.designated}, {"facility_in_place", &s.facilityInPlace}, {"used", &s.used}, {"in_use", &s.inUse}, {"global_address", &s.global},
			{"authenticates", &s.auth}, {"for_service", &s.forService}, {"controls_access", &s.controls}, {"is_facility", &s.isFacility}, {"stores", &s.stores},
			{"stores_typed", &s.storesTyped}, {"bespoke", &s.bespoke}, {"in_place", &s.inPlace}, {"integrated", &s.integrated}, {"newly_designated", &s.newlyDesignated},
		} {
			if p.id == id {
				*p.at = law.Maybe
			}
		}
	}
}

// completions calls f with every way to answer what is not known.
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
	for range 4000 {
		s, unknowns := random(&seed, 5)
		base, ways := settle(&s), 0
		var file, specified [4]bool
		var types, always letters = 0, 0b111111
		completions(s, unknowns, func(c *subject) {
			ways++
			a := judge(c).Answer
			file[a.file], specified[a.specified] = true, true
			types, always = types|a.types|a.possible, always&a.types
			if a.clocks&^base.clocks != 0 {
				t.Fatalf("a clock appears that was excluded: %b, then %b\n%+v\n%+v", base.clocks, a.clocks, s, c)
			}
		})
		for _, q := range []struct {
			name string
			said law.Truth
			seen [4]bool
		}{{"file", base.file, file}, {"specified", base.specified, specified}} {
			if q.said == law.Yes && q.seen[law.No] || q.said == law.No && q.seen[law.Yes] {
				t.Fatalf("%s was said to be %s and can turn out otherwise: %+v", q.name, q.said, s)
			}
			if q.said == law.Maybe {
				open++
				if ways <= maxCompletions && !q.seen[law.Maybe] && (!q.seen[law.Yes] || !q.seen[law.No]) {
					t.Fatalf("%s was left open but can only turn out one way (%v): %+v", q.name, q.seen, s)
				}
			}
		}
		if base.types&^always != 0 || types&^(base.types|base.possible) != 0 {
			t.Fatalf("types %s, possible %s; in every case %s, in some %s: %+v", base.types, base.possible, always, types, s)
		}
	}
	if open < 100 {
		t.Errorf("only %d open answers: the test sees nothing", open)
	}
}

// What is said to change the answer does, and nothing that would is left out.
func TestChangesAreExactlyThoseThatChangeTheAnswer(t *testing.T) {
	t.Parallel()
	seed := dice(7)
	for range 300 {
		s, _ := random(&seed, 3)
		base := judge(&s).Answer
		want := 0
		for i := range facts {
			for v := range facts[i].Values {
				if v == facts[i].Get(&s) {
					continue
				}
				c := s
				facts[i].Set(&c, v)
				if judge(&c).Answer != base {
					want++
				}
			}
		}
		named := 0
		explore(s, func(rule.Turn[answer]) { named++ })
		if named != want {
			t.Fatalf("%d changes are named, %d change the answer", named, want)
		}
	}
}
