package spelling

import "strings"

// Latin writes folded katakana as Latin letters: each word by the loanword table, else by sound
// (Hepburn without length: "フオテイゲト" gives "foteigeto" → the sound is compared, never shown).
func Latin(kana string) (word string, known bool) {
	if w, ok := loans[kana]; ok {
		return w, true
	}
	if parts, ok := compound(kana); ok {
		return strings.Join(parts, " "), true
	}
	return sound(kana), false
}

// compound reads a run of katakana as several loanwords: セキユリテイマネジヤ → security manager.
func compound(kana string) ([]string, bool) {
	runes := []rune(kana)
	if len(runes) < 4 || len(runes) > 40 {
		return nil, false
	}
	best := make([][]string, len(runes)+1)
	best[0] = []string{}
	for i := range runes {
		if best[i] == nil {
			continue
		}
		for j := i + 2; j <= len(runes) && j <= i+14; j++ {
			w, ok := loans[string(runes[i:j])]
			if ok && (best[j] == nil || len(best[j]) > len(best[i])+1) {
				best[j] = append(append([]string{}, best[i]...), w)
			}
		}
	}
	if p := best[len(runes)]; len(p) > 0 {
		return p, true
	}
	return nil, false
}

func sound(kana string) string {
	var b strings.Builder
	runes := []rune(kana)
	for i := 0; i < len(runes); i++ {
		if i+1 < len(runes) {
			if s, ok := pairs[string(runes[i:i+2])]; ok {
				b.WriteString(s)
				i++
				continue
			}
		}
		if s, ok := syllables[runes[i]]; ok {
			b.WriteString(s)
		} else if runes[i] < 0x80 {
			b.WriteRune(runes[i])
		}
	}
	return b.String()
}

// Skeleton is the consonants of a Latin word as katakana would keep them: l and r are one, v and b are
// one, doubled letters are one, vowels are gone. Words that sound alike share it.
func Skeleton(word string) string {
	b := make([]byte, 0, len(word))
	for i := 0; i < len(word); i++ {
		c := word[i]
		next := byte(0)
		if i+1 < len(word) {
			next = word[i+1]
		}
		m := bone(c, next)
		switch {
		case c == 'p' && next == 'h', c == 's' && next == 'h', c == 'c' && next == 'h', c == 't' && (next == 'h' || next == 's'), c == 'c' && next == 'k':
			i++
		case c == 'r' && i > 0 && vowel(word[i-1]) && !vowel(next):
			continue // "for" is フォー: the r is a length
		case c == 'n' && next == 'g' && i+2 == len(word):
			i++
		}
		if m != 0 && (len(b) == 0 || b[len(b)-1] != m) {
			b = append(b, m)
		}
	}
	return string(b)
}

func vowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
}

func bone(c, next byte) byte {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y', 'w', 'h':
		return 0
	case 'p':
		if next == 'h' {
			return 'f'
		}
		return 'p'
	case 'l', 'r':
		return 'r'
	case 'v', 'b':
		return 'b'
	case 'c':
		if next == 'e' || next == 'i' || next == 'y' || next == 'h' {
			return 's'
		}
		return 'k'
	case 'q', 'k':
		return 'k'
	case 's', 'z', 'j', 'x':
		return 's'
	case 't':
		if next == 'h' {
			return 's'
		}
		return 't'
	case 'm', 'n':
		return 'n'
	case 'g':
		if next == 'e' || next == 'i' || next == 'y' {
			return 's'
		}
		return 'g'
	}
	return c
}

var syllables = func() map[rune]string {
	m := map[rune]string{}
	for _, row := range []string{
		"ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi ツ tsu テ te ト to",
		"ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo",
		"ラ ra リ ri ル ru レ re ロ ro ワ wa ン n ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo ダ da デ de ド do",
		"バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po ヴ vu",
	} {
		f := strings.Fields(row)
		for i := 0; i+1 < len(f); i += 2 {
			m[[]rune(f[i])[0]] = f[i+1]
		}
	}
	return m
}()

// pairs are syllables of two letters after folding made the small letters large.
var pairs = func() map[string]string {
	m := map[string]string{}
	f := strings.Fields("フア fa フイ fi フエ fe フオ fo テイ ti デイ di テユ tu デユ du ウイ wi ウエ we ウオ wo ヴア va ヴイ vi ヴエ ve ヴオ vo " +
		"シヤ sha シユ shu シヨ sho シエ she ジヤ ja ジユ ju ジヨ jo ジエ je チヤ cha チユ chu チヨ cho チエ che キヤ kya キユ kyu キヨ kyo " +
		"ギヤ gya ギユ gyu ギヨ gyo ニヤ nya ニユ nyu ニヨ nyo ヒヤ hya ヒユ hyu ヒヨ hyo ミヤ mya ミユ myu ミヨ myo リヤ rya リユ ryu リヨ ryo " +
		"ビヤ bya ビユ byu ビヨ byo ピヤ pya ピユ pyu ピヨ pyo トウ tu ドウ du クア kwa クイ kwi クエ kwe クオ kwo ツア tsa")
	for i := 0; i+1 < len(f); i += 2 {
		m[f[i]] = f[i+1]
	}
	return m
}()
