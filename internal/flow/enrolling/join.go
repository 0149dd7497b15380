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
	TakeOffer(id string) (party.Offer, error)
	EndOffer(id string, state party.OfferState) error
	AddHat(party.Hat) error
}

// Join is somebody with an account answering an organisation that offers them a hat: joining needs both sides (R34).
type Join struct{ Act Act[JoinTx] }

// Do spends the ceremony of an invitation whose link and code were given, and adds the hat to the account, or declines
// it. s is nobody's scope: the act is the offering organisation's, and the one under which the person happens to be
// signed in learns nothing of it. Who may call: the person whose sign-in address the offer names, in a browser, signed in by
// a way of their own: whoever an organisation gave a list or a device does not answer others in that person's name.
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
			return e, tx.EndOffer(string(begun.Body.Invitation), party.OfferDeclined)
		}
		o, err := tx.TakeOffer(string(begun.Body.Invitation))
		if err != nil {
			return ledger.Entry{}, fault.New(fault.Invalid, "fault.account.link", nil)
		}
		o.Hat.Person, hat = person, o.Hat.ID
		e.Kind, e.Object, e.Org, e.Unit = ledger.MemberJoined, ident.Object(o.Hat.ID), o.Hat.Org, o.Hat.Unit
		e.Facts = map[string]string{"roles": strings.Join(o.Hat.Roles, " ")}
		return e, tx.AddHat(o.Hat)
	})
	return hat, err
}
