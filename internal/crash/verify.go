package crash

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// Verdict is what was found in a database after a crash.
type Verdict struct {
	Corrupt error    // it does not open, or its pages do not hold together
	Lost    []string // receipts that had been handed out and are not true: one line each
	Broken  []string // acts that are there in part
	Acts    int      // remembered acts
	Filings int      // filings found: one an act, or something was doubled
}

// OK reports whether every promise holds.
func (v Verdict) OK() bool { return v.Corrupt == nil && len(v.Lost) == 0 && len(v.Broken) == 0 }

func (v Verdict) String() string {
	switch {
	case v.Corrupt != nil:
		return "corrupt: " + v.Corrupt.Error()
	case len(v.Lost) > 0:
		return fmt.Sprintf("%d lost, first: %s", len(v.Lost), v.Lost[0])
	case len(v.Broken) > 0:
		return fmt.Sprintf("%d broken, first: %s", len(v.Broken), v.Broken[0])
	}
	return fmt.Sprintf("ok, %d acts", v.Acts)
}

// Verify opens a scene with the product's store and compares it with what clients had been told; route is that of the acts. Two looks
// are taken: at the rows, by SQL of its own, and at the records, through the product's reads.
func Verify(ctx context.Context, s Scene, route string, acks []Ack) Verdict {
	return verify(ctx, s, route, acks, acks)
}

// verify compares the rows of all acks, and opens some of them as their filer would.
func verify(ctx context.Context, s Scene, route string, acks, opened []Ack) Verdict {
	var v Verdict
	db, err := s.open(ctx, "")
	if err != nil {
		v.Corrupt = err
		return v
	}
	defer func() { _ = db.Close() }()
	rows, err := s.rows(ctx, route)
	if err != nil {
		v.Corrupt = err
		return v
	}
	v.Acts, v.Filings = len(rows.acts), len(rows.filings)
	v.Broken = rows.broken()
	for _, a := range acks {
		if why := rows.lost(a); why != "" {
			v.Lost = append(v.Lost, a.Number+": "+why)
		}
	}
	if len(v.Lost) > 0 {
		return v
	}
	v.Lost, v.Corrupt = s.unread(ctx, db, opened)
	return v
}

// unread opens every receipt's filing through the product's read, as its filer would.
func (s Scene) unread(ctx context.Context, db *store.DB, acks []Ack) (lost []string, err error) {
	scope := access.For(s.Filer, ident.At(time.Now()))
	err = store.Read[receiver](db)(ctx, scope, func(tx receiver) error {
		for _, a := range acks {
			f, c, err := tx.Filing(ident.Number(a.Number), access.Permission{Action: access.Read, Object: access.Report})
			if err != nil {
				lost = append(lost, a.Number+": does not open: "+err.Error())
				continue
			}
			sum := sha256.Sum256(c.Values)
			if c.Digest != a.Digest || hex.EncodeToString(sum[:]) != a.Digest {
				lost = append(lost, a.Number+": opens as another content")
			}
			if a.Final == "" {
				continue
			}
			if final, _, _, err := tx.Receipt(f.Leaf); err != nil || string(final) != a.Final {
				lost = append(lost, fmt.Sprintf("%s: the final receipt is another now (%d bytes, %v)", a.Number, len(final), err))
			}
		}
		return nil
	})
	return lost, err
}

// receiver reads as the filer does.
type receiver interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Receipt(ident.Leaf) (final, text, provisional []byte, err error)
}
