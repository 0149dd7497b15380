package gate_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"kanmin/internal/adapter/door/gate"
)

// crowd is a door in which requests of /slow stay until let go.
func crowd(t *testing.T, flood bool) (h http.Handler, entered, let chan struct{}) {
	t.Helper()
	h, _, entered, let = crowdOf(t, flood)
	return h, entered, let
}

func crowdOf(t *testing.T, flood bool) (http.Handler, *gate.Gate, chan struct{}, chan struct{}) {
	t.Helper()
	d := setup(t, "https://kanmin.example")
	d.gate.Flood = flood
	entered, let := make(chan struct{}), make(chan struct{})
	stay := func(w http.ResponseWriter, _ *gate.Request) error {
		entered <- struct{}{}
		<-let
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	at := func(w http.ResponseWriter, _ *gate.Request) error { w.WriteHeader(http.StatusNoContent); return nil }
	return d.gate.Handler([]gate.Route{
		{Pattern: "GET /slow", Handle: stay},
		{Pattern: "GET /list", Handle: at},
		{Pattern: "GET /list/export", Handle: at},
		{Pattern: "POST /list", Handle: at},
		{Pattern: "GET /ministry/reports/{number}", Handle: at},
		{Pattern: "GET /reporting/prompt", Handle: at},
		{Pattern: "GET /api/v1/list", Handle: at},
	}), d.gate, entered, let
}

func ask(h http.Handler, method, path, lang string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(context.Background(), method, path, http.NoBody)
	r.Header.Set("Accept-Language", lang)
	h.ServeHTTP(w, r)
	return w
}

// When the house is full, what is less urgent is turned away first, and a 速報 finds its place.
func TestWhoComesInWhenTheHouseIsFull(t *testing.T) {
	t.Parallel()
	doors := []struct{ method, path string }{{"GET", "/list/export"}, {"GET", "/list"}, {"POST", "/list"}, {"GET", "/ministry/reports/x"}, {"GET", "/reporting/prompt"}}
	cores := runtime.GOMAXPROCS(0)
	for _, row := range []struct{ inside, open int }{{0, 5}, {8*cores - 1, 5}, {8 * cores, 4}, {32*cores - 1, 4}, {32 * cores, 3}} {
		h, entered, let := crowd(t, false)
		var group sync.WaitGroup
		for range row.inside {
			group.Go(func() { ask(h, "GET", "/slow", "") })
			<-entered
		}
		for i, d := range doors {
			w := ask(h, d.method, d.path, "")
			if in := i >= len(doors)-row.open; (w.Code == http.StatusNoContent) != in {
				t.Errorf("%d inside: %s %s answers %d", row.inside, d.method, d.path, w.Code)
			}
		}
		close(let)
		group.Wait()
		if w := ask(h, "GET", "/list/export", ""); w.Code != http.StatusNoContent {
			t.Errorf("after %d have left, an export answers %d", row.inside, w.Code)
		}
	}
}

// Who is turned away is told what to do, in their language, and by when; a page that was only looked at comes by itself.
func TestWhoIsTurnedAwayIsToldWhatToDo(t *testing.T) {
	t.Parallel()
	h, entered, let := crowd(t, false)
	var group sync.WaitGroup
	for range 32 * runtime.GOMAXPROCS(0) {
		group.Go(func() { ask(h, "GET", "/slow", "") })
		<-entered
	}
	page, problem := ask(h, "GET", "/list", ""), ask(h, "GET", "/api/v1/list", "en")
	close(let)
	group.Wait()
	if body := page.Body.String(); page.Code != http.StatusServiceUnavailable || page.Header().Get("Refresh") == "" || !strings.Contains(body, "速報の受付を優先しています") || !strings.Contains(body, "03-0000-0000") {
		t.Errorf("%d %v %s", page.Code, page.Header(), body)
	}
	if body := problem.Body.String(); problem.Code != http.StatusServiceUnavailable || problem.Header().Get("Retry-After") == "" || problem.Header().Get("Refresh") != "" || !strings.Contains(body, `"code":"fault.full"`) || !strings.Contains(body, "Prompt reports go first") {
		t.Errorf("%d %v %s", problem.Code, problem.Header(), body)
	}
}

// While the disk is full, reading stays and a 速報 is taken; what else changes something is told to wait.
func TestAFullDiskTakesPromptReportsOnly(t *testing.T) {
	t.Parallel()
	d := setup(t, "https://kanmin.example")
	at := func(w http.ResponseWriter, _ *gate.Request) error { w.WriteHeader(http.StatusNoContent); return nil }
	for _, scarce := range []bool{true, false} {
		d.gate.Scarce = func() bool { return scarce }
		h := d.gate.Handler([]gate.Route{
			{Pattern: "GET /list", Handle: at},
			{Pattern: "POST /list", Handle: at},
			{Pattern: "POST /ministry/reports/{number}/ask", Handle: at},
			{Pattern: "POST /reporting/prompt/{draft}/send", Handle: at},
			{Pattern: "POST /api/v1/list", Handle: at},
		})
		for _, row := range []struct {
			method, path string
			waits        bool
		}{{"GET", "/list", false}, {"POST", "/list", true}, {"POST", "/api/v1/list", true}, {"POST", "/ministry/reports/x/ask", false}, {"POST", "/reporting/prompt/x/send", false}} {
			w := ask(h, row.method, row.path, "")
			if want := map[bool]int{true: http.StatusInsufficientStorage, false: http.StatusNoContent}[row.waits && scarce]; w.Code != want {
				t.Errorf("scarce %t: %s %s answers %d, want %d", scarce, row.method, row.path, w.Code, want)
			}
			if w.Code == http.StatusInsufficientStorage && !strings.Contains(w.Body.String(), "速報だけを受け付けています") {
				t.Error(w.Body.String())
			}
		}
	}
}

// Control: with admission off everybody comes in.
func TestAFloodedHouseTurnsNobodyAway(t *testing.T) {
	t.Parallel()
	h, entered, let := crowd(t, true)
	var group sync.WaitGroup
	for range 32*runtime.GOMAXPROCS(0) + 1 {
		group.Go(func() { ask(h, "GET", "/slow", "") })
		<-entered
	}
	if w := ask(h, "GET", "/list/export", ""); w.Code != http.StatusNoContent {
		t.Error(w.Code)
	}
	close(let)
	group.Wait()
}
