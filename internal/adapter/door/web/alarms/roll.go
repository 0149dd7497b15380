package alarms

import (
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// The two states by which alarms are narrowed.
const open, seen = "open", "seen"

// filter is what of the address the store narrows by; what cannot be read is told by the roll.
func filter(r *gate.Request) (f access.AlarmFilter) {
	q := r.URL.Query()
	f.Open, f.Seen = q.Get("state") == open, q.Get("state") == seen
	if k := access.AlarmKind(q.Get("kind")); slices.Contains(access.AlarmKinds, k) {
		f.Kind = k
	}
	if d, why := r.Day(q.Get("from")); why == "" {
		f.From = d.Start()
	}
	if d, why := r.Day(q.Get("until")); why == "" {
		f.Until = d.Add(1).Start()
	}
	return f
}

// roll is how alarms are searched and narrowed.
func roll(r *gate.Request) listing.Roll[access.Alarm] {
	l := listing.Roll[access.Alarm]{
		Path: Path, Search: r.T("alarms.search"), Most: most, Size: size,
		Texts: func(a access.Alarm) []string {
			return []string{a.Name, a.Token, a.Actor, a.OrgName, a.UnitName, string(a.Number), a.Number.ASCII()}
		},
		Choices: []listing.Choice[access.Alarm]{
			{
				ID: "state", Label: r.T("alarms.state"), Options: []look.Option{{Value: open, Label: r.T("alarms.open")}, {Value: seen, Label: r.T("alarms.seen")}},
				Fits: func(a access.Alarm, said string) bool { return (a.SeenAt != 0) == (said == seen) },
			},
			{ID: "kind", Label: r.T("alarms.kind"), Fits: func(a access.Alarm, said string) bool { return string(a.Kind) == said }},
		},
		Days:  func(a access.Alarm) string { return law.DayOf(a.At).String() },
		DayOf: r.T("alarms.at"), None: look.Empty{Title: r.T("alarms.none"), Text: []string{r.T("alarms.none.text")}},
	}
	for _, k := range access.AlarmKinds {
		l.Choices[1].Options = append(l.Choices[1].Options, look.Option{Value: string(k), Label: r.T("alarms.kind." + string(k))})
	}
	return l
}

// with is a page with the alarm that somebody wrote about, whichever page it is on.
func with(rows, all []access.Alarm, n ident.Number) []access.Alarm {
	is := func(a access.Alarm) bool { return a.Number == n }
	if i := slices.IndexFunc(all, is); i >= 0 && !slices.ContainsFunc(rows, is) {
		return append([]access.Alarm{all[i]}, rows...)
	}
	return rows
}
