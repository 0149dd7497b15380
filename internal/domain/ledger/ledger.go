// Package ledger owns the log that is the house's spine: what one act says to it, the tree
// (RFC 6962) and its signed head, the receipts by which a filer proves offline when what arrived,
// and the audit that recomputes everything and names the first bad entry.
//
// The log reveals nothing: a leaf is the hash of a random salt and of the hash of a statement.
// Salt and statement are in the database and in the receipt only.
package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/gowebpki/jcs"
	"golang.org/x/mod/sumdb/tlog"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

// Formats and bounds. They are part of what receipts are proof of: never change, only add.
const (
	statementFormat = "kanmin/statement/v1"
	recordPrefix    = "kanmin/receipt/v1\n"

	// StampLayout writes instants in statements: UTC with six decimals.
	StampLayout = "2006-01-02T15:04:05.000000Z"

	maxStatement = 16 << 10 // bytes
	maxFacts     = 32
	maxFact      = 2000 // characters of one fact
)

// Entry is what one act says to the log. The store's Act turns it into a Leaf in the same
// transaction as the state; no entry, no commit.
type Entry struct {
	Kind   Kind
	Object ident.Object
	Number ident.Number // may be empty
	Org    ident.Org    // whose act it is; empty for the house itself
	Unit   ident.Unit
	Actor  string            // person or token id; the statement carries its pseudonym only
	Digest [32]byte          // SHA-256 of the canonical content that the act stored
	Facts  map[string]string // small, one line each, open to the receipt's holder: see the Fact constants
}

// Leaf is an entry that was committed. Its place in the log (the index) is given later by the
// sequencer.
type Leaf struct {
	ID        ident.Leaf
	At        ident.Instant
	Object    ident.Object
	Salt      [32]byte
	Statement []byte // canonical JSON (RFC 8785) of a Statement
	Hash      tlog.Hash
	Replayed  bool // the store answers a repeated request with the leaf of the first
}

// Statement is what a leaf's hash commits to, as the receipt's holder reads it.
type Statement struct {
	Actor  string            `json:"actor"` // pseudonym, see Pseudonym
	At     string            `json:"at"`    // StampLayout
	Digest string            `json:"digest"`
	Facts  map[string]string `json:"facts"`
	Format string            `json:"format"`
	Kind   Kind              `json:"kind"`
	Leaf   ident.Leaf        `json:"leaf"`
	Number ident.Number      `json:"number"`
	Object ident.Object      `json:"object"`
	Org    ident.Org         `json:"org"`
	Origin string            `json:"origin"`
	Unit   ident.Unit        `json:"unit"`
}

// Commit makes the leaf of an entry: reads 32 bytes of entropy for its salt, writes the statement,
// hashes both. It returns an Invalid fault that names the place when the entry cannot be written.
func Commit(e Entry, origin string, id ident.Leaf, at ident.Instant, entropy io.Reader) (Leaf, error) {
	leaf := Leaf{ID: id, At: at, Object: e.Object}
	if _, err := io.ReadFull(entropy, leaf.Salt[:]); err != nil {
		return Leaf{}, err
	}
	facts := e.Facts
	if facts == nil {
		facts = map[string]string{}
	}
	s := Statement{
		Actor: Pseudonym(leaf.Salt, e.Actor), At: at.Time().Format(StampLayout), Digest: hex.EncodeToString(e.Digest[:]),
		Facts: facts, Format: statementFormat, Kind: e.Kind, Leaf: id, Number: e.Number,
		Object: e.Object, Org: e.Org, Origin: origin, Unit: e.Unit,
	}
	if err := s.check(); err != nil {
		return Leaf{}, err
	}
	var err error
	if leaf.Statement, err = s.canonical(); err != nil {
		return Leaf{}, err
	}
	if len(leaf.Statement) > maxStatement {
		return Leaf{}, fault.New(fault.Exceeded, "fault.ledger.long", fault.Args{"limit": strconv.Itoa(maxStatement)})
	}
	leaf.Hash = HashOf(leaf.Salt, leaf.Statement)
	return leaf, nil
}

// HashOf returns the leaf hash: RFC 6962 over "kanmin/receipt/v1\n", salt, SHA-256(statement).
func HashOf(salt [32]byte, statement []byte) tlog.Hash {
	sum := sha256.Sum256(statement)
	record := make([]byte, 0, len(recordPrefix)+64)
	record = append(record, recordPrefix...)
	record = append(record, salt[:]...)
	return tlog.RecordHash(append(record, sum[:]...))
}

