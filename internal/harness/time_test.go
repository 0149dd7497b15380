package harness

import (
	"context"
	"database/sql"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/message"
	"kanmin/internal/testpg"
)

// nodes are two houses on one database.
type nodes struct {
	one, two *house
	behind   *sql.DB // the database, behind the product's back
}

// onBoth runs a test on two nodes over SQLite and over PostgreSQL.
func onBoth(t *testing.T, run func(*testing.T, nodes)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		s := theScene(t)
		one := s.open(t)
		run(t, nodes{one, s.on(t, store.Config{URL: one.db.URL, Synchronous: "OFF"}).elsewhere(), one.watch})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		s, c, behind := postgresScene(t)
		run(t, nodes{s.on(t, c), s.on(t, c).elsewhere(), behind})
	})
}

// elsewhere lets a second house on one database throw other dice.
func (h *house) elsewhere() *house {
	h.n = 1 << 40
	return h
}

// postgresScene opens a copy of the scene on PostgreSQL, to be opened as the roles of production.
func postgresScene(t *testing.T) (*scene, store.Config, *sql.DB) {
	t.Helper()
	prepared, err := sharedPostgres()
	if err != nil {
		t.Fatal(err)
	}
	pg := testpg.Copy(t, prepared.database)
	behind, err := sql.Open("pgx", pg.Super)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = behind.Close() })
	behind.SetMaxOpenConns(1) // as it is asked between any two requests, nothing is compiled and no worker started for it
	if _, err := behind.ExecContext(t.Context(), `SET jit = off; SET max_parallel_workers_per_gather = 0`); err != nil {
		t.Fatal(err)
	}
	return prepared.scene, store.Config{URL: pg.App, WorkURL: pg.Work}, behind
}

// sharedPostgres is prepared once per process; whoever runs tests next drops its database.
var sharedPostgres = sync.OnceValues(func() (prepared struct {
	scene    *scene
	database testpg.Database
}, err error) {
	shared, err := sharedScene()
	if err != nil {
		return prepared, err
	}
	ctx := context.Background()
	if prepared.database, _, err = testpg.Open(ctx); err != nil {
		return prepared, err
	}
	// Organisations bring their own keys; the house's are the same.
	prepared.scene = &scene{keys: shared.keys, at: day, policy: shared.policy}
	return prepared, prepared.scene.fill(ctx, prepared.database.Owner, store.Config{URL: prepared.database.App, WorkURL: prepared.database.Work})
})

