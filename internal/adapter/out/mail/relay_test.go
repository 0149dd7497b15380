package mail_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"errors"
	"math/big"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/out/dial"
	"kanmin/internal/adapter/out/mail"
	"kanmin/internal/domain/message"
)

// server speaks as much of SMTP as a relay is spoken to.
type server struct {
	net.Listener
	cert     tls.Certificate
	roots    *x509.CertPool
	implicit bool
	plain    bool   // offers no STARTTLS
	offers   string // what it offers before TLS, beside STARTTLS
	refuses  bool   // takes no STARTTLS that it offered
	newest   uint16 // version of TLS; 0: any

	mu   sync.Mutex
	got  []string // messages, as they were sent
	auth []string
	wire []byte // what came, as somebody on the way hears it
}

// overheard notes what a connection brings before anything is made of it.
type overheard struct {
	net.Conn
	s *server
}

// Read is of net.Conn.
func (o overheard) Read(p []byte) (int, error) {
	n, err := o.Conn.Read(p)
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	o.s.wire = append(o.s.wire, p[:n]...)
	return n, err
}

func newServer(t *testing.T, implicit bool, change ...func(*x509.Certificate)) *server {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "relay.test"}, DNSNames: []string{"relay.test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Unix(0, 0), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	for _, c := range change {
		c(template)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{cert: tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots: x509.NewCertPool(), implicit: implicit}
	s.roots.AddCert(cert)
	if s.Listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil { //nolint:noctx // a listener of a test
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	go func() {
		for {
			conn, err := s.Accept()
			if err != nil {
				return
			}
			go s.talk(conn)
		}
	}()
	return s
}

func (s *server) talk(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	conn = overheard{conn, s}
	config := &tls.Config{Certificates: []tls.Certificate{s.cert}, MinVersion: tls.VersionTLS10, MaxVersion: s.newest} //nolint:gosec // an old server is what is tried
	if s.implicit {
		conn = tls.Server(conn, config)
	}
	in := bufio.NewReader(conn)
	say := func(line string) { _, _ = conn.Write([]byte(line + "\r\n")) }
	say("220 relay.test")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch word := strings.ToUpper(strings.Fields(line + " ")[0]); {
		case word == "EHLO" && s.plain:
			say("250-relay.test\r\n250 " + s.offers)
		case word == "EHLO":
			say("250-relay.test\r\n250-STARTTLS\r\n250 AUTH PLAIN")
		case word == "STARTTLS" && s.refuses:
			say("454 not now")
		case word == "STARTTLS":
			say("220 go")
			conn = tls.Server(conn, config)
			in = bufio.NewReader(conn)
		case word == "AUTH":
			s.mu.Lock()
			s.auth = append(s.auth, strings.TrimSpace(line))
			s.mu.Unlock()
			say("235 welcome")
		case word == "RCPT" && strings.Contains(line, "gone@"):
			say("550 gone@example.jp: no such user")
		case word == "RCPT" && strings.Contains(line, "full@"):
			say("452 full@example.jp: mailbox full")
		case word == "DATA":
			say("354 go")
			s.take(in)
			say("250 taken")
		case word == "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (s *server) take(in *bufio.Reader) {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || line == ".\r\n" {
			break
		}
		b.WriteString(line)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got = append(s.got, b.String())
}

// told is what it got, and what somebody on the way heard, up to now.
func (s *server) told() (got, auth []string, wire []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.got), slices.Clone(s.auth), slices.Clone(s.wire)
}

func (s *server) relay(t *testing.T, scheme string) *mail.Relay {
	t.Helper()
	r, err := mail.ParseRelay(scheme+"://kanmin@relay.test", "no-reply@kanmin.example")
	if err != nil {
		t.Fatal(err)
	}
	at := netip.MustParseAddrPort(s.Addr().String())
	out := dial.Out{Ports: []uint16{at.Port()}, Inside: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	r.Password, r.Roots = "secret", s.roots
	r.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return out.DialContext(ctx, network, at.String())
	}
	return r
}

func TestRelay(t *testing.T) {
	t.Parallel()
	for scheme, implicit := range map[string]bool{"smtps": true, "smtp": false} {
		s := newServer(t, implicit)
		r := s.relay(t, scheme)
		if err := r.Send(t.Context(), sample); err != nil {
			t.Fatalf("%s: %v", scheme, err)
		}
		want, err := (&mail.Spool{From: "no-reply@kanmin.example"}).Format(sample)
		if err != nil || len(s.got) != 1 || s.got[0] != string(want) || len(s.auth) != 1 {
			t.Errorf("%s: %q %q %v", scheme, s.got, s.auth, err)
		}
		gone, full := sample, sample
		gone.To, full.To = "gone@example.jp", "full@example.jp"
		if err := r.Send(t.Context(), gone); !errors.Is(err, message.ErrRefused) || strings.Contains(err.Error(), "gone@") {
			t.Errorf("%s: refused for good: %v", scheme, err)
		}
		if err := r.Send(t.Context(), full); err == nil || errors.Is(err, message.ErrRefused) || strings.Contains(err.Error(), "full@") || !strings.Contains(err.Error(), "452") {
			t.Errorf("%s: refused for now: %v", scheme, err)
		}
	}
}

