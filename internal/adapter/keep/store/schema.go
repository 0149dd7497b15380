package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// CheckSchema refuses a database whose schema is not the one of this binary. Rows that give sight and are older than their
// proofs are proved here, once.
func (db *DB) CheckSchema(ctx context.Context) (err error) {
	want, err := Versions()
	if err != nil {
		return err
	}
	rows, err := db.read.QueryContext(ctx, `SELECT DISTINCT version_id FROM goose_db_version WHERE is_applied AND version_id > 0 ORDER BY version_id`)
	if err != nil {
		return fmt.Errorf("the database has no schema yet; run kanmin migrate: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var have []int64
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return err
		}
		have = append(have, n)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if !slices.Equal(have, want) {
		return fmt.Errorf("the database has the migrations %d, this program needs %d; run kanmin migrate with the program of the newer", have, want)
	}
	if db.ReadOnly {
		return nil // who works on it has proved them
	}
	return db.adopt(ctx)
}
