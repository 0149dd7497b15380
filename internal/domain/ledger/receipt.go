package ledger

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/gowebpki/jcs"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kanmin/internal/domain/fault"
)

const (
	proofHeader   = "c2sp.org/tlog-proof@v1\n"
	receiptFormat = "kanmin/receipt/v1"
	maxProof      = 63 // hashes: a tree of int64 entries has no longer path
)

// Receipt (受付証) is the proof that what a statement describes has its place in the log: salt and
// statement, the inclusion proof, the signed head. It is checked offline with the log's public key.
type Receipt struct {
	Salt       [32]byte
	Raw        []byte    // the statement as it was hashed
	Statement  Statement // Raw, read
	Index      int64     // place in the log, from 0
	Proof      tlog.RecordProof
	Checkpoint Checkpoint
	Signed     []byte // the checkpoint as it was signed
}

// extra is what C2SP tlog-proof leaves to the application: what is needed to recompute the leaf.
type extra struct {
	Format    string          `json:"format"`
	Salt      string          `json:"salt"`
	Statement json.RawMessage `json:"statement"`
}

// MakeReceipt writes the final receipt of a leaf, a C2SP tlog-proof. It refuses to write one that would not hold.
func MakeReceipt(leaf Leaf, index int64, proof tlog.RecordProof, signedCheckpoint []byte) ([]byte, error) {
	s, err := ParseStatement(leaf.Statement)
	if err != nil {
		return nil, err
	}
	split := bytes.Index(signedCheckpoint, []byte("\n\n"))
	if split < 0 {
		return nil, fault.New(fault.Invalid, "fault.receipt.note", nil)
	}
	c, err := ParseCheckpoint(string(signedCheckpoint[:split+1]))
	if err != nil {
		return nil, err
	}
	r := Receipt{Salt: leaf.Salt, Raw: leaf.Statement, Statement: s, Index: index, Proof: proof, Checkpoint: c, Signed: signedCheckpoint}
	if err := r.holds(); err != nil {
		return nil, err
	}
	return r.Marshal()
}

// Marshal writes the receipt in the one way in which it is accepted.
func (r Receipt) Marshal() ([]byte, error) {
	plain, err := json.Marshal(extra{Format: receiptFormat, Salt: hex.EncodeToString(r.Salt[:]), Statement: r.Raw})
	if err != nil {
		return nil, err
	}
	wrapped, err := jcs.Transform(plain)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(proofHeader + "extra " + base64.StdEncoding.EncodeToString(wrapped) + "\n")
	b.WriteString("index " + strconv.FormatInt(r.Index, 10) + "\n")
	for _, h := range r.Proof {
		b.WriteString(h.String() + "\n")
	}
	b.WriteByte('\n')
	b.Write(r.Signed)
	return b.Bytes(), nil
}

// VerifyReceipt checks a .tlog-proof or its .txt twin against the keys the caller trusts. It accepts
// exactly the bytes that MakeReceipt or MakeText wrote: any one byte changed is refused, with an
// Invalid fault whose sentence Why gives.
func VerifyReceipt(data []byte, keys note.Verifiers) (Receipt, error) {
	if len(data) > maxSigned {
		return Receipt{}, fault.New(fault.Exceeded, "fault.receipt.long", nil)
	}
	if bytes.HasPrefix(data, []byte(proofHeader)) {
		return verifyProof(data, keys)
	}
	return verifyText(data, keys)
}

// ReadReceipt reads a receipt that this house made, for showing it; it judges neither the signature nor the place
// in the log.
func ReadReceipt(data []byte) (Receipt, error) {
	r, err := parseProof(data)
	if err != nil {
		return Receipt{}, err
	}
	body := r.Signed[:bytes.LastIndex(r.Signed, []byte("\n\n"))+1] // nothing without a signature's empty line, which is no head either
	r.Checkpoint, err = ParseCheckpoint(string(body))
	return r, err
}

func verifyProof(data []byte, keys note.Verifiers) (Receipt, error) {
	r, err := parseProof(data)
	if err != nil {
		return Receipt{}, err
	}
	if r.Checkpoint, err = OpenCheckpoint(r.Signed, keys); err != nil {
		return Receipt{}, err
	}
	if err := r.holds(); err != nil {
		return Receipt{}, err
	}
	again, err := r.Marshal()
	if err != nil || !bytes.Equal(again, data) {
		return Receipt{}, fault.New(fault.Invalid, "fault.receipt.bytes", nil)
	}
	return r, nil
}

// holds checks what no signature covers by itself: the place in the tree and that statement and
// head are of one log.
func (r Receipt) holds() error {
	if r.Statement.Origin != r.Checkpoint.Origin {
		return fault.New(fault.Invalid, "fault.receipt.origin", nil)
	}
	if r.Index < 0 || r.Index >= r.Checkpoint.Size || len(r.Proof) > maxProof {
		return fault.New(fault.Invalid, "fault.receipt.proof", nil)
	}
	err := tlog.CheckRecord(r.Proof, r.Checkpoint.Size, r.Checkpoint.Root, r.Index, HashOf(r.Salt, r.Raw))
	if err != nil {
		return &fault.Error{Kind: fault.Invalid, Code: "fault.receipt.proof", Err: err}
	}
	return nil
}

// parseProof reads the lines of a tlog-proof without judging the signature. What is lenient here
// (base64, numbers) is made strict by the comparison with Marshal.
func parseProof(data []byte) (Receipt, error) {
	bad := fault.New(fault.Invalid, "fault.receipt.form", nil)
	rest, ok := strings.CutPrefix(string(data), proofHeader)
	if !ok {
		return Receipt{}, bad
	}
	head, signed, ok := strings.Cut(rest, "\n\n")
	if !ok {
		return Receipt{}, bad
	}
	lines := strings.Split(head, "\n")
	if len(lines) < 2 || len(lines) > 2+maxProof {
		return Receipt{}, bad
	}
	r := Receipt{Signed: []byte(signed)}
	encoded, ok := strings.CutPrefix(lines[0], "extra ")
	if !ok || r.unwrap(encoded) != nil {
		return Receipt{}, bad
	}
	number, ok := strings.CutPrefix(lines[1], "index ")
	if !ok {
		return Receipt{}, bad
	}
	var err error
	if r.Index, err = strconv.ParseInt(number, 10, 64); err != nil {
		return Receipt{}, bad
	}
	for _, l := range lines[2:] {
		h, err := tlog.ParseHash(l)
		if err != nil {
			return Receipt{}, bad
		}
		r.Proof = append(r.Proof, h)
	}
	if r.Statement, err = ParseStatement(r.Raw); err != nil {
		return Receipt{}, err
	}
	return r, nil
}

func (r *Receipt) unwrap(encoded string) error {
	wrapped, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil {
		return err
	}
	var x extra
	if err := json.Unmarshal(wrapped, &x); err != nil {
		return err
	}
	salt, err := hex.DecodeString(x.Salt)
	if err != nil || len(salt) != len(r.Salt) || x.Format != receiptFormat {
		return fault.New(fault.Invalid, "fault.receipt.form", nil)
	}
	copy(r.Salt[:], salt)
	r.Raw = x.Statement
	return nil
}
