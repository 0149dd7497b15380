package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/cli"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/attaching"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/flow/supporting"
	"kanmin/internal/world/stagetest"
)

// platform is the real API on a small world; drop makes it lose the answers of the next requests.
type platform struct {
	*stagetest.Stage
	url   string
	drop  atomic.Int32
	calls atomic.Int32
}

func newPlatform(t *testing.T, with ...func(*platform, *api.API)) *platform {
	t.Helper()
	s := stagetest.SQLite(t)
	p := &platform{Stage: s}
	doors := &api.API{
		Open:   submitting.Open{Act: store.Act[submitting.OpenTx](s.DB), Entropy: s.DB.Entropy},
		Save:   submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)},
		Choose: submitting.Choose{Act: store.Act[submitting.ChooseTx](s.DB)},
		File:   submitting.File{Act: store.Act[submitting.FileTx](s.DB), Entropy: s.DB.Entropy},
		Ask:    asking.Ask{Act: store.Act[asking.AskTx](s.DB), Entropy: s.DB.Entropy},
		Answer: asking.Answer{Act: store.Act[asking.AnswerTx](s.DB)},
		Sent:   store.Read[api.SentTx](s.DB), Report: store.Look[api.ReportTx](s.DB), List: store.Look[api.ListTx](s.DB), Draft: store.Read[api.DraftTx](s.DB),
		Receipts: s.DB, Version: "test",
		Attaching: api.Attaching{
			Attach: attaching.Attach{Keep: store.Housekeep[attaching.TakeInTx](s.DB), Act: store.Act[attaching.AttachTx](s.DB), Entropy: s.DB.Entropy},
			Draft:  store.Read[api.DraftFilesTx](s.DB), Filed: store.Look[api.FiledFilesTx](s.DB), Piece: store.Read[api.PieceTx](s.DB),
		},
	}
	db, entropy := s.DB, s.DB.Entropy
	doors.Supporting = api.Supporting{
		Look: store.Look[api.SupportTx](db), Ask: supporting.Ask{Act: store.Act[supporting.AskTx](db), Entropy: entropy},
		Write: supporting.Write{Act: store.Act[supporting.Tx](db), Entropy: entropy}, Move: supporting.Move{Act: store.Act[supporting.Tx](db), Entropy: entropy},
	}
	doors.Procedures = api.Procedures{
		Read: store.Read[api.ProceduresTx](s.DB), List: store.Look[api.FilingsTx](s.DB), Revise: submitting.Revise{Act: store.Act[submitting.ReviseTx](s.DB), Entropy: s.DB.Entropy},
		Correct: submitting.Correct{Act: store.Act[submitting.CorrectTx](s.DB), Entropy: s.DB.Entropy},
	}
	for _, more := range with {
		more(p, doors)
	}
	g := &gate.Gate{
		Base: &url.URL{Scheme: "http", Host: "localhost"}, Now: s.Clock.Now, Entropy: s.DB.Entropy, Log: slog.New(slog.DiscardHandler), LogKey: []byte("test"),
		Identify: func(r *http.Request) (gate.Visitor, error) {
			name, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
			for _, someone := range s.People {
				if someone.Token == name {
					a := someone.Actor
					a.Token = ident.Token(name)
					return gate.Visitor{Actor: a}, nil
				}
			}
			return gate.Visitor{}, fault.New(fault.SignedOut, "fault.signed-out", nil)
		},
	}
	h := g.Handler(doors.Routes())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.calls.Add(1)
		if p.drop.Add(-1) >= 0 {
			h.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler) // done, and the answer is lost
		}
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

