package store

import (
	"database/sql"
	"path/filepath"
	"testing"
	"testing/synctest"

	"kanmin/internal/domain/fault"
)

// When SQLite takes back the whole transaction by itself (a full disk), every act that shares it fails, and the next
// begins anew.
func TestActsThatShareACommitFailTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pool, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "x.db"))
		if err != nil {
			t.Fatal(err)
		}
		pool.SetMaxOpenConns(1)
		if _, err := pool.ExecContext(t.Context(), `CREATE TABLE x (name TEXT)`); err != nil {
			t.Fatal(err)
		}
		line := newSeats(pool, 1, beginWrite)
		add := func(name string) *sqliteTx {
			tx, err := line.open(t.Context())
			if err != nil {
				t.Error(err)
				return nil
			}
			if _, err := tx.ExecContext(t.Context(), `INSERT INTO x (name) VALUES ($1)`, name); err != nil {
				t.Error(err)
			}
			return tx
		}
		first := add("first")
		go func() {
			second := add("second")
			if err := second.seat.exec(`ROLLBACK`); err != nil {
				t.Error(err)
			}
			second.close()
		}()
		synctest.Wait() // the second stands in line
		if err := first.commit(t.Context(), nil); !fault.Is(err, fault.Unavailable) {
			t.Errorf("the first is told %v", err)
		}
		if err := add("third").commit(t.Context(), nil); err != nil {
			t.Errorf("the third is told %v", err)
		}
		if err := line.shut(); err != nil {
			t.Error(err)
		}
		var names string
		if err := pool.QueryRowContext(t.Context(), `SELECT group_concat(name) FROM x`).Scan(&names); err != nil || names != "third" {
			t.Errorf("%q are there: %v", names, err)
		}
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	})
}
