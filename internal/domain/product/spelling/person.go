package spelling

import (
	"strings"
	"unicode/utf8"
)

// Person guesses whether a maker's cell names a person rather than a house: 山田太郎, 佐藤 花子, 鈴木様. It knows common
// family names and how given names end, and doubts rather than claims: a wrong guess costs a sentence, never an answer.
func Person(maker string) bool {
	name := strings.TrimSpace(Fold(maker))
	for _, title := range []string{"様", "サン", "氏", "殿"} {
		if rest, ok := strings.CutSuffix(name, title); ok {
			family, given := family(strings.TrimSpace(rest))
			return family && (given == "" || utf8.RuneCountInString(given) <= 3)
		}
	}
	known, given := family(name)
	n := utf8.RuneCountInString(given)
	if !known || n == 0 || n > 3 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(given)
	return strings.ContainsRune(givenEnds, last)
}

// family cuts a common family name, the longest, off a folded name.
func family(name string) (known bool, given string) {
	for n := 3; n >= 2; n-- {
		if runes := []rune(name); len(runes) >= n && families[string(runes[:n])] {
			return true, strings.TrimSpace(string(runes[n:]))
		}
	}
	return false, name
}

// givenEnds are characters with which given names end and names of firms do not.
const givenEnds = "郎子美夫男一二三介助人樹也太斗翔輔司志史治雄香奈恵代江枝乃菜花華里衣穂絵義弘浩博明昭正和隆誠健豪進勝実稔茂勉学徹豊修彦哉紀則之行幸久孝吾朗希咲葵蓮陽悠結愛莉"

var families = func() map[string]bool {
	m := map[string]bool{}
	for f := range strings.FieldsSeq(`佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 渡邉 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 齋藤 斉藤 清水 山崎 阿部 池田 橋本 山下 石川
		中島 前田 藤田 後藤 小川 岡田 長谷川 村上 近藤 石井 坂本 遠藤 青木 藤井 西村 福田 太田 三浦 藤原 岡本 松田 中川 中野 原田 小野 田村 竹内 金子 和田 中山 石田 上田 森田 柴田 酒井 工藤
		横山 宮崎 宮本 内田 高木 安藤 島田 谷口 大野 丸山 今井 高田 藤本 武田 村田 上野 杉山 増田 菅原 平野 大塚 千葉 久保 松井 岩崎 桜井 木下 野口 松尾 野村 菊地 菊池 佐野 大西 杉本 新井 浜田
		市川 古川 水野 小松 島崎 小島 山内 高野 西田 西川 五十嵐 北村 安田 中田 川口 平田 川崎 本田 久保田 吉川 飯田 沢田 辻本 関口 渡部 服部 樋口 岩田 土屋 福島 永井 秋山 中西 川村 内藤 須藤`) {
		m[Fold(f)] = true
	}
	return m
}()
