package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/keep/index/holdings"
	"kanmin/internal/adapter/keep/index/names"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/parser/parsertest"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/concern"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/approving"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/attaching"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

var update = flag.Bool("update", false, "rewrite golden files")

// house is a small world behind the real gate.
type house struct {
	*stagetest.Stage
	t      testing.TB
	url    string
	routes []gate.Route
	log    *bytes.Buffer
	serial int
	index  *names.Index

	counting api.CountIndex
	held     *holdings.Index
	never    *string // the section that is in no form of what is read; empty: every form is whole

	door http.Handler
}

// placed gives every entry its place in the log.
func (h *house) placed() {
	h.t.Helper()
	l, ok, err := h.TakeSpine(h.t.Context(), "test")
	if err != nil || !ok {
		h.t.Fatalf("lease: %v, %v", ok, err)
	}
	for n := 1; n > 0; {
		if n, err = h.Sequence(h.t.Context(), l); err != nil {
			h.t.Fatal(err)
		}
	}
}

// both runs a test on both engines: programs cannot tell them apart.
func both(t *testing.T, run func(t *testing.T, h *house)) {
	t.Helper()
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) { run(t, houseOn(t, s)) })
}

func newHouse(t testing.TB) *house {
	t.Helper()
	return houseOn(t, stagetest.SQLite(t))
}

func houseOn(t testing.TB, s *stagetest.Stage) *house {
	t.Helper()
	entropy := s.DB.Entropy
	a := &api.API{
		Register: registerOf(s), Watching: watchingOf(s), Alarming: alarmingOf(s), Calling: callingOf(s), Carding: cardingOf(s), Phoning: phoningOf(s), Releasing: releasingOf(s), SigningIn: signingInOf(s), Stale: staleOf(s),
		Hardware: api.Hardware{Read: store.Read[api.HardwareTx](s.DB), Stock: enrolling.Stock{Act: store.Act[enrolling.StockTx](s.DB), Entropy: s.Entropy}, Hand: enrolling.Hand{Act: store.Act[enrolling.HandTx](s.DB)}, Retire: enrolling.Retire{Act: store.Act[enrolling.RetireTx](s.DB)}},
		Open:     submitting.Open{Act: store.Act[submitting.OpenTx](s.DB), Entropy: entropy},
		Save:     submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)},
		Take:     submitting.Take{Read: store.Read[submitting.ReadyTx](s.DB), Act: store.Act[submitting.TakeTx](s.DB)}, Parse: parsertest.New().Parse, Fill: parsertest.New().Fill,
		Swapped: func(_ ident.Org, maker, product string) bool { return maker == "PRIMERGY" && product == "富士通" },
		Discard: submitting.Discard{Act: store.Act[submitting.DiscardTx](s.DB)},
		Choose:  submitting.Choose{Act: store.Act[submitting.ChooseTx](s.DB)},
		Restore: submitting.Restore{Act: store.Act[submitting.SaveTx](s.DB)}, Bring: submitting.Bring{Act: store.Act[submitting.BringTx](s.DB)}, Gathering: gatheringOf(s),
		File:   submitting.File{Act: store.Act[submitting.FileTx](s.DB), Entropy: entropy},
		Ask:    asking.Ask{Act: store.Act[asking.AskTx](s.DB), Entropy: entropy},
		Answer: asking.Answer{Act: store.Act[asking.AnswerTx](s.DB)},
		Sent:   store.Read[api.SentTx](s.DB), Report: store.Look[api.ReportTx](s.DB), List: store.Look[api.ListTx](s.DB), Draft: store.Read[api.DraftTx](s.DB),
		Receipts: s.DB, Version: "test",
		Attaching: api.Attaching{
			Attach: attaching.Attach{Keep: store.Housekeep[attaching.TakeInTx](s.DB), Act: store.Act[attaching.AttachTx](s.DB), Entropy: s.DB.Entropy},
			Draft:  store.Read[api.DraftFilesTx](s.DB), Filed: store.Look[api.FiledFilesTx](s.DB), Piece: store.Read[api.PieceTx](s.DB),
		},
	}
	wireProcedures(s, a)
	a.Counting, a.Formality, a.Reminding = countingOf(s), formalityOf(s), remindingOf(s)
	x := holdingsOf(s)
	a.Holding = api.Holding{Index: x, Read: store.Read[api.HoldingTx](s.DB), Look: store.Look[concern.Tx](s.DB)}
	a.Viewing = viewingOf(s)
	a.Approving.Ask = approving.Ask{Act: store.Act[approving.AskTx](s.DB), Entropy: entropy}
	index, never := wireNaming(t, s, a), new(string)
	a.Elsewhere = elsewhereOf(s.DB)
	a.Report = lacking(s, never)
	a.Procedures.Follow = submitting.Follow{Act: store.Act[submitting.FollowTx](s.DB), Entropy: entropy}
	h := &house{Stage: s, t: t, routes: a.Routes(), log: &bytes.Buffer{}, index: index, counting: a.Counting.Index, held: x, never: never}
	g := &gate.Gate{
		Base: &url.URL{Scheme: "http", Host: "localhost"}, Identify: h.identify, Now: s.Clock.Now, Entropy: entropy,
		Log: slog.New(slog.NewJSONHandler(h.log, nil)), LogKey: []byte("key of the test"),
	}
	h.door = g.Handler(h.routes)
	server := httptest.NewServer(h.door)
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

