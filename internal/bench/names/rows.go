// Package names measures the resolver of product names on real pairs that other people wrote:
// accuracy, the risk–coverage curve, speed, memory. `make bench` prints it.
package names

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"hash/fnv"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/dictionary"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/spelling"
)

// Row is one measured pair: what somebody wrote and every code that is right for it. No gold means
// that no dictionary has it.
type Row struct {
	Maker, Product string
	Gold           []string
}

// Trivial reports whether maker and product equal a gold code after lower-casing and spaces: any
// look-up would find it.
func (r Row) Trivial() bool {
	plain := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), " ", "_") }
	for _, g := range r.Gold {
		if g == plain(r.Maker)+":"+plain(r.Product) {
			return true
		}
	}
	return false
}

// Frozen reports whether the row belongs to the half that no tuning may see: by a hash of the gold's
// vendor, so that no maker stands in both halves.
func (r Row) Frozen() bool {
	key := r.Maker
	if len(r.Gold) > 0 {
		key, _, _ = product.Pair(r.Gold[0])
		key = strings.ReplaceAll(key, "_", " ")
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(spelling.Company(spelling.Fold(key))[0]))
	return h.Sum32()>>8&1 == 1
}

// Halves splits rows into the half for tuning and the frozen one.
func Halves(rows []Row) (tuning, frozen []Row) {
	for _, r := range rows {
		if r.Frozen() {
			frozen = append(frozen, r)
		} else {
			tuning = append(tuning, r)
		}
	}
	return tuning, frozen
}

// Issuers reads the pairs as CVE issuers wrote them.
func Issuers(dir string) ([]Row, error) {
	b, err := os.ReadFile(filepath.Join(dir, "names-train.tsv"))
	if err != nil {
		return nil, err
	}
	return ParseRows(string(b)), nil
}

// ParseRows reads lines "maker<TAB>product<TAB>gold|gold".
func ParseRows(s string) []Row {
	var out []Row
	for line := range strings.Lines(s) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(f) < 2 || strings.HasPrefix(line, "#") {
			continue
		}
		r := Row{Maker: f[0], Product: f[1]}
		if len(f) > 2 && f[2] != "" && f[2] != "-" {
			r.Gold = strings.Split(f[2], "|")
		}
		out = append(out, r)
	}
	return out
}

// Exploited reads the KEV catalogue's names against the codes of their CVEs.
func Exploited(dir string) ([]Row, error) {
	codes, err := cveCodes(filepath.Join(dir, "cpe-ranges.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(filepath.Join(dir, "kev.json"))
	if err != nil {
		return nil, err
	}
	var doc struct {
		Vulnerabilities []struct{ CveID, VendorProject, Product string }
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, err
	}
	at := map[[2]string]int{}
	var out []Row
	for _, v := range doc.Vulnerabilities {
		gold := codes[v.CveID]
		if len(gold) == 0 {
			continue
		}
		key := [2]string{v.VendorProject, v.Product}
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, Row{Maker: v.VendorProject, Product: v.Product})
		}
		out[i].Gold = append(out[i].Gold, gold...)
	}
	return out, nil
}

func cveCodes(path string) (map[string][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var rec struct {
			ID             string
			Configurations []struct {
				Nodes []struct {
					CPEMatch []struct {
						Criteria   string
						Vulnerable bool
					}
				}
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &rec); err != nil {
			return nil, err
		}
		for _, c := range rec.Configurations {
			for _, n := range c.Nodes {
				for _, m := range n.CPEMatch {
					if p := strings.Split(m.Criteria, ":"); m.Vulnerable && len(p) > 5 {
						out[rec.ID] = append(out[rec.ID], strings.ReplaceAll(p[3]+":"+p[4], `\`, ""))
					}
				}
			}
		}
	}
	return out, lines.Err()
}

// AddPairs adds the CPE vendor–product list to a builder.
func AddPairs(b *lookup.Builder, dir string) (int, error) {
	f, err := os.Open(filepath.Join(dir, "vp-dict.tsv.gz"))
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return 0, err
	}
	n := 0
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		v, rest, _ := strings.Cut(lines.Text(), "\t")
		p, c, _ := strings.Cut(rest, "\t")
		count, _ := strconv.Atoi(c)
		b.AddPair(v, p, count)
		n++
	}
	return n, lines.Err()
}

// Index builds the shipped dictionary with the CPE list of dir.
func Index(dir string) (*lookup.Index, error) {
	book, err := dictionary.Shipped()
	if err != nil {
		return nil, err
	}
	b := lookup.NewBuilder(100_000)
	book.AddTo(b)
	if dir != "" {
		if _, err := AddPairs(b, dir); err != nil {
			return nil, err
		}
	}
	return b.Build(), nil
}