// run parses and runs a command as main does; KANMIN_URL and KANMIN_TOKEN are flags here.
func (p *platform) run(t *testing.T, as, in string, args ...string) (out, errs string, code int) {
	t.Helper()
	var c struct {
		File      cli.FileCmd      `cmd:""`
		Report    cli.ReportCmd    `cmd:""`
		Procedure cli.ProcedureCmd `cmd:""`
		Receipt   cli.ReceiptCmd   `cmd:""`
		Status    cli.StatusCmd    `cmd:""`
		Letter    cli.LetterCmd    `cmd:""`
		Support   cli.SupportCmd   `cmd:""`
		Inventory cli.InventoryCmd `cmd:""`
	}
	var o, e bytes.Buffer
	streams := &cli.Streams{In: strings.NewReader(in), Out: &o, Err: &e, Now: time.Now}
	parser, err := kong.New(&c, kong.Name("kanmin"), kong.BindTo(t.Context(), (*context.Context)(nil)), kong.Bind(streams), kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	if as != "" { // it speaks with a server
		args = append(args, "--url", p.url, "--token", as)
	}
	k, err := parser.Parse(args)
	if err != nil {
		return "", err.Error(), 2
	}
	if err := k.Run(); err != nil {
		var coded interface{ ExitCode() int }
		if !errors.As(err, &coded) {
			t.Fatalf("an error without exit code: %v", err)
		}
		return o.String(), e.String() + err.Error(), coded.ExitCode()
	}
	return o.String(), e.String(), 0
}

const promptReport = `{"what_kind":["malware"],"aware_at":"令和8年11月23日 8:15","which":null,"impact":"none","callback":"当直 03-0000-0000"}`

func TestFileReport(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "report.json")
	if err := os.WriteFile(file, []byte("\xef\xbb\xbf"+promptReport), 0o600); err != nil {
		t.Fatal(err)
	}
	promise := filepath.Join(dir, "promise.txt")
	out, errs, code := p.run(t, "operator-filer", "", "file", "report", file, "--json", "--receipt", promise)
	var v struct {
		ASCII string `json:"number_ascii"`
	}
	if code != 0 || json.Unmarshal([]byte(out), &v) != nil || v.ASCII == "" {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	keys, err := ledger.ParseKeys(p.Keys.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(promise)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.VerifyProvisional(data, keys); err != nil {
		t.Errorf("provisional: %v", err)
	}
	if out, errs, code := p.run(t, "operator-filer", "", "report", "receipt", v.ASCII); code != 1 || out != "" || !strings.Contains(errs, "数秒後") {
		t.Errorf("a receipt that is not there: %d %s %s", code, out, errs)
	}
	l, ok, err := p.TakeSpine(t.Context(), "test")
	if err != nil || !ok {
		t.Fatal(err)
	}
	for n := 1; n > 0; {
		if n, err = p.Sequence(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
	final := filepath.Join(dir, "final.tlog-proof")
	if out, errs, code := p.run(t, "operator-filer", "", "report", "receipt", "報"+v.ASCII[1:], "--wait", "5s", "--out", final); code != 0 {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	if data, err = os.ReadFile(final); err != nil {
		t.Fatal(err)
	}
	if r, err := ledger.VerifyReceipt(data, keys); err != nil || r.Statement.Number.ASCII() != v.ASCII {
		t.Errorf("final: %v", err)
	}
}

func TestReportContent(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	if _, errs, code := p.run(t, "operator-filer", promptReport, "file", "report", "-"); code != 0 {
		t.Fatal(errs)
	}
	list, _, _ := p.run(t, "operator-filer", "", "report", "list")
	n, _, _ := strings.Cut(list, "\t")
	for name, want := range map[string]string{"": "PK", "content.xlsx": "PK", "content.json": "{", "_answers.csv": "\ufeff"} {
		out := filepath.Join(t.TempDir(), "out")
		line := []string{"report", "content", n, "--out", out}
		if name != "" {
			line = append(line, name)
		}
		if said, errs, code := p.run(t, "operator-filer", "", line...); code != 0 || said != "" {
			t.Errorf("%s: %d %s %s", name, code, said, errs)
		}
		if data, err := os.ReadFile(out); err != nil || !strings.HasPrefix(string(data), want) { //nolint:gosec // the test's own
			t.Errorf("%s: %v, %.20q", name, err, data)
		}
	}
	out := filepath.Join(t.TempDir(), "out")
	for who, file := range map[string]string{"operator-filer": "content.pdf", "other-operator-filer": "form.xlsx"} {
		if _, _, code := p.run(t, who, "", "report", "content", n, file, "--out", out); code == 0 {
			t.Errorf("%s took %s", who, file)
		}
		if _, err := os.Stat(out); err == nil {
			t.Error("a file was written of nothing")
		}
	}
}

func TestReportConversation(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	out, errs, code := p.run(t, "operator-filer", promptReport, "file", "report", "-")
	if code != 0 || !strings.Contains(out, "経済産業大臣") || !strings.Contains(out, "2026-12-23") {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	list, _, _ := p.run(t, "ministry-officer", "", "report", "list")
	n, _, _ := strings.Cut(list, "\t")
	if !strings.HasPrefix(n, "報-R8-") {
		t.Fatal(list)
	}
	asked, errs, code := p.run(t, "ministry-officer", "", "report", "ask", n, "何台ですか。", "--field", "which", "--answer-by", "令和8年11月25日")
	q, _, _ := strings.Cut(asked, "\t")
	if code != 0 || !strings.HasPrefix(q, "照-R8-") {
		t.Fatalf("%d %s %s", code, asked, errs)
	}
	if out, errs, code := p.run(t, "operator-filer", "", "report", "answer", n, q, "3台です。"); code != 0 || !strings.Contains(out, "answered") {
		t.Errorf("%d %s %s", code, out, errs)
	}
	for _, as := range []string{"operator-filer", "ministry-officer"} {
		if out, errs, code := p.run(t, as, "", "report", "show", n); code != 0 || !strings.Contains(out, "3台です。") || !strings.Contains(out, "電力・ガス保安担当室") {
			t.Errorf("%s: %d %s %s", as, code, out, errs)
		}
	}
}

func TestHelpIsAskedForAndAnswered(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	asked, errs, code := p.run(t, "operator-filer", "", "support", "ask", "--kind", "advice", "--kind", "on-site", "--urgency", "now", "--contact", "山﨑 03-0000-2002", "--text", "画面が暗号化されています")
	n, _, _ := strings.Cut(asked, "\t")
	if code != 0 || !strings.HasPrefix(n, "援-R8-") {
		t.Fatalf("%d %s %s", code, asked, errs)
	}
	if list, _, _ := p.run(t, "ministry-officer", "", "support", "list"); !strings.HasPrefix(list, n+"\tnow\treceived\t") {
		t.Error(list)
	}
	if out, errs, code := p.run(t, "ministry-officer", "", "support", "move", n, "arranging", "--office"); code != 0 || !strings.Contains(out, "arranging") {
		t.Errorf("%d %s %s", code, out, errs)
	}
	if _, errs, code := p.run(t, "ministry-officer", "", "support", "write", n, "すぐに伺います", "--office"); code != 0 {
		t.Errorf("%d %s", code, errs)
	}
	if out, errs, code := p.run(t, "operator-filer", "", "support", "show", strings.Replace(n, "援", "S", 1)); code != 0 || !strings.Contains(out, "すぐに伺います") {
		t.Errorf("%d %s %s", code, out, errs)
	}
	for name, args := range map[string][]string{"no reason": {"ministry-officer", "declined", "--office"}, "what does not follow": {"operator-filer", "working"}, "another operator's": {"other-operator-filer", "ended"}} {
		if _, _, code := p.run(t, args[0], "", append([]string{"support", "move", n}, args[1:]...)...); code != 1 {
			t.Errorf("%s: %d", name, code)
		}
	}
}

// A lost answer is asked for again with the same key: one report.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	p.drop.Store(1)
	out, errs, code := p.run(t, "operator-filer", promptReport, "file", "report", "-", "--json")
	if code != 0 || p.calls.Load() != 2 {
		t.Fatalf("%d after %d calls: %s %s", code, p.calls.Load(), out, errs)
	}
	if list, _, _ := p.run(t, "operator-filer", "", "report", "list"); strings.Count(list, "\n") != 1 {
		t.Errorf("filed:\n%s", list)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	future := strings.Replace(promptReport, "11月23日 8:15", "12月31日 8:15", 1)
	for _, c := range []struct {
		name, as, in string
		args         []string
		code         int
		says         string
	}{
		{"not JSON", "operator-filer", "速報", []string{"file", "report", "-"}, 1, "オブジェクト"},
		{"a place", "operator-filer", `{"what_kind":["x"]}`, []string{"file", "report", "-"}, 1, "what_kind: 選択肢にない"},
		{"English", "operator-filer", `{}`, []string{"file", "report", "-", "--lang", "en"}, 1, "what_kind: Please answer this."},
		{"a question", "operator-filer", future, []string{"file", "report", "-"}, 1, "--confirm aware_at:ask.future"},
		{"the question answered", "operator-filer", future, []string{"file", "report", "-", "--confirm", "aware_at:ask.future"}, 0, ""},
		{"duplicates stay", "operator-filer", `{"impact":null,` + future[1:], []string{"file", "report", "-", "--confirm", "aware_at:ask.future"}, 1, "impact: "},
		{"confirmed nothing", "operator-filer", ` { } `, []string{"file", "report", "-", "--confirm", "aware_at:ask.future"}, 1, "what_kind: "},
		{"no token", "nobody", promptReport, []string{"file", "report", "-"}, 1, ""},
		{"not theirs to file", "ministry-officer", promptReport, []string{"file", "report", "-"}, 1, ""},
		{"as JSON", "nobody", promptReport, []string{"file", "report", "-", "--json"}, 1, ""},
		{"no file", "operator-filer", "", []string{"file", "report", "/nonexistent"}, 2, "見つかりません"},
		{"a slip", "operator-filer", "", []string{"report", "show", "R-R8-7K4M-2QXD"}, 2, "整理番号"},
		{"usage", "operator-filer", "", []string{"report", "show"}, 2, ""},
		{"a token that is none", "a b", "", []string{"report", "list"}, 2, "KANMIN_TOKEN"},
		{"no token given", "", "", []string{"report", "list"}, 2, "KANMIN_TOKEN"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out, errs, code := p.run(t, c.as, c.in, c.args...)
			if code != c.code || !strings.Contains(errs, c.says) {
				t.Errorf("%d, want %d: %s %s", code, c.code, out, errs)
			}
			if c.name == "as JSON" {
				var problem struct{ Status int }
				if json.Unmarshal([]byte(out), &problem) != nil || problem.Status != 401 {
					t.Errorf("not the problem: %s", out)
				}
			}
			if strings.Contains(out+errs, c.as) && c.as == "nobody" {
				t.Errorf("the token is shown: %s %s", out, errs)
			}
		})
	}
}

// The token goes over TLS or stays on this machine, and never follows a redirection.
func TestTokenStays(t *testing.T) {
	t.Parallel()
	var got atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { got.Add(1) }))
	defer other.Close()
	server := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer server.Close()
	for address, want := range map[string]int{
		server.URL: 1, "http://kanmin.invalid": 2, "http://192.0.2.1:8080": 2, "ftp://localhost": 2, "https://user:pass@localhost": 2, "localhost:8080": 2, "": 2,
	} {
		p := &platform{url: address}
		if _, errs, code := p.run(t, "operator-filer", "", "report", "list"); code != want {
			t.Errorf("%s: %d %s", address, code, errs)
		}
	}
	if got.Load() != 0 {
		t.Error("the token followed a redirection")
	}
}
