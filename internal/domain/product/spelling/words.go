package spelling

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type class uint8

const (
	gap class = iota
	latin
	digit
	kana
	han
	other
)

func classOf(r rune) class {
	switch {
	case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
		return latin
	case r >= '0' && r <= '9':
		return digit
	case r < 0x80:
		return gap
	case Katakana(r) || r == 'ー' || r >= 'ぁ' && r <= 'ゖ':
		return kana
	case Han(r):
		return han
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		if unicode.Is(unicode.Latin, r) {
			return latin
		}
		return other
	}
	return gap
}

// Wordless reports a text without a letter or a digit: signs and emoji alone.
func Wordless(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// Words cuts a folded text into words: runs of Latin letters and digits, of katakana, of kanji.
// The words are pieces of folded, in order.
func Words(folded string) []string {
	var out []string
	start, last := -1, gap
	for i, r := range folded {
		c := classOf(r)
		if c == digit && last == latin || c == latin && last == digit {
			last = c
			continue
		}
		if c != last {
			if start >= 0 {
				out = append(out, folded[start:i])
			}
			start, last = -1, c
			if c != gap {
				start = i
			}
		}
	}
	if start >= 0 {
		out = append(out, folded[start:])
	}
	return out
}

// Pieces cuts one word where letters meet digits: "rtx1210" gives "rtx", "1210"; a word without such
// a border gives nil.
func Pieces(word string) []string {
	var out []string
	start := 0
	for i := 1; i < len(word); i++ {
		a, b := word[i-1], word[i]
		if a < 0x80 && b < 0x80 && isDigit(a) != isDigit(b) {
			out = append(out, word[start:i])
			start = i
		}
	}
	if start == 0 {
		return nil
	}
	return append(out, word[start:])
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// Camel cuts a text where small letters meet capitals, as in BetterDocs: the capitals are lost by
// Fold. It returns nil when there is no such border.
func Camel(raw string) []string {
	var out []string
	var word []rune
	border := false
	var before rune
	for _, r := range raw {
		if unicode.IsUpper(r) && unicode.IsLower(before) && len(word) > 1 {
			out = append(out, Fold(string(word)))
			word, border = word[:0], true
		}
		if classOf(r) == gap {
			if len(word) > 0 {
				out = append(out, Fold(string(word)))
			}
			word = word[:0]
		} else {
			word = append(word, r)
		}
		before = r
	}
	if !border {
		return nil
	}
	if len(word) > 0 {
		out = append(out, Fold(string(word)))
	}
	return out
}

// Initials gives the first letters of words, "endpoint manager mobile" → "emm"; empty for fewer
// than two words.
func Initials(words []string) string {
	if len(words) < 2 {
		return ""
	}
	b := make([]byte, 0, len(words))
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if r < 0x80 {
			b = append(b, byte(r)) //nolint:gosec // ASCII by the condition
		}
	}
	return string(b)
}
