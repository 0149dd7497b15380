package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/message"
)

// Bounces reads what a mail system puts into a directory about mails of ours that did not arrive: delivery reports (RFC 3464), one file
// each, as in a Maildir (new/) or without. A file that was counted is removed; any other is moved into aside/, where somebody may look.
// Several nodes may read one directory.
type Bounces struct {
	Dir string
	// Parse reads a file in a child process.
	Parse func(ctx context.Context, kind sheet.Kind, file io.Reader, row func(*sheet.Sheet, sheet.Row) error) (sheet.Book, error)
	Take  func(ctx context.Context, list []message.Report) (known int, err error)
	Count func(ctx context.Context, o message.Outcome) error
	Log   *slog.Logger
}

// Bounds of a sweep.
const (
	sweepEach  = 10 * time.Second
	sweepFiles = 200
	reportMost = 16 << 20 // bytes of a file
	asideMost  = 500      // files that are kept for somebody to look at
)

// Run sweeps again and again until ctx ends.
func (b *Bounces) Run(ctx context.Context) error {
	tick := time.NewTicker(sweepEach)
	defer tick.Stop()
	for ctx.Err() == nil {
		if _, err := b.Sweep(ctx); err != nil && ctx.Err() == nil {
			b.Log.LogAttrs(ctx, slog.LevelError, "worker", slog.String("queue", "bounces"), slog.String("err", err.Error()))
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
	return nil
}

// Sweep deals with what lies there now, some at once, and returns how many files it dealt with. Nothing outside of the directory is
// reached, whatever a link there says.
func (b *Bounces) Sweep(ctx context.Context) (n int, err error) {
	root, err := os.OpenRoot(b.Dir)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, root.Close()) }()
	in := "."
	if i, err := root.Stat("new"); err == nil && i.IsDir() {
		in = "new"
	}
	list, err := fs.ReadDir(root.FS(), in)
	if err != nil {
		return 0, err
	}
	for _, f := range list {
		if n == sweepFiles || ctx.Err() != nil {
			break
		}
		if !f.Type().IsRegular() || strings.HasPrefix(f.Name(), ".") {
			continue
		}
		n++
		if err := b.one(ctx, root, path.Join(in, f.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) { // another node was first
			return n, err
		}
	}
	return n, b.thin(root)
}

// one deals with a file.
func (b *Bounces) one(ctx context.Context, root *os.Root, name string) error {
	list, err := b.read(ctx, root, name)
	outcome := message.ReportAside
	switch {
	case fault.Is(err, fault.Invalid):
	case err != nil:
		return err
	case len(list) > 0:
		known, err := b.Take(ctx, list)
		if err != nil {
			return err
		}
		if outcome = message.ReportUnmatched; known > 0 {
			outcome = message.ReportRead
		}
	}
	if outcome == message.ReportRead {
		err = root.Remove(name)
	} else if err = root.Mkdir("aside", 0o700); err == nil || errors.Is(err, fs.ErrExist) {
		err = root.Rename(name, path.Join("aside", path.Base(name)))
	}
	if err != nil {
		return err
	}
	return b.Count(ctx, outcome)
}

// read is what a file says.
func (b *Bounces) read(ctx context.Context, root *os.Root, name string) (list []message.Report, err error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if i, err := f.Stat(); err != nil || i.Size() > reportMost || !i.Mode().IsRegular() {
		return nil, errors.Join(err, fault.New(fault.Invalid, "fault.sheet.bytes", fault.Args{"limit": "16"}))
	}
	_, err = b.Parse(ctx, sheet.Delivery, f, func(_ *sheet.Sheet, row sheet.Row) error {
		list = append(list, reported(row))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("mail: a report: %w", err)
	}
	return list, nil
}

// reported is a row of the child's table.
func reported(row sheet.Row) (r message.Report) {
	for _, c := range row.Cells {
		switch c.Col {
		case 1:
			r.IDs = strings.Fields(c.Text)
		case 2, 3:
			if !slices.Contains(r.To, c.Text) {
				r.To = append(r.To, c.Text)
			}
		case 4:
			r.Action = c.Text
		case 5:
			r.Status = c.Text
		}
	}
	return r
}

// thin keeps the latest of what lies aside.
func (b *Bounces) thin(root *os.Root) error {
	list, err := fs.ReadDir(root.FS(), "aside")
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(list) <= asideMost {
		return nil
	}
	if err != nil {
		return err
	}
	type kept struct {
		name string
		at   time.Time
	}
	var files []kept
	for _, f := range list {
		if i, err := f.Info(); err == nil {
			files = append(files, kept{f.Name(), i.ModTime()})
		}
	}
	slices.SortFunc(files, func(a, b kept) int { return b.at.Compare(a.at) })
	for _, f := range files[min(len(files), asideMost):] {
		err = errors.Join(err, root.Remove(path.Join("aside", f.name)))
	}
	return err
}
