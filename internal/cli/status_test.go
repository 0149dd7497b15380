package cli_test

import (
	"strings"
	"testing"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/reminding"
)

// An office asks who has not filed, writes to them in one act, and the operator reads its copy; a dry run sends nothing.
func TestAnOfficeAsksWhoHasNotFiledAndWritesToThem(t *testing.T) {
	t.Parallel()
	p := newPlatform(t, func(p *platform, doors *api.API) {
		doors.Reminding = api.Reminding{
			Look: store.Look[api.RemindingTx](p.DB), Read: store.Read[api.RemindingTx](p.DB), Send: reminding.Send{Act: store.Act[reminding.SendTx](p.DB), Entropy: p.DB.Entropy},
		}
	})
	const office, operator = "ministry-officer", "operator-filer"
	out := p.good(t, office, "status")
	if !strings.Contains(out, "あおぞら送配電株式会社\telectricity\tmissing\t2027-03-31 draft") {
		t.Fatalf("%s", out)
	}
	id, _, _ := strings.Cut(out, "\t")
	if got := p.good(t, office, "status", "--state", "filed"); got != "" {
		t.Errorf("filed: %s", got)
	}
	if got := p.good(t, office, "status", "--late"); got != "" {
		t.Errorf("late: %s", got)
	}
	say := []string{"letter", "send", "--to", id, "--title", "届出のお願い", "--text", "{事業者名} 御中"}
	if got := p.good(t, office, append(say, "--dry-run")...); strings.Count(got, "\n") != 1 || !strings.Contains(got, "届出のお願い") {
		t.Errorf("dry run: %s", got)
	}
	if got := p.good(t, office, "letter", "list"); got != "" {
		t.Errorf("after the dry run: %s", got)
	}
	sent := p.good(t, office, say...)
	number, _, _ := strings.Cut(sent, "\t")
	if strings.Count(sent, "\n") != 1 || !strings.HasPrefix(number, "務-") {
		t.Fatalf("%s", sent)
	}
	if got := p.good(t, office, "letter", "list"); !strings.Contains(got, "届出のお願い\t1\n") {
		t.Errorf("list: %s", got)
	}
	who := ""
	for _, one := range []string{operator, "other-operator-filer"} {
		if strings.Contains(p.good(t, one, "letter", "list", "--received"), number) {
			who = one
		}
	}
	if got := p.good(t, who, "letter", "read", number); !strings.Contains(got, "御中") {
		t.Errorf("%s reads %s", who, got)
	}
	if _, said, code := p.run(t, office, "", "letter", "send", "--title", "x", "--text", "y"); code == 0 || !strings.Contains(said, "--state") {
		t.Errorf("to nobody: %d %s", code, said)
	}
	if _, _, code := p.run(t, operator, "", "status"); code == 0 {
		t.Error("an operator is told of 提出状況")
	}
}

// good runs a command that must do what it says, and returns what it printed.
func (p *platform) good(t *testing.T, as string, args ...string) string {
	t.Helper()
	out, said, code := p.run(t, as, "", args...)
	if code != 0 {
		t.Fatalf("%v: %d %s", args, code, said)
	}
	return out
}
