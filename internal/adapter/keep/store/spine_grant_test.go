package store_test

import (
	"database/sql"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"kanmin/internal/world/stagetest"
)

// Neither role may alter the log: who answers requests adds entries and nothing else, who works behind adds places.
func TestWhatTheRolesMayNotDoToTheLog(t *testing.T) {
	t.Parallel()
	s := stagetest.Postgres(t)
	file(t, s, "operator-filer", "1")
	sequence(t, s.DB)
	for name, c := range map[string]struct {
		url        string
		statements []string
	}{
		"kanmin_app": {s.URL, []string{
			`UPDATE leaf SET hash = hash`, `DELETE FROM leaf`, `DELETE FROM leaf_pending`, `INSERT INTO position (idx, leaf, at) VALUES (9, 'x', 1)`,
			`INSERT INTO tree_hash (idx, hash) VALUES (99, '')`, `UPDATE tree_head SET size = 0`, `INSERT INTO checkpoint (size, note, at) VALUES (9, '', 1)`,
			`UPDATE position SET idx = 9`, `DELETE FROM position`, `UPDATE lease SET epoch = 9`, `INSERT INTO lease (name, holder, epoch, until) VALUES ('x', 'x', 1, 1)`,
			`UPDATE filing_revision SET rev = 2`, `DELETE FROM filing`, `UPDATE look SET object = ''`, `DELETE FROM look`,
		}},
		"kanmin_work": {s.WorkURL, []string{
			`UPDATE leaf SET hash = hash`, `DELETE FROM leaf`, `UPDATE position SET idx = 9`, `DELETE FROM position`, `UPDATE tree_hash SET idx = 9`,
			`DELETE FROM tree_hash`, `UPDATE checkpoint SET note = ''`, `DELETE FROM checkpoint`, `DELETE FROM tree_head`,
			`UPDATE filing SET number = ''`, `UPDATE filing_revision SET rev = 2`, `UPDATE look SET object = ''`, `DELETE FROM look`,
		}},
	} {
		db, err := sql.Open("pgx", c.url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		for _, text := range c.statements {
			_, err := db.ExecContext(t.Context(), text)
			if e, ok := errors.AsType[*pgconn.PgError](err); !ok || e.Code != "42501" {
				t.Errorf("%s: %s: %v", name, text, err)
			}
		}
		if _, err := db.ExecContext(t.Context(), `SELECT idx FROM position`); err != nil { // the control: it is not the connection
			t.Errorf("%s: %v", name, err)
		}
	}
}
