package scope

import (
	"strings"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// describe says an answer in one line.
func describe(a answer) text.Both {
	switch {
	case a.specified == law.No && a.types|a.possible == 0:
		return text.Both{Ja: "どの類型にも当たらず、届出は要りません。", En: "Of no type: no notification."}
	case a.specified == law.No:
		return text.Both{Ja: "届出の義務はありません。", En: "No duty to notify."}
	case a.types|a.possible == 0:
		return text.Both{Ja: "この領域では求められない類型なので、届出は要りません。報告の対象です。", En: "Of a type not asked in this area: no notification; its incidents are reportable."}
	}
	t := types(a)
	kindJa, kindEn := kindJa[a.kind]+clockJa[a.clocks], kindEn[a.kind]+clockEn[a.clocks]
	switch a.file {
	case law.Yes:
		return text.Both{Ja: t.Ja + "届出が要ります" + kindJa + "。", En: t.En + "notify" + kindEn + "."}
	case law.No:
		return text.Both{Ja: t.Ja + "届出は要りません(例外)。報告の対象です。", En: t.En + "exempt from notification; its incidents are reportable."}
	case law.Maybe, law.NotAsked:
	}
	return text.Both{Ja: t.Ja + "届出が要るかは、答えがそろうと決まります" + kindJa + "。", En: t.En + "whether to notify depends on open answers" + kindEn + "."}
}

func types(a answer) text.Both {
	switch {
	case a.possible == 0:
		return text.Both{Ja: "類型" + a.types.join("・") + "。", En: "type " + a.types.join(", ") + ": "}
	case a.types == 0:
		return text.Both{Ja: "可能性: 類型" + a.possible.join("・") + "。", En: "possibly " + a.possible.join(", ") + ": "}
	}
	return text.Both{
		Ja: "類型" + a.types.join("・") + "、可能性: 類型" + a.possible.join("・") + "。",
		En: "type " + a.types.join(", ") + ", possibly " + a.possible.join(", ") + ": ",
	}
}

// join writes the letters with sep between them.
func (s letters) join(sep string) string {
	var b [40]byte
	out := b[:0]
	for i := range 6 {
		if s&(1<<i) == 0 {
			continue
		}
		if len(out) > 0 {
			out = append(out, sep...)
		}
		out = append(out, byte('A'+i))
	}
	return string(out)
}

var kindJa = map[lineKind]string{
	lineOpen: "", bySoftware: "(ソフトウェア)", byAppliance: "(ハードウェア)", byService: "(サービス)", byProduct: "(製品)",
}

var kindEn = map[lineKind]string{
	lineOpen: "", bySoftware: " (software)", byAppliance: " (hardware)", byService: " (service)", byProduct: " (product)",
}

// clockJa and clockEn name every set of clocks that can remain possible.
var clockJa, clockEn = func() (ja, en [1 << 5]string) {
	namesJa := [5]string{"変更から4月", "指定から6月", "施行から6月", "一体運用", "導入から4月"}
	namesEn := [5]string{"4 months from the change", "6 months from designation", "6 months from commencement", "run as one", "4 months from introduction"}
	for set := 1; set < len(ja); set++ {
		var j, e []string
		for i := range namesJa {
			if set&(1<<i) != 0 {
				j, e = append(j, namesJa[i]), append(e, namesEn[i])
			}
		}
		ja[set], en[set] = "、期限: "+strings.Join(j, "又は"), ", clock: "+strings.Join(e, " or ")
	}
	return ja, en
}()
