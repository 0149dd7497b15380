package login_test

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/login"
	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/adapter/out/dial"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

const clientID, clientSecret = "kanmin", "the client's secret"

// The 法人番号 of the world's grid company and of its generation company.
const gridNumber, otherNumber = "8000012050001", "7000012050002"

// abroad is another house's sign-in, which does what the test says.
type abroad struct {
	*httptest.Server
	key       *rsa.PrivateKey
	challenge string
	token     func(claims map[string]any) any // what stands as id_token; nil: a good one
	claims    map[string]any
	asked     int
}

func newAbroad(t *testing.T, key *rsa.PrivateKey) *abroad {
	t.Helper()
	a := &abroad{key: key}
	mux := http.NewServeMux()
	say := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(v); err != nil {
			t.Error(err)
		}
	}
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		say(w, map[string]any{
			"issuer": a.URL, "authorization_endpoint": a.URL + "/authorize", "token_endpoint": a.URL + "/token", "jwks_uri": a.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256", "none", "HS256"},
		})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		say(w, map[string]any{"keys": []any{map[string]string{"kty": "RSA", "kid": "k1", "alg": "RS256", "use": "sig", "n": b64(key.N.Bytes()), "e": b64(big.NewInt(int64(key.E)).Bytes())}}})
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		a.asked++
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		if b64(sum[:]) != a.challenge {
			http.Error(w, "invalid_grant", http.StatusBadRequest)
			return
		}
		var id any = sign(t, key, map[string]any{"alg": "RS256", "kid": "k1"}, a.claims)
		if a.token != nil {
			id = a.token(a.claims)
		}
		say(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": id})
	})
	a.Server = httptest.NewServer(mux)
	t.Cleanup(a.Close)
	return a
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func part(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b64(b)
}

func sign(t *testing.T, key *rsa.PrivateKey, header, claims map[string]any) string {
	t.Helper()
	body := part(t, header) + "." + part(t, claims)
	sum := sha256.Sum256([]byte(body))
	s, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return body + "." + b64(s)
}

// grounds are a door with two other houses, one of which says 法人番号.
func grounds(t *testing.T) (i *inntest.Inn, one, two *abroad, boss access.Scope, key *rsa.PrivateKey) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	one, two = newAbroad(t, key), newAbroad(t, key)
	i = inntest.New(t, stagetest.SQLite(t), func(c *login.Config) {
		name := text.Both{Ja: "試験の認証サービス", En: "Test service"}
		c.Providers = []login.Provider{
			{Key: "one", Name: name, Issuer: one.URL, ClientID: clientID, ClientSecret: clientSecret, CorporateClaim: "corp"},
			{Key: "two", Name: name, Issuer: two.URL, ClientID: clientID, ClientSecret: clientSecret},
		}
		c.Out = dial.Out{Ports: []uint16{c.Providers[0].Port(), c.Providers[1].Port()}, Inside: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}.Client(5 * time.Second)
	})
	boss = admin(t, i)
	if err := setMethods(i).Do(t.Context(), boss, enrolling.Methods{enrolling.Passkey, enrolling.OIDC}); err != nil {
		t.Fatal(err)
	}
	return i, one, two, boss, key
}

// depart begins; a good set of claims is ready.
func depart(t *testing.T, i *inntest.Inn, a *abroad, v enrolling.Departure) (state string) {
	t.Helper()
	to, held, err := i.Depart(t.Context(), access.Scope{}, v)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if q.Get("state") != held || q.Get("code_challenge_method") != "S256" || q.Get("nonce") == "" || q.Get("redirect_uri") != inntest.Origin+"/signin/oidc/"+v.Key || !strings.HasPrefix(to, a.URL+"/authorize?") {
		t.Fatalf("the way out: %s", to)
	}
	a.challenge = q.Get("code_challenge")
	now := i.Clock.Now()
	a.claims = map[string]any{
		"iss": a.URL, "sub": "subject-1", "aud": clientID, "nonce": q.Get("nonce"), "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(),
		"email": "operator-filer@example.jp", "email_verified": true, "corp": gridNumber,
	}
	return held
}

func arrive(t *testing.T, i *inntest.Inn, key, state string) (enrolling.Arrival, error) {
	t.Helper()
	return i.Arrive(t.Context(), access.Scope{}, key, state, url.Values{"state": {state}, "code": {"c"}})
}

