package register

import (
	"slices"
	"strings"

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
	party.Invitation
	Person party.Person
}

// Letter is an invitation as administrators of the platform know it, with what stands on its envelope.
type Letter struct {
	party.Invitation
	OrgName string
	OrgKana string
	Address string
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
