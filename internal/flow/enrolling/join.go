package enrolling

import (
	"context"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// JoinTx is what joining another organisation with one's own account needs.
type JoinTx interface {
	TakeCeremony(kind, secret string) (Ceremony, error)
	PersonBy(mail string) (ident.Person, error)
	Answering(id string, by ident.Person) (Answering, error)
	Attest(id string, v party.Vouch) error
	Answer(id string, c Credential, identified bool) (party.Hat, error)
	EndInvitation(id string, state party.InvitationState) error
}

// Join is somebody with an account answering an organisation that offers them a hat: joining needs both sides (R34), the
// person, who agrees, and the organisation, for which two administrators speak as for anybody who is new.
type Join struct{ Act Act[JoinTx] }

// Do spends the ceremony of an invitation whose link and code were given. Agreed, the hat is the account's once two
// administrators stand by it: hat is empty while that waits. s is nobody's scope: the act is the offering organisation's, and
// the one under which the person happens to be signed in learns nothing of it. Who may call: the person whose sign-in address
// the offer names, in a browser, signed in by a way of their own: whoever an organisation gave a list or a device does not
// answer others in that person's name.
func (v Join) Do(ctx context.Context, s access.Scope, ceremony string, who access.Actor, agree bool) (hat ident.Hat, err error) {
	defer fault.Wrap(&err, "enrolling.Join")
	person := who.Person
	if person == "" {
		return "", fault.New(fault.Denied, "fault.account.browser", nil)
	}
	if who.Bound != "" {
		return "", fault.New(fault.Denied, "fault.account.bound", nil)
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx JoinTx) (ledger.Entry, error) {
		begun, err := tx.TakeCeremony(CeremonyAccept, ceremony)
		if err != nil {
			return ledger.Entry{}, stale(err)
		}
		named, err := tx.PersonBy(begun.Body.Mail)
		if err != nil && !fault.Is(err, fault.Hidden) {
			return ledger.Entry{}, err
		}
		if !begun.Body.Joining || named != person {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.account.other", nil)
		}
		e := ledger.Entry{Kind: ledger.MemberOfferEnded, Actor: string(person), Digest: digest(begun.Body.Invitation)}
		if !agree {
			e.Object, e.Org, e.Unit = ident.Object(begun.Body.Offered.ID), begun.Body.Offered.Org, begun.Body.Offered.Unit
			return e, tx.EndInvitation(begun.Body.Invitation, party.InvitationDeclined)
		}
		i, err := tx.Answering(begun.Body.Invitation, begun.Body.By)
		if err != nil {
			return ledger.Entry{}, fault.New(fault.Invalid, "fault.account.link", nil)
		}
		if begun.Body.By != "" {
			if err := tx.Attest(i.ID, party.Vouch{By: begun.Body.By, How: party.VouchCode}); err != nil {
				return ledger.Entry{}, err
			}
		}
		h, err := tx.Answer(i.ID, Credential{Kind: Joining, Person: person}, access.Identified(i.Invitation, false))
		if err != nil {
			return ledger.Entry{}, err
		}
		hat = h.ID
		e.Kind, e.Object, e.Org, e.Unit = ledger.InvitationAnswered, ident.Object(i.Hat.ID), i.Hat.Org, i.Hat.Unit
		e.Facts = map[string]string{"roles": strings.Join(i.Hat.Roles, " ")}
		if hat != "" {
			e.Kind = ledger.MemberJoined
		}
		return e, nil
	})
	return hat, err
}
