package login

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// Client certificates (クライアント証明書). TLS has seen to it that whoever shows one holds its key; whose it is says the
// organisation whose authority signed it, and the way in that was registered with it. A certificate is known by its key, so
// that one renewed with the same key stays the same way in.

// Bounds of what is shown and handed in.
const (
	chainLimit  = 8
	headerLimit = 64 << 10
	listLimit   = 100_000 // certificates on a revocation list
)

func certificateFault(code string) error {
	return fault.New(fault.Invalid, code, nil)
}

// shown returns the certificate that a request came with, and what the browser sent along with it; nil: none. The proxy's
// header is believed only where connections come from the proxy alone.
func (d *Door) shown(r *http.Request) (leaf *x509.Certificate, chain []*x509.Certificate) {
	if d.Proxied && d.Header != "" {
		values := r.Header.Values(d.Header)
		if len(values) != 1 || len(values[0]) > headerLimit {
			return nil, nil // none, or somebody added one
		}
		c, err := x509.ParseCertificate(headerDER(values[0]))
		if err != nil {
			return nil, nil
		}
		return c, nil
	}
	if d.Proxied || r.TLS == nil || len(r.TLS.PeerCertificates) == 0 {
		return nil, nil
	}
	return r.TLS.PeerCertificates[0], r.TLS.PeerCertificates[1:min(len(r.TLS.PeerCertificates), chainLimit)]
}

// headerDER reads the three forms in which proxies write a certificate: RFC 9440 (:base64:), escaped PEM, base64 alone.
func headerDER(s string) []byte {
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, ":"); ok {
		s = strings.TrimSuffix(inner, ":")
	} else if plain, err := url.PathUnescape(s); err == nil && strings.Contains(plain, "BEGIN") {
		if b, _ := pem.Decode([]byte(plain)); b != nil {
			return b.Bytes
		}
	}
	der, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return nil
	}
	return der
}

// Presented says what certificate a request came with, for people to look at.
func (d *Door) Presented(r *http.Request) enrolling.Presented {
	c, _ := d.shown(r)
	if c == nil {
		return enrolling.Presented{None: true}
	}
	return enrolling.Presented{Subject: c.Subject.String(), Issuer: c.Issuer.String(), Serial: c.SerialNumber.Text(16), Until: ident.At(c.NotAfter)}
}

// handle is by what a certificate is known: the digest of its key.
func handle(c *x509.Certificate) []byte {
	sum := sha256.Sum256(c.RawSubjectPublicKeyInfo)
	return sum[:]
}

// vouched judges a certificate against the authorities of one organisation: signed by one of them, for clients, in force,
// on no list of revoked ones.
func vouched(leaf *x509.Certificate, chain []*x509.Certificate, list []enrolling.Authority, now time.Time) error {
	if now.Before(leaf.NotBefore) || now.After(leaf.NotAfter) {
		return certificateFault("fault.account.certificate.expired")
	}
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	for _, a := range list {
		if c, err := x509.ParseCertificate(a.DER); err == nil {
			roots.AddCert(c)
		}
	}
	for _, c := range chain {
		between.AddCert(c)
	}
	paths, err := leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	if err != nil {
		return certificateFault("fault.account.certificate.foreign")
	}
	for _, path := range paths {
		if good, err := unrevoked(path, list); err != nil || good {
			return err
		}
	}
	return certificateFault("fault.account.certificate.revoked")
}

// unrevoked reports whether no certificate of a path is on the list of the authority that signed it.
func unrevoked(path []*x509.Certificate, list []enrolling.Authority) (bool, error) {
	for _, a := range list {
		if len(a.Revoked.DER) == 0 {
			continue
		}
		revoked, err := x509.ParseRevocationList(a.Revoked.DER)
		if err != nil {
			return false, err // it was read when it was handed in
		}
		for _, c := range path {
			if !bytes.Equal(c.RawIssuer, revoked.RawIssuer) {
				continue
			}
			for _, e := range revoked.RevokedCertificateEntries {
				if e.SerialNumber.Cmp(c.SerialNumber) == 0 {
					return false, nil
				}
			}
		}
	}
	return true, nil
}

// chained is what is kept of a certificate that was shown: it and what came along, so that it can be judged again when whom
// the organisation trusts has changed.
func chained(leaf *x509.Certificate, chain []*x509.Certificate) json.RawMessage {
	der := [][]byte{leaf.Raw}
	for _, c := range chain {
		der = append(der, c.Raw)
	}
	b, err := json.Marshal(der)
	if err != nil {
		return nil // bytes only: it cannot fail, and nothing kept is not vouched for
	}
	return b
}

// Vouched judges a certificate again by what was kept of it when it was shown last.
func Vouched(kept json.RawMessage, list []enrolling.Authority, now ident.Instant) bool {
	var der [][]byte
	if json.Unmarshal(kept, &der) != nil {
		return false
	}
	var certs []*x509.Certificate
	for _, b := range der {
		c, err := x509.ParseCertificate(b)
		if err != nil {
			return false
		}
		certs = append(certs, c)
	}
	return len(certs) > 0 && vouched(certs[0], certs[1:], list, now.Time()) == nil
}

