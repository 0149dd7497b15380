package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"time"

	"kanmin/internal/adapter/door/gate"
)

// Limits of one connection: a slow client cannot hold the house.
const (
	headerTime = 10 * time.Second
	readTime   = 60 * time.Second
	writeTime  = 120 * time.Second
	idleTime   = 90 * time.Second
	headerSize = 64 << 10
	graceTime  = 15 * time.Second
)

// pieceTime is how long one piece of a long body may take: a slow line is borne, a dead one is not.
const pieceTime = 60 * time.Second

// extend gives the next piece of a long body time anew, by the kernel's clock.
func extend(w http.ResponseWriter) {
	c, now := http.NewResponseController(w), time.Now()
	_ = c.SetReadDeadline(now.Add(pieceTime)) // what has no deadline needs none
	_ = c.SetWriteDeadline(now.Add(writeTime))
}

// porch is before a listener on which nothing is encrypted: behind a proxy, and on loopback.
func (c Config) porch(l net.Listener, d *Doors) net.Listener {
	if c.TLSCert != "" && c.TrustedProxy == "" {
		return l
	}
	return d.gate.Porch(l, func(conn net.Conn) error { return conn.SetDeadline(time.Now().Add(idleTime)) })
}

// listen opens the listener; with a trusted proxy, other peers are turned away before a byte is read.
func (c Config) listen(ctx context.Context) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return nil, err
	}
	if c.TrustedProxy != "" {
		prefix, err := netip.ParsePrefix(c.TrustedProxy)
		if err != nil {
			return nil, errors.Join(err, l.Close())
		}
		return proxied{l, prefix}, nil
	}
	if c.TLSCert == "" {
		return l, nil
	}
	cert, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS13}), nil
}

// listenForCertificates opens the listener that asks for a client certificate; nil where none is wanted. Which authorities
// organisations trust is theirs alone: the handshake names none, and any certificate may be shown.
func (c Config) listenForCertificates(ctx context.Context) (net.Listener, error) {
	if c.CertListen == "" {
		return nil, nil //nolint:nilnil // no listener is the common case
	}
	cert, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", c.CertListen)
	if err != nil {
		return nil, err
	}
	return tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS13, ClientAuth: tls.RequestClientCert}), nil
}

type proxied struct {
	net.Listener
	from netip.Prefix
}

func (p proxied) Accept() (net.Conn, error) {
	for {
		conn, err := p.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if peer, err := netip.ParseAddrPort(conn.RemoteAddr().String()); err == nil && p.from.Contains(peer.Addr().Unmap()) {
			return conn, nil
		}
		_ = conn.Close()
	}
}

// answer serves a handler until ctx ends, then lets what is under way finish.
func answer(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: headerSize,
	}
	if p, ok := l.(*gate.Porch); ok {
		s.ConnState = p.State
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	err := s.Shutdown(stop)
	if served := <-done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
