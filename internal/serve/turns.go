package serve

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"runtime"
	"sync/atomic"
)

// turnsOfCore is how many connections for each core may stand between the bytes of a request and the word whether it comes in.
const turnsOfCore = 2

// turns is a listener whose connections take turns at being read and turned away. In a flood thousands of connections become
// readable at once, and each step of a 速報 that is already inside would wait behind all of them; so what is outside gets a few
// places among those that run, in order of arrival, and what is inside needs none.
type turns struct {
	net.Listener
	free chan struct{}
}

func newTurns() chan struct{} { return make(chan struct{}, turnsOfCore*runtime.GOMAXPROCS(0)) }

// inTurns lets the connections of a listener take turns; without places they take none.
func inTurns(l net.Listener, places chan struct{}) net.Listener {
	if places == nil {
		return l
	}
	return turns{l, places}
}

// Accept wraps a connection.
func (l turns) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &turn{Conn: c, free: l.free}, nil
}

// turn is one connection. It holds its place from the bytes of a request until the request is let in, or its refusal is written.
// net/http may read while a handler writes, so all of it is atomic.
type turn struct {
	net.Conn
	free                 chan struct{}
	held, inside, closed atomic.Bool
}

// Read gives the place back while there is nothing to read. A handler that blocks gives it back too: net/http then looks by a
// read whether the client is still there.
func (t *turn) Read(b []byte) (int, error) {
	t.release()
	n, err := t.Conn.Read(b)
	if n > 0 && !t.inside.Load() {
		t.free <- struct{}{}
		t.held.Store(true)
		if t.closed.Load() {
			t.release()
		}
	}
	return n, err
}

// Write gives the place back: what is answered is decided.
func (t *turn) Write(b []byte) (int, error) {
	t.release()
	return t.Conn.Write(b)
}

// Close gives the place back.
func (t *turn) Close() error {
	t.closed.Store(true)
	t.release()
	return t.Conn.Close()
}

// CloseWrite lets a last answer reach a client that is still sending, as net/http does.
func (t *turn) CloseWrite() error {
	if c, ok := t.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}

func (t *turn) release() {
	if t.held.CompareAndSwap(true, false) {
		<-t.free
	}
}

// letIn says that the request of a connection came in: until it is answered, it is read without taking turns.
func (t *turn) letIn() {
	t.inside.Store(true)
	t.release()
}

type turnKey struct{}

// turnOf finds the turn below a connection, with TLS or without; nil where connections take none.
func turnOf(c net.Conn) *turn {
	if s, ok := c.(*tls.Conn); ok {
		c = s.NetConn()
	}
	t, _ := c.(*turn)
	return t
}

// tellTurns makes a server tell connections when they are idle, and requests of which connection they are.
func tellTurns(s *http.Server) {
	s.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		return context.WithValue(ctx, turnKey{}, turnOf(c))
	}
	s.ConnState = func(c net.Conn, state http.ConnState) {
		if t := turnOf(c); t != nil && state == http.StateIdle {
			t.inside.Store(false)
		}
	}
}

// letIn tells the connection of a request that it came in.
func letIn(r *http.Request) {
	if t, _ := r.Context().Value(turnKey{}).(*turn); t != nil {
		t.letIn()
	}
}
