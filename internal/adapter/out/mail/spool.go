// Package mail hands messages to the mail system of the office: one file each in a spool
// directory (the Maildir way: written beside, then moved in), from which a mail transfer agent takes them.
package mail

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"net/mail"
	"os"
	"path/filepath"
	"strings"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
)

// Spool writes into Dir/new, by way of Dir/tmp. It is safe for concurrent use.
type Spool struct {
	Dir  string
	From string // address that answers; must be readable
}

// Open makes the directories (0700) and checks the sender's address.
func Open(dir, from string) (*Spool, error) {
	a, err := mail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("mail: sender %q cannot be read as an address", from)
	}
	for _, sub := range []string{"tmp", "new"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, err
		}
	}
	return &Spool{Dir: dir, From: a.Address}, nil
}

// Send puts a message into the spool; when it returns nil the file is on disk. The same message sent again
// is the same file, and while the first still lies there it is not doubled.
func (s *Spool) Send(_ context.Context, m message.Message) error {
	data, err := s.Format(m)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(m.ID))
	name := hex.EncodeToString(sum[:16]) + ".eml"
	tmp, end := filepath.Join(s.Dir, "tmp", name), filepath.Join(s.Dir, "new", name)
	if err := write(tmp, data); err != nil {
		return err
	}
	if err := os.Rename(tmp, end); err != nil {
		return err
	}
	return syncDir(filepath.Join(s.Dir, "new"))
}

// Format writes a message as RFC 5322 wants it. It is the same bytes each time.
func (s *Spool) Format(m message.Message) ([]byte, error) {
	to, err := mail.ParseAddress(m.To)
	if err != nil {
		return nil, errors.New("mail: the recipient's address cannot be read")
	}
	var b bytes.Buffer
	header := func(name, value string) { b.WriteString(name + ": " + value + "\r\n") }
	header("Date", m.At.Time().In(ident.JST).Format("Mon, 02 Jan 2006 15:04:05 -0700"))
	header("From", (&mail.Address{Address: s.From}).String())
	header("To", (&mail.Address{Address: to.Address}).String())
	header("Message-ID", "<"+m.ID+">")
	header("Subject", subject(m.Subject()))
	header("Auto-Submitted", "auto-generated")
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "base64")
	b.WriteString("\r\n")
	body := base64.StdEncoding.EncodeToString([]byte(m.Body()))
	for len(body) > 0 {
		n := min(len(body), 76)
		b.WriteString(body[:n] + "\r\n")
		body = body[n:]
	}
	return b.Bytes(), nil
}

// subject encodes sentence and number each in its own word and line: a line with such a word has at most 76
// characters (RFC 2047, 2).
func subject(s string) string {
	sentence, number := s, ""
	if i := strings.LastIndex(s, " ") + 1; i > 0 {
		sentence, number = s[:i], s[i:]
	}
	if number == "" {
		return mime.BEncoding.Encode("utf-8", sentence)
	}
	return mime.BEncoding.Encode("utf-8", sentence) + "\r\n " + mime.BEncoding.Encode("utf-8", number)
}

func write(path string, data []byte) (err error) {
	w, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) //nolint:gosec // a digest below our own directory
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if _, err := w.Write(data); err != nil {
		return err
	}
	return w.Sync()
}

func syncDir(path string) (err error) {
	d, err := os.Open(path) //nolint:gosec // our own directory
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return d.Sync()
}
