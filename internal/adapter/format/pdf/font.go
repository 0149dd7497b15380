package pdf

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/tdewolff/font"
)

// Noto Sans JP, Regular (SIL Open Font License 1.1): it has every kanji that names in Japan are written with
// in JIS X 0213, 𠮷 and 𩸽 among them.
//
//go:embed font.ttf
var fontFile []byte

var parsed = sync.OnceValues(func() (*font.SFNT, error) { return font.ParseSFNT(fontFile, 0) })

// letters are the characters of one document: each has a number of its own (CID), so that the text that is
// copied out is what was written, also where two characters look the same.
type letters struct {
	sfnt  *font.SFNT
	cids  map[rune]int
	runes []rune // by CID; 0 is no character
}

func newLetters() (*letters, error) {
	f, err := parsed()
	if err != nil {
		return nil, err
	}
	return &letters{sfnt: f, cids: map[rune]int{}, runes: []rune{0}}, nil
}

// known replaces what the font cannot show by its code point, so that nothing is dropped unseen.
func (l *letters) known(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t':
			b.WriteByte(' ')
		case r == '\n':
			b.WriteRune(r)
		case r < ' ' || l.sfnt.GlyphIndex(r) == 0:
			fmt.Fprintf(&b, "[U+%04X]", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// width is the advance of a text in units of its size.
func (l *letters) width(s string) float64 {
	n := 0
	for _, r := range s {
		n += int(l.sfnt.GlyphAdvance(l.sfnt.GlyphIndex(r)))
	}
	return float64(n) / float64(l.sfnt.Head.UnitsPerEm)
}

// hex writes a text as the numbers of its characters.
func (l *letters) hex(s string) string {
	var b strings.Builder
	for _, r := range s {
		cid, ok := l.cids[r]
		if !ok {
			cid = len(l.runes)
			l.cids[r], l.runes = cid, append(l.runes, r)
		}
		fmt.Fprintf(&b, "%04X", cid)
	}
	return b.String()
}

// Characters that begin no line, and that end none (行頭・行末禁則).
const (
	notFirst = "、。，．,.・:;：；?!？！)]}）］｝」』】〉》〕〟’”ー々ゝゞヽヾ%％‰℃ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ〜…"
	notLast  = "([{（［｛「『【〈《〔〝‘“￥¥$"
)

// wrap breaks a text into lines that are no longer than most units of its size. Words of Latin letters stay whole unless they
// are longer than a line.
func (l *letters) wrap(s string, most float64) []string {
	var lines []string
	for part := range strings.SplitSeq(l.known(s), "\n") {
		lines = append(lines, l.wrapOne(part, most)...)
	}
	return lines
}

func (l *letters) wrapOne(s string, most float64) (lines []string) {
	line, width := "", 0.0
	for _, piece := range pieces(s) {
		w := l.width(piece)
		if width+w > most && line != "" {
			lines = append(lines, strings.TrimRight(line, " "))
			line, width = "", 0
			piece = strings.TrimLeft(piece, " ")
			w = l.width(piece)
		}
		for w > most { // longer than a whole line
			head := l.fitting(piece, most)
			lines = append(lines, head)
			piece = piece[len(head):]
			w = l.width(piece)
		}
		line, width = line+piece, width+w
	}
	return append(lines, strings.TrimRight(line, " "))
}

// fitting is the longest beginning that fits, at least one character.
func (l *letters) fitting(s string, most float64) string {
	width, end := 0.0, 0
	for i, r := range s {
		width += l.width(string(r))
		if width > most && i > 0 {
			break
		}
		end = i + len(string(r))
	}
	return s[:end]
}

// pieces parts a text where a line may end.
func pieces(s string) (list []string) {
	runes := []rune(s)
	start := 0
	for i := 1; i < len(runes); i++ {
		a, b := runes[i-1], runes[i]
		inWord := a < 0x2e80 && b < 0x2e80 && a != ' ' && a != '-' && a != '/' && b != ' '
		if inWord || strings.ContainsRune(notFirst, b) || strings.ContainsRune(notLast, a) {
			continue
		}
		list = append(list, string(runes[start:i]))
		start = i
	}
	if start < len(runes) {
		list = append(list, string(runes[start:]))
	}
	return list
}
