package access

import (
	"slices"

	"kanmin/internal/domain/party"
)

// Approvers is how many administrators stand by somebody's identity before an account opens; with a sign-in of another house
// that is bound by issuer and subject, one is enough, who still may give what is offered.
const (
	Approvers     = 2
	ApproversOIDC = 1
)

// Backing counts the administrators who stand by whoever answers an invitation: each different, each with a role today that
// may give what is offered, or an administrator of the platform. The word of somebody whose role ended counts no more.
func Backing(i party.Invitation) (n int) {
	for _, v := range i.Vouches {
		if v.How != party.VouchSent && (v.Platform || mayGive(i.Kind, v.Roles, i.Hat.Roles)) {
			n++
		}
	}
	return n
}

// Identified reports whether whoever answered an invitation is known well enough for the account to open; abroad is set where
// they registered another house's sign-in. Whom the machine's holder invited needs nobody's word.
func Identified(i party.Invitation, abroad bool) bool {
	n := Backing(i)
	return i.By == "" || n >= Approvers || abroad && n >= ApproversOIDC
}

// Opens reports whether an account whose person has answered may open now.
func Opens(i party.Invitation) bool {
	return i.State == party.InvitationWaiting && Identified(i, i.Answer == party.AnswerOIDC)
}

// mayGive reports whether somebody with some roles may give others.
func mayGive(k party.Kind, roles, others []string) bool {
	gives := Gives(k, roles)
	return len(gives) > 0 && !slices.ContainsFunc(others, func(r string) bool { return !slices.Contains(gives, Role(r)) })
}
