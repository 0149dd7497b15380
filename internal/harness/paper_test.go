package harness

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"kanmin/internal/adapter/format/pdf"
)

var (
	pdfShown = regexp.MustCompile(`<([0-9A-Fa-f]+)> Tj`)
	pdfChar  = regexp.MustCompile(`(?m)^<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>$`)
)

// paperRead is what a PDF of ours holds besides its open bytes: each inflated stream (an attached proof), and the words on its pages as one
// who copies them out has them, without the ends of lines. What is no PDF holds nothing.
func paperRead(data []byte) (all [][]byte) {
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		return nil
	}
	for {
		_, rest, found := bytes.Cut(data, []byte("\nstream\n"))
		if !found {
			break
		}
		data = rest
		z, err := zlib.NewReader(bytes.NewReader(rest))
		if err != nil {
			continue
		}
		b, err := io.ReadAll(io.LimitReader(z, packedMost))
		if err != nil {
			continue
		}
		counts.unpacked.Add(1)
		all = append(all, b)
	}
	return append(all, pdfWords(all))
}

// pdfWords turns the characters that pages show into text, by the table that the document carries for that.
func pdfWords(streams [][]byte) []byte {
	chars := map[string]string{}
	for _, s := range streams {
		if !bytes.Contains(s, []byte("beginbfchar")) {
			continue
		}
		for _, m := range pdfChar.FindAllSubmatch(s, -1) {
			chars[strings.ToUpper(string(m[1]))] = utf16Text(string(m[2]))
		}
	}
	var b bytes.Buffer
	for _, s := range streams {
		for _, m := range pdfShown.FindAllSubmatch(s, -1) {
			for at := 0; at+4 <= len(m[1]); at += 4 {
				b.WriteString(chars[strings.ToUpper(string(m[1][at:at+4]))])
			}
		}
	}
	return b.Bytes()
}

func utf16Text(s string) string {
	raw, err := hex.DecodeString(s)
	if err != nil {
		return ""
	}
	var units []uint16
	for at := 0; at+2 <= len(raw); at += 2 {
		units = append(units, uint16(raw[at])<<8|uint16(raw[at+1]))
	}
	return string(utf16.Decode(units))
}

// The control: a word on a page of a PDF, and one in a file inside it, stand nowhere in the open; both are seen, and told of whoever may not
// have them.
func TestWhatIsPrintedIsSeen(t *testing.T) {
	t.Parallel()
	s := theScene(t)
	secret := s.content[0].word
	for where, write := range map[string]func(d *pdf.Doc){
		"on the page":     func(d *pdf.Doc) { d.Text("神﨑髙𠮷𩸽 " + secret) },
		"over many lines": func(d *pdf.Doc) { d.Text(strings.Repeat("長い文のあとに", 20) + secret) },
		"in a file inside": func(d *pdf.Doc) {
			d.Attach(pdf.Attachment{Name: "a.txt", Type: "text/plain", Data: []byte(strings.Repeat("x", 100) + secret)})
		},
	} {
		d, err := pdf.New(pdf.Meta{Title: "control", Lang: "ja"})
		if err != nil {
			t.Fatal(err)
		}
		write(d)
		var b bytes.Buffer
		if err := d.Write(&b); err != nil {
			t.Fatal(err)
		}
		if len(s.eye.see(b.Bytes())) > 0 {
			t.Fatalf("%s: the word stands in the open: the control proves nothing", where)
		}
		if s.minded(t, "application/pdf", b.Bytes()) == 0 {
			t.Errorf("%s: a canary left on paper, and nobody minds", where)
		}
	}
}

// onReceipts are the texts that a receipt states: who filed under what, and the names of files whose digests it holds.
var onReceipts = regexp.MustCompile(`(^organisation .* Name|: its name|^declared .*: what it says)$`)

// Receipts are read as paper: their words come out, so that what must not stand there would be seen; and the answers of the filing, which its
// own filer may read, stand on none of them.
func TestReceiptsOnPaperHoldNoAnswers(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	read := 0
	for pattern, name := range map[string]string{"GET /reporting/reports/{number}/receipt/{file}": "operator-filer", "GET /api/v1/reports/{number}/receipt": "operator-filer"} {
		p := h.as(name)
		for _, r := range h.bind() {
			if r.Pattern != pattern {
				continue
			}
			for _, c := range h.calls(r, p) {
				if !h.serves(p, c) {
					continue
				}
				a := h.ask(c)
				if strings.HasPrefix(a.path, "/api/") {
					a.header = map[string]string{"Accept": "application/pdf"}
				}
				got := h.do(p, a)
				if !strings.HasPrefix(got.body, "%PDF-") {
					continue
				}
				words := string(pdfWords(paperRead([]byte(got.body))))
				if !strings.Contains(words, "受付証") {
					t.Errorf("%s: the words of the paper do not come out", a)
				}
				for _, s := range h.visible {
					if strings.HasSuffix(s.form, printed) && !onReceipts.MatchString(s.what) {
						t.Errorf("%s: %s stands on the receipt", a, s.what)
					}
				}
				read++
			}
		}
	}
	if read == 0 {
		t.Error("no receipt was read as paper")
	}
}
