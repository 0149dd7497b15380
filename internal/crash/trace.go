package crash

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
)

// Change is what one recorded call did.
type Change int

// The changes. Out is data that left the process: an answer to a client.
const (
	Write Change = iota
	Truncate
	Sync
	Create
	Unlink
	Rename
	Out
)

// Op is one recorded call that matters to a disk, or data that left the process.
type Op struct {
	Change Change
	Path   string // below the data directory; "." is the directory itself
	To     string // Rename
	Off    int64
	Size   int64 // Truncate
	Data   []byte
	// Began is the number of operations that had completed when a Sync was called: only those are covered by it.
	Began int
}

// parser reads the output of `strace -f -y -xx`.
type parser struct {
	dir     string
	ops     []Op
	waiting map[string]call  // by thread: the call that has not returned
	offset  map[string]int64 // by descriptor and path: where write(2) goes on
	missing bool             // something was recorded that the replay cannot play
	why     string
}

type call struct {
	text  string
	began int
	out   bool // the data was taken at the call's beginning
}

// Parse reads a recording of a program whose data is in dir. It refuses a recording that holds a
// call which the replay does not understand (writable shared mappings of data, links).
func Parse(r io.Reader, dir string) ([]Op, error) {
	p := &parser{dir: dir, waiting: map[string]call{}, offset: map[string]int64{}}
	lines := bufio.NewReaderSize(r, 1<<20)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			if err := p.line(strings.TrimSuffix(line, "\n")); err != nil {
				return nil, err
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	if p.missing {
		return nil, errors.New("recording: " + p.why)
	}
	return p.ops, nil
}

// line joins the halves of a call that was interrupted by another thread's.
func (p *parser) line(line string) error {
	thread, text, ok := strings.Cut(line, " ")
	text = strings.TrimLeft(text, " ")
	if !ok || strings.HasPrefix(text, "+++") || strings.HasPrefix(text, "---") {
		return nil
	}
	if head, ok := strings.CutSuffix(text, "<unfinished ...>"); ok {
		c := call{text: strings.TrimRight(head, " "), began: len(p.ops)}
		// What is being sent may be read by its receiver before the call returns.
		out, err := p.outgoing(c.text)
		c.out = out
		p.waiting[thread] = c
		return err
	}
	c := call{text: text, began: len(p.ops)}
	if strings.HasPrefix(text, "<... ") {
		_, tail, ok := strings.Cut(text, "resumed>")
		begun, known := p.waiting[thread]
		if !ok || !known {
			return fmt.Errorf("recording: a call of thread %s has no beginning", thread)
		}
		delete(p.waiting, thread)
		c = begun
		c.text += tail
	} else if out, err := p.outgoing(text); out || err != nil {
		return err
	}
	if c.out {
		return nil
	}
	return p.finished(c)
}

// outgoing records data written to a socket.
func (p *parser) outgoing(text string) (bool, error) {
	name, rest, _ := strings.Cut(text, "(")
	if name != "write" && name != "sendto" && name != "writev" {
		return false, nil
	}
	args := split(rest)
	target := descriptor(args[0])
	if !strings.HasPrefix(target, "socket:") {
		return false, nil
	}
	data, err := payload(args)
	if err == nil {
		p.ops = append(p.ops, Op{Change: Out, Data: data})
	}
	return true, err
}

func (p *parser) finished(c call) error {
	at := strings.LastIndex(c.text, ") = ")
	if at < 0 {
		// strace aligns short lines: `close(3)      = 0`.
		at = strings.LastIndex(c.text, ")")
		if at < 0 || !strings.Contains(c.text[at:], "= ") {
			return fmt.Errorf("recording: not a call: %.80q", c.text)
		}
	}
	_, after, _ := strings.Cut(c.text[at:], "= ")
	if strings.HasPrefix(after, "-") || strings.HasPrefix(after, "?") {
		return nil // it failed, or the thread ended
	}
	name, rest, ok := strings.Cut(c.text[:at], "(")
	if !ok {
		return fmt.Errorf("recording: not a call: %.80q", c.text)
	}
	return p.done(name, split(rest), after, c.began)
}

func (p *parser) done(name string, args []string, result string, began int) error {
	switch name {
	case "open", "openat", "creat":
		p.opened(args, result)
	case "pwrite64", "pwritev", "pwritev2", "write", "writev":
		return p.written(name, args, result)
	case "ftruncate", "truncate":
		p.truncated(name, args)
	case "fsync", "fdatasync", "sync_file_range":
		if path, ok := p.inside(descriptor(args[0])); ok && name != "sync_file_range" { // which promises nothing
			p.ops = append(p.ops, Op{Change: Sync, Path: path, Began: began})
		}
	case "unlink", "unlinkat", "rmdir":
		if path, ok := p.inside(named(args)); ok {
			p.ops = append(p.ops, Op{Change: Unlink, Path: path})
		}
	case "rename", "renameat", "renameat2":
		p.renamed(args)
	case "mmap":
		if path, ok := p.inside(descriptor(args[4])); ok && strings.Contains(args[3], "MAP_SHARED") && strings.Contains(args[2], "PROT_WRITE") {
			p.refuse("a writable shared mapping of " + path)
		}
	case "lseek":
		p.moved(args, result)
	case "fallocate", "link", "linkat", "symlink", "symlinkat", "copy_file_range", "sendfile":
		for _, a := range args {
			if path, ok := p.inside(descriptor(a)); ok {
				p.refuse(name + " of " + path)
			}
		}
	}
	return nil
}

func (p *parser) refuse(why string) { p.missing, p.why = true, why }

func (p *parser) opened(args []string, result string) {
	flags := strings.Join(args, " ")
	path, ok := p.inside(descriptor(result))
	if !ok || path == "." {
		return
	}
	number, _, _ := strings.Cut(result, "<")
	p.offset[number+path] = 0
	if strings.Contains(flags, "O_CREAT") {
		p.ops = append(p.ops, Op{Change: Create, Path: path})
	}
	if strings.Contains(flags, "O_TRUNC") {
		p.ops = append(p.ops, Op{Change: Truncate, Path: path})
	}
}

func (p *parser) written(name string, args []string, result string) error {
	path, ok := p.inside(descriptor(args[0]))
	if !ok {
		return nil
	}
	data, err := payload(args)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(strings.Fields(result)[0])
	if err != nil || n > len(data) {
		return fmt.Errorf("recording: %s to %s wrote %s of %d bytes", name, path, result, len(data))
	}
	number, _, _ := strings.Cut(args[0], "<")
	op := Op{Change: Write, Path: path, Data: data[:n], Off: p.offset[number+path]}
	if name == "write" || name == "writev" {
		p.offset[number+path] += int64(n)
	} else if op.Off, err = strconv.ParseInt(args[3], 10, 64); err != nil {
		return fmt.Errorf("recording: offset %q", args[3])
	}
	p.ops = append(p.ops, op)
	return nil
}

func (p *parser) truncated(name string, args []string) {
	target := descriptor(args[0])
	if name == "truncate" {
		target = quoted(args[0])
	}
	path, ok := p.inside(target)
	size, err := strconv.ParseInt(args[1], 10, 64)
	if ok && err == nil {
		p.ops = append(p.ops, Op{Change: Truncate, Path: path, Size: size})
	}
}

func (p *parser) renamed(args []string) {
	var paths []string
	for _, a := range args {
		if strings.HasPrefix(a, `"`) {
			paths = append(paths, quoted(a))
		}
	}
	if len(paths) != 2 {
		return
	}
	from, inside := p.inside(paths[0])
	to, into := p.inside(paths[1])
	switch {
	case inside && into:
		p.ops = append(p.ops, Op{Change: Rename, Path: from, To: to})
	case inside || into:
		p.refuse("a rename across the border of the data directory: " + paths[1])
	}
}

func (p *parser) moved(args []string, result string) {
	if path, ok := p.inside(descriptor(args[0])); ok {
		number, _, _ := strings.Cut(args[0], "<")
		p.offset[number+path], _ = strconv.ParseInt(strings.Fields(result)[0], 10, 64)
	}
}

// inside returns the path below the data directory. SQLite's shared-memory index is rebuilt
// after a crash and is no data.
func (p *parser) inside(path string) (string, bool) {
	if path == p.dir {
		return ".", true
	}
	rel, ok := strings.CutPrefix(path, p.dir+"/")
	return rel, ok && !strings.HasSuffix(rel, "-shm")
}

// split cuts the arguments at top-level commas. Strings are hexadecimal, so commas, quotes and
// brackets in them cannot confuse it.
func split(s string) []string {
	var args []string
	depth, start := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case ',':
			if depth == 0 {
				args = append(args, strings.TrimSpace(s[start:i]))
				start = i + 1
			}
		}
	}
	return append(args, strings.TrimSpace(s[start:]))
}

