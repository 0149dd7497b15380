package harness

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/enrolling"
)

// At every address of the API a token that ran out, was ended, comes from elsewhere or was never issued is one answer, nothing is
// written, and what it names is not looked up; one that is narrowed to something else is refused. The control: the same call with a
// token of what the route asks for is answered as with a token of everything.
func TestEveryRouteOfTheAPIAsksTheToken(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	drawer := tokens{house: h, held: map[string]*principal{}}
	routes := 0
	for _, r := range h.bind() {
		if !strings.HasPrefix(r.path, "/api/") || r.Needs == (access.Permission{}) {
			continue
		}
		p, c, ok := h.whoMay(r)
		if !ok {
			t.Errorf("%s serves nobody in the scene", r.Pattern)
			continue
		}
		routes++
		h.refusesTokens(&drawer, p, c)
		h.narrows(&drawer, p, c)
	}
	if routes < 100 {
		t.Errorf("only %d routes of the API", routes)
	}
}

// The control: a token that should be refused and is good, and a route that does not ask what the token is for.
func TestARouteThatForgetsTheTokenIsCaught(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	told := 0
	h.fail = func(string, ...any) { told++ }
	open := &route{method: http.MethodGet, path: "/api/v1/openapi.json", queries: []string{""}}
	open.Pattern, open.Needs = "GET /api/v1/openapi.json", access.Permission{Action: access.Read, Object: access.Report}
	p := h.as("operator-filer")
	drawer := tokens{house: h, held: map[string]*principal{p.name + " expired": p}}
	h.refusesTokens(&drawer, p, call{route: open})
	if told == 0 {
		t.Error("a token that ran out is answered, and nobody minds")
	}
	told = 0
	h.narrows(&drawer, p, call{route: open})
	if told == 0 {
		t.Error("a token for something else is answered, and nobody minds")
	}
}

// tokens are somebody's tokens, by what is the matter with each.
type tokens struct {
	*house
	held map[string]*principal
}

// bad are the ways in which a token is none, the first of them one that nobody issued.
var badTokens = []string{"unknown", "expired", "ended", "elsewhere"}

// with is somebody who comes with another token.
func (d *tokens) with(p *principal, matter string, only []access.Permission) *principal {
	d.t.Helper()
	key := p.name + " " + matter
	if d.held[key] != nil {
		return d.held[key]
	}
	q := *p
	q.token = enrolling.TokenPrefix + (d.bird() + strings.Repeat("w", 60))[:52]
	d.held[key] = &q
	if matter == "unknown" {
		return &q
	}
	at := ident.At(d.scene.at)
	id, err := ident.NewID[ident.Token](at, rand.Reader)
	if err != nil {
		d.t.Fatal(err)
	}
	one := enrolling.Token{ID: id, Hat: p.Hat, Label: "x", CreatedAt: at.Add(-1000), UsedAt: at, UntilAt: at.Add(1 << 40), Only: only}
	switch matter {
	case "expired":
		one.UntilAt = at
	case "elsewhere":
		one.From = []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}
	}
	_, err = store.Act[*store.Tx](d.db)(d.t.Context(), access.System("harness", at), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		err := errors.Join(tx.AddToken(one, q.token), tx.SeenToken(one.ID))
		if matter == "ended" {
			err = errors.Join(err, tx.EndToken(one.ID))
		}
		return ledger.Entry{Kind: ledger.AccountTokenIssued, Object: ident.Object(one.ID), Org: p.Org, Unit: p.Unit}, err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return &q
}

// refusesTokens sends a call that would be served with each token that is none, and again about what does not exist.
func (h *house) refusesTokens(d *tokens, p *principal, c call) {
	h.t.Helper()
	said := ""
	for _, matter := range badTokens {
		q := d.with(p, matter, nil)
		before := h.version()
		for _, one := range []call{c, h.absentFrom(c, c.taken()...)} {
			got := h.do(q, h.ask(one))
			counts.tokens.Add(1)
			if got.status != http.StatusUnauthorized {
				h.fail("%s as %s with a token that is %s: %d, want 401", h.ask(one), p.name, matter, got.status)
			}
			answer := one.unnamed(got.bytes())
			if said == "" {
				said = answer
			}
			if answer != said {
				h.fail("%s as %s with a token that is %s: told apart from one that nobody issued:\n%s\n%s", h.ask(one), p.name, matter, answer, said)
			}
		}
		if h.version() != before {
			h.fail("%s as %s with a token that is %s: something was written", h.ask(c), p.name, matter)
		}
	}
}

// narrows sends a call with a token that is for something else, and with one that is for what the call does.
func (h *house) narrows(d *tokens, p *principal, c call) {
	h.t.Helper()
	needs := []access.Permission{c.Needs}
	for _, k := range c.taken() {
		if slices.Contains(drafts, k) { // what is gathered is gathered in a draft
			needs = append(needs, access.Permission{Action: access.Read, Object: access.Draft}, access.Permission{Action: access.Write, Object: access.Draft})
		}
		needs = append(needs, c.action(kindOf(k)), access.Permission{Action: access.Read, Object: kindOf(k).policy})
		if desk := kindOf(k).desk; desk != "" {
			needs = append(needs, access.Permission{Action: access.Read, Object: desk})
		}
	}
	for _, also := range c.also {
		needs = append(needs, permission(also))
	}
	other := access.Permission{Action: access.Read, Object: access.Account}
	if c.Needs.Object == access.Account {
		other.Object = access.View
	}
	q := d.with(p, "for "+string(other.Object), []access.Permission{other})
	before := h.version()
	got := h.do(q, h.ask(c))
	counts.tokens.Add(1)
	if got.status < http.StatusBadRequest || got.status >= http.StatusInternalServerError {
		h.fail("%s as %s with a token for %v: %d", h.ask(c), p.name, other, got.status)
	}
	if h.version() != before {
		h.fail("%s as %s with a token for %v: something was written", h.ask(c), p.name, other)
	}
	if c.method != http.MethodGet {
		return // what is written is answered by the rest of the harness
	}
	if slices.Contains(c.taken(), "export of a program") {
		return // another token is another program, and has none of them
	}
	exact := d.with(p, "for "+c.Pattern, needs)
	if full, narrow := h.do(p, h.ask(c)), h.do(exact, h.ask(c)); full.status != narrow.status {
		h.fail("%s as %s: %d with a token of everything, %d with one for %v", h.ask(c), p.name, full.status, narrow.status, needs)
	}
}

// What is a person's own is changed in a browser: a program that holds somebody's token changes nothing of their account, through no page.
func TestATokenChangesNobodysAccount(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	tried, control := 0, h.entries()
	for _, r := range h.bind() {
		if r.method == http.MethodGet || !strings.HasPrefix(r.path, "/account/") {
			continue
		}
		for _, p := range h.people[:8] {
			for _, c := range h.calls(r, p) {
				before, a := h.entries(), h.ask(c)
				a.header = map[string]string{"Authorization": "Bearer " + p.token, "Cookie": ""}
				if got := h.do(p, a); h.entries() > before {
					t.Errorf("%s by a token of %s: %d, and something was done", a, p.name, got.status)
				}
				tried++
			}
		}
	}
	mail := ask{method: http.MethodPost, path: "/account/mail", body: "takes=urgent&key=control"}
	if got := h.do(h.people[0], mail); got.status != http.StatusSeeOther || h.entries() == control || tried < 50 {
		t.Errorf("the control: %d by its person, %d tried", got.status, tried)
	}
}
