package login_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/login"
	"kanmin/internal/adapter/door/login/certtest"
	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

// gateway is a listener of TLS that asks for a certificate, as the product's own does: a request to it does what is set.
type gateway struct {
	*httptest.Server
	do func(r *http.Request) error
}

func newGateway(t *testing.T) *gateway {
	t.Helper()
	g := &gateway{}
	g.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := g.do(r)
		if err == nil {
			_, _ = io.WriteString(w, "in")
			return
		}
		_, _ = io.WriteString(w, inntest.CodeOf(err))
	}))
	g.TLS = &tls.Config{ClientAuth: tls.RequestClientCert, MinVersion: tls.VersionTLS13}
	g.StartTLS()
	t.Cleanup(g.Close)
	return g
}

// with makes a request in a new TLS handshake with a certificate and returns what was answered.
func (g *gateway) with(t *testing.T, c *tls.Certificate, header ...string) string {
	t.Helper()
	pool := x509.NewCertPool()
	pool.AddCert(g.Certificate())
	conf := &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS13}
	if c != nil {
		conf.Certificates = []tls.Certificate{*c}
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: conf, DisableKeepAlives: true}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, g.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n+1 < len(header); n += 2 {
		r.Header.Add(header[n], header[n+1])
	}
	resp, err := client.Do(r)
	if err != nil {
		return "no handshake"
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func trust(i *inntest.Inn) enrolling.Trust {
	return enrolling.Trust{Act: store.Act[enrolling.TrustTx](i.DB), Entropy: i.Entropy, Vouched: login.Vouched}
}

func authorities(t *testing.T, i *inntest.Inn, s access.Scope) (list []enrolling.Authority) {
	t.Helper()
	err := store.Read[*store.Tx](i.DB)(t.Context(), s, func(tx *store.Tx) (err error) {
		list, err = tx.AuthoritiesOf(s.Org)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// takes makes an organisation take the certificates of an authority.
func takes(t *testing.T, i *inntest.Inn, boss access.Scope, ca *certtest.Authority) enrolling.Authority {
	t.Helper()
	if err := setMethods(i).Do(t.Context(), boss, enrolling.Methods{enrolling.Passkey, enrolling.Code, enrolling.Certificate}); err != nil {
		t.Fatal(err)
	}
	a, err := i.ReadAuthority(ca.PEM())
	if err != nil {
		t.Fatal(err)
	}
	if err := trust(i).Add(t.Context(), boss, ident.Key{}, a); err != nil {
		t.Fatal(err)
	}
	list := authorities(t, i, boss)
	return list[len(list)-1]
}

// carded is an organisation that takes certificates, and what is tried with them.
type carded struct {
	*inntest.Inn
	t    *testing.T
	node *inntest.Inn
	boss access.Scope
	ca   *certtest.Authority
	a    enrolling.Authority
	g    *gateway
	o    enrolling.Opened // by the last that came in
}

func newCarded(t *testing.T, s *stagetest.Stage) *carded {
	t.Helper()
	c := &carded{Inn: inntest.New(t, s), t: t, node: second(t, s), g: newGateway(t)}
	c.boss, c.ca = admin(t, c.Inn), certtest.New("あおぞら認証局", c.Clock.Now())
	c.a = takes(t, c.Inn, c.boss, c.ca)
	return c
}

func (c *carded) expect(what string, with *tls.Certificate, do func(*http.Request) error, want string) {
	c.t.Helper()
	c.g.do = do
	if got := c.g.with(c.t, with); got != want {
		c.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func (c *carded) signIn(r *http.Request) (err error) {
	c.o, err = c.node.ByCertificate(r.Context(), r)
	return err
}

// invited is how an invitation is taken up with a certificate.
func (c *carded) invited(who string) func(*http.Request) error {
	c.t.Helper()
	link, code := c.Invite(c.t, who)
	half, err := c.Admit(c.t.Context(), link, code)
	if err != nil {
		c.t.Fatal(err)
	}
	return func(r *http.Request) (err error) {
		c.o, err = c.AcceptCertificate(r.Context(), r, half, "社員証")
		return err
	}
}

// revoke hands in the authority's list of an instant.
func (c *carded) revoke(at time.Time, list ...tls.Certificate) error {
	r, err := c.ReadRevocations(c.a, c.ca.Revoke(at, list...))
	if err != nil {
		return err
	}
	return trust(c.Inn).Revoke(c.t.Context(), c.boss, ident.Key{}, c.a.ID, r)
}

// within says whether the session that was opened last still knows its person, on the second node.
func (c *carded) within(what string, want bool) {
	c.t.Helper()
	if _, err := c.node.Who(c.t.Context(), c.Cookie(c.o.Secret), ""); (err == nil) != want {
		c.t.Errorf("%s: the session goes on: %v", what, !want)
	}
}

// The first sign-in takes up an invitation with a certificate of an authority that the organisation named; nothing else does.
func TestAClientCertificate(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		c := newCarded(t, s)
		now, other := c.Clock.Now(), certtest.New("よその認証局", c.Clock.Now())
		mine, foreign := c.ca.Issue("山﨑 さくら"), other.Issue("山﨑 さくら")
		old := c.ca.Issue("期限切れ", func(x *x509.Certificate) { x.NotAfter = now.Add(-time.Hour) })
		early := c.ca.Issue("これから", func(x *x509.Certificate) { x.NotBefore = now.Add(time.Hour) })
		server := c.ca.Issue("サーバー", func(x *x509.Certificate) { x.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} })
		c.expect("a certificate that nobody has registered", &mine, c.signIn, "fault.account.unbound")
		c.expect("no certificate", nil, c.signIn, "fault.account.certificate.none")
		accept := c.invited("operator-filer")
		c.expect("another authority's", &foreign, accept, "fault.account.certificate.foreign")
		c.expect("expired", &old, accept, "fault.account.certificate.expired")
		c.expect("not yet", &early, accept, "fault.account.certificate.expired")
		c.expect("for servers", &server, accept, "fault.account.certificate.foreign")
		c.expect("the person's", &mine, accept, "in")
		if c.o.Session.Bound != c.boss.Org || c.o.Session.Method != enrolling.Certificate {
			t.Errorf("opened %+v", c.o.Session)
		}
		c.expect("the next day", &mine, c.signIn, "in")
		if v, err := c.node.Who(t.Context(), c.Cookie(c.o.Secret), ""); err != nil || v.Org != c.boss.Org {
			t.Errorf("signed in as %v, %v", v.Org, err)
		}
		c.Clock.Set(now.AddDate(0, 1, 1))
		c.expect("a month later it has expired", &mine, c.signIn, "fault.account.certificate.expired")
	})
}

// The authority revokes a certificate, the organisation takes the authority away or switches the method off: the next
// sign-in is refused, on every node. An older list does not bring a certificate back.
func TestACertificateIsRevoked(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		c := newCarded(t, s)
		now, mine := c.Clock.Now(), c.ca.Issue("山﨑 さくら")
		c.expect("the person's", &mine, c.invited("operator-filer"), "in")
		if err := c.revoke(now, c.ca.Issue("another")); err != nil {
			t.Fatal(err)
		}
		c.expect("another one was revoked", &mine, c.signIn, "in")
		c.within("another one was revoked", true)
		if err := c.revoke(now.Add(time.Minute), mine); err != nil {
			t.Fatal(err)
		}
		c.within("revoked", false)
		c.expect("revoked", &mine, c.signIn, "fault.account.certificate.revoked")
		inntest.WantFault(t, "an older list", c.revoke(now), fault.Conflict, "fault.authority.older")
		c.expect("after an older list", &mine, c.signIn, "fault.account.certificate.revoked")
		if err := c.revoke(now.Add(2 * time.Minute)); err != nil {
			t.Fatal(err)
		}
		c.expect("on the list no more", &mine, c.signIn, "in")
		c.within("on the list no more", true)
		if err := trust(c.Inn).End(t.Context(), c.boss, ident.Key{}, c.a.ID); err != nil {
			t.Fatal(err)
		}
		c.within("the authority is taken away", false)
		c.expect("the authority is taken away", &mine, c.signIn, "fault.account.certificate.foreign")
		takes(t, c.Inn, c.boss, c.ca)
		c.expect("and taken again", &mine, c.signIn, "in")
		if err := setMethods(c.Inn).Do(t.Context(), c.boss, enrolling.Methods{enrolling.Passkey, enrolling.Code}); err != nil {
			t.Fatal(err)
		}
		c.expect("switched off", &mine, c.signIn, "fault.account.refused")
		if _, err := c.node.Who(t.Context(), c.Cookie(c.o.Secret), ""); err == nil {
			t.Error("a session by a method that is off goes on")
		}
	})
}

// A certificate leads to the one who registered it, in the organisation that vouches for it, and can be taken back by both.
func TestACertificateIsRegisteredInASession(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i := inntest.New(t, s)
		boss, now := admin(t, i), i.Clock.Now()
		ca := certtest.New("あおぞら認証局", now)
		takes(t, i, boss, ca)
		g := newGateway(t)
		_, o := i.WithKey(t, "operator-filer")
		filer := inside(t, i, o)
		_, x := i.WithKey(t, "other-operator-filer")
		stranger := inside(t, i, x)
		mine := ca.Issue("山﨑 さくら")
		add := func(as access.Scope) func(*http.Request) error {
			return func(r *http.Request) error { return i.AddCertificate(r.Context(), as, r, "社員証") }
		}
		for _, c := range []struct {
			what string
			do   func(*http.Request) error
			want string
		}{
			{"somebody of another organisation", add(stranger), "fault.account.certificate.foreign"},
			{"the person", add(filer), "in"},
			{"a colleague, with the same certificate", add(boss), "fault.account.known"},
			{"to sign in", func(r *http.Request) error { _, err := i.ByCertificate(r.Context(), r); return err }, "in"},
		} {
			g.do = c.do
			if got := g.with(t, &mine); got != c.want {
				t.Errorf("%s: %q, want %q", c.what, got, c.want)
			}
		}
		take := enrolling.Withdraw{Act: store.Act[enrolling.WithdrawTx](i.DB)}
		var ways []enrolling.Credential
		err := store.Read[*store.Tx](i.DB)(t.Context(), boss, func(tx *store.Tx) (err error) {
			ways, err = tx.MemberWays(filer.Person)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range ways {
			err := take.Do(t.Context(), boss, filer.Person, c.ID)
			if (c.Org == boss.Org) != (err == nil) || err != nil && !fault.Is(err, fault.Hidden) {
				t.Errorf("%s of %q: %v", c.Kind, c.Org, err)
			}
		}
		g.do = func(r *http.Request) error { _, err := i.ByCertificate(r.Context(), r); return err }
		if got := g.with(t, &mine); got != "fault.account.unbound" {
			t.Errorf("taken back: %q", got)
		}
	})
}

// The proxy's header is believed from the proxy alone, once, in each form in which proxies write it.
func TestACertificateInAHeader(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	direct := inntest.New(t, s, func(c *login.Config) { c.Header = "Client-Cert" })
	proxied := inntest.New(t, s, func(c *login.Config) { c.Header, c.Proxied = "Client-Cert", true })
	unnamed := inntest.New(t, s, func(c *login.Config) { c.Proxied = true })
	ca := certtest.New("あおぞら認証局", direct.Clock.Now())
	mine := ca.Issue("山﨑 さくら")
	der := base64.StdEncoding.EncodeToString(mine.Leaf.Raw)
	escaped := url.PathEscape(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: mine.Leaf.Raw})))
	ask := func(i *inntest.Inn, values ...string) string {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		for _, v := range values {
			r.Header.Add("Client-Cert", v)
		}
		if p := i.Presented(r); !p.None {
			return p.Subject
		}
		return ""
	}
	const want = "CN=山﨑 さくら"
	for name, v := range map[string]string{"RFC 9440": ":" + der + ":", "PEM": escaped, "base64": der} {
		if got := ask(proxied, v); got != want {
			t.Errorf("%s from the proxy: %q", name, got)
		}
		if got := ask(direct, v); got != "" {
			t.Errorf("%s from a client: %q", name, got)
		}
		if got := ask(unnamed, v); got != "" {
			t.Errorf("%s where no header is named: %q", name, got)
		}
	}
	for name, v := range map[string][]string{"twice": {der, der}, "nothing": {""}, "no base64": {"%%%"}, "another thing": {base64.StdEncoding.EncodeToString([]byte("x"))}, "too long": {strings.Repeat("A", 70<<10)}} {
		if got := ask(proxied, v...); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestReadAuthorityAndItsList(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	now := i.Clock.Now()
	ca, other := certtest.New("甲", now), certtest.New("乙", now)
	a, err := i.ReadAuthority(ca.PEM())
	if err != nil || !strings.Contains(a.Name, "CN=甲") {
		t.Fatal(a, err)
	}
	if b, err := i.ReadAuthority(ca.Cert.Raw); err != nil || b.Name != a.Name {
		t.Errorf("DER: %v", err)
	}
	old := certtest.New("丙", now.AddDate(-3, 0, 0))
	for what, data := range map[string][]byte{
		"fault.authority.read": []byte("これは証明書ではありません"), "fault.authority.expired": old.PEM(),
		"fault.authority.private": append(ca.PEM(), "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n"...),
	} {
		if _, err := i.ReadAuthority(data); fieldOf(err) != "authority "+what {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, data := range map[string][]byte{
		"fault.authority.list": []byte("x"), "fault.authority.signed": other.Revoke(now), "fault.authority.future": ca.Revoke(now.Add(2 * time.Hour)),
	} {
		if _, err := i.ReadRevocations(a, data); fieldOf(err) != "revoked "+what {
			t.Errorf("%s: %v", what, err)
		}
	}
	if r, err := i.ReadRevocations(a, ca.Revoke(now, ca.Issue("x"))); err != nil || r.Number != 1 || r.Next == 0 {
		t.Errorf("%+v %v", r, err)
	}
}

// fieldOf is the first place and code of a fault.
func fieldOf(err error) string {
	if e, ok := err.(*fault.Error); ok && len(e.Fields) > 0 { //nolint:errorlint // of the door, never wrapped
		return e.Fields[0].Path + " " + e.Fields[0].Code
	}
	return ""
}
