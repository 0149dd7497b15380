package spelling

import (
	"strings"
	"unicode/utf8"
)

// Damage is a way in which a text was destroyed before it came here (文字化け).
type Damage string

// The kinds of damage.
const (
	Sound       Damage = ""
	Replaced    Damage = "replaced"       // characters were already replaced by U+FFFD or rows of question marks
	UTF8AsCP932 Damage = "utf8-as-cp932"  // UTF-8 read as CP932 (Shift_JIS): 縺ゅ＞縺
	UTF8AsLatin Damage = "utf8-as-latin"  // UTF-8 read as Windows-1252: ã‚µãƒ¼
	CP932Latin  Damage = "cp932-as-latin" // CP932 read as Windows-1252: ƒT[ƒo
	CP932Kana   Damage = "cp932-as-kana"  // CP932 or EUC-JP read byte by byte as half-width kana
)

// Judge recognises text that was read with the wrong encoding. It guesses from letters that stand
// together in no product's name; a sound text that it doubts costs only a question.
func Judge(s string) Damage {
	if ascii(s) {
		if strings.Count(s, "?") >= 3 && strings.Contains(s, "???") {
			return Replaced
		}
		return Sound
	}
	if strings.ContainsRune(s, utf8.RuneError) {
		return Replaced
	}
	signs, latinHigh, half, total := 0, 0, 0, 0
	cp932 := 0
	for _, r := range s {
		total++
		switch {
		case strings.ContainsRune("縺繧繝譁譛莨蜈遉螟譌驛郢荳縲・蟄蛹蟇蛻騾髮讖逕蜍謗蝗豁", r) && r != '・':
			signs++
		case r == 'ƒ' || r == '‚' || r == '•' || r == 'Š' || r == '„' || r == '‹':
			cp932++
		case r >= 0x80 && r <= 0xff || r == '€' || r == '™' || r == 'œ' || r == 'š' || r == 'ž' || r == '\u201e' || r == '\u2030':
			latinHigh++
		case r >= 0xff61 && r <= 0xff9f:
			half++
		}
	}
	switch {
	case signs >= 2 && signs*3 >= total || signs >= 3:
		return UTF8AsCP932
	case strings.Contains(s, "ã\u0081") || strings.Contains(s, "ã‚") || strings.Contains(s, "ãƒ") || strings.Contains(s, "ï¼"):
		return UTF8AsLatin
	case cp932 >= 2:
		return CP932Latin
	case latinHigh >= 4 && latinHigh*2 > total:
		return UTF8AsLatin
	case half >= 4 && oddKana(s):
		return CP932Kana
	}
	return Sound
}

// oddKana finds half-width voicing marks where none can stand, which real half-width text lacks.
func oddKana(s string) bool {
	var before rune
	odd := 0
	for _, r := range s {
		if (r == 'ﾞ' || r == 'ﾟ') && (before < 'ｳ' || before > 'ﾎ') {
			odd++
		}
		before = r
	}
	return odd >= 2
}
