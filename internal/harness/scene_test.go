package harness

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world"
	"kanmin/internal/world/stage"
)

// principal is somebody who asks: a person under a hat, with a browser's session and a service token.
type principal struct {
	access.Actor
	book           *book
	name           string
	session, token string // secrets
	program        ident.Token
}

// object is a thing of the world that somebody owns and others may ask for.
type object struct {
	kind   string
	label  string   // for people who read a failure
	id     string   // as it stands in an address
	names  []string // all that names it
	org    ident.Org
	unit   ident.Unit
	person ident.Person // whose it is alone; empty: the organisation's
	about  ident.Person // who is told its name besides, being the one it is about
	to     []office
	parent *object
	// of a report: under which procedure it was sent, and the report about whose case it is
	form    string
	follows *object
	by      ident.Person          // who made it, where another person has to do something to it; of an alarm, whose reads it is about
	state   string                // where it stands in the life of its kind, as the table names it; empty: not asked
	open    []ident.Org           // to whom something is open as if it were theirs
	seat    bool                  // it is for the unit itself, not for those above
	told    func(*principal) bool // who is told of it besides
	program bool                  // of a person's own: it is the person's program that owns it
	with    map[string]string     // what belongs to it and stands in requests about it
}

// office is an addressee.
type office struct {
	org      ident.Org
	unit     ident.Unit
	sections []string
}

// stands says whether somebody stands in a relation to an object, worked out from the book.
func (p *principal) stands(r relation, o *object) bool {
	switch {
	case o.seat && o.unit != p.Unit:
		return false
	case o.person != "" && (r == own || o.to != nil):
		return o.person == p.Person
	case r == own && o.open != nil:
		return slices.Contains(o.open, p.Org)
	case r == own:
		return o.org == p.Org && p.book.below(o.unit, p.Unit)
	}
	return slices.ContainsFunc(o.to, func(f office) bool { return f.org == p.Org && p.book.below(f.unit, p.Unit) })
}

// scene is the prepared world: a database on disk that each test copies, and what the harness knows of it.
type scene struct {
	*book
	policy  policy
	people  []*principal
	objects map[string][]*object
	shared  map[string]bool   // addresses of shared mailboxes, and of people who never come in
	absent  map[string]string // by kind: an id that nothing has
	tweet   string            // what is typed into the fields of requests: no log may hold it
	header  string            // what stands in headers that come from outside: nothing may hold it
	file    string            // of the database, checkpointed
	keys    string
	at      time.Time // the present
}

// day is the present of every scene.
var day = time.Date(2026, 11, 23, 9, 0, 0, 0, ident.JST)

// sharedScene is prepared once per process; its directory goes with it (TestMain).
var sharedScene = sync.OnceValues(func() (*scene, error) {
	dir, err := os.MkdirTemp("", "harness")
	if err != nil {
		return nil, err
	}
	s := &scene{file: filepath.Join(dir, "kanmin.db"), keys: filepath.Join(dir, "keys"), at: day}
	if s.policy, err = readPolicy(); err != nil {
		return nil, err
	}
	if err := seal.Create(s.keys, "harness.example", rand.Reader); err != nil {
		return nil, err
	}
	return s, s.fill(context.Background(), "sqlite:"+s.file, store.Config{URL: "sqlite:" + s.file, Synchronous: "OFF"})
})

