package advising_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/task"
	"kanmin/internal/domain/text"
	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/feed"
	"kanmin/internal/flow/advising"
	"kanmin/internal/world/stagetest"
)

// house is the flows on a real store. Its files are one advisory a line.
type house struct {
	*stagetest.Stage
	t      *testing.T
	serial int
	stop   func() // called when a file is read for the second time
}

func lines(_ context.Context, file io.Reader, each func(vuln.Advisory) error) (string, error) {
	in := bufio.NewScanner(file)
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		var a vuln.Advisory
		err := json.Unmarshal(in.Bytes(), &a) //nolint:musttag // as vuln reads it
		if err != nil {
			var l fault.List
			l.Add(fmt.Sprintf("line %d", n), "fault.import.json", nil)
			return "", l.Err()
		}
		if err := each(a); err != nil {
			return "", err
		}
	}
	return "lines", in.Err()
}

// written is a file: each word is "source id day words".
func written(t *testing.T, rows ...string) string {
	t.Helper()
	var b strings.Builder
	for _, r := range rows {
		f := strings.Fields(r)
		day, err := time.Parse(time.DateOnly, f[2])
		if err != nil {
			t.Fatal(err)
		}
		a := vuln.Advisory{ID: vuln.ID(f[1]), Source: vuln.Source(f[0]), State: vuln.Published, ModifiedAt: ident.At(day), Title: text.Both{Ja: f[3]}}
		plain, err := a.Canonical()
		if err != nil {
			t.Fatal(err)
		}
		b.Write(plain)
		b.WriteByte('\n')
	}
	return b.String()
}

func (h *house) system() access.Scope { return access.System("test", ident.At(h.Clock.Now())) }

func (h *house) bring(who, body string) (feed.File, error) {
	h.t.Helper()
	h.serial++
	v := advising.Bring{Keep: store.Housekeep[advising.BringKeepTx](h.DB), Act: store.Act[advising.BringTx](h.DB), Entropy: h.DB.Entropy}
	return v.Do(h.t.Context(), h.Scope(who), advising.Upload{Name: "feed.json", By: "分析担当", Body: strings.NewReader(body), Key: func(digest [32]byte) (ident.Key, error) {
		k := h.Key(who, fmt.Sprint("bring", h.serial))
		k.Digest = digest
		return k, nil
	}})
}

// work does what waits, and gives back the file.
func (h *house) work(f feed.File) feed.File {
	h.t.Helper()
	reads := 0
	v := advising.Take{
		Keep: store.Housekeep[advising.TakeKeepTx](h.DB), Act: store.Act[advising.TakeTx](h.DB), Entropy: h.DB.Entropy, Now: func() ident.Instant { return ident.At(h.Clock.Now()) },
		Parse: func(ctx context.Context, file io.Reader, each func(vuln.Advisory) error) (string, error) {
			if reads++; reads == 2 && h.stop != nil {
				h.stop()
			}
			return lines(ctx, file, each)
		},
	}
	l, ok, err := h.DB.TakeQueue(h.t.Context(), advising.Queue, "test")
	if err != nil || !ok {
		h.t.Fatal(ok, err)
	}
	for more := true; more; {
		if more, err = h.DB.DoTask(h.t.Context(), l, advising.Queue, func(ctx context.Context, t task.Task, progress func(done, total int64) error) (string, error) {
			return "", v.Do(ctx, h.system(), t, progress)
		}); err != nil {
			h.t.Fatal(err)
		}
	}
	return h.file(f.ID)
}

type readTx interface {
	AdvisoryFile(id ident.Object) (feed.File, error)
	AdvisoryFiles(before row.Cursor, limit int) ([]feed.File, error)
	AdvisoriesOn(id vuln.ID) ([]feed.Stored, error)
}

func (h *house) read(s access.Scope, do func(readTx) error) {
	h.t.Helper()
	if err := store.Read[readTx](h.DB)(h.t.Context(), s, do); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) file(id ident.Object) (f feed.File) {
	h.t.Helper()
	h.read(h.Scope("cabinet-analyst"), func(tx readTx) (err error) {
		f, err = tx.AdvisoryFile(id)
		return err
	})
	return f
}

// said is what an organisation finds of a vulnerability: "source state title".
func (h *house) said(who string, id vuln.ID) (list []string) {
	h.t.Helper()
	h.read(h.Scope(who), func(tx readTx) error {
		all, err := tx.AdvisoriesOn(id)
		for _, s := range all {
			list = append(list, fmt.Sprintf("%s %s %s", s.Source, s.Advisory.State, s.Title.Ja))
		}
		return err
	})
	return list
}

