package harness

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/world/stage"
)

// hidden are the things in which a pair of worlds can differ: what the kinds make, and what people and organisations have
// besides. There is a pair for each.
func hidden() []kind {
	return append(slices.DeleteFunc(slices.Clone(kinds()), func(k kind) bool { return k.make == nil || k.open != "" }),
		kind{name: "session, token and credential", makers: []string{"operator-filer", "ministry-officer", "other-operator-filer"}, make: (*maker).another},
	)
}

// Two worlds that differ only in what somebody may not see answer them alike, byte for byte: no count, order, number,
// header or suggestion tells. Both houses throw the same dice and live at the same instant, so that nothing but the
// number of a request needs to be masked.
func TestTwinWorldsAnswerAlike(t *testing.T) {
	t.Parallel()
	for seed := range uint64(len(hidden())) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			twins(t, seed).compare(rand.New(rand.NewPCG(seed, 2))) //nolint:gosec // which requests, no secret
		})
	}
}

// blindEach is how many of those who may not know walk through a pair of worlds: others for each pair.
const blindEach = 3

// callsEach is about how many ways of calling a route each of them tries in a pair: others in the next pair.
const callsEach = 2

// pair are two houses, and those who may not know the difference.
type pair struct {
	t     testing.TB
	a, b  *house
	what  []string
	blind []*principal
	fail  func(format string, args ...any)
	open  *regexp.Regexp // what everybody may know of a world: it is not compared
}

// twins opens two houses in which other people do other things: in one somebody makes something more, in both the same
// people make things that say something else. Everything happens before the present, between what is there already.
func twins(t testing.TB, seed uint64, further ...planted) *pair {
	t.Helper()
	s := theScene(t)
	dice := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // which difference, no secret
	x := &pair{t: t, a: s.open(t, further...), b: s.open(t, further...), fail: t.Errorf}
	var made []*object
	for n := range 1 + dice.IntN(3) {
		list := hidden()
		k := list[dice.IntN(len(list))]
		if n == 0 {
			k = list[seed%uint64(len(list))]
		}
		by := s.as(k.makers[dice.IntN(len(k.makers))])
		at := s.at.Add(-time.Duration(1+dice.IntN(70*60)) * time.Minute)
		what := k.name + " of " + by.name
		made = append(made, x.b.more(k, by, at, seed*100+uint64(n))...)
		if dice.IntN(2) == 0 {
			what += " that says something else"
			made = append(made, x.a.more(k, by, at, seed*100+uint64(n)+50)...)
		}
		x.what = append(x.what, what)
	}
	for _, p := range s.people {
		if !slices.ContainsFunc(made, func(o *object) bool { return s.knows(p, o) }) {
			x.blind = append(x.blind, p)
		}
	}
	dice.Shuffle(len(x.blind), func(i, j int) { x.blind[i], x.blind[j] = x.blind[j], x.blind[i] })
	x.blind = x.blind[:min(len(x.blind), blindEach)]
	for _, h := range []*house{x.a, x.b} {
		if err := sequence(t.Context(), h.db); err != nil {
			t.Fatal(err)
		}
		if err := h.serve.Names.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.n = 1000
	}
	return x
}

// knows is whether somebody may learn of an object: who may read it, and whose it is.
func (s *scene) knows(p *principal, o *object) bool {
	return o.about == p.Person && o.about != "" || o.told != nil && o.told(p) || s.policy.shows(p, o)
}

// more lets somebody make one more thing at an instant, in this house alone, and returns what came of it.
func (h *house) more(k kind, by *principal, at time.Time, seed uint64) []*object {
	h.t.Helper()
	b := *h.book
	b.birds, b.eye = rand.New(rand.NewPCG(seed, 3)), newEye() //nolint:gosec // words of a test
	s := *h.scene
	s.book, s.objects = &b, map[string][]*object{}
	for name, list := range h.objects {
		s.objects[name] = slices.Clone(list)
	}
	h.clock.Set(at)
	h.dice.begin(seed)
	m := &maker{scene: &s, ctx: h.t.Context(), db: h.db, clock: h.clock, doors: stage.Doors(h.db, h.clock), n: int(seed+1) * 1_000_000} //nolint:gosec // small
	if err := k.make(m, by); err != nil {
		h.t.Fatalf("%s of %s: %v", k.name, by.name, err)
	}
	h.clock.Set(h.scene.at)
	var made []*object
	for name, list := range s.objects {
		made = append(made, list[len(h.objects[name]):]...)
	}
	return made
}

// compare drives everybody who may not know the difference through both houses.
func (x *pair) compare(dice *rand.Rand) {
	x.t.Helper()
	counts.pairsOfWorlds.Add(int64(len(x.blind)))
	routes := [2][]*route{x.a.bind(), x.b.bind()}
	for _, write := range []bool{false, true} { // what changes something comes last: a draft that was sent is told to others
		for _, p := range append(slices.Clone(x.blind), nil) {
			for i, r := range routes[0] {
				if r.whole != "" || (r.method != http.MethodGet) != write {
					continue
				}
				calls, same := x.a.calls(r, p), x.b.calls(routes[1][i], p)
				for j, c := range calls {
					if !write && dice.IntN(len(calls)) >= callsEach || write && (dice.IntN(len(calls)) > 0 || r.public != "") {
						continue
					}
					x.same(p, c, same[j])
				}
			}
		}
	}
}

// same makes one call in both houses.
func (x *pair) same(p *principal, c, d call) {
	x.t.Helper()
	q := x.a.ask(c)
	if other := x.b.ask(d); other.String() != q.String() {
		x.t.Fatalf("the twins are asked different things: %s, %s", q, other)
	}
	a, b := x.a.do(p, q), x.b.do(p, q)
	counts.twins.Add(2)
	without, with := c.masked(a.bytes()), d.masked(b.bytes())
	if x.open != nil {
		without, with = x.open.ReplaceAllString(without, "«open»"), x.open.ReplaceAllString(with, "«open»")
	}
	if without != with {
		x.fail("%s as %s tells two worlds apart that differ in %s (-without +with):\n%s", q, p.called(), strings.Join(x.what, ", "), cmp.Diff(without, with))
	}
}

// masked is an answer without what the binding says is minted anew each time.
func (c call) masked(answer string) string {
	if c.mints == "" {
		return answer
	}
	return regexp.MustCompile(c.mints).ReplaceAllString(answer, "«minted»")
}

// The control: a page that counts what is there is told.
func TestACountIsFoundByTwins(t *testing.T) {
	t.Parallel()
	var dbs [2]*store.DB
	counting := func(n *int) planted {
		return planted{Route: gate.Route{Pattern: "GET /control/count", Needs: access.Permission{Action: access.Read, Object: access.Account}, Handle: func(w http.ResponseWriter, r *gate.Request) error {
			db := dbs[*n%2]
			*n++
			size, _, err := db.Head(r.Context())
			w.Header().Set("X-Total-Count", fmt.Sprint(size))
			return err
		}}}
	}
	turn := 0
	x := twins(t, 1, counting(&turn))
	dbs = [2]*store.DB{x.a.db, x.b.db}
	told := 0
	x.fail = func(string, ...any) { told++ }
	for _, p := range x.blind {
		for i, r := range x.a.bind() {
			if r.Pattern == "GET /control/count" {
				x.same(p, x.a.calls(r, p)[0], x.b.calls(x.b.bind()[i], p)[0])
			}
		}
	}
	if told != len(x.blind) || told == 0 {
		t.Errorf("%d of %d were told", told, len(x.blind))
	}
}
