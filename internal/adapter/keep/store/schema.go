package store

import (
	"context"
	"fmt"
)

// CheckSchema refuses a database whose schema is not the one of this binary.
func (db *DB) CheckSchema(ctx context.Context) error {
	want, err := Latest()
	if err != nil {
		return err
	}
	var have int64
	if err := db.read.QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&have); err != nil {
		return fmt.Errorf("the database has no schema yet; run kanmin migrate: %w", err)
	}
	if have != want {
		return fmt.Errorf("the database has schema %d, this program needs %d; run kanmin migrate with the program of the newer", have, want)
	}
	return nil
}
