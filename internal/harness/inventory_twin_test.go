package harness

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/party"
)

// apart opens two houses that differ in what some people make of one kind, in the second alone, and those of a kind of organisation who may not
// learn of it.
func apart(t testing.TB, k kind, by []string, blind func(*principal) bool, further ...planted) *pair {
	t.Helper()
	s := theScene(t)
	x := &pair{t: t, a: s.open(t, further...), b: s.open(t, further...), fail: t.Errorf}
	var made []*object
	for n, name := range by {
		made = append(made, x.b.more(k, s.as(name), s.at.Add(-time.Duration(n+1)*time.Hour), uint64(7000+n))...) //nolint:gosec // small
		x.what = append(x.what, k.name+" of "+name)
	}
	if len(made) < len(by) {
		t.Fatalf("%d things were made", len(made))
	}
	for _, p := range s.people {
		if blind(p) && !slices.ContainsFunc(made, func(o *object) bool { return s.knows(p, o) }) {
			x.blind = append(x.blind, p)
		}
	}
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

// machines is a facility of 機器台帳 with its machines.
func machines() kind { return inventoryKinds()[0] }

// walk asks both houses for pages and answers of all of some routes, as each of those who may not know, and says how many answers there were. Of a
// route that has many, each of them asks for a few, others than the one before.
func (x *pair) walk(some func(*route) bool, few int) (n int) {
	x.t.Helper()
	routes := [2][]*route{x.a.bind(), x.b.bind()}
	for turn, p := range x.blind {
		for i, r := range routes[0] {
			if r.method != http.MethodGet || r.whole != "" || !some(r) {
				continue
			}
			calls, same := x.a.calls(r, p), x.b.calls(routes[1][i], p)
			for k := range min(few, len(calls)) {
				j := (turn*few + k) % len(calls)
				x.same(p, calls[j], same[j])
				n++
			}
		}
	}
	return n
}

// government is whether somebody acts for an authority, or runs the platform.
func government(p *principal) bool {
	return slices.Contains([]party.Kind{party.Ministry, party.Cabinet, party.NCO, party.Platform}, p.Kind)
}

var inventoryOwners = []string{"operator-filer", "operator-site-filer", "other-operator-filer"}

// Two worlds that differ only in the 社内台帳 of operators answer every role of the government byte-equally, through every door that reads (R3).
func TestTheGovernmentLearnsNothingOfAnInventory(t *testing.T) {
	t.Parallel()
	x := apart(t, machines(), inventoryOwners, government)
	kinds := map[party.Kind]bool{}
	for _, p := range x.blind {
		kinds[p.Kind] = true
	}
	all := 0
	for _, p := range x.a.scene.people {
		if government(p) {
			all++
		}
	}
	if len(x.blind) != all || len(kinds) < 4 {
		t.Errorf("%d of %d people of the government, of %v", len(x.blind), all, kinds)
	}
	n := x.walk(func(*route) bool { return true }, callsEach)
	t.Logf("%d answers alike for %d people", n, len(x.blind))
	if n < 1000 {
		t.Errorf("only %d answers", n)
	}
}

// The control: a page that counts machines is told, by everybody who opens it.
func TestAPageThatCountsMachinesIsFound(t *testing.T) {
	t.Parallel()
	var dbs [2]*store.DB
	turn := 0
	leak := planted{Route: gate.Route{Pattern: "GET /control/machines", Needs: access.Permission{Action: access.Read, Object: access.Account}, Handle: func(w http.ResponseWriter, r *gate.Request) error {
		db := dbs[turn%2]
		turn++
		size, _, err := db.Head(r.Context()) // every machine left an entry
		_, _ = fmt.Fprint(w, size)
		return err
	}}}
	x := apart(t, machines(), inventoryOwners[:1], government, leak)
	dbs = [2]*store.DB{x.a.db, x.b.db}
	told := 0
	x.fail = func(string, ...any) { told++ }
	if n := x.walk(func(r *route) bool { return r.Pattern == "GET /control/machines" }, callsEach); told != n || n < len(x.blind) {
		t.Errorf("%d of %d answers were told apart", told, n)
	}
}

// What is counted of notifications (製品の集中状況, 登録の状況) is counted for its reader: two worlds that differ in a notification that is not addressed to
// an office give that office the same numbers.
func TestConcentrationIsCountedForItsReader(t *testing.T) {
	t.Parallel()
	x := apart(t, kind{name: "notification", make: (*maker).notified}, []string{"other-operator-filer"}, government)
	for _, h := range []*house{x.a, x.b} {
		if err := h.serve.Holdings.Step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	// How long the log is, is public: the head is signed for everybody. A sheet has it among its compressed bytes.
	x.open = regexp.MustCompile(`記録の第[0-9,]+項目|"as_of":[0-9]+|記録の項目数?[^0-9]{0,20}[0-9]+`)
	of := func(r *route) bool {
		return (strings.Contains(r.Pattern, "/concentration") || strings.Contains(r.Pattern, "/registrations")) && !strings.Contains(r.Pattern, "/export/")
	}
	n := x.walk(of, 100)
	t.Logf("%d answers alike for %d people", n, len(x.blind))
	if len(x.blind) == 0 || n == 0 {
		t.Error("nobody is blind to it")
	}
}
