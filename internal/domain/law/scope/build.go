package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/calendar"
)

// subject flattens one machine. Without a map of typed machines, type F stays open.
func (a *assessment) subject(p place, typed map[string]law.Truth) subject {
	b := &a.facts.Businesses[p.business]
	f := &b.Facilities[p.facility]
	row, _ := a.book.Sector(b.Sector)
	s := subject{
		machinePath: p.machinePath(), facilityPath: p.facilityPath(), segmentPath: p.machinePath() + ".segment",
		designated: assumed(a.facts.Operator.Designated), sectorActive: law.TruthOf(row.Active()),
		internet: f.Internet, media: f.Media, cloud: f.Cloud, facilityInPlace: open(f.InPlace),
	}
	if a.facts.Operator.Designated == law.NotAsked {
		a.assume("operator.designated", "事業者は指定されているものとしました。", "The operator was taken to be designated.")
	}
	if p.machine >= len(f.Machines) {
		return s
	}
	m := &f.Machines[p.machine]
	for i := range f.Segments {
		if f.Segments[i].ID == m.Segment {
			s.role = f.Segments[i].Role
		}
	}
	s.used, s.inUse = assumed(m.Used), a.inUse(m)
	s.global, s.controls, s.isFacility = open(m.GlobalAddress), open(m.Controls), open(m.IsFacility)
	s.auth, s.forService = refer(m.Authenticates, m.For), forService(m, f.ID, b)
	s.stores, s.storesTyped = refer(m.Stores, m.About), about(m, typed)
	s.kind = kindFrom(m)
	s.bespoke = assumedNo(m.Bespoke)
	s.inPlace, s.integrated = inPlace(m), open(m.Integrated)
	s.newlyDesignated = a.newlyDesignated(b, m)
	s.changed = law.TruthOf(!m.ChangedOn.IsZero())
	s.set, s.byHand = setOf(m.Types), len(m.Types) > 0
	a.programs(m, &s)
	a.taken(p, m)
	return s
}

// taken notes what was assumed about a machine.
func (a *assessment) taken(p place, m *Machine) {
	if m.Used == law.NotAsked {
		a.assume(p.machinePath()+".used", "事業者が使用しているものとしました。", "The operator was taken to use it.")
	}
	if m.Bespoke == law.NotAsked {
		a.assume(p.machinePath()+".bespoke", "専用設計品ではないものとしました。", "It was taken not to be made for one operator only.")
	}
}

func assumedNo(t law.Truth) law.Truth {
	if t == law.NotAsked {
		return law.No
	}
	return t
}

func (a *assessment) inUse(m *Machine) law.Truth {
	if !m.RetiredOn.IsZero() && !m.RetiredOn.After(a.day) {
		return law.No
	}
	return assumedNo(m.Spare).Opposite()
}

// forService tells whether the systems for which a machine authenticates include a facility of the business. "other" is none.
func forService(m *Machine, facility string, b *Business) law.Truth {
	if len(m.For) == 0 {
		return law.Maybe
	}
	for _, id := range m.For {
		if id == facility {
			return law.Yes
		}
		for i := range b.Facilities {
			if b.Facilities[i].ID == id {
				return law.Yes
			}
		}
	}
	return law.No
}

// about tells whether one of the machines whose data are kept is of types A–E.
func about(m *Machine, typed map[string]law.Truth) law.Truth {
	if len(m.About) == 0 || typed == nil {
		return law.Maybe
	}
	out := law.No
	for _, id := range m.About {
		out = law.Any(out, typed[id])
	}
	return out
}

// kindFrom takes the kind as answered, else what the lines given make plain.
func kindFrom(m *Machine) Make {
	switch {
	case m.Make != "":
		return m.Make
	case m.Appliance != nil && m.Service == nil && len(m.Software) == 0:
		return "appliance"
	case m.Service != nil && m.Appliance == nil:
		return "cloud"
	case len(m.Software) > 0 && m.Appliance == nil:
		return "general"
	}
	return ""
}

// inPlace takes the answer, else the day of introduction. On the very day of commencement it stays open: the period
// opens at 00:00.
func inPlace(m *Machine) law.Truth {
	if m.InPlace != law.NotAsked || m.IntroducedOn.IsZero() {
		return open(m.InPlace)
	}
	if m.IntroducedOn == law.Commencement {
		return law.Maybe
	}
	return law.TruthOf(m.IntroducedOn.Before(law.Commencement))
}

// newlyDesignated tells whether a machine was introduced within the window after a designation. Both before commencement:
// the duty did not exist yet, so the window has no part.
func (a *assessment) newlyDesignated(b *Business, m *Machine) law.Truth {
	on := b.DesignatedOn
	if on.IsZero() {
		on = a.facts.Operator.DesignatedOn
	}
	if on.IsZero() {
		a.assume("operator.designated_on", "指定は施行前とし、新たな指定の経過措置は使いません。", "Designation was taken to lie before commencement; the rule for new operators is not used.")
		return law.No
	}
	w, ok := a.book.Window("asset.designated.window", b.Sector, a.facts.Operator.Corporate)
	if !ok {
		return law.No
	}
	if m.IntroducedOn.IsZero() {
		if m.InPlace == law.Yes {
			return law.TruthOf(!on.Before(law.Commencement))
		}
		return law.Maybe
	}
	if on.Before(law.Commencement) && !m.IntroducedOn.After(law.Commencement) {
		return law.No
	}
	last, _ := calendar.MonthsFrom(on.Add(1), w.Length.N)
	return law.TruthOf(!m.IntroducedOn.After(last))
}

// programs looks through the software of a machine for designated and bespoke products.
func (a *assessment) programs(m *Machine, s *subject) {
	s.designatedLine, s.softwareLeft = law.No, law.No
	if len(m.Software) == 0 {
		s.softwareLeft = law.Yes // still to be listed
	}
	for i := range m.Software {
		d := designated(a.products, &m.Software[i])
		s.designatedLine = law.Any(s.designatedLine, d)
		s.softwareLeft = law.Any(s.softwareLeft, law.Any(d, bespokeLine(m, &m.Software[i])).Opposite())
	}
}

// bespokeLine: what was made for the operator is exempt; the OS or middleware inside a bespoke machine is not known to be.
func bespokeLine(m *Machine, sw *Software) law.Truth {
	if sw.Bespoke != law.NotAsked {
		return sw.Bespoke
	}
	if m.Bespoke == law.Yes && (sw.Layer == "os" || sw.Layer == "middleware") {
		return law.Maybe
	}
	return assumedNo(m.Bespoke)
}
