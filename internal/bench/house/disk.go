package house

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"kanmin/internal/bench/load"
)

// Disk prints how many 速報 are still taken after the disk became full, with a reserve and, as the control, without. The disk
// is a small one in memory that only a process of its own sees.
func Disk(ctx context.Context, w io.Writer) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "kanmin-disk")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	fmt.Fprintln(w, "a full disk, SQLite, 96 MiB of disk")
	for _, row := range [][2]string{{"32", "reserve of 32 MiB"}, {"0", "control: no reserve"}} {
		child := exec.CommandContext(ctx, self, "disk", dir, row[0], row[1])
		child.Stdout, child.Stderr, child.Env = w, os.Stderr, append(os.Environ(), "TMPDIR="+dir)
		child.SysProcAttr = &syscall.SysProcAttr{ // whoever runs it may mount there, and nobody else sees it
			Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}, GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		}
		if err := child.Run(); err != nil {
			return fmt.Errorf("%s: %w", row[1], err)
		}
	}
	return nil
}

// Small is the child: it fills its disk and reports until nothing is taken any more.
func Small(ctx context.Context, w io.Writer, dir, reserve, name string) error {
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=96m"); err != nil {
		return fmt.Errorf("mounting a small disk: %w", err)
	}
	g, err := newGround(ctx, "sqlite", "")
	if err != nil {
		return err
	}
	g.config.Reserve = reserve
	c, stop, err := g.serving(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = stop() }()
	before := load.Closed(ctx, time.Second, 8, func(ctx context.Context, i int) error { _, err := c.report(ctx, i, "before"); return err })
	if err := failed(before); err != nil {
		return err
	}
	if err := fill(filepath.Join(dir, "others")); err != nil {
		return err
	}
	const enough = 3000
	taken := 0
	for ; taken < enough; taken++ {
		if _, err := c.report(ctx, taken, "full"); err != nil {
			break
		}
	}
	other := c.post(ctx, "operator0", "/products/names", `{"rows":[{"product":"装置","kind":"absent"}]}`, nil)
	told := "is taken"
	if other != nil {
		told = "is refused"
	}
	row(w, name+": 速報 taken after the disk was full", fmt.Sprintf("%d; another act %s", taken, told), map[bool]string{true: "≥ 1,000", false: "must fail"}[reserve != "0"])
	return nil
}

// fill writes until the disk has no room.
func fill(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	for size := 1 << 20; size > 0; size /= 2 {
		piece := make([]byte, size)
		for err == nil {
			_, err = f.Write(piece)
		}
		if !errors.Is(err, unix.ENOSPC) {
			return err
		}
		err = nil
	}
	return nil
}
