package harness

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"modernc.org/sqlite"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/keep/index/holdings"
	"kanmin/internal/adapter/keep/index/names"
	counted "kanmin/internal/adapter/keep/index/reports"
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/parser/parsertest"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/serve"
	"kanmin/internal/world"
)

// house is the whole house on a copy of the scene, with its doors in this process.
type house struct {
	*scene
	t        testing.TB
	db       *store.DB
	doors    *serve.Doors
	serve    *serve.House
	clock    *world.Clock
	dice     *dice
	log      bytes.Buffer
	mux      *http.ServeMux // finds the route of an address
	watch    *sql.DB        // looks at the database from outside
	census   string         // on PostgreSQL, the query that asks every table
	counted  string         // and its answer, until something is done
	n        uint64
	fail     func(format string, args ...any) // t.Errorf, but for a control that must fail
	planted  []planted
	sample   int                             // how many calls are judged; 0: all
	nth      int                             // turns of others
	forms    map[string]bool                 // pages whose forms were looked at
	did      map[string]bool                 // routes that answered whom they serve, and whether something was done
	visible  []sighting                      // what the last answer told
	lent     func(*principal, sighting) bool // what became theirs after the scene was made
	skips    func(*principal, call) bool     // what is not judged here
	spare    *house                          // what copied gives
	pristine string                          // the spare's version while it is the scene
}

// dice is a source of randomness that two houses can throw alike: it begins again with each request.
type dice struct{ *rand.ChaCha8 }

func (d *dice) begin(n uint64) {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], n)
	d.ChaCha8 = rand.NewChaCha8(seed)
}

// planted is a route of a control: one that leaks.
type planted struct {
	gate.Route
	binding
}

