// Package serve plugs the house together: configuration, store, flows, doors, background work,
// shutdown. It holds no rule, no SQL and no HTML.
package serve

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"

	"kanmin/internal/adapter/door/web/public/security"
	"kanmin/internal/adapter/out/mail"
)

// Config is everything that can be set from outside: the environment, over an optional file of the same
// NAME=value lines. docs/configuration.md is generated from it.
type Config struct {
	File         string        `env:"KANMIN_CONFIG" help:"A file of NAME=value lines, read first; the environment wins."`
	DatabaseURL  string        `env:"KANMIN_DATABASE_URL" help:"sqlite:PATH, or postgres://… of the role kanmin_app."`
	WorkURL      string        `env:"KANMIN_WORK_DATABASE_URL" help:"PostgreSQL only: postgres://… of the role kanmin_work, for background work."`
	OwnerURL     string        `env:"KANMIN_OWNER_DATABASE_URL" help:"PostgreSQL only: postgres://… of the role kanmin_owner, for kanmin migrate. Not needed to serve."`
	KeyFile      string        `env:"KANMIN_KEY_FILE" help:"The key file (mode 0600). kanmin migrate makes one if it is not there. Without it nothing sealed can be read, and nothing that was written without a network (a form stays good for as long as the key file does)."`
	BaseURL      string        `env:"KANMIN_BASE_URL" help:"The address under which people reach the platform: passkeys, cookies, links and the log's origin rest on it. No plain HTTP off loopback."`
	Listen       string        `env:"KANMIN_LISTEN" default:"127.0.0.1:8080" help:"Address of the one listener for people and programs."`
	TLSCert      string        `env:"KANMIN_TLS_CERT" help:"PEM file of the certificate chain."`
	TLSKey       string        `env:"KANMIN_TLS_KEY" help:"PEM file of its key."`
	TrustedProxy string        `env:"KANMIN_TRUSTED_PROXY" help:"Address range (CIDR) of a proxy that ends TLS; others may then not connect."`
	CertListen   string        `env:"KANMIN_CERTIFICATE_LISTEN" help:"Address of a further listener, with the same TLS certificate, that asks browsers for a client certificate; empty: none. It is one of its own because browsers ask their people whenever a listener does."`
	CertURL      string        `env:"KANMIN_CERTIFICATE_URL" help:"Its address as people reach it, with the same host name; KANMIN_BASE_URL with its port when empty."`
	CertHeader   string        `env:"KANMIN_CERTIFICATE_HEADER" help:"With KANMIN_TRUSTED_PROXY: the header in which the proxy hands over the client certificate that it asked for (RFC 9440, escaped PEM or base64). The proxy must take the header away from what clients send."`
	Metrics      string        `env:"KANMIN_METRICS_LISTEN" default:"127.0.0.1:9464" help:"Second listener, for metrics only; empty: none."`
	World        string        `env:"KANMIN_WORLD" default:"real" help:"real, or exercise (演習): marked on every page; another database, log, key and address."`
	MailDir      string        `env:"KANMIN_MAIL_DIR" help:"Directory into which messages are put as files for a mail program to send. Empty: messages wait."`
	BounceDir    string        `env:"KANMIN_BOUNCE_DIR" help:"Directory (or Maildir) into which the mail system puts what comes back for KANMIN_MAIL_FROM. Delivery reports in it are read and removed; what is none is moved into aside/. Empty: none are read."`
	SMTP         string        `env:"KANMIN_SMTP" help:"The office's mail server: smtps://[USER@]HOST[:465], or smtp://[USER@]HOST[:587] with STARTTLS. Nothing is sent without TLS. It comes before KANMIN_MAIL_DIR."`
	SMTPPassword string        `env:"KANMIN_SMTP_PASSWORD_FILE" help:"File that holds the password of KANMIN_SMTP's user."`
	SMTPCA       string        `env:"KANMIN_SMTP_CA" help:"PEM file of the authorities that the mail server's certificate is checked against; empty: the system's."`
	MailFrom     string        `env:"KANMIN_MAIL_FROM" help:"Sender of messages, an address that somebody reads; kanmin@ the host of KANMIN_BASE_URL when empty."`
	DeskPhone    string        `env:"KANMIN_DESK_PHONE" help:"Telephone of the 相談窓口, on the foot of every page."`
	DeskHours    string        `env:"KANMIN_DESK_HOURS" default:"平日 9:30–17:30" help:"Its hours, in Japanese."`
	DeskHoursEn  string        `env:"KANMIN_DESK_HOURS_EN" default:"Weekdays 9:30–17:30" help:"Its hours, in English."`
	Security     string        `env:"KANMIN_SECURITY_CONTACT" help:"Where to report a weakness: mailto:, https: or tel: addresses, with spaces between, in order of preference. Shown by /.well-known/security.txt; empty: no such file."`
	SecurityHow  string        `env:"KANMIN_SECURITY_POLICY" help:"https: address of the rules for such reports; optional."`
	SessionIdle  time.Duration `env:"KANMIN_SESSION_IDLE" default:"30m" help:"A session ends after this time without use."`
	SessionMax   time.Duration `env:"KANMIN_SESSION_MAX" default:"12h" help:"A session ends after this time in any case."`
	OIDCFile     string        `env:"KANMIN_OIDC_FILE" help:"A file (mode 0600, it holds client secrets) with a JSON list of other houses' sign-ins (OpenID Connect): key, name (ja, en), issuer, client_id, client_secret, scopes, corporate_number_claim."`
	Loopback     bool          `env:"KANMIN_EGRESS_LOOPBACK" default:"false" help:"Let calls to other houses go to this machine, without TLS: for tests and exercises only."`
	Reserve      string        `env:"KANMIN_RESERVE" default:"256" help:"SQLite only: MiB of the disk kept for prompt reports, in a file beside the database. When the disk is full it is given up, and until there is room again only prompt reports and the offices' reading of them are written. 0: none."`
	SpoolDir     string        `env:"KANMIN_SPOOL_DIR" help:"A directory of this node, on a disk of its own if there is one: prompt reports that come while the database does not answer are kept there, sealed, and taken in as soon as it does. Empty: they are refused meanwhile."`
	LogLevel     string        `env:"KANMIN_LOG_LEVEL" default:"info" help:"debug, info, warn or error."`
	Dictionary   string        `env:"KANMIN_DICTIONARY" help:"Files and directories to add to the dictionary of products, separated by commas. Each file is known by its content, gzip too: a CPE list (vendor, tab, product, tab, count), the NVD CPE dictionary, KEV, CVE records, CSAF documents, CycloneDX, MyJVN getVendorList and getProductList. What cannot be read is logged with its place and left out; changed files are read again within a minute."`
	Node         string        `env:"KANMIN_NODE" help:"Name of this node among several; the host's name and process id when empty."`
}

