package cli_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"kanmin/internal/cli"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/inquiry"
)

var updateLaw = flag.Bool("update-law", false, "rewrite testdata/law")

// askLaw runs the command line through kong and returns what the user sees.
func askLaw(t *testing.T, in string, args ...string) (out string, errs string, exit int) {
	t.Helper()
	var grammar struct {
		Law cli.LawCmd `cmd:""`
	}
	parser, err := kong.New(&grammar, kong.Name("kanmin"))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse(append([]string{"law"}, args...))
	if err != nil {
		return "", err.Error() + "\n", 2
	}
	var stdout, stderr bytes.Buffer
	now := func() time.Time { return time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC) }
	if err := parsed.Run(&cli.Streams{In: strings.NewReader(in), Out: &stdout, Err: &stderr, Now: now}); err != nil {
		exit = 1
		if coded, ok := errors.AsType[interface {
			error
			kong.ExitCoder
		}](err); ok {
			exit = coded.ExitCode()
		}
		fmt.Fprintln(&stderr, err)
	}
	return stdout.String(), stderr.String(), exit
}

func TestLawGolden(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"due-t4":              {"due", "--rule", "asset.new", "--on", "2026-11-30", "--json"},
		"due-t7-words":        {"due", "--rule", "asset.new", "--on", "2027-08-29"},
		"due-t9-existing":     {"due", "--rule", "asset.existing", "--json"},
		"due-t12-era":         {"due", "--rule", "incident.detailed", "--on", "令和９年４月３日", "--lang", "en"},
		"due-t13":             {"due", "--rule", "asset.designated", "--on", "2027-01-20", "--designated", "2026-12-01", "--json"},
		"due-t16":             {"due", "--rule", "ppc.final", "--on", "2026-11-24", "--json"},
		"due-t18":             {"due", "--rule", "asset.integrated", "--on", "2027-02-01", "--json"},
		"due-plan":            {"due", "--rule", "plan.review", "--on", "2026-11-24"},
		"due-unknown-rule":    {"due", "--rule", "asset.old", "--on", "2026-11-24", "--json"},
		"due-no-day":          {"due", "--rule", "asset.new"},
		"due-no-such-day":     {"due", "--rule", "asset.new", "--on", "2027/2/30"},
		"due-before":          {"due", "--rule", "asset.new", "--on", "2026-09-30", "--json"},
		"due-2100":            {"due", "--rule", "asset.new", "--on", "2100-01-01"},
		"due-no-sector":       {"due", "--rule", "asset.new", "--on", "2026-11-24", "--sector", "space"},
		"due-no-rule":         {"due", "--on", "2026-11-24"},
		"assess-vpn":          {"assess", "testdata/law/vpn.json", "--json"},
		"assess-vpn-words":    {"assess", "testdata/law/vpn.json"},
		"assess-ransom":       {"assess", "--json", "testdata/law/ransomware.json"},
		"assess-ransom-words": {"assess", "testdata/law/ransomware.json", "--lang", "en"},
		"assess-bad":          {"assess", "testdata/law/bad.json", "--json"},
		"assess-bad-words":    {"assess", "testdata/law/bad.json"},
		"assess-syntax":       {"assess", "-"},
		"assess-no-file":      {"assess", "testdata/law/absent.json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, errs, exit := askLaw(t, "{\n", args...)
			got := fmt.Sprintf("%s-- stderr --\n%s-- exit %d --\n", out, errs, exit)
			file := filepath.Join("testdata", "law", name+".golden")
			if *updateLaw {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file) //nolint:gosec // a golden file
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The command line writes the bytes that the API's function gives, neither more nor less.
func TestLawAssessWritesTheBytesOfTheAPI(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/law/vpn.json")
	if err != nil {
		t.Fatal(err)
	}
	want, err := inquiry.Assess(data, law.MustDay("2026-11-24"))
	if err != nil {
		t.Fatal(err)
	}
	out, errs, exit := askLaw(t, string(data), "assess", "-", "--json")
	if out != string(want) || exit != 0 {
		t.Errorf("exit %d, %s", exit, errs)
	}
	due, err := law.DueFor("asset.new", law.Question{On: law.MustDay("2026-11-30")})
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := law.Encode(due)
	if err != nil {
		t.Fatal(err)
	}
	if out, _, _ := askLaw(t, "", "due", "--rule", "asset.new", "--on", "2026-11-30", "--json"); out != string(bytes) {
		t.Error(out)
	}
}

func TestLawHelpNamesEveryRule(t *testing.T) {
	t.Parallel()
	var help bytes.Buffer
	var grammar struct {
		Law cli.LawCmd `cmd:""`
	}
	parser, err := kong.New(&grammar, kong.Name("kanmin"), kong.Writers(&help, &help), kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = parser.Parse([]string{"law", "due", "--help"}) // prints and goes on; what it then misses does not matter here
	flat := strings.Join(strings.Fields(help.String()), " ")
	for _, rule := range law.DueRules() {
		if !strings.Contains(flat, rule) {
			t.Errorf("the help does not name %s:\n%s", rule, flat)
		}
	}
}
