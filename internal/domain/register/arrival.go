package register

import (
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Arrival is what one line of a confirmed sheet becomes.
type Arrival struct {
	Change  Change
	Org     party.Org
	Have    Org        // what is registered, unless it is added
	Root    party.Unit // of an organisation that is added
	Invited *Invited   // nil: nobody
}

// Invited is the account that is made for an organisation's first administrator, with its invitation. It is not open: the
// link goes by mail, and the code exists from the printing of its letter on.
type Invited struct {
	ID      ident.Object // of the invitation
	Number  ident.Number // what the mail says
	Person  party.Person
	Hat     ident.Hat
	Roles   []string
	UntilAt ident.Instant
}

// Letter is an invitation as the page of letters knows it.
type Letter struct {
	ID        ident.Object
	Number    ident.Number
	Org       ident.Org
	OrgName   string
	Address   string
	Name      string
	Mail      string
	CreatedAt ident.Instant
	UntilAt   ident.Instant
	PrintedAt ident.Instant // 0: not yet
	Prints    int
	MailedAt  ident.Instant // 0: the mail with the link has not left
	UsedAt    ident.Instant // 0: not yet taken up
}