// Pseudonym names the actor in a statement so that the house can show who it was, but two
// receipts of one person cannot be joined. The empty actor stays empty.
func Pseudonym(salt [32]byte, actor string) string {
	if actor == "" {
		return ""
	}
	h := sha256.New()
	h.Write([]byte("kanmin/actor/v1\n"))
	h.Write(salt[:])
	h.Write([]byte(actor))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// ParseStatement reads a statement strictly: known members only, canonical bytes, every bound of
// Commit. It returns an Invalid fault otherwise.
func ParseStatement(data []byte) (Statement, error) {
	bad := fault.New(fault.Invalid, "fault.receipt.statement", nil)
	if len(data) > maxStatement {
		return Statement{}, bad
	}
	var s Statement
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return Statement{}, bad
	}
	if s.Facts == nil || s.check() != nil {
		return Statement{}, bad
	}
	again, err := s.canonical()
	if err != nil || !bytes.Equal(again, data) {
		return Statement{}, bad
	}
	return s, nil
}

// Instant returns the time of the act.
func (s Statement) Instant() ident.Instant { return stamp(s.At) }

// Arrived returns the time of arrival (到達): the act's own, or the earlier one that a correction keeps.
func (s Statement) Arrived() ident.Instant {
	if at := stamp(s.Facts[FactArrived]); at != 0 {
		return at
	}
	return s.Instant()
}

// stamp reads StampLayout exactly; zero when s is anything else.
func stamp(s string) ident.Instant {
	t, err := time.Parse(StampLayout, s)
	if err != nil || t.Format(StampLayout) != s {
		return 0
	}
	return ident.At(t)
}

func (s Statement) canonical() ([]byte, error) {
	plain, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	return jcs.Transform(plain)
}

func (s Statement) check() error {
	var l fault.List
	if s.Format != statementFormat {
		l.Add("format", "fault.ledger.format", nil)
	}
	if !wellNamed(s.Origin) {
		l.Add("origin", "fault.ledger.origin", nil)
	}
	if !dotted(string(s.Kind)) || !strings.Contains(string(s.Kind), ".") {
		l.Add("kind", "fault.ledger.kind", nil)
	}
	if s.Leaf == "" {
		l.Add("leaf", "fault.required", nil)
	}
	if stamp(s.At) == 0 {
		l.Add("at", "fault.ledger.instant", nil)
	}
	if raw, err := hex.DecodeString(s.Digest); err != nil || len(raw) != 32 || strings.ToLower(s.Digest) != s.Digest {
		l.Add("digest", "fault.ledger.digest", nil)
	}
	for path, v := range map[string]string{
		"actor": s.Actor, "leaf": string(s.Leaf), "number": string(s.Number), "object": string(s.Object),
		"org": string(s.Org), "unit": string(s.Unit),
	} {
		line(&l, path, v, 100)
	}
	if len(s.Facts) > maxFacts {
		l.Add("facts", "fault.ledger.facts", fault.Args{"limit": strconv.Itoa(maxFacts)})
	}
	for k, v := range s.Facts {
		if !dotted(k) {
			l.Add("facts", "fault.ledger.fact", nil)
		}
		line(&l, "facts."+k, v, maxFact)
	}
	return l.Err()
}

// line wants text of one line, so that what people read of a receipt cannot be arranged by whoever wrote a fact.
func line(l *fault.List, path, v string, limit int) {
	if strings.ContainsAny(v, "\n\r\t\u0085\u2028\u2029") {
		l.Add(path, "fault.ledger.line", nil)
		return
	}
	text.Check(l, path, v, limit)
}

// dotted reports whether s is words of a-z, 0-9, - and _ joined by dots, at most 64 bytes.
func dotted(s string) bool {
	if len(s) > 64 {
		return false
	}
	for word := range strings.SplitSeq(s, ".") {
		if word == "" || word[0] < 'a' || word[0] > 'z' || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return true
}

// wellNamed reports whether s can be an origin: the name of the signing key, printable ASCII
// without space and plus, at most 200 bytes.
func wellNamed(s string) bool {
	if s == "" || len(s) > 200 {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f || s[i] == '+' {
			return false
		}
	}
	return true
}
