package api_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/login"
	"kanmin/internal/adapter/door/login/certtest"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/appointing"
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

func signingInOf(s *stagetest.Stage) api.SigningIn {
	d := &login.Door{Config: login.Config{Now: s.Clock.Now}}
	return api.SigningIn{
		Read: store.Read[api.SigningInTx](s.DB), Idle: time.Hour, Expel: enrolling.Expel{Act: store.Act[enrolling.ExpelTx](s.DB)},
		Trust:     enrolling.Trust{Act: store.Act[enrolling.TrustTx](s.DB), Entropy: s.Entropy, Vouched: login.Vouched},
		Authority: d.ReadAuthority, Revocations: d.ReadRevocations,
	}
}

func staleOf(s *stagetest.Stage) api.Stale {
	return api.Stale{
		Read: store.Read[api.StaleTx](s.DB), Lock: appointing.Lock{Act: store.Act[appointing.LockTx](s.DB), Entropy: s.Entropy},
		Unlock: appointing.Unlock{Act: store.Act[appointing.UnlockTx](s.DB), Entropy: s.Entropy}, Keep: appointing.Keep{Act: store.Act[appointing.KeepTx](s.DB), Entropy: s.Entropy},
	}
}

// Unused accounts are listed, locked, let in again and kept, each once for one key.
func TestStaleForPrograms(t *testing.T) {
	both(t, func(t *testing.T, h *house) {
		hat := string(h.As("operator-filer").Hat)
		other := string(h.As("operator-viewer").Hat)
		h.Clock.Set(h.Clock.Now().Add(100 * 24 * time.Hour))
		h.tries([]tried{
			{"operator-admin", "GET organisation/stale", "", http.StatusOK, `"days":90,"accounts":[{"id":"`},
			{"operator-admin", "POST organisation/stale/" + hat + "/lock", "", http.StatusOK, `"state":"locked"`},
			{"operator-admin", "POST organisation/stale/" + hat + "/lock", "", http.StatusConflict, ""},
			{"operator-admin", "POST organisation/stale/" + hat + "/unlock", "", http.StatusForbidden, "fault.account.browser"},
			{"operator-admin", "POST organisation/stale/" + other + "/keep", `{"reason":""}`, http.StatusUnprocessableEntity, ""},
			{"operator-admin", "POST organisation/stale/" + other + "/keep", `{"reason":"休職中です。"}`, http.StatusOK, ""},
			{"operator-admin", "POST organisation/stale/nothing/lock", "", http.StatusNotFound, ""},
			{"ministry-supervisor", "POST organisation/stale/" + hat + "/lock", "", http.StatusNotFound, ""},
			{"operator-viewer", "GET organisation/stale", "", http.StatusNotFound, ""},
		})
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
		// changing wants a person in a browser, with a fresh sign-in
		{"program operator-admin", "POST organisation/sessions/" + string(p.Person) + "/end", "", http.StatusForbidden, ""},
		{"operator-admin", "POST organisation/certificates/authorities", `{"certificate":"x"}`, http.StatusUnprocessableEntity, ""},
		{"program operator-admin", "POST organisation/certificates/authorities/u1/end", "", http.StatusForbidden, ""},
		{"operator-admin", "POST organisation/certificates/authorities/nothing/revocations", `{"list":"x"}`, http.StatusNotFound, ""},
		{"operator-filer", "POST organisation/sessions/" + string(p.Person) + "/end", "", http.StatusNotFound, ""},
	})
}

// browses signs somebody in: as "browser NAME" they act in that session.
func (h *house) browses(name string) {
	h.t.Helper()
	p, at := h.As(name), ident.At(h.Clock.Now())
	if _, err := store.Act[*store.Tx](h.DB)(h.t.Context(), access.System("test", at), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AccountActivated, Object: "test"},
			tx.AddSession(enrolling.Session{ID: ident.Session("session-" + name), Person: p.Person, Hat: p.Hat, Method: enrolling.Passkey, CreatedAt: at, SeenAt: at, UntilAt: at.Add(time.Hour)}, "secret of "+name)
	}); err != nil {
		h.t.Fatal(err)
	}
}

func quoted(v string) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// An administrator in a browser's session says whose certificates are taken, hands in what was revoked, takes an issuer away, and
// ends people's sessions: each once for one key, and with a fresh sign-in alone.
func TestAnAdministratorChangesSignInByTheAPI(t *testing.T) { both(t, changesSignIn) }

