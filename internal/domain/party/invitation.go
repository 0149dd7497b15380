package party

import (
	"slices"
	"time"

	"kanmin/internal/domain/ident"
)

// InvitationState is what is stored of where an invitation stands.
type InvitationState string

// The states of an invitation.
const (
	InvitationOpen      InvitationState = "open"
	InvitationWaiting   InvitationState = "waiting"   // answered; what the person registered opens nothing before they are identified
	InvitationTaken     InvitationState = "taken"     // the account, or the hat of an account, is open
	InvitationDeclined  InvitationState = "declined"  // by the person whom its address names
	InvitationWithdrawn InvitationState = "withdrawn" // by an administrator, or replaced by another
)

// InvitationLife is how long an answer that waits for a second administrator is kept at least.
const InvitationLife = 7 * 24 * time.Hour

// Invitation (招待) offers one hat to one person, once: the first administrator of an organisation, a colleague, somebody who
// has an account elsewhere, an administrator of the platform who lost every way in. The link goes by mail, the code another
// way; looking at the link changes nothing. Joining needs both sides: until it is answered nobody learns whether the address
// belongs to somebody already.
type Invitation struct {
	ID string
	// Hat is what is offered, its id minted with the invitation. Person is set where the account stands already; else it is
	// empty until somebody answers.
	Hat       Hat
	Kind      Kind // of the organisation
	State     InvitationState
	CreatedAt ident.Instant
	ExpiresAt ident.Instant
	SentAt    ident.Instant // when the mail with the link left; 0: not yet
	OpenedAt  ident.Instant // when link and code were given first; 0: not yet
	EndedAt   ident.Instant
	// Told is set where the person is told by mail that the account is open, since it opened without them; ToldAt is when that
	// mail left, 0: not yet.
	Told   bool
	ToldAt ident.Instant
	By     ident.Person // who invited; empty: whoever holds the machine
	Name   string       // as it was written by whoever invited
	Kana   string
	Mail   string
	Phone  string
	// Number is what the mail says where the code goes by letter (封書); PrintedAt and Prints are of the letter.
	Number    ident.Number
	PrintedAt ident.Instant
	Prints    int
	// Answer is by what method whoever answered registered, while that waits.
	Answer  string
	Vouches []Vouch
}

// VouchHow is how an administrator knows that whoever answers an invitation is who is meant.
type VouchHow string

// The ways of knowing somebody.
const (
	VouchSent VouchHow = "sent" // a code was issued by letter; nobody has given it yet: this is no word for anybody
	VouchCode VouchHow = "code" // the person gave the code that this administrator passed on
	VouchSeen VouchHow = "seen" // the administrator met the person, or called them at a number known before
)

// Vouch is one administrator's word for the person who answers an invitation (本人確認).
type Vouch struct {
	By   ident.Person
	Name string
	How  VouchHow
	At   ident.Instant
	// Roles are what the administrator holds now at or above the invitation's unit; empty: their word counts no more. Platform is
	// set where they administer the platform.
	Roles    []string
	Platform bool
}

// Stage is what people are told of where an invitation stands.
type Stage string

// The stages of an invitation.
const (
	StageQueued    Stage = "queued"    // its mail has not left yet
	StageSent      Stage = "sent"      // its mail has left
	StageOpened    Stage = "opened"    // link and code were given; nothing is registered
	StageWaiting   Stage = "waiting"   // answered; waits for an administrator
	StageTaken     Stage = "taken"     // accepted
	StageDeclined  Stage = "declined"  // by the person
	StageWithdrawn Stage = "withdrawn" // by an administrator
	StageExpired   Stage = "expired"   // its time ran out
)

// Stages lists the stages in their order.
func Stages() []Stage {
	return []Stage{StageQueued, StageSent, StageOpened, StageWaiting, StageTaken, StageDeclined, StageWithdrawn, StageExpired}
}

// Live reports whether the invitation can still be answered, or be opened by an administrator, at an instant.
func (i Invitation) Live(now ident.Instant) bool {
	return (i.State == InvitationOpen || i.State == InvitationWaiting) && now < i.ExpiresAt
}

// StageAt is the stage of the invitation at an instant.
func (i Invitation) StageAt(now ident.Instant) Stage {
	switch {
	case i.State != InvitationOpen && i.State != InvitationWaiting:
		return Stage(i.State)
	case now >= i.ExpiresAt:
		return StageExpired
	case i.State == InvitationWaiting:
		return StageWaiting
	case i.OpenedAt != 0:
		return StageOpened
	case i.SentAt != 0:
		return StageSent
	}
	return StageQueued
}

// VouchOf is what an administrator has said; ok is false where they have said nothing that counts.
func (i Invitation) VouchOf(who ident.Person) (v Vouch, ok bool) {
	for _, v := range i.Vouches {
		if v.By == who && v.How != VouchSent {
			return v, true
		}
	}
	return Vouch{}, false
}

// With is the invitation with an administrator's word in the place of what they said before.
func (i Invitation) With(word Vouch) Invitation {
	i.Vouches = append(slices.DeleteFunc(slices.Clone(i.Vouches), func(v Vouch) bool { return v.By == word.By }), word)
	return i
}

// AnswerOIDC is the method of an answer by another house's sign-in, bound by issuer and subject.
const AnswerOIDC = "oidc"
