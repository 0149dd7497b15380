// Package spool puts aside what must not be lost while the database does not answer: one file for each piece, sealed to a
// public key, on the disk before anybody is told, handed back in the order in which they came.
package spool

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"crypto/hpke"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"kanmin/internal/domain/fault"
)

// The bounds of a spool: what comes beyond them is refused as before, by a fault of kind Unavailable.
const (
	Most    = 10_000
	Largest = 256 << 10 // bytes of one piece
)

const (
	suffix  = ".sealed"
	refused = "refused"
	info    = "kanmin/spool/v1"
)

// Spool is one directory of one node.
type Spool struct {
	dir    string
	public hpke.PublicKey

	mu    sync.Mutex
	next  uint64
	count int
}

// KeyOf derives the key pair of a spool from a secret of 32 bytes or more.
func KeyOf(secret []byte) (hpke.PrivateKey, error) {
	return hpke.DHKEM(ecdh.P256()).DeriveKeyPair(secret)
}

// Open makes the directory where there is none, and counts what waits in it.
func Open(dir string, key hpke.PublicKey) (*Spool, error) {
	if err := os.MkdirAll(filepath.Join(dir, refused), 0o700); err != nil {
		return nil, err
	}
	s := &Spool{dir: dir, public: key}
	waiting, err := s.names()
	if err != nil {
		return nil, err
	}
	earlier, err := filepath.Glob(filepath.Join(dir, refused, "*"+suffix))
	if err != nil {
		return nil, err
	}
	for _, name := range append(earlier, waiting...) {
		var n uint64
		if _, err := fmt.Sscanf(filepath.Base(name), "%d", &n); err == nil {
			s.next = max(s.next, n)
		}
	}
	s.count = len(waiting)
	return s, nil
}

// Waiting is how many pieces wait.
func (s *Spool) Waiting() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count
}

// Keep seals a piece and returns when it is on the disk.
func (s *Spool) Keep(piece []byte) error {
	if len(piece) > Largest {
		return fault.New(fault.Unavailable, "", nil)
	}
	sealed, err := hpke.Seal(s.public, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(info), piece)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.count >= Most {
		return fault.New(fault.Unavailable, "", nil)
	}
	s.next++
	name := filepath.Join(s.dir, fmt.Sprintf("%016d%s", s.next, suffix))
	if err := write(name, sealed); err != nil {
		return err
	}
	s.count++
	return nil
}

// write makes a file whole and durable, or none.
func write(name string, data []byte) error {
	half := name + ".half"
	f, err := os.OpenFile(half, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) //nolint:gosec // a name of our own
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(half, name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(half))
	}
	return settle(filepath.Dir(name))
}

// settle makes the names in a directory durable.
func settle(dir string) error {
	d, err := os.Open(dir) //nolint:gosec // of our own
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func (s *Spool) names() ([]string, error) {
	list, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range list {
		if strings.HasSuffix(e.Name(), suffix) {
			names = append(names, filepath.Join(s.dir, e.Name()))
		}
	}
	slices.Sort(names) // numbers of one width
	return names, nil
}

// Fate is what became of a piece that was handed back.
type Fate int

// The fates. What is refused is kept aside for a person to look at: nothing is lost by itself.
const (
	Later Fate = iota
	Done
	Refused
)

// Drain hands back what waits, in order, until do says Later. It returns how many were done. A piece whose file is broken
// is refused.
func (s *Spool) Drain(ctx context.Context, key hpke.PrivateKey, do func(context.Context, []byte) Fate) (done int, err error) {
	names, err := s.names()
	for _, name := range names {
		if err != nil || ctx.Err() != nil {
			break
		}
		fate := Refused
		var sealed, piece []byte
		if sealed, err = os.ReadFile(name); err != nil { //nolint:gosec // a name of our own
			break
		}
		if piece, err = hpke.Open(key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(info), sealed); err == nil {
			fate = do(ctx, bytes.Clone(piece))
		}
		switch fate {
		case Later:
			return done, nil
		case Done:
			err = os.Remove(name)
			done++
		case Refused:
			err = os.Rename(name, filepath.Join(s.dir, refused, filepath.Base(name)))
		}
		if err = errors.Join(err, settle(s.dir)); err == nil || errors.Is(err, fs.ErrNotExist) {
			s.mu.Lock()
			s.count--
			s.mu.Unlock()
		}
	}
	return done, err
}
