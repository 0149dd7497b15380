package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// InventoryCmd is 機器台帳 (社内台帳) through the API: what is brought is compared first, and the same file again changes nothing.
type InventoryCmd struct {
	Import InventoryImportCmd `cmd:"" help:"Bring rows: Excel, CSV, JSON, or an SBOM (CycloneDX, SPDX). 機器台帳に取り込みます。"`
	Export InventoryExportCmd `cmd:"" help:"Take all rows out as Excel, CSV or JSON. 機器台帳を書き出します。"`
}

// InventoryImportCmd brings a file.
type InventoryImportCmd struct {
	Client
	Input    string   `arg:"" name:"file" help:"The file; - is standard input."`
	As       string   `enum:"auto,sheet,rows,sbom" default:"auto" help:"What it is: sheet (Excel, CSV), rows (JSON), sbom (CycloneDX, SPDX). By default found out."`
	DryRun   bool     `help:"Only say what would be written. 書き込まずに確かめます。"`
	Facility string   `help:"Of an SBOM: the facility on which its parts run. 設備。"`
	Segment  string   `help:"Of an SBOM: the segment. 区画。"`
	Machine  string   `help:"Of an SBOM: the machine; by default the device in it. 機器名。"`
	Maker    string   `help:"Of an SBOM: maker of parts that name none. 製造者名。"`
	Take     []string `help:"Of an SBOM: device, os, firmware, middleware, application, container, library, untold; by default all but the last two."`
	Key      string   `help:"Repeat the key of an attempt whose answer was lost." placeholder:"KEY"`
}

// maxBrought is the server's bound of one file.
const maxBrought = 20 << 20

// Run prints what was, or would be, written: one line for each row, and the counts on standard error.
func (c *InventoryImportCmd) Run(ctx context.Context, s *Streams) error {
	data, err := c.read(s)
	if err != nil {
		return err
	}
	ask := apiCall{method: http.MethodPost, body: data, media: "application/octet-stream"}
	q := url.Values{}
	if c.DryRun {
		q.Set("dry_run", "true")
	} else if ask.key, err = keyOr(c.Key); err != nil {
		return err
	}
	switch c.kind(data) {
	case "rows":
		ask.method, ask.path, ask.media, ask.body = http.MethodPut, "/inventory/items", "", unnumbered(data)
	case "sbom":
		if c.Facility == "" {
			return usage("SBOMの部品が動く設備を --facility で指定してください。", "Please name the facility on which the parts of the SBOM run with --facility.")
		}
		ask.path = "/inventory/sbom"
		for name, value := range map[string]string{"facility": c.Facility, "segment": c.Segment, "machine": c.Machine, "maker": c.Maker, "take": strings.Join(c.Take, ",")} {
			if value != "" {
				q.Set(name, value)
			}
		}
	default:
		ask.path = "/inventory/sheet"
	}
	if len(q) > 0 {
		ask.path += "?" + q.Encode()
	}
	a, err := c.call(ctx, s, ask)
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	return c.say(s, a.body)
}

func (c *InventoryImportCmd) read(s *Streams) ([]byte, error) {
	if c.Input == "-" {
		return bounded("-", s.In, maxBrought)
	}
	return readBounded(c.Input, maxBrought)
}

// kind is what a file is: by what was said, else by its beginning and its name.
func (c *InventoryImportCmd) kind(data []byte) string {
	if c.As != "auto" {
		return c.As
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 64<<10)], []byte("\xef\xbb\xbf")), " \t\r\n")
	name := strings.ToLower(filepath.Base(c.Input))
	var top struct {
		Format  any `json:"bomFormat"`
		SPDX    any `json:"spdxVersion"`
		Context any `json:"@context"`
	}
	switch {
	case bytes.HasPrefix(head, []byte("<")), bytes.Contains(head, []byte("SPDXVersion:")), strings.HasSuffix(name, ".cdx"), strings.HasSuffix(name, ".cdx.json"), strings.HasSuffix(name, ".spdx"), strings.HasSuffix(name, ".spdx.json"):
		return "sbom"
	case !bytes.HasPrefix(head, []byte("{")):
		return "sheet"
	case json.Unmarshal(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), &top) == nil && (top.Format != nil || top.SPDX != nil || top.Context != nil):
		return "sbom"
	}
	return "rows"
}

