// Package advisories measures how fast feeds of vulnerabilities are read, on real data that lies beside the project.
package advisories

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"kanmin/internal/adapter/format/advisory"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/vuln"
)

const (
	runs = 5
	day  = 200 // CVE records
)

// Run prints the figures. Without real data it measures nothing and says so.
func Run(ctx context.Context, w io.Writer, dir string) error {
	kev, err := os.ReadFile(filepath.Join(dir, "kev.json"))
	if errors.Is(err, os.ErrNotExist) {
		_, err := fmt.Fprintln(w, "advisories: no real data in", dir)
		return err
	}
	if err != nil {
		return err
	}
	page, records, err := ranges(filepath.Join(dir, "cpe-ranges.jsonl.gz"))
	if err != nil {
		return err
	}
	for _, m := range []struct {
		name string
		file []byte
	}{{"KEV, whole", kev}, {fmt.Sprintf("a day's %d CVE records, written from the ranges", day), records}, {"NVD page of every CVE with ranges", page}} {
		if err := measure(w, m.name, m.file); err != nil {
			return err
		}
	}
	return documents(ctx, w, filepath.Join(dir, "cisa-csaf-ot-2024.tar.xz"))
}

// tally is what a file gave.
type tally struct {
	records, criteria, spans int
	odd                      map[string]int
	took                     time.Duration
}

func (t *tally) read(name string, file []byte) error {
	start := time.Now()
	for r, err := range advisory.Open(name, bytes.NewReader(file), ident.At(start)).All() {
		if err != nil {
			return err
		}
		t.records++
		t.count(r.Configurations)
		for _, o := range r.Oddities {
			t.odd[o.Code]++
		}
	}
	t.took += time.Since(start)
	return nil
}

func (t *tally) count(nodes []vuln.Node) {
	for _, n := range nodes {
		t.criteria += len(n.Criteria)
		for _, c := range n.Criteria {
			t.spans += len(c.Spans)
		}
		t.count(n.Nodes)
	}
}

func measure(w io.Writer, name string, file []byte) error {
	var times []time.Duration
	var last tally
	var before, after runtime.MemStats
	for range runs {
		last = tally{odd: map[string]int{}}
		runtime.GC()
		runtime.ReadMemStats(&before)
		if err := last.read(name, file); err != nil {
			return err
		}
		runtime.ReadMemStats(&after)
		times = append(times, last.took)
	}
	slices.Sort(times)
	median := times[len(times)/2]
	_, err := fmt.Fprintf(w, "  %s: %d advisories, %d criteria, %d spans in %v (%v–%v), %.0f rows/s, %.0f MB/s, %d MB allocated, oddities %v\n",
		name, last.records, last.criteria, last.spans, median.Round(time.Millisecond/10), times[0].Round(time.Millisecond/10), times[len(times)-1].Round(time.Millisecond/10),
		float64(last.records)/median.Seconds(), float64(len(file))/1e6/median.Seconds(), (after.TotalAlloc-before.TotalAlloc)>>20, last.odd)
	return err
}

// line is a line of the ranges.
type line struct {
	ID             string          `json:"id"`
	Configurations json.RawMessage `json:"configurations"`
}

// ranges are the ranges as a page of the NVD, and the last of them as CVE records.
func ranges(path string) (page, records []byte, err error) {
	f, err := os.Open(path) //nolint:gosec // a path of the bench
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, nil, err
	}
	var items, day200 []string
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var l line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return nil, nil, err
		}
		items = append(items, fmt.Sprintf(`{"cve":{"id":%q,"published":"2026-01-01T00:00:00.000","lastModified":"2026-01-02T00:00:00.000","vulnStatus":"Analyzed","configurations":%s}}`, l.ID, l.Configurations))
		day200 = append(day200, fmt.Sprintf(`{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":%q,"state":"PUBLISHED","datePublished":"2026-01-01T00:00:00Z","dateUpdated":"2026-01-02T00:00:00Z"},"containers":{"cna":{"cpeApplicability":%s}}}`, l.ID, l.Configurations))
	}
	page = fmt.Appendf(nil, `{"resultsPerPage":%d,"startIndex":0,"totalResults":%d,"format":"NVD_CVE","version":"2.0","vulnerabilities":[%s]}`, len(items), len(items), strings.Join(items, ",\n"))
	return page, []byte(strings.Join(day200[len(day200)-day:], "\n")), lines.Err()
}

// documents reads every CSAF document of an archive.
func documents(ctx context.Context, w io.Writer, path string) error {
	unpacked, err := exec.CommandContext(ctx, "xz", "-dc", path).Output() //nolint:gosec // a path of the bench
	if err != nil {
		_, err := fmt.Fprintln(w, "  CSAF: not unpacked:", err)
		return err
	}
	t := tally{odd: map[string]int{}}
	files, bytes := 0, 0
	for in := tar.NewReader(strings.NewReader(string(unpacked))); ; {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if !strings.HasSuffix(h.Name, ".json") {
			continue
		}
		b, err := io.ReadAll(in)
		if err != nil {
			return err
		}
		files, bytes = files+1, bytes+len(b)
		if err := t.read(filepath.Base(h.Name), b); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(w, "  CSAF, CISA's advisories on industrial control of 2024: %d documents, %d advisories, %d criteria, %d spans in %v, %.0f documents/s, %.0f MB/s, oddities %v\n",
		files, t.records, t.criteria, t.spans, t.took.Round(time.Millisecond), float64(files)/t.took.Seconds(), float64(bytes)/1e6/t.took.Seconds(), t.odd)
	return err
}
