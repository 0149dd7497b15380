package serve_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kanmin/internal/serve"
)

var update = flag.Bool("update", false, "rewrite generated files")

func TestReferenceIsCurrent(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "configuration.md")
	if *update {
		if err := os.WriteFile(path, []byte(serve.Reference()), 0o644); err != nil { //nolint:gosec // a document
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != serve.Reference() {
		t.Fatalf("docs/configuration.md is stale (go test ./internal/serve -update): %v", err)
	}
}

func TestLoadNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "conf")
	if err := os.WriteFile(file, []byte("# a comment\nKANMIN_BASE_URL = https://kanmin.example\nKANMIN_TYPO=1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := serve.Load([]string{"KANMIN_CONFIG=" + file, "KANMIN_SESSION_IDLE=soon", "KANMIN_DATABSE_URL=x", "KANMIN_TOKEN=ok", "HOME=/"})
	for _, want := range []string{"KANMIN_TYPO", "KANMIN_DATABSE_URL", "KANMIN_SESSION_IDLE"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not name %s", err, want)
		}
	}
	if err != nil && strings.Contains(err.Error(), "KANMIN_TOKEN") {
		t.Errorf("the client's own setting is refused: %v", err)
	}
}

func TestCheckRefusesPlainHTTPOffLoopback(t *testing.T) {
	t.Parallel()
	good := serve.Config{DatabaseURL: "sqlite:x", KeyFile: "k", World: "real", Listen: "127.0.0.1:0"}
	for base, want := range map[string]string{
		"http://localhost:8080": "", "http://127.0.0.1:1": "", "https://kanmin.example": "KANMIN_TLS_CERT",
		"http://kanmin.example": "no plain HTTP", "https://u:p@kanmin.example": "is not https", "kanmin.example": "is not https", "": "KANMIN_BASE_URL is not set",
	} {
		c := good
		c.BaseURL = base
		_, err := c.Check()
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", base, err, want)
		}
	}
	off := good
	off.BaseURL, off.Listen = "http://localhost:8080", "0.0.0.0:8080"
	if _, err := off.Check(); err == nil {
		t.Error("plain HTTP on every address was accepted")
	}
}
