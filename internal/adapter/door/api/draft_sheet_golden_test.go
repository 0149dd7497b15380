package api_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// TestTheShapeOfTheBooks: the templates of the 速報 and of a procedure that is data alone, as text: names of sheets, headings,
// validations, styles. A change of the shape is seen here before offices see it.
func TestTheShapeOfTheBooks(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	prompt := "drafts/" + h.must("operator-filer", "POST", "drafts", `{"form":"report.prompt"}`, 201).text(t, "number_ascii")
	for name, draft := range map[string]string{"prompt": prompt, "near-miss": h.draftOf(t, withChoices)} {
		got := bookText(t, h.must("operator-filer", "GET", draft+"/sheet/template.xlsx", "", 200).body)
		path := filepath.Join("testdata", name+".xlsx.txt")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path) //nolint:gosec // the test's own
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got); d != "" {
			t.Errorf("%s (go test ./internal/adapter/door/api -run TheShapeOfTheBooks -update rewrites it):\n%s", name, d)
		}
	}
}

// withChoices gives the near miss a table in which something is chosen and something may be unknown.
func withChoices(d *procedure.Declaration) {
	withProducts(d)
	fields := d.Form.Steps[0].Fields
	table := &fields[len(fields)-1]
	both := func(s string) text.Both { return text.Both{Ja: s, En: s} }
	table.Columns = append(table.Columns, form.Field{ID: "type", Label: text.Both{Ja: "類型", En: "Type"}, Kind: form.Choice, Unknowable: true, Options: []form.Option{{ID: "a", Label: both("Ａ")}, {ID: "b", Label: both("Ｂ")}}})
}

// bookText is a book as text, part by part: each element with its attributes and text on a line, below the one it stands in.
func bookText(t *testing.T, data string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	slices.SortFunc(z.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "== %s\n", f.Name)
		partText(t, &out, b)
	}
	return out.String()
}

func partText(t *testing.T, out *strings.Builder, part []byte) {
	t.Helper()
	in := xml.NewDecoder(bytes.NewReader(part))
	depth := 0
	for {
		token, err := in.Token()
		if err == io.EOF { //nolint:errorlint // the decoder's own
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			fmt.Fprintf(out, "%s%s", strings.Repeat("  ", depth), e.Name.Local)
			depth++
			for _, a := range e.Attr {
				if a.Name.Local != "xmlns" && a.Name.Space != "xmlns" {
					fmt.Fprintf(out, " %s=%q", a.Name.Local, a.Value)
				}
			}
			out.WriteString("\n")
		case xml.EndElement:
			depth--
		case xml.CharData:
			if s := strings.TrimSpace(string(e)); s != "" {
				fmt.Fprintf(out, "%s%q\n", strings.Repeat("  ", depth), s)
			}
		}
	}
}
