package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/md5" //nolint:gosec // the checksum that ISO 32000-1, 7.11.4 asks for; it protects nothing
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/tdewolff/font"
)

// file collects the objects of a PDF 1.7 file (ISO 32000-1). The same calls give the same bytes.
type file struct {
	buf  bytes.Buffer
	at   []int // offset of each object, from number 1
	root int
	info int
}

func newFile() *file {
	f := &file{}
	f.buf.WriteString("%PDF-1.7\n%\xe5\xae\x98\xe6\xb0\x91\n")
	return f
}

// reserve gives a number to an object that is written later.
func (f *file) reserve() int {
	f.at = append(f.at, 0)
	return len(f.at)
}

func (f *file) put(n int, body string) {
	f.at[n-1] = f.buf.Len()
	fmt.Fprintf(&f.buf, "%d 0 obj\n%s\nendobj\n", n, body)
}

func (f *file) add(body string) int {
	n := f.reserve()
	f.put(n, body)
	return n
}

// stream adds a compressed stream; dict holds further entries of its dictionary.
func (f *file) stream(dict string, data []byte) (int, error) {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	if _, err := w.Write(data); err != nil {
		return 0, err
	}
	if err := w.Close(); err != nil {
		return 0, err
	}
	return f.add(fmt.Sprintf("<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", dict, z.Len(), z.String())), nil
}

func (f *file) writeTo(w io.Writer) error {
	start := f.buf.Len()
	fmt.Fprintf(&f.buf, "xref\n0 %d\n0000000000 65535 f \n", len(f.at)+1)
	for _, at := range f.at {
		fmt.Fprintf(&f.buf, "%010d 00000 n \n", at)
	}
	id := md5.Sum(f.buf.Bytes()) //nolint:gosec // names the file, nothing more
	fmt.Fprintf(&f.buf, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>] >>\nstartxref\n%d\n%%%%EOF\n", len(f.at)+1, f.root, f.info, id, id, start)
	_, err := f.buf.WriteTo(w)
	return err
}

// text is a string object of any characters.
func text(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}

// font writes the characters that were used, and only those, as one embedded font.
func (f *file) font(l *letters) (int, error) {
	used, place := []uint16{0}, map[uint16]int{0: 0}
	toGlyph := make([]byte, 2*len(l.runes))
	var widths strings.Builder
	em := float64(l.sfnt.Head.UnitsPerEm)
	for cid, r := range l.runes {
		g := l.sfnt.GlyphIndex(r)
		if cid == 0 {
			g = 0
		}
		if _, ok := place[g]; !ok {
			place[g] = len(used)
			used = append(used, g)
		}
		toGlyph[2*cid], toGlyph[2*cid+1] = byte(place[g]>>8), byte(place[g]) //nolint:gosec // a font has at most 65,535 glyphs
		fmt.Fprintf(&widths, "%d ", int(float64(l.sfnt.GlyphAdvance(g))*1000/em+0.5))
	}
	program, err := subset(l.sfnt, used)
	if err != nil {
		return 0, err
	}
	program1, err := f.stream(fmt.Sprintf("/Length1 %d", len(program)), program)
	if err != nil {
		return 0, err
	}
	glyphs, err := f.stream("", toGlyph)
	if err != nil {
		return 0, err
	}
	unicode, err := f.stream("", toUnicode(l.runes))
	if err != nil {
		return 0, err
	}
	scale := func(v int) int { return int(float64(v) * 1000 / em) }
	head, hhea := l.sfnt.Head, l.sfnt.Hhea
	descriptor := f.add(fmt.Sprintf("<< /Type /FontDescriptor /FontName /KANMIN+NotoSansJP /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight 733 /StemV 80 /FontFile2 %d 0 R >>",
		scale(int(head.XMin)), scale(int(head.YMin)), scale(int(head.XMax)), scale(int(head.YMax)), scale(int(hhea.Ascender)), scale(int(hhea.Descender)), program1))
	cid := f.add(fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /KANMIN+NotoSansJP /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R /DW 1000 /W [0 [%s]] /CIDToGIDMap %d 0 R >>",
		descriptor, strings.TrimSpace(widths.String()), glyphs))
	return f.add(fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /KANMIN+NotoSansJP /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", cid, unicode)), nil
}

// subset is the font with some glyphs alone. The library writes into the tables of the font that it cuts, which every
// document shares, and notes the time of writing; so it is given copies, and the time is taken out again.
func subset(whole *font.SFNT, glyphs []uint16) ([]byte, error) {
	f := *whole
	head, hhea, maxp, loca := *f.Head, *f.Hhea, *f.Maxp, *f.Loca
	f.Head, f.Hhea, f.Maxp, f.Loca = &head, &hhea, &maxp, &loca
	small, err := f.Subset(glyphs, font.SubsetOptions{Tables: font.KeepPDFTables})
	if err != nil {
		return nil, err
	}
	program := small.Write()
	for at := 12; at+16 <= len(program) && at < 12+16*int(binary.BigEndian.Uint16(program[4:])); at += 16 {
		if string(program[at:at+4]) != "head" {
			continue
		}
		from, size := binary.BigEndian.Uint32(program[at+8:]), binary.BigEndian.Uint32(program[at+12:])
		table := program[from : from+(size+3)&^3]
		clear(table[8:12])  // checkSumAdjustment
		clear(table[28:36]) // modified
		binary.BigEndian.PutUint32(program[at+4:], checksum(table))
		binary.BigEndian.PutUint32(table[8:], 0xB1B0AFBA-checksum(program)) // OpenType 1.9, "head"
	}
	return program, nil
}

func checksum(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	return sum
}

// toUnicode maps each CID to its character, for search and for those who listen to the page.
func toUnicode(runes []rune) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // entries of one block
	for from := 1; from < len(runes); from += most {
		to := min(from+most, len(runes))
		fmt.Fprintf(&b, "%d beginbfchar\n", to-from)
		for cid := from; cid < to; cid++ {
			fmt.Fprintf(&b, "<%04X> <", cid)
			for _, u := range utf16.Encode(runes[cid : cid+1]) {
				fmt.Fprintf(&b, "%04X", u)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\n" + strings.Repeat("end\n", 2))
	return b.Bytes()
}

// attach embeds a file, and returns its entry in the list of attachments.
func (f *file) attach(a Attachment) (int, error) {
	sum := md5.Sum(a.Data) //nolint:gosec // as above
	kind := strings.ReplaceAll(a.Type, "/", "#2F")
	data, err := f.stream(fmt.Sprintf("/Type /EmbeddedFile /Subtype /%s /Params << /Size %d /CheckSum <%s> >>", kind, len(a.Data), hex.EncodeToString(sum[:])), a.Data)
	if err != nil {
		return 0, err
	}
	return f.add(fmt.Sprintf("<< /Type /Filespec /F %s /UF %s /Desc %s /AFRelationship /Data /EF << /F %d 0 R /UF %d 0 R >> >>",
		text(a.Name), text(a.Name), text(a.About), data, data)), nil
}
