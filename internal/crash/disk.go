package crash

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
)

// Disk is a simulated disk: what is durable, and what a power cut may take. A file's writes are durable after a sync of that
// file that began after them; its name is durable after a sync of its directory.
type Disk struct {
	names   map[string]*inode // as the program sees them
	durable map[string]*inode // as they are after a cut
	done    int               // operations applied
	// Version counts changes of what is durable: two cuts with one version leave one "none" image.
	Version int
}

type inode struct {
	data []byte // durable
	late []late // not yet
}

type late struct {
	op  Op
	seq int
}

// NewDisk returns a disk on which files are durable.
func NewDisk(files map[string][]byte) *Disk {
	d := &Disk{names: map[string]*inode{}, durable: map[string]*inode{}}
	for name, data := range files {
		f := &inode{data: slices.Clone(data)}
		d.names[name], d.durable[name] = f, f
	}
	return d
}

// Apply does what a recorded call did. It reports whether the call changed what a cut could leave.
func (d *Disk) Apply(op Op) bool {
	d.done++
	switch op.Change {
	case Write, Truncate:
		if f := d.names[op.Path]; f != nil {
			f.late = append(f.late, late{op, d.done})
			return true
		}
	case Create:
		if d.names[op.Path] == nil {
			d.names[op.Path] = &inode{}
			return true
		}
	case Unlink:
		delete(d.names, op.Path)
		return true
	case Rename:
		d.names[op.To] = d.names[op.Path]
		delete(d.names, op.Path)
		return true
	case Sync:
		d.sync(op)
		return true
	case Out:
	}
	return false
}

func (d *Disk) sync(op Op) {
	d.Version++
	f := d.names[op.Path]
	if f == nil { // a directory: its names
		for name := range d.durable {
			if filepath.Dir(name) == op.Path && d.names[name] == nil {
				delete(d.durable, name)
			}
		}
		for name, f := range d.names {
			if filepath.Dir(name) == op.Path {
				d.durable[name] = f
			}
		}
		return
	}
	var left []late
	for _, l := range f.late {
		if l.seq > op.Began {
			left = append(left, l)
			continue
		}
		f.data = overlay(f.data, l.op)
	}
	f.late = left
}

func overlay(data []byte, op Op) []byte {
	size := op.Off + int64(len(op.Data))
	if op.Change == Truncate {
		size = op.Size
		if size < int64(len(data)) {
			return data[:size]
		}
	}
	if grow := size - int64(len(data)); grow > 0 {
		data = append(data, make([]byte, grow)...)
	}
	copy(data[op.Off:], op.Data)
	return data
}

// Way is one of the ways in which a cut treats what was not yet durable.
type Way int

// The ways: nothing of it arrived; all; any part; all, but the last write in pieces of 512 bytes.
const (
	None Way = iota
	All
	Some
	Torn
	ways
)

func (w Way) String() string { return [...]string{"none", "all", "some", "torn"}[w] }

const sector = 512

// Image builds what a cut now would leave, file by file.
func (d *Disk) Image(way Way, random *rand.Rand) map[string][]byte {
	image := map[string][]byte{}
	left := d.entries(way, random)
	for _, name := range sorted(left) {
		image[name] = left[name].after(way, random, d.done)
	}
	return image
}

// entries chooses which names a cut leaves.
func (d *Disk) entries(way Way, random *rand.Rand) map[string]*inode {
	switch way {
	case None:
		return d.durable
	case Some:
	case All, Torn, ways:
		return d.names
	}
	left := map[string]*inode{}
	for _, name := range sorted(d.durable, d.names) {
		was, is := d.durable[name], d.names[name]
		chosen := is
		if was != is && random.IntN(2) == 0 {
			chosen = was
		}
		if chosen != nil {
			left[name] = chosen
		}
	}
	return left
}

func sorted(maps ...map[string]*inode) []string {
	var names []string
	for _, m := range maps {
		for name := range m {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (f *inode) after(way Way, random *rand.Rand, done int) []byte {
	data := slices.Clone(f.data)
	if way == None {
		return data
	}
	for _, l := range f.late {
		switch {
		case way == Some && random.IntN(2) == 0:
		case way == Torn && l.seq == done:
			data = tear(data, l.op, random)
		default:
			data = overlay(data, l.op)
		}
	}
	return data
}

// tear lets the first sectors of a write arrive, or any of them, never all.
func tear(data []byte, op Op, random *rand.Rand) []byte {
	if op.Change != Write {
		return data
	}
	var pieces []Op
	for at := int64(0); at < int64(len(op.Data)); {
		end := min(int64(len(op.Data)), (op.Off+at)/sector*sector+sector-op.Off)
		pieces = append(pieces, Op{Change: Write, Off: op.Off + at, Data: op.Data[at:end]})
		at = end
	}
	prefix := random.IntN(2) == 0
	cut := random.IntN(len(pieces))
	for i, piece := range pieces {
		if prefix && i >= cut || !prefix && (i == cut || random.IntN(2) == 0) {
			continue
		}
		data = overlay(data, piece)
	}
	return data
}

// Dirty reports whether a cut now could take anything.
func (d *Disk) Dirty() bool {
	for _, name := range sorted(d.names, d.durable) {
		f := d.names[name]
		if f != d.durable[name] || len(f.late) > 0 {
			return true
		}
	}
	return false
}
