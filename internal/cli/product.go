package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/product/spelling"
	"kanmin/internal/serve"
)

// ProductCmd works on names of products (製品名の名寄せ), without a server.
type ProductCmd struct {
	Resolve ProductResolveCmd `cmd:"" help:"Which product does a name mean? 製品名から製品を引く。"`
	Import  ProductImportCmd  `cmd:"" help:"Read lists of products for the dictionary: CPE, KEV, CVE, CSAF, CycloneDX, MyJVN. 辞書に加える一覧を確かめる。"`
}

// ProductResolveCmd reads "maker<TAB>product" lines and answers each in order, while reading. A line that
// cannot be read is answered too: nothing is bound and the problem is said. Exit 0 answered, 2 usage.
type ProductResolveCmd struct {
	JSON       bool     `name:"json" help:"One line of JSON for each line read."`
	Dictionary []string `placeholder:"FILE" help:"A file or directory to add, of any kind that import takes: vendor<TAB>product<TAB>count, NVD, KEV, CVE, CSAF, CycloneDX, MyJVN. May be given several times. 追加する一覧。"`
	Lang       string   `env:"KANMIN_LANG" enum:"ja,en" default:"ja" help:"Language of the sentences: ja or en."`
	Suggest    int      `help:"Complete what was typed so far instead, with at most N products. 入力途中の候補。" placeholder:"N"`
}

// Run answers standard input until it ends. Who types on a terminal is told that it waits, and for what.
func (c *ProductResolveCmd) Run(s *Streams) error {
	// Building makes more than it keeps, and 200 MB is the bound. No limit of memory is set: with a large list it would lie
	// below what is held, and the collector would never rest.
	defer debug.SetGCPercent(debug.SetGCPercent(30))
	if typed(s.In) {
		_, _ = fmt.Fprintln(s.Err, serve.Saying(c.Lang).Text("naming.cli.waits"))
	}
	x, err := c.index()
	if err != nil {
		return err
	}
	debug.FreeOSMemory()
	r := lookup.NewResolver(x)
	in := bufio.NewReaderSize(s.In, 1<<16)
	out := bufio.NewWriterSize(s.Out, 1<<16)
	for {
		line, err := readLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err != nil && len(line) == 0 {
			return out.Flush()
		}
		if err := c.answer(out, r, line); err != nil {
			return err
		}
		if in.Buffered() == 0 { // nothing more has arrived: do not keep the answers
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
}

// typed reports whether somebody types on a terminal.
func typed(in io.Reader) bool {
	f, ok := in.(*os.File)
	if !ok {
		return false
	}
	about, err := f.Stat()
	return err == nil && about.Mode()&os.ModeCharDevice != 0
}

// index is the dictionary; a list that the user named and that cannot be read is an error here.
func (c *ProductResolveCmd) index() (*lookup.Index, error) {
	var bad error
	x, err := serve.Dictionary(c.Dictionary, func(f serve.ListFile) {
		if f.Err != nil && bad == nil {
			bad = fault.New(fault.Invalid, "fault.product.dictionary", fault.Args{"file": f.Path})
			bad = fmt.Errorf("%w: %s: %s", bad, f.Path, f.Says("ja"))
		}
	})
	return x, errors.Join(err, bad)
}

// longestLine bounds a line in bytes; the rest of a longer one is read and thrown away.
const longestLine = 1 << 16

// readLine reads one line without its end. A line longer than the bound comes back cut, one byte over the
// bound, so that the resolver refuses it as too long.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		if room := longestLine + 1 - len(line); room > 0 {
			line = append(line, part[:min(room, len(part))]...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimRight(line, "\r\n"), err
		}
	}
}

type resolvedLine struct {
	Maker      string              `json:"maker"`
	Product    string              `json:"product"`
	Bound      bool                `json:"bound"`
	Candidates []resolvedCandidate `json:"candidates"`
	Versions   []string            `json:"versions,omitempty"`
	Remarks    []string            `json:"remarks,omitempty"`
	Said       []string            `json:"said,omitempty"`
	Problem    *resolvedProblem    `json:"problem,omitempty"`
}

type resolvedCandidate struct {
	CPE         []string `json:"cpe"`
	Name        string   `json:"name"`
	Maker       string   `json:"maker"`
	ID          string   `json:"id"`
	Probability float64  `json:"probability"`
	Why         []string `json:"why,omitempty"`
}

