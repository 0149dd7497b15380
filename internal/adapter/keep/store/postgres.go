package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"kanmin/internal/domain/fault"
)

// postgres is for production: the scope's join is enforced a second time by row-level security.
type postgres struct{}

func (postgres) name() string { return "postgres" }

func (postgres) tokens() *strings.Replacer {
	return strings.NewReplacer("{int}", "BIGINT", "{bytes}", "BYTEA", " {strict}", "", " {bare}", "")
}

func (postgres) kind(err error) fault.Kind {
	e, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		if _, connecting := errors.AsType[*pgconn.ConnectError](err); connecting || errors.Is(err, driver.ErrBadConn) { // nothing was done
			return fault.Unavailable
		}
		return fault.Internal
	}
	switch {
	case e.Code == "23505": // unique_violation
		return fault.Conflict
	case e.Code == "22021": // character_not_in_repertoire: no text of ours can hold it
		return fault.Invalid
	case e.Code == "42501": // insufficient_privilege: row-level security refused a write
		return fault.Hidden
	case e.Code == "40001", e.Code == "40P01", // serialization_failure, deadlock_detected
		strings.HasPrefix(e.Code, "53"), strings.HasPrefix(e.Code, "57P"), strings.HasPrefix(e.Code, "08"):
		return fault.Unavailable
	}
	return fault.Internal
}

// lost reports whether the connection broke: what was asked may have been done or not.
func (postgres) lost(err error) bool {
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

func (postgres) full(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && e.Code == "53100"
}

func (postgres) open(c Config) (write, read, work *sql.DB, err error) {
	if c.WorkURL == "" {
		return nil, nil, nil, errors.New("KANMIN_WORK_DATABASE_URL: the role of background work is needed with PostgreSQL")
	}
	n := c.Readers
	if n == 0 {
		n = 8 * runtime.GOMAXPROCS(0)
	}
	open := func(url string, conns int) (*sql.DB, error) {
		db, err := sql.Open("pgx", url)
		if err != nil {
			return nil, errors.New("database URL cannot be read") // the driver's text holds the password
		}
		db.SetMaxOpenConns(conns)
		db.SetMaxIdleConns(conns)
		return db, nil
	}
	if write, err = open(c.URL, 2*n); err != nil {
		return nil, nil, nil, err
	}
	if read, err = open(c.URL, n); err != nil {
		return nil, nil, nil, err
	}
	if work, err = open(c.WorkURL, 4); err != nil {
		return nil, nil, nil, err
	}
	return write, read, work, nil
}

func (postgres) close() error { return nil }

// check refuses to serve with more authority than the application needs.
func (postgres) check(ctx context.Context, db *DB) error {
	for name, conn := range map[string]*sql.DB{"KANMIN_DATABASE_URL": db.read, "KANMIN_WORK_DATABASE_URL": db.work} {
		var super, owner bool
		var role string
		err := conn.QueryRowContext(ctx, `SELECT current_user, r.rolsuper OR r.rolbypassrls,
			EXISTS (SELECT 1 FROM pg_tables t WHERE t.schemaname = 'public' AND t.tableowner = current_user)
			FROM pg_roles r WHERE r.rolname = current_user`).Scan(&role, &super, &owner)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if super || owner {
			return fmt.Errorf("%s: role %s is superuser, bypasses row-level security or owns the tables; use kanmin_app and kanmin_work (README, “For real”)", name, role)
		}
	}
	return nil
}
