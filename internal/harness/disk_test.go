package harness

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/mail"
	"kanmin/internal/cli"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/testpg"
)

// Nothing that anybody wrote, and no secret, can be read in what lies on a disk: database, write-ahead log, shared memory,
// the log of the database. Addresses stand in letters and nowhere else.

// live uses every route once as everybody whom it serves.
func (h *house) live() {
	h.t.Helper()
	h.lent = func(p *principal, seen sighting) bool { // what somebody saved for themselves and shared on the way
		return strings.HasPrefix(seen.what, "view ") && slices.ContainsFunc(h.people, func(q *principal) bool { return q.Org == p.Org && seen.may[q.name] })
	}
	routes := h.bind()
	slices.SortStableFunc(routes, func(a, b *route) int { return strings.Compare(a.method, b.method) }) // what is read comes before what is sent
	for _, r := range routes {
		for _, p := range h.people {
			for _, c := range h.calls(r, p) {
				if h.serves(p, c) && r.public == "" {
					h.do(p, h.ask(c))
					break
				}
			}
		}
	}
}

// grep looks for content in files; names of things are open by design.
func (h *house) grep(paths []string) (hits []string) {
	h.t.Helper()
	for _, path := range paths {
		data, err := os.ReadFile(path) //nolint:gosec // of the test
		if os.IsNotExist(err) {
			continue // a file of a living database that has gone
		}
		if err != nil {
			h.t.Fatal(err)
		}
		for _, s := range append(h.eye.see(data), h.eye.see(bytes.ReplaceAll(data, []byte("\r\n"), nil))...) {
			if !s.ref {
				hits = append(hits, filepath.Base(path)+": "+s.what+" ("+s.form+")")
			}
		}
	}
	return hits
}

// files are those below a directory that changed since an instant.
func files(t *testing.T, dir string, since time.Time) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // as above
		}
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() && !info.ModTime().Before(since) {
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// plantOnDisk writes a word where it must not be, and from now on looks for that word alone: the control. It is another word in each
// run, for the log of a database server still holds what runs before it wrote.
func (h *house) plantOnDisk() {
	h.t.Helper()
	word := strings.ToLower(rand.Text())
	b, s := *h.book, *h.scene
	b.eye = newEye()
	b.eye.learn(&mark{what: "the control", word: word})
	s.book = &b
	h.scene = &s
	_, err := store.Act[*store.Tx](h.db)(h.t.Context(), access.System("harness", ident.At(h.scene.at)), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "control"}, tx.SetSetting("control", word)
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) nothingOn(what string, paths []string, least int) {
	h.t.Helper()
	if len(paths) < least {
		h.t.Fatalf("%s: only %d files: %v", what, len(paths), paths)
	}
	for _, hit := range h.grep(paths) {
		h.leakf("%s: %s", what, hit)
	}
}

func TestNothingCanBeReadInSQLite(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	h.live()
	dir := filepath.Dir(strings.TrimPrefix(h.db.URL, "sqlite:"))
	h.nothingOn("files", files(t, dir, time.Time{}), 3)
	h.plantOnDisk()
	if len(h.grep(files(t, dir, time.Time{}))) == 0 {
		t.Error("the control is not found")
	}
	other := theScene(t).open(t)
	other.live()
	dir = filepath.Dir(strings.TrimPrefix(other.db.URL, "sqlite:"))
	_ = other.watch.Close()
	if err := other.db.Close(); err != nil { // the last connection checkpoints
		t.Fatal(err)
	}
	other.nothingOn("files after a checkpoint", files(t, dir, time.Time{}), 1)
}

func TestNothingCanBeReadInPostgres(t *testing.T) {
	t.Parallel()
	since := day // the cluster is older; what this test wrote is newer than its own start
	if info, err := os.Stat(theScene(t).file); err == nil {
		since = info.ModTime().Add(-time.Second)
	}
	s, c, super := postgresScene(t)
	h := s.on(t, c)
	h.live()
	h.nothingOn("server", server(t, super, since), 20)
	h.plantOnDisk()
	if hits := h.grep(server(t, super, since)); len(hits) < 2 {
		t.Errorf("the control is not found in table and log: %v", hits)
	}
}

// server are the files of a database, the write-ahead log and the log of its server, as far as they changed.
func server(t *testing.T, super *sql.DB, since time.Time) []string {
	t.Helper()
	var oid string
	if err := super.QueryRowContext(t.Context(), `SELECT oid FROM pg_database WHERE datname = current_database()`).Scan(&oid); err != nil {
		t.Fatal(err)
	}
	if _, err := super.ExecContext(t.Context(), `CHECKPOINT`); err != nil {
		t.Fatal(err)
	}
	home := testpg.DataDir(t)
	return append(append(files(t, filepath.Join(home, "data", "base", oid), since), files(t, filepath.Join(home, "data", "pg_wal"), since)...), filepath.Join(home, "log"))
}

// Letters on their way hold the address of their reader, and no other content.
func TestTheSpoolHoldsAddressesAlone(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	dir := t.TempDir()
	spool, err := mail.Open(dir, "kanmin@example.jp")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range h.post() {
		if err := spool.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	addresses := 0
	for _, hit := range h.grep(files(t, dir, time.Time{})) {
		if strings.Contains(hit, " Email ") || strings.Contains(hit, ": its address ") {
			addresses++
			continue
		}
		h.leakf("spool: %s", hit)
	}
	if addresses < 5 {
		t.Errorf("only %d addresses: the letters are for nobody", addresses)
	}
}

// The command line is the API's: what is hidden and what is absent are one answer, and a list holds what is the
// caller's.
func TestTheCommandLineTellsNothing(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.doors.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	run := func(p *principal, do func(cli.Client, *cli.Streams) error) string {
		var out bytes.Buffer
		counts.live.Add(1)
		err := do(cli.Client{URL: server.URL, Token: p.token, Lang: "ja"}, &cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Now: h.clock.Now})
		if err != nil {
			out.WriteString(err.Error())
		}
		for _, seen := range h.eye.see(out.Bytes()) {
			if !seen.may[p.name] {
				h.leakf("the command line tells %s %s (%s)", p.name, seen.what, seen.form)
			}
		}
		return out.String()
	}
	show := func(p *principal, number string) string {
		return run(p, func(c cli.Client, s *cli.Streams) error {
			return (&cli.ReportShowCmd{Client: c, Number: number}).Run(context.WithoutCancel(t.Context()), s)
		})
	}
	shown := 0
	for _, p := range h.people {
		list := run(p, func(c cli.Client, s *cli.Streams) error {
			return (&cli.ReportListCmd{Client: c, Limit: 50}).Run(context.WithoutCancel(t.Context()), s)
		})
		for _, o := range h.objects["report"] {
			reads := h.policy.permits(readReport, p, o)
			if reads {
				listed := strings.Contains(list, o.id[2:]) || p.Kind == party.Helper // a helper finds what it is shown by the wish for help
				if shown++; !listed || !strings.Contains(show(p, o.id), o.id[2:]) {
					t.Errorf("%s is not shown %s", p.name, o.label)
				}
			} else if p.Kind != "" && absentFor(show, p, o.id) != absentFor(show, p, h.absent["report"]) {
				t.Errorf("%s is told %s from what does not exist", p.name, o.label)
			}
		}
	}
	if shown < 10 {
		t.Errorf("only %d reports were shown", shown)
	}
}

// absentFor is what somebody is told about a number, without it.
func absentFor(show func(*principal, string) string, p *principal, number string) string {
	return strings.ReplaceAll(show(p, number), number, "«number»")
}