// spoil changes the database behind the product's back.
func (n nodes) spoil(t *testing.T, query string) {
	t.Helper()
	if _, err := n.behind.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

// status is what somebody is answered on both nodes, which must agree.
func (n nodes) status(t *testing.T, p *principal, path string) int {
	t.Helper()
	a, b := n.one.do(p, ask{method: http.MethodGet, path: path}), n.two.do(p, ask{method: http.MethodGet, path: path})
	counts.timed.Add(2)
	if a.status != b.status {
		t.Errorf("%s as %s: %d on one node, %d on the other", path, p.called(), a.status, b.status)
	}
	return b.status
}

// What was taken away is over with the next request, on every node.
func TestWhatIsRevokedIsOver(t *testing.T) {
	t.Parallel()
	onBoth(t, whatIsRevokedIsOver)
}

func whatIsRevokedIsOver(t *testing.T, n nodes) {
	t.Helper()
	s := n.one.scene
	report := s.objects["report"][0]
	desk, api := "/ministry/reports/"+report.id, "/api/v1/reports/"+report.id
	const away, nobody = http.StatusSeeOther, http.StatusUnauthorized
	for _, c := range []struct {
		name, who, path string
		take            func(p *principal)
		want            int
	}{
		{"a session that is signed out", "ministry-officer", desk, func(p *principal) { n.one.do(p, ask{method: http.MethodPost, path: "/signout", body: "do="}) }, away},
		{"a token that is revoked", "operator-filer", api, func(p *principal) {
			n.one.do(p, ask{method: http.MethodPost, path: "/account/token/revoke", body: "id=" + s.mine("token", p).id})
		}, nobody},
		{"a hat that has expired", "ministry-supervisor", desk, func(p *principal) { n.spoil(t, "UPDATE hat SET until_at = 1 WHERE id = '"+string(p.Hat)+"'") }, away},
		{"a hat that has expired, by token", "cabinet-supervisor", api, func(p *principal) { n.spoil(t, "UPDATE hat SET until_at = 1 WHERE id = '"+string(p.Hat)+"'") }, nobody},
		{"an account that is closed", "operator-approver", "/reporting/reports/" + report.id, func(p *principal) { n.spoil(t, "UPDATE person SET state = 'ended' WHERE id = '"+string(p.Person)+"'") }, away},
		{"a session that has ended", "operator-admin", "/reporting/reports/" + report.id, func(p *principal) {
			n.spoil(t, "UPDATE session SET until_at = 1 WHERE id = '"+s.mine("session", p).id+"'")
		}, away},
		{"an office that is addressed no more", "cabinet-analyst", desk, func(p *principal) {
			n.spoil(t, "UPDATE audience_member SET until_at = 1 WHERE unit = '"+string(p.Unit)+"'")
		}, http.StatusNotFound},
	} {
		p := s.as(c.who)
		if got := n.status(t, p, c.path); got != http.StatusOK {
			t.Errorf("%s: before, %s is answered %d", c.name, c.who, got)
		}
		c.take(p)
		if got := n.status(t, p, c.path); got != c.want {
			t.Errorf("%s: %s is answered %d, want %d", c.name, c.who, got, c.want)
		}
	}
	// Sight that was lost is absence, byte for byte.
	p := s.as("cabinet-analyst")
	gone, never := n.two.do(p, ask{method: http.MethodGet, path: desk}), n.two.do(p, ask{method: http.MethodGet, path: "/ministry/reports/" + s.absent["report"]})
	if gone.bytes() != never.bytes() {
		t.Errorf("what may be seen no more is told from what never was:\n%s\n%s", gone.bytes(), never.bytes())
	}
	// Idle and absolute limits of a session.
	filer := s.as("operator-site-filer")
	for _, h := range []*house{n.one, n.two} {
		h.clock.Set(s.at.Add(31 * time.Minute))
	}
	if got := n.status(t, filer, "/account"); got != away {
		t.Errorf("a session that nobody used for 31 minutes is answered %d", got)
	}
}

// mine is somebody's own object of a kind.
func (s *scene) mine(kind string, p *principal) *object {
	for _, o := range s.objects[kind] {
		if o.person == p.Person {
			return o
		}
	}
	panic("harness: " + p.name + " has no " + kind)
}

// box takes messages over.
type box struct{ got []message.Message }

// Send keeps a message.
func (b *box) Send(_ context.Context, m message.Message) error {
	b.got = append(b.got, m)
	return nil
}

// Who may read is asked again when a message is sent: what was queued for an office that is addressed no more does not
// leave, on whichever node it is sent.
func TestQueuedMailIsJudgedWhenItLeaves(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, n nodes) {
		s := n.one.scene
		lost, kept := s.as("ministry-officer"), s.as("cabinet-analyst")
		n.spoil(t, "UPDATE audience_member SET until_at = 1 WHERE unit = '"+string(lost.Unit)+"'")
		n.two.clock.Set(s.at.Add(time.Minute))
		sent := n.two.post()
		to := map[string]int{}
		for _, m := range sent {
			to[m.To]++
			counts.timed.Add(1)
		}
		if to[s.book.people[lost.Person].Email] != 0 {
			t.Errorf("%s is written to after losing sight", lost.name)
		}
		if to[s.book.people[kept.Person].Email] == 0 {
			t.Errorf("the control: %s is not written to, out of %d messages", kept.name, len(sent))
		}
	})
}

// post sends what waits, all of it.
func (h *house) post() []message.Message {
	h.t.Helper()
	l, ok, err := h.db.TakeOutbox(h.t.Context(), "harness")
	if err != nil || !ok {
		h.t.Fatal("no lease of the outbox: ", err)
	}
	var b box
	for n := 1; n > 0; {
		if n, err = h.db.SendDue(h.t.Context(), l, &b); err != nil {
			h.t.Fatal(err)
		}
	}
	return b.got
}

// A letter says that there is something, by its number, to those alone who may read it; and nothing else.
func TestMailTellsNothing(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	sent := h.post()
	if len(sent) < 20 {
		t.Errorf("only %d letters", len(sent))
	}
	for _, m := range sent {
		var who *principal
		for _, p := range h.people {
			if h.book.people[p.Person].Email == m.To {
				who = p
			}
		}
		if who == nil && h.shared[m.To] { // a shared address of an organisation
			for _, seen := range h.eye.see([]byte(m.Subject() + m.Body() + strings.ToUpper(m.ID))) {
				if !seen.ref {
					h.leakf("a letter to a shared address tells %s (%s)", seen.what, seen.form)
				}
			}
			continue
		}
		if who == nil {
			t.Errorf("a letter to nobody: %s", m.To)
			continue
		}
		for _, seen := range h.eye.see([]byte(m.Subject() + m.Body() + strings.ToUpper(m.ID))) {
			if !seen.ref || !seen.may[who.name] {
				h.leakf("a letter to %s tells %s (%s)", who.name, seen.what, seen.form)
			}
		}
	}
}

// Metrics are of routes, and name nothing.
func TestMetricsTellNothing(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	for _, p := range h.people[:12] {
		for _, r := range h.bind() {
			if r.method == http.MethodGet {
				h.do(p, h.ask(h.calls(r, p)[0]))
			}
		}
	}
	text := h.metrics()
	if !strings.Contains(text, `route="GET /ministry/reports/{number}"`) {
		t.Errorf("the control: no route is counted:\n%.500s", text)
	}
	for _, seen := range h.eye.see([]byte(text)) {
		h.leakf("metrics tell %s (%s)", seen.what, seen.form)
	}
}
