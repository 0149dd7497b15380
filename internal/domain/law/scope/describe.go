package scope

import (
	"strings"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// describe says an answer in one line.
func describe(a answer) text.Both {
	if a.specified == law.No {
		if a.types|a.possible == 0 {
			return text.Both{Ja: "どの類型にも当たらず、届出は要りません。", En: "Of no type: no notification."}
		}
		return text.Both{Ja: "届出の義務はありません。", En: "No duty to notify."}
	}
	t := types(a)
	switch a.file {
	case law.Yes:
		return text.Both{Ja: t.Ja + "届出が要ります" + kindJa[a.kind] + "。", En: t.En + "notify" + kindEn[a.kind] + "."}
	case law.No:
		return text.Both{Ja: t.Ja + "届出は要りません(例外)。報告の対象です。", En: t.En + "exempt from notification; its incidents are reportable."}
	case law.Maybe, law.NotAsked:
	}
	return text.Both{Ja: t.Ja + "届出が要るかは、答えがそろうと決まります" + kindJa[a.kind] + "。", En: t.En + "whether to notify depends on open answers" + kindEn[a.kind] + "."}
}

func types(a answer) text.Both {
	var ja, en []string
	if a.types != 0 {
		ja, en = append(ja, "類型"+strings.Join(words(a.types), "・")), append(en, "type "+strings.Join(words(a.types), ", "))
	}
	if a.possible != 0 {
		ja, en = append(ja, "可能性: 類型"+strings.Join(words(a.possible), "・")), append(en, "possibly "+strings.Join(words(a.possible), ", "))
	}
	return text.Both{Ja: strings.Join(ja, "、") + "。", En: strings.Join(en, ", ") + ": "}
}

func words(s letters) []string {
	var out []string
	for _, l := range s.list() {
		out = append(out, string(l))
	}
	return out
}

var kindJa = map[lineKind]string{
	lineOpen: "", bySoftware: "(ソフトウェア)", byAppliance: "(ハードウェア)", byService: "(サービス)", byProduct: "(製品)",
}

var kindEn = map[lineKind]string{
	lineOpen: "", bySoftware: " (software)", byAppliance: " (hardware)", byService: " (service)", byProduct: " (product)",
}
