package spelling_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"kanmin/internal/domain/product/spelling"
)

func TestFoldMakesWritingsOfOneNameEqual(t *testing.T) {
	t.Parallel()
	for a, b := range map[string]string{
		"ＲＴＸ１２１０": "rtx1210", "ﾌｫｰﾃｨｹﾞｰﾄ": "フォーティゲート", "フォーティーゲート": "フォーティゲート", "サーバー": "サーバ",
		"ヴイエムウェア": "ヴイエムウエア", "髙﨑電機㈱": "高崎電機(株)", "いちたろう": "イチタロウ", "日立・ヴァンタラ": "日立 ヴァンタラ",
		"Système": "systeme", "μProf": "uprof", "C\u200bisco": "cisco", "ウィンドウズ": "ウインドウズ",
	} {
		if x, y := spelling.Squash(spelling.Fold(a)), spelling.Squash(spelling.Fold(b)); x != y {
			t.Errorf("%q folds to %q, %q to %q", a, x, b, y)
		}
	}
	for a, b := range map[string]string{"c++": "c", "カタリスト": "カタログ", "a&b": "ab", "ハブ": "バブ", "パス": "バス"} {
		if spelling.Squash(spelling.Fold(a)) == spelling.Squash(spelling.Fold(b)) {
			t.Errorf("%q and %q became one", a, b)
		}
	}
}

func TestCompanyFormsSayNothing(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"富士通株式会社": "富士通", "㈱日立製作所": "日立製作所", "シスコシステムズ合同会社": "シスコシステムズ", "Cisco Systems, Inc.": "ciscosystems",
		"日本マイクロソフト㈱": "マイクロソフト", "フォーティネットジャパン": "フオテイネツト", "GmbH Siemens AG": "gmbhsiemens", "三菱電機製": "三菱電機",
	} {
		found := false
		for _, k := range spelling.Company(spelling.Fold(in)) {
			found = found || k == want
		}
		if !found {
			t.Errorf("%q gives %v, want %q among them", in, spelling.Company(spelling.Fold(in)), want)
		}
	}
	for _, in := range []string{"株式会社", "㈱", "(有)", "不明", "n/a", "-", "", "同上"} {
		if k := spelling.Company(spelling.Fold(in)); !spelling.Unsaid(k[0]) {
			t.Errorf("%q names a maker: %v", in, k)
		}
	}
}

func TestVersionsAndNotesAreCutAndKept(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"FortiGate-60F v7.2.5": "fortigate-60f", "Apache 2.4.57": "apache", "Windows Server 2019": "windows server 2019", "一太郎2023": "一太郎2023",
		"CENTUM VP R6.07": "centum vp", "CX-Oneﾊﾞｰｼﾞｮﾝ4": "cx-one", "Endpoint Protection14.3": "endpoint protection", "Garoon 4 (本社)": "garoon 4", "GX Works3 Ver1.080J": "gx works3", "JP1/Base 12-00": "jp1/base",
		"RTX1210 3台": "rtx1210", "(旧)": "(旧)", "1.2.3": "1.2.3",
	} {
		if got := spelling.Cut(spelling.Fold(in)).Core; got != want {
			t.Errorf("core of %q is %q, want %q", in, got, want)
		}
	}
	c := spelling.Cut(spelling.Fold("Garoon 5.9.1 (本社)"))
	if len(c.Versions) != 1 || c.Versions[0] != "5.9.1" || len(c.Notes) != 1 || c.Notes[0] != "本社" {
		t.Errorf("kept %v %v", c.Versions, c.Notes)
	}
}

func TestDamageIsRecognisedAndSoundTextIsNot(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]spelling.Damage{
		"繝輔か繝ｼ繝�ぅ": spelling.Replaced, "縺ゅ＞縺": spelling.UTF8AsCP932, "繧ｷ繧ｹ繧ｳ": spelling.UTF8AsCP932, "ã‚µãƒ¼ãƒ": spelling.UTF8AsLatin,
		"ƒT[ƒo": spelling.CP932Latin, "????サーバ": spelling.Sound, "???": spelling.Replaced,
		"フォーティネット": spelling.Sound, "μProf": spelling.Sound, "Dassault Systèmes": spelling.Sound, "ﾌｫｰﾃｨｹﾞｰﾄ": spelling.Sound, "縺れ検知装置": spelling.Sound,
	} {
		if got := spelling.Judge(in); got != want {
			t.Errorf("Judge(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestKatakanaIsHeard(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"サーバー": "server", "セキュリティマネージャ": "security manager"} {
		if got, known := spelling.Latin(spelling.Fold(in)); !known || got != want {
			t.Errorf("Latin(%q) = %q %v", in, got, known)
		}
	}
	for a, b := range map[string]string{"フォーティゲート": "fortigate", "ガルーン": "garoon", "ランスコープ": "lanscope"} {
		l, _ := spelling.Latin(spelling.Fold(a))
		if spelling.Skeleton(spelling.Squash(l)) != spelling.Skeleton(b) {
			t.Errorf("%q sounds %q, %q sounds %q", a, spelling.Skeleton(spelling.Squash(l)), b, spelling.Skeleton(b))
		}
	}
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"", "株式会社", "ＲＴＸ１２１０", "ﾌｫｰﾃｨｹﾞｰﾄ", "a\x00b", "\u202eabc", "縺ゅ＞縺", "123", "🙂🙂", "((((", "v1.2.3-r4", strings.Repeat("あ", 300), "\xff\xfe", "か\u3099", "ッ\u3099"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4000 { // the resolver reads a thousand characters
			return
		}
		folded := spelling.Fold(s)
		if again := spelling.Fold(folded); again != folded {
			t.Fatalf("folding is not stable: %q → %q → %q", s, folded, again)
		}
		if utf8.ValidString(s) && !utf8.ValidString(folded) {
			t.Fatalf("valid text became invalid: %q", s)
		}
		squash := spelling.Squash(folded)
		if spelling.Squash(squash) != squash {
			t.Fatalf("squashing is not stable: %q", s)
		}
		joined := ""
		for _, w := range spelling.Words(folded) {
			if w == "" || !strings.Contains(folded, w) {
				t.Fatalf("word %q is not of %q", w, folded)
			}
			joined += w
		}
		if len(joined) > len(folded) {
			t.Fatalf("more words than text: %q", s)
		}
		c := spelling.Cut(folded)
		if strings.TrimSpace(folded) != "" && c.Core == "" {
			t.Fatalf("nothing left of %q", s)
		}
		if len(spelling.Company(folded)) == 0 {
			t.Fatalf("no maker's key of %q", s)
		}
		spelling.Judge(s)
		spelling.Camel(s)
		l, _ := spelling.Latin(squash)
		spelling.Skeleton(l)
	})
}
