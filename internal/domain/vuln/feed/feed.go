// Package feed owns how advisories come into the house (脆弱性情報の取り込み): a file that somebody brought or the house fetched, what became of it,
// and which advisory of it says something new.
package feed

import (
	"crypto/sha256"
	"strings"
	"time"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/vuln"
)

// Bounds of a file.
const (
	Chunk   = 1 << 20 // bytes of one piece as it is stored
	Most    = 1 << 30 // bytes of one file
	AtOnce  = 250     // advisories that one act takes
	Records = 500_000 // advisories of one file
)

// Kept is how long a file stays that was refused; one that was taken stays.
const Kept = 7 * 24 * time.Hour

// State is what became of a file.
type State string

// The states.
const (
	Arriving State = "arriving" // bytes come
	Waiting  State = "waiting"  // for its turn
	Running  State = "running"  // it is read, or taken
	Taken    State = "taken"
	Refused  State = "refused" // as a whole: nothing of it was taken
	Stopped  State = "stopped" // somebody stopped it: what was taken before stays
)

// Open reports whether something may still become of it.
func (s State) Open() bool { return s == Arriving || s == Waiting || s == Running }

// File is one file of advisories with what became of it.
type File struct {
	ID      ident.Object
	Org     ident.Org
	Unit    ident.Unit
	Person  ident.Person // who brought it; empty: the house fetched it
	State   State
	At      ident.Instant
	EndedAt ident.Instant
	Size    int64
	Digest  [sha256.Size]byte
	Done    int // of Total advisories
	Total   int
	Rev     int
	Words
}

// Words are what is sealed of a file.
type Words struct {
	Name  string `json:"name"`           // as it was called where it comes from
	Kind  string `json:"kind,omitempty"` // what it was found to be: kev, cve, nvd …
	By    string `json:"by,omitempty"`   // name of who brought it
	Why   Why    `json:"why,omitzero"`
	Count Count  `json:"count,omitzero"`
}

// Why is a fault of the file, with its place.
type Why struct {
	Code string            `json:"code,omitempty"`
	Path string            `json:"path,omitempty"` // the record and the place in it
	Args map[string]string `json:"args,omitempty"`
}

// Count is how many of a file's advisories were what.
type Count struct {
	New     int `json:"new,omitempty"`
	Changed int `json:"changed,omitempty"`
	Same    int `json:"same,omitempty"`
	Older   int `json:"older,omitempty"` // than what is kept: left as it is
	Gone    int `json:"gone,omitempty"`  // of a list that is always whole: not in it any more
}

// Add adds up.
func (c *Count) Add(o Count) {
	c.New, c.Changed, c.Same, c.Older, c.Gone = c.New+o.New, c.Changed+o.Changed, c.Same+o.Same, c.Older+o.Older, c.Gone+o.Gone
}

// Key tells the advisories of a source apart: the same key is the same advisory in a later state. A CSAF document speaks of several
// vulnerabilities, and several documents of one.
func Key(a vuln.Advisory) string {
	parts := []string{string(a.Source), string(a.ID)}
	if a.Source == vuln.CSAF || a.Source == vuln.Ministry {
		parts = append(parts, a.Publisher, a.Document)
	}
	return strings.Join(parts, "\x00")
}

// Whole reports whether a file of the source is always the whole list, so that what is not in it any more was taken back.
func Whole(s vuln.Source) bool { return s == vuln.KEV }

// Stored is an advisory as it is kept.
type Stored struct {
	ID     ident.Object
	Rev    int
	TookAt ident.Instant
	Leaf   ident.Leaf // of the act that took this state
	vuln.Advisory
}

// Mark is what is remembered of an advisory without opening it.
type Mark struct {
	ID        ident.Object
	Rev       int
	ChangedAt ident.Instant
	Digest    [sha256.Size]byte
}

// Judgement is what an advisory of a file is beside what is kept.
type Judgement int

// The judgements.
const (
	New Judgement = iota
	Changed
	Same
	Older
)

// Judge holds an advisory beside what is kept under its key. One that its source dates before what is kept is older, whatever it says: files
// are brought in any order. Without dates the later file counts.
func Judge(a vuln.Advisory, digest [sha256.Size]byte, there Mark, found bool) Judgement {
	switch at := a.ChangedAt(); {
	case !found:
		return New
	case digest == there.Digest:
		return Same
	case at != 0 && at < there.ChangedAt:
		return Older
	}
	return Changed
}

// Note counts a judgement.
func (c *Count) Note(j Judgement) {
	switch j {
	case New:
		c.New++
	case Changed:
		c.Changed++
	case Same:
		c.Same++
	case Older:
		c.Older++
	}
}
