package submitting

import (
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// agree is whether the organisation agrees to what is about to be sent (承認・決裁, R5): the round that is to be kept with it, or a
// Conflict. What is urgent never waits: it is looked at afterwards.
func agree(s access.Scope, now filing.Arriving, send Sending, what sent, entropy io.Reader) (approval.Round, error) {
	p := what.of
	route, round := now.Approval.Route, now.Approval.Round
	err := now.Approval.Permit(what.Digest)
	hurry := err != nil && p.Urgent && (send.Draft == "" || send.Unapproved)
	switch {
	case err != nil && !hurry:
		return approval.Round{}, err
	case route.Mode == approval.Before && !hurry:
		return round, nil
	case route.Mode == approval.None:
		return approval.Round{}, nil
	}
	r := route.Ask(approval.After, approval.Body{Of: p.Ref(), Number: send.Draft, Digest: what.Digest, Summary: what.Summary, Asker: s.Person, Name: now.Sender}, now.At)
	own := approval.Decider{Person: s.Person, Roles: s.Roles}
	for len(r.Steps) > 0 && own.Of(r.Steps[0]) { // who sends has looked at it
		r.Steps = r.Steps[1:]
	}
	if len(r.Steps) == 0 {
		return approval.Round{}, nil
	}
	r.Org, r.Unit = s.Org, s.Unit
	r.ID, err = ident.NewID[ident.Object](now.At, entropy)
	return r, err
}
