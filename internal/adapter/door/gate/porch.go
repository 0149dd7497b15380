package gate

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"

	"kanmin/internal/adapter/door/web/look"
)

// Porch tells those whom a full house would turn away before net/http reads what they want: that, its contexts and its flush cost
// more than the rest of turning somebody away, and in a flood 速報 pay for it. What it does not understand at once goes in, and is
// turned away inside.
type Porch struct {
	net.Listener
	gate *Gate
	wait func(net.Conn) error
}

// Porch stands before a listener, whose server must have its State as ConnState. Wait gives one who was turned away time to
// take the answer and to come again. It works after Handler, and not before TLS: net/http must see that itself.
func (g *Gate) Porch(l net.Listener, wait func(net.Conn) error) *Porch { return &Porch{l, g, wait} }

// Accept waits for who comes next.
func (p *Porch) Accept() (net.Conn, error) {
	c, err := p.Listener.Accept()
	if err != nil {
		return nil, err
	}
	v := &caller{Conn: c, porch: p}
	v.fresh.Store(true)
	return v, nil
}

// State is told by net/http what a connection is about to do: after a request comes another.
func (*Porch) State(c net.Conn, s http.ConnState) {
	if v, ok := c.(*caller); ok && s == http.StateIdle {
		v.fresh.Store(true)
	}
}

// caller is a connection. While it is fresh, the next bytes are the beginning of a request.
type caller struct {
	net.Conn
	porch *Porch
	fresh atomic.Bool
}

// Read hands on what net/http shall see.
func (c *caller) Read(b []byte) (int, error) {
	for {
		n, err := c.Conn.Read(b)
		if err != nil || !c.fresh.Load() {
			return n, err
		}
		want, ok := callOf(b[:n])
		if !ok || !c.porch.gate.crowded(want) {
			c.fresh.Store(false)
			return n, nil
		}
		if err := c.turnAway(b, n, want); err != nil {
			return 0, err
		}
	}
}

// turnAway answers, after the rest of the body has come: b is free for that.
func (c *caller) turnAway(b []byte, n int, want call) error {
	if err := c.porch.wait(c); err != nil {
		return err
	}
	for left := want.size - n; left > 0; left -= n {
		var err error
		if n, err = c.Conn.Read(b[:min(left, len(b))]); err != nil {
			return err
		}
	}
	_, err := c.Write(c.porch.gate.turned(want))
	return err
}

// bodyOnPorch is how long a body may be for the porch to see to it.
const bodyOnPorch = 64 << 10

// call is what one who comes wants, as far as the first bytes tell.
type call struct {
	method, path string
	lang         look.Lang
	htmx         bool
	size         int // of the whole request in bytes
}

// callOf reads the head of a request. It takes only what is beyond doubt, with the length of its body in one plain number; the rest
// is for net/http, which knows all of HTTP.
func callOf(b []byte) (c call, ok bool) {
	head, body, whole := bytes.Cut(b, []byte("\r\n\r\n"))
	first, rest, _ := bytes.Cut(head, []byte("\r\n"))
	if !whole || !c.begins(first) {
		return call{}, false
	}
	length, hosts := -1, 0
	for line := range bytes.SplitSeq(rest, []byte("\r\n")) {
		name, value, named := bytes.Cut(line, []byte(":"))
		if !named || len(name) == 0 || bytes.ContainsAny(line, "\r\n\x00") || bytes.ContainsAny(name, " \t") {
			return call{}, false
		}
		value = bytes.TrimSpace(value)
		switch string(bytes.ToLower(name)) {
		case "content-length":
			n, err := strconv.ParseUint(string(value), 10, 31)
			if err != nil || n > bodyOnPorch || length >= 0 {
				return call{}, false
			}
			length = int(n)
		case "transfer-encoding", "expect", "upgrade", "connection", "trailer":
			return call{}, false
		case "host":
			hosts++
		default:
			c.says(string(bytes.ToLower(name)), value)
		}
	}
	length = max(length, 0)
	c.size = len(head) + len("\r\n\r\n") + length
	return c, hosts == 1 && len(body) <= length
}

// begins reads the first line.
func (c *call) begins(line []byte) bool {
	word := bytes.Split(line, []byte(" "))
	if len(word) != 3 || string(word[2]) != "HTTP/1.1" || bytes.ContainsAny(line, "%\\\r\n\x00") || !bytes.HasPrefix(word[1], []byte("/")) {
		return false
	}
	path, _, _ := bytes.Cut(word[1], []byte("?"))
	c.method, c.path, c.lang = string(word[0]), string(path), look.Ja
	return method(c.method) != "other" && c.method != http.MethodHead
}

// says takes from a header in which language and manner to answer.
func (c *call) says(name string, value []byte) {
	switch {
	case name == "cookie" && bytes.Contains(value, []byte(langCookie+"=en")),
		name == "accept-language" && program(c.path) && bytes.HasPrefix(bytes.ToLower(value), []byte("en")):
		c.lang = look.En
	case name == "hx-request":
		c.htmx = true
	}
}

// crowded reports whether a call would be turned away.
func (g *Gate) crowded(c call) bool {
	if g.Flood || !g.inside.over(Bulk) {
		return false
	}
	_, pattern := g.mux.Handler(&http.Request{Method: c.method, URL: &url.URL{Path: c.path}})
	p, ok := g.urgency[pattern]
	return ok && p > Urgent && g.inside.over(p)
}

// turned is the whole answer to one who is turned away. They are counted, and the log has one line a second about them.
func (g *Gate) turned(c call) []byte {
	n, now := g.outside.Add(1), g.Now()
	if g.Observe != nil {
		g.Observe("porch", http.StatusServiceUnavailable, 0)
	}
	if last := g.said.Load(); now.Unix() != last && g.said.CompareAndSwap(last, now.Unix()) {
		g.Log.LogAttrs(context.Background(), slog.LevelWarn, "turned away", slog.Int64("so_far", n))
	}
	all := g.away()[c.lang][manner(c.path, c.method, c.htmx)]
	return all[now.UnixMicro()%int64(len(all))] // not all come again at once
}

// aways writes what the porch answers: per language and manner, one answer for each time to come again.
func (g *Gate) aways() map[look.Lang][manners][][]byte {
	all := map[look.Lang][manners][][]byte{}
	for _, l := range look.Langs {
		var of [manners][][]byte
		for m := range of {
			for again := soonest; again < soonest+spread; again++ {
				a := http.Response{StatusCode: http.StatusServiceUnavailable, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}}
				g.guard(a.Header)
				body := g.fullAnswer(a.Header, l, m, again)
				a.Body, a.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
				var b bytes.Buffer
				if err := a.Write(&b); err != nil {
					panic(err) // into memory
				}
				of[m] = append(of[m], b.Bytes())
			}
		}
		all[l] = of
	}
	return all
}
