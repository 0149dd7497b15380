package harness

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/enrolling"
)

// A hand-over on 1 April (R12), on the served house: no job runs at midnight, and none is needed.
func TestHandOverOnItsDay(t *testing.T) {
	t.Parallel()
	onBoth(t, handOverOnItsDay)
}

func handOverOnItsDay(t *testing.T, n nodes) {
	t.Helper()
	s := n.one.scene
	mine := func(name string) *principal { p := *s.as(name); return &p } // the scene is everybody's
	leaver, heir, boss := mine("operator-filer"), mine("operator-viewer"), mine("operator-admin")
	hand := func(on string, from, to ident.Hat) answer {
		return n.one.do(boss, ask{method: http.MethodPost, path: "/api/v1/organisation/handovers", body: `{"leaver":"` + string(from) + `","heir":"` + string(to) + `","on":"` + on + `"}`})
	}
	planned := hand("2027-04-01", leaver.Hat, heir.Hat)
	var list struct{ Handovers []struct{ Heir string } }
	if err := json.Unmarshal([]byte(planned.body), &list); planned.status != http.StatusOK || err != nil || len(list.Handovers) == 0 { // the newest first
		t.Fatalf("planning it: %d %s, %v", planned.status, planned.body, err)
	}
	next := *leaver // in the leaver's place: what their office may read, the heir may
	next.Person, next.Hat = heir.Person, ident.Hat(list.Handovers[0].Heir)
	before := time.Date(2027, 3, 31, 23, 59, 59, 0, ident.JST)
	first, last, after := before.Add(time.Second), before.Add(24*time.Hour), before.Add(24*time.Hour+time.Second)
	draft, question := s.objects["draft"][0], s.objects["question"][0]
	work := []string{"/reporting/prompt/" + draft.id + "/check", "/reporting/reports/" + question.parent.id + "/requests/" + question.id}
	for _, c := range []struct {
		name         string
		at           time.Time
		leaver, heir bool
	}{
		{"before midnight", before, true, false}, {"on the day", first, true, true}, {"the day's last second", last, true, true}, {"after it", after, false, true},
	} {
		for _, h := range []*house{n.one, n.two} {
			h.clock.Set(c.at)
		}
		for _, who := range []struct {
			p   *principal
			may bool
		}{{leaver, c.leaver}, {&next, c.heir}} {
			n.comesIn(t, who.p, c.at)
			for _, path := range work {
				if got, want := n.status(t, who.p, path), map[bool]int{true: http.StatusOK, false: http.StatusSeeOther}[who.may]; got != want {
					t.Errorf("%s: %s as %s is answered %d, want %d", c.name, path, who.p.Hat, got, want)
				}
			}
		}
	}
	n.comesIn(t, boss, after)
	if got := hand("2027-05-01", s.as("operator-approver").Hat, leaver.Hat); got.status != http.StatusConflict && got.status != http.StatusUnprocessableEntity {
		t.Errorf("to somebody who left: %d %s", got.status, got.body)
	}
	// A grant by somebody whose own role ended a second ago.
	n.spoilHat(t, boss, ident.At(after))
	for _, h := range []*house{n.one, n.two} {
		h.clock.Set(after.Add(time.Second))
	}
	grant := n.two.do(boss, ask{method: http.MethodPost, path: "/api/v1/organisation/members/" + string(heir.Hat) + "/change", body: `{"unit":"` + string(heir.Unit) + `","roles":["operator-filer"]}`})
	if grant.status < http.StatusBadRequest {
		t.Errorf("a grant by whose own role ended: %d %s", grant.status, grant.body)
	}
}

// comesIn gives somebody a session and a token of an instant.
func (n nodes) comesIn(t *testing.T, p *principal, at time.Time) {
	t.Helper()
	now := ident.At(at)
	secret := func(kind string) string {
		return (kind + n.one.scene.bird() + strings.Repeat("z", 60))[:52]
	}
	p.session, p.token = secret("s"), enrolling.TokenPrefix+secret("t")
	_, err := store.Act[*store.Tx](n.one.db)(t.Context(), access.System("harness", now), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		session := enrolling.Session{ID: ident.Session(p.session), Person: p.Person, Hat: p.Hat, Method: enrolling.Passkey, CreatedAt: now, SeenAt: now, UntilAt: now.Add(time.Hour)}
		token := enrolling.Token{ID: ident.Token(p.token), Hat: p.Hat, Label: "x", CreatedAt: now, UsedAt: now, UntilAt: now.Add(time.Hour)}
		return ledger.Entry{Kind: ledger.SessionOpened, Object: ident.Object(session.ID)}, errors.Join(tx.AddSession(session, p.session), tx.AddToken(token, p.token))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// spoilHat ends somebody's hat by an act, as another administrator would.
func (n nodes) spoilHat(t *testing.T, p *principal, at ident.Instant) {
	t.Helper()
	s := access.System("harness", at)
	s.Org = p.Org
	_, err := store.Act[*store.Tx](n.one.db)(t.Context(), s, ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.MemberEnded, Object: ident.Object(p.Hat), Org: p.Org, Unit: p.Unit}, tx.EndHat(p.Hat, at)
	})
	if err != nil {
		t.Fatal(err)
	}
}
