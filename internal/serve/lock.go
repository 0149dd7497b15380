package serve

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// lock takes the process lock of a SQLite database: two programs must not work on one file. On PostgreSQL
// any number of nodes may run, so there is none.
func lock(databaseURL string) (unlock func() error, err error) {
	path, ok := strings.CutPrefix(databaseURL, "sqlite:")
	if !ok {
		return func() error { return nil }, nil
	}
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the operator names it
	if err != nil {
		return nil, fmt.Errorf("KANMIN_DATABASE_URL: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil { //nolint:gosec // a descriptor is small
		return nil, errors.Join(fmt.Errorf("%s is in use by another kanmin process; stop it first", path), f.Close())
	}
	// Closing alone does not do: a child that was forked and has not yet become its program shares the description.
	return func() error { return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close()) }, nil //nolint:gosec // a descriptor is small
}