// unnumbered are the rows of an export without the revision that stands beside them. What is no object is left for the server to say so.
func unnumbered(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	var top map[string]json.RawMessage
	if json.Unmarshal(data, &top) != nil || len(top) != 2 || top["rev"] == nil {
		return data
	}
	delete(top, "rev")
	b, err := json.Marshal(top)
	if err != nil {
		return data
	}
	return b
}

// broughtAnswer is what the server says of what was brought.
type broughtAnswer struct {
	DryRun    bool `json:"dry_run"`
	New       int  `json:"new"`
	Changed   int  `json:"changed"`
	Unchanged int  `json:"unchanged"`
	Rows      []struct {
		Place   string   `json:"place"`
		ID      string   `json:"id"`
		Machine string   `json:"machine"`
		Maker   string   `json:"maker"`
		Product string   `json:"product"`
		Version string   `json:"version"`
		Columns []string `json:"columns"`
	} `json:"rows"`
	Gone []string `json:"gone"`
	Left []struct {
		Place  string `json:"place"`
		Detail string `json:"detail"`
	} `json:"left"`
	Unchosen map[string]int `json:"unchosen"`
	Newer    int            `json:"newer"`
}

// say prints an answer for people.
func (c *InventoryImportCmd) say(s *Streams, body []byte) error {
	var v broughtAnswer
	if err := json.Unmarshal(body, &v); err != nil {
		return unreached(err)
	}
	var out strings.Builder
	for _, r := range v.Rows {
		what := "new"
		if r.ID != "" {
			what = "changed"
		}
		cells := []string{what, r.Place, r.Machine, r.Maker, r.Product, r.Version, strings.Join(r.Columns, ",")}
		for i := range cells {
			cells[i] = oneLine(cells[i])
		}
		out.WriteString(strings.Join(cells, "\t") + "\n")
	}
	if _, err := io.WriteString(s.Out, out.String()); err != nil {
		return err
	}
	_, err := io.WriteString(s.Err, v.beside())
	return err
}

// beside is what is told beside the rows.
func (v broughtAnswer) beside() string {
	var told strings.Builder
	for _, l := range v.Left {
		fmt.Fprintf(&told, "%s: %s\n", l.Place, l.Detail)
	}
	for _, kind := range slices.Sorted(maps.Keys(v.Unchosen)) {
		fmt.Fprintf(&told, "選ばなかった部品 / not chosen: %s %d\n", kind, v.Unchosen[kind])
	}
	if len(v.Gone) > 0 {
		fmt.Fprintf(&told, "SBOMからなくなった行 / no longer in the SBOM: %s\n", strings.Join(v.Gone, " "))
	}
	if v.Newer > 0 {
		fmt.Fprintf(&told, "新しい版(%d)を取り込み済みです。 / A later version (%d) was taken before.\n", v.Newer, v.Newer)
	}
	ja, en := "取り込みました", "written"
	if v.DryRun {
		ja, en = "取り込むとこうなります", "dry run"
	}
	fmt.Fprintf(&told, "%s: 加わる %d、変わる %d、変わらない %d / %s: %d new, %d changed, %d unchanged\n", ja, v.New, v.Changed, v.Unchanged, en, v.New, v.Changed, v.Unchanged)
	return told.String()
}

// InventoryExportCmd takes 機器台帳 out.
type InventoryExportCmd struct {
	Client
	Format string `enum:"xlsx,csv,sjis,json" default:"xlsx" help:"xlsx, csv (UTF-8), sjis (CSV in CP932) or json (which import takes again as rows)."`
	Out    string `required:"" help:"Write it to this file; - is standard output." placeholder:"FILE"`
}

// Run writes the file.
func (c *InventoryExportCmd) Run(ctx context.Context, s *Streams) error {
	path := "/inventory/sheet/" + c.Format
	if c.Format == "json" {
		path = "/inventory/items"
	}
	a, err := c.call(ctx, s, get(path))
	if err != nil {
		return err
	}
	if c.Out == "-" {
		_, err := s.Out.Write(a.body)
		return err
	}
	if err := os.WriteFile(c.Out, a.body, 0o600); err != nil {
		return unwritable(c.Out)
	}
	return nil
}
