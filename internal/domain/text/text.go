// Package text owns what people read and type: sentences in two languages, the check that what
// was typed can be stored as written, and the key under which it is found again.
//
// Text is stored as written, never normalised (𠮷 髙 﨑 are good input everywhere); only search
// keys are folded.
package text

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kanmin/internal/domain/fault"
)

// Both is one sentence in the product's two languages.
type Both struct {
	Ja string `json:"ja"`
	En string `json:"en"`
}

// In returns the sentence in lang ("ja" or "en"); anything else gives Japanese.
func (b Both) In(lang string) string {
	if lang == "en" {
		return b.En
	}
	return b.Ja
}

// Check notes in faults every reason why s cannot be stored as written: more than limit
// characters, invalid UTF-8, NUL and other control characters (line feed and tab are good), bidi
// controls, noncharacters. The place of the first such character is named, counted in
// characters from 1.
func Check(faults *fault.List, path, s string, limit int) {
	if n := utf8.RuneCountInString(s); n > limit {
		faults.Add(path, "fault.text.long", fault.Args{"limit": strconv.Itoa(limit), "count": strconv.Itoa(n)})
		return
	}
	place := 0
	for i, r := range s {
		place++
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			faults.Add(path, "fault.text.encoding", fault.Args{"place": strconv.Itoa(place)})
			return
		case r == 0:
			faults.Add(path, "fault.text.nul", fault.Args{"place": strconv.Itoa(place)})
			return
		case Bidi(r):
			faults.Add(path, "fault.text.bidi", fault.Args{"place": strconv.Itoa(place)})
			return
		case nonCharacter(r), unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' && r != '\r':
			faults.Add(path, "fault.text.control", fault.Args{"place": strconv.Itoa(place)})
			return
		}
	}
}

// Need is Check of what must not be Blank.
func Need(faults *fault.List, path, s string, limit int) {
	if Blank(s) {
		faults.Add(path, "fault.form.needed", nil)
	}
	Check(faults, path, s, limit)
}

// Blank reports whether nothing of s can be seen: spaces, line ends and invisible format characters only.
func Blank(s string) bool {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || r == 0x115f || r == 0x3164
	}) == ""
}

// Bidi reports whether r changes the direction in which text is shown.
func Bidi(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c
}

func nonCharacter(r rune) bool { return r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe }

// Key folds s for search: NFKC, lower case, old forms of kanji to new, hiragana to katakana, runs of space to
// one. It is never stored in an open column and never shown.
func Key(s string) string {
	s = strings.ToLower(norm.NFKC.String(s))
	s = strings.Map(func(r rune) rune {
		if n, ok := oldForms[r]; ok {
			return n
		}
		if r >= 'ぁ' && r <= 'ゖ' {
			return r + 0x60
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// oldForms maps 旧字体 and variants common in names to the form that people type.
var oldForms = func() map[rune]rune {
	const pairs = "髙高﨑崎𠮷吉濵浜濱浜邊辺邉辺齋斉齊斉斎斉澤沢廣広國国圀国眞真德徳瀨瀬櫻桜嶋島嶌島條条靜静龍竜惠恵榮栄鐵鉄學学會会藏蔵區区縣県驛駅發発變変氣気實実寫写團団當当晉晋曾曽檜桧礒磯籠篭藪薮舘館萬万豐豊賴頼遙遥" // old, new, old, new …
	m := map[rune]rune{}
	runes := []rune(pairs)
	for i := 0; i+1 < len(runes); i += 2 {
		m[runes[i]] = runes[i+1]
	}
	return m
}()

// Finds reports whether every word of a search stands in one of the texts, in any width, case and kana.
func Finds(words string, in ...string) bool {
	key := Key(strings.Join(in, "\n"))
	for word := range strings.FieldsSeq(Key(words)) {
		if !strings.Contains(key, word) {
			return false
		}
	}
	return true
}
