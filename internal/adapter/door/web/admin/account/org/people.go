package org

import (
	"cmp"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/register"
)

// roll is how the accounts of the organisation are searched and narrowed.
func roll(r *gate.Request, l loaded) listing.Roll[register.Member] {
	list := listing.Roll[register.Member]{
		Path: At(l.ID), At: "people-h", Search: r.T("register.people.search"), Most: register.MostPeople,
		Texts: func(m register.Member) []string { return []string{m.Name, m.Kana, m.Mail, m.UnitName} },
		Choices: []listing.Choice[register.Member]{
			{ID: "role", Label: r.T("register.roles"), Fits: func(m register.Member, said string) bool { return slices.Contains(m.Roles, said) }},
			{
				ID: "used", Label: r.T("register.used"), Options: []look.Option{{Value: "yes", Label: r.T("register.activated")}, {Value: "no", Label: r.T("register.activated.not")}},
				Fits: func(m register.Member, said string) bool { return m.Activated == (said == "yes") },
			},
		},
		Orders: []listing.Order[register.Member]{
			{ID: "name", Label: r.T("register.people.order.name"), Compare: func(a, b register.Member) int {
				return cmp.Or(cmp.Compare(a.Kana, b.Kana), cmp.Compare(a.Name, b.Name))
			}},
			{ID: "unit", Label: r.T("register.unit"), Compare: func(a, b register.Member) int {
				return cmp.Or(cmp.Compare(a.UnitName, b.UnitName), cmp.Compare(a.Kana, b.Kana), cmp.Compare(a.Name, b.Name))
			}},
			{ID: "idle", Label: r.T("register.people.order.idle"), Compare: func(a, b register.Member) int { return cmp.Compare(a.UsedAt, b.UsedAt) }},
		},
		None: look.Empty{Title: r.T("register.people.none"), Text: []string{r.T("register.people.none.text")}},
	}
	for _, role := range access.Offices(l.Kind) {
		list.Choices[0].Options = append(list.Choices[0].Options, look.Option{Value: string(role), Label: r.T("role." + string(role))})
	}
	return list
}

// people is a page of the accounts as a table.
func people(r *gate.Request, list []register.Member) look.Table {
	t := look.Table{Caption: r.T("register.people"), Hide: true, Heads: []look.Head{
		{Text: r.T("register.person")}, {Text: r.T("register.unit")}, {Text: r.T("register.roles")}, {Text: r.T("signin.mail")}, {Text: r.T("register.used")},
	}}
	for _, m := range list {
		var roles []string
		for _, role := range m.Roles {
			roles = append(roles, r.T("role."+role))
		}
		used := &look.Tag{Text: r.T("register.activated.not"), Tone: look.Warn}
		if m.Activated {
			used = &look.Tag{Text: r.T("register.activated"), Tone: look.Good}
		}
		cell := look.Cell{Tag: used}
		if m.UsedAt != 0 {
			cell = look.Cell{Text: look.Moment(r.Lang, m.UsedAt)}
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: m.Name}, {Text: m.UnitName}, {Text: strings.Join(roles, "\n")}, {Text: m.Mail}, cell})
	}
	return t
}
