package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Files go with a report, under one key however often it is sent, and the receipt finds them again by their digests.
func TestFilesGoWithAReport(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	sent := t.TempDir()
	write := func(dir, name, text string) string {
		t.Helper()
		at := filepath.Join(dir, name)
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return at
	}
	first, second := write(sent, "記録 𠮷.log", "line one\n"), write(sent, "a,b.bin", "MZ")
	other, empty, receipt := write(t.TempDir(), "other.bin", "?"), write(t.TempDir(), "empty", ""), filepath.Join(t.TempDir(), "receipt.txt")
	answers := `{"what_kind":["malware"],"aware_at":"2026-11-23T08:15+09:00","which":null,"impact":"none","callback":"当直 山﨑"}`
	send := func(args ...string) (string, string, int) {
		return p.run(t, "operator-filer", answers, append([]string{"file", "report", "-"}, args...)...)
	}
	if _, errs, code := send("--attach", empty); code != 1 || !strings.Contains(errs, "中身のない") || !strings.Contains(errs, "--key") {
		t.Errorf("an empty file: %d %s", code, errs)
	}
	if _, errs, code := send("--attach", filepath.Join(sent, "nothing")); code != 2 || !strings.Contains(errs, "見つかりません") {
		t.Errorf("no file: %d %s", code, errs)
	}
	p.drop.Store(4) // the answers to the opening and to the first file are lost
	out, errs, code := send("--attach", first, "--attach", second, "--key", "once", "--receipt", receipt)
	if code != 0 {
		out, errs, code = send("--attach", first, "--attach", second, "--key", "once", "--receipt", receipt)
	}
	if code != 0 || !strings.Contains(out, "到達しました") {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	if again, _, _ := send("--attach", first, "--attach", second, "--key", "once"); again != out {
		t.Errorf("the same key filed twice:\n%s\n%s", out, again)
	}
	key := p.Keys.VerifierKey()
	verify := func(args ...string) (string, string, int) {
		return p.run(t, "", "", append([]string{"receipt", "verify", receipt, "--provisional", "--key", key}, args...)...)
	}
	if out, errs, code := verify("--attached", sent); code != 0 || strings.Count(out, "同じです") != 2 {
		t.Errorf("the files that were sent: %d %s %s", code, out, errs)
	}
	if out, _, code := verify("--attached", first); code != 0 || !strings.Contains(out, "a,b.bin  確かめていません") {
		t.Errorf("one of them: %d %s", code, out)
	}
	if out, errs, code := verify("--attached", other); code != 1 || !strings.Contains(out, "other.bin  受付証にありません") || !strings.Contains(errs, "一致しません") {
		t.Errorf("another file: %d %s %s", code, out, errs)
	}
	if err := os.Remove(second); err != nil {
		t.Fatal(err)
	}
	if _, _, code := verify("--attached", sent); code != 1 {
		t.Errorf("a directory that lacks one: %d", code)
	}
}