func (h *house) identify(r *http.Request) (gate.Visitor, error) {
	name, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	name, program := strings.CutPrefix(name, "program ")
	name, browser := strings.CutPrefix(name, "browser ")
	for _, p := range h.People {
		if ok && p.Token == name {
			a := p.Actor
			if a.Token = ident.Token("token-" + name); program { // nobody in particular
				a.Person = ""
			}
			if browser { // the session is a test's to make
				a.Token, a.Session = "", ident.Session("session-"+name)
			}
			return gate.Visitor{Actor: a, FreshUntil: 1 << 62, OrgName: text.Both{Ja: p.Label, En: p.Token}, HatName: text.Both{Ja: p.Name, En: p.Token}}, nil
		}
	}
	return gate.Visitor{}, fault.New(fault.SignedOut, "fault.signed-out", nil)
}

// reply is an answer as a program sees it.
type reply struct {
	status int
	header http.Header
	body   string
}

func (r reply) json(t testing.TB) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(r.body), &m); err != nil {
		t.Fatalf("%d: not JSON: %v\n%s", r.status, err, r.body)
	}
	return m
}

func (r reply) text(t testing.TB, name string) string {
	t.Helper()
	s, _ := r.json(t)[name].(string)
	return s
}

// do sends a request a second after the one before, with a fresh key unless header names one.
func (h *house) do(as, method, path, body string, header ...string) reply {
	h.t.Helper()
	h.serial++
	h.Clock.Set(h.Clock.Now().Add(time.Second))
	return h.send(as, method, path, body, append([]string{"Idempotency-Key", "fresh-" + strconv.Itoa(h.serial)}, header...)...)
}

func (h *house) send(as, method, path, body string, header ...string) reply {
	h.t.Helper()
	if !strings.HasPrefix(path, "/") {
		path = api.Prefix + "/" + path
	}
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	if as != "" {
		r.Header.Set("Authorization", "Bearer "+as)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		if r.Header.Set(header[i], header[i+1]); header[i+1] == "" {
			r.Header.Del(header[i])
		}
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, string(b)}
}

// statements counts what a GET costs the database.
func (h *house) statements(as, path string) (n, status int) {
	h.t.Helper()
	r := httptest.NewRequestWithContext(store.Noting(h.t.Context(), func(string, []any) { n++ }), http.MethodGet, api.Prefix+"/"+path, nil)
	r.Header.Set("Authorization", "Bearer "+as)
	w := httptest.NewRecorder()
	h.door.ServeHTTP(w, r)
	return n, w.Code
}

const good = `{"what_kind":["malware","trace"],"what_text":"監視端末の画面に身代金を求める文が出ている","aware_at":"令和8年11月23日 8:15",` +
	`"which":"北部給電指令所の監視端末 3台","impact":null,"callback":"当直 山﨑 03-0000-0000"}`

// filed sends a report and returns its number for addresses.
func (h *house) filed() string {
	h.t.Helper()
	r := h.do("operator-filer", "POST", "reports/prompt", good)
	if r.status != http.StatusCreated {
		h.t.Fatalf("%d %s", r.status, r.body)
	}
	return r.text(h.t, "number_ascii")
}

// addOffice makes a further office an addressee of the operator's next reports, with some sections only.
func (h *house) addOffice(token string, sections ...string) {
	h.t.Helper()
	a := h.As(token)
	_, err := store.Act[world.Tx](h.DB)(h.t.Context(), access.System("test", ident.At(h.Clock.Now())), ident.Key{}, func(tx world.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "jurisdiction"}, tx.AddJurisdiction(party.Jurisdiction{
			ID: "test-" + token, Operator: h.As("operator-filer").Org, OfficeOrg: a.Org, Office: a.Unit, Act: party.ActReport, Title: "宛先 " + token,
			Channel: "here", Sections: sections, From: law.MustDay("2026-10-01"),
		})
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

var numbers = regexp.MustCompile(`(R8-)([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z])`)

// golden compares a conversation with testdata, numbers replaced in the order in which they appear.
func golden(t *testing.T, name, got string) {
	t.Helper()
	seen := map[string]string{}
	got = numbers.ReplaceAllStringFunc(got, func(s string) string {
		if seen[s] == "" {
			seen[s] = "R8-<" + strconv.Itoa(len(seen)+1) + ">"
		}
		return seen[s]
	})
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got; -update rewrites):\n%s", path, d)
	}
}

// tidy writes an answer for a golden file: indented, law's reasoning shortened to its result.
func tidy(t *testing.T, r reply) string {
	t.Helper()
	if !strings.Contains(r.header.Get("Content-Type"), "json") {
		return r.header.Get("Content-Type") + "\n"
	}
	var v any
	if err := json.Unmarshal([]byte(r.body), &v); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(short(v)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func short(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["steps"]; ok {
			return map[string]any{"rule": v["rule"], "on": v["on"], "due": v["due"], "…": "…"}
		}
		for k := range v {
			v[k] = short(v[k])
		}
	case []any:
		for i := range v {
			v[i] = short(v[i])
		}
	}
	return v
}
