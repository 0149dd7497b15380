package store

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"

	driver "modernc.org/sqlite"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
)

// sqlite is for demonstration, exercise and one office: one writer, WAL, every commit on disk.
type sqlite struct{ writer, readers *seats }

func (*sqlite) name() string { return "sqlite" }

func (*sqlite) tokens() *strings.Replacer {
	return strings.NewReplacer("{int}", "INTEGER", "{bytes}", "BLOB", "{strict}", "STRICT", "{bare}", "STRICT, WITHOUT ROWID")
}

// Codes of SQLite that mean something to us (sqlite.org/rescode.html).
const (
	sqliteBusy       = 5
	sqliteFull       = 13
	sqliteConstraint = 19
	sqliteUnique     = 2067
	sqlitePrimaryKey = 1555
)

func (*sqlite) kind(err error) fault.Kind {
	e, ok := errors.AsType[*driver.Error](err)
	if !ok {
		return fault.Internal
	}
	switch code := e.Code(); {
	case code == sqliteUnique, code == sqlitePrimaryKey:
		return fault.Conflict
	case code&0xff == sqliteBusy, code == sqliteFull:
		return fault.Unavailable
	}
	return fault.Internal
}

func (*sqlite) lost(error) bool { return false }

func (*sqlite) full(err error) bool {
	e, ok := errors.AsType[*driver.Error](err)
	return ok && e.Code() == sqliteFull
}

// encode is PostgreSQL's function of that name, for proofs over columns that hold bytes (row.Evidence).
var encode = sync.OnceValue(func() error {
	return driver.RegisterDeterministicScalarFunction("encode", 2, func(_ *driver.FunctionContext, args []sqldriver.Value) (sqldriver.Value, error) {
		b, ok := args[0].([]byte)
		if !ok || args[1] != "hex" {
			return nil, nil
		}
		return hex.EncodeToString(b), nil
	})
})

func (e *sqlite) open(c Config) (write, read, work *sql.DB, err error) {
	if err := encode(); err != nil {
		return nil, nil, nil, err
	}
	path := strings.TrimPrefix(c.URL, "sqlite:")
	sync := c.Synchronous
	if sync == "" {
		sync = "FULL"
	}
	dsn := func(extra ...string) string {
		v := url.Values{"_pragma": append([]string{
			"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(" + sync + ")", "foreign_keys(1)", "temp_store(MEMORY)",
		}, extra...)}
		if c.ReadOnly {
			v = url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(10000)", "synchronous(" + sync + ")", "temp_store(MEMORY)", "query_only(1)"}}
		}
		return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + v.Encode()
	}
	if write, err = sql.Open("sqlite", dsn()); err != nil {
		return nil, nil, nil, err
	}
	write.SetMaxOpenConns(1)
	if read, err = sql.Open("sqlite", dsn("query_only(1)")); err != nil {
		return nil, nil, nil, err
	}
	readers := max(c.Readers, 4)
	read.SetMaxOpenConns(readers + 1) // one beside the seats, for pings
	e.writer, e.readers = newSeats(write, 1, beginWrite), newSeats(read, readers, `BEGIN`)
	// Background work shares the one writer: a second would only meet SQLITE_BUSY.
	return write, read, write, nil
}

func (e *sqlite) begin(ctx context.Context, pool *sql.DB, _ access.Scope, readOnly bool) (transaction, error) {
	if readOnly {
		return e.readers.open(ctx)
	}
	return e.writer.open(ctx)
}

func (e *sqlite) close() error { return errors.Join(e.writer.shut(), e.readers.shut()) }

// check reads back what durability rests on.
func (*sqlite) check(ctx context.Context, db *DB) error {
	var mode string
	var sync int
	if err := db.write.QueryRowContext(ctx, `PRAGMA journal_mode`).Scan(&mode); err != nil {
		return err
	}
	if err := db.write.QueryRowContext(ctx, `PRAGMA synchronous`).Scan(&sync); err != nil {
		return err
	}
	if mode != "wal" || (sync != 2 && db.Synchronous == "") {
		return fmt.Errorf("sqlite: journal_mode %s, synchronous %d; need wal, 2", mode, sync)
	}
	return nil
}
