package serve_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/mail"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/serve"
	"kanmin/internal/testpg"
)

// cage is a house in which every text that people wrote carries a canary: a word that stands nowhere else in the
// world. Mail addresses carry another, which the spool, and nothing else, must show.
type cage struct {
	t           *testing.T
	house       *serve.House
	url         string
	bird, perch string
	log         safeBuffer
	n           int
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) bytes() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.b.Bytes())
}

// song is a text with the canary in it; no two are the same.
func (c *cage) song(what string) string {
	c.n++
	return fmt.Sprintf("%s%s%d髙", what, c.bird, c.n)
}

// grep looks for words in files and returns how many files have one.
func (c *cage) grep(paths []string, words ...string) (hits []string) {
	c.t.Helper()
	for _, path := range paths {
		data, err := os.ReadFile(path) //nolint:gosec // of the test
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			c.t.Fatal(err)
		}
		for _, w := range words {
			for _, form := range found(data, w) {
				hits = append(hits, filepath.Base(path)+": "+form)
			}
		}
	}
	return hits
}

func (c *cage) none(where string, hits []string) {
	c.t.Helper()
	if len(hits) > 0 {
		c.t.Errorf("%s: a canary sings: %v", where, hits)
	}
}

// open builds the house and everybody in it, and serves it until the test ends.
func newCage(t *testing.T, change func(*serve.Config)) *cage {
	t.Helper()
	c := &cage{t: t, bird: "bird" + strings.ToLower(rand.Text()[:14]), perch: "perch" + strings.ToLower(rand.Text()[:14])}
	cfg := config(t, change, func(f *serve.Config) { f.LogLevel = "debug" })
	var err error
	if c.house, err = serve.Open(t.Context(), cfg, &c.log); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.house.Close() })
	c.people()
	return c
}

func (c *cage) people() {
	c.t.Helper()
	org := func(id string, kind party.Kind) party.Org {
		return party.Org{ID: ident.Org(id), Kind: kind, Name: c.song("名"), Kana: c.song("かな"), NameEn: c.song("en"), CorporateNumber: c.song("1"), Address: c.song("住所"),
			Representative: party.Post{Title: c.song("役"), Name: c.song("代表"), Kana: c.song("かな")}, Helpdesk: c.song("03")}
	}
	unit := func(id, org string) party.Unit {
		return party.Unit{ID: ident.Unit(id), Org: ident.Org(org), Name: c.song("室"), NameEn: c.song("unit"), Phone: c.song("03")}
	}
	_, err := store.Act[*store.Tx](c.house.DB)(c.t.Context(), access.System("canary", 0), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		errs := []error{
			tx.MarkWorld("real"), tx.FoundHouse(org("o-house", party.Platform), unit("u-house", "o-house")),
			tx.AddOrg(org("o-op", party.Operator)), tx.AddUnit(unit("u-op", "o-op")), tx.AddOrg(org("o-min", party.Ministry)), tx.AddUnit(unit("u-min", "o-min")),
			tx.AddDesignation(party.Designation{ID: "d-1", Operator: "o-op", Sector: law.Electricity, Ministers: []law.Minister{"meti"}, On: law.MustDay("2026-10-01")}),
			tx.AddJurisdiction(party.Jurisdiction{ID: "j-1", Operator: "o-op", OfficeOrg: "o-min", Office: "u-min", Act: party.ActReport, Title: "大臣",
				Channel: string(filing.Here), Sections: []string{"outline", "computer", "contact"}, From: law.MustDay("2026-01-01")}),
		}
		for name, role := range map[string]string{"op": "operator-filer", "min": "officer"} {
			p := party.Person{ID: ident.Person("p-" + name), Name: c.song("氏名"), Kana: c.song("しめい"), Phone: c.song("090"), Email: c.perch + name + "@example.jp"}
			errs = append(errs, tx.Enrol(p, party.Hat{ID: ident.Hat("h-" + name), Person: p.ID, Org: ident.Org("o-" + name), Unit: ident.Unit("u-" + name), Roles: []string{role}}))
		}
		return ledger.Entry{Kind: ledger.AccountBootstrapped, Object: "o-house"}, errors.Join(errs...)
	})
	if err != nil {
		c.t.Fatal(err)
	}
	c.waysIn()
}