// open copies the scene and opens a house on the copy, with the routes of a control.
func (s *scene) open(t testing.TB, further ...planted) *house {
	t.Helper()
	file := filepath.Join(t.TempDir(), "kanmin.db")
	data, err := os.ReadFile(s.file)
	if err == nil {
		err = os.WriteFile(file, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	h := s.on(t, store.Config{URL: "sqlite:" + file, Synchronous: "OFF"}, further...)
	if h.watch, err = sql.Open("sqlite", "file:"+file); err != nil {
		t.Fatal(err)
	}
	h.watch.SetMaxOpenConns(1)
	atEnd(t, h.watch.Close)
	return h
}

// atEnd closes something when a test ends, and forgets it then: a parent holds its parallel tests, and they what they would clean
// up, until all of them are over, which would be every house there was.
func atEnd(t testing.TB, end func() error) {
	t.Helper()
	t.Cleanup(func() {
		_ = end()
		end = nil
	})
}

// copied is a second house like this one, for a request that changes something: the same one each time, its database put
// back to the scene's, so that each such request finds the scene.
func (h *house) copied() *house {
	h.t.Helper()
	if h.spare == nil {
		h.spare = h.scene.open(h.t, h.planted...)
		h.spare.fail = func(format string, args ...any) { h.fail(format, args...) }
		h.spare.pristine = h.spare.version()
	}
	h.spare.n = 0
	if h.spare.version() != h.spare.pristine {
		h.spare.restore()
		h.spare.pristine = h.spare.version()
	}
	return h.spare
}

// restore writes the scene over what a house's database has become.
func (h *house) restore() {
	h.t.Helper()
	c, err := h.watch.Conn(context.WithoutCancel(h.t.Context()))
	if err != nil {
		h.t.Fatal(err)
	}
	err = c.Raw(func(driver any) error {
		b, err := driver.(interface {
			NewRestore(from string) (*sqlite.Backup, error)
		}).NewRestore("file:" + h.file + "?immutable=1")
		if err != nil {
			return err
		}
		_, err = b.Step(-1)
		return errors.Join(err, b.Finish())
	})
	if err := errors.Join(err, c.Close()); err != nil {
		h.t.Fatal(err)
	}
}

// on opens a house on a database that holds the scene.
func (s *scene) on(t testing.TB, c store.Config, further ...planted) *house {
	t.Helper()
	h := &house{scene: s, planted: further, t: t, clock: world.NewClock(s.at), dice: &dice{}}
	h.dice.begin(0)
	ring, err := seal.Load(s.keys)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewJSONHandler(&h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c.Keys, c.Now, c.Origin, c.Entropy, c.Log = ring, h.clock.Now, "harness.example", h.dice, log
	if h.db, err = store.Open(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	atEnd(t, h.db.Close)
	h.serve = &serve.House{
		Config: serve.Config{CertListen: "127.0.0.1:8444", SessionIdle: 30 * time.Minute, SessionMax: 12 * time.Hour, World: "real", Security: "mailto:security@example.jp"}, Base: &url.URL{Scheme: "http", Host: "localhost:8080"},
		DB: h.db, Keys: ring, Log: log, Now: h.clock.Now, Entropy: h.dice,
		Files: parsertest.New(),
	}
	h.serve.Names = &names.Index{Log: h.db, Read: store.Read[names.Tx](h.db), Build: products}
	if err := h.serve.Names.Load(t.Context(), access.System("harness", ident.At(s.at))); err != nil {
		t.Fatal(err)
	}
	h.serve.Counted = &counted.Index{Log: h.db, Read: store.Read[counted.Tx](h.db)}
	if err := h.serve.Counted.Load(t.Context(), access.System("harness", ident.At(s.at))); err != nil {
		t.Fatal(err)
	}
	h.serve.Holdings = &holdings.Index{Log: h.db, Read: store.Read[holdings.Tx](h.db), Names: h.serve.Names}
	if err := h.serve.Holdings.Load(t.Context(), access.System("harness", ident.At(s.at))); err != nil {
		t.Fatal(err)
	}
	h.doors, err = h.serve.Doors(serve.Extra{Routes: h.plant})
	if err != nil {
		t.Fatal(err)
	}
	h.mux = http.NewServeMux()
	for _, r := range h.doors.Routes {
		h.mux.Handle(r.Pattern, http.NotFoundHandler())
	}
	h.fail, h.forms, h.did = t.Errorf, map[string]bool{}, map[string]bool{}
	return h
}

func (h *house) plant(*serve.House) (list []gate.Route) {
	for _, p := range h.planted {
		list = append(list, p.Route)
	}
	return list
}

// called is the name of somebody, or nobody.
func (p *principal) called() string {
	if p == nil {
		return "nobody"
	}
	return p.name
}

// ask is one request; its address and body name what it is about.
type ask struct {
	method, path, body string
	header             map[string]string
	wrong              bool // it must be refused
}

func (a ask) String() string { return a.method + " " + a.path }

// answer is what somebody was told.
type answer struct {
	status int
	header http.Header
	body   string
}

// bytes are the whole answer but for two headers: the number of the request and the date.
func (a answer) bytes() string {
	var b strings.Builder
	b.WriteString(strconv.Itoa(a.status) + "\n")
	h := a.header.Clone()
	h.Del("X-Request-Id")
	h.Del("Date")
	_ = h.Write(&b)
	return b.String() + "\n" + a.body
}

// Counts of the whole run, printed by TestMain.
var counts struct{ live, closed, pairs, twins, pairsOfWorlds, swaps, hostile, refused, canaries, leaks, timed, forms, stated, tokens, unpacked atomic.Int64 }

// do sends a request as somebody; nil is nobody. A browser comes with its session, a program with its token. Whatever
// comes back is looked through for what is not theirs, and so is the log.
func (h *house) do(p *principal, a ask) answer {
	h.t.Helper()
	h.n++
	h.counted = ""
	h.dice.begin(h.n)
	counts.live.Add(1)
	r := httptest.NewRequestWithContext(h.t.Context(), a.method, "http://localhost:8080/", strings.NewReader(a.body))
	path, query, _ := strings.Cut(a.path, "?")
	plain, err := url.PathUnescape(path)
	if err != nil {
		plain = path
	}
	r.URL = &url.URL{Path: plain, RawPath: path, RawQuery: query}
	r.RequestURI = a.path
	h.dress(r, p, a)
	w := httptest.NewRecorder()
	h.doors.ServeHTTP(w, r)
	res := w.Result()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	got := answer{res.StatusCode, res.Header, string(body)}
	if got.status >= http.StatusInternalServerError && got.status != http.StatusServiceUnavailable {
		h.fail("%s as %s: %d\n%.300s\n%.600s", a, p.called(), got.status, got.body, h.log.String())
	}
	h.look(p, a, got)
	return got
}

// dress puts on a request what its sender carries.
func (h *house) dress(r *http.Request, p *principal, a ask) {
	program := strings.HasPrefix(a.path, "/api/")
	switch {
	case p == nil:
	case program:
		r.Header.Set("Authorization", "Bearer "+p.token)
	default:
		r.AddCookie(&http.Cookie{Name: "kanmin_session", Value: p.session})
	}
	if a.body != "" && strings.HasPrefix(a.body, "{") {
		r.Header.Set("Content-Type", "application/json")
	} else if a.method != http.MethodGet {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if program && a.method != http.MethodGet {
		r.Header.Set("Idempotency-Key", "key-"+strconv.FormatUint(h.n, 10))
	}
	for _, name := range []string{"User-Agent", "Referer", "X-Request-Id", "X-Forwarded-For"} {
		r.Header.Set(name, "https://example.jp/"+h.scene.header)
	}
	for k, v := range a.header {
		r.Header.Set(k, v)
	}
}

// look is the eye on one answer. What the request itself named may come back.
func (h *house) look(p *principal, a ask, got answer) {
	h.t.Helper()
	var head strings.Builder
	_ = got.header.Write(&head)
	said := a.path + "\n" + a.body
	h.visible = h.visible[:0]
	seen := h.eye.see([]byte(head.String() + got.body))
	for form, files := range map[string][][]byte{packed: unpacked([]byte(got.body), packedDeep), printed: paperRead([]byte(got.body))} {
		for _, file := range files {
			for _, s := range h.eye.see(file) {
				s.form += form
				seen = append(seen, s)
			}
		}
	}
	for _, s := range seen {
		switch {
		case p != nil && (s.may[p.name] || h.lent != nil && h.lent(p, s)):
			h.visible = append(h.visible, s)
		case strings.Contains(said, s.word): // the request named it
		default:
			h.leakf("%s is told by %s what is not theirs: %s (%s)", p.called(), a, s.what, s.form)
		}
	}
	for _, s := range h.eye.see(h.log.Bytes()) {
		h.leakf("the log, after %s, holds %s (%s)", a, s.what, s.form)
	}
	h.log.Reset()
}

func (h *house) leakf(format string, args ...any) {
	h.t.Helper()
	if h.planted == nil { // a control's do not count
		counts.leaks.Add(1)
	}
	h.fail(format, args...)
}

// version changes whenever anything in the database does: SQLite says so itself; of PostgreSQL the number of rows and the
// latest transaction of every table are asked.
func (h *house) version() (v string) {
	h.t.Helper()
	ctx := context.WithoutCancel(h.t.Context())
	query := `PRAGMA data_version`
	if h.db.Engine() == "postgres" {
		if h.census == "" {
			err := h.watch.QueryRowContext(ctx, `SELECT string_agg(format('SELECT %L || count(*) || max(xmin::text::bigint) AS v FROM %I', relname, relname), ' UNION ALL ') FROM pg_stat_user_tables`).Scan(&h.census)
			if err != nil {
				h.t.Fatal(err)
			}
		}
		query = `SELECT string_agg(v, ' ' ORDER BY v) FROM (` + h.census + `) AS t`
	}
	if h.counted == "" {
		if err := h.watch.QueryRowContext(ctx, query).Scan(&v); err != nil {
			h.t.Fatal(err)
		}
		if h.census != "" {
			h.counted = v
		}
		return v
	}
	return h.counted
}

// entries are how many acts were done.
func (h *house) entries() (n int) {
	h.t.Helper()
	if err := h.watch.QueryRowContext(context.WithoutCancel(h.t.Context()), `SELECT COUNT(*) FROM leaf`).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// metrics are what the second listener shows.
func (h *house) metrics() string {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.doors.Metrics.ServeHTTP(w, httptest.NewRequestWithContext(h.t.Context(), http.MethodGet, "/metrics", nil))
	return w.Body.String()
}