// judged is vouched by the authorities of an organisation as they are now.
func (d *Door) judged(ctx context.Context, s access.Scope, r *http.Request, org ident.Org) (*x509.Certificate, error) {
	leaf, chain := d.shown(r)
	if leaf == nil {
		return nil, certificateFault("fault.account.certificate.none")
	}
	var list []enrolling.Authority
	err := d.Read(ctx, s, func(tx ReadTx) (err error) {
		list, err = tx.AuthoritiesOf(org)
		return err
	})
	if err == nil {
		err = vouched(leaf, chain, list, d.Now())
	}
	return leaf, err
}

// ByCertificate opens a session for the certificate that a request came with.
func (d *Door) ByCertificate(ctx context.Context, r *http.Request) (o enrolling.Opened, err error) {
	s := d.nobody()
	if err := d.crowded(ctx, s); err != nil {
		return o, err
	}
	leaf, chain := d.shown(r)
	if leaf == nil {
		return o, certificateFault("fault.account.certificate.none")
	}
	var known enrolling.Credential
	err = d.Read(ctx, s, func(tx ReadTx) (err error) {
		known, err = tx.CredentialBy(enrolling.Certificate, handle(leaf))
		return err
	})
	if fault.Is(err, fault.Hidden) {
		return o, fault.New(fault.Denied, "fault.account.unbound", nil)
	}
	if err != nil {
		return o, err
	}
	if _, err := d.judged(ctx, s, r, known.Org); err != nil {
		return o, err
	}
	if o, err = d.signIn.Bearer(ctx, s, enrolling.Borne{Kind: enrolling.Certificate, Handle: handle(leaf), Key: chained(leaf, chain)}); err == nil {
		d.welcome(ctx, s.At)
	}
	return o, err
}

// AddCertificate registers the certificate that a request came with for somebody who is signed in, under the organisation
// for which they act.
func (d *Door) AddCertificate(ctx context.Context, s access.Scope, r *http.Request, label string) error {
	leaf, err := d.judged(ctx, s, r, s.Org)
	if err != nil {
		return err
	}
	_, chain := d.shown(r)
	_, err = d.add.Do(ctx, s, enrolling.Credential{Kind: enrolling.Certificate, Handle: handle(leaf), Key: chained(leaf, chain), Label: label})
	return err
}

// AcceptCertificate takes up an invitation with the certificate that a request came with, and opens a session.
func (d *Door) AcceptCertificate(ctx context.Context, r *http.Request, accepting, label string) (o enrolling.Opened, err error) {
	s := d.nobody()
	begun, err := d.peek(ctx, s, enrolling.CeremonyAccept, accepting)
	if err != nil {
		return o, err
	}
	leaf, err := d.judged(ctx, s, r, begun.Body.Org)
	if err != nil {
		return o, err
	}
	_, chain := d.shown(r)
	return d.accept.Do(ctx, s, accepting, enrolling.Credential{Kind: enrolling.Certificate, Org: begun.Body.Org, Handle: handle(leaf), Key: chained(leaf, chain), Label: label})
}

// block takes the bytes of the first PEM block of a kind, or the whole where it is none.
func block(data []byte, kind string) []byte {
	for rest := data; ; {
		var b *pem.Block
		if b, rest = pem.Decode(rest); b == nil {
			return data
		}
		if b.Type == kind {
			return b.Bytes
		}
	}
}

// ReadAuthority reads the certificate of an authority, or of one person, from PEM or DER. A private key that came along is
// refused before anything is kept.
func (d *Door) ReadAuthority(data []byte) (a enrolling.Authority, err error) {
	if bytes.Contains(data, []byte("PRIVATE KEY")) {
		return a, placed("authority", "fault.authority.private")
	}
	c, err := x509.ParseCertificate(block(data, "CERTIFICATE"))
	switch {
	case err != nil:
		return a, placed("authority", "fault.authority.read")
	case d.Now().After(c.NotAfter):
		return a, placed("authority", "fault.authority.expired")
	case errors.Is(c.CheckSignatureFrom(c), x509.InsecureAlgorithmError(c.SignatureAlgorithm)):
		return a, placed("authority", "fault.authority.weak")
	}
	return enrolling.Authority{Name: c.Subject.String(), Until: ident.At(c.NotAfter), DER: c.Raw}, nil
}

// ReadRevocations reads an authority's list of what it revoked (CRL) from PEM or DER; it must be signed by the authority.
func (d *Door) ReadRevocations(a enrolling.Authority, data []byte) (r enrolling.Revocations, err error) {
	list, err := x509.ParseRevocationList(block(data, "X509 CRL"))
	if err != nil {
		return r, placed("revoked", "fault.authority.list")
	}
	signer, err := x509.ParseCertificate(a.DER)
	if err != nil {
		return r, err
	}
	switch {
	case list.CheckSignatureFrom(signer) != nil:
		return r, placed("revoked", "fault.authority.signed")
	case len(list.RevokedCertificateEntries) > listLimit:
		return r, placed("revoked", "fault.authority.large")
	case list.ThisUpdate.After(d.Now().Add(time.Hour)):
		return r, placed("revoked", "fault.authority.future")
	}
	r = enrolling.Revocations{DER: list.Raw, At: ident.At(list.ThisUpdate), Number: len(list.RevokedCertificateEntries)}
	if !list.NextUpdate.IsZero() {
		r.Next = ident.At(list.NextUpdate)
	}
	return r, nil
}

func placed(field, code string) error {
	var l fault.List
	l.Add(field, code, nil)
	return l.Err()
}
