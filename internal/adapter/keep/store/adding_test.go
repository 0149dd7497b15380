package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/world/stagetest"
)

// additions are rows that somebody could try to add to a report, or in the name of its filer.
func additions(f filing.Filing, n int) map[string][]any {
	id := "added-" + strconv.Itoa(n)
	return map[string][]any{
		`INSERT INTO incident_case (id, org, unit, number, state, opened_at, rev, body) VALUES ($1, $2, $3, $1, 'open', 1, 1, '')`:                           {id, f.Org, f.Unit},
		`INSERT INTO filing (id, org, unit, number, kind, subject, state, rev, arrived_at, leaf) VALUES ($1, $2, $3, $1, 'prompt', $1, 'arrived', 1, 1, $1)`: {id, f.Org, f.Unit},
		`INSERT INTO filing_revision (filing, rev, at, org, body) VALUES ($1, 2, 1, $2, '')`:                                                                 {f.ID, f.Org},
		`INSERT INTO addressee (filing, org, unit, title, channel, sections) VALUES ($1, $2, $3, '', 'here', 'all')`:                                         {f.ID, f.Org, f.Unit},
		`INSERT INTO duty (id, org, unit, rule, subject, due_on, state, opened_at, rev, body) VALUES ($1, $2, $3, 'x', $1, '2026-12-01', 'open', 1, 1, '')`:  {id, f.Org, f.Unit},
	}
}

// The second wall also stands before those who write: whatever SQL a door could be made to run, rows are added by the
// unit that they are of. The filer, who may, is the control.
func TestRowsAreAddedByTheirOwnUnitAlone(t *testing.T) {
	t.Parallel()
	s, pg := stagetest.Beside(t)
	id, err := s.File.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", "f"), prompt())
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Report(t.Context(), s.Scope("operator-filer"), id)
	if err != nil {
		t.Fatal(err)
	}
	app, err := sql.Open("pgx", pg.App)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = app.Close() }()
	for i, who := range s.People {
		may := who.Actor.Org == f.Org && who.Unit == f.Unit
		for query, args := range additions(f, i) {
			err := adds(t, app, who.Actor, query, args)
			if e, ok := errors.AsType[*pgconn.PgError](err); may && err != nil || !may && (!ok || e.Code != "42501") {
				t.Errorf("%s: %s: %v", who.Token, query, err)
			}
		}
	}
}

// adds tries a statement as the application would for an actor, and takes it back.
func adds(t *testing.T, app *sql.DB, a access.Actor, query string, args []any) error {
	t.Helper()
	tx, err := app.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(t.Context(), `SELECT set_config('kanmin.org', $1, true), set_config('kanmin.unit', $2, true), set_config('kanmin.at', $3, true)`,
		string(a.Org), string(a.Unit), fmt.Sprint(stagetest.Day.UnixMicro())); err != nil {
		t.Fatal(err)
	}
	_, err = tx.ExecContext(t.Context(), query, args...)
	return err
}
