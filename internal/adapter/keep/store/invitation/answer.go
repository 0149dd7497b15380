package invitation

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

func heldPlace(id string) seal.Place {
	return seal.Place{Org: seal.House, Table: "offer_held", ID: id, Rev: 1}
}

func (m Offers) held(id string, sealed []byte) (c enrolling.Credential, err error) {
	if sealed == nil {
		return c, fault.Absent()
	}
	return c, m.Open(heldPlace(id), sealed, &c)
}

// Answering returns an invitation that can still be answered, to whoever gave both of its halves, with the word of the
// administrator who passed the code on and the methods that its organisation has chosen. It says whether the account came in
// before or stands for another organisation too.
func (m Offers) Answering(id string, by ident.Person) (a enrolling.Answering, err error) {
	if m.Scope.Org != "" {
		return a, fault.Absent()
	}
	if a.Invitation, err = m.single(`f.id = $1 AND f.state = 'open' AND f.expires_at > $2`, []any{id, m.Scope.At}); err != nil {
		return a, err
	}
	if by != "" {
		word := party.Vouch{By: by, How: party.VouchCode, At: m.Scope.At}
		if word.Roles, word.Platform, err = m.rightOf(by, a.Invitation); err != nil {
			return a, err
		}
		a.Invitation = a.With(word)
	}
	var methods, rule string
	err = m.One(`SELECT COALESCE(g.methods, ''), `+row.Lasting("signin_rule", "g", "x.id")+`, EXISTS (SELECT 1 FROM credential c WHERE c.person = $2) OR
		EXISTS (SELECT 1 FROM hat o WHERE o.person = $2 AND o.org <> $1 AND (o.until_at IS NULL OR o.until_at > $3))
		FROM org x LEFT JOIN signin_rule g ON g.org = x.id WHERE x.id = $1`,
		[]any{a.Invitation.Hat.Org, a.Invitation.Hat.Person, m.Scope.At}, &methods, &rule, &a.Known)
	if a.Methods = (enrolling.Methods{}); m.Stands("signin_rule", rule) {
		a.Methods = enrolling.ReadMethods(methods)
	}
	return a, err
}

// HoldAnswer keeps what somebody registered until they are identified: it opens nothing before.
func (m Offers) HoldAnswer(id string, c enrolling.Credential) error {
	sealed, err := m.Seal(heldPlace(id), c)
	if err != nil {
		return err
	}
	return one(m.Exec(`UPDATE offer SET state = 'waiting', held = $1, expires_at = CASE WHEN expires_at > $2 THEN expires_at ELSE $2 END WHERE id = $3 AND state = 'open' AND expires_at > $4`,
		sealed, m.Scope.At.Add(party.InvitationLife), id, m.Scope.At))
}

// TakeInvitation spends an invitation that can still be taken and returns it; any other is Absent.
func (m Offers) TakeInvitation(id string) (party.Invitation, error) {
	if err := one(m.Exec(`UPDATE offer SET state = 'taken', ended_at = $1, held = NULL WHERE id = $2 AND state IN ('open', 'waiting') AND expires_at > $1`, m.Scope.At, id)); err != nil {
		return party.Invitation{}, err
	}
	i, err := m.single(`f.id = $1`, []any{id})
	i.Hat.From = max(i.Hat.From, m.Scope.At)
	return i, err
}

// TakenUp returns an invitation whose account opened, to background work alone.
func (m Offers) TakenUp(id string) (party.Invitation, error) {
	if m.Scope.Org != "" {
		return party.Invitation{}, fault.Absent()
	}
	return m.single(`f.id = $1 AND f.state = 'taken'`, []any{id})
}

// Held is what was registered for an invitation and waits; whoever is somebody must see the invitation.
func (m Offers) Held(id string) (enrolling.Credential, error) {
	if m.Scope.Org != "" {
		_, own := m.Invitation(id)
		if _, err := m.Letter(id); own != nil && err != nil {
			return enrolling.Credential{}, err
		}
	}
	var sealed []byte
	if err := m.One(`SELECT held FROM offer WHERE id = $1 AND state = 'waiting' AND expires_at > $2`, []any{id, m.Scope.At}, &sealed); err != nil {
		return enrolling.Credential{}, err
	}
	return m.held(id, sealed)
}

// PathOf is where an invitation's link leads.
func PathOf(link string) string { return "/signin/invitation/" + link }