// descriptor returns the path of `3<\x2f…>`.
func descriptor(s string) string {
	_, rest, ok := strings.Cut(s, "<")
	if !ok {
		return ""
	}
	path, _, _ := strings.Cut(rest, ">")
	return string(unhex(path))
}

// named returns the path that a call was given, below its directory descriptor if it is relative.
func named(args []string) string {
	base := ""
	for _, a := range args {
		if strings.HasPrefix(a, `"`) {
			if path := quoted(a); base == "" || filepath.IsAbs(path) {
				return path
			} else {
				return filepath.Join(base, path)
			}
		}
		base = descriptor(a)
	}
	return ""
}

func quoted(s string) string { return string(unhex(strings.Trim(s, `"`))) }

// payload returns the data of a write: one string, or the strings of a vector.
func payload(args []string) ([]byte, error) {
	if len(args) < 2 || strings.Contains(args[1], `"...`) {
		return nil, errors.New("recording: data was cut short")
	}
	if strings.HasPrefix(args[1], `"`) {
		return unhex(strings.Trim(args[1], `"`)), nil
	}
	var data []byte
	for rest := args[1]; ; {
		_, after, ok := strings.Cut(rest, `iov_base="`)
		if !ok {
			return data, nil
		}
		piece, tail, _ := strings.Cut(after, `"`)
		data, rest = append(data, unhex(piece)...), tail
	}
}

// unhex decodes \x61\x62. Letters outside an escape stand for themselves.
func unhex(s string) []byte {
	out := make([]byte, 0, len(s)/4+1)
	for i := 0; i < len(s); {
		if s[i] == '\\' && i+3 < len(s) && s[i+1] == 'x' {
			out = append(out, nibble(s[i+2])<<4|nibble(s[i+3]))
			i += 4
			continue
		}
		out = append(out, s[i])
		i++
	}
	return out
}

func nibble(c byte) byte {
	if c >= 'a' {
		return c - 'a' + 10
	}
	return c - '0'
}
