// Package world owns the one fictional world, by scale and seed, relative to a given day: demo, tests,
// benchmarks and screenshots all live in it. Everything is filed through the real flows; nothing is
// written that a user could not have done. Names are invented, offices of the State are named as the law names
// them, telephone numbers are not in use.
package world

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// Tx is what peopling the world needs.
type Tx interface {
	AddHouse() error
	AddOrg(party.Org) error
	AddUnit(party.Unit) error
	AddPerson(party.Person) error
	AddHat(party.Hat) error
	AddDesignation(party.Designation) error
	AddJurisdiction(party.Jurisdiction) error
	AddRouting(party.Routing) error
}

// Act runs one act (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// Scale says how much of the world is wanted.
type Scale struct {
	Sites     int  // of the grid company
	Banks     int  // beside the first, on the shared centre
	Operators int  // further operators without a story, for benchmarks
	Group     bool // the group's CSIRT, one of whose people also sits in two of its companies (R34)
	Detailed  bool // 詳報 follow the reports of the story, and operators whom nobody plays report, too
	Privacy   bool // 個人情報保護委員会 has an office here: nothing reaches it until administrators enter a routing row (R1)
}

// The scales in use.
var (
	Small = Scale{Sites: 3, Banks: 1}
	Demo  = Scale{Sites: 40, Banks: 9, Group: true, Detailed: true, Privacy: true}
)

// Someone is a person one can act as.
type Someone struct {
	Token string // name in tokens.json: "operator-filer"
	Org   string // name of the organisation
	Label string // whom the demo's sign-in page shows below it: 部署 氏名
	Name  string
	Email string
	access.Actor
}

// World is who lives there.
type World struct {
	People    []Someone
	Operators []access.Actor // a filer of each further operator
	byToken   map[string]int
	detailed  bool           // Scale.Detailed
	unplayed  []access.Actor // filers of banks
}

// As returns the actor behind a demo token name; it panics on a name that does not exist, since worlds are code.
func (w *World) As(token string) access.Actor {
	i, ok := w.byToken[token]
	if !ok {
		panic("world: nobody is called " + token)
	}
	return w.People[i].Actor
}

// filer is who files an event: a person, or "#2", the filer of the third operator whom nobody plays.
func (w *World) filer(by string) access.Actor {
	var n int
	if _, err := fmt.Sscanf(by, "#%d", &n); err == nil {
		return w.unplayed[n]
	}
	return w.As(by)
}

// Scope returns the scope of a person at an instant.
func (w *World) Scope(token string, at ident.Instant) access.Scope {
	return access.For(w.As(token), at)
}

// Entropy returns a deterministic source for the ids of a world. It is not fit for keys or salts.
func Entropy(seed uint64) io.Reader {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	return rand.NewChaCha8(key)
}

// People fills an empty, migrated database with who takes part, in one act.
func People(ctx context.Context, act Act[Tx], scale Scale, seed uint64, at ident.Instant) (*World, error) {
	b := &builder{scale: scale, entropy: Entropy(seed), at: at, w: &World{byToken: map[string]int{}, detailed: scale.Detailed}, office: map[string]party.Unit{}}
	_, err := act(ctx, access.System("world", at), ident.Key{}, func(tx Tx) (ledger.Entry, error) {
		b.tx = tx
		b.try(tx.AddHouse())
		b.state()
		b.power()
		b.banks()
		b.water()
		b.others()
		b.further()
		b.latecomers()
		b.notified()
		b.countersigner()
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "world"}, b.err
	})
	return b.w, err
}

type builder struct {
	scale   Scale
	entropy io.Reader
	at      ident.Instant
	tx      Tx
	w       *World
	err     error
	office  map[string]party.Unit
	serial  int
	numbers int // 法人番号 given out
	charged []charged
	house   party.Unit
	nco     party.Unit

	waterworks party.Org
	waterRoot  party.Unit
}

func (b *builder) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func newID[T ~string](b *builder) T {
	id, err := ident.NewID[T](b.at, b.entropy)
	b.try(err)
	return id
}

// org adds an organisation and its root unit.
func (b *builder) org(kind party.Kind, o party.Org, root party.Unit) (party.Org, party.Unit) {
	o.ID, o.Kind = newID[ident.Org](b), kind
	if o.CorporateNumber == "" && (kind == party.Operator || kind == party.Maintainer || kind == party.Supplier) {
		o.CorporateNumber = b.number()
	}
	b.try(b.tx.AddOrg(o))
	if root.Name == "" {
		root.Name, root.NameEn = o.Name, o.NameEn
	}
	return o, b.unit(o, party.Unit{}, root)
}

