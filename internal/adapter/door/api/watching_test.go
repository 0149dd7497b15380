package api_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/breaking"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

func watchingOf(s *stagetest.Stage) api.Watching {
	move := store.Act[auditing.DelayTx](s.DB)
	return api.Watching{
		Read: store.Read[api.WatchingTx](s.DB), AskGlass: breaking.Ask{Act: store.Act[breaking.AskTx](s.DB), Entropy: s.Entropy},
		ApproveGlass: breaking.Approve{Act: store.Act[breaking.ApproveTx](s.DB)}, EndGlass: breaking.End{Act: store.Act[breaking.EndTx](s.DB)},
		AskDelay: auditing.AskDelay{Act: store.Act[auditing.AskDelayTx](s.DB), Entropy: s.Entropy}, ApproveDelay: auditing.ApproveDelay{Act: move}, EndDelay: auditing.EndDelay{Act: move},
	}
}

// tried is one request and what is to come of it.
type tried struct {
	as, line, body string
	want           int
	says           string
}

func (h *house) tries(list []tried) {
	h.t.Helper()
	for _, c := range list {
		method, path, _ := strings.Cut(c.line, " ")
		if r := h.do(c.as, method, path, c.body); r.status != c.want || !strings.Contains(r.body, c.says) {
			h.t.Errorf("%s as %s %s: %d, want %d %s\n%s", c.line, c.as, c.body, r.status, c.want, c.says, r.body)
		}
	}
}

// R45: one officer asks that looks be shown later, a supervisor approves, either ends; a program decides nothing.
func TestDelaysForPrograms(t *testing.T) { both(t, delaysForPrograms) }

func delaysForPrograms(t *testing.T, h *house) {
	n := h.filed()
	good := `{"number":"` + n + `","until":"令和8年12月1日","ground":"調査のため"}`
	h.tries([]tried{
		{"program ministry-officer", "POST delays", good, http.StatusForbidden, ""},
		{"operator-filer", "POST delays", good, http.StatusNotFound, ""},
		{"ministry-officer", "POST delays", strings.Replace(good, n, "R-R8-2222-2222-2", 1), http.StatusUnprocessableEntity, `"path":"number"`},
		{"other-ministry-officer", "POST delays", good, http.StatusUnprocessableEntity, "fault.delay.absent"}, // not theirs, or not there: one answer
		{"ministry-officer", "POST delays", strings.Replace(good, "12月1日", "13月1日", 1), http.StatusUnprocessableEntity, `"path":"until"`},
		{"ministry-officer", "POST delays", strings.Replace(good, "令和8年12月1日", "2031-01-01", 1), http.StatusUnprocessableEntity, "fault.delay.until"},
		{"ministry-officer", "POST delays", `{"number":"` + n + `"}`, http.StatusUnprocessableEntity, `"path":"ground"`},
		{"ministry-officer", "POST delays", `{"number":"` + n + `","Number":"x","until":"2026-12-01","ground":"x"}`, http.StatusUnprocessableEntity, "fault.json.duplicate"},
	})
	id := h.do("ministry-officer", "POST", "delays", good).text(t, "id")
	h.tries([]tried{
		{"ministry-officer", "GET delays/" + id, "", http.StatusOK, `"state":"asked"`},
		{"ministry-officer", "POST delays/" + id + "/approve", "", http.StatusForbidden, ""}, // an officer is no supervisor
		{"program ministry-supervisor", "POST delays/" + id + "/approve", "", http.StatusForbidden, ""},
		{"other-ministry-officer", "GET delays/" + id, "", http.StatusNotFound, ""},
		{"operator-filer", "GET delays/" + id, "", http.StatusNotFound, ""},
		{"ministry-supervisor", "POST delays/" + id + "/approve", "{}", http.StatusOK, `"state":"approved"`},
		{"ministry-supervisor", "POST delays/" + id + "/approve", "{}", http.StatusConflict, ""},
		{"ministry-officer", "GET delays", "", http.StatusOK, id},
		{"ministry-officer", "POST delays/" + id + "/end", "", http.StatusOK, `"state":"over"`},
		{"ministry-officer", "POST delays/" + id + "/end", "", http.StatusConflict, ""},
	})
}

// One administrator asks for one report, another approves, the house opens it and tells its owner; persons are named to the platform
// alone, and a program asks, approves and ends nothing.
func TestEmergenciesForPrograms(t *testing.T) { both(t, emergenciesForPrograms) }

