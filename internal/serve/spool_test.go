package serve_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/adapter/keep/index/holdings"
	"kanmin/internal/adapter/keep/index/names"
	counted "kanmin/internal/adapter/keep/index/reports"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/serve"
	"kanmin/internal/testpg"
	"kanmin/internal/world/stagetest"
)

// away is a house whose database can be cut off, with the tokens of two people.
type away struct {
	*stagetest.Stage
	line   *testpg.Line
	house  *serve.House
	doors  *serve.Doors
	tokens map[string]string
	t      *testing.T
}

func newAway(t *testing.T, spool string) *away {
	t.Helper()
	l := &testpg.Line{Dir: t.TempDir()}
	t.Cleanup(func() { _ = l.Cut() })
	s, _ := stagetest.Beside(t, func(c *store.Config) {
		c.URL, c.WorkURL = l.Through(c.URL), l.Through(c.WorkURL)
		if err := l.Join(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	a := &away{Stage: s, line: l, tokens: map[string]string{}, t: t}
	a.house = &serve.House{
		Config: serve.Config{SessionIdle: time.Hour, SessionMax: time.Hour, World: "real", SpoolDir: spool}, Base: &url.URL{Scheme: "http", Host: "localhost:8080"},
		DB: s.DB, Keys: s.Keys, Log: slog.New(slog.DiscardHandler), Now: s.Clock.Now, Entropy: rand.Reader, Names: &names.Index{Log: s.DB}, Counted: &counted.Index{Log: s.DB}, Holdings: &holdings.Index{Log: s.DB},
	}
	var err error
	if a.doors, err = a.house.Doors(serve.Extra{}); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"operator-filer", "other-operator-filer"} {
		at := ident.At(s.Clock.Now())
		order, secret, err := enrolling.NewToken(at, s.As(who).Hat, enrolling.TokenOrder{Label: who, Until: law.DayOf(at.Add(48 * time.Hour))}, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		_, err = store.Act[tokenTx](s.DB)(t.Context(), access.System("test", at), ident.Key{}, func(tx tokenTx) (ledger.Entry, error) {
			return ledger.Entry{Kind: ledger.AccountTokenIssued, Object: "test"}, tx.AddToken(order, secret)
		})
		if err != nil {
			t.Fatal(err)
		}
		a.tokens[who] = secret
	}
	return a
}

func (a *away) cut() {
	a.t.Helper()
	if err := a.line.Cut(); err != nil {
		a.t.Fatal(err)
	}
}

func (a *away) join() {
	a.t.Helper()
	if err := a.line.Join(a.t.Context()); err != nil {
		a.t.Fatal(err)
	}
}

type tokenTx interface {
	AddToken(t enrolling.Token, secret string) error
}

func (a *away) send(who, key, line string) (int, map[string]any, []byte) {
	a.t.Helper()
	body := fmt.Appendf(nil, `{"what_kind":["malware"],"what_text":%q,"aware_at":"2026-11-20T09:10+09:00","which":null,"impact":"degraded","callback":"03-0000-2002"}`, line)
	status, answer := a.ask(who, "POST", "/api/v1/reports/prompt", key, string(body))
	return status, answer, body
}

func (a *away) ask(who, method, path, key, body string) (int, map[string]any) {
	a.t.Helper()
	r := httptest.NewRequestWithContext(a.t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+a.tokens[who])
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", key)
	w := httptest.NewRecorder()
	a.doors.ServeHTTP(w, r)
	answer := map[string]any{}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		a.t.Fatalf("%d %s", w.Code, w.Body)
	}
	return w.Code, answer
}

// arrived are the times at which the operator's reports arrived, newest first.
func (a *away) arrived() (times []string) {
	_, answer := a.ask("operator-filer", "GET", "/api/v1/reports", "", "")
	list, _ := answer["reports"].([]any)
	for _, one := range list {
		at, err := time.Parse(time.RFC3339Nano, one.(map[string]any)["arrived_at"].(string))
		if err != nil {
			a.t.Fatal(err)
		}
		times = append(times, at.In(ident.JST).Format("15:04:05"))
	}
	return times
}

// While the database is away a 速報 is kept and its sender holds a signed word; afterwards each is in once, in order, with the
// time at which it came. Who was never seen is not kept, and what is no report is refused as before.
func TestReportsAreKeptWhileTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	a := newAway(t, t.TempDir())
	if status, answer, _ := a.send("operator-filer", "before", "前"); status != http.StatusCreated {
		t.Fatal(status, answer)
	}
	a.cut()
	var kept []string
	for i := range 5 {
		a.Clock.Set(a.Clock.Now().Add(time.Second))
		status, answer, body := a.send("operator-filer", fmt.Sprint("away", i), fmt.Sprint("障害中の速報", i))
		word, _ := answer["receipt"].(string)
		verifier, err := note.NewVerifier(a.Keys.VerifierKey())
		if err != nil {
			t.Fatal(err)
		}
		k, err := ledger.VerifyKept([]byte(word), note.VerifierList(verifier))
		if status != http.StatusAccepted || err != nil || k.Digest != sha256.Sum256(body) || k.At != ident.At(a.Clock.Now()) {
			t.Fatalf("%d %v %v", status, answer, err)
		}
		kept = append(kept, a.Clock.Now().Format("15:04:05"))
	}
	if status, answer, _ := a.send("operator-filer", "away0", "障害中の速報0"); status != http.StatusAccepted { // pressed twice
		t.Error(status, answer)
	}
	if status, answer, _ := a.send("other-operator-filer", "stranger", "見たことのない人"); status != http.StatusServiceUnavailable {
		t.Error("somebody who was never seen is kept", status, answer)
	}
	if status, answer := a.ask("operator-filer", "GET", "/api/v1/reports", "", ""); status != http.StatusServiceUnavailable {
		t.Error("a list is answered without a database", status, answer)
	}
	if n, err := a.house.TakeIn(t.Context(), a.doors); n != 0 || err != nil {
		t.Error("taken in without a database", n, err)
	}
	a.Clock.Set(a.Clock.Now().Add(time.Minute))
	a.join()
	if n, err := a.house.TakeIn(t.Context(), a.doors); n != 6 || err != nil {
		t.Fatal(n, err)
	}
	arrived := a.arrived()
	if len(arrived) != 6 {
		t.Fatal(arrived)
	}
	for i, want := range kept { // newest first
		if got := arrived[len(kept)-1-i]; got != want {
			t.Errorf("the report kept at %s arrived at %s", want, got)
		}
	}
	if n, err := a.house.TakeIn(t.Context(), a.doors); n != 0 || err != nil {
		t.Error("taken in twice", n, err)
	}
}

// Control: without a spool the same report is refused while the database is away.
func TestWithoutASpoolNothingIsKept(t *testing.T) {
	t.Parallel()
	a := newAway(t, "")
	if status, answer, _ := a.send("operator-filer", "before", "前"); status != http.StatusCreated {
		t.Fatal(status, answer)
	}
	a.cut()
	if status, answer, _ := a.send("operator-filer", "away", "中"); status != http.StatusServiceUnavailable {
		t.Error(status, answer)
	}
}
