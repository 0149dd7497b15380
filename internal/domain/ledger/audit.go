package ledger

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

// Stored is what the store holds about one numbered entry. Nodes are the tree hashes at the places
// NodesOf(Index): the leaf's own and those of the subtrees that it completes.
type Stored struct {
	Index     int64
	Leaf      ident.Leaf
	Hash      tlog.Hash
	Salt      [32]byte
	Statement []byte
	Nodes     []tlog.Hash
}

// Finding is what an audit found.
type Finding string

// The findings. All but Sound name the first entry that does not hold.
const (
	Sound           Finding = "sound"
	BadHead         Finding = "head"       // a signed head cannot be read, or its signature does not hold
	MissingEntry    Finding = "missing"    // there is no entry at the index: deleted, or cut off below the head
	UnexpectedEntry Finding = "unexpected" // an index comes twice, out of order, or lies beyond the signed head
	BadStatement    Finding = "statement"  // the statement cannot be read, or names another leaf or log
	BadHash         Finding = "hash"       // statement or salt do not give the hash stored with the entry
	BadLeaf         Finding = "leaf"       // the entry is not the one that the tree has at this place: edited or swapped
	BadNode         Finding = "node"       // a stored hash above the entries Index…Through is not theirs
	BadRoot         Finding = "root"       // entries Index…Through agree among themselves, not with the signed head
)

// Verdict is the end of an audit. Index and Through are places from 0; they differ only where the
// evidence cannot tell the entries between them apart.
type Verdict struct {
	Finding Finding
	Index   int64
	Through int64
	Leaf    ident.Leaf // the entry at Index, when it is known
	Size    int64      // entries recomputed and found good
	Root    tlog.Hash  // over those
	Text    text.Both
}

// Audit recomputes the log from what is stored and names the first bad entry. Feed it every entry in
// the order of the index; it keeps only the tree's edge, so a million entries cost no memory.
type Audit struct {
	origin string
	heads  []Checkpoint // ascending
	tree   Tree
	known  int64 // size of the last head that agreed
	done   *Verdict
}

// NewAudit starts an audit against the newest signed head; earlier heads, if they are kept,
// narrow down where a log that was recomputed as a whole departs from what was signed.
func NewAudit(origin string, keys note.Verifiers, heads ...[]byte) *Audit {
	a := &Audit{origin: origin}
	for _, signed := range heads {
		c, err := OpenCheckpoint(signed, keys)
		if err == nil && c.Origin != origin {
			err = fault.New(fault.Invalid, "fault.receipt.origin", nil)
		}
		if err != nil {
			a.stop(BadHead, 0, 0, "")
			a.done.Text = text.Both{
				Ja: "署名された先頭を確かめられませんでした。" + Why(err).Ja,
				En: "The signed head could not be verified. " + Why(err).En,
			}
			return a
		}
		a.heads = append(a.heads, c)
	}
	slices.SortStableFunc(a.heads, func(x, y Checkpoint) int { return cmp.Compare(x.Size, y.Size) })
	if len(a.heads) == 0 {
		a.stop(BadHead, 0, 0, "")
	}
	a.compare()
	return a
}

// Entry feeds the next entry; it returns false once the verdict is made, when the caller may stop.
func (a *Audit) Entry(e Stored) bool {
	if a.done != nil {
		return false
	}
	at := a.tree.size
	switch {
	case e.Index < at, e.Index >= a.head().Size:
		return a.stop(UnexpectedEntry, e.Index, e.Index, e.Leaf)
	case e.Index > at:
		return a.stop(MissingEntry, at, e.Index-1, "")
	}
	hash := HashOf(e.Salt, e.Statement)
	switch {
	case hash != e.Hash:
		return a.stop(BadHash, at, at, e.Leaf)
	case len(e.Nodes) > 0 && e.Nodes[0] != hash:
		return a.stop(BadLeaf, at, at, e.Leaf)
	}
	if leaf, origin := named(e.Statement); leaf != e.Leaf || origin != a.origin {
		return a.stop(BadStatement, at, at, e.Leaf)
	}
	for level, want := range a.tree.Grow(hash) {
		if level >= len(e.Nodes) || e.Nodes[level] != want {
			return a.stop(BadNode, at+1-(1<<level), at, "")
		}
	}
	if _, count := NodesOf(at); len(e.Nodes) > count {
		return a.stop(BadNode, at, at, e.Leaf)
	}
	return a.compare()
}

