package scope

import (
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
)

// maxMachines bounds one assessment.
const maxMachines = 5000

// Check notes everything that keeps the facts from being assessed: ids missing or twice, references to
// nothing, unknown sectors and letters, types set by hand without a reason, days out of reach.
func (f *Facts) Check(faults *fault.List, prefix string) {
	c := &checker{faults: faults, book: law.At(law.Commencement)}
	c.corporate(prefix+"operator.corporate_number", f.Operator.Corporate)
	c.day(prefix+"operator.designated_on", f.Operator.DesignatedOn)
	if len(f.Businesses) == 0 {
		c.add(prefix+"businesses", "fault.law.missing", nil)
	}
	machines, ids := 0, map[string]bool{}
	for i := range f.Businesses {
		b := &f.Businesses[i]
		at := prefix + "businesses[" + strconv.Itoa(i) + "]"
		c.id(at+".id", b.ID, ids)
		c.business(at, b)
		facilities := map[string]bool{}
		for j := range b.Facilities {
			facilities[b.Facilities[j].ID] = true
		}
		seen := map[string]bool{}
		for j := range b.Facilities {
			machines += len(b.Facilities[j].Machines)
			c.facility(at+".facilities["+strconv.Itoa(j)+"]", &b.Facilities[j], seen, facilities)
		}
	}
	if machines > maxMachines {
		c.add(prefix+"businesses", "fault.json.long", fault.Args{"limit": strconv.Itoa(maxMachines), "count": strconv.Itoa(machines)})
	}
}

type checker struct {
	faults *fault.List
	book   law.Book
}

func (c *checker) add(path, code string, a fault.Args) {
	if len(c.faults.Fields) < 50 {
		c.faults.Add(path, code, a)
	}
}

func (c *checker) id(path, id string, seen map[string]bool) {
	switch {
	case id == "":
		c.add(path, "fault.law.missing", nil)
	case seen[id]:
		c.add(path, "fault.law.twice", fault.Args{"id": id})
	}
	seen[id] = true
}

func (c *checker) day(path string, d law.Day) {
	if d.After(law.LastDay) {
		c.add(path, "fault.law.far", fault.Args{"day": d.String(), "last": law.LastDay.String()})
	}
}

// corporate checks the form of a 法人番号; its check digit belongs to the organisation's page.
func (c *checker) corporate(path, s string) {
	if s == "" {
		return
	}
	if _, err := strconv.ParseUint(s, 10, 64); err != nil || len(s) != 13 {
		c.add(path, "fault.law.corporate", fault.Args{"text": s})
	}
}

func (c *checker) business(at string, b *Business) {
	c.day(at+".designated_on", b.DesignatedOn)
	if _, ok := c.book.Sector(b.Sector); !ok {
		c.add(at+".sector", "fault.law.sector", fault.Args{"text": string(b.Sector), "sectors": law.SectorNames()})
	}
	if b.Class == "" {
		return
	}
	for _, j := range c.book.Joints() {
		if j.In == b.Sector && j.Class == b.Class {
			return
		}
	}
	c.add(at+".class", "fault.law.class", fault.Args{"text": b.Class})
}

func (c *checker) facility(at string, f *Facility, seen, facilities map[string]bool) {
	c.id(at+".id", f.ID, seen)
	segments, machines := map[string]bool{}, map[string]bool{}
	for i := range f.Segments {
		c.id(at+".segments["+strconv.Itoa(i)+"].id", f.Segments[i].ID, segments)
	}
	for i := range f.Machines {
		c.id(at+".machines["+strconv.Itoa(i)+"].id", f.Machines[i].ID, machines)
	}
	for i := range f.Machines {
		m, p := &f.Machines[i], at+".machines["+strconv.Itoa(i)+"]"
		if m.Segment != "" && !segments[m.Segment] {
			c.add(p+".segment", "fault.law.reference", fault.Args{"id": m.Segment})
		}
		for j, id := range m.For {
			if id != "other" && !facilities[id] {
				c.add(p+".authenticates_for["+strconv.Itoa(j)+"]", "fault.law.reference", fault.Args{"id": id})
			}
		}
		for j, id := range m.About {
			if !machines[id] {
				c.add(p+".stores_about["+strconv.Itoa(j)+"]", "fault.law.reference", fault.Args{"id": id})
			}
		}
		c.machine(p, m)
	}
}

func (c *checker) machine(p string, m *Machine) {
	for i, l := range m.Types {
		if len(l) != 1 || l < law.A || l > law.F {
			c.add(p+".types["+strconv.Itoa(i)+"]", "fault.law.choice", fault.Args{"text": string(l), "choices": "A B C D E F"})
		}
	}
	if len(m.Types) > 0 && m.Reason == "" {
		c.add(p+".types_reason", "fault.law.reason", nil)
	}
	c.day(p+".introduced_on", m.IntroducedOn)
	c.day(p+".changed_on", m.ChangedOn)
	c.day(p+".retired_on", m.RetiredOn)
}
