package harness

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/world"
)

// book is what the harness itself knows of who takes part: it listens while the world is peopled, and puts a canary
// into every text of every record. What follows from it (who is above whom, which office is addressed) is worked out
// here, apart from the store.
type book struct {
	world.Tx
	birds         *rand.Rand
	eye           *eye
	orgs          map[ident.Org]party.Org
	parents       map[ident.Unit]ident.Unit
	home          map[ident.Unit]ident.Org
	people        map[ident.Person]party.Person
	hats          []party.Hat
	jurisdictions []party.Jurisdiction
	designations  []party.Designation
	content       []*said
}

// said is a canary in a record of an organisation. Who may be shown it is known when everybody is there.
type said struct {
	what, word string
	org        ident.Org
	person     ident.Person
}

func newBook() *book {
	return &book{
		birds: rand.New(rand.NewPCG(1, 2)), eye: newEye(), //nolint:gosec // words of a test, no secrets
		orgs: map[ident.Org]party.Org{}, parents: map[ident.Unit]ident.Unit{}, home: map[ident.Unit]ident.Org{}, people: map[ident.Person]party.Person{},
	}
}

// bird is a word that stands nowhere else.
func (b *book) bird() string {
	w := []byte("bird")
	for range 12 {
		w = append(w, byte('a'+b.birds.IntN(26))) //nolint:gosec // 26 letters
	}
	return string(w)
}

// sing puts a canary into every text field of a record, and below it; ids stay.
func (b *book) sing(what string, record reflect.Value, org ident.Org, person ident.Person) {
	for i := range record.NumField() {
		f, name := record.Field(i), record.Type().Field(i).Name
		switch {
		case f.Kind() == reflect.Struct:
			b.sing(what+"."+name, f, org, person)
		case f.Type() == reflect.TypeFor[string]() && name != "ID":
			w := b.bird()
			b.content = append(b.content, &said{what + " " + name, w, org, person})
			if before, after, ok := strings.Cut(f.String(), "@"); ok {
				f.SetString(before + w + "@" + after)
			} else {
				f.SetString(f.String() + w)
			}
		}
	}
}

// AddOrg is of world.Tx.
func (b *book) AddOrg(o party.Org) error {
	b.sing("organisation "+o.Name, reflect.ValueOf(&o).Elem(), o.ID, "")
	b.orgs[o.ID] = o
	return b.Tx.AddOrg(o)
}

// AddUnit is of world.Tx.
func (b *book) AddUnit(u party.Unit) error {
	b.sing("unit "+u.Name, reflect.ValueOf(&u).Elem(), u.Org, "")
	b.parents[u.ID], b.home[u.ID] = u.Parent, u.Org
	return b.Tx.AddUnit(u)
}

// AddPerson is of world.Tx.
func (b *book) AddPerson(p party.Person) error {
	b.sing("person "+p.Name, reflect.ValueOf(&p).Elem(), "", p.ID)
	b.people[p.ID] = p
	return b.Tx.AddPerson(p)
}

// AddHat is of world.Tx.
func (b *book) AddHat(h party.Hat) error {
	b.hats = append(b.hats, h)
	return b.Tx.AddHat(h)
}

// AddDesignation is of world.Tx.
func (b *book) AddDesignation(d party.Designation) error {
	b.designations = append(b.designations, d)
	return b.Tx.AddDesignation(d)
}

// AddJurisdiction is of world.Tx.
func (b *book) AddJurisdiction(j party.Jurisdiction) error {
	b.jurisdictions = append(b.jurisdictions, j)
	return b.Tx.AddJurisdiction(j)
}

// below reports whether a unit is another or stands below it.
func (b *book) below(u, top ident.Unit) bool {
	for ; u != ""; u = b.parents[u] {
		if u == top {
			return true
		}
	}
	return false
}

// offices are those addressed by an act of an operator, with the sections that each receives.
func (b *book) offices(operator ident.Org, act party.Act) (list []office) {
	for _, j := range b.jurisdictions {
		if (j.Operator == operator || j.Operator == "") && j.Act == act && j.Until.IsZero() {
			list = append(list, office{j.OfficeOrg, j.Office, j.Sections})
		}
	}
	return list
}

// designated are the operators of a sector.
func (b *book) designated(sector law.Sector) (list []ident.Org) {
	for _, d := range b.designations {
		if d.Sector == sector && d.Until.IsZero() {
			list = append(list, d.Operator)
		}
	}
	return list
}

// actors are everybody who wears a hat.
func (b *book) actors(w *world.World) (list []*principal) {
	names := map[ident.Hat]string{}
	for _, p := range w.People {
		names[p.Hat] = p.Token
	}
	for i, h := range b.hats {
		p := &principal{book: b, name: names[h.ID], Actor: access.Actor{Person: h.Person, Hat: h.ID, Org: h.Org, Unit: h.Unit, Kind: b.orgs[h.Org].Kind}}
		for _, r := range h.Roles {
			p.Roles = append(p.Roles, access.Role(r))
		}
		if p.name == "" {
			p.name = fmt.Sprintf("%s %s %d", p.Kind, strings.Join(h.Roles, "+"), i)
		}
		list = append(list, p)
	}
	return list
}