// clientNames belong to the API client commands and are not errors here.
var clientNames = map[string]bool{"KANMIN_URL": true, "KANMIN_TOKEN": true}

// Load reads the configuration from an environment (os.Environ form). Unknown KANMIN_ names are errors.
func Load(environ []string) (Config, error) {
	set := map[string]string{}
	for _, kv := range environ {
		name, value, _ := strings.Cut(kv, "=")
		if strings.HasPrefix(name, "KANMIN_") && !clientNames[name] {
			set[name] = value
		}
	}
	if path := set["KANMIN_CONFIG"]; path != "" {
		if err := readFile(path, set); err != nil {
			return Config{}, err
		}
	}
	var c Config
	v := reflect.ValueOf(&c).Elem()
	var wrong []error
	for i := range v.NumField() {
		f := v.Type().Field(i)
		name := f.Tag.Get("env")
		text, ok := set[name]
		if !ok {
			text = f.Tag.Get("default")
		}
		delete(set, name)
		if err := fill(v.Field(i), text); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", name, err))
		}
	}
	for name := range set {
		wrong = append(wrong, fmt.Errorf("%s: there is no such setting (docs/configuration.md lists them)", name))
	}
	sort.Slice(wrong, func(i, j int) bool { return wrong[i].Error() < wrong[j].Error() })
	return c, errors.Join(wrong...)
}

func fill(v reflect.Value, text string) error {
	switch v.Interface().(type) {
	case time.Duration:
		d, err := time.ParseDuration(text)
		if err != nil || d < time.Minute || d > 24*time.Hour {
			return fmt.Errorf("%q is not a duration from 1m to 24h", text)
		}
		v.SetInt(int64(d))
	case bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("%q is neither true nor false", text)
		}
		v.SetBool(b)
	default:
		v.SetString(text)
	}
	return nil
}

func readFile(path string, set map[string]string) error {
	data, err := os.ReadFile(path) //nolint:gosec // the operator names it
	if err != nil {
		return fmt.Errorf("KANMIN_CONFIG: %w", err)
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if name = strings.TrimSpace(name); !ok || !strings.HasPrefix(name, "KANMIN_") {
			return fmt.Errorf("%s line %d: not NAME=value", path, n)
		}
		if _, ok := set[name]; !ok && !clientNames[name] {
			set[name] = strings.TrimSpace(value)
		}
	}
	return lines.Err()
}

