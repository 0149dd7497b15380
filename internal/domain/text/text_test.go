package text_test

import (
	"strings"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/text"
)

func TestCheckKeepsGoodNamesAndNamesBadPlaces(t *testing.T) {
	for in, want := range map[string]string{
		"神﨑髙𠮷𩸽 か\u3099 ①㈱\n改行\tタブ": "",
		"\ufffd":       "", // the replacement character itself may be typed
		"a\x00b":       "fault.text.nul 2",
		"あ\u202eb":     "fault.text.bidi 2",
		"あい\xff":       "fault.text.encoding 3",
		"\ufdd0":       "fault.text.control 1",
		"ab\U0001ffff": "fault.text.control 3",
		"\x1b[31m":     "fault.text.control 1",
	} {
		var l fault.List
		text.Check(&l, "f", in, 100)
		got := ""
		if len(l.Fields) > 0 {
			got = l.Fields[0].Code + " " + l.Fields[0].Args["place"]
		}
		if got != want {
			t.Errorf("Check(%q) = %q, want %q", in, got, want)
		}
	}
	var l fault.List
	text.Check(&l, "f", strings.Repeat("あ", 101), 100)
	if len(l.Fields) != 1 || l.Fields[0].Code != "fault.text.long" {
		t.Errorf("101 characters: %v", l.Fields)
	}
}

func TestKeyFindsWhatPeopleType(t *testing.T) {
	for a, b := range map[string]string{
		"髙﨑㈱": "高崎(株)", "ﾄｳｷｮｳ": "とうきょう", "ＡＢＣ　ｄ": "abc d", "𠮷野": "吉野",
	} {
		if text.Key(a) != text.Key(b) {
			t.Errorf("Key(%q) = %q, Key(%q) = %q", a, text.Key(a), b, text.Key(b))
		}
	}
}
