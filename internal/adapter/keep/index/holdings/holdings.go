// Package holdings keeps what stands notified (届出, 法4条) in memory: of each filed notification its rows as small numbers, for 製品の集中状況 and
// 登録の状況. Names of products are sealed, so no SQL can count them; the index reads them as background work and keeps each once. It is a
// value that follows the log and is swapped whole. It knows nobody who filed, and decides nothing about who sees what: whoever counts
// brings the sight that the store gives (Filings.NotificationsReleased).
//
// What a name means is what the dictionary and the steward say for all. What an organisation decided for itself is its own and counts nowhere.
package holdings

import (
	"context"
	"maps"
	"slices"
	"time"

	"kanmin/internal/adapter/keep/index"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/product/memory"
)

// Tx is what the index reads, as background work.
type Tx interface {
	FiledNotifications(after ident.Filing, limit int) ([]filing.Reported, error)
	NotificationsAmong(ids []ident.Object) ([]filing.Reported, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Dictionary says what a name means (keep/index/names).
type Dictionary interface {
	Resolve(org ident.Org, p memory.Pair) (memory.Answer, error)
	Version() int64
}

// Index answers what stands notified. Any number of goroutines may ask it at once. Until it is loaded every question is answered Unavailable:
// a node does not wait for it to serve.
type Index struct {
	Log   index.Headed
	Read  func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
	Names Dictionary

	mirror index.Mirror[state]
}

// state is what answers are made from.
type state struct {
	facts   []*holding.Fact // by id
	names   *holding.Names
	places  map[memory.Pair]holding.NameID // of the names; the follower alone has it
	version int64                          // of the dictionary by which they mean what they mean
}

// atOnce bounds what one read takes: each may hold a list of thousands.
const atOnce = 20

// Load reads every notification there is. s is background work.
func (x *Index) Load(ctx context.Context, s access.Scope) error {
	whole := func(ctx context.Context) (state, error) { return x.whole(ctx, s) }
	return x.mirror.Load(ctx, x.Log, whole, func(ctx context.Context, was state, list []ledger.Followed) (func(state) state, error) {
		return x.follow(ctx, s, was, list)
	})
}

func (x *Index) whole(ctx context.Context, s access.Scope) (state, error) {
	taking := taking{places: map[memory.Pair]holding.NameID{}}
	for after, more := ident.Filing(""), true; more; {
		err := x.Read(ctx, s, func(tx Tx) error {
			list, err := tx.FiledNotifications(after, atOnce)
			if err != nil {
				return err
			}
			if more = len(list) == atOnce; len(list) > 0 {
				after = list[len(list)-1].ID
			}
			return taking.take(tx, list)
		})
		if err != nil {
			return state{}, err
		}
	}
	next := state{facts: taking.facts, places: taking.places}
	next.names, next.version = x.meaning(taking.pairs, state{names: &holding.Names{}})
	return next, nil
}

// follow brings the facts to the end of a batch of entries: whatever an entry did to a notification, it is read again.
func (x *Index) follow(ctx context.Context, s access.Scope, was state, list []ledger.Followed) (func(state) state, error) {
	taking := taking{facts: was.facts, pairs: was.names.Pairs, places: was.places}
	for part := range slices.Chunk(index.Objects(list), atOnce) {
		err := x.Read(ctx, s, func(tx Tx) error {
			filed, err := tx.NotificationsAmong(part)
			if err != nil {
				return err
			}
			return taking.take(tx, filed)
		})
		if err != nil {
			return nil, err
		}
	}
	names, version := was.names, was.version
	more := len(taking.pairs) > len(names.Pairs)
	if more {
		names, version = x.meaning(taking.pairs, was)
	}
	return func(s state) state {
		s.facts, s.places = taking.facts, taking.places
		if more {
			s.names, s.version = names, version
		}
		return s
	}, nil
}

// taking gathers facts and the names in them. What it began with stays as it was: a batch that fails is taken again.
type taking struct {
	facts  []*holding.Fact
	pairs  []memory.Pair
	places map[memory.Pair]holding.NameID
	own    struct{ facts, names bool } // it writes into its own
}

func (t *taking) number(p memory.Pair) holding.NameID {
	id, known := t.places[p]
	if known {
		return id
	}
	if !t.own.names {
		t.pairs, t.places, t.own.names = slices.Clone(t.pairs), maps.Clone(t.places), true
	}
	id = holding.NameID(len(t.pairs)) //nolint:gosec // the names of a node fit
	t.places[p], t.pairs = id, append(t.pairs, p)
	return id
}

func (t *taking) take(tx Tx, list []filing.Reported) error {
	known := index.Once(func(k filing.Kind) (procedure.Procedure, error) { return tx.Procedure(string(k)) })
	for _, r := range list {
		of, err := known(r.Kind)
		if err != nil {
			return err
		}
		f, ok, err := holding.Read(of, r, t.number)
		if err != nil {
			return err
		}
		if ok {
			if !t.own.facts {
				t.facts, t.own.facts = slices.Clone(t.facts), true
			}
			t.facts = index.Put(t.facts, &f, func(f *holding.Fact) string { return string(f.ID) })
		}
	}
	return nil
}

// meaning says what names mean, and by which version of the dictionary. While the dictionary is loaded none is known. What the same version
// said before is not asked again: a question takes the dictionary a good part of a millisecond.
func (x *Index) meaning(pairs []memory.Pair, was state) (*holding.Names, int64) {
	version := x.Names.Version()
	n := holding.Meaning(pairs, func(id holding.NameID, p memory.Pair) holding.Product {
		if int(id) < len(was.names.Pairs) && version == was.version {
			if one := was.names.Of(id); one.Known {
				return one
			}
			return holding.Unresolved(p)
		}
		a, err := x.Names.Resolve("", p)
		if err != nil || a.Product == nil {
			return holding.Unresolved(p)
		}
		one := holding.Product{Key: string(a.Product.ID), Known: true}
		one.Maker.Ja, one.Name.Ja = a.Product.In("ja")
		one.Maker.En, one.Name.En = a.Product.In("en")
		return one
	})
	return &n, version
}

// Step takes what the log has, once. It must come after Load.
func (x *Index) Step(ctx context.Context) error { return x.mirror.Step(ctx) }

// Rename finds anew what the names mean, if the dictionary or what was decided for all has changed since.
func (x *Index) Rename() {
	now, _, ok := x.mirror.Now()
	if !ok || now.version == x.Names.Version() {
		return
	}
	names, version := x.meaning(now.names.Pairs, now)
	x.mirror.Change(func(s state) state {
		if len(s.names.Pairs) == len(names.Pairs) { // else more names came in between, and the next turn finds them
			s.names, s.version = names, version
		}
		return s
	})
}

// renaming is how often the dictionary is asked whether it has changed.
const renaming = time.Second

// Run loads and follows the log, and the dictionary, until ctx ends. trouble hears of errors.
func (x *Index) Run(ctx context.Context, s access.Scope, trouble func(error)) error {
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(renaming)
		defer tick.Stop()
		for ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-tick.C:
				x.Rename()
			}
		}
	}()
	err := x.mirror.Run(ctx, func(ctx context.Context) error { return x.Load(ctx, s) }, trouble)
	<-done
	return err
}

// Held is what there is, without regard to who may see it: nothing of it counts but through a Sight.
func (x *Index) Held() (holding.Held, error) {
	now, reached, ok := x.mirror.Now()
	if !ok {
		return holding.Held{}, fault.New(fault.Unavailable, "fault.statistic.loading", nil)
	}
	return holding.Held{Facts: now.facts, Names: *now.names, Reached: reached}, nil
}
