package scope

import (
	"sort"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// lines lists what is filed about a machine, exempt lines included and marked.
func (a *assessment) lines(m *Machine, s *subject, ans answer) []Line {
	var out []Line
	if m.Appliance != nil && (ans.kind == byAppliance || ans.kind == lineOpen) {
		l := Line{Kind: string(byAppliance), Maker: m.Appliance.Maker, Product: m.Appliance.Product, File: law.All(ans.asked, s.bespoke.Opposite()), Rule: lineAppliance.ID, Why: lineAppliance.Name}
		if s.bespoke != law.No {
			l.Rule, l.Why = exemptBespoke.ID, exemptBespoke.Name
		}
		out = append(out, l)
	}
	if m.Service != nil && ans.kind != bySoftware && ans.kind != byAppliance {
		l := Line{Kind: string(byService), Maker: m.Service.Provider, Product: m.Service.Name, File: ans.asked, Rule: lineService.ID, Why: lineService.Name}
		if ans.kind == byProduct {
			l.Kind, l.Rule, l.Why = string(byProduct), lineFacilityService.ID, lineFacilityService.Name
		}
		out = append(out, l)
	}
	if ans.kind != byAppliance {
		for i := range m.Software {
			out = append(out, a.software(m, &m.Software[i], ans))
		}
	}
	if len(m.Software) == 0 && ans.kind == bySoftware && ans.asked != law.No {
		out = append(out, Line{Kind: string(bySoftware), File: ans.asked, Rule: lineSoftware.ID, Why: text.Both{
			Ja: "アプリケーション、ミドルウェア、OSを挙げてください。", En: "List application, middleware and OS.",
		}})
	}
	return out
}

func (a *assessment) software(m *Machine, sw *Software, ans answer) Line {
	d, b := designated(a.products, sw), bespokeLine(m, sw)
	l := Line{
		Kind: string(bySoftware), Layer: sw.Layer, Maker: sw.Maker, Product: sw.Product,
		File: law.All(ans.asked, law.Any(d, b).Opposite()), Rule: lineSoftware.ID, Why: lineSoftware.Name,
	}
	switch {
	case d == law.Yes:
		l.Rule, l.Why = exemptDesignated.ID, exemptDesignated.Name
	case b == law.Yes:
		l.Rule, l.Why = exemptBespoke.ID, exemptBespoke.Name
	case d == law.Maybe:
		l.Rule, l.Why = exemptDesignated.ID, text.Both{
			Ja: "指定された汎用品に当たるか確認できません。窓口で確かめてください。", En: "Whether this is the designated product is not known: ask.",
		}
	case b == law.Maybe:
		l.Rule, l.Why = exemptBespoke.ID, text.Both{
			Ja: "専用設計品の中の汎用品が例外かは確認できません。窓口で確かめてください。", En: "Whether a general product inside a bespoke one is exempt is not known: ask.",
		}
	}
	return l
}

// dues computes every clock that remains possible, the earliest first. A clock whose day is not known gives none.
func (a *assessment) dues(p place, m *Machine, ans answer) []law.Due {
	if ans.file == law.No {
		return nil
	}
	b := &a.facts.Businesses[p.business]
	on := b.DesignatedOn
	if on.IsZero() {
		on = a.facts.Operator.DesignatedOn
	}
	var out []law.Due
	for i, name := range clockRules {
		if ans.clocks&(1<<i) == 0 {
			continue
		}
		q := law.Question{On: m.IntroducedOn, Sector: b.Sector, Operator: a.facts.Operator.Corporate}
		switch {
		case name == "asset.change":
			q.On = m.ChangedOn
		case name == "asset.existing" && (q.On.IsZero() || q.On.After(law.Commencement)):
			q.On = law.Commencement
		case name == "asset.designated":
			q.Designated = on
		}
		if d, ok := a.due(name, q); ok {
			out = append(out, d)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Due.Before(out[j].Due) })
	return out
}

// due asks the book of the day that opens the clock, once for each question.
func (a *assessment) due(name string, q law.Question) (law.Due, bool) {
	if q.On.IsZero() {
		return law.Due{}, false
	}
	key := clockKey{name, q}
	if d, ok := a.clocks[key]; ok {
		return d, d.Rule != ""
	}
	day := q.On
	if day.Before(law.Commencement) {
		day = law.Commencement
	}
	d, err := a.law.At(day).Due(name, q)
	if err != nil {
		d = law.Due{} // a day out of reach: the machine's own day is checked when it is read
	}
	a.clocks[key] = d
	return d, err == nil
}

// fold makes the rows of the notification out of the machines' lines (R20): product × facility × set of types.
func (a *assessment) fold() {
	type key struct {
		facility, types, kind, maker, product string
		file                                  law.Truth
	}
	at := map[key]int{}
	for i := range a.result.Machines {
		v := &a.result.Machines[i]
		facility := v.Path[:len(v.Path)-len(lastPart(v.Path))]
		for _, l := range v.Lines {
			if l.File == law.No || l.Product == "" {
				continue
			}
			k := key{facility, setOf(append(v.Types, v.Possible...)).String(), l.Kind, text.Key(l.Maker), text.Key(l.Product), l.File}
			n, ok := at[k]
			if !ok {
				n = len(a.result.Rows)
				at[k] = n
				a.result.Rows = append(a.result.Rows, Row{
					Facility: facility, Types: setOf(append(v.Types, v.Possible...)).list(), Kind: l.Kind, Maker: l.Maker, Product: l.Product, File: l.File,
				})
			}
			r := &a.result.Rows[n]
			r.Machines = append(r.Machines, v.ID)
			if len(v.Dues) > 0 && (r.DueOn.IsZero() || v.Dues[0].Due.Before(r.DueOn)) {
				r.DueOn = v.Dues[0].Due
			}
		}
	}
}

// lastPart is ".machines[n]" of a path.
func lastPart(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '.' {
			return path[i:]
		}
	}
	return path
}
