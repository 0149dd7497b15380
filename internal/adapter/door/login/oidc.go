package login

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/enrolling"
)

// oidcLife bounds the time at the other house's sign-in; tokenLeeway is how far its clock may be off.
const (
	oidcLife    = 10 * time.Minute
	tokenLeeway = time.Minute
)

// Provider is one issuer of identities (OpenID Connect), as the operator of this house sets it. People are bound by issuer
// and subject; nothing else of a token says who somebody is.
type Provider struct {
	Key          string    `json:"key"` // in addresses: gbizid
	Name         text.Both `json:"name"`
	Issuer       string    `json:"issuer"`
	ClientID     string    `json:"client_id"`
	ClientSecret string    `json:"client_secret"`
	Scopes       []string  `json:"scopes"`
	// CorporateClaim names the claim with the 法人番号; where it is set, only hats of that organisation are opened.
	CorporateClaim string `json:"corporate_number_claim"`
}

// Port is where the issuer is called.
func (p Provider) Port() uint16 {
	u, err := url.Parse(p.Issuer)
	if err != nil {
		return 0
	}
	if n, err := strconv.ParseUint(u.Port(), 10, 16); err == nil {
		return uint16(n)
	}
	return 443
}

// plain reports whether an address is called without TLS, which only this machine may be.
func plain(u *url.URL) bool {
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Scheme == "http" && (u.Hostname() == "localhost" || err == nil && ip.IsLoopback())
}

var goodKey = regexp.MustCompile(`^[a-z][a-z0-9-]{0,30}$`)

// ReadProviders reads a list of issuers (KANMIN_OIDC_FILE); what is wrong is said with its place.
func ReadProviders(data []byte) (list []Provider, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("not a list of issuers: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something stands after the list of issuers")
	}
	for i, p := range list {
		u, err := url.Parse(p.Issuer)
		switch {
		case !goodKey.MatchString(p.Key) || slices.ContainsFunc(list[:i], func(q Provider) bool { return q.Key == p.Key }):
			return nil, fmt.Errorf("issuer %d: key %q: small letters, digits and hyphens, once each", i+1, p.Key)
		case err != nil || u.Host == "" || u.Scheme != "https" && !plain(u) || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
			return nil, fmt.Errorf("issuer %d: %q is not https://HOST", i+1, p.Issuer)
		case p.Name.Ja == "" || p.Name.En == "" || p.ClientID == "":
			return nil, fmt.Errorf("issuer %d: name.ja, name.en and client_id are needed", i+1)
		}
		if !slices.Contains(p.Scopes, oidc.ScopeOpenID) {
			list[i].Scopes = append([]string{oidc.ScopeOpenID}, p.Scopes...)
		}
	}
	return list, nil
}

// issuer is a provider with what it says of itself, which is asked for when it is first needed and kept.
type issuer struct {
	Provider
	mu    sync.Mutex
	about *oidc.Provider
}

func (i *issuer) discover(ctx context.Context) (*oidc.Provider, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.about == nil {
		about, err := oidc.NewProvider(ctx, i.Issuer)
		if err != nil {
			return nil, &fault.Error{Kind: fault.Unavailable, Code: "fault.account.provider.away", Err: err}
		}
		i.about = about
	}
	return i.about, nil
}

// Abroad lists other houses' sign-ins for pages.
func (d *Door) Abroad() (list []enrolling.Issuer) {
	for _, i := range d.issuers {
		u, err := url.Parse(i.Issuer)
		if err == nil {
			list = append(list, enrolling.Issuer{Key: i.Key, Name: i.Name, Host: u.Host})
		}
	}
	return list
}

func (d *Door) issuer(key string) (*issuer, error) {
	at := slices.IndexFunc(d.issuers, func(i *issuer) bool { return i.Key == key })
	if at < 0 {
		return nil, fault.Absent()
	}
	return d.issuers[at], nil
}

// strong are the signatures that a token may bear: never none, never a shared secret.
var strong = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}

// out is the context in which go-oidc and oauth2 call: through the one egress dialer.
func (d *Door) out(ctx context.Context) context.Context { return oidc.ClientContext(ctx, d.Out) }

func (d *Door) oauth(i *issuer, about *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: i.ClientID, ClientSecret: i.ClientSecret, Endpoint: about.Endpoint(), Scopes: i.Scopes, RedirectURL: d.Base.JoinPath("signin/oidc", i.Key).String(),
	}
}

