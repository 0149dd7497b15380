// Package reports keeps the small facts of every filed report in memory, for statistics: names and answers are sealed, so no SQL can
// count them, and opening each report for a number would be a look each. It is a value that follows the log and is swapped whole,
// stamped with the place it has reached. It knows nobody's name, and decides nothing about who sees what: whoever counts brings the
// sight that the store gives (Filings.ReleasedSince).
package reports

import (
	"context"
	"slices"

	"kanmin/internal/adapter/keep/index"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/statistic"
)

// Tx is what the index reads, as background work.
type Tx interface {
	FiledReports(after ident.Filing, limit int) ([]filing.Reported, error)
	FiledAmong(ids []ident.Object) ([]filing.Reported, error)
	Designated() ([]party.Designation, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Index answers what was reported. Any number of goroutines may ask it at once. Until it is loaded every question is answered Unavailable: a
// node does not wait for it to serve.
type Index struct {
	Log  index.Headed
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read

	mirror index.Mirror[state]
}

// state is what answers are made from.
type state struct {
	facts      []*statistic.Fact // by id, and so by arrival
	designated map[ident.Org][]party.Designation
}

// atOnce bounds what one read takes.
const atOnce = 500

// Load reads every report there is. s is background work.
func (x *Index) Load(ctx context.Context, s access.Scope) error {
	whole := func(ctx context.Context) (state, error) { return x.whole(ctx, s) }
	return x.mirror.Load(ctx, x.Log, whole, func(ctx context.Context, was state, list []ledger.Followed) (func(state) state, error) {
		next, err := x.follow(ctx, s, was, list)
		return func(state) state { return next }, err // nobody else changes it
	})
}

func (x *Index) whole(ctx context.Context, s access.Scope) (next state, err error) {
	for after, more := ident.Filing(""), true; more; {
		err := x.Read(ctx, s, func(tx Tx) error {
			list, err := tx.FiledReports(after, atOnce)
			if err != nil {
				return err
			}
			if more = len(list) == atOnce; len(list) > 0 {
				after = list[len(list)-1].ID
			}
			return next.take(tx, list)
		})
		if err != nil {
			return next, err
		}
	}
	return next, x.Read(ctx, s, next.sectors)
}

// follow brings the facts to the end of a batch of entries: whatever an entry did to a report, the report is read again.
func (x *Index) follow(ctx context.Context, s access.Scope, was state, list []ledger.Followed) (state, error) {
	next := state{facts: was.facts}
	err := x.Read(ctx, s, func(tx Tx) error {
		filed, err := tx.FiledAmong(index.Objects(list))
		if err != nil {
			return err
		}
		if len(filed) > 0 {
			next.facts = slices.Clone(was.facts)
		}
		if err := next.take(tx, filed); err != nil {
			return err
		}
		return next.sectors(tx)
	})
	return next, err
}

// take puts reports in their places.
func (s *state) take(tx Tx, list []filing.Reported) error {
	known := index.Once(func(k filing.Kind) (procedure.Procedure, error) { return tx.Procedure(string(k)) })
	for _, r := range list {
		of, err := known(r.Kind)
		if err != nil {
			return err
		}
		f, ok, err := statistic.Read(of, r)
		if err != nil {
			return err
		}
		if ok {
			s.facts = index.Put(s.facts, &f, func(f *statistic.Fact) string { return string(f.ID) })
		}
	}
	return nil
}

func (s *state) sectors(tx Tx) error {
	all, err := tx.Designated()
	s.designated = map[ident.Org][]party.Designation{}
	for _, d := range all {
		s.designated[d.Operator] = append(s.designated[d.Operator], d)
	}
	return err
}

// of tells for what an operator is designated on a day.
func (s *state) of(operator ident.Org, on law.Day) (list []law.Sector) {
	for _, d := range s.designated[operator] {
		if !d.On.After(on) && (d.Until.IsZero() || d.Until.After(on)) && !slices.Contains(list, d.Sector) {
			list = append(list, d.Sector)
		}
	}
	return list
}

// Step takes what the log has, once. It must come after Load.
func (x *Index) Step(ctx context.Context) error { return x.mirror.Step(ctx) }

// Run loads and follows the log until ctx ends. trouble hears of errors.
func (x *Index) Run(ctx context.Context, s access.Scope, trouble func(error)) error {
	return x.mirror.Run(ctx, func(ctx context.Context) error { return x.Load(ctx, s) }, trouble)
}

// Cases are the cases that a reader counts from its sight, and the place in the log on which they rest.
func (x *Index) Cases(sight statistic.Sight) (cases []statistic.Case, reached int64, err error) {
	now, reached, ok := x.mirror.Now()
	if !ok {
		return nil, -1, fault.New(fault.Unavailable, "fault.statistic.loading", nil)
	}
	if sight == nil {
		sight = statistic.Sight{} // nobody counts everything
	}
	return statistic.Cases(now.facts, sight, now.of), reached, nil
}

// Similar is statistic.SimilarTo at the place in the log that was reached. While the index is loaded nothing is told.
func (x *Index) Similar(a statistic.Asking, at ident.Instant) ([]statistic.Similar, int64) {
	now, reached, ok := x.mirror.Now()
	if !ok {
		return nil, -1
	}
	return statistic.SimilarTo(now.facts, now.of, a, at), reached
}
