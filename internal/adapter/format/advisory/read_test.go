package advisory_test

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/format/advisory"
	"kanmin/internal/domain/ident"
)

var update = flag.Bool("update", false, "write the golden files")

var now = ident.At(time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC))

// The samples are ours, written from the documented formats; makers and products are fictional.
var samples = []string{
	"kev.json", "cve.json", "nvd.json", "csaf.json", "vex.json", "jvn-overview.json", "jvn-detail.json", "jvnrss.xml", "vuldef.xml", "osv.json", "epss.csv",
}

func sample(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// read gives all that a file says, as text.
func read(name, in string) (string, *advisory.Feed, error) {
	f := advisory.Open(name, strings.NewReader(in), now)
	var out strings.Builder
	for r, err := range f.All() {
		if err != nil {
			return out.String(), f, err
		}
		b, err := r.Canonical()
		if err != nil {
			return "", f, err
		}
		var nice bytes.Buffer
		if err := json.Indent(&nice, b, "", " "); err != nil {
			return "", f, err
		}
		fmt.Fprintf(&out, "%s\n%d bytes, %s\n%s\n", r.Place, len(r.Raw), hex.EncodeToString(r.Digest[:6]), nice.String())
	}
	return fmt.Sprintf("%s: %d records, %d bytes, %s\n", f.Kind, f.Records, f.Bytes, hex.EncodeToString(f.Digest[:6])) + out.String(), f, nil
}

func TestEachKindIsRead(t *testing.T) {
	t.Parallel()
	for _, name := range samples {
		got, _, err := read(name, sample(t, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		golden := filepath.Join("testdata", name+".golden")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
	}
}

func packed(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}
