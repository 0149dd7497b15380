package invitations

import (
	"cmp"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/organisation/invite"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/party"
)

// partIDs are the parts of the page in their order; overAt is the last.
var partIDs = []string{"waiting", "sent", "expired", "over"}

const overAt = 3

// partOf is in which part of the page an invitation stands.
func partOf(r *gate.Request, i party.Invitation) int {
	switch i.StageAt(r.Now) {
	case party.StageWaiting:
		return 0
	case party.StageQueued, party.StageSent, party.StageOpened:
		return 1
	case party.StageExpired:
		return 2
	case party.StageTaken, party.StageDeclined, party.StageWithdrawn:
	}
	return overAt
}

// sorted are the invitations by the part in which they stand, in each as they were read: the newest first.
func sorted(r *gate.Request, list []party.Invitation) []party.Invitation {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b party.Invitation) int { return cmp.Compare(partOf(r, a), partOf(r, b)) })
	return list
}

// most is how many invitations the store lists.
const most = 5000

// roll is how the invitations are searched and narrowed.
func roll(r *gate.Request, l loaded) listing.Roll[party.Invitation] {
	within := func(compare func(a, b party.Invitation) int) func(a, b party.Invitation) int {
		return func(a, b party.Invitation) int { return cmp.Or(cmp.Compare(partOf(r, a), partOf(r, b)), compare(a, b)) }
	}
	return listing.Roll[party.Invitation]{
		Path: Path, Search: r.T("invited.search"), Most: most,
		Texts: func(i party.Invitation) []string { return []string{i.Name, i.Kana, i.Mail} },
		Choices: []listing.Choice[party.Invitation]{
			{ID: "state", Label: r.T("people.state"), Options: states(r), Fits: func(i party.Invitation, said string) bool { return partIDs[partOf(r, i)] == said }},
			{ID: "unit", Label: r.T("people.unit"), Options: organisation.UnitField(r, l.units, "").Options, Fits: func(i party.Invitation, said string) bool { return string(i.Hat.Unit) == said }},
			{ID: "role", Label: r.T("people.role"), Options: roles(r), Fits: func(i party.Invitation, said string) bool { return slices.Contains(i.Hat.Roles, said) }},
		},
		Orders: []listing.Order[party.Invitation]{
			{ID: "newest", Label: r.T("invited.order.newest")},
			{ID: "name", Label: r.T("people.name"), Compare: within(func(a, b party.Invitation) int {
				return cmp.Or(cmp.Compare(a.Kana, b.Kana), cmp.Compare(a.Name, b.Name))
			})},
			{ID: "expires", Label: r.T("invited.order.expires"), Compare: within(func(a, b party.Invitation) int { return cmp.Compare(a.ExpiresAt, b.ExpiresAt) })},
		},
		None: look.Empty{Title: r.T("invited.none"), Text: []string{r.T("invited.none.text")}, Links: []look.Link{{To: invite.Path, Text: r.T("people.invite")}}},
	}
}

func states(r *gate.Request) (list []look.Option) {
	for _, id := range partIDs {
		list = append(list, look.Option{Value: id, Label: r.T("invited.state." + id)})
	}
	return list
}

func roles(r *gate.Request) (list []look.Option) {
	for _, role := range access.Offices(r.Scope.Kind) {
		list = append(list, look.Option{Value: string(role), Label: r.T("role." + string(role))})
	}
	return list
}