// bound accepts an invitation with a token.
func bound(t *testing.T, i *inntest.Inn, a *abroad, change map[string]any) error {
	t.Helper()
	link, code := i.Invite(t, "operator-filer")
	half, err := i.Admit(t.Context(), link, code)
	if err != nil {
		t.Fatal(err)
	}
	state := depart(t, i, a, enrolling.Departure{Key: "one", For: enrolling.ForAccept, Half: half})
	maps.Copy(a.claims, change)
	_, err = arrive(t, i, "one", state)
	return err
}

func TestTokensThatAreNone(t *testing.T) {
	t.Parallel()
	i, one, _, _, key := grounds(t)
	if err := bound(t, i, one, nil); err != nil {
		t.Fatal(err)
	}
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	good := map[string]any{"alg": "RS256", "kid": "k1"}
	with := func(name string, value any) func(map[string]any) any {
		return func(c map[string]any) any { c[name] = value; return sign(t, key, good, c) }
	}
	for name, token := range map[string]func(map[string]any) any{
		"alg none":         func(c map[string]any) any { return part(t, map[string]any{"alg": "none"}) + "." + part(t, c) + "." },
		"alg None, signed": func(c map[string]any) any { return sign(t, key, map[string]any{"alg": "None", "kid": "k1"}, c) },
		"HS256 by the client's secret": func(c map[string]any) any {
			body := part(t, map[string]any{"alg": "HS256"}) + "." + part(t, c)
			m := hmac.New(sha256.New, []byte(clientSecret))
			m.Write([]byte(body))
			return body + "." + b64(m.Sum(nil))
		},
		"HS256 by the public key": func(c map[string]any) any {
			body := part(t, map[string]any{"alg": "HS256", "kid": "k1"}) + "." + part(t, c)
			m := hmac.New(sha256.New, key.N.Bytes())
			m.Write([]byte(body))
			return body + "." + b64(m.Sum(nil))
		},
		"another key": func(c map[string]any) any { return sign(t, stranger, good, c) },
		"a kid that climbs": func(c map[string]any) any {
			return sign(t, stranger, map[string]any{"alg": "RS256", "kid": "../../../../dev/null"}, c)
		},
		"a kid with SQL": func(c map[string]any) any {
			return sign(t, stranger, map[string]any{"alg": "RS256", "kid": "' OR '1'='1"}, c)
		},
		"a key of its own": func(c map[string]any) any {
			return sign(t, stranger, map[string]any{"alg": "RS256", "jwk": map[string]string{"kty": "RSA", "n": b64(stranger.N.Bytes()), "e": "AQAB"}}, c)
		},
		"another issuer":      with("iss", "https://evil.example"),
		"the issuer with a /": with("iss", one.URL+"/"),
		"another audience":    with("aud", "somebody"),
		"two audiences":       with("aud", []string{clientID, "somebody"}),
		"for another party":   with("azp", "somebody"),
		"no audience":         with("aud", nil),
		"another nonce":       with("nonce", "x"),
		"no nonce":            with("nonce", nil),
		"expired":             with("exp", i.Clock.Now().Add(-time.Second).Unix()),
		"never expires":       with("exp", nil),
		"issued in an hour":   with("iat", i.Clock.Now().Add(time.Hour).Unix()),
		"no subject":          with("sub", nil),
		"an empty subject":    with("sub", ""),
		"a subject with NUL":  with("sub", "subject-1\x00"),
		"a subject of a page": with("sub", strings.Repeat("a", 256)),
		"not a token":         func(map[string]any) any { return "x.y.z" },
		"nothing":             func(map[string]any) any { return nil },
		"a number":            func(map[string]any) any { return 7 },
		"a megabyte":          func(map[string]any) any { return strings.Repeat("a", 1<<19) },
		"one letter changed":  func(c map[string]any) any { s := sign(t, key, good, c); return s[:len(s)-9] + "AAAA" + s[len(s)-5:] },
	} {
		state := depart(t, i, one, enrolling.Departure{Key: "one", For: enrolling.ForSignIn})
		one.token = token
		a, err := arrive(t, i, "one", state)
		one.token = nil
		if inntest.CodeOf(err) != "fault.account.provider" || a.Opened.Secret != "" {
			t.Errorf("%s: %v, session %v", name, err, a.Opened.Secret != "")
		}
	}
	a, err := arrive(t, i, "one", depart(t, i, one, enrolling.Departure{Key: "one", For: enrolling.ForSignIn, Return: "/notices"}))
	if err != nil || a.Opened.Session.Person != i.As("operator-filer").Person || a.Opened.Session.Method != enrolling.OIDC || a.Return != "/notices" {
		t.Errorf("control: the truth: %+v, %v", a, err)
	}
}