// resolvedProblem says why a line could not be read.
type resolvedProblem struct {
	Code   string     `json:"code"`
	Field  string     `json:"field,omitempty"`
	Detail string     `json:"detail"`
	Args   fault.Args `json:"args,omitempty"`
}

func (c *ProductResolveCmd) answer(out io.Writer, r *lookup.Resolver, line []byte) error {
	if len(line) > 0 && bytes.HasPrefix(line, []byte("\ufeff")) {
		line = line[3:]
	}
	maker, name := cells(string(line))
	l := resolvedLine{Maker: strings.ToValidUTF8(maker, "\ufffd"), Product: strings.ToValidUTF8(name, "\ufffd"), Candidates: []resolvedCandidate{}}
	if c.Suggest > 0 {
		for _, s := range r.Suggest(maker, name, min(c.Suggest, 50)) {
			l.Candidates = append(l.Candidates, resolvedCandidate{CPE: []string{}, Name: s.Name, Maker: s.Maker, ID: string(s.ID)})
		}
		return c.print(out, &l)
	}
	a, err := r.Resolve(maker, name)
	switch {
	case err != nil:
		l.Problem = c.problem(err)
	case a.Damage != spelling.Sound:
		l.Problem = &resolvedProblem{
			Code: memory.Damaged, Field: a.Damaged, Detail: serve.Saying(c.Lang).Damaged(a.Damage), Args: fault.Args{"kind": string(a.Damage)},
		}
	default:
		for _, m := range (memory.Pair{Maker: maker, Product: name}).Remarks() {
			l.Remarks, l.Said = append(l.Remarks, string(m)), append(l.Said, serve.Saying(c.Lang).Remark(m))
		}
		l.Bound, l.Versions = a.Bound, a.Versions
		for _, k := range a.Candidates {
			l.Candidates = append(l.Candidates, shown(k))
		}
	}
	return c.print(out, &l)
}

// cells splits a line at its first tab; a line without one is a product whose maker was not written.
func cells(line string) (maker, name string) {
	maker, name, found := strings.Cut(line, "\t")
	if !found {
		return "", line
	}
	if i := strings.IndexByte(name, '\t'); i >= 0 {
		name = name[:i]
	}
	return maker, name
}

func shown(k lookup.Candidate) resolvedCandidate {
	c := resolvedCandidate{CPE: k.CPE, Name: k.Name, Maker: k.Maker, ID: string(k.ID), Probability: float64(int(k.Probability*10000+0.5)) / 10000}
	if c.CPE == nil {
		c.CPE = []string{}
	}
	for _, w := range k.Why {
		c.Why = append(c.Why, w.Code)
	}
	return c
}

func (c *ProductResolveCmd) problem(err error) *resolvedProblem {
	f := fault.Field{Code: "fault.invalid"}
	var e *fault.Error
	if errors.As(err, &e) && len(e.Fields) > 0 {
		f = e.Fields[0]
	}
	return &resolvedProblem{Code: f.Code, Field: f.Path, Detail: serve.Saying(c.Lang).Fault(f), Args: f.Args}
}

func (c *ProductResolveCmd) print(out io.Writer, l *resolvedLine) error {
	if c.JSON {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		return e.Encode(l)
	}
	say := serve.Saying(c.Lang)
	head := say.Text("naming.state.choose")
	switch {
	case l.Problem != nil:
		head = say.Text("naming.state.unread")
	case l.Bound:
		head = say.Text("naming.state.bound")
	case len(l.Remarks) > 0 && l.Remarks[0] != string(memory.NoMaker) && l.Remarks[0] != string(memory.APerson):
		head = say.Text("naming.state.nameless")
	case len(l.Candidates) == 0:
		head = say.Text("naming.state.none")
	}
	notes := l.Said
	if l.Problem != nil {
		notes = []string{l.Problem.Detail}
	}
	if _, err := fmt.Fprintf(out, "%s\t%s\t%s\n", l.Maker, l.Product, head); err != nil {
		return err
	}
	for _, note := range notes {
		if _, err := fmt.Fprintf(out, "    %s\n", note); err != nil {
			return err
		}
	}
	for _, k := range l.Candidates {
		if _, err := fmt.Fprintf(out, "    %5.1f %%  %s / %s  %s\n", 100*k.Probability, k.Maker, k.Name, strings.Join(k.CPE, " ")); err != nil {
			return err
		}
	}
	return nil
}
