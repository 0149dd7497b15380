package ledger

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kanmin/internal/domain/fault"
)

const (
	maxSigned     = 64 << 10 // bytes of any signed note or receipt that is read
	maxSignatures = 8
)

// Checkpoint is the head of the log: how many entries it has, and the root over them. Its form
// is C2SP tlog-checkpoint without extension lines.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   tlog.Hash
}

// Body returns the text that is signed.
func (c Checkpoint) Body() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + c.Root.String() + "\n"
}

// ParseCheckpoint reads a body strictly: what it accepts is what Body writes, byte for byte.
func ParseCheckpoint(body string) (Checkpoint, error) {
	bad := fault.New(fault.Invalid, "fault.receipt.checkpoint", nil)
	lines := strings.Split(body, "\n")
	if len(body) > 1000 || len(lines) != 4 || !wellNamed(lines[0]) {
		return Checkpoint{}, bad
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return Checkpoint{}, bad
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, bad
	}
	c := Checkpoint{Origin: lines[0], Size: size, Root: root}
	if c.Body() != body {
		return Checkpoint{}, bad
	}
	return c, nil
}

// SignCheckpoint signs a head with the log's keys (Ed25519); the first key carries the origin's name.
func SignCheckpoint(c Checkpoint, signers ...note.Signer) ([]byte, error) {
	if len(signers) == 0 || signers[0].Name() != c.Origin || !wellNamed(c.Origin) {
		return nil, fault.New(fault.Internal, "fault.ledger.signer", nil)
	}
	return note.Sign(&note.Note{Text: c.Body()}, signers...)
}

// OpenCheckpoint reads a signed head. Every signature line must be that of a known key and good,
// one of them must carry the origin's name, and the bytes must be the only way to write it.
func OpenCheckpoint(signed []byte, keys note.Verifiers) (Checkpoint, error) {
	body, err := openNote(signed, keys, func(body string) (string, error) {
		c, err := ParseCheckpoint(body)
		return c.Origin, err
	})
	if err != nil {
		return Checkpoint{}, err
	}
	return ParseCheckpoint(body)
}

// openNote checks a signed note strictly and returns its text. A line of an unknown key is
// refused as well: a change in it could not be noticed.
func openNote(signed []byte, keys note.Verifiers, origin func(body string) (string, error)) (string, error) {
	if len(signed) > maxSigned {
		return "", fault.New(fault.Exceeded, "fault.receipt.long", nil)
	}
	split := bytes.LastIndex(signed, []byte("\n\n"))
	if split < 0 {
		return "", fault.New(fault.Invalid, "fault.receipt.note", nil)
	}
	name, err := origin(string(signed[:split+1]))
	if err != nil {
		return "", err
	}
	n, err := note.Open(signed, keys)
	if err != nil {
		return "", unopened(err)
	}
	if len(n.UnverifiedSigs) > 0 || len(n.Sigs) > maxSignatures {
		return "", fault.New(fault.Invalid, "fault.receipt.stranger", nil)
	}
	again, own := n.Text+"\n", false
	for _, s := range n.Sigs {
		raw, err := base64.StdEncoding.Strict().DecodeString(s.Base64)
		if err != nil || len(raw) < 4 || binary.BigEndian.Uint32(raw) != s.Hash {
			return "", fault.New(fault.Invalid, "fault.receipt.note", nil)
		}
		own = own || s.Name == name
		again += "— " + s.Name + " " + base64.StdEncoding.EncodeToString(raw) + "\n"
	}
	if again != string(signed) {
		return "", fault.New(fault.Invalid, "fault.receipt.note", nil)
	}
	if !own {
		return "", fault.New(fault.Invalid, "fault.receipt.origin", nil)
	}
	return n.Text, nil
}

// unopened says why x/mod's note did not open.
func unopened(err error) error {
	code := "fault.receipt.note"
	switch err.(type) { //nolint:errorlint // what note.Open itself returns
	case *note.UnverifiedNoteError:
		code = "fault.receipt.stranger"
	case *note.InvalidSignatureError:
		code = "fault.receipt.signature"
	}
	return &fault.Error{Kind: fault.Invalid, Code: code, Err: err}
}