func emergenciesForPrograms(t *testing.T, h *house) {
	n := h.filed()
	good := `{"number":"` + n + `","reason":"事業者から頼まれた","hours":1}`
	h.tries([]tried{
		{"program platform-admin", "POST emergencies", good, http.StatusForbidden, ""},
		{"ministry-officer", "POST emergencies", good, http.StatusNotFound, ""},
		{"platform-admin", "POST emergencies", strings.Replace(good, ":1}", ":5}", 1), http.StatusUnprocessableEntity, `"path":"hours"`},
		{"platform-admin", "POST emergencies", strings.Replace(good, ":1}", `:"1"}`, 1), http.StatusUnprocessableEntity, `"path":"hours"`},
		{"platform-admin", "POST emergencies", `{"number":"x","reason":"x","hours":1}`, http.StatusUnprocessableEntity, `"path":"number"`},
	})
	asked := h.do("platform-admin", "POST", "emergencies", good)
	id := asked.text(t, "id")
	name := asked.text(t, "asked_by")
	if name == "" {
		t.Errorf("the platform is not told who asked: %s", asked.body)
	}
	h.tries([]tried{
		{"platform-admin", "POST emergencies/" + id + "/approve", "", http.StatusForbidden, "fault.emergency.self"},
		{"program platform-admin-2", "POST emergencies/" + id + "/approve", "", http.StatusForbidden, ""},
		{"operator-filer", "GET emergencies/" + id, "", http.StatusNotFound, ""}, // nothing is open yet
		{"platform-admin-2", "POST emergencies/" + id + "/approve", "", http.StatusOK, `"state":"approved"`},
	})
	open := breaking.Open{Act: store.Act[breaking.OpenTx](h.DB), Entropy: h.Entropy}
	if err := open.Do(t.Context(), access.System("test", ident.At(h.Clock.Now())), ident.Object(id)); err != nil {
		t.Fatal(err)
	}
	told := h.do("operator-filer", "GET", "emergencies/"+id, "")
	if told.status != http.StatusOK || told.text(t, "state") != "open" || strings.Contains(told.body, name) || strings.Contains(told.body, "_by") {
		t.Errorf("the owner is told: %d %s", told.status, told.body)
	}
	h.tries([]tried{
		{"operator-filer", "GET emergencies", "", http.StatusOK, id},
		{"other-operator-filer", "GET emergencies", "", http.StatusOK, `"items":[]`},
		{"other-operator-filer", "GET emergencies/" + id, "", http.StatusNotFound, ""},
		{"operator-filer", "POST emergencies/" + id + "/end", "", http.StatusForbidden, ""},
		{"platform-admin", "POST emergencies/" + id + "/end", "", http.StatusOK, `"state":"ended"`},
		{"platform-admin", "POST emergencies/" + id + "/end", "", http.StatusConflict, ""},
	})
}

// Programs watch how an organisation signs in: its own people and issuers, for those who see the page.
func TestSigningInForPrograms(t *testing.T) { both(t, signingInForPrograms) }

func signingInForPrograms(t *testing.T, h *house) {
	p, at := h.As("operator-filer"), ident.At(h.Clock.Now())
	_, err := store.Act[*store.Tx](h.DB)(t.Context(), access.System("test", at), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AccountActivated, Object: "test"}, errors.Join(
			tx.AddSession(enrolling.Session{ID: "s1", Person: p.Person, Hat: p.Hat, Method: enrolling.Certificate, CreatedAt: at, SeenAt: at, UntilAt: at.Add(time.Hour)}, "a secret"),
			tx.AddCredential(enrolling.Credential{ID: "c1", Person: p.Person, Kind: enrolling.Certificate, Label: "机上のカード", Rev: 1, CreatedAt: at, Handle: []byte("h"), Key: []byte(`{}`)}),
			tx.AddAuthority(enrolling.Authority{ID: "u1", Org: p.Org, CreatedAt: at, Rev: 1, Name: "CN=発行元", Until: at.Add(time.Hour), DER: []byte("x"), Revoked: enrolling.Revocations{DER: []byte("x"), At: at, Next: at + 1, Number: 3}}))
	})
	if err != nil {
		t.Fatal(err)
	}
	h.tries([]tried{
		{"program operator-admin", "GET organisation/sessions", "", http.StatusOK, `"person":"` + string(p.Person) + `"`},
		{"program operator-admin", "GET organisation/certificates", "", http.StatusOK, `"label":"机上のカード"`},
		{"program operator-admin", "GET organisation/certificates", "", http.StatusOK, `"revoked":3,"late":true`},
		{"platform-admin", "GET organisation/sessions", "", http.StatusOK, `"sessions":[]`},
		{"platform-admin", "GET organisation/certificates", "", http.StatusOK, `{"authorities":[],"certificates":[]}`},
		{"operator-filer", "GET organisation/sessions", "", http.StatusNotFound, ""},
		{"operator-filer", "GET organisation/certificates", "", http.StatusNotFound, ""},
	})
}
