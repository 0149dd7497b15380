package testpg

import (
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"regexp"
	"sync"
)

// Line is the way to a PostgreSQL server, which can be cut: what is connected over it loses its connection, and finds nobody
// until it is joined again.
type Line struct {
	Dir string // of the socket on the near side: short, and empty

	to     string
	mu     sync.Mutex
	listen net.Listener
	conns  []net.Conn
}

const socket = ".s.PGSQL.5432"

var hostOf = regexp.MustCompile(`host=([^&]+)`)

// Through leads a DSN of a Database over the line.
func (l *Line) Through(dsn string) string {
	l.to = filepath.Join(hostOf.FindStringSubmatch(dsn)[1], socket)
	return hostOf.ReplaceAllString(dsn, "host="+l.Dir)
}

// Join lets connections through, from now on.
func (l *Line) Join(ctx context.Context) error {
	var lc net.ListenConfig
	listen, err := lc.Listen(ctx, "unix", filepath.Join(l.Dir, socket))
	if err != nil {
		return err
	}
	l.mu.Lock()
	l.listen = listen
	l.mu.Unlock()
	go func() {
		for {
			here, err := listen.Accept()
			if err != nil {
				return // it was cut
			}
			l.lead(listen, here)
		}
	}()
	return nil
}

// lead carries bytes between both ends until one closes. A connection that was accepted in the moment of a cut is cut with the others.
func (l *Line) lead(listen net.Listener, here net.Conn) {
	var d net.Dialer
	there, err := d.DialContext(context.Background(), "unix", l.to)
	if err != nil {
		_ = here.Close()
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.listen != listen {
		_, _ = here.Close(), there.Close()
		return
	}
	l.conns = append(l.conns, here, there)
	go func() { _, _ = io.Copy(there, here); _ = there.Close() }()
	go func() { _, _ = io.Copy(here, there); _ = here.Close() }()
}

// Cut ends what is connected, and lets nobody through.
func (l *Line) Cut() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var errs []error
	if l.listen != nil {
		errs = append(errs, l.listen.Close())
	}
	for _, c := range l.conns {
		_ = c.Close() // the other end may have closed it
	}
	l.listen, l.conns = nil, nil
	return errors.Join(errs...)
}
