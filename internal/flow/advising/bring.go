// Package advising is how advisories (脆弱性情報) come into the house: somebody brings a file, and a worker takes what is new in it.
package advising

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/piece"
	"kanmin/internal/domain/text"
	"kanmin/internal/domain/vuln/feed"
)

// Queue is the name of the worker; a task's key ends with the file's id.
const Queue = "advisory"

// MayBring is what bringing a file needs.
var MayBring = access.Permission{Action: access.Receive, Object: access.Advisory}

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

func entry(kind ledger.Kind, s access.Scope, f feed.File) ledger.Entry {
	b, err := json.Marshal(f) //nolint:musttag // a digest over every field by its own name
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: f.ID, Org: f.Org, Unit: f.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}

// BringKeepTx is what receiving bytes needs, one piece a transaction. None of it is an act.
type BringKeepTx interface {
	Now() ident.Instant
	AddAdvisoryFile(feed.File) error
	AddAdvisoryChunk(id ident.Object, at int, plain []byte) error
	DropAdvisoryFile(id ident.Object) error
}

// BringTx is what the act needs.
type BringTx interface {
	Now() ident.Instant
	AdvisoryFile(id ident.Object) (feed.File, error)
	SetAdvisoryFile(feed.File) error
	AddTask(queue, key string, due ident.Instant) error
}

// Bring takes a file in.
type Bring struct {
	Keep    func(ctx context.Context, s access.Scope, do func(BringKeepTx) error) error // store.Housekeep
	Act     Act[BringTx]
	Entropy io.Reader
}

// Upload is a file that is on its way.
type Upload struct {
	Name string
	By   string // name of who brings it
	Body io.Reader
	// Key is the idempotency key, given the digest of what came.
	Key func([sha256.Size]byte) (ident.Key, error)
}

// Do receives the file and gives it to the worker. Who may call: roles that may bring advisories. What is empty, too large (feed.Most) or cut off
// leaves nothing behind. What the file says is judged by the worker: it is taken as a whole, or refused as a whole.
func (v Bring) Do(ctx context.Context, s access.Scope, up Upload) (f feed.File, err error) {
	defer fault.Wrap(&err, "advising.Bring")
	if err := s.Permit(MayBring); err != nil {
		return f, err
	}
	var l fault.List
	if text.Need(&l, "name", up.Name, 200); l.Err() != nil {
		return f, l.Err()
	}
	if f, err = v.begin(ctx, s, up); err != nil {
		return f, err
	}
	sum, err := piece.Cut(up.Body, feed.Chunk, feed.Most, func(at int, b []byte) error {
		return v.Keep(ctx, s, func(tx BringKeepTx) error { return tx.AddAdvisoryChunk(f.ID, at, b) })
	})
	if err = whyNot(sum, err); err != nil {
		return f, v.drop(ctx, s, f.ID, err)
	}
	key, err := up.Key(sum.Digest)
	if err != nil {
		return f, v.drop(ctx, s, f.ID, err)
	}
	leaf, err := v.Act(ctx, s, key, func(tx BringTx) (ledger.Entry, error) {
		if f, err = tx.AdvisoryFile(f.ID); err != nil {
			return ledger.Entry{}, err
		}
		f.State, f.Size, f.Digest, f.Rev = feed.Waiting, sum.Size, sum.Digest, f.Rev+1
		if err := tx.SetAdvisoryFile(f); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.AdvisoriesBrought, s, f), tx.AddTask(Queue, Queue+"/"+string(f.ID), tx.Now())
	})
	if err != nil || leaf.Replayed {
		err = v.drop(ctx, s, f.ID, err)
		f.ID = leaf.Object // the file of the first time
	}
	return f, err
}

func (v Bring) begin(ctx context.Context, s access.Scope, up Upload) (f feed.File, err error) {
	err = v.Keep(ctx, s, func(tx BringKeepTx) (err error) {
		f = feed.File{Org: s.Org, Unit: s.Unit, Person: s.Person, State: feed.Arriving, At: tx.Now(), Rev: 1, Words: feed.Words{Name: up.Name, By: up.By}}
		if f.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy); err != nil {
			return err
		}
		return tx.AddAdvisoryFile(f)
	})
	return f, err
}

func whyNot(sum piece.Sum, err error) error {
	switch {
	case errors.Is(err, piece.ErrLarge):
		return fault.New(fault.Exceeded, "fault.advisory.large", fault.Args{"limit": strconv.Itoa(feed.Most >> 20)})
	case errors.Is(err, piece.ErrCut):
		return fault.New(fault.Invalid, "fault.advisory.cut", nil)
	case err == nil && sum.Size == 0:
		return fault.New(fault.Invalid, "fault.advisory.empty", nil)
	}
	return err
}

// drop takes back what was stored, and gives the error on. Whoever left cannot keep the house from cleaning up.
func (v Bring) drop(ctx context.Context, s access.Scope, id ident.Object, err error) error {
	ctx = context.WithoutCancel(ctx)
	if gone := v.Keep(ctx, s, func(tx BringKeepTx) error { return tx.DropAdvisoryFile(id) }); err == nil {
		return gone
	}
	return err
}
