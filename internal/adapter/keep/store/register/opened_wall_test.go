package register_test

import (
	"database/sql"
	"fmt"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/form"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// The second wall shows a procedure that was opened to its own office, to those who may fill it in, and to whoever reads what was sent
// under it; whatever SQL a door could be made to run, nobody else's transaction finds it.
func TestWhatWasOpenedIsShownToThoseItConcerns(t *testing.T) {
	t.Parallel()
	s, pg := stagetest.Beside(t)
	d, filer := newDesk(t, s), "operator-filer"
	id, err := d.File.Do(t.Context(), d.Scope(filer), d.key(filer), submitting.Sending{Of: d.nearMiss(), Values: form.Values{"item_1": form.Value{Texts: []string{"あと少しでした。"}}}})
	if err != nil {
		t.Fatal(err)
	}
	app, owner := opens(t, pg.App), opens(t, pg.Owner)
	for name, want := range map[string]int{
		"ministry-officer": 1, "ministry-supervisor": 1, filer: 1, "other-operator-filer": 1,
		"other-ministry-officer": 0, "cabinet-analyst": 0, "platform-admin": 0, "": 0,
	} {
		if got := d.proceduresSeen(app, name); got != want {
			t.Errorf("%q finds %d procedures, want %d", name, got, want)
		}
	}
	other := s.As("other-ministry-officer")
	if _, err := owner.ExecContext(t.Context(), `INSERT INTO audience_member (audience, unit, from_at) VALUES ('probe', $1, 0)`, string(other.Unit)); err != nil {
		t.Fatal(err)
	}
	if _, err := owner.ExecContext(t.Context(), `INSERT INTO reader (object, audience, kind, at) VALUES ($1, 'probe', 'filing', 0)`, string(id)); err != nil {
		t.Fatal(err)
	}
	if got := d.proceduresSeen(app, "other-ministry-officer"); got != 1 {
		t.Errorf("an office that reads what was sent under it finds %d procedures", got)
	}
}

func opens(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// proceduresSeen counts the rows that the wall shows to a transaction of somebody; of nobody when name is empty.
func (d *desk) proceduresSeen(app *sql.DB, name string) (n int) {
	d.t.Helper()
	tx, err := app.BeginTx(d.t.Context(), nil)
	if err != nil {
		d.t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	var a access.Actor
	if name != "" {
		a = d.As(name)
	}
	if _, err = tx.ExecContext(d.t.Context(), `SELECT set_config('kanmin.org', $1, true), set_config('kanmin.unit', $2, true), set_config('kanmin.at', $3, true)`,
		string(a.Org), string(a.Unit), fmt.Sprint(d.Clock.Now().UnixMicro())); err == nil {
		err = tx.QueryRowContext(d.t.Context(), `SELECT COUNT(*) FROM procedure`).Scan(&n)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}
