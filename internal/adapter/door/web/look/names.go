package look

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/product/spelling"
)

// Named is a name in the reader's language, where there is one.
func Named(l Lang, ja, en string) string {
	if l == En && en != "" {
		return en
	}
	return ja
}

// Addressed is how an addressee is written on a filing; an English reader is told which minister that is.
func Addressed(l Lang, title string) string {
	if l != En {
		return title
	}
	for _, m := range law.Ministers() {
		if t := m.Title(); t.Ja == title {
			return t.En + " (" + title + ")"
		}
	}
	return title
}

var remarks = map[memory.Remark]string{
	memory.NoProduct: "naming.remark.empty", memory.OnlyDigits: "naming.remark.digits", memory.OnlySigns: "naming.remark.signs", memory.OnlyForm: "naming.remark.form",
	memory.NoMaker: "naming.remark.maker", memory.APerson: "naming.remark.person",
}

// Remark says what is remarkable about a pair of maker and product.
func Remark(l Lang, m memory.Remark) string { return Say(l, remarks[m]) }

var damages = map[spelling.Damage]string{
	spelling.Replaced: "naming.damage.replaced", spelling.UTF8AsCP932: "naming.damage.utf.sjis", spelling.UTF8AsLatin: "naming.damage.utf.latin",
	spelling.CP932Latin: "naming.damage.sjis.latin", spelling.CP932Kana: "naming.damage.sjis.kana",
}

// Damaged says how a text was destroyed (文字化け), and what to do.
func Damaged(l Lang, d spelling.Damage) string {
	return Say(l, damages[d]) + Say(l, "naming.damage.do")
}
