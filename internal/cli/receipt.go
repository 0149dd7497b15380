package cli

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/adapter/format/paper"
	"kanmin/internal/adapter/format/pdf"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
)

const maxInput = pdf.Limit // bytes of a document with a receipt inside; the ledger bounds the receipt itself

// ReceiptCmd is what can be done with a receipt (受付証) without a server.
type ReceiptCmd struct {
	Verify ReceiptVerifyCmd `cmd:"" help:"Check a receipt offline with the log's public key. 受付証を公開鍵で確かめます。"`
}

// ReceiptVerifyCmd checks one receipt: exit 0 valid, 1 not valid, 2 when it could not be tried.
type ReceiptVerifyCmd struct {
	File        string   `arg:"" help:"The receipt: .tlog-proof, .pdf, .txt or (with --provisional) the provisional one; - reads standard input."`
	Key         string   `help:"The log's public key, or a file that holds it." placeholder:"FILE|STRING"`
	Provisional bool     `help:"The receipt is the provisional one (暫定版), given out at once."`
	Attached    []string `name:"attached" help:"A file that was sent with it, or a directory of them: its digest must stand in the receipt. Repeat it for more." placeholder:"FILE|DIR" sep:"none"`
	JSON        bool     `name:"json" help:"Answer as one JSON object."`
}

// receiptRefusal is one plain sentence with the exit code that goes with it.
type receiptRefusal struct {
	text.Both
	exit int
}

// Error returns the sentence in both languages.
func (r *receiptRefusal) Error() string { return r.Ja + " / " + r.En }

// ExitCode is read by kong.
func (r *receiptRefusal) ExitCode() int { return r.exit }

// receiptView is the answer of --json. Absent members do not apply.
type receiptView struct {
	Valid       bool             `json:"valid"`
	Provisional bool             `json:"provisional"`
	Code        string           `json:"code,omitempty"`
	Reason      *text.Both       `json:"reason,omitempty"`
	Number      string           `json:"number,omitempty"`
	Kind        string           `json:"kind,omitempty"`
	KindLabel   *text.Both       `json:"kind_label,omitempty"`
	ArrivedAt   string           `json:"arrived_at,omitempty"`  // UTC, microseconds
	ArrivedJST  string           `json:"arrived_jst,omitempty"` // the same, seconds in JST
	Addressees  string           `json:"addressees,omitempty"`
	Digest      string           `json:"digest,omitempty"` // SHA-256 of the content that arrived
	Origin      string           `json:"origin,omitempty"`
	LeafHash    string           `json:"leaf_hash,omitempty"`
	Index       *int64           `json:"index,omitempty"`
	Size        int64            `json:"size,omitempty"`
	Root        string           `json:"root,omitempty"`
	IncludedBy  string           `json:"included_by,omitempty"`
	Proves      []text.Both      `json:"proves,omitempty"`
	Statement   *json.RawMessage `json:"statement,omitempty"`
	Attached    []attachedView   `json:"attached,omitempty"`
	lines       []ledger.Line
	attached    []attachedView // that the statement names
}

// Run prints what the receipt proves, and for whom, or returns the one sentence why it is not valid.
func (c *ReceiptVerifyCmd) Run(s *Streams) error {
	keys, err := c.keys()
	if err != nil {
		return err
	}
	data, err := readReceipt(c.File, s.In)
	if err != nil {
		return err
	}
	view, err := c.verify(paper.Proof(data), keys)
	if err != nil {
		why := ledger.Why(err)
		if c.JSON {
			code := ""
			if f, ok := errors.AsType[*fault.Error](err); ok {
				code = f.Code
			}
			if err := writeReceiptJSON(s.Out, receiptView{Provisional: c.Provisional, Code: code, Reason: &why}); err != nil {
				return err
			}
		}
		return &receiptRefusal{Both: why, exit: 1}
	}
	different, err := c.compare(&view)
	if err != nil {
		return err
	}
	if c.JSON {
		err = writeReceiptJSON(s.Out, view)
	} else {
		_, err = io.WriteString(s.Out, view.text())
	}
	if err == nil && different != nil {
		err = different
	}
	return err
}

func (c *ReceiptVerifyCmd) verify(data []byte, keys note.Verifiers) (receiptView, error) {
	if ledger.IsKept(data) {
		return verifyKept(data, keys)
	}
	if c.Provisional {
		p, err := ledger.VerifyProvisional(data, keys)
		if err != nil {
			return receiptView{}, err
		}
		v := viewStatement(p.Statement, p.Raw)
		v.Provisional, v.LeafHash, v.IncludedBy, v.lines = true, p.Hash().String(), p.By.Time().Format(ledger.StampLayout), p.Statement.Lines()
		v.Proves = append(v.Proves, text.Both{
			Ja: "これは暫定版です。" + ledger.Clock(p.By) + " までに記録簿に載せる約束です。",
			En: "It is provisional: the log promised to include it by " + p.By.Japan().Format("2006-01-02 15:04:05") + " JST.",
		})
		return v, nil
	}
	r, err := ledger.VerifyReceipt(data, keys)
	if err != nil {
		return receiptView{}, err
	}
	v := viewStatement(r.Statement, r.Raw)
	v.Index, v.Size, v.Root, v.LeafHash, v.lines = &r.Index, r.Checkpoint.Size, r.Checkpoint.Root.String(), ledger.HashOf(r.Salt, r.Raw).String(), r.Lines()
	v.Proves = append(v.Proves, text.Both{
		Ja: "この記録は、署名された記録簿に載っているものと同じです。",
		En: "The record is exactly as it stands in the signed log.",
	})
	return v, nil
}

