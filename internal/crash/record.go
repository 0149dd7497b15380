package crash

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Recording is what a program did to its disk while it filed reports.
type Recording struct {
	Scene   Scene
	Route   string            // of the acts
	Before  map[string][]byte // the data directory when it began: durable
	Ops     []Op
	Acks    []Ack
	AckedAt []int // for each ack: the number of operations that had completed when its answer left the process
}

// recorded are the calls that change a disk or let an answer out.
const recorded = "open,openat,creat,write,writev,sendto,pwrite64,pwritev,pwritev2,ftruncate,truncate,fsync,fdatasync,sync_file_range," +
	"rename,renameat,renameat2,unlink,unlinkat,rmdir,fallocate,mmap,lseek,link,linkat,symlink,symlinkat,copy_file_range,sendfile"

// Record files n reports from a number of workers in a fresh scene in dir, and records the program's system calls.
func Record(ctx context.Context, p Program, dir string, n, workers int) (*Recording, error) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		return nil, errors.New("strace is not installed. To fix it: scripts/setup")
	}
	data := filepath.Join(dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		return nil, err
	}
	scene, err := Prepare(ctx, data, Postgres{})
	if err != nil {
		return nil, err
	}
	r := &Recording{Scene: scene, Route: p.Route}
	if r.Before, err = readAll(data); err != nil {
		return nil, err
	}
	out := filepath.Join(dir, "calls")
	run, err := p.Start(ctx, scene, strace, "-f", "-y", "-q", "-xx", "-s", "1048576", "-e", "signal=none", "-e", "trace="+recorded, "-o", out)
	if err != nil {
		return nil, err
	}
	acks, err := p.file(ctx, caller(scene, run.Base, 2*workers), n, workers)
	if err := errors.Join(err, run.Stop()); err != nil {
		return nil, err
	}
	f, err := os.Open(out)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if r.Ops, err = Parse(f, data); err != nil {
		return nil, err
	}
	r.Acks = acks
	return r, errors.Join(r.place(), r.faithful(data))
}

// place finds for each ack the call that let it out, and puts them in that order.
func (r *Recording) place() error {
	var outs []int
	for i, op := range r.Ops {
		if op.Change == Out {
			outs = append(outs, i)
		}
	}
	where := map[Ack]int{}
	for _, a := range r.Acks {
		at := slices.IndexFunc(outs, func(i int) bool { return carries(r.Ops[i].Data, a) })
		if at < 0 {
			return fmt.Errorf("recording: no call sent the answer about %s", a.Number)
		}
		where[a] = outs[at]
	}
	slices.SortStableFunc(r.Acks, func(a, b Ack) int { return where[a] - where[b] })
	for _, a := range r.Acks {
		r.AckedAt = append(r.AckedAt, where[a])
	}
	return nil
}

func carries(data []byte, a Ack) bool {
	if a.Final != "" {
		return bytes.Contains(data, []byte(a.Final))
	}
	if a.Leaf != "" {
		return bytes.Contains(data, []byte(a.Leaf))
	}
	return bytes.Contains(data, []byte(a.Number))
}

// faithful plays everything and compares with the real directory: what the recorder missed would make the replay worthless.
func (r *Recording) faithful(dir string) error {
	d := NewDisk(r.Before)
	for _, op := range r.Ops {
		d.Apply(op)
	}
	now, err := readAll(dir)
	if err != nil {
		return err
	}
	played := d.Image(All, nil)
	for name, data := range now {
		if !bytes.Equal(played[name], data) {
			return fmt.Errorf("recording: %s: the replay gives other bytes than the program did (%d and %d)", name, len(played[name]), len(data))
		}
		delete(played, name)
	}
	for name := range played {
		return fmt.Errorf("recording: %s: the replay keeps a file that the program did not", name)
	}
	return nil
}

func readAll(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasSuffix(path, "-shm") {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[rel], err = os.ReadFile(path)
		return err
	})
	return files, err
}
