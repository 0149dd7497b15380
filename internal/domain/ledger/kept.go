package ledger

import (
	"bytes"
	"encoding/hex"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

const keptFormat = "kanmin/kept/v1"

// Kept (預り証) is the signed word that a report was put aside while the database did not answer: of what bytes, and when.
// That instant is the time of arrival once the report has its entry. It says nothing about whether the report can be read.
type Kept struct {
	Origin string
	Digest [32]byte // SHA-256 of the body as it was sent
	At     ident.Instant
}

// body is the signed text: format, origin, digest, instant; a line each.
func (k Kept) body() string {
	return strings.Join([]string{keptFormat, k.Origin, "sha256 " + hex.EncodeToString(k.Digest[:]), "kept at " + k.At.Time().Format(StampLayout), ""}, "\n")
}

// MakeKept signs it with the log's key, whose name is the origin.
func MakeKept(k Kept, signer note.Signer) ([]byte, error) {
	if signer.Name() != k.Origin {
		return nil, fault.New(fault.Internal, "fault.ledger.signer", nil)
	}
	return note.Sign(&note.Note{Text: k.body()}, signer)
}

// VerifyKept checks it against the keys the caller trusts, as strictly as VerifyReceipt.
func VerifyKept(data []byte, keys note.Verifiers) (Kept, error) {
	if len(data) > maxSigned {
		return Kept{}, fault.New(fault.Exceeded, "fault.receipt.long", nil)
	}
	body, err := openNote(data, keys, func(body string) (string, error) {
		k, err := parseKept(body)
		return k.Origin, err
	})
	if err != nil {
		return Kept{}, err
	}
	return parseKept(body)
}

// IsKept reports whether the text claims to be one.
func IsKept(data []byte) bool { return bytes.HasPrefix(data, []byte(keptFormat+"\n")) }

func parseKept(body string) (Kept, error) {
	bad := fault.New(fault.Invalid, "fault.receipt.form", nil)
	lines := strings.Split(body, "\n")
	if len(lines) != 5 || lines[0] != keptFormat {
		return Kept{}, bad
	}
	sum, err := hex.DecodeString(strings.TrimPrefix(lines[2], "sha256 "))
	k := Kept{Origin: lines[1], At: stamp(strings.TrimPrefix(lines[3], "kept at "))}
	if err != nil || copy(k.Digest[:], sum) != 32 || k.At == 0 || k.body() != body {
		return Kept{}, bad
	}
	return k, nil
}