func theScene(t testing.TB) *scene {
	t.Helper()
	s, err := sharedScene()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// fill migrates and peoples a database, and plays what happened in it.
func (s *scene) fill(ctx context.Context, owner string, c store.Config) (err error) {
	if err := store.Migrate(ctx, owner); err != nil {
		return err
	}
	ring, err := seal.Load(s.keys)
	if err != nil {
		return err
	}
	clock := world.NewClock(s.at.Add(-72 * time.Hour))
	c.Keys, c.Now, c.Origin = ring, clock.Now, "harness.example"
	db, err := store.Open(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	s.book = newBook()
	act := func(ctx context.Context, sc access.Scope, key ident.Key, do func(world.Tx) (ledger.Entry, error)) (ledger.Leaf, error) {
		return store.Act[world.Tx](db)(ctx, sc, key, func(tx world.Tx) (ledger.Entry, error) {
			s.book.Tx = tx
			return do(s.book)
		})
	}
	w, err := world.People(ctx, act, world.Scale{Sites: 3, Banks: 1, Operators: 1}, 1, ident.At(clock.Now()))
	if err != nil {
		return err
	}
	if err := s.narrow(ctx, act, w); err != nil {
		return err
	}
	m := &maker{scene: s, ctx: ctx, db: db, clock: clock, doors: stage.Doors(db, clock)}
	s.people, s.objects, s.absent = s.actors(w), map[string][]*object{}, map[string]string{}
	for _, k := range kinds() {
		s.absent[k.name] = k.mint(m)
	}
	for _, p := range s.people {
		p.program = newID[ident.Token](m)
	}
	if err := m.all(); err != nil {
		return err
	}
	s.learn()
	return sequence(ctx, db)
}

// narrow makes an office an addressee that receives one section alone.
func (s *scene) narrow(ctx context.Context, act world.Act[world.Tx], w *world.World) error {
	office := w.As("regional-officer")
	_, err := act(ctx, access.System("harness", ident.At(s.at)), ident.Key{}, func(tx world.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "office"}, tx.AddJurisdiction(party.Jurisdiction{
			ID: "narrow", Operator: w.As("operator-filer").Org, OfficeOrg: office.Org, Office: office.Unit, Act: party.ActReport, Title: "局長",
			Channel: string(filing.Here), Sections: []string{"outline"}, From: law.MustDay("2026-10-01"),
		})
	})
	return err
}

// sequence gives every entry its place in the log.
func sequence(ctx context.Context, db *store.DB) error {
	l, ok, err := db.TakeSpine(ctx, "harness")
	if err != nil || !ok {
		return errors.Join(err, errors.New("no lease of the spine"))
	}
	for n := 1; n > 0 && err == nil; {
		n, err = db.Sequence(ctx, l)
	}
	return err
}

// everybody is every principal, and nobody.
func (s *scene) everybody() []*principal { return append(slices.Clone(s.people), nil) }

// as finds a principal by name.
func (s *scene) as(name string) *principal {
	for _, p := range s.people {
		if p.name == name {
			return p
		}
	}
	panic("harness: nobody is called " + name)
}

// learn tells the eye who may be shown the canaries of people and organisations: the own organisation, those who have to
// do with it through a report, and the platform's administrators.
func (s *scene) learn() {
	s.tweet, s.header = s.bird(), s.bird()
	typed := &mark{what: "what was typed into a form", word: s.tweet, may: map[string]bool{}}
	for _, p := range s.people {
		typed.may[p.name] = true
	}
	s.eye.learn(typed)
	s.eye.learn(&mark{what: "what a header said", word: s.header})
	for _, c := range s.content {
		m := &mark{what: c.what, word: c.word, may: map[string]bool{}}
		org := c.org
		if c.person != "" {
			for _, h := range s.hats {
				if h.Person == c.person {
					org = h.Org
				}
			}
		}
		for _, p := range s.people {
			m.may[p.name] = p.Org == org || s.counterparts(p, org) || s.asked(p, org) || s.helps(p, org) || s.helped(p, org) || s.agrees(p, org) && strings.HasSuffix(c.what, " Name") || s.shares(p, c) || s.publishes(p, c) || p.Kind == party.Platform // who keeps the register, and is told of alarms
		}
		s.eye.learn(m)
	}
}

// counterparts reports whether somebody has to do with an organisation: as an office that its reports reach, or as an
// operator whose reports reach its offices.
func (s *scene) counterparts(p *principal, org ident.Org) bool {
	return slices.ContainsFunc(s.offices(p.Org, party.ActReport), func(f office) bool { return f.org == org && p.Kind == party.Operator }) ||
		slices.ContainsFunc(s.offices(org, party.ActReport), func(f office) bool { return f.org == p.Org && s.below(f.unit, p.Unit) })
}

// helps reports whether somebody may show a report to an organisation, and is told its name.
func (s *scene) helps(p *principal, org ident.Org) bool {
	return p.Kind == party.Operator && (s.orgs[org].Kind == party.Helper || s.orgs[org].Kind == party.NCO)
}

// agrees reports whether somebody's organisation and another are the two sides of a mandate (委任): each is told the other's name, and who signed.
func (s *scene) agrees(p *principal, org ident.Org) bool {
	return slices.ContainsFunc(s.objects["mandate"], func(o *object) bool {
		with := func(org ident.Org) bool {
			return slices.ContainsFunc(o.to, func(f office) bool { return f.org == org })
		}
		return p.Org == o.org && with(org) || with(p.Org) && org == o.org
	})
}

// helped reports whether somebody takes part in a wish for help with an organisation: offices and helpers are told whose it is, and each
// other, for they write to one another.
func (s *scene) helped(p *principal, org ident.Org) bool {
	return slices.ContainsFunc(s.objects["support"], func(o *object) bool {
		return p.stands(addressed, o) && (o.org == org || slices.ContainsFunc(o.to, func(f office) bool { return f.org == org }))
	})
}

// shares reports whether a canary is the name of an authority or its office, and somebody may share what they linked with it.
func (s *scene) shares(p *principal, c *said) bool {
	return authority(p.Kind) && authority(s.orgs[c.org].Kind) && (strings.HasSuffix(c.what, " Name") || strings.HasSuffix(c.what, " NameEn")) &&
		s.policy.permits(access.Permission{Action: access.Link, Object: access.Campaign}, p, nil)
}

func authority(k party.Kind) bool { return k == party.Ministry || k == party.Cabinet || k == party.NCO }

// asked reports whether an organisation asked an office about a name: there it stands by its name, and in the answer the
// office by its own.
func (s *scene) asked(p *principal, org ident.Org) bool {
	return slices.ContainsFunc(s.objects["asked"], func(o *object) bool {
		return o.org == org && p.stands(addressed, o) ||
			o.org == p.Org && slices.ContainsFunc(o.to, func(f office) bool { return f.org == org })
	})
}

// tells adds a canary in something that an object says, to those who may read that part of it.
func (s *scene) tells(o *object, what, word string, may func(*principal) bool) {
	m := &mark{what: o.label + ": " + what, word: word, may: map[string]bool{}}
	for _, p := range s.people {
		m.may[p.name] = may(p)
	}
	s.eye.learn(m)
}

// add puts an object into the scene; its names are marks of those who may read it.
func (s *scene) add(o *object) *object {
	o.label = fmt.Sprintf("%s %d of %s", o.kind, len(s.objects[o.kind])+1, s.orgs[o.org].Name)
	s.objects[o.kind] = append(s.objects[o.kind], o)
	for _, n := range o.names {
		s.tellsName(o, n)
	}
	return o
}

// tellsName adds a name of an object, to those who may read it.
func (s *scene) tellsName(o *object, name string) {
	s.named(o, name, func(p *principal) bool {
		return o.about == p.Person || s.policy.shows(p, o) || s.mates(p, o) || s.warned(p, o)
	})
}

// named adds a name of an object, to some.
func (s *scene) named(o *object, name string, may func(*principal) bool) {
	m := &mark{what: o.label + ": its name", word: name, may: map[string]bool{}, ref: true}
	for _, p := range s.people {
		m.may[p.name] = may(p)
	}
	s.eye.learn(m)
}

// mates is whether a person is one of one's own unit whom one may give a report to (担当).
func (s *scene) mates(p *principal, o *object) bool {
	return o.kind == "member" && p.Org == o.org && p.Unit == o.unit && s.policy.permits(access.Permission{Action: access.Assign, Object: access.Report}, p, nil)
}

// warned is whether a person's reads were unusual, and one is told so.
func (s *scene) warned(p *principal, o *object) bool {
	return o.kind == "member" && slices.ContainsFunc(s.objects["alarm"], func(a *object) bool { return a.by == o.about && s.policy.shows(p, a) })
}

// admit gives somebody a session and a token.
func (m *maker) admit(p *principal) error {
	at := ident.At(m.scene.at)
	until := at.Add(11 * time.Hour) // of a browser; a program may come on the next day
	_, err := store.Act[*store.Tx](m.db)(m.ctx, access.System("harness", at), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		secret := func(name string) string {
			return (name + m.scene.bird() + "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy")[:52]
		}
		p.session, p.token = secret("s"), enrolling.TokenPrefix+secret("t")
		session := enrolling.Session{ID: newID[ident.Session](m), Person: p.Person, Hat: p.Hat, Method: enrolling.Passkey, CreatedAt: at, SeenAt: at, UntilAt: until}
		token := enrolling.Token{ID: p.program, Hat: p.Hat, Label: m.scene.bird(), CreatedAt: at, UsedAt: at, UntilAt: at.Add(24 * time.Hour)}
		key := enrolling.Credential{
			ID: newID[enrolling.CredentialID](m), Person: p.Person, Kind: enrolling.Passkey, Label: m.scene.bird(), Rev: 1, CreatedAt: at,
			Handle: []byte(m.scene.bird()), Key: []byte(`{}`),
		}
		m.scene.add(&object{kind: "member", id: string(p.Person), names: []string{string(p.Person)}, org: p.Org, unit: p.Unit, about: p.Person})
		m.scene.add(&object{kind: "colleague", id: string(p.Hat), names: []string{string(p.Hat)}, org: p.Org, unit: p.Unit, about: p.Person})
		for _, x := range []struct{ kind, id, text string }{
			{"session", string(session.ID), p.session}, {"token", string(token.ID), token.Label}, {"credential", string(key.ID), key.Label}, {"hat", string(p.Hat), p.token},
		} {
			names := []string{x.id}
			if x.kind == "hat" {
				names = nil // told as a colleague's
			}
			o := m.scene.add(&object{kind: x.kind, id: x.id, names: names, org: p.Org, unit: p.Unit, person: p.Person})
			m.scene.tells(o, "its label or secret", x.text, func(q *principal) bool { return q.Person == p.Person })
		}
		return ledger.Entry{Kind: ledger.AccountActivated, Object: "people"}, errors.Join(
			tx.AddSession(session, p.session), tx.AddToken(token, p.token), tx.SeenToken(token.ID), tx.AddCredential(key))
	})
	return err
}

func newID[T ~string](m *maker) T {
	id, err := ident.NewID[T](ident.At(m.scene.at), rand.Reader)
	if err != nil {
		panic(err) // no entropy
	}
	return id
}