func TestAnInvitationIsForItsOrganisation(t *testing.T) {
	t.Parallel()
	i, one, _, _, _ := grounds(t) //nolint:dogsled // the rest is for others
	inntest.WantFault(t, "another organisation's token for an invitation", bound(t, i, one, map[string]any{"corp": otherNumber}), fault.Denied, "fault.account.corporate")
}

func TestAStateIsGoodOnceAndInOneBrowser(t *testing.T) {
	t.Parallel()
	i, one, two, _, _ := grounds(t)
	if err := bound(t, i, one, nil); err != nil {
		t.Fatal(err)
	}
	in := enrolling.Departure{Key: "one", For: enrolling.ForSignIn}
	state := depart(t, i, one, in)
	if _, err := arrive(t, i, "one", state); err != nil {
		t.Fatal(err)
	}
	asked := one.asked
	_, err := arrive(t, i, "one", state)
	inntest.WantFault(t, "a state twice", err, fault.Invalid, "fault.account.stale")

	state = depart(t, i, one, in)
	for name, held := range map[string]string{"another browser": strings.Repeat("0", 52), "a browser that holds nothing": ""} {
		_, err := i.Arrive(t.Context(), access.Scope{}, "one", held, url.Values{"state": {state}, "code": {"c"}})
		inntest.WantFault(t, name, err, fault.Invalid, "fault.account.stale")
	}
	_, err = arrive(t, i, "two", state)
	inntest.WantFault(t, "another house answers", err, fault.Invalid, "fault.account.provider")
	state = depart(t, i, one, in)
	_, err = i.Arrive(t.Context(), access.Scope{}, "one", state, url.Values{"state": {state}, "code": {"c"}, "iss": {"https://evil.example"}})
	inntest.WantFault(t, "a mix-up", err, fault.Invalid, "fault.account.provider")
	if one.asked != asked {
		t.Errorf("the other house was asked %d times for what is refused before", one.asked-asked)
	}
	state = depart(t, i, one, in)
	one.challenge = "another browser's"
	_, err = arrive(t, i, "one", state)
	inntest.WantFault(t, "a code of another browser", err, fault.Invalid, "fault.account.provider")
	state = depart(t, i, one, in)
	i.Clock.Set(i.Clock.Now().Add(11 * time.Minute))
	_, err = arrive(t, i, "one", state)
	inntest.WantFault(t, "eleven minutes later", err, fault.Invalid, "fault.account.stale")
	// The same subject and the same e-mail address of another issuer are somebody else.
	_, err = arrive(t, i, "two", depart(t, i, two, enrolling.Departure{Key: "two", For: enrolling.ForSignIn}))
	inntest.WantFault(t, "the same from another issuer", err, fault.Denied, "fault.account.unbound")
	// A new representative is a new subject: nobody yet, and nothing is made.
	state = depart(t, i, one, in)
	one.claims["sub"] = "subject-2"
	_, err = arrive(t, i, "one", state)
	inntest.WantFault(t, "another subject with the same e-mail", err, fault.Denied, "fault.account.unbound")
	for name, corp := range map[string]any{"another organisation": otherNumber, "no organisation": nil, "no 法人番号": "8000012050002"} {
		state = depart(t, i, one, in)
		one.claims["corp"] = corp
		if a, err := arrive(t, i, "one", state); err == nil {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func TestReadProviders(t *testing.T) {
	t.Parallel()
	good := `[{"key":"gbizid","name":{"ja":"GビズID","en":"GbizID"},"issuer":"https://id.example","client_id":"x","scopes":["profile"]}]`
	list, err := login.ReadProviders([]byte(good))
	if err != nil || len(list) != 1 || strings.Join(list[0].Scopes, " ") != "openid profile" || list[0].Port() != 443 {
		t.Fatalf("%+v, %v", list, err)
	}
	for name, bad := range map[string]string{
		"not a list": `{}`, "an unknown name": strings.Replace(good, `"scopes"`, `"scope"`, 1), "a key with a slash": strings.Replace(good, "gbizid", "../x", 1),
		"plain HTTP": strings.Replace(good, "https:", "http:", 1), "no host": strings.Replace(good, "https://id.example", "x", 1), "a user": strings.Replace(good, "https://", "https://a:b@", 1),
		"no name": strings.Replace(good, "GビズID", "", 1), "the same key twice": good[:len(good)-1] + "," + good[1:], "more": good + "[]",
	} {
		if _, err := login.ReadProviders([]byte(bad)); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}
