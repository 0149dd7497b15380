package serve_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/login/certtest"
	"kanmin/internal/serve"
)

// config is a house for real on a fresh SQLite database, migrated.
func config(t *testing.T, change ...func(*serve.Config)) serve.Config {
	t.Helper()
	dir := t.TempDir()
	c, err := serve.Load([]string{
		"KANMIN_DATABASE_URL=sqlite:" + filepath.Join(dir, "kanmin.db"), "KANMIN_KEY_FILE=" + filepath.Join(dir, "keys"),
		"KANMIN_BASE_URL=http://localhost:8443", "KANMIN_LISTEN=127.0.0.1:0", "KANMIN_METRICS_LISTEN=127.0.0.1:0", "KANMIN_RESERVE=0",
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range change {
		f(&c)
	}
	if err := serve.Migrate(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	return c
}

// serving runs a house until the test ends and returns its address.
func serving(t *testing.T, c serve.Config) string {
	t.Helper()
	h, err := serve.Open(t.Context(), c, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- h.Serve(ctx, serve.Extra{Ready: func(addr string) { ready <- addr }}) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error("the house did not stop in peace:", err)
		}
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	select {
	case addr := <-ready:
		return addr
	case err := <-done:
		done <- err
		t.Fatal(err)
		return ""
	}
}

func get(t *testing.T, client *http.Client, url string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestAHouseForReal(t *testing.T) {
	t.Parallel()
	addr := serving(t, config(t))
	for path, want := range map[string]int{
		"/healthz": 200, "/readyz": 200, "/": 200, "/signin": 200, "/api/v1/openapi.json": 200,
		"/signin/demo": 404, "/operator/home": 200, "/nowhere": 404, "/api/v1/reports": 401, "/metrics": 404,
	} {
		if status, body := get(t, http.DefaultClient, "http://"+addr+path); status != want {
			t.Errorf("%s: %d, want %d: %.200s", path, status, want, body)
		}
	}
	if _, body := get(t, http.DefaultClient, "http://"+addr+"/readyz"); !strings.Contains(body, `"sequencer_pending":0`) {
		t.Errorf("readyz does not tell the sequencer's lag: %s", body)
	}
}

func TestOneProcessForOneFile(t *testing.T) {
	t.Parallel()
	c := config(t)
	serving(t, c)
	if _, err := serve.Open(t.Context(), c, io.Discard); err == nil || !strings.Contains(err.Error(), "in use") {
		t.Errorf("a second process opened the same database: %v", err)
	}
}

func TestNoServingWithoutSchemaOrKeys(t *testing.T) {
	t.Parallel()
	c := config(t)
	other := c
	other.DatabaseURL = "sqlite:" + filepath.Join(t.TempDir(), "empty.db")
	if _, err := serve.Open(t.Context(), other, io.Discard); err == nil || !strings.Contains(err.Error(), "kanmin migrate") {
		t.Errorf("an empty database: %v", err)
	}
	other = c
	other.KeyFile = filepath.Join(t.TempDir(), "none")
	if _, err := serve.Open(t.Context(), other, io.Discard); err == nil || !strings.Contains(err.Error(), "KANMIN_KEY_FILE") {
		t.Errorf("no key file: %v", err)
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	cert, key, pool := selfSigned(t)
	addr := serving(t, config(t, func(c *serve.Config) { c.BaseURL, c.TLSCert, c.TLSKey = "https://kanmin.example", cert, key }))
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "kanmin.example", MinVersion: tls.VersionTLS13}}}
	if status, body := get(t, client, "https://"+addr+"/healthz"); status != http.StatusOK {
		t.Errorf("%d %s", status, body)
	}
	if status, _ := get(t, http.DefaultClient, "http://"+addr+"/healthz"); status == http.StatusOK {
		t.Error("plain HTTP was answered on a TLS listener")
	}
}

// Browsers are asked for a certificate on the listener that is for it, and nowhere else: the page there shows what they
// showed, in a real handshake, and the page elsewhere leads there.
func TestTheListenerThatAsksForCertificates(t *testing.T) {
	t.Parallel()
	cert, key, pool := selfSigned(t)
	port := freePort(t)
	addr := serving(t, config(t, func(c *serve.Config) {
		c.BaseURL, c.TLSCert, c.TLSKey, c.CertListen = "https://kanmin.example", cert, key, "127.0.0.1:"+port
	}))
	ca := certtest.New("あおぞら認証局", time.Now())
	mine := ca.Issue("山﨑 さくら")
	client := func(certs ...tls.Certificate) *http.Client {
		return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "kanmin.example", MinVersion: tls.VersionTLS13, Certificates: certs}}}
	}
	for _, c := range []struct {
		what, at string
		client   *http.Client
		want     string
	}{
		{"with a certificate, where it is asked for", "127.0.0.1:" + port, client(mine), "山﨑 さくら"},
		{"without one", "127.0.0.1:" + port, client(), `href="https://kanmin.example:` + port + `/signin/certificate"`},
		{"with one, where nobody asks", addr, client(mine), `href="https://kanmin.example:` + port + `/signin/certificate"`},
	} {
		if status, body := get(t, c.client, "https://"+c.at+"/signin/certificate"); status != http.StatusOK || !strings.Contains(body, c.want) {
			t.Errorf("%s: %d, no %s in %.3000s", c.what, status, c.want, body)
		}
	}
	if status, body := get(t, client(), "https://"+addr+"/signin"); status != http.StatusOK || !strings.Contains(body, "/signin/certificate?return=") {
		t.Errorf("the sign-in page does not lead there: %d", status)
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err := errors.Join(err, l.Close()); err != nil {
		t.Fatal(err)
	}
	return port
}

func TestOnlyTheNamedProxyMayConnect(t *testing.T) {
	t.Parallel()
	proxied := func(from string) (int, string) {
		addr := serving(t, config(t, func(c *serve.Config) { c.BaseURL, c.TrustedProxy = "https://kanmin.example", from }))
		return get(t, &http.Client{Transport: &http.Transport{}}, "http://"+addr+"/healthz")
	}
	if status, body := proxied("127.0.0.1/32"); status != http.StatusOK {
		t.Errorf("the proxy: %d %s", status, body)
	}
	if status, _ := proxied("192.0.2.1/32"); status != 0 {
		t.Errorf("somebody else was answered: %d", status)
	}
}

// selfSigned writes a certificate of kanmin.example.
func selfSigned(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"kanmin.example"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return cert, key, pool
}
