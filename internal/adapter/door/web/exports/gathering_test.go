package exports_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/export"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/exporting"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

const officer = "ministry-officer"

type room struct {
	*stagetest.Stage
	order exporting.Order
	stop  exporting.Stop
	take  exporting.Take
	fill  exporting.Fill
}

func open(t *testing.T, s *stagetest.Stage, n int) room {
	t.Helper()
	for i := range n {
		if _, err := s.Doors.File.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", "f"+strconv.Itoa(i)), submitting.Prompt(world.Values(s.Clock.Now().Add(-time.Hour), "OUTLINE-CANARY", "malware"))); err != nil {
			t.Fatal(err)
		}
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
	}
	return room{
		s, exporting.Order{Act: store.Act[exporting.OrderTx](s.DB), Entropy: s.Entropy}, exporting.Stop{Act: store.Act[exporting.StopTx](s.DB)},
		exporting.Take{Read: store.Read[exporting.TakeTx](s.DB), Look: store.Look[exporting.TakeTx](s.DB)},
		exporting.Fill{Keep: store.Housekeep[exporting.FillTx](s.DB), Look: store.Look[exporting.ReadTx](s.DB), Now: func() ident.Instant { return ident.At(s.Clock.Now()) }, Batch: 2},
	}
}

func (r room) ordered(t *testing.T, who, query, key string) ident.Object {
	t.Helper()
	id, err := r.order.Do(t.Context(), r.Scope(who), r.Key(who, key), query)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

var errDied = errors.New("the program ended")

// work does the task of an order, and dies after some parts; 0: it does not.
func (r room) work(t *testing.T, key string, parts int) error {
	t.Helper()
	n := 0
	return r.fill.Do(t.Context(), access.System("test", 0), task.Task{Key: key, Attempts: 1}, func(_, _ int64) error {
		if n++; n == parts {
			return errDied
		}
		return nil
	})
}

func (r room) taken(ctx context.Context, who string, id ident.Object) (numbers []ident.Number, lines []export.Part, err error) {
	e, err := r.take.Begin(ctx, r.Scope(who), id)
	if err != nil {
		return nil, nil, err
	}
	err = r.take.Do(ctx, r.Scope(who), e, func(p export.Part) bool {
		for _, l := range p.Lines {
			numbers = append(numbers, l.Number)
		}
		lines = append(lines, p)
		return true
	})
	return numbers, lines, err
}

// What was gathered before a restart is kept: the work goes on where it stood, and the whole is what the list shows, each once.
func TestAnExportGoesOnAfterARestart(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		r := open(t, s, 7)
		id := r.ordered(t, officer, "order=oldest", "k")
		if again := r.ordered(t, officer, "order=oldest", "k"); again != id {
			t.Error("one key, two orders")
		}
		if err := r.work(t, "export/fill/"+string(id), 2); !errors.Is(err, errDied) {
			t.Fatal(err)
		}
		if _, _, err := r.taken(t.Context(), officer, id); !fault.Is(err, fault.Hidden) {
			t.Errorf("half of it is taken: %v", err)
		}
		if err := r.work(t, "export/fill/"+string(id), 0); err != nil {
			t.Fatal(err)
		}
		got, parts, err := r.taken(t.Context(), officer, id)
		if err != nil || len(got) != 7 || len(parts) != 4 || !slices.Equal(slices.Compact(slices.Sorted(slices.Values(got))), slices.Sorted(slices.Values(got))) {
			t.Fatalf("%v in %d parts, %v", got, len(parts), err)
		}
		for _, p := range parts {
			for _, l := range p.Lines {
				if l.Summary != "" || len(l.Values) > 0 || p.Kinds[l.Filing.Kind].Ja == "" {
					t.Errorf("content is kept of %s: %+v", l.Number, l.Content)
				}
			}
		}
		for _, who := range []string{"operator-filer", "nco-analyst", "other-ministry-officer", "platform-admin"} {
			if _, _, err := r.taken(t.Context(), who, id); !fault.Is(err, fault.Hidden) {
				t.Errorf("%s takes it: %v", who, err)
			}
		}
		s.Clock.Set(s.Clock.Now().Add(export.Kept))
		if _, _, err := r.taken(t.Context(), officer, id); !fault.Is(err, fault.Hidden) {
			t.Errorf("its day is over: %v", err)
		}
		if err := r.work(t, "export/end/"+string(id), 0); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnExportIsStopped(t *testing.T) {
	t.Parallel()
	r := open(t, stagetest.SQLite(t), 5)
	id := r.ordered(t, "operator-filer", "", "k")
	if err := r.work(t, "export/fill/"+string(id), 1); !errors.Is(err, errDied) {
		t.Fatal(err)
	}
	if err := r.stop.Do(t.Context(), r.Scope("operator-site-filer"), r.Key("operator-site-filer", "s"), id); !fault.Is(err, fault.Hidden) {
		t.Errorf("somebody else stops it: %v", err)
	}
	if err := r.stop.Do(t.Context(), r.Scope("operator-filer"), r.Key("operator-filer", "s"), id); err != nil {
		t.Fatal(err)
	}
	if err := r.work(t, "export/fill/"+string(id), 0); err != nil { // the worker finds nothing to do
		t.Fatal(err)
	}
	if err := r.stop.Do(t.Context(), r.Scope("operator-filer"), r.Key("operator-filer", "s2"), id); !fault.Is(err, fault.Conflict) {
		t.Errorf("stopped twice: %v", err)
	}
	if _, _, err := r.taken(t.Context(), "operator-filer", id); !fault.Is(err, fault.Hidden) {
		t.Errorf("it is taken: %v", err)
	}
}

func TestWhatCannotBeOrdered(t *testing.T) {
	t.Parallel()
	r := open(t, stagetest.SQLite(t), 0)
	for query, kind := range map[string]fault.Kind{"state=gone": fault.Invalid, "%zz": fault.Invalid, "from=yesterday": fault.Invalid} {
		if _, err := r.order.Do(t.Context(), r.Scope(officer), r.Key(officer, query), query); !fault.Is(err, kind) {
			t.Errorf("%s: %v", query, err)
		}
	}
	if _, err := r.order.Do(t.Context(), r.Scope("platform-admin"), r.Key("platform-admin", "k"), ""); !fault.Is(err, fault.Hidden) {
		t.Errorf("an administrator has no list: %v", err)
	}
	for i := range export.AtOnce {
		r.ordered(t, officer, "", "k"+strconv.Itoa(i))
	}
	if _, err := r.order.Do(t.Context(), r.Scope(officer), r.Key(officer, "more"), ""); !fault.Is(err, fault.Exceeded) {
		t.Errorf("one too many: %v", err)
	}
}
