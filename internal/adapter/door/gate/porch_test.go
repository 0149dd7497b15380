package gate_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"maps"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
)

const head = "GET /list?a=b HTTP/1.1\r\nHost: h\r\n"

// calls are beginnings of requests, and whether the porch understands them.
var calls = []struct {
	text string
	want gate.Call // zero: it goes in
}{
	{head + "\r\n", gate.Call{"GET", "/list", "ja", false, 0}},
	{head + "HX-Request: true\r\nCookie: a=1; kanmin_lang=en\r\n\r\n", gate.Call{"GET", "/list", "en", true, 0}},
	{"GET /list HTTP/1.1\r\nHost: h\r\nAccept-Language: en\r\n\r\n", gate.Call{"GET", "/list", "ja", false, 0}}, // people choose on the page
	{"GET /api/v1/list HTTP/1.1\r\nHost: h\r\naccept-language: EN-gb\r\n\r\n", gate.Call{"GET", "/api/v1/list", "en", false, 0}},
	{"POST /list HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc", gate.Call{"POST", "/list", "ja", false, 0}},
	{head, gate.Call{}}, // not whole
	{"HEAD /list HTTP/1.1\r\nHost: h\r\n\r\n", gate.Call{}},                   // its answer has no body
	{"GET /list HTTP/1.0\r\nHost: h\r\n\r\n", gate.Call{}},                    // it ends the connection
	{"GET /l%69st HTTP/1.1\r\nHost: h\r\n\r\n", gate.Call{}},                  // an address to be decoded
	{"GET http://h/list HTTP/1.1\r\nHost: h\r\n\r\n", gate.Call{}},            // a proxy's form
	{"BREW /list HTTP/1.1\r\nHost: h\r\n\r\n", gate.Call{}},                   // no method of ours
	{"GET /list HTTP/1.1\r\n\r\n", gate.Call{}},                               // no host
	{head + "Host: i\r\n\r\n", gate.Call{}},                                   // two
	{head + "Connection: close\r\n\r\n", gate.Call{}},                         // it ends
	{head + "Transfer-Encoding: chunked\r\n\r\n", gate.Call{}},                // a body of unknown length
	{head + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", gate.Call{}}, // two lengths
	{head + "Content-Length: +3\r\n\r\nabc", gate.Call{}},
	{head + "Content-Length: 99999999\r\n\r\nabc", gate.Call{}}, // more than is waited for
	{head + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n", gate.Call{}},
	{head + "A: b\nContent-Length: 3\r\n\r\n", gate.Call{}}, // a line that others would end earlier
	{head + "Content-Length : 3\r\n\r\nabc", gate.Call{}},
	{head + " folded: x\r\n\r\n", gate.Call{}},
	{head + "\r\nGET /list", gate.Call{}}, // the next one is there already
}

func TestThePorchTakesOnlyWhatIsBeyondDoubt(t *testing.T) {
	t.Parallel()
	for _, row := range calls {
		got, ok := gate.CallOf([]byte(row.text))
		if row.want.Method != "" {
			row.want.Size = len(row.text) + strings.Count(row.text, "abc")*7 // of ten bytes three have come
		}
		if ok != (row.want.Method != "") || ok && got != row.want {
			t.Errorf("%q\n got %+v, %t\nwant %+v", row.text, got, ok, row.want)
		}
	}
}

// Whatever the porch understands net/http understands, too, and alike: nothing can be hidden from one of them.
func FuzzThePorchReadsAsNetHTTPDoes(f *testing.F) {
	for _, row := range calls {
		f.Add([]byte(row.text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, ok := gate.CallOf(b)
		if !ok {
			return
		}
		in := bufio.NewReader(io.MultiReader(bytes.NewReader(b), neverEnding{}))
		r, err := http.ReadRequest(in)
		if err != nil {
			return // it is turned away either way
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		headed := bytes.Index(b, []byte("\r\n\r\n")) + 4
		if r.Method != c.Method || r.URL.Path != c.Path || headed+len(body) != c.Size || r.Close {
			t.Errorf("%q\nporch    %+v\nnet/http %s %s, %d bytes, close %t", b, c, r.Method, r.URL.Path, headed+len(body), r.Close)
		}
	})
}

type neverEnding struct{}

func (neverEnding) Read(b []byte) (int, error) { return copy(b, "x"), nil }

// fullHouse serves crowd behind a porch, filled until pages find no place.
func fullHouse(t *testing.T, flood bool) (address string, empty func()) {
	t.Helper()
	h, g, entered, let := crowdOf(t, flood)
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := g.Porch(l, func(net.Conn) error { return nil })
	s := &http.Server{Handler: h, ConnState: p.State, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.Serve(p) }()
	t.Cleanup(func() { _ = s.Close() })
	var group sync.WaitGroup
	for range 32 * runtime.GOMAXPROCS(0) {
		group.Go(func() { ask(h, "GET", "/slow", "") })
		<-entered
	}
	return l.Addr().String(), sync.OnceFunc(func() { close(let); group.Wait() })
}

// On one connection: turned away, also with a body that comes late, let in when it is urgent, turned away again, and let in when there is room.
func TestThePorchAnswersAsTheHouseWould(t *testing.T) {
	t.Parallel()
	address, empty := fullHouse(t, false)
	defer empty()
	var d net.Dialer
	conn, err := d.DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	in := bufio.NewReader(conn)
	say := func(parts ...string) *http.Response {
		t.Helper()
		for _, p := range parts {
			if _, err := io.WriteString(conn, p); err != nil {
				t.Fatal(err)
			}
		}
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body = io.NopCloser(bytes.NewReader(body))
		return resp
	}
	porch := say("GET /list HTTP/1.1\r\nHost: h\r\n\r\n")
	inside := say("GET /list HTTP/1.1\r\nHost: h\r\nTrailer: x\r\n\r\n") // which the porch does not understand
	for _, h := range []http.Header{porch.Header, inside.Header} {
		if h.Get("Retry-After") != h.Get("Refresh") {
			t.Error(h)
		}
		for _, one := range []string{"Retry-After", "Refresh", "Date", "X-Request-Id"} {
			h.Del(one)
		}
	}
	a, _ := io.ReadAll(porch.Body)
	b, _ := io.ReadAll(inside.Body)
	if porch.StatusCode != http.StatusServiceUnavailable || inside.StatusCode != porch.StatusCode || !bytes.Equal(a, b) || !maps.EqualFunc(porch.Header, inside.Header, slices.Equal) {
		t.Errorf("on the porch %d %v\n      inside %d %v", porch.StatusCode, porch.Header, inside.StatusCode, inside.Header)
	}
	if resp := say("GET /list HTTP/1.1\r\nHost: h\r\nHX-Request: true\r\nContent-Length: 6\r\n\r\nabc", "def"); resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Refresh") != "" {
		t.Error(resp.StatusCode, resp.Header)
	}
	if resp := say("GET /reporting/prompt HTTP/1.1\r\nHost: h\r\n\r\n"); resp.StatusCode != http.StatusNoContent {
		t.Error("a 速報 was turned away:", resp.StatusCode)
	}
	if resp := say("GET /api/v1/list HTTP/1.1\r\nHost: h\r\nAccept-Language: en\r\n\r\n"); resp.Header.Get("Content-Type") != "application/problem+json" || resp.Header.Get("X-Request-Id") != "" {
		t.Error("it did not end on the porch:", resp.Header)
	}
	empty()
	if resp := say("GET /list HTTP/1.1\r\nHost: h\r\n\r\n"); resp.StatusCode != http.StatusNoContent {
		t.Error("there is room, and it was turned away:", resp.StatusCode)
	}
}

// Control: with admission off nobody is turned away on the porch.
func TestThePorchOfAFloodedHouseLetsEverybodyIn(t *testing.T) {
	t.Parallel()
	address, empty := fullHouse(t, true)
	defer empty()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/list", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if _ = resp.Body.Close(); resp.StatusCode != http.StatusNoContent {
		t.Error(resp.StatusCode)
	}
}
