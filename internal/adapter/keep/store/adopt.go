package store

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strconv"
	"strings"

	"kanmin/internal/adapter/keep/store/invitation"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// adopt proves, once for each generation of proofs, the rows that give sight in a database that is older than it. A log in
// which some entry speaks of that generation is not that old: then nothing is adopted, and rows without proof stay without
// effect.
func (db *DB) adopt(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "store.adopt")
	for g := 1; g <= row.Generation && err == nil; g++ {
		err = db.adoptSince(ctx, g)
	}
	if err == nil {
		err = db.gather(ctx)
	}
	return err
}

func formerly(t *Tx) invitation.Former { return invitation.Former{Offers: t.Offers} }

// gather brings invitations that an earlier program left open into the present shape, in one act.
func (db *DB) gather(ctx context.Context) error {
	s := access.System("gathering", db.now())
	left := 0
	if err := db.reading(ctx, s, func(t *Tx) (err error) {
		left, err = formerly(t).Open()
		return err
	}); err != nil || left == 0 {
		return err
	}
	_, err := db.act(ctx, s, ident.Key{}, func(t *Tx) (ledger.Entry, error) {
		ids, err := formerly(t).Gather()
		return ledger.Entry{Kind: ledger.InvitationsGathered, Object: "invitations", Digest: sha256.Sum256([]byte(strings.Join(ids, " ")))}, err
	})
	return err
}

func (db *DB) adoptSince(ctx context.Context, generation int) error {
	s := access.System("adopting", db.now())
	old := false
	if err := db.reading(ctx, s, func(t *Tx) (err error) {
		old, err = before(t.q, generation)
		return err
	}); err != nil || !old {
		return err
	}
	names := row.TablesSince(generation)
	_, err := db.act(ctx, s, ident.Key{}, func(t *Tx) (ledger.Entry, error) {
		for _, table := range names {
			if err := t.q.Adopt(table); err != nil {
				return ledger.Entry{}, err
			}
		}
		return ledger.Entry{
			Kind: ledger.StandingAdopted, Object: "standing", Digest: sha256.Sum256([]byte(strings.Join(names, " "))),
			Facts: map[string]string{ledger.FactProofs: strconv.Itoa(generation)}, // also where there was nothing to prove
		}, nil
	})
	return err
}

// before reports whether a database is older than a generation of proofs.
func before(q *row.Q, generation int) (bool, error) {
	var there, proved bool
	var a row.Args
	if err := q.One(`SELECT EXISTS (SELECT 1 FROM org), EXISTS (SELECT 1 FROM standing WHERE kind IN `+row.In(&a, row.TablesSince(generation))+`)`,
		a.List, &there, &proved); err != nil || !there || proved {
		return false, err
	}
	type kept struct {
		id   ident.Leaf
		org  ident.Org
		body []byte
	}
	var leaves []kept
	err := q.Each(`SELECT id, org, body FROM leaf`, nil, func(scan func(...any) error) error {
		var k kept
		err := scan(&k.id, &k.org, &k.body)
		leaves = append(leaves, k)
		return err
	})
	for _, k := range leaves {
		if err != nil {
			return false, err
		}
		var b leafBody
		var said ledger.Statement
		if err = q.Open(leafPlace(k.org, k.id), k.body, &b); err == nil {
			err = json.Unmarshal(b.Statement, &said)
		}
		if generationOf(said) >= generation {
			return false, nil
		}
	}
	return err == nil, err
}

// generationOf is the generation of proofs under which an entry was written; 0 where it speaks of none.
func generationOf(said ledger.Statement) int {
	if n, err := strconv.Atoi(said.Facts[ledger.FactProofs]); err == nil {
		return n
	}
	if said.Facts[ledger.FactStanding] != "" {
		return 1
	}
	return 0
}