// verifyKept checks the word of a report that was kept while the database did not answer (預り証).
func verifyKept(data []byte, keys note.Verifiers) (receiptView, error) {
	k, err := ledger.VerifyKept(data, keys)
	if err != nil {
		return receiptView{}, err
	}
	v := receiptView{
		Valid: true, Provisional: true, ArrivedAt: k.At.Time().Format(ledger.StampLayout), ArrivedJST: k.At.Japan().Format(time.RFC3339), Digest: hex.EncodeToString(k.Digest[:]), Origin: k.Origin,
		Proves: []text.Both{
			{Ja: "上の要約値をもつ送信を、上の日時に預かったことを示します。", En: "What was sent with the digest above was kept at the time above."},
			{Ja: "内容を受け付けたことは示しません。受付証を待ってください。", En: "It does not show that the content was taken in: please wait for the receipt."},
		},
	}
	v.lines = []ledger.Line{{Ja: "預かった日時", En: "Kept at", Value: ledger.Clock(k.At)}, {Ja: "送信の要約値(SHA-256)", En: "Digest of what was sent (SHA-256)", Value: v.Digest}, {Ja: "記録簿", En: "Log", Value: k.Origin}}
	return v, nil
}

func viewStatement(s ledger.Statement, raw []byte) receiptView {
	label, statement := s.Kind.Label(), json.RawMessage(raw)
	v := receiptView{
		Valid: true, Number: string(s.Number), Kind: string(s.Kind), KindLabel: &label,
		ArrivedAt: s.Arrived().Time().Format(ledger.StampLayout), ArrivedJST: s.Arrived().Japan().Format(time.RFC3339),
		Addressees: s.Facts[ledger.FactAddressees], Digest: s.Digest, Origin: s.Origin, Statement: &statement, attached: attachedOf(s),
	}
	v.Proves = append(v.Proves, text.Both{
		Ja: "上の要約値をもつ内容が、上の日時に到達したことを示します。",
		En: "Content with the digest above had arrived at the time above.",
	})
	if v.Addressees == "" {
		v.Proves = append(v.Proves, text.Both{
			Ja: "宛先の記載はありません。どの機関への提出も示しません。",
			En: "It names no addressee and is no proof of filing with any authority.",
		})
		return v
	}
	v.Proves = append(v.Proves, text.Both{
		Ja: "上の宛先に対する証明です。ほかの機関への提出は示しません。",
		En: "It is proof for the addressees above and for no other authority.",
	})
	return v
}

func (v receiptView) text() string {
	var b strings.Builder
	if v.Statement == nil {
		b.WriteString("預り証を確かめました。 / The word of keeping is valid.\n\n")
	} else {
		b.WriteString("受付証を確かめました。 / The receipt is valid.\n\n")
	}
	for _, l := range v.lines {
		fmt.Fprintf(&b, "%s / %s\n    %s\n", l.Ja, l.En, l.Value)
	}
	for i, f := range v.Attached {
		if i == 0 {
			b.WriteString("\n添付ファイル / Attached files\n")
		}
		fmt.Fprintf(&b, "    %s  %s\n", f.Name, attachedWords[f.State])
	}
	b.WriteString("\nこの受付証が示すこと / What it proves\n")
	for _, p := range v.Proves {
		fmt.Fprintf(&b, "    %s\n    %s\n", p.Ja, p.En)
	}
	return b.String()
}

func writeReceiptJSON(w io.Writer, v receiptView) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// keys reads --key: the key itself, or the file that holds it.
func (c *ReceiptVerifyCmd) keys() (note.Verifiers, error) {
	if c.Key == "" {
		return nil, &receiptRefusal{exit: 2, Both: text.Both{
			Ja: "記録簿の公開鍵を --key で指定してください。",
			En: "Please give the log's public key with --key.",
		}}
	}
	if keys, err := ledger.ParseKeys(c.Key); err == nil {
		return keys, nil
	}
	data, err := readReceipt(c.Key, nil)
	if err != nil {
		return nil, err
	}
	keys, err := ledger.ParseKeys(string(data))
	if err != nil {
		return nil, &receiptRefusal{exit: 2, Both: ledger.Why(err)}
	}
	return keys, nil
}

// readReceipt reads a file, or in for "-", up to one byte more than the bound, so that the ledger can say it is too large.
func readReceipt(name string, in io.Reader) ([]byte, error) {
	if name != "-" || in == nil {
		f, err := os.Open(name) //nolint:gosec // whoever runs the command names it
		if err != nil {
			return nil, unreadable(name, err)
		}
		defer f.Close() //nolint:errcheck // only read
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	return data, nil
}

func unreadable(name string, err error) error {
	if r := []rune(name); len(r) > 100 {
		name = string(r[:100]) + "…"
	}
	b := text.Both{Ja: fmt.Sprintf("%s を読み取れませんでした。", name), En: fmt.Sprintf("%s could not be read.", name)}
	if errors.Is(err, fs.ErrNotExist) {
		b = text.Both{Ja: fmt.Sprintf("%s が見つかりません。", name), En: fmt.Sprintf("%s was not found.", name)}
	}
	return &receiptRefusal{Both: b, exit: 2}
}