// named reads what ties a statement to its row. The hash has shown that it is the statement that was
// written, so it is not read strictly again: that would take most of an audit's time.
func named(statement []byte) (ident.Leaf, string) {
	var s struct {
		Leaf   ident.Leaf `json:"leaf"`
		Origin string     `json:"origin"`
	}
	if json.Unmarshal(statement, &s) != nil {
		return "", ""
	}
	return s.Leaf, s.Origin
}

// Close ends the audit and returns its verdict. hashes is how many tree hashes the store holds in all.
func (a *Audit) Close(hashes int64) Verdict {
	if a.done != nil {
		return *a.done
	}
	size := a.tree.size
	if size < a.head().Size {
		a.stop(MissingEntry, size, a.head().Size-1, "")
	} else if want := tlog.StoredHashCount(size); hashes != want {
		a.stop(BadNode, 0, max(size-1, 0), "")
	} else {
		a.stop(Sound, 0, max(size-1, 0), "")
	}
	return *a.done
}

func (a *Audit) head() Checkpoint { return a.heads[len(a.heads)-1] }

// compare checks the tree against every head of its size; false when one disagrees.
func (a *Audit) compare() bool {
	if a.done != nil {
		return false
	}
	for _, h := range a.heads {
		if h.Size != a.tree.size {
			continue
		}
		if h.Root != a.tree.Root() {
			return a.stop(BadRoot, a.known, max(h.Size-1, a.known), "")
		}
	}
	for _, h := range a.heads {
		if h.Size == a.tree.size {
			a.known = h.Size
		}
	}
	return true
}

func (a *Audit) stop(f Finding, index, through int64, leaf ident.Leaf) bool {
	v := Verdict{Finding: f, Index: index, Through: through, Leaf: leaf, Size: a.tree.size, Root: a.tree.Root()}
	v.Text = v.sentence()
	a.done = &v
	return false
}

// sentence says the verdict. Entries are called by the log's own index, which starts at 0.
func (v Verdict) sentence() text.Both {
	ja, en := fmt.Sprintf("%d番の記録", v.Index), fmt.Sprintf("Entry %d", v.Index)
	if v.Through > v.Index {
		ja, en = fmt.Sprintf("%d番から%d番までの記録", v.Index, v.Through), fmt.Sprintf("Entries %d to %d", v.Index, v.Through)
	}
	switch v.Finding {
	case Sound:
		return text.Both{Ja: fmt.Sprintf("%d件の記録はすべて署名された先頭と一致します。", v.Size), En: fmt.Sprintf("All %d entries agree with the signed head.", v.Size)}
	case BadHead:
		return text.Both{Ja: "署名された先頭がありません。", En: "There is no signed head."}
	case MissingEntry:
		return text.Both{Ja: ja + "がありません。", En: en + ": missing."}
	case UnexpectedEntry:
		return text.Both{Ja: ja + "は、署名された記録簿のこの位置にないものです。", En: en + ": not part of the signed log at this place (repeated, out of order or beyond the head)."}
	case BadStatement:
		return text.Both{Ja: ja + "の記載を読み取れません。または別の記録のものです。", En: en + ": the statement cannot be read or belongs to another entry."}
	case BadHash:
		return text.Both{Ja: ja + "の記載またはソルトが、保存された要約値と一致しません。", En: en + ": statement or salt do not give the stored hash."}
	case BadLeaf:
		return text.Both{Ja: ja + "が、木に記録されたものと違います(書換えまたは入替え)。", En: en + ": not the entry that the tree has at this place (edited or swapped)."}
	case BadNode:
		return text.Both{Ja: ja + "の上にある木の要約値が、計算と一致しません。", En: en + ": a stored tree hash above does not agree with the computation."}
	}
	return text.Both{Ja: ja + "のどこかが、署名された先頭と一致しません。", En: en + ": somewhere here the log departs from the signed head."}
}
