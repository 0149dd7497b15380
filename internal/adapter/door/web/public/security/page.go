// Package security is /.well-known/security.txt (RFC 9116): where to report a weakness of this installation. The addresses
// are the installation's own; without them there is no such file.
package security

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"kanmin/internal/adapter/door/gate"
)

// Path is where the file is.
const Path = "/.well-known/security.txt"

// life is how long an answer may be relied on: it is made anew each time, from settings that somebody keeps.
const life = 90 * 24 * time.Hour

// File is filled in by serve, from settings that Check has read.
type File struct {
	Base    *url.URL
	Contact string // addresses with spaces between
	Policy  string // optional
}

// Routes returns the file's route; none without a contact.
func (f File) Routes() []gate.Route {
	if strings.TrimSpace(f.Contact) == "" {
		return nil
	}
	return []gate.Route{{Pattern: "GET " + Path, Handle: f.show}}
}

func (f File) show(w http.ResponseWriter, r *gate.Request) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "max-age=3600")
	_, _ = w.Write([]byte(f.text(r.Now.Time()))) // the client went away: nobody to tell
	return nil
}

func (f File) text(now time.Time) string {
	var b strings.Builder
	for address := range strings.FieldsSeq(f.Contact) {
		fmt.Fprintf(&b, "Contact: %s\n", address)
	}
	fmt.Fprintf(&b, "Expires: %s\n", now.Add(life).UTC().Truncate(24*time.Hour).Format(time.RFC3339))
	fmt.Fprintf(&b, "Preferred-Languages: ja, en\nCanonical: %s\n", f.Base.JoinPath(Path))
	if policy := strings.TrimSpace(f.Policy); policy != "" {
		fmt.Fprintf(&b, "Policy: %s\n", policy)
	}
	return b.String()
}

// Check says what is wrong with a setting that holds addresses; nil for an empty one.
func Check(name, addresses string, schemes ...string) error {
	for address := range strings.FieldsSeq(addresses) {
		u, err := url.Parse(address)
		if err != nil || !slices.Contains(schemes, u.Scheme) || u.Host+u.Opaque == "" || len(address) > 300 || !ascii(address) {
			return fmt.Errorf("%s: %q is not an address of the kind %s", name, address, strings.Join(schemes, ", "))
		}
	}
	return nil
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })
}
