package mail_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"net"
	"net/netip"
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
	plain    bool // offers no STARTTLS

	mu   sync.Mutex
	got  []string // messages, as they were sent
	auth []string
}

func newServer(t *testing.T, implicit bool) *server {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "relay.test"}, DNSNames: []string{"relay.test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Unix(0, 0), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
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
	config := &tls.Config{Certificates: []tls.Certificate{s.cert}, MinVersion: tls.VersionTLS12}
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
			say("250 relay.test")
		case word == "EHLO":
			say("250-relay.test\r\n250-STARTTLS\r\n250 AUTH PLAIN")
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
			say("452 full")
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
		if err := r.Send(t.Context(), full); err == nil || errors.Is(err, message.ErrRefused) {
			t.Errorf("%s: refused for now: %v", scheme, err)
		}
	}
}

func TestNothingIsSentWithoutTLS(t *testing.T) {
	t.Parallel()
	s := newServer(t, false)
	s.plain = true
	if err := s.relay(t, "smtp").Send(t.Context(), sample); err == nil || len(s.got)+len(s.auth) != 0 {
		t.Errorf("%v, got %q, %q", err, s.got, s.auth)
	}
	other := newServer(t, true)
	r := newServer(t, true).relay(t, "smtps")
	r.Roots = other.roots
	if err := r.Send(t.Context(), sample); err == nil {
		t.Error("a server with somebody else's certificate was trusted")
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