// waysIn gives both people a passkey, a token, a session, an invitation, and leaves something half done.
func (c *cage) waysIn() {
	c.t.Helper()
	soon := ident.At(time.Now().Add(time.Hour))
	_, err := store.Act[*store.Tx](c.house.DB)(c.t.Context(), access.Scope{}, ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		var errs []error
		for _, name := range []string{"op", "min"} {
			person, hat := ident.Person("p-"+name), ident.Hat("h-"+name)
			_, err := tx.Try(c.song("try"), time.Hour)
			errs = append(errs, err,
				tx.AddToken(enrolling.Token{ID: ident.Token("t-" + name), Hat: hat, Label: c.song("連携"), CreatedAt: tx.Now(), UntilAt: soon}, c.secret(name)),
				tx.AddCredential(enrolling.Credential{ID: enrolling.CredentialID("c-" + name), Person: person, Kind: enrolling.Passkey, Label: c.song("鍵"), Rev: 1,
					Handle: []byte(c.song("id")), Key: []byte(`"` + c.song("key") + `"`)}),
				tx.AddCeremony(enrolling.Ceremony{Kind: enrolling.CeremonyAccept, UntilAt: soon, Body: enrolling.CeremonyBody{Name: c.song("氏名"), Mail: c.perch + "new@example.jp"}}, c.song("secret")),
				tx.AddInvitation(enrolling.Invitation{ID: enrolling.InvitationID("i-" + name), Hat: hat, UntilAt: soon}, c.song("link"), c.song("code")),
				tx.AddSession(enrolling.Session{ID: ident.Session("s-" + name), Person: person, Hat: hat, Method: enrolling.Code, UntilAt: soon}, c.song("cookie")))
		}
		return ledger.Entry{Kind: ledger.AccountActivated, Object: "people"}, errors.Join(errs...)
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

// secret is a token of the length that tokens have.
func (c *cage) secret(name string) string {
	return enrolling.TokenPrefix + (c.bird + name + strings.Repeat("x", 52))[:52]
}

// serve runs the house while do talks to it.
func (c *cage) serve(do func()) {
	c.t.Helper()
	ctx, stop := context.WithCancel(c.t.Context())
	defer stop()
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- c.house.Serve(ctx, serve.Extra{Ready: func(addr string) { ready <- addr }}) }()
	select {
	case addr := <-ready:
		c.url = "http://" + addr
	case err := <-done:
		c.t.Fatal("not served: ", err)
	}
	do()
	stop()
	if err := <-done; err != nil {
		c.t.Error(err)
	}
}

// ask sends a request as somebody, and wants a status: 0 is any.
func (c *cage) ask(as, method, path, body string, want int) string {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if c.n++; as != "" {
		r.Header.Set("Authorization", "Bearer "+c.secret(as))
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", fmt.Sprintf("key-%d", c.n))
	r.Header.Set("User-Agent", c.song("agent"))
	r.Header.Set("X-Request-Id", c.song("request"))
	r.Header.Set("Referer", "http://localhost/"+c.song("referer"))
	r.Host = "localhost:8443"
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var b bytes.Buffer
	if _, err := b.ReadFrom(res.Body); err != nil {
		c.t.Fatal(err)
	}
	if want != 0 && res.StatusCode != want {
		c.t.Fatalf("%s %s: %d, want %d\n%s", method, path, res.StatusCode, want, b.String())
	}
	return b.String()
}

// field takes the value of a name out of JSON.
func field(body, name string) string {
	_, rest, _ := strings.Cut(body, `"`+name+`":"`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// live is the day of the house: a report from a draft, a question, an answer, and what people get wrong.
func (c *cage) live() {
	const api = "/api/v1/"
	answers := func() string {
		return `"what_kind":["malware"],"what_text":"` + c.song("事案") + `","aware_at":"` + time.Now().Add(-time.Hour).Format("2006-01-02T15:04-07:00") +
			`","which":"` + c.song("端末") + `","impact":null,"callback":"` + c.song("当直") + `"`
	}
	draft := field(c.ask("op", "POST", api+"drafts", "", 201), "number_ascii")
	c.ask("op", "PATCH", api+"drafts/"+draft, `{"answers":{"which":{"value":"`+c.song("機器")+`"},"aware_at":{"value":"`+c.song("きのう")+`"}}}`, 200)
	c.ask("op", "GET", api+"drafts/"+draft, "", 200)
	report := field(c.ask("op", "POST", api+"reports/prompt", "{"+answers()+"}", 201), "number_ascii")
	for _, as := range []string{"op", "min"} {
		c.ask(as, "GET", api+"reports", "", 200)
		c.ask(as, "GET", api+"reports/"+report, "", 200)
		c.ask(as, "GET", api+"me", "", 200)
	}
	q := field(c.ask("min", "POST", api+"reports/"+report+"/requests", `{"kind":"fix","text":"`+c.song("質問")+`","fields":["which"]}`, 201), "number_ascii")
	c.ask("op", "POST", api+"reports/"+report+"/requests/"+q+"/answer", `{"reply":"`+c.song("回答")+`"}`, 201)
	song := c.song
	for _, bad := range [][3]string{
		{"POST", "reports/prompt", `{"` + song("field") + `":"` + song("value") + `"}`}, {"POST", "reports/prompt", `{"what_text":` + song("no JSON")},
		{"POST", "reports/prompt", `{"aware_at":"` + song("日時") + `","impact":"` + song("x") + `"}`}, {"GET", "reports/" + song("x"), ""},
		{"GET", "reports?cursor=" + song("x") + "&limit=" + song("y"), ""}, {"GET", song("x"), ""}, {"POST", "reports/" + report + "/requests", `{"kind":"` + song("x") + `","text":"x"}`},
	} {
		c.ask("op", bad[0], api+bad[1], bad[2], 0)
	}
	for _, page := range []string{"/find?q=" + song("x"), "/" + song("x"), "/signin?next=/" + song("x")} {
		c.ask("", "GET", page, "", 0)
	}
	c.ask("", "POST", "/signin", "mail="+c.perch+"op@example.jp&passphrase="+song("x"), 0)
}

// post sends what waits into a spool and returns its directory.
func (c *cage) post() string {
	c.t.Helper()
	dir := c.t.TempDir()
	spool, err := mail.Open(dir, "kanmin@example.jp")
	if err != nil {
		c.t.Fatal(err)
	}
	l, ok, err := c.house.DB.TakeOutbox(c.t.Context(), "canary")
	if err != nil || !ok {
		c.t.Fatal(ok, err)
	}
	if n, err := c.house.DB.SendDue(c.t.Context(), l, spool); err != nil || n < 3 {
		c.t.Fatal("letters:", n, err)
	}
	return dir
}

// plant writes the canary where it must not be: the control.
func (c *cage) plant() {
	c.t.Helper()
	_, err := store.Act[*store.Tx](c.house.DB)(c.t.Context(), access.System("canary", 0), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "control"}, tx.SetSetting("control", c.song("x"))
	})
	if err != nil {
		c.t.Fatal(err)
	}
	c.house.Log.LogAttrs(c.t.Context(), slog.LevelDebug, "control", slog.String("err", c.song("x")))
}

func TestNoCanarySingsInSQLite(t *testing.T) {
	t.Parallel()
	dir := ""
	c := newCage(t, func(f *serve.Config) { dir = filepath.Dir(strings.TrimPrefix(f.DatabaseURL, "sqlite:")) })
	c.serve(c.live)
	spool := c.post()
	all := files(t, dir, time.Time{})
	if len(all) < 3 {
		t.Fatalf("database, WAL and shared memory are not all there: %v", all)
	}
	c.none("files", c.grep(all, c.bird, c.perch))
	c.none("log", found(c.log.bytes(), c.bird))
	c.none("log", found(c.log.bytes(), c.perch))
	c.none("mail", c.grep(files(t, spool, time.Time{}), c.bird))
	if hits := c.grep(files(t, spool, time.Time{}), c.perch); len(hits) < 3 {
		t.Errorf("the letters are addressed to nobody: %v", hits)
	}
	if len(c.log.bytes()) < 1000 {
		t.Error("the log says nothing")
	}
	c.plant()
	if len(c.grep(files(t, dir, time.Time{}), c.bird)) == 0 || len(found(c.log.bytes(), c.bird)) == 0 {
		t.Error("the control is not found")
	}
}

func TestNoCanarySingsInSQLiteAfterACheckpoint(t *testing.T) {
	t.Parallel()
	dir := ""
	c := newCage(t, func(f *serve.Config) { dir = filepath.Dir(strings.TrimPrefix(f.DatabaseURL, "sqlite:")) })
	c.serve(c.live)
	if err := c.house.Close(); err != nil { // the last connection checkpoints
		t.Fatal(err)
	}
	all := files(t, dir, time.Time{})
	c.none("files", c.grep(all, c.bird, c.perch))
	if _, err := os.Stat(filepath.Join(dir, "kanmin.db-wal")); err == nil {
		t.Error("there was no checkpoint")
	}
}

func TestNoCanarySingsInPostgres(t *testing.T) {
	t.Parallel()
	pg, since := testpg.New(t), time.Now().Add(-time.Second)
	c := newCage(t, func(f *serve.Config) { f.DatabaseURL, f.WorkURL, f.OwnerURL = pg.App, pg.Work, pg.Owner })
	super, err := sql.Open("pgx", pg.Super)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = super.Close() })
	server := func() []string { // this database, the WAL and the log of the server, as far as they changed
		var oid string
		if err := super.QueryRowContext(t.Context(), `SELECT oid FROM pg_database WHERE datname = current_database()`).Scan(&oid); err != nil {
			t.Fatal(err)
		}
		if _, err := super.ExecContext(t.Context(), `CHECKPOINT`); err != nil {
			t.Fatal(err)
		}
		home := testpg.DataDir(t)
		return append(append(files(t, filepath.Join(home, "data", "base", oid), since), files(t, filepath.Join(home, "data", "pg_wal"), since)...), filepath.Join(home, "log"))
	}
	c.serve(c.live)
	spool := c.post()
	all := server()
	if len(all) < 20 {
		t.Fatalf("only %d files", len(all))
	}
	c.none("server", c.grep(all, c.bird, c.perch))
	c.none("log", found(c.log.bytes(), c.bird))
	c.none("log", found(c.log.bytes(), c.perch))
	c.none("mail", c.grep(files(t, spool, time.Time{}), c.bird))
	c.plant()
	if hits := c.grep(server(), c.bird); len(hits) < 2 {
		t.Errorf("the control is not found in table and WAL: %v", hits)
	}
}
