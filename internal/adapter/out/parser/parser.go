// Package parser has uploaded files read in a child process (kanmin parse): bounded memory and time, no files, no
// network, no secrets. Whatever becomes of the child, the house goes on. What is slow happens here, before an act.
package parser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os/exec"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"kanmin/internal/adapter/format/advisory/stream"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
)

const (
	children = 3                // at once on one node; others wait for their turn
	deadline = 60 * time.Second // of one file from its first byte, however slowly it comes
	told     = 4 << 10          // bytes of what a dying child says
)

// environment is all that the child is told of the world: nothing that is secret, nothing that differs.
var environment = []string{"GOMEMLIMIT=192MiB", "GOMAXPROCS=2", "GOTRACEBACK=none", "LANG=C", "TZ=Asia/Tokyo"}

// Parser starts the children of one node.
type Parser struct {
	// Command is the program and its arguments; the kind of the file is added.
	Command []string
	Log     *slog.Logger

	slots chan struct{}
	warn  sync.Once
	// Most is the most memory that a child was seen to hold, in bytes.
	most atomic.Int64
}

// New makes the parser of a node whose children run a command, usually Self.
func New(log *slog.Logger, command ...string) *Parser {
	return &Parser{Command: command, Log: log, slots: make(chan struct{}, children)}
}

// Self is this very program, also after a newer one was put in its place.
func Self() []string {
	if runtime.GOOS == "linux" {
		return []string{"/proc/self/exe", "parse"}
	}
	return []string{"kanmin", "parse"}
}

// Most is the most memory that a child was seen to hold, in bytes.
func (p *Parser) Most() int64 { return p.most.Load() }

// Parse reads a whole file of a kind ("": by its first bytes). What is wrong with the file is an Invalid fault that names
// the place and what to do. Who may call: pages and the API, for their own visitor's upload, outside of an act.
func (p *Parser) Parse(ctx context.Context, kind sheet.Kind, file io.Reader) (b sheet.Book, err error) {
	err = p.run(ctx, tables(kind), file, func(out io.Reader) (err error) {
		b, err = sheet.Collect(out)
		return err
	})
	return b, err
}

// Each is Parse without keeping the rows: they are handed on as they come, and count for nothing if a fault follows.
func (p *Parser) Each(ctx context.Context, kind sheet.Kind, file io.Reader, row func(*sheet.Sheet, sheet.Row) error) (b sheet.Book, err error) {
	err = p.run(ctx, tables(kind), file, func(out io.Reader) (err error) {
		b, err = sheet.Each(out, row)
		return err
	})
	return b, err
}

// work is what a child is started for.
type work struct {
	kind  string
	bytes int64         // of the file at most
	time  time.Duration // from its first byte
}

func tables(kind sheet.Kind) work { return work{string(kind), sheet.MaxBytes, deadline} }

func (p *Parser) run(ctx context.Context, what work, file io.Reader, take func(io.Reader) error) (err error) {
	defer fault.Wrap(&err, "parser.Parse")
	if kind := sheet.Kind(what.kind); kind != "" && what.kind != advisories && !kind.Known() {
		return fault.New(fault.Invalid, "fault.sheet.kind", nil)
	}
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	own, cancel := context.WithTimeout(ctx, what.time)
	defer cancel()
	c, err := p.start(own, what, file)
	if err != nil {
		return err
	}
	taken := take(io.TeeReader(c.out, &c.head))
	cancelled := own.Err()
	if taken != nil {
		cancel() // whatever it still says, nobody listens
	}
	died := c.cmd.Wait()
	p.note(c)
	return verdict(ctx, cancelled, taken, died, c)
}

// child is one child at work.
type child struct {
	cmd  *exec.Cmd
	out  io.Reader
	said capped // on its standard error
	head capped // the beginning of its answer
}

func (p *Parser) start(ctx context.Context, what work, file io.Reader) (*child, error) {
	arguments := append(slices.Clone(p.Command[1:]), what.kind)
	if what.kind == "" {
		arguments = arguments[:len(arguments)-1]
	}
	c := &child{cmd: exec.CommandContext(ctx, p.Command[0], arguments...)} //nolint:gosec // our own program; the kind is one of two
	c.cmd.Env, c.cmd.Dir, c.cmd.Stderr, c.cmd.WaitDelay = environment, "/", &c.said, time.Second
	in, err := c.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if c.out, err = c.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("the child that reads files: %w", err)
	}
	go func() { // not os/exec's: that one would wait for a sender that sends no more
		_, _ = io.Copy(in, io.LimitReader(file, what.bytes+1)) // a child that has heard enough closes its end
		_ = in.Close()
	}()
	return c, nil
}

// note keeps what a child took, and says once if the platform does not hold it as it should.
func (p *Parser) note(c *child) {
	if bytes := peak(c.cmd.ProcessState); bytes > p.most.Load() {
		p.most.Store(bytes)
	}
	if !bytes.Contains(c.head.b, []byte(`"book"`)) || bytes.Contains(c.head.b, []byte(`"system calls"`)) {
		return
	}
	p.warn.Do(func() {
		p.Log.Warn("files are read without a filter of system calls: this platform has none", slog.String("os", runtime.GOOS), slog.String("arch", runtime.GOARCH))
	})
}

// verdict says what became of a file: what the child told, or what killed it.
func verdict(ctx context.Context, late, taken, died error, c *child) error {
	if f, ok := errors.AsType[*sheet.Fault](taken); ok {
		return f.Refused()
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case taken != nil && !errors.Is(taken, sheet.ErrUnfinished) && !errors.Is(taken, stream.ErrUnfinished): // the caller's own
		return taken
	case taken == nil && died == nil:
		return nil
	case late != nil, c.killed(), bytes.Contains(c.said.b, []byte("SIGXCPU")):
		return (&sheet.Fault{Code: "fault.sheet.time"}).Refused()
	case bytes.Contains(c.said.b, []byte("out of memory")), bytes.Contains(c.said.b, []byte("cannot allocate")):
		return (&sheet.Fault{Code: "fault.sheet.memory"}).Refused()
	}
	return (&sheet.Fault{Code: "fault.sheet.damaged"}).Refused()
}

// capped keeps the beginning of what is written.
type capped struct{ b []byte }

func (c *capped) Write(p []byte) (int, error) {
	if room := told - len(c.b); room > 0 {
		c.b = append(c.b, p[:min(room, len(p))]...)
	}
	return len(p), nil
}
