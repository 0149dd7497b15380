package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"net/url"
	"strings"
	"time"

	"kanmin/internal/domain/message"
)

// Relay hands messages to the office's mail server over SMTP with TLS: smtps:// from the first byte, smtp:// by
// STARTTLS, never without. It is safe for concurrent use; each message has a connection of its own.
type Relay struct {
	Host, Port string
	From       string // address that answers; must be readable
	Implicit   bool   // TLS from the first byte
	User       string // empty: the server asks for none
	Password   string
	Roots      *x509.CertPool // nil: those of the system
	// Dial opens the connection; serve passes the one egress dialer.
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
	Timeout time.Duration // of one message
}

// ParseRelay reads smtps://[USER@]HOST[:465] or smtp://[USER@]HOST[:587].
func ParseRelay(address, from string) (*Relay, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, errors.New("mail: the relay is not smtps://HOST or smtp://HOST")
	}
	if _, set := u.User.Password(); set {
		return nil, errors.New("mail: a password does not belong into the relay's address; put it into a file")
	}
	a, err := mail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("mail: sender %q cannot be read as an address", from)
	}
	r := &Relay{Host: u.Hostname(), Port: u.Port(), From: a.Address, Implicit: u.Scheme == "smtps", User: u.User.Username(), Timeout: time.Minute}
	if r.Port == "" {
		r.Port = map[bool]string{true: "465", false: "587"}[r.Implicit]
	}
	return r, nil
}

// Send returns nil once the server has taken the message. An address that the server refuses for good is a
// message.Refused error; everything else may be tried again.
func (r *Relay) Send(ctx context.Context, m message.Message) (err error) {
	data, err := (&Spool{From: r.From}).Format(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	conn, err := r.Dial(ctx, "tcp", net.JoinHostPort(r.Host, r.Port))
	if err != nil {
		return fmt.Errorf("mail: the relay cannot be reached: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() }) // whoever reads from it gets an error
	defer stop()
	c, err := r.greet(conn)
	if err != nil {
		return errors.Join(later(err), conn.Close())
	}
	defer func() { _ = c.Close() }() // after Quit this does nothing
	if err := r.hand(c, m.To, data); err != nil {
		return err
	}
	_ = c.Quit() // the message is taken: what the server says now changes nothing
	return nil
}

// greet begins the conversation; when it returns without an error the connection is under TLS and signed in.
func (r *Relay) greet(conn net.Conn) (*smtp.Client, error) {
	secure := &tls.Config{ServerName: r.Host, RootCAs: r.Roots, MinVersion: tls.VersionTLS12}
	if r.Implicit {
		conn = tls.Client(conn, secure)
	}
	c, err := smtp.NewClient(conn, r.Host)
	if err != nil {
		return nil, err
	}
	if !r.Implicit {
		if ok, _ := c.Extension("STARTTLS"); !ok {
			return nil, errors.New("the server offers no STARTTLS; nothing is sent without TLS")
		}
		if err := c.StartTLS(secure); err != nil {
			return nil, err
		}
	}
	if r.User == "" {
		return c, nil
	}
	return c, c.Auth(smtp.PlainAuth("", r.User, r.Password, r.Host))
}

func (r *Relay) hand(c *smtp.Client, to string, data []byte) error {
	if err := c.Mail(r.From); err != nil {
		return later(err)
	}
	if err := c.Rcpt(to); err != nil {
		return refused(err)
	}
	w, err := c.Data()
	if err != nil {
		return refused(err)
	}
	if _, err := w.Write(data); err != nil {
		return later(err)
	}
	if err := w.Close(); err != nil {
		return refused(err)
	}
	return nil
}

// refused tells an answer for good (5xx, RFC 5321, 4.2.1) from one that may be another later. The server's words are
// not passed on: they may hold the address.
func refused(err error) error {
	if e, ok := errors.AsType[*textproto.Error](err); ok && e.Code >= 500 {
		return fmt.Errorf("mail: the relay answered %d: %w", e.Code, message.ErrRefused)
	}
	return later(err)
}

// later is trouble that is not the address's.
func later(err error) error {
	if e, ok := errors.AsType[*textproto.Error](err); ok {
		return fmt.Errorf("mail: the relay answered %d", e.Code)
	}
	return fmt.Errorf("mail: relay: %w", err)
}
