package register

import (
	"slices"
	"strings"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
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
	OrgKana   string
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

// PickLetters returns the letters whose organisation, person or number has every word, by the reading of the organisation:
// in the order in which somebody puts them into envelopes. No words pick all.
func PickLetters(all []Letter, words string) (picked []Letter) {
	want := strings.Fields(text.Key(words))
	for _, l := range all {
		in := text.Key(l.OrgName + " " + l.OrgKana + " " + l.Name + " " + string(l.Number) + " " + l.Number.ASCII())
		if !slices.ContainsFunc(want, func(w string) bool { return !strings.Contains(in, w) }) {
			picked = append(picked, l)
		}
	}
	slices.SortStableFunc(picked, func(a, b Letter) int {
		return strings.Compare(Entry{Name: a.OrgName, Kana: a.OrgKana}.order(), Entry{Name: b.OrgName, Kana: b.OrgKana}.order())
	})
	return picked
}
