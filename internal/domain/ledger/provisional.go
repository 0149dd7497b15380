package ledger

import (
	"bytes"
	"encoding/base64"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// Promise is how long the log may take to give a committed entry its place. A provisional
// receipt and a log without its leaf after that time are together proof that the promise was broken.
const Promise = 60 * time.Second

const provisionalFormat = "kanmin/provisional/v1"

// Provisional (受付証の暫定版) is the signed promise, given at commit, that a leaf will be in the log.
// The time of arrival is already that of the final receipt.
type Provisional struct {
	Salt      [32]byte
	Raw       []byte
	Statement Statement
	By        ident.Instant // the leaf is in the log by then
}

// Hash returns the leaf hash that the log must contain.
func (p Provisional) Hash() tlog.Hash { return HashOf(p.Salt, p.Raw) }

// body is the signed text: format, origin, leaf hash, instant of the promise, salt, statement; a line each.
// It depends on the leaf alone, so the receipt can be made again on demand.
func (p Provisional) body() string {
	return strings.Join([]string{
		provisionalFormat, p.Statement.Origin, p.Hash().String(), "included by " + p.By.Time().Format(StampLayout),
		base64.StdEncoding.EncodeToString(p.Salt[:]), string(p.Raw), "",
	}, "\n")
}

// MakeProvisional signs the promise for a committed leaf with the log's key, whose name is the origin.
// With Ed25519 the same leaf always gives the same bytes.
func MakeProvisional(leaf Leaf, signer note.Signer) ([]byte, error) {
	s, err := ParseStatement(leaf.Statement)
	if err != nil {
		return nil, err
	}
	if signer.Name() != s.Origin {
		return nil, fault.New(fault.Internal, "fault.ledger.signer", nil)
	}
	p := Provisional{Salt: leaf.Salt, Raw: leaf.Statement, Statement: s, By: s.Instant().Add(Promise)}
	return note.Sign(&note.Note{Text: p.body()}, signer)
}

// VerifyProvisional checks a provisional receipt against the keys the caller trusts, as strictly as VerifyReceipt.
func VerifyProvisional(data []byte, keys note.Verifiers) (Provisional, error) {
	if len(data) > maxSigned {
		return Provisional{}, fault.New(fault.Exceeded, "fault.receipt.long", nil)
	}
	if bytes.HasPrefix(data, []byte(proofHeader)) {
		return Provisional{}, fault.New(fault.Invalid, "fault.receipt.final", nil)
	}
	body, err := openNote(data, keys, func(body string) (string, error) {
		p, err := parseProvisional(body)
		return p.Statement.Origin, err
	})
	if err != nil {
		return Provisional{}, err
	}
	return parseProvisional(body)
}

func parseProvisional(body string) (Provisional, error) {
	bad := fault.New(fault.Invalid, "fault.receipt.form", nil)
	lines := strings.Split(body, "\n")
	if len(lines) != 7 || lines[0] != provisionalFormat {
		return Provisional{}, bad
	}
	salt, err := base64.StdEncoding.Strict().DecodeString(lines[4])
	if err != nil || len(salt) != 32 {
		return Provisional{}, bad
	}
	s, err := ParseStatement([]byte(lines[5]))
	if err != nil {
		return Provisional{}, err
	}
	p := Provisional{Salt: [32]byte(salt), Raw: []byte(lines[5]), Statement: s, By: s.Instant().Add(Promise)}
	if p.body() != body {
		return Provisional{}, bad
	}
	return p, nil
}