// Check says what stands in the way of serving: it names each setting and what to do.
func (c Config) Check() (base *url.URL, err error) {
	var wrong []error
	need := func(name, value, why string) {
		if value == "" {
			wrong = append(wrong, fmt.Errorf("%s is not set: %s", name, why))
		}
	}
	need("KANMIN_DATABASE_URL", c.DatabaseURL, "sqlite:PATH or postgres://…")
	need("KANMIN_KEY_FILE", c.KeyFile, "the key file; kanmin migrate makes one")
	need("KANMIN_BASE_URL", c.BaseURL, "https://NAME as people will type it")
	wrong = append(wrong, security.Check("KANMIN_SECURITY_CONTACT", c.Security, "mailto", "https", "tel"), security.Check("KANMIN_SECURITY_POLICY", c.SecurityHow, "https"))
	if c.SMTP != "" {
		if _, err := mail.ParseRelay(c.SMTP, "kanmin@kanmin.example"); err != nil {
			wrong = append(wrong, fmt.Errorf("KANMIN_SMTP: %w", err))
		}
	}
	if _, err := c.reserved(); err != nil {
		wrong = append(wrong, err)
	}
	if c.World != "real" && c.World != "exercise" {
		wrong = append(wrong, fmt.Errorf("KANMIN_WORLD: %q is neither real nor exercise", c.World))
	}
	if c.BaseURL != "" {
		if base, err = ParseBase(c.BaseURL); err != nil {
			wrong = append(wrong, err)
		} else if err := c.checkTLS(base); err != nil {
			wrong = append(wrong, err)
		}
	}
	return base, errors.Join(wrong...)
}

// reserved is KANMIN_RESERVE in bytes.
func (c Config) reserved() (int64, error) {
	if c.Reserve == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(c.Reserve, 10, 16)
	if err != nil {
		return 0, fmt.Errorf("KANMIN_RESERVE: %q is not a number of MiB up to 65535", c.Reserve)
	}
	return int64(n) << 20, nil //nolint:gosec // 16 bits
}

// ParseBase reads a KANMIN_BASE_URL: scheme, host and nothing else; plain HTTP on loopback names only.
func ParseBase(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("KANMIN_BASE_URL: %q is not https://NAME[:PORT]", s)
	}
	u.Path = ""
	if u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname()) {
		return u, nil
	}
	return nil, fmt.Errorf("KANMIN_BASE_URL: %q: no plain HTTP off loopback", s)
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

func (c Config) checkTLS(base *url.URL) error {
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return errors.New("KANMIN_TLS_CERT and KANMIN_TLS_KEY go together")
	}
	if c.CertListen != "" && (c.TLSCert == "" || c.TrustedProxy != "") {
		return errors.New("KANMIN_CERTIFICATE_LISTEN needs KANMIN_TLS_CERT and KANMIN_TLS_KEY; behind a proxy, KANMIN_CERTIFICATE_HEADER is the way")
	}
	if c.CertHeader != "" && c.TrustedProxy == "" {
		return errors.New("KANMIN_CERTIFICATE_HEADER needs KANMIN_TRUSTED_PROXY: from anybody else the header would be believed")
	}
	if _, err := c.certificateURL(base); err != nil {
		return err
	}
	if c.TrustedProxy != "" {
		if _, err := netip.ParsePrefix(c.TrustedProxy); err != nil {
			return fmt.Errorf("KANMIN_TRUSTED_PROXY: %q is not an address range such as 10.0.0.5/32", c.TrustedProxy)
		}
		return nil
	}
	if base.Scheme == "https" && c.TLSCert == "" {
		return errors.New("https needs KANMIN_TLS_CERT and KANMIN_TLS_KEY, or KANMIN_TRUSTED_PROXY")
	}
	if host, _, err := net.SplitHostPort(c.Listen); base.Scheme == "http" && (err != nil || !loopback(host)) {
		return fmt.Errorf("KANMIN_LISTEN: %q: no plain HTTP off loopback", c.Listen)
	}
	return nil
}

// certificateURL is where browsers are asked for a certificate, where that is not the platform's own address.
func (c Config) certificateURL(base *url.URL) (string, error) {
	if c.CertListen == "" {
		return "", nil
	}
	_, port, err := net.SplitHostPort(c.CertListen)
	if err != nil {
		return "", fmt.Errorf("KANMIN_CERTIFICATE_LISTEN: %q is not HOST:PORT", c.CertListen)
	}
	if c.CertURL == "" {
		return base.Scheme + "://" + net.JoinHostPort(base.Hostname(), port), nil
	}
	u, err := url.Parse(c.CertURL)
	if err != nil || u.Scheme != "https" || u.Hostname() != base.Hostname() || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" { // sessions are cookies of this host
		return "", fmt.Errorf("KANMIN_CERTIFICATE_URL: %q is not https://%s[:PORT]", c.CertURL, base.Hostname())
	}
	return "https://" + u.Host, nil
}

// Reference is docs/configuration.md.
func Reference() string {
	var b strings.Builder
	b.WriteString("# Configuration\n\nGenerated from `internal/serve/config.go` (`go test ./internal/serve -update`). Unknown `KANMIN_` names are errors.\n\n| name | default | meaning |\n|---|---|---|\n")
	for f := range reflect.TypeFor[Config]().Fields() {
		tag := f.Tag
		d := tag.Get("default")
		if d != "" {
			d = "`" + d + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", tag.Get("env"), d, tag.Get("help"))
	}
	b.WriteString("\nThe API client commands read `KANMIN_URL` and `KANMIN_TOKEN`.\n")
	return b.String()
}