// A file is taken as a whole or refused as a whole; the same file again changes nothing, an older one neither, and what a list that is always whole
// does not have any more is withdrawn.
func TestFilesOfAdvisoriesAreTaken(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		h := &house{Stage: s, t: t}
		first := written(t, "kev CVE-2026-0001 2026-11-01 一", "kev CVE-2026-0002 2026-11-01 二", "nvd CVE-2026-0001 2026-11-02 三")
		for i, step := range []struct {
			name, body string
			state      feed.State
			count      feed.Count
			why        feed.Why
		}{
			{"the first", first, feed.Taken, feed.Count{New: 3}, feed.Why{}},
			{"the same again", first, feed.Taken, feed.Count{Same: 3}, feed.Why{}},
			{"one that is not whole", written(t, "nvd CVE-2026-0009 2026-11-05 x") + "{\"id\":", feed.Refused, feed.Count{}, feed.Why{Code: "fault.import.json", Path: "line 2"}},
			{"one that contradicts itself", written(t, "nvd CVE-2026-0009 2026-11-05 x", "nvd CVE-2026-0009 2026-11-05 y"), feed.Refused, feed.Count{}, feed.Why{Code: "fault.advisory.twice", Args: map[string]string{"id": "CVE-2026-0009"}}},
			{"one with nothing", "\n", feed.Refused, feed.Count{}, feed.Why{Code: "fault.import.json", Path: "line 1"}},
			{"later words", written(t, "nvd CVE-2026-0001 2026-11-03 四", "nvd CVE-2026-0001 2026-11-03 四"), feed.Taken, feed.Count{Changed: 1, Same: 1}, feed.Why{}},
			{"an older file", written(t, "nvd CVE-2026-0001 2026-11-02 三"), feed.Taken, feed.Count{Older: 1}, feed.Why{}},
			{"a list that is shorter", written(t, "kev CVE-2026-0002 2026-11-01 二"), feed.Taken, feed.Count{Same: 1, Gone: 1}, feed.Why{}},
			{"the same list again", written(t, "kev CVE-2026-0002 2026-11-01 二"), feed.Taken, feed.Count{Same: 1}, feed.Why{}},
		} {
			f, err := h.bring("cabinet-analyst", step.body)
			if err != nil {
				t.Fatal(step.name, err)
			}
			if f = h.work(f); f.State != step.state || f.EndedAt == 0 || cmp.Diff(f.Count, step.count) != "" || cmp.Diff(f.Why, step.why) != "" {
				t.Errorf("%d %s: %+v", i, step.name, f)
			}
		}
		for id, want := range map[vuln.ID][]string{
			"CVE-2026-0001": {"kev withdrawn 一", "nvd published 四"}, "CVE-2026-0002": {"kev published 二"}, "CVE-2026-0009": nil,
		} {
			for _, who := range []string{"operator-filer", "ministry-officer", "cabinet-analyst"} {
				if d := cmp.Diff(h.said(who, id), want); d != "" {
					t.Errorf("%s, %s: %s", who, id, d)
				}
			}
		}
		if h.said("platform-admin", "CVE-2026-0002") != nil {
			t.Error("the platform's administrator reads advisories")
		}
	})
}

// What nobody may bring, or breaks on its way, leaves nothing; what is stopped stays as far as it came, and one key is one file.
func TestFilesThatAreNotTaken(t *testing.T) {
	t.Parallel()
	h := &house{Stage: stagetest.SQLite(t), t: t}
	if _, err := h.bring("operator-filer", "x"); !fault.Is(err, fault.Denied) {
		t.Errorf("an operator brought a file: %v", err)
	}
	if _, err := h.bring("cabinet-analyst", ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("an empty file: %v", err)
	}
	f, err := h.bring("cabinet-analyst", written(t, "nvd CVE-2026-0001 2026-11-02 三"))
	if err != nil {
		t.Fatal(err)
	}
	h.serial--
	again, err := h.bring("cabinet-analyst", written(t, "nvd CVE-2026-0001 2026-11-02 三"))
	if err != nil || again.ID != f.ID {
		t.Errorf("the same key made another file: %v, %v", again.ID, err)
	}
	stop := advising.Stop{Act: store.Act[advising.StopTx](h.DB)}
	h.stop = func() {
		if err := stop.Do(t.Context(), h.Scope("cabinet-analyst"), h.Key("cabinet-analyst", "stop"), f.ID); err != nil {
			t.Fatal(err)
		}
	}
	if f = h.work(f); f.State != feed.Stopped || h.said("operator-filer", "CVE-2026-0001") != nil {
		t.Errorf("%+v", f)
	}
	if err := stop.Do(t.Context(), h.Scope("cabinet-analyst"), h.Key("cabinet-analyst", "again"), f.ID); !fault.Is(err, fault.Conflict) {
		t.Errorf("it was stopped twice: %v", err)
	}
	h.read(h.Scope("cabinet-analyst"), func(tx readTx) error {
		list, err := tx.AdvisoryFiles(row.Cursor{}, 10)
		if len(list) != 1 || list[0].Name != "feed.json" || list[0].By != "分析担当" {
			t.Errorf("%+v", list)
		}
		return err
	})
	h.read(h.Scope("ministry-officer"), func(tx readTx) error {
		if _, err := tx.AdvisoryFile(f.ID); !fault.Is(err, fault.Hidden) {
			t.Errorf("another office's file: %v", err)
		}
		return nil
	})
}
