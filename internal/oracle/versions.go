package oracle

import "slices"

// attributes compares everything but who made what.
func attributes(c Criterion, n Name, it Item) int {
	if c.Nameless {
		for i := range c.Name {
			c.Name[i] = Attribute{Kind: "any"}
		}
	}
	truth, joined := named(c, n, it)
	for _, i := range []int{Update, Edition, Language, SWEdition, TargetSW, TargetHW, Other} {
		if i == Update && joined {
			continue
		}
		truth = and[truth][meaning(c.Name[i], n[i])]
	}
	return and[truth][spans(c, it)]
}

// named compares the version in the criterion's name. joined: version and update were compared as one, so the update is settled.
func named(c Criterion, n Name, it Item) (truth int, joined bool) {
	want, have := c.Version, it.Version
	if want.Kind == "na" && c.Name[Part].Text == "h" {
		want.Kind = "any"
	}
	switch {
	case want.Kind == "any":
		return Yes, false
	case have.Kind == "any" || have.Kind == "wild":
		return Maybe, false
	case want.Kind == "na" || have.Kind == "na":
		if want.Kind == have.Kind {
			return Yes, false
		}
		return No, false
	case want.Kind == "wild":
		if wild(want.Text, written(it)) {
			return Yes, false
		}
		return No, false
	case want.Kind == "split":
		return split(want, n, it)
	}
	// one rung
	switch have.Kind {
	case "rung":
		return map[bool]int{true: Yes, false: No}[have.Rung == want.Rung], false
	case "series":
		return map[bool]int{true: Maybe, false: No}[slices.Contains(have.Rungs, want.Rung)], false
	}
	// The item is a base with its update: the whole, or the base where any update will do.
	if have.Rung == want.Rung && c.Name[Update].Kind == "any" {
		return Yes, true
	}
	return map[bool]int{true: Yes, false: No}[slices.Equal(have.Rungs, []int{want.Rung})], false
}

// split compares a base with an update of the criterion's name.
func split(want Version, n Name, it Item) (truth int, joined bool) {
	have := it.Version
	switch {
	case have.Kind == "rung" && n[Update].Kind == "any" && have.Rung == want.Rung:
		return Yes, true
	case have.Kind == "rung" && slices.Equal(want.Rungs, []int{have.Rung}), have.Kind == "split" && have.Base == want.Base:
		return Yes, false
	case have.Kind == "series" && n[Update].Kind != "is" && slices.Contains(have.Rungs, want.Rung):
		return Maybe, false
	}
	return No, false
}

// written is the version of an item as text.
func written(it Item) string {
	switch it.Version.Kind {
	case "rung":
		return it.Ladder[it.Version.Rung]
	case "series", "split":
		return it.Version.Base
	}
	return it.Version.Text
}

// spans tries every version that the item may have.
func spans(c Criterion, it Item) int {
	if len(c.Spans) == 0 && c.Otherwise == "" {
		return Yes
	}
	var may []int
	switch it.Version.Kind {
	case "na":
		return No
	case "rung", "split":
		may = []int{it.Version.Rung}
	case "series":
		may = it.Version.Rungs
	default:
		for i := range it.Ladder {
			may = append(may, i)
		}
	}
	truth := status(c, may[0])
	for _, rung := range may[1:] {
		if status(c, rung) != truth {
			return Maybe
		}
	}
	return truth
}

func status(c Criterion, rung int) int {
	said := c.Otherwise
	for _, s := range c.Spans {
		below := s.From >= 0 && (rung < s.From || s.After && rung == s.From)
		above := s.Until >= 0 && (rung > s.Until || s.Before && rung == s.Until)
		if below || above {
			continue
		}
		said = s.Status
		for _, ch := range s.Changes {
			if rung >= ch.At {
				said = ch.Status
			}
		}
		break
	}
	return map[string]int{"affected": Yes, "investigating": Maybe, "unknown": Maybe}[said]
}
