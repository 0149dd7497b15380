package ledger

import (
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// Tree is the right edge of the log's Merkle tree (RFC 6962): the roots of its complete subtrees,
// largest first, one for each bit of the size. It is all that is needed to grow. Its zero value is the empty tree.
type Tree struct {
	size int64
	edge []tlog.Hash
}

// LoadTree reads the edge of a tree of size entries, in one call to read.
func LoadTree(size int64, read tlog.HashReader) (Tree, error) {
	if size < 0 {
		return Tree{}, fmt.Errorf("ledger: tree of %d entries", size)
	}
	if size == 0 {
		return Tree{}, nil
	}
	indexes := EdgeOf(size)
	edge, err := read.ReadHashes(indexes)
	if err != nil {
		return Tree{}, err
	}
	if len(edge) != len(indexes) {
		return Tree{}, fmt.Errorf("ledger: %d hashes for %d places", len(edge), len(indexes))
	}
	return Tree{size: size, edge: append([]tlog.Hash(nil), edge...)}, nil
}

// EdgeOf returns where the edge of a tree of size entries is stored (tlog.StoredHashIndex),
// ascending.
func EdgeOf(size int64) []int64 {
	var indexes []int64
	for done, level := int64(0), 62; level >= 0; level-- {
		if size&(1<<level) != 0 {
			indexes = append(indexes, tlog.StoredHashIndex(level, done>>level))
			done += 1 << level
		}
	}
	return indexes
}

// Size returns the number of entries.
func (t Tree) Size() int64 { return t.size }

// Grow adds one leaf hash and returns the hashes to store from StoredHashCount(size) on: the leaf
// and the root of each subtree that it completes.
func (t *Tree) Grow(leaf tlog.Hash) []tlog.Hash {
	complete := bits.TrailingZeros64(uint64(t.size) + 1) //nolint:gosec // sizes are positive
	made := append(make([]tlog.Hash, 0, complete+1), leaf)
	for range complete {
		last := len(t.edge) - 1
		leaf = tlog.NodeHash(t.edge[last], leaf)
		t.edge = t.edge[:last]
		made = append(made, leaf)
	}
	t.edge = append(t.edge, leaf)
	t.size++
	return made
}

// Root returns the tree's hash.
func (t Tree) Root() tlog.Hash {
	if t.size == 0 {
		root, _ := tlog.TreeHash(0, nil) // the constant of RFC 6962; reads nothing
		return root
	}
	root := t.edge[len(t.edge)-1]
	for i := len(t.edge) - 2; i >= 0; i-- {
		root = tlog.NodeHash(t.edge[i], root)
	}
	return root
}

// Append grows a tree of size entries by leaves: made is to be stored from tlog.StoredHashCount(size)
// on, in order; root is the hash of the tree of size+len(leaves) entries. It reads once.
func Append(size int64, leaves []tlog.Hash, read tlog.HashReader) (made []tlog.Hash, root tlog.Hash, err error) {
	t, err := LoadTree(size, read)
	if err != nil {
		return nil, tlog.Hash{}, err
	}
	for _, leaf := range leaves {
		made = append(made, t.Grow(leaf)...)
	}
	return made, t.Root(), nil
}

// NodesOf returns the places of the stored hashes that entry index brought: the first, and how many.
func NodesOf(index int64) (first int64, count int) {
	return tlog.StoredHashIndex(0, index), bits.TrailingZeros64(uint64(index)+1) + 1 //nolint:gosec // indexes are positive
}
