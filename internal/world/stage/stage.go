// Package stage puts the world on a real store: the demo, the tests and the benchmarks begin here.
package stage

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/dictionary"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/request"
	"kanmin/internal/domain/support"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/checking"
	"kanmin/internal/flow/naming"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/flow/supporting"
	"kanmin/internal/world"
)

// Doors wires the flows of a story to a store whose clock is clock.
func Doors(db *store.DB, clock *world.Clock) world.Doors {
	d := world.Doors{
		Clock:  clock,
		File:   submitting.File{Act: store.Act[submitting.FileTx](db), Entropy: rand.Reader},
		Ask:    asking.Ask{Act: store.Act[asking.AskTx](db), Entropy: rand.Reader},
		Check:  checking.Check{Act: store.Act[checking.CheckTx](db), Entropy: rand.Reader},
		Answer: asking.Answer{Act: store.Act[asking.AnswerTx](db)},
		Naming: world.Naming{
			Decide: naming.Decide{Act: store.Act[naming.DecideTx](db), Entropy: rand.Reader, Find: find},
			Ask:    naming.Ask{Act: store.Act[naming.AskTx](db), Entropy: rand.Reader, Find: find},
			Rule:   naming.Rule{Act: store.Act[naming.RuleTx](db), Entropy: rand.Reader, Find: find},
		},
	}
	d.Help, d.Following, d.Consulting = help(db), following(db), consults(db)
	d.Naming.Desk = func(ctx context.Context, s access.Scope) (asks []memory.Ask, err error) {
		err = store.Read[desk](db)(ctx, s, func(tx desk) error {
			asks, err = tx.DeskNameAsks(100)
			return err
		})
		return asks, err
	}
	read := store.Read[finder](db)
	d.Report = func(ctx context.Context, s access.Scope, id ident.Filing) (f filing.Filing, err error) {
		err = read(ctx, s, func(tx finder) error {
			f, _, err = tx.FilingByID(id, access.Permission{Action: access.Read, Object: access.Report})
			return err
		})
		return f, err
	}
	d.Request = func(ctx context.Context, s access.Scope, f ident.Filing, id ident.Request) (found request.Request, err error) {
		err = read(ctx, s, func(tx finder) error {
			list, err := tx.RequestsOf(f)
			for _, r := range list {
				if r.ID == id {
					found = r
				}
			}
			return err
		})
		return found, err
	}
	look := store.Look[finder](db)
	d.Open = func(ctx context.Context, s access.Scope, id ident.Filing) error {
		return look(ctx, s, "open", func(tx finder) ([]ident.Object, error) {
			f, _, err := tx.FilingByID(id, access.Permission{Action: access.Read, Object: access.Report})
			return []ident.Object{ident.Object(f.ID)}, err
		})
	}
	return d
}

type finder interface {
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	RequestsOf(ident.Filing) ([]request.Request, error)
}

// following wires the flows of 詳報.
func following(db *store.DB) world.Following {
	return world.Following{
		Follow: submitting.Follow{Act: store.Act[submitting.FollowTx](db), Entropy: rand.Reader}, Save: submitting.Save{Act: store.Act[submitting.SaveTx](db)},
		Draft: func(ctx context.Context, s access.Scope, id ident.Draft) (d filing.Draft, err error) {
			err = store.Read[drafts](db)(ctx, s, func(tx drafts) (err error) {
				d, _, err = tx.DraftByID(id)
				return err
			})
			return d, err
		},
	}
}

type drafts interface {
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
}

// help wires the flows of 対処支援.
func help(db *store.DB) world.Help {
	return world.Help{
		Ask: supporting.Ask{Act: store.Act[supporting.AskTx](db), Entropy: rand.Reader}, Move: supporting.Move{Act: store.Act[supporting.Tx](db), Entropy: rand.Reader}, Write: supporting.Write{Act: store.Act[supporting.Tx](db), Entropy: rand.Reader},
		Last: func(ctx context.Context, s access.Scope) (last support.Support, err error) {
			err = store.Read[helped](db)(ctx, s, func(tx helped) error {
				list, err := tx.SupportList(false, 1)
				if err == nil && len(list) == 0 {
					err = fault.Absent()
				}
				if err == nil {
					last = list[0]
				}
				return err
			})
			return last, err
		},
	}
}

type helped interface {
	SupportList(over bool, limit int) ([]support.Support, error)
}

type desk interface {
	DeskNameAsks(limit int) ([]memory.Ask, error)
}

// find looks products up in the shipped dictionary, read once.
func find(id product.ID) (lookup.Candidate, error) {
	all, err := shipped()
	if err != nil {
		return lookup.Candidate{}, err
	}
	c, ok := all[id]
	if !ok {
		return c, fault.Absent()
	}
	return c, nil
}

var shipped = sync.OnceValues(func() (map[product.ID]lookup.Candidate, error) {
	book, err := dictionary.Shipped()
	if err != nil {
		return nil, err
	}
	makers := map[product.MakerID]string{}
	for _, m := range book.Makers {
		makers[m.ID] = m.Names[0].Text
	}
	all := map[product.ID]lookup.Candidate{}
	for _, p := range book.Products {
		all[p.ID] = lookup.Candidate{ID: p.ID, Called: lookup.Called{Maker: makers[p.Maker], Name: p.Names[0].Text}}
	}
	return all, nil
})

// People fills an empty, migrated store with who takes part.
func People(ctx context.Context, db *store.DB, scale world.Scale, seed uint64, at time.Time) (*world.World, error) {
	return world.People(ctx, store.Act[world.Tx](db), scale, seed, ident.At(at))
}
