// Package reserve holds a piece of the disk for what is urgent: a file of a fixed size beside the database, given up when the
// disk is full. From then on only 速報, and an office's reading of them, are written until somebody makes room.
package reserve

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"golang.org/x/sys/unix"
)

// Reserve is one such file. Its methods may be called at once.
type Reserve struct {
	path string
	size int64
	free func(dir string) (int64, error)

	mu   sync.Mutex
	held bool
}

// Open holds size bytes at path, where the disk has as much; else the house starts without, and is scarce. free tells how many
// bytes may still be written in a directory; Free is the real one.
func Open(path string, size int64, free func(dir string) (int64, error)) (*Reserve, error) {
	r := &Reserve{path: path, size: size, free: free}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) { // its size may have been another
		return nil, err
	}
	return r, r.Tend()
}

// floor is below how much free space the disk counts as full before a write has failed.
func (r *Reserve) floor() int64 { return r.size / 8 }

// Scarce reports whether the reserve is given up: only what is urgent may be written.
func (r *Reserve) Scarce() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.held
}

// Give makes room after a write found none; whoever calls may try again.
func (r *Reserve) Give() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.give()
}

func (r *Reserve) give() error {
	r.held = false
	if err := os.Remove(r.path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Tend looks at the disk: it gives the reserve up while the disk is nearly full, and takes it back when there is room for
// it and as much again as the floor twice over, so that it does not come and go. The house calls it once a second.
func (r *Reserve) Tend() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	free, err := r.free(filepath.Dir(r.path))
	switch {
	case err != nil:
		return err
	case r.held && free < r.floor():
		return r.give()
	case !r.held && free > r.size+2*r.floor():
		return r.take()
	}
	return nil
}

// take writes the file. Blocks are asked for at once; a file system that cannot is filled.
func (r *Reserve) take() (err error) {
	f, err := os.OpenFile(r.path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Close())
		r.held = err == nil
		if err != nil {
			err = errors.Join(err, r.give())
		}
	}()
	err = unix.Fallocate(int(f.Fd()), 0, 0, r.size)
	if errors.Is(err, unix.EOPNOTSUPP) {
		piece := make([]byte, 1<<20)
		for at := int64(0); at < r.size; at += int64(len(piece)) {
			if _, err := f.WriteAt(piece[:min(int64(len(piece)), r.size-at)], at); err != nil {
				return err
			}
		}
		return f.Sync()
	}
	return err
}

// Free is how many bytes may still be written in a directory without being root.
func Free(dir string) (int64, error) {
	var s unix.Statfs_t
	err := unix.Statfs(dir, &s)
	return int64(s.Bavail) * s.Bsize, err //nolint:gosec // no disk has 2^63 bytes
}