// Depart begins a sign-in at another house; to is where the browser goes, secret what it holds meanwhile.
func (d *Door) Depart(ctx context.Context, s access.Scope, v enrolling.Departure) (to, secret string, err error) {
	i, err := d.issuer(v.Key)
	if err != nil {
		return "", "", err
	}
	if s.At == 0 {
		s = d.nobody()
	}
	about, err := i.discover(d.out(ctx))
	if err != nil {
		return "", "", err
	}
	b := enrolling.CeremonyBody{Provider: i.Key, Verifier: oauth2.GenerateVerifier(), For: v.For, Path: v.Return, Again: v.Again, Half: v.Half}
	if b.Nonce, err = ident.NewSecret(d.Entropy); err != nil {
		return "", "", err
	}
	if secret, err = d.begin(ctx, s, oidcLife, enrolling.Ceremony{Kind: enrolling.CeremonyOIDC, Person: s.Person, Body: b}); err != nil {
		return "", "", err
	}
	more := []oauth2.AuthCodeOption{oidc.Nonce(b.Nonce), oauth2.S256ChallengeOption(b.Verifier)}
	if v.Again {
		more = append(more, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return d.oauth(i, about).AuthCodeURL(secret, more...), secret, nil
}

// Arrive takes what the other house sends back. held is what the browser held meanwhile: without it, somebody else's
// sign-in could be put into this browser. Whatever is wrong with the token, it is one fault.
func (d *Door) Arrive(ctx context.Context, s access.Scope, key, held string, q url.Values) (a enrolling.Arrival, err error) {
	i, err := d.issuer(key)
	if err != nil {
		return a, err
	}
	state := q.Get("state")
	if len(state) != secretLength || subtle.ConstantTimeCompare([]byte(state), []byte(held)) != 1 {
		return a, stale(fault.Absent())
	}
	nobody := d.nobody()
	c, err := d.take(ctx, nobody, enrolling.CeremonyOIDC, state)
	if err != nil {
		return a, err
	}
	a.For, a.Return = c.Body.For, c.Body.Path
	if c.Body.Provider != key || q.Get("error") != "" || q.Get("iss") != "" && q.Get("iss") != i.Issuer { // RFC 9207
		return a, fault.New(fault.Invalid, "fault.account.provider", nil)
	}
	who, err := d.token(ctx, i, c, q.Get("code"))
	if err != nil {
		return a, err
	}
	return a, d.arrived(ctx, s, c, who, &a)
}

// known is whom a token names.
type known struct {
	handle    []byte
	label     string
	corporate string // 法人番号, where the provider is set to say it
}

// token exchanges the code and checks what comes back.
func (d *Door) token(ctx context.Context, i *issuer, c enrolling.Ceremony, code string) (k known, err error) {
	wrong := func(err error) error {
		return &fault.Error{Kind: fault.Invalid, Code: "fault.account.provider", Err: err}
	}
	about, err := i.discover(d.out(ctx))
	if err != nil {
		return k, err
	}
	t, err := d.oauth(i, about).Exchange(d.out(ctx), code, oauth2.VerifierOption(c.Body.Verifier))
	if err != nil {
		return k, wrong(err)
	}
	raw, ok := t.Extra("id_token").(string)
	if !ok || len(raw) > 64<<10 {
		return k, wrong(errors.New("no id_token"))
	}
	id, err := about.VerifierContext(d.out(ctx), &oidc.Config{ClientID: i.ClientID, SupportedSigningAlgs: strong, Now: d.Now}).Verify(d.out(ctx), raw)
	if err != nil {
		return k, wrong(err)
	}
	var said map[string]any
	if err := id.Claims(&said); err != nil {
		return k, wrong(err)
	}
	if err := d.sound(i, c, id, said); err != nil {
		return k, wrong(err)
	}
	k = known{handle: []byte(id.Issuer + "\x00" + id.Subject), label: i.Name.Ja}
	if i.CorporateClaim != "" {
		k.corporate, _ = said[i.CorporateClaim].(string)
		if !party.CheckCorporateNumber(k.corporate) {
			return k, fault.New(fault.Denied, "fault.account.corporate.none", nil)
		}
	}
	return k, nil
}

// sound checks what the library leaves to us.
func (d *Door) sound(i *issuer, c enrolling.Ceremony, id *oidc.IDToken, said map[string]any) error {
	now := d.Now()
	switch azp, has := said["azp"].(string); {
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(c.Body.Nonce)) != 1:
		return errors.New("another nonce")
	case id.Subject == "" || len(id.Subject) > 255 || strings.ContainsRune(id.Subject, 0):
		return errors.New("no subject")
	case has && azp != i.ClientID || !has && len(id.Audience) > 1:
		return errors.New("for another party")
	case id.IssuedAt.After(now.Add(tokenLeeway)):
		return errors.New("issued in the future")
	}
	if at, ok := said["auth_time"].(float64); c.Body.Again && ok && now.Add(-enrolling.RecentLife).After(time.Unix(int64(at), 0).Add(tokenLeeway)) {
		return errors.New("waved through")
	}
	return nil
}

// arrived does what somebody went there for.
func (d *Door) arrived(ctx context.Context, s access.Scope, c enrolling.Ceremony, k known, a *enrolling.Arrival) (err error) {
	credential := enrolling.Credential{Kind: enrolling.OIDC, Handle: k.handle, Label: k.label}
	switch c.Body.For {
	case enrolling.ForSignIn:
		a.Opened, err = d.signIn.Bearer(ctx, d.nobody(), enrolling.Borne{Kind: enrolling.OIDC, Handle: k.handle, Corporate: k.corporate})
		if err == nil {
			d.welcome(ctx, d.at())
		}
		return err
	case enrolling.ForAccept:
		begun, err := d.peek(ctx, d.nobody(), enrolling.CeremonyAccept, c.Body.Half)
		if err != nil {
			return err
		}
		if k.corporate != "" && begun.Body.Corporate != k.corporate {
			return fault.New(fault.Denied, "fault.account.corporate", nil)
		}
		a.Opened, err = d.accept.Do(ctx, d.nobody(), c.Body.Half, credential)
		return err
	case enrolling.ForAdd:
		if s.Person == "" || s.Person != c.Person {
			return stale(fault.Absent())
		}
		_, err := d.add.Do(ctx, s, credential)
		return err
	}
	return fault.Absent()
}

// AwayCookie is what the browser holds while somebody is at another house's sign-in.
func (d *Door) AwayCookie(secret string) *http.Cookie {
	c := d.Cookie(secret) //nolint:gosec // as Cookie
	c.Name, c.MaxAge = d.awayName(), int(oidcLife.Seconds())
	if secret == "" {
		c.MaxAge = -1
	}
	return c
}

// Away is what AwayCookie holds; "" when there is none.
func (d *Door) Away(r *http.Request) string {
	c, err := r.Cookie(d.awayName())
	if err != nil || len(c.Value) != secretLength {
		return ""
	}
	return c.Value
}

func (d *Door) awayName() string { return strings.Replace(d.cookieName(), "session", "away", 1) }
