// Package spelling reads names as people write them: it folds width, case, kana and old forms of
// kanji, cuts off company forms, notes, versions and model numbers (and keeps them), and says when
// a text is damaged. It never changes what is stored: everything here is a search key.
package spelling

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kanmin/internal/domain/text"
)

// Fold gives the search form of s: NFKC, lower case, kana width, 旧字体, Latin letters without accents,
// hiragana as katakana, prolonged marks and middle dots out of katakana.
// ASCII passes untouched but for its case.
func Fold(s string) string {
	if ascii(s) {
		return dotted(strings.ToLower(s))
	}
	s = text.Key(strings.ToValidUTF8(s, "\ufffd"))
	s = lone(norm.NFC.String(strip(norm.NFD.String(s))))
	var b strings.Builder
	b.Grow(len(s))
	var before rune
	for _, r := range s {
		f := foldRune(r, before)
		if f >= 0 {
			b.WriteRune(f)
		}
		before = r
	}
	return dotted(squeeze(b.String()))
}

// dotted spells out the one product whose name begins with a sign: ".net" is not "net".
func dotted(s string) string {
	if i := strings.Index(s, ".net"); i == 0 || i > 0 && s[i-1] == ' ' {
		return s[:i] + "dot" + s[i+1:]
	}
	return s
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// strip takes accents and other marks off letters and leaves the voicing marks of kana.
func strip(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) && r != '\u3099' && r != '\u309a' {
			return -1
		}
		return r
	}, s)
}

// lone takes off the voicing marks that joined no kana ("ッ゙"): once the small kana is large they would join it.
func lone(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\u3099' || r == '\u309a' {
			return -1
		}
		return r
	}, s)
}

// foldRune folds one rune of an NFKC lower-case text; -1 drops it.
func foldRune(r, before rune) rune {
	if f, ok := folds[r]; ok {
		return f
	}
	switch {
	case r == 'ー' || r >= '‐' && r <= '―' || r == '−':
		if Katakana(before) || before == 'ー' {
			return -1
		}
		return '-'
	case unicode.Is(unicode.Cf, r):
		return -1 // zero width joiners, variation selectors
	}
	return r
}

// folds maps kana that people exchange, and signs that stand for others.
var folds = map[rune]rune{
	'ァ': 'ア', 'ィ': 'イ', 'ゥ': 'ウ', 'ェ': 'エ', 'ォ': 'オ', 'ャ': 'ヤ', 'ュ': 'ユ', 'ョ': 'ヨ', 'ヮ': 'ワ',
	'ッ': 'ツ', 'ヶ': 'ケ', 'ヵ': 'カ', 'ヂ': 'ジ', 'ヅ': 'ズ', 'ヰ': 'イ', 'ヱ': 'エ', 'ヲ': 'オ',
	'・': ' ', '･': ' ', '〜': '-', '’': '\'', '‘': '\'', '“': '"', '”': '"', '®': ' ', '™': ' ', '©': ' ', '\u3000': ' ',
	'×': 'x', 'Ⅱ': '2', 'μ': 'u', 'µ': 'u', '、': ',', '。': '.', '「': '(', '」': ')', '『': '(', '』': ')', '【': '(', '】': ')',
	'〈': '(', '〉': ')', '《': '(', '》': ')', '〔': '(', '〕': ')',
}

// Katakana reports whether r is a katakana letter.
func Katakana(r rune) bool { return r >= 'ァ' && r <= 'ヺ' || r == 'ヽ' || r == 'ヾ' }

// Han reports whether r is a kanji.
func Han(r rune) bool { return unicode.Is(unicode.Han, r) || r == '々' }

// Squash keeps only letters and digits of a folded text, so that spaces, hyphens and underscores
// do not tell names apart. "+", "&" and "#" become words: c++ is not c.
func Squash(folded string) string {
	plain := true
	for i := range len(folded) {
		c := folded[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			plain = false
			break
		}
	}
	if plain {
		return folded
	}
	b := make([]byte, 0, len(folded))
	for _, r := range folded {
		switch {
		case r < 0x80 && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9'):
			b = append(b, byte(r)) //nolint:gosec // ASCII by the condition
		case r == '+':
			b = append(b, "plus"...)
		case r == '&':
			b = append(b, "and"...)
		case r == '#':
			b = append(b, "sharp"...)
		case r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '々'):
			b = append(b, string(r)...)
		}
	}
	return string(b)
}
