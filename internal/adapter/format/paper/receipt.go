// Package paper writes the documents of the platform for people who decide, file and look up on paper.
package paper

import (
	"bytes"

	"kanmin/internal/adapter/format/pdf"
	"kanmin/internal/domain/ledger"
)

// ProofHead is how a final receipt begins, inside a document too.
const ProofHead = "c2sp.org/tlog-proof@v1\n"

// proofLimit bounds a receipt, in bytes: the ledger's own bound.
const proofLimit = 64 << 10

// Receipt writes the final receipt (受付証) as a document that carries the .tlog-proof inside, because filters of
// mail and web drop endings that they do not know (R14). The same proof gives the same bytes.
func Receipt(final []byte, name string) ([]byte, error) {
	r, err := ledger.ReadReceipt(final)
	if err != nil {
		return nil, err
	}
	lines := r.Lines()
	d, err := pdf.New(pdf.Meta{
		Title: "受付証(到達の記録) " + string(r.Statement.Number), Lang: "ja", Head: "官民連携基盤 " + string(r.Statement.Number),
		Foot: "記録簿 " + r.Statement.Origin, Created: r.Statement.Arrived().Time(),
	})
	if err != nil {
		return nil, err
	}
	d.Title("受付証(到達の記録) / Receipt of arrival")
	var pairs [][2]string
	for _, l := range lines {
		pairs = append(pairs, [2]string{l.Ja + "\n" + l.En, l.Value})
	}
	d.Pairs(pairs)
	d.Heading("確かめ方 / How to check it")
	d.Text("この文書には、署名された証明(" + name + ".tlog-proof)が添付されています。次の命令で、いつでも、この基盤につながずに確かめられます。")
	d.Text("The signed proof is attached to this document. It can be checked at any time without the platform:")
	d.Text("kanmin receipt verify --key log.pub " + name + ".pdf")
	d.Text("表示された文字ではなく、添付の証明が確かめられます。確かめた結果の値と、この紙の値を見比べてください。")
	d.Heading("証明の写し / Copy of the proof")
	d.Small(string(final))
	d.Attach(pdf.Attachment{Name: name + ".tlog-proof", Type: "text/plain", About: "C2SP tlog-proof", Data: final})
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Proof returns the proof that a document carries; what is no document of ours is returned as it is.
func Proof(data []byte) []byte {
	if !pdf.Is(data) {
		return data
	}
	if proof := pdf.Attached(data, ProofHead, proofLimit); proof != nil {
		return proof
	}
	return data
}