// A server that is not the one that is meant, or offers less than TLS, hears neither the password nor a message; nor does whoever listens
// on the way to the right one.
func TestNothingIsSentWithoutTLS(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		scheme string
		cert   func(*x509.Certificate)
		spoil  func(s *server, r *mail.Relay)
		sent   bool
	}{
		"STARTTLS, as it should be": {scheme: "smtp", sent: true},
		"TLS, as it should be":      {scheme: "smtps", sent: true},
		"TLS 1.2":                   {scheme: "smtps", sent: true, spoil: func(s *server, _ *mail.Relay) { s.newest = tls.VersionTLS12 }},
		"no STARTTLS":               {scheme: "smtp", spoil: func(s *server, _ *mail.Relay) { s.plain = true }},
		"no STARTTLS, but sign-in":  {scheme: "smtp", spoil: func(s *server, _ *mail.Relay) { s.plain, s.offers = true, "AUTH PLAIN LOGIN" }},
		"STARTTLS offered, refused": {scheme: "smtp", spoil: func(s *server, _ *mail.Relay) { s.refuses = true }},
		"plain where TLS is due":    {scheme: "smtps", spoil: func(s *server, _ *mail.Relay) { s.implicit = false }},
		"TLS 1.1":                   {scheme: "smtps", spoil: func(s *server, _ *mail.Relay) { s.newest = tls.VersionTLS11 }},
		"STARTTLS with TLS 1.1":     {scheme: "smtp", spoil: func(s *server, _ *mail.Relay) { s.newest = tls.VersionTLS11 }},
		"another authority":         {scheme: "smtps", spoil: func(_ *server, r *mail.Relay) { r.Roots = newServer(t, true).roots }},
		"STARTTLS, another one":     {scheme: "smtp", spoil: func(_ *server, r *mail.Relay) { r.Roots = newServer(t, true).roots }},
		"another name":              {scheme: "smtps", spoil: func(_ *server, r *mail.Relay) { r.Host = "other.test" }},
		"STARTTLS, another name":    {scheme: "smtp", spoil: func(_ *server, r *mail.Relay) { r.Host = "other.test" }},
		"out of date":               {scheme: "smtps", cert: func(c *x509.Certificate) { c.NotAfter = time.Unix(1, 0) }},
		"STARTTLS, out of date":     {scheme: "smtp", cert: func(c *x509.Certificate) { c.NotAfter = time.Unix(1, 0) }},
	} {
		s := newServer(t, c.scheme == "smtps", func(x *x509.Certificate) {
			if c.cert != nil {
				c.cert(x)
			}
		})
		r := s.relay(t, c.scheme)
		if c.spoil != nil {
			c.spoil(s, r)
		}
		err := r.Send(t.Context(), sample)
		got, auth, wire := s.told()
		if sent := len(got)+len(auth) > 0; (err == nil) != c.sent || sent != c.sent || errors.Is(err, message.ErrRefused) {
			t.Errorf("%s: %v, got %q, %q", name, err, got, auth)
		}
		secret := base64.StdEncoding.EncodeToString([]byte("\x00kanmin\x00secret"))
		if c.sent && !slices.Equal(auth, []string{"AUTH PLAIN " + secret}) {
			t.Errorf("%s: the control: %q is looked for, %q was sent", name, secret, auth)
		}
		for _, word := range []string{"AUTH", secret, sample.To, "RCPT"} {
			if bytes.Contains(wire, []byte(word)) {
				t.Errorf("%s: %s can be heard on the way", name, word)
			}
		}
		if c.scheme == "smtp" && !bytes.Contains(wire, []byte("EHLO")) {
			t.Errorf("%s: the control: nothing can be heard", name)
		}
	}
}

func TestParseRelay(t *testing.T) {
	t.Parallel()
	for address, good := range map[string]bool{
		"smtps://relay.example": true, "smtp://user@relay.example:2525": true, "smtps://user:secret@relay.example": false, "http://relay.example": false,
		"relay.example": false, "smtp://": false, "smtp://relay.example/x": false,
	} {
		if _, err := mail.ParseRelay(address, "a@example.jp"); (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
	}
}