func changesSignIn(t *testing.T, h *house) {
	const admin = "browser operator-admin"
	h.browses("operator-admin")
	h.browses("operator-filer")
	h.browses("other-operator-filer")
	ca := certtest.New("あおぞら認証局", h.Clock.Now())
	lost := ca.Issue("山﨑 さくら")
	issuer := `{"certificate":` + quoted(string(ca.PEM())) + `}`
	added := h.do(admin, "POST", "organisation/certificates/authorities", issuer, "Idempotency-Key", "one issuer")
	again := h.do(admin, "POST", "organisation/certificates/authorities", issuer, "Idempotency-Key", "one issuer")
	if added.status != http.StatusOK || !strings.Contains(added.body, "あおぞら認証局") || again.status != http.StatusOK || again.body != added.body {
		t.Fatalf("added: %d %s\nagain: %d %s", added.status, added.body, again.status, again.body)
	}
	var told struct{ Authorities []api.AuthorityOf }
	if err := json.Unmarshal([]byte(added.body), &told); err != nil || len(told.Authorities) != 1 {
		t.Fatalf("%v %s", err, added.body)
	}
	at := "organisation/certificates/authorities/" + told.Authorities[0].ID
	list := func(when time.Time) string { return `{"list":` + quoted(string(ca.Revoke(when, lost))) + `}` }
	now := h.Clock.Now()
	filer, stranger := string(h.As("operator-filer").Person), string(h.As("other-operator-filer").Person)
	h.tries([]tried{
		{admin, "POST organisation/certificates/authorities", issuer, http.StatusConflict, "fault.authority.known"},
		{admin, "POST " + at + "/revocations", list(now), http.StatusOK, `"revoked":1`},
		{admin, "POST " + at + "/revocations", list(now.Add(-time.Hour)), http.StatusConflict, "fault.authority.older"},
		{"browser operator-filer", "POST " + at + "/end", "", http.StatusNotFound, ""},
		{admin, "GET organisation/sessions", "", http.StatusOK, filer},
		{admin, "POST organisation/sessions/" + stranger + "/end", "", http.StatusNotFound, ""},
		{admin, "POST organisation/sessions/" + filer + "/end", "", http.StatusOK, `"sessions":[`},
		{admin, "POST organisation/sessions/" + filer + "/end", "", http.StatusNotFound, ""},
		{admin, "POST " + at + "/end", "", http.StatusOK, `"authorities":[]`},
		{admin, "POST " + at + "/end", "", http.StatusNotFound, ""},
	})
	if r := h.do(admin, "GET", "organisation/sessions", ""); strings.Contains(r.body, filer) {
		t.Errorf("the session stands: %s", r.body)
	}
	if err := store.Read[*store.Tx](h.DB)(t.Context(), access.For(access.Actor{}, ident.At(h.Clock.Now())), func(tx *store.Tx) error {
		if _, err := tx.SessionBy("secret of operator-filer"); !fault.Is(err, fault.Hidden) {
			t.Errorf("the session is good: %v", err)
		}
		_, err := tx.SessionBy("secret of other-operator-filer")
		return err
	}); err != nil {
		t.Error("the control: a session of elsewhere", err)
	}
	h.Clock.Set(h.Clock.Now().Add(enrolling.RecentLife))
	h.tries([]tried{{admin, "POST organisation/certificates/authorities", issuer, http.StatusForbidden, "fault.account.recent"}})
}

func alarmingOf(s *stagetest.Stage) api.Alarming {
	return api.Alarming{Read: store.Read[api.AlarmsTx](s.DB), See: auditing.See{Act: store.Act[auditing.SeeTx](s.DB)}}
}

// Who is responsible reads alarms and closes one with a reason, in a browser; a program reads, and the person whom it is about does
// not close it.
func TestAlarmsForPrograms(t *testing.T) { both(t, alarmsForPrograms) }

func alarmsForPrograms(t *testing.T, h *house) {
	raise := auditing.Raise{Act: store.Act[auditing.RaiseTx](h.DB), Entropy: h.Entropy}
	about := func(name string) {
		a := h.As(name)
		if ok, err := raise.Do(t.Context(), access.System("test", ident.At(h.Clock.Now())), access.Watched{Actor: a.ID(), Org: a.Org, Unit: a.Unit, Recent: 201}, access.AlarmRate); err != nil || !ok {
			t.Fatal(ok, err)
		}
	}
	about("ministry-officer")
	var told struct{ Alarms []api.AlarmView }
	first := func() api.AlarmView {
		t.Helper()
		r := h.do("program ministry-supervisor", "GET", "alarms", "")
		if err := json.Unmarshal([]byte(r.body), &told); err != nil || len(told.Alarms) == 0 {
			t.Fatalf("%d %v %s", r.status, err, r.body)
		}
		return told.Alarms[0]
	}
	a := first()
	if a.Kind != "rate" || a.Count != 201 || a.State != "open" || a.Name != "髙木 真理子" || a.Reason != "" {
		t.Errorf("%+v", a)
	}
	at := "alarms/" + a.ASCII + "/close"
	h.tries([]tried{
		{"operator-admin", "GET alarms", "", http.StatusOK, `"alarms":[]`},
		{"ministry-officer", "GET alarms", "", http.StatusNotFound, ""},
		{"program ministry-supervisor", "POST " + at, `{"reason":"点検"}`, http.StatusForbidden, "fault.account.browser"},
		{"browser ministry-supervisor", "POST " + at, `{"reason":"　"}`, http.StatusUnprocessableEntity, `"path":"reason"`},
		{"browser ministry-supervisor", "POST " + at, `{}`, http.StatusUnprocessableEntity, `"path":"reason"`},
		{"browser operator-admin", "POST " + at, `{"reason":"点検"}`, http.StatusNotFound, ""},
		{"browser ministry-supervisor", "POST alarms/" + h.filed() + "/close", `{"reason":"点検"}`, http.StatusNotFound, ""},
		{"browser ministry-supervisor", "POST " + at, `{"reason":"四半期の点検でした。"}`, http.StatusOK, `"reason":"四半期の点検でした。"`},
	})
	if a = first(); a.State != "closed" || a.ClosedBy != "石﨑 浩二" || a.ClosedAt == "" {
		t.Errorf("%+v", a)
	}
	about("ministry-supervisor")
	h.tries([]tried{
		{"browser ministry-supervisor", "POST alarms/" + first().ASCII + "/close", `{"reason":"自分です。"}`, http.StatusForbidden, "fault.alarm.own"},
		{"browser platform-admin", "POST alarms/" + first().ASCII + "/close", `{"reason":"本人に確かめました。"}`, http.StatusOK, "本人に確かめました。"},
	})
}
