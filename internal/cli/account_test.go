package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/serve"
	"kanmin/internal/testpg"
)

// firstStart sets an environment for real and migrates; the environment belongs to the process, so these tests are not parallel.
func firstStart(t *testing.T, database map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, value := range database {
		t.Setenv(name, strings.ReplaceAll(value, "DIR", dir))
	}
	t.Setenv("KANMIN_KEY_FILE", filepath.Join(dir, "keys"))
	t.Setenv("KANMIN_BASE_URL", "https://kiban.example")
	t.Setenv("KANMIN_TRUSTED_PROXY", "10.0.0.5/32")
	c, err := serve.Load(os.Environ())
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Migrate(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

func TestAccountBootstrapOnce(t *testing.T) { //nolint:paralleltest // the environment is the process's
	pg := testpg.New(t)
	for engine, database := range map[string]map[string]string{
		"sqlite":   {"KANMIN_DATABASE_URL": "sqlite:DIR/kanmin.db"},
		"postgres": {"KANMIN_DATABASE_URL": pg.App, "KANMIN_WORK_DATABASE_URL": pg.Work, "KANMIN_OWNER_DATABASE_URL": pg.Owner},
	} {
		t.Run(engine, func(t *testing.T) {
			firstStart(t, database)
			var out, errs bytes.Buffer
			s := &Streams{Out: &out, Err: &errs}
			cmd := AccountBootstrapCmd{First: "山田 太郎 <yamada@kiban.example>", Second: "Hanako <hanako@kiban.example>", JSON: true}
			if err := cmd.Run(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			var links []linkView
			if err := json.Unmarshal(out.Bytes(), &links); err != nil || len(links) != 2 {
				t.Fatalf("%v: %s", err, out.String())
			}
			for i, name := range []string{"山田 太郎", "Hanako"} {
				l := links[i]
				if l.Name != name || !strings.HasPrefix(l.Link, "https://kiban.example/signin/invitation/") || len(l.Code) != 14 || strings.Contains(l.Link, l.Code) {
					t.Errorf("%+v", l)
				}
			}
			if strings.Contains(errs.String(), links[0].Code) || strings.Contains(errs.String(), "yamada") {
				t.Errorf("the log knows too much: %s", errs.String())
			}
			out.Reset()
			if err := cmd.Run(t.Context(), s); !fault.Is(err, fault.Conflict) || exitCode(err) != 1 || out.Len() != 0 {
				t.Errorf("a second time: %v, exit %d, %q", err, exitCode(err), out.String())
			}
			if err := (AccountRenewCmd{Mail: "hanako@kiban.example"}).Run(t.Context(), s); err != nil || !strings.Contains(out.String(), "https://kiban.example/signin/invitation/") {
				t.Errorf("renewed: %v, %s", err, out.String())
			}
			if err := (AccountRenewCmd{Mail: "nobody@kiban.example"}).Run(t.Context(), s); !fault.Is(err, fault.Hidden) || exitCode(err) != 1 {
				t.Errorf("nobody renewed: %v", err)
			}
		})
	}
}

func TestAccountBootstrapNamesThePlace(t *testing.T) {
	t.Parallel()
	for in, want := range map[AccountBootstrapCmd]string{
		{First: "山田", Second: "x <x@example.jp>"}:                      "--first: 「氏名",
		{First: "山田 <a@example.jp>", Second: "<x@example.jp>"}:         "--second: 氏名を記入",
		{First: "山田 <a@example.jp>", Second: "x <x example>"}:          "--second: メールアドレス",
		{First: "山田 <a@example.jp>", Second: strings.Repeat("x", 300)}: "--second: 「氏名",
	} {
		err := in.Run(t.Context(), &Streams{})
		if err == nil || !strings.Contains(err.Error(), want) || exitCode(err) != 2 {
			t.Errorf("%+v: %v, want %s", in, err, want)
		}
	}
}

// In an incident the house is open: what somebody could have read is told beside it, and nothing is written.
func TestAccountExposureBesideTheOpenHouse(t *testing.T) { //nolint:paralleltest // the environment is the process's
	pg := testpg.New(t)
	for engine, database := range map[string]map[string]string{
		"sqlite":   {"KANMIN_DATABASE_URL": "sqlite:DIR/kanmin.db"},
		"postgres": {"KANMIN_DATABASE_URL": pg.App, "KANMIN_WORK_DATABASE_URL": pg.Work, "KANMIN_OWNER_DATABASE_URL": pg.Owner},
	} {
		t.Run(engine, func(t *testing.T) {
			firstStart(t, database)
			var out, errs bytes.Buffer
			s := &Streams{Out: &out, Err: &errs}
			if err := (AccountBootstrapCmd{First: "山田 太郎 <yamada@kiban.example>", Second: "Hanako <hanako@kiban.example>"}).Run(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			conf, err := serve.Load(os.Environ())
			if err != nil {
				t.Fatal(err)
			}
			open, err := serve.Open(t.Context(), conf, &errs)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = open.Close() })
			out.Reset()
			window := AccountExposureCmd{From: "2026-01-01T00:00+09:00", Until: "2099-01-01T00:00+09:00", JSON: true}
			if err := window.Run(t.Context(), s); err != nil || !strings.Contains(out.String(), `"could_read"`) {
				t.Errorf("beside the open house: %v, %s", err, out.String())
			}
			if err := (AccountExposureCmd{Session: "none"}).Run(t.Context(), s); exitCode(err) != 1 {
				t.Errorf("of nobody: %v", err)
			}
			beside, err := serve.OpenBeside(t.Context(), conf, &errs)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = beside.Close() })
			if engine == "sqlite" {
				if _, err := beside.Renew(t.Context(), "hanako@kiban.example"); err == nil {
					t.Error("the control: what only reads wrote an invitation")
				}
				if err := (AccountRenewCmd{Mail: "hanako@kiban.example"}).Run(t.Context(), s); err == nil {
					t.Error("the control: two programs wrote to one file")
				}
			}
		})
	}
}
