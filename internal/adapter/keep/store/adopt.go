package store

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// adopt proves, once, the rows that give sight in a database that is older than their proofs. A log in which some entry
// speaks of standing is not that old: then nothing is adopted, and rows without proof stay without effect.
func (db *DB) adopt(ctx context.Context) (err error) {
	defer fault.Wrap(&err, "store.adopt")
	s := access.System("adopting", db.now())
	old := false
	if err := db.reading(ctx, s, func(t *Tx) (err error) {
		old, err = beforeProofs(t.q)
		return err
	}); err != nil || !old {
		return err
	}
	_, err = db.act(ctx, s, ident.Key{}, func(t *Tx) (ledger.Entry, error) {
		for _, table := range row.ProvedTables() {
			if err := t.q.Adopt(table); err != nil {
				return ledger.Entry{}, err
			}
		}
		return ledger.Entry{Kind: ledger.StandingAdopted, Object: "standing", Digest: sha256.Sum256([]byte(strings.Join(row.ProvedTables(), " ")))}, nil
	})
	return err
}

func beforeProofs(q *row.Q) (bool, error) {
	var there, proved bool
	if err := q.One(`SELECT EXISTS (SELECT 1 FROM org), EXISTS (SELECT 1 FROM standing)`, nil, &there, &proved); err != nil || !there || proved {
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
		if said.Facts[ledger.FactStanding] != "" {
			return false, nil
		}
	}
	return err == nil, err
}
