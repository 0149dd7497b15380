package enrolling

import (
	"slices"

	"kanmin/internal/domain/ident"
)

// Held is a way in of somebody of an organisation.
type Held struct {
	Credential
	Name string // of the person
}

// HoldersTx is what is read of who holds what.
type HoldersTx interface {
	Roster() ([]Member, error)
	MemberWays(ident.Person) ([]Credential, error)
}

// Holders lists the ways in of one method of everybody of the scope's organisation, each once, however many hats its person has.
func Holders(tx HoldersTx, of Method) (list []Held, err error) {
	members, err := tx.Roster()
	told := map[ident.Person]bool{}
	for _, m := range members {
		if told[m.Person] || !slices.Contains(m.Ways, of) {
			continue
		}
		told[m.Person] = true
		have, err := tx.MemberWays(m.Person)
		if err != nil {
			return nil, err
		}
		for _, c := range have {
			if c.Kind == of {
				c.Person = m.Person
				list = append(list, Held{c, m.Name})
			}
		}
	}
	return list, err
}
