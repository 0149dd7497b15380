package serve

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/dial"
	"kanmin/internal/adapter/out/mail"
	"kanmin/internal/domain/message"
)

// sender is the way in which messages leave: the office's relay, or a directory; nil when neither is set and they wait.
func (h *House) sender() (store.Sender, error) {
	from := h.MailFrom
	if from == "" {
		host := h.Base.Hostname()
		if net.ParseIP(host) != nil || host == "localhost" {
			host = "kanmin.example"
		}
		from = "kanmin@" + host
	}
	switch {
	case h.SMTP != "":
		return h.relay(from)
	case h.MailDir != "":
		return mail.Open(h.MailDir, from)
	}
	return nil, nil //nolint:nilnil // no way is a good answer
}

// linking fills in the address of this installation where a mail brings a link.
type linking struct {
	store.Sender
	base string
}

// Send is of store.Sender.
func (l linking) Send(ctx context.Context, m message.Message) error {
	if m.Path != "" {
		m.Link = strings.TrimSuffix(l.base, "/") + m.Path
	}
	return l.Sender.Send(ctx, m)
}

// relay may go to the one address that the configuration names, wherever it stands.
func (h *House) relay(from string) (*mail.Relay, error) {
	r, err := mail.ParseRelay(h.SMTP, from)
	if err != nil {
		return nil, fmt.Errorf("KANMIN_SMTP: %w", err)
	}
	if h.SMTPPassword != "" {
		data, err := os.ReadFile(h.SMTPPassword)
		if err != nil {
			return nil, fmt.Errorf("KANMIN_SMTP_PASSWORD_FILE: %w", err)
		}
		r.Password = strings.TrimRight(string(data), "\r\n")
	}
	if h.SMTPCA != "" {
		data, err := os.ReadFile(h.SMTPCA)
		if err != nil {
			return nil, fmt.Errorf("KANMIN_SMTP_CA: %w", err)
		}
		if r.Roots = x509.NewCertPool(); !r.Roots.AppendCertsFromPEM(data) {
			return nil, fmt.Errorf("KANMIN_SMTP_CA: %s holds no certificate in PEM", h.SMTPCA)
		}
	}
	port, err := strconv.ParseUint(r.Port, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("KANMIN_SMTP: %q is not a port", r.Port)
	}
	everywhere := []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}
	r.Dial = dial.Out{Ports: []uint16{uint16(port)}, Inside: everywhere}.DialContext
	return r, nil
}
