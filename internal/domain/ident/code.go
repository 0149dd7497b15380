package ident

import (
	"io"
	"strings"

	"golang.org/x/text/width"
)

// NewCheckedCode mints 55 bits and a check character as three groups of four: a slip is noticed where nobody can be asked.
func NewCheckedCode(entropy io.Reader) (string, error) {
	code, err := NewCode(entropy)
	if err != nil {
		return "", err
	}
	return code[:len(code)-1] + string(codeCheck(strings.ReplaceAll(code[:len(code)-1], "-", ""))), nil
}

// TidyCheckedCode reads such a code as people type it, in any width and case, with or without hyphens; "" for what is none.
func TidyCheckedCode(s string) string {
	if len(s) > 100 {
		return ""
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case '-', ' ', '\t', '‐', '‑', '–', '—', 'ー', 'ｰ', '−', '\u3000':
			return -1
		}
		return r
	}, width.Narrow.String(s))
	s = strings.ToUpper(s)
	if len(s) != 12 || strings.Trim(s, CodeAlphabet) != "" || codeCheck(s[:11]) != s[11] {
		return ""
	}
	return s[:4] + "-" + s[4:8] + "-" + s[8:]
}

// codeCheck is the weighted sum of a Number: every single wrong character and every swap of two positions changes it.
func codeCheck(eleven string) byte {
	sum, weight := 0, 2
	for i := range len(eleven) {
		sum ^= times(weight, strings.IndexByte(CodeAlphabet, eleven[i]))
		weight = times(weight, 2)
	}
	return CodeAlphabet[sum]
}
