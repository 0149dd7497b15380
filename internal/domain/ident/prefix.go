package ident

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// NumberStart is the beginning of a 整理番号 as somebody has it in mind: of the whole number, or of its eight characters alone.
type NumberStart struct {
	Text  string // without hyphens, kind in Japanese
	Eight bool   // Text is the beginning of the eight characters
}

// longestStart bounds what is read: a whole number has 14 characters without its hyphens.
const longestStart = 14

// ReadNumberStart reads the beginning of a number in any width and case, with or without hyphens; ok is false for what begins no
// number.
func ReadNumberStart(s string) (start NumberStart, ok bool) {
	if len(s) > 100 {
		return start, false
	}
	t := strings.ToUpper(strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f {
			return '!'
		}
		if strings.ContainsRune("- ‐‑–—ーｰ−\u3000", r) {
			return -1
		}
		return r
	}, width.Narrow.String(s)))
	first, size := utf8.DecodeRuneInString(t)
	kind, rest := NumberKind(string(first)), ""
	if size > 0 {
		rest = t[size:]
	}
	letter, known := kindLetters[string(first)]
	switch {
	case t == "" || utf8.RuneCountInString(t) > longestStart:
		return start, false
	case kind.Letter() != "":
	case known && len(rest) > 1 && rest[0] == 'R' && rest[1] >= '0' && rest[1] <= '9':
		kind = letter
	default:
		return NumberStart{Text: t, Eight: true}, strings.Trim(t, numberAlphabet) == ""
	}
	return NumberStart{Text: string(kind) + rest}, strings.Trim(rest, numberAlphabet+"01") == ""
}
