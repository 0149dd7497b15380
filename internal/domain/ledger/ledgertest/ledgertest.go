// Package ledgertest is a second verifier of final receipts, for tests only. It is written from the
// specifications alone (RFC 6962, C2SP tlog-proof, tlog-checkpoint and signed-note, and the
// record format in ledger's documentation) with nothing but the standard library's SHA-256,
// Ed25519 and base64, so that a mistake in ledger or in the modules it uses does not hide in both.
// It imports neither, and never may.
package ledgertest

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"math/bits"
	"strconv"
)

// Verify checks the bytes of a .tlog-proof against one log: its origin and its public key.
func Verify(data []byte, origin string, key ed25519.PublicKey) error {
	lines, err := cut(data)
	if err != nil {
		return err
	}
	blank := -1
	for i, l := range lines {
		if len(l) == 0 {
			blank = i
			break
		}
	}
	// header, extra, index, path…, blank, origin, size, root, blank, signature
	if blank < 3 || len(lines) != blank+6 || len(lines[blank+4]) != 0 {
		return errors.New("wrong lines")
	}
	if string(lines[0]) != "c2sp.org/tlog-proof@v1" {
		return errors.New("wrong first line")
	}
	leaf, err := leafOf(lines[1], origin)
	if err != nil {
		return err
	}
	index, err := number(after(lines[2], "index "))
	if err != nil {
		return err
	}
	var path [][]byte
	for _, l := range lines[3:blank] {
		h, err := decode(l, 32)
		if err != nil {
			return err
		}
		path = append(path, h)
	}
	size, root, err := headOf(lines[blank+1:], origin, key)
	if err != nil {
		return err
	}
	got, err := climb(leaf, index, size, path)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, root) {
		return errors.New("path does not lead to the root")
	}
	return nil
}

// cut splits into lines, each of which must end in a line feed.
func cut(data []byte) ([][]byte, error) {
	if len(data) == 0 || data[len(data)-1] != '\n' {
		return nil, errors.New("no final line end")
	}
	return bytes.Split(data[:len(data)-1], []byte{'\n'}), nil
}

// leafOf recomputes the leaf hash from the extra line.
func leafOf(line []byte, origin string) ([]byte, error) {
	raw, err := decode(after(line, "extra "), -1)
	if err != nil {
		return nil, err
	}
	const before, between = `{"format":"kanmin/receipt/v1","salt":"`, `","statement":`
	if !bytes.HasPrefix(raw, []byte(before)) || !bytes.HasSuffix(raw, []byte("}")) || len(raw) < len(before)+64+len(between)+1 {
		return nil, errors.New("wrong extra")
	}
	text, rest := raw[len(before):len(before)+64], raw[len(before)+64:]
	salt, err := hex.DecodeString(string(text))
	if err != nil || hex.EncodeToString(salt) != string(text) || !bytes.HasPrefix(rest, []byte(between)) {
		return nil, errors.New("wrong salt")
	}
	statement := rest[len(between) : len(rest)-1]
	if !bytes.Contains(statement, []byte(`,"origin":"`+origin+`",`)) {
		return nil, errors.New("another log's statement")
	}
	sum := sha256.Sum256(statement)
	record := append([]byte("\x00kanmin/receipt/v1\n"), salt...)
	leaf := sha256.Sum256(append(record, sum[:]...))
	return leaf[:], nil
}

// headOf checks the signed checkpoint: origin, size, root, blank, one signature.
func headOf(lines [][]byte, origin string, key ed25519.PublicKey) (size uint64, root []byte, err error) {
	if string(lines[0]) != origin {
		return 0, nil, errors.New("another log's head")
	}
	if size, err = number(lines[1]); err != nil {
		return 0, nil, err
	}
	if root, err = decode(lines[2], 32); err != nil {
		return 0, nil, err
	}
	sig, err := decode(after(lines[4], "\u2014 "+origin+" "), 4+ed25519.SignatureSize)
	if err != nil {
		return 0, nil, err
	}
	id := sha256.Sum256(append([]byte(origin+"\n\x01"), key...))
	if !bytes.Equal(sig[:4], id[:4]) {
		return 0, nil, errors.New("another key")
	}
	text := fmt.Sprintf("%s\n%s\n%s\n", lines[0], lines[1], lines[2])
	if !ed25519.Verify(key, []byte(text), sig[4:]) {
		return 0, nil, errors.New("bad signature")
	}
	return size, root, nil
}

// climb walks from the leaf to the root (RFC 9162 §2.1.3.2): fn and sn are the places of the node
// and of the last node on each level.
func climb(node []byte, index, size uint64, path [][]byte) ([]byte, error) {
	if index >= size {
		return nil, errors.New("place beyond the head")
	}
	fn, sn := index, size-1
	for _, sibling := range path {
		if sn == 0 {
			return nil, errors.New("path too long")
		}
		if fn&1 == 1 || fn == sn {
			node = join(sibling, node)
			if fn&1 == 0 {
				skip := bits.TrailingZeros64(fn)
				if fn == 0 {
					return nil, errors.New("path too long")
				}
				fn, sn = fn>>skip, sn>>skip
			}
		} else {
			node = join(node, sibling)
		}
		fn, sn = fn>>1, sn>>1
	}
	if sn != 0 {
		return nil, errors.New("path too short")
	}
	return node, nil
}

func join(left, right []byte) []byte {
	h := sha256.Sum256(append(append([]byte{1}, left...), right...))
	return h[:]
}

// after returns what follows the prefix; nil, which nothing below accepts, when it is absent.
func after(line []byte, prefix string) []byte {
	if rest, ok := bytes.CutPrefix(line, []byte(prefix)); ok {
		return rest
	}
	return nil
}

// number reads a decimal in the one way in which it is written.
func number(b []byte) (uint64, error) {
	n, err := strconv.ParseUint(string(b), 10, 63)
	if err != nil || strconv.FormatUint(n, 10) != string(b) {
		return 0, errors.New("wrong number")
	}
	return n, nil
}

// decode reads base64 in the one way in which it is written; size -1 takes any but none.
func decode(b []byte, size int) ([]byte, error) {
	raw, err := base64.StdEncoding.DecodeString(string(b))
	if err != nil || base64.StdEncoding.EncodeToString(raw) != string(b) || len(raw) == 0 || size >= 0 && len(raw) != size {
		return nil, errors.New("wrong base64")
	}
	return raw, nil
}
