package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

// filters are one of each part, and all of them at once as the last.
var filters = []filing.Filter{
	{}, {Oldest: true}, {Kind: "report.prompt"}, {Kind: "P-R8-2222-2222-9"}, {Kind: "report."}, {Kind: "asset."}, {State: filing.Arrived}, {State: filing.FixAsked}, {State: filing.Fixed}, {State: filing.Checked},
	{Need: filing.NeedsMe}, {Need: filing.Overdue}, {Need: filing.Unread}, {Filer: "8000012050001"}, {Number: ident.NumberStart{Text: "報R8"}}, {Number: ident.NumberStart{Text: "2", Eight: true}},
	{From: law.MustDay("2026-11-23")}, {Until: law.MustDay("2026-11-22")},
	{
		Kind: "report.prompt", State: filing.Arrived, Need: filing.NeedsMe, Filer: "8000012050001", Number: ident.NumberStart{Text: "7", Eight: true},
		From: law.MustDay("2020-01-01"), Until: law.MustDay("2030-01-01"), Oldest: true,
	},
}

// A filter leaves what its words say of the lines that the scope reads anyway, and no other; the count and the weeks are of the
// same rows, however they are paged.
func TestAFilterLeavesWhatItSays(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		if err := world.Story(t.Context(), s.World, s.Doors, stagetest.Day); err != nil {
			t.Fatal(err)
		}
		s.Clock.Set(s.Clock.Now().Add(time.Hour))
		left, all := map[string]int{}, 0
		for _, token := range []string{"operator-filer", "operator-site-filer", "other-operator-filer", "ministry-officer", "cabinet-analyst", "regional-officer", "nco-analyst", "platform-admin"} {
			lines := everyLine(t, s, token)
			all += len(lines)
			some := filters
			for _, l := range lines { // and of what is really there
				compact := []rune(strings.ReplaceAll(string(l.Number), "-", ""))
				some = append(some, filing.Filter{Filer: l.Filer.CorporateNumber}, filing.Filter{From: law.DayOf(l.ArrivedAt), Until: law.DayOf(l.ArrivedAt)},
					filing.Filter{Number: ident.NumberStart{Text: string(compact[:5])}}, filing.Filter{Number: ident.NumberStart{Text: string(compact[len(compact)-9 : len(compact)-5]), Eight: true}})
			}
			for i, f := range some {
				var want []ident.Number
				for _, l := range lines {
					if says(f, l) {
						want = append(want, l.Number)
					}
				}
				if f.Oldest {
					slices.Reverse(want)
				}
				got, n, weeks := searched(t, s, token, f)
				if f.Need == "" && !slices.Equal(got, want) {
					t.Errorf("%s, filter %d %+v: %v, want %v", token, i, f, got, want)
				}
				if n != len(got) || weeks != len(got) {
					t.Errorf("%s, filter %d: %d counted, %d in weeks, %d rows", token, i, n, weeks, len(got))
				}
				left[token+" "+string(f.Need)] += len(got)
				if !f.Narrows() && len(got) != len(lines) {
					t.Errorf("%s: %d of %d without a filter", token, len(got), len(lines))
				}
			}
		}
		if all < 10 || left["ministry-officer me"] == 0 || left["operator-filer me"] == 0 {
			t.Errorf("nothing to see: %d lines, %v", all, left)
		}
	})
}

// says is the filter in words of Go.
func says(f filing.Filter, l filing.Line) bool {
	compact := strings.ReplaceAll(string(l.Number), "-", "")
	if f.Number.Eight {
		r := []rune(compact)
		compact = string(r[len(r)-9:])
	}
	day := law.DayOf(l.ArrivedAt)
	family := strings.HasSuffix(string(f.Kind), ".") && strings.HasPrefix(string(l.Kind), string(f.Kind))
	return (f.Kind == "" || family || l.Kind == f.Kind || strings.HasPrefix(string(l.Kind), string(f.Kind)+"@")) && (f.State == "" || l.State == f.State) &&
		(f.Filer == "" || l.Filer.CorporateNumber == f.Filer) && strings.HasPrefix(compact, f.Number.Text) &&
		(f.From.IsZero() || !day.Before(f.From)) && (f.Until.IsZero() || !day.After(f.Until))
}

func everyLine(t *testing.T, s *stagetest.Stage, token string) (lines []filing.Line) {
	t.Helper()
	err := store.Read[reportTx](s.DB)(t.Context(), s.Scope(token), func(tx reportTx) (err error) {
		if own, _ := s.Scope(token).Relations(readReports); own {
			lines, err = tx.OwnFilings(store.Cursor{}, 1000)
		} else {
			lines, err = tx.DeskFilings(store.Cursor{}, 1000)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// searched walks what a filter leaves, two at a time.
func searched(t *testing.T, s *stagetest.Stage, token string, f filing.Filter) (got []ident.Number, n, weeks int) {
	t.Helper()
	var at filing.Place
	for range 100 {
		err := store.Read[reportTx](s.DB)(t.Context(), s.Scope(token), func(tx reportTx) error {
			found, err := tx.Search(f, at, 2)
			for _, l := range found.Lines {
				got = append(got, l.Number)
			}
			n, weeks, at = found.N, 0, found.Next
			for _, w := range found.Weeks {
				weeks += w.N
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if at.At == 0 {
			return got, n, weeks
		}
	}
	t.Fatal("no end of pages")
	return nil, 0, 0
}
