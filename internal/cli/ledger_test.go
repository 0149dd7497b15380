package cli

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

// openedBook leaves the stage's database open.
type openedBook struct{ *store.DB }

func (openedBook) Close() error { return nil }

func TestLedgerVerify(t *testing.T) {
	t.Parallel()
	stage := stagetest.SQLite(t)
	prompt := submitting.Prompt(world.Values(stagetest.Day.Add(-time.Hour), "試験の報告", "access"))
	if _, err := stage.File.Do(t.Context(), stage.Scope("operator-filer"), stage.Key("operator-filer", "1"), prompt); err != nil {
		t.Fatal(err)
	}
	l, ok, err := stage.TakeSpine(t.Context(), "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if n, err := stage.Sequence(t.Context(), l); err != nil || n != 2 {
		t.Fatal(n, err)
	}
	run := func(asJSON bool) (string, error) {
		var out bytes.Buffer
		c := LedgerVerifyCmd{JSON: asJSON, Open: func(context.Context, *Streams) (LedgerBook, error) { return openedBook{stage.DB}, nil }}
		err := c.Run(t.Context(), &Streams{Out: &out, Err: &out})
		return out.String(), err
	}
	if out, err := run(false); err != nil || !strings.Contains(out, "All 2 entries agree with the signed head.") {
		t.Errorf("%s, %v", out, err)
	}
	super, err := sql.Open("sqlite", "file:"+filepath.Join(stage.Path, "kanmin.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = super.Close() }()
	if _, err := super.ExecContext(t.Context(), `UPDATE filing SET arrived_at = arrived_at - 60000000`); err != nil {
		t.Fatal(err)
	}
	out, err := run(true)
	if exitCode(err) != 1 {
		t.Errorf("exit %d: %v", exitCode(err), err)
	}
	var v ledgerView
	if err := json.Unmarshal([]byte(out), &v); err != nil || v.Sound || v.Kind != ledger.ReportPromptFiled || v.Number == "" || !strings.Contains(v.Text.Ja, string(v.Number)) {
		t.Errorf("%v: %s", err, out)
	}
	if out, err := run(false); exitCode(err) != 1 || !strings.Contains(out, string(v.Number)) || !strings.Contains(out, "特定侵害事象等の速報") {
		t.Errorf("%s, %v", out, err)
	}
}