// number returns a 法人番号 with its check digit, of a range that is given to no company.
func (b *builder) number() string {
	b.numbers++
	rest := fmt.Sprintf("%012d", 12_051_000+b.numbers)
	for d := '0'; d <= '9'; d++ {
		if n := string(d) + rest; party.CheckCorporateNumber(n) {
			return n
		}
	}
	panic("world: no check digit for " + rest)
}

func (b *builder) unit(o party.Org, parent, u party.Unit) party.Unit {
	u.ID, u.Org, u.Parent = newID[ident.Unit](b), o.ID, parent.ID
	if u.Phone == "" {
		u.Phone = parent.Phone
	}
	b.try(b.tx.AddUnit(u))
	return u
}

// person adds somebody with one hat; token is empty for those whom nobody plays.
func (b *builder) person(token string, o party.Org, u party.Unit, who party.Person, roles ...access.Role) access.Actor {
	b.serial++
	who.ID = newID[ident.Person](b)
	if who.Email == "" {
		who.Email = fmt.Sprintf("person%d@example.jp", b.serial)
	}
	b.try(b.tx.AddPerson(who))
	h := party.Hat{ID: newID[ident.Hat](b), Person: who.ID, Org: o.ID, Unit: u.ID}
	for _, r := range roles {
		h.Roles = append(h.Roles, string(r))
	}
	b.try(b.tx.AddHat(h))
	a := access.Actor{Person: who.ID, Hat: h.ID, Org: o.ID, Unit: u.ID, Kind: o.Kind, Roles: roles}
	if token != "" {
		b.w.byToken[token] = len(b.w.People)
		label := who.Name
		if u.Name != o.Name {
			label = u.Name + " " + label
		}
		b.w.People = append(b.w.People, Someone{Token: token, Org: o.Name, Label: label, Name: who.Name, Email: who.Email, Actor: a})
	}
	return a
}

// also gives somebody who is there another hat (兼務).
func (b *builder) also(a access.Actor, o party.Org, u party.Unit, roles ...access.Role) {
	h := party.Hat{ID: newID[ident.Hat](b), Person: a.Person, Org: o.ID, Unit: u.ID}
	for _, r := range roles {
		h.Roles = append(h.Roles, string(r))
	}
	b.try(b.tx.AddHat(h))
}

// designate makes an operator owe, and its competent offices addressees.
func (b *builder) designate(o party.Org, sector law.Sector, on law.Day, minister law.Minister, office party.Unit) {
	b.try(b.tx.AddDesignation(party.Designation{
		ID: newID[string](b), Operator: o.ID, Sector: sector, Ministers: []law.Minister{minister}, On: on,
	}))
	b.charged = append(b.charged, charged{o.ID, sector, minister, office})
	b.try(b.tx.AddJurisdiction(party.Jurisdiction{
		ID: newID[string](b), Operator: o.ID, Sector: sector, OfficeOrg: office.Org, Office: office.ID, Act: party.ActReport,
		Title: minister.Title().Ja, Channel: string(filing.Here), Sections: allSections, From: law.MustDay("2026-10-01"),
	}))
}

// charged is an office in charge of a business of an operator.
type charged struct {
	operator ident.Org
	sector   law.Sector
	minister law.Minister
	office   party.Unit
}

// notified makes the offices that have reports those that have notifications (法4条): each minister of the business, and 内閣府 of everybody.
// It comes last, so that everything before keeps its ids.
func (b *builder) notified() {
	row := func(j party.Jurisdiction, office party.Unit, title string) {
		j.ID, j.OfficeOrg, j.Office, j.Act, j.Title = newID[string](b), office.Org, office.ID, party.ActNotification, title
		j.Channel, j.Sections, j.From = string(filing.Here), allSections, law.MustDay("2026-10-01")
		b.try(b.tx.AddJurisdiction(j))
	}
	for _, c := range b.charged {
		row(party.Jurisdiction{Operator: c.operator, Sector: c.sector}, c.office, c.minister.Title().Ja)
	}
	row(party.Jurisdiction{}, b.office["cabinet"], "内閣総理大臣(内閣府)")
}

var allSections = []string{"outline", "computer", "contact"}
