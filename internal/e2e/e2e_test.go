package e2e_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

const root = "../.."

// TestBrowser runs every specification against the binary that this tree builds.
func TestBrowser(t *testing.T) {
	needs(t, "node", "install Node.js 20 or newer, for instance: apt-get install -y nodejs npm")
	chromium := os.Getenv("CHROMIUM")
	if chromium == "" {
		chromium = "/usr/bin/chromium-headless-shell"
	}
	if _, err := os.Stat(chromium); err != nil {
		t.Fatalf("%v\nRun: apt-get install -y chromium-headless-shell", err)
	}
	if _, err := os.Stat(filepath.Join(root, "web/node_modules/playwright-core")); err != nil {
		t.Fatalf("%v\nRun: cd web && npm install --no-save", err)
	}
	bin := filepath.Join(t.TempDir(), "kanmin")
	build := exec.Command("go", "build", "-o", bin, "./cmd/kanmin")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the binary does not build: %v\n%s", err, out)
	}
	run := exec.Command("node", "web/e2e/run.mjs")
	run.Dir = root
	run.Env = append(os.Environ(), "KANMIN_BIN="+bin)
	out, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	counted := regexp.MustCompile(`end to end: \d+ files, (\d+) passed, 0 failed, 0 skipped`).FindSubmatch(bytes.TrimSpace(out))
	if counted == nil {
		t.Fatalf("no count at the end:\n%s", out)
	}
	if n, _ := strconv.Atoi(string(counted[1])); n < 20 {
		t.Fatalf("only %d browser tests ran:\n%s", n, out)
	}
	t.Logf("%s", counted[0])
}

func needs(t *testing.T, tool, how string) {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		t.Fatalf("%s is missing: %s", tool, how)
	}
}
