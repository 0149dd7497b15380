package serve

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
)

// line is a listener of pipes: each dial is one connection.
type line chan net.Conn

func (l line) Accept() (net.Conn, error) {
	c, ok := <-l
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}
func (line) Close() error   { return nil }
func (line) Addr() net.Addr { return &net.TCPAddr{} }

// send writes a request on a connection of its own and returns where its answer comes.
func (l line) send(request string) <-chan string {
	here, there := net.Pipe()
	l <- there
	told := make(chan string, 1)
	go func() {
		_, _ = io.WriteString(here, request)
		b, _ := io.ReadAll(here)
		told <- string(b)
	}()
	return told
}

// busy serves a handler whose requests to /inside are let in, with one place, and everything waits until go_ is closed.
func busy(t *testing.T, places chan struct{}) (l line, began <-chan string, go_ chan struct{}) {
	t.Helper()
	l, starts, go_ := make(line), make(chan string, 10), make(chan struct{})
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { //nolint:gosec // no network
		if r.URL.Path == "/inside" {
			letIn(r)
		}
		starts <- r.URL.Path
		<-go_
		b, _ := io.ReadAll(r.Body)
		_, _ = w.Write(b)
	})}
	tellTurns(s)
	go func() { _ = s.Serve(inTurns(l, places)) }()
	t.Cleanup(func() { close(l); _ = s.Close() })
	return l, starts, go_
}

const (
	inside  = "POST /inside HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"
	outside = "POST /outside HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"
)

// Who was let in holds no place: whoever comes next is read. Who was not holds it until answered; the control without places
// reads everybody at once.
func TestWhoIsInsideHoldsNoPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		first  string
		places int
		want   int // of the two, how many the handler sees before either is answered
	}{
		{"the first is let in", inside, 1, 2},
		{"the first is not", outside, 1, 1},
		{"nor is it, and there are two places", outside, 2, 2},
		{"nor is it, without turns", outside, 0, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var places chan struct{}
				if c.places > 0 {
					places = make(chan struct{}, c.places)
				}
				l, began, go_ := busy(t, places)
				one := l.send(c.first)
				synctest.Wait()
				two := l.send(outside)
				synctest.Wait()
				if got := len(began); got != c.want {
					t.Errorf("the handler saw %d requests, want %d", got, c.want)
				}
				close(go_)
				for _, told := range []<-chan string{one, two} {
					if got := <-told; !strings.HasPrefix(got, "HTTP/1.1 200 OK") {
						t.Errorf("answered %q", got)
					}
				}
				synctest.Wait()
				if len(places) != 0 {
					t.Errorf("%d places are held by nobody", len(places))
				}
			})
		})
	}
}

// However a connection ends, its place comes back: half a request, a long body in pieces, a second request on the same
// connection, a client that goes away while it is answered.
func TestEveryPlaceComesBack(t *testing.T) {
	t.Parallel()
	for name, sent := range map[string][]string{
		"half a line":       {"GET /outs"},
		"no request at all": {"\x00\x01"},
		"a body in pieces":  {"POST /inside HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nab", "cd", "ef"},
		"half a body":       {"POST /outside HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nab"},
		"two on one":        {strings.Replace(inside, "close", "keep-alive", 1), outside},
		"two at once":       {strings.Replace(outside, "close", "keep-alive", 1) + outside},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				places := make(chan struct{}, 1)
				l, _, go_ := busy(t, places)
				close(go_)
				here, there := net.Pipe()
				l <- there
				go func() { _, _ = io.Copy(io.Discard, here) }()
				for _, s := range sent {
					go func() { _, _ = io.WriteString(here, s) }()
					synctest.Wait()
				}
				_ = here.Close()
				synctest.Wait()
				if len(places) != 0 {
					t.Fatal("the place is held by nobody")
				}
				if got := <-l.send(outside); !strings.HasPrefix(got, "HTTP/1.1 200 OK") {
					t.Errorf("the next is answered %q", got)
				}
			})
		})
	}
}
