package load

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// Wire asks one house over connections that are kept, each by whoever asks and by no goroutine of its own: a generator that shares one
// core with thousands of askers must cost less than the house.
type Wire struct {
	Address string
	Timeout time.Duration // of one question

	mu   sync.Mutex
	free []*line
}

type line struct {
	net.Conn
	in  *bufio.Reader
	out *bufio.Writer
}

// Do asks, and reads the whole answer. A line that broke is not used again.
func (w *Wire) Do(r *http.Request) (*http.Response, error) {
	l, err := w.take()
	if err != nil {
		return nil, err
	}
	resp, err := l.ask(r, time.Now().Add(w.Timeout))
	if err != nil {
		_ = l.Close()
		return nil, err
	}
	resp.Body = &whole{resp.Body, func(read bool) {
		if !read || resp.Close {
			_ = l.Close()
			return
		}
		w.mu.Lock()
		w.free = append(w.free, l)
		w.mu.Unlock()
	}}
	return resp, nil
}

// Close ends the lines that nobody uses.
func (w *Wire) Close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, l := range w.free {
		_ = l.Close()
	}
	w.free = nil
}

func (w *Wire) take() (l *line, err error) {
	w.mu.Lock()
	if n := len(w.free); n > 0 {
		l, w.free = w.free[n-1], w.free[:n-1]
	}
	w.mu.Unlock()
	if l != nil {
		return l, nil
	}
	c, err := net.DialTimeout("tcp", w.Address, w.Timeout) //nolint:noctx // bounded by its time
	if err != nil {
		return nil, err
	}
	return &line{c, bufio.NewReaderSize(c, 8<<10), bufio.NewWriterSize(c, 4<<10)}, nil
}

func (l *line) ask(r *http.Request, until time.Time) (*http.Response, error) {
	if err := l.SetDeadline(until); err != nil {
		return nil, err
	}
	if err := r.Write(l.out); err != nil {
		return nil, err
	}
	if err := l.out.Flush(); err != nil {
		return nil, err
	}
	return http.ReadResponse(l.in, r)
}

// whole is a body that says, when it is closed, whether it was read to its end.
type whole struct {
	io.ReadCloser
	done func(read bool)
}

func (b *whole) Close() error {
	_, err := io.Copy(io.Discard, b.ReadCloser)
	if closed := b.ReadCloser.Close(); err == nil {
		err = closed
	}
	b.done(err == nil)
	return err
}
