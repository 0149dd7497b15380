// Package auditing is what the house does so that others can check it: it puts the digest of the looks into
// the log, and recomputes the log when asked.
package auditing

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strconv"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// Look is one read of a protected record.
type Look struct {
	ID      string        `json:"id"`
	At      ident.Instant `json:"at"`
	Object  ident.Object  `json:"object"`
	Org     ident.Org     `json:"org"`
	Unit    ident.Unit    `json:"unit"`
	Actor   string        `json:"actor"`
	Purpose string        `json:"purpose"`
}

// Digest is SHA-256 over the looks in the order of their ids, one JSON object a line.
func Digest(looks []Look) (sum [32]byte, err error) {
	h := sha256.New()
	e := json.NewEncoder(h)
	for _, l := range looks {
		if err := e.Encode(l); err != nil {
			return sum, err
		}
	}
	copy(sum[:], h.Sum(nil))
	return sum, nil
}

// LooksTx is what the digest needs.
type LooksTx interface {
	Now() ident.Instant
	// TakeLooks gives this act's entry to the looks before an instant that have none yet, oldest first, and
	// returns them by id.
	TakeLooks(before ident.Instant, limit int) ([]Look, error)
}

// DigestLooks puts the digest of the looks of past minutes into the log, so that none can be
// removed, added or altered later without a trace. Each look is in exactly one digest.
type DigestLooks struct{ Act Act[LooksTx] }

const (
	// looksBatch bounds one entry: an act must not hold the writer long.
	looksBatch = 2000

	// FactLooks is how many looks an entry covers.
	FactLooks = "looks"
	// FactFrom is the time of the oldest of them.
	FactFrom = "from"
)

// Do makes one entry and returns how many looks it covers; 0 when there are none, and then there is no
// entry. Who may call: the house itself, once a minute.
func (d DigestLooks) Do(ctx context.Context, s access.Scope) (count int, err error) {
	defer fault.Wrap(&err, "auditing.DigestLooks")
	if _, system := s.IsSystem(); !system {
		return 0, fault.Absent()
	}
	_, err = d.Act(ctx, s, ident.Key{}, func(tx LooksTx) (ledger.Entry, error) {
		looks, err := tx.TakeLooks(ident.At(tx.Now().Time().Truncate(time.Minute)), looksBatch)
		if count = len(looks); err != nil || count == 0 {
			return ledger.Entry{}, err
		}
		sum, err := Digest(looks)
		if err != nil {
			return ledger.Entry{}, err
		}
		from := looks[0].At
		for _, l := range looks {
			from = min(from, l.At)
		}
		return ledger.Entry{Kind: ledger.LooksDigested, Object: ident.Object(looks[0].ID), Digest: sum, Facts: map[string]string{
			FactLooks: strconv.Itoa(count), FactFrom: from.Time().Format(ledger.StampLayout),
		}}, nil
	})
	return count, err
}

// More reports whether a count returned by Do means that another entry is due at once.
func More(count int) bool { return count == looksBatch }
