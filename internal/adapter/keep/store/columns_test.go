package store_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/testpg"
)

// sealed are the columns that hold what people wrote; they are bytes, and nothing else is in a list of what may be read
// without a key.
var sealed = []string{"body", "question", "answer", "wrapped"}

// The open columns of every table, read from migrated databases of both engines, are a golden file: a new one is a
// decision about secrecy, not a by-product.
func TestOpenColumns(t *testing.T) {
	t.Parallel()
	lite := filepath.Join(t.TempDir(), "kanmin.db")
	pg := testpg.New(t)
	for _, url := range []string{"sqlite:" + lite, pg.Owner} {
		if err := store.Migrate(t.Context(), url); err != nil {
			t.Fatal(err)
		}
	}
	ours := columns(t, "sqlite", lite, `SELECT m.name, c.name, c.type FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`)
	theirs := columns(t, "pgx", pg.Owner, `SELECT table_name, column_name, data_type FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`)
	if !slices.Equal(ours, theirs) {
		t.Errorf("the engines keep different columns:\n%s\n%s", strings.Join(ours, "\n"), strings.Join(theirs, "\n"))
	}
	var open bytes.Buffer
	for _, line := range ours {
		column, kind := strings.Fields(line)[1], strings.Fields(line)[2]
		if slices.Contains(sealed, column) {
			if kind != "BLOB" {
				t.Errorf("%s is sealed and must be bytes", line)
			}
			continue
		}
		fmt.Fprintln(&open, line)
	}
	path := filepath.Join("testdata", "open_columns.golden")
	before, err := os.ReadFile(path)
	if err != nil && !*update {
		t.Fatal(err)
	}
	if !*update && bytes.Equal(append(bytes.Clone(before), "filing summary TEXT\n"...), open.Bytes()) {
		t.Error("the control is not seen")
	}
	golden(t, path, open.Bytes())
}

var kinds = map[string]string{"bigint": "INTEGER", "bytea": "BLOB", "text": "TEXT", "INTEGER": "INTEGER", "BLOB": "BLOB", "TEXT": "TEXT"}

// columns lists table, column and kind; the tables of the migration tool are not ours.
func columns(t *testing.T, driver, dsn, query string) (list []string) {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var table, column, kind string
		if err := rows.Scan(&table, &column, &kind); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(table, "goose") || strings.HasPrefix(table, "sqlite_") {
			continue
		}
		if kinds[kind] == "" {
			t.Errorf("%s.%s is %s: neither text, whole number nor bytes", table, column, kind)
		}
		list = append(list, table+" "+column+" "+kinds[kind])
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list
}
