package spelling

import "strings"

// forms are company forms and honorifics that say nothing about who the maker is (会社の種類).
// The folded text is searched for them.
var forms = []string{
	"株式会社", "(株)", "有限会社", "(有)", "合同会社", "(同)", "合資会社", "合名会社", "(資)", "(名)", "一般社団法人", "公益社団法人",
	"一般財団法人", "公益財団法人", "(一社)", "(公財)", "独立行政法人", "国立研究開発法人", "特定非営利活動法人", "(独)", "相互会社",
	"カブシキガイシヤ", "御中", "殿", "様",
}

// endings are words that end an English company name.
var endings = map[string]bool{
	"inc": true, "incorporated": true, "corp": true, "corporation": true, "co": true, "ltd": true, "limited": true, "llc": true,
	"gmbh": true, "ag": true, "sa": true, "srl": true, "spa": true, "plc": true, "bv": true, "nv": true, "kk": true, "oy": true, "ab": true,
	"company": true, "pte": true, "pty": true, "kg": true, "se": true, "lp": true, "llp": true, "sas": true, "as": true, "aps": true,
	"k": true, "g": true, "the": true, "sp": true, "z": true, "o": true, "s": true, "a": true, "l": true, "p": true, "n": true, "b": true, "v": true, "r": true,
}

// weak are words that a maker's name often carries or lacks.
var weak = map[string]bool{
	"software": true, "systems": true, "system": true, "technologies": true, "technology": true, "tech": true, "group": true, "project": true,
	"foundation": true, "team": true, "international": true, "solutions": true, "solution": true, "labs": true, "lab": true, "networks": true,
	"network": true, "holdings": true, "electronics": true, "industries": true, "security": true, "communications": true, "enterprise": true,
	"wp": true, "plugins": true, "plugin": true, "themes": true, "dev": true, "org": true, "com": true, "io": true, "net": true, "studio": true, "and": true, "computer": true,
	"computing": true, "of": true, "development": true, "digital": true, "inc": true, "web": true, "media": true, "services": true, "open": true, "source": true,
}

// places are words for a country's branch: 日本オラクル, フォーティネットジャパン, Cisco Japan.
var places = []string{"ジヤパン", "日本", "japan", "nippon"}

// Company cuts the forms of a company from a folded maker's name and returns its ways of being looked
// up, the closest to the text first: with the place, without it, without weak words.
func Company(folded string) []string {
	s := folded
	for _, f := range forms {
		if strings.Contains(s, f) {
			s = strings.ReplaceAll(s, f, " ")
		}
	}
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "製"))
	words := splitCompany(s)
	for len(words) > 1 && endings[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	full := strings.Join(words, "")
	out := []string{full}
	if p := withoutPlace(full); p != full && p != "" {
		out = append(out, p)
	}
	kept := make([]string, 0, len(words))
	for _, w := range words {
		if !weak[w] {
			kept = append(kept, w)
		}
	}
	if len(kept) > 0 && len(kept) < len(words) {
		if k := strings.Join(kept, ""); len(k) > 2 {
			out = append(out, k)
		}
	}
	return out
}

// splitCompany cuts at signs; a dot inside (node.js, rocket.chat) keeps its sides together only when
// squashed, which is all that a look-up needs.
func splitCompany(s string) []string {
	var out []string
	for _, f := range strings.FieldsFunc(s, func(r rune) bool {
		return r == ' ' || r == ',' || r == '.' || r == '(' || r == ')' || r == '_' || r == '/' || r == '-' || r == '"' || r == '\''
	}) {
		if q := Squash(f); q != "" {
			out = append(out, q)
		}
	}
	return out
}

func withoutPlace(s string) string {
	for _, p := range places {
		if rest, ok := strings.CutPrefix(s, p); ok && len(rest) > 3 {
			return rest
		}
		if rest, ok := strings.CutSuffix(s, p); ok && len(rest) > 3 {
			return rest
		}
	}
	return s
}

// unsaid are ways of leaving a maker's cell empty with something in it.
var unsaid = map[string]bool{
	"": true, "na": true, "n": true, "unknown": true, "none": true, "unspecified": true, "various": true, "multiple": true, "multiplevendors": true, "other": true,
	"不明": true, "ナシ": true, "未定": true, "未詳": true, "未記入": true, "同上": true, "各社": true, "複数": true, "該当ナシ": true, "特ニナシ": true,
	"不詳": true, "自社": true, "自社開発": true, "内製": true, "ソノ他": true, "調査中": true, "確認中": true, "null": true, "nil": true, "oss": true, "opensource": true,
	"オプンソス": true, "フリソフト": true, "株": true, "有": true,
}

// Unsaid reports whether a squashed maker's cell names nobody: empty, 不明, n/a, 同上, only 株式会社.
func Unsaid(squashed string) bool { return unsaid[squashed] }

// vague are words that stand for products without naming one.
var vague = map[string]bool{
	"multiple": true, "various": true, "products": true, "product": true, "devices": true, "device": true, "routers": true, "router": true, "firewalls": true,
	"appliances": true, "series": true, "chipsets": true, "cameras": true, "firmware": true, "software": true, "and": true, "phones": true,
	"各種": true, "機器": true, "製品": true, "複数": true, "複数製品": true, "一式": true, "各種機器": true, "ナド": true, "等": true, "他": true,
}

// Several reports whether a folded product's cell says that it means several products.
func Several(folded string) bool {
	for _, w := range []string{"multiple ", "various ", "各種", "複数", "ホカ一式", "他一式"} {
		if strings.HasPrefix(folded, w) || w[0] >= 0x80 && strings.HasSuffix(folded, w) {
			return true
		}
	}
	return false
}

// Family reports whether a folded product's cell says that it means a family of machines: "RV Series Routers", IX2000シリーズ.
func Family(folded string) bool {
	for _, w := range Words(folded) {
		if w == "series" || w == "family" || strings.HasSuffix(w, "シリズ") {
			return true
		}
	}
	return false
}

// Generic reports whether a folded product's cell names no product at all: "Multiple Products", 各種機器.
func Generic(folded string) bool {
	words := Words(folded)
	for _, w := range words {
		if !vague[w] {
			return false
		}
	}
	return len(words) > 0
}
