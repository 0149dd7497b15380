package invitation

import (
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

// InviteByMail invites somebody whose link leaves by mail and whose code does not exist before a letter is printed.
func (m Offers) InviteByMail(i party.Invitation) error {
	link, err := ident.NewSecret(m.Entropy)
	if err != nil {
		return err
	}
	closed, err := ident.NewSecret(m.Entropy)
	if err != nil {
		return err
	}
	return m.AddInvitation(i, link, closed, PathOf(link))
}

// underPlatform is which invitations administrators of the platform attend to: those that they sent, and those of
// organisations in which fewer than two could stand by anybody.
func underPlatform(a *row.Args, at ident.Instant) string {
	var lead []string
	for _, r := range access.Administrators() {
		lead = append(lead, `' ' || d.roles || ' ' LIKE `+a.Add("% "+string(r)+" %"))
	}
	now := a.Add(at)
	return `(f.number IS NOT NULL OR (SELECT COUNT(DISTINCT d.person) FROM hat d WHERE d.org = f.org AND d.from_at <= ` + now + ` AND (d.until_at IS NULL OR d.until_at > ` + now + `)
		AND d.unit IN (SELECT b.above FROM unit_above b WHERE b.unit = f.unit) AND (` + strings.Join(lead, " OR ") + `)) < 2)`
}

// hidden reports whether the scope is nobody of the platform.
func (m Offers) hidden() bool {
	return m.Scope.Permit(access.Permission{Action: access.Read, Object: access.Organisation}) != nil
}

// Letter returns an invitation that administrators of the platform attend to.
func (m Offers) Letter(id string) (party.Invitation, error) {
	if m.hidden() {
		return party.Invitation{}, fault.Absent()
	}
	a := row.Args{List: []any{id}}
	return m.single(`f.id = $1 AND `+underPlatform(&a, m.Scope.At), a.List)
}

// Letters lists invitations that administrators of the platform attend to, the latest first: those made at an instant, that of
// the act of one sheet, or, with 0, of all.
func (m Offers) Letters(of ident.Instant, limit int) (list []register.Letter, err error) {
	if m.hidden() {
		return nil, nil
	}
	a := row.Args{List: []any{of, m.Scope.At.Add(-Kept)}}
	all, err := m.list(`($1 = 0 AND (f.ended_at IS NULL OR f.ended_at > $2) OR f.created_at = $1) AND `+underPlatform(&a, m.Scope.At)+` ORDER BY f.created_at DESC, f.id LIMIT `+a.Add(limit), a.List)
	if err != nil {
		return nil, err
	}
	orgs := map[ident.Org]party.Org{}
	for _, i := range all {
		o, ok := orgs[i.Hat.Org]
		if !ok {
			if o, err = m.org(i.Hat.Org); err != nil {
				return nil, err
			}
			orgs[i.Hat.Org] = o
		}
		list = append(list, register.Letter{Invitation: i, OrgName: o.Name, OrgKana: o.Kana, Address: o.Address})
	}
	return list, nil
}

func (m Offers) org(id ident.Org) (o party.Org, err error) {
	var b row.Body
	if err = m.One(`SELECT rev, body FROM org WHERE id = $1`, []any{id}, &b.Rev, &b.Sealed); err == nil {
		err = m.Open(row.OrgPlace(id, b.Rev), b.Sealed, &o)
	}
	return o, err
}
