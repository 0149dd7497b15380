package organisation

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

// Roles says roles as people know them.
func Roles(r *gate.Request, roles []string) string {
	var words []string
	for _, role := range roles {
		words = append(words, r.T("role."+role))
	}
	sep := "・"
	if r.Lang == look.En {
		sep = ", "
	}
	return strings.Join(words, sep)
}

// LastDay is the last day on which a hat that ends at an instant can be worn.
func LastDay(until ident.Instant) law.Day { return law.DayOf(until - 1) }

// Term says from when until when: 令和8年10月1日(木)から, … まで.
func Term(r *gate.Request, from, until ident.Instant) string {
	if until == 0 {
		return r.T("people.term.open", "from", look.Day(r.Lang, law.DayOf(from)))
	}
	return r.T("people.term", "from", look.Day(r.Lang, law.DayOf(from)), "until", look.Day(r.Lang, LastDay(until)))
}

// Sort orders people as a roster is read: by reading, then by name, then by when they came.
func Sort(list []party.Colleague) {
	slices.SortStableFunc(list, func(a, b party.Colleague) int {
		return cmp.Or(cmp.Compare(a.Kana, b.Kana), cmp.Compare(a.Name, b.Name), cmp.Compare(a.From, b.From))
	})
}

// Pick is a field that chooses one of the people who are there, or will be.
func Pick(r *gate.Request, id, label string, list []party.Colleague, chosen ident.Hat) look.Field {
	f := look.Field{Kind: look.Select, ID: id, Label: r.T(label), Need: true, Options: []look.Option{{Label: r.T("people.choose")}}}
	for _, k := range list {
		if k.StandingAt(r.Now) == party.Past {
			continue
		}
		f.Options = append(f.Options, look.Option{Value: string(k.ID), Label: Full(r, k), Chosen: k.ID == chosen})
	}
	return f
}

// Full names a colleague's hat: 氏名(部署/役割・代理).
func Full(r *gate.Request, k party.Colleague) string {
	return r.T("people.full", "name", k.Name, "unit", k.UnitName, "roles", Roles(r, k.Roles))
}

// Boxes is a field that chooses roles.
func Boxes(r *gate.Request, roles []access.Role, chosen []string) look.Field {
	f := look.Field{Kind: look.Boxes, ID: "roles", Label: r.T("people.roles"), Need: true}
	for _, role := range roles {
		f.Options = append(f.Options, look.Option{
			Value: string(role), Label: r.T("role." + string(role)), Note: r.T("role.note." + string(role)), Chosen: slices.Contains(chosen, string(role)),
		})
	}
	return f
}

// UnitField is a field that chooses a unit of a tree, each below its parent.
func UnitField(r *gate.Request, units []party.Unit, chosen ident.Unit) look.Field {
	f := look.Field{Kind: look.Select, ID: "unit", Label: r.T("people.unit"), Need: true}
	depth := map[ident.Unit]int{}
	for _, u := range Tree(units) {
		depth[u.ID] = depth[u.Parent] + 1
		f.Options = append(f.Options, look.Option{Value: string(u.ID), Label: strings.Repeat("\u3000", depth[u.ID]-1) + u.Name, Chosen: u.ID == chosen})
	}
	return f
}

// Tree orders units so that each stands below its parent, siblings as they came.
func Tree(units []party.Unit) []party.Unit {
	known := map[ident.Unit]bool{}
	below := map[ident.Unit][]party.Unit{}
	for _, u := range units {
		known[u.ID] = true
	}
	var roots []party.Unit
	for _, u := range units {
		if known[u.Parent] {
			below[u.Parent] = append(below[u.Parent], u)
		} else {
			roots = append(roots, u)
		}
	}
	var out []party.Unit
	var walk func([]party.Unit)
	walk = func(list []party.Unit) {
		for _, u := range list {
			out = append(out, u)
			walk(below[u.ID])
		}
	}
	walk(roots)
	return out
}

// Day reads a day that may be empty; what cannot be read is noted under the field.
func Day(r *gate.Request, l *fault.List, path, typed string) (d law.Day) {
	if strings.TrimSpace(typed) == "" {
		return d
	}
	reading, err := law.ReadDay(typed)
	if err == nil {
		return reading.Day
	}
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Code != "" {
		l.Add(path, e.Code, e.Args)
	} else {
		l.Add(path, "fault.day.form", fault.Args{"text": typed})
	}
	return d
}
