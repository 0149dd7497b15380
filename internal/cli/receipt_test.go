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

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/cli"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

var updateReceipt = flag.Bool("update-receipt", false, "rewrite testdata/receipt")

const vectors = "../domain/ledger/testdata"

// receipt runs the command line through kong and returns what the user sees.
func receipt(t *testing.T, in []byte, args ...string) string {
	t.Helper()
	var grammar struct {
		Receipt cli.ReceiptCmd `cmd:""`
	}
	parser, err := kong.New(&grammar, kong.Name("kanmin"))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse(append([]string{"receipt", "verify"}, args...))
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	exit := 0
	if err := parsed.Run(&cli.Streams{In: bytes.NewReader(in), Out: &out, Err: &errs}); err != nil {
		exit = 1
		if coded, ok := errors.AsType[interface {
			error
			kong.ExitCoder
		}](err); ok {
			exit = coded.ExitCode()
		}
		fmt.Fprintln(&errs, err)
	}
	return fmt.Sprintf("%s-- stderr --\n%s-- exit %d --\n", out.String(), errs.String(), exit)
}

func vector(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(vectors, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestReceiptVerify(t *testing.T) {
	t.Parallel()
	at := func(name string) string { return filepath.Join(vectors, name) }
	key := strings.TrimSpace(string(vector(t, "log.vkey")))
	_, stranger, err := ledger.KeyFromSeed("kanmin.example/log", [32]byte{7})
	if err != nil {
		t.Fatal(err)
	}
	changed := vector(t, "receipt.tlog-proof")
	changed[len(changed)-20] ^= 1
	signed := bytes.Replace(vector(t, "receipt.tlog-proof"), []byte("\n13\n"), []byte("\n12\n"), 1)
	words := bytes.Replace(vector(t, "receipt.txt"), []byte("41分14秒"), []byte("41分13秒"), 1)
	for name, c := range map[string]struct {
		in   []byte
		args []string
	}{
		"valid":               {nil, []string{at("receipt.tlog-proof"), "--key", at("log.vkey")}},
		"valid-json":          {nil, []string{at("receipt.tlog-proof"), "--key", key, "--json"}},
		"valid-text":          {nil, []string{at("receipt.txt"), "--key", key}},
		"valid-stdin":         {vector(t, "receipt.txt"), []string{"-", "--key", "# from the web page\n" + key}},
		"provisional":         {nil, []string{at("provisional.note"), "--key", key, "--provisional"}},
		"provisional-json":    {nil, []string{at("provisional.note"), "--key", key, "--provisional", "--json"}},
		"provisional-unasked": {nil, []string{at("provisional.note"), "--key", key}},
		"final-as-promise":    {nil, []string{at("receipt.tlog-proof"), "--key", key, "--provisional"}},
		"no-addressee":        {unaddressed(t), []string{"-", "--key", key, "--provisional"}},
		"changed-signature":   {changed, []string{"-", "--key", key}},
		"changed-size":        {signed, []string{"-", "--key", key}},
		"changed-size-json":   {signed, []string{"-", "--key", key, "--json"}},
		"changed-words":       {words, []string{"-", "--key", key}},
		"crlf":                {bytes.ReplaceAll(vector(t, "receipt.txt"), []byte("\n"), []byte("\r\n")), []string{"-", "--key", key}},
		"another-key":         {nil, []string{at("receipt.tlog-proof"), "--key", stranger}},
		"not-a-receipt":       {[]byte("%PDF-1.7\n"), []string{"-", "--key", key}},
		"empty":               {[]byte{}, []string{"-", "--key", key}},
		"too-large":           {make([]byte, 1<<20), []string{"-", "--key", key}},
		"no-key":              {nil, []string{at("receipt.tlog-proof")}},
		"bad-key":             {nil, []string{at("receipt.tlog-proof"), "--key", at("receipt.txt")}},
		"no-file":             {nil, []string{"absent.tlog-proof", "--key", key}},
		"no-key-file":         {nil, []string{at("receipt.tlog-proof"), "--key", "absent.vkey"}},
		"directory":           {nil, []string{vectors, "--key", key}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := receipt(t, c.in, c.args...)
			path := filepath.Join("testdata", "receipt", name+".golden")
			if *updateReceipt {
				if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Error(d)
			}
		})
	}
}

// unaddressed is a promise for an act that goes to no authority.
func unaddressed(t *testing.T) []byte {
	t.Helper()
	signing, _, err := ledger.KeyFromSeed("kanmin.example/log", [32]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(signing)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := ledger.Commit(ledger.Entry{Kind: ledger.SessionOpened}, "kanmin.example/log", "leaf", ident.Instant(1_790_000_000_000_000), bytes.NewReader(make([]byte, 32)))
	if err != nil {
		t.Fatal(err)
	}
	data, err := ledger.MakeProvisional(leaf, signer)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
