package holding

import (
	"strings"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/statistic"
	"kanmin/internal/domain/text"
)

// SectorName is a sector in words.
func SectorName(s law.Sector) text.Both {
	if row, ok := law.At(law.Commencement).Sector(s); ok {
		return row.Name
	}
	return text.Both{Ja: "事業の記載なし", En: "Business not told"}
}

// ProcedureName is a procedure of 届出 in words.
func ProcedureName(id string) text.Both {
	for _, p := range notification.All() {
		if p.ID == id {
			return p.Name
		}
	}
	return text.Both{Ja: id, En: id}
}

// KindName is what a row is about in words.
func KindName(id string) text.Both {
	table, _ := notification.NewForm.Field(notification.ProductsField)
	for _, c := range table.Columns {
		if o, ok := c.Option(id); c.ID == "kind" && ok {
			return o.Label
		}
	}
	return text.Both{Ja: "記載なし", En: "Not said"}
}

// TypeName is a type with what the law calls it.
func TypeName(letter string) text.Both {
	for _, c := range law.At(law.Commencement).Categories() {
		if strings.EqualFold(string(c.Letter), letter) {
			return text.Both{Ja: string(c.Letter) + " " + c.Name.Ja, En: string(c.Letter) + " " + c.Name.En}
		}
	}
	return text.Both{Ja: letter, En: letter}
}

// own are the definitions that are rules of ours.
func own(id string, name, says text.Both) statistic.Definition {
	return statistic.Definition{ID: id, Name: name, Text: says, Certainty: law.Drafted, Source: statistic.Own}
}

func both(ja, en string) text.Both { return text.Both{Ja: ja, En: en} }

// Definitions say what each number is. They stand beside every table and in every file.
func Definitions(today law.Day) []statistic.Definition {
	due, _ := law.At(today).Deadline("asset.new", "", "")
	return []statistic.Definition{
		own("filed", both("届出の数", "Notifications"), both("その組織に届いた届出の数です。取下げは別に数えます。", "Notifications that the office received; those withdrawn are counted apart.")),
		own("standing", both("現在の一覧", "Lists that stand"), both("事案ごとに、取り下げられていない最後の届出の製品一覧です。利用終了の行は入りません。", "Of each matter, the list of the last notification that was not withdrawn, without rows no longer used.")),
		own("rows", both("行の数", "Rows"), both("製品×設備×類型の組で1行です。機器の台数ではありません。", "One for each product, facility and set of types. It is not the number of machines.")),
		own("operators", both("事業者の数", "Operators"), both("その行を1行でも届け出ている事業者の数です。一つの事業者は1と数えます。", "Operators that have at least one such row, each once.")),
		own("product", both("製品の数え方", "What is one product"), both("名寄せの辞書で同じとされた名称は一つの製品です。辞書にない名称は、表記の違いだけをそろえます。", "Names that the dictionary takes for one product are one. Of names that it does not know, only the spelling is made alike.")),
		own("type", both("類型", "Types"), both("届け出られた類型の記号によります。複数の類型に当たる行は、それぞれに数えます。記号は政府の案によります。", "By the letters as filed; a row of several types counts under each. The letters are those of the government's draft.")),
		own("kind", both("製品の種類", "Kinds"), both("届け出られた種類です。", "As filed.")),
		own("unknown", both("名寄せできていない名称", "Names not in the dictionary"), both("辞書のどの製品か決まっていない名称です。1事業者だけが届け出たものは『その他』に入ります。", "Names that stand for no product of the dictionary. Those of one operator alone count under “others”.")),
		{
			ID: "timely", Name: both("期限までに届いた割合", "Arrived by the date"), Text: both("新規と変更の届出のうち、届いた日に数えた最も早い期限の日までに届いたものの割合です。期限が分からないものは入りません。", "Of new notifications and changes, the share that arrived by the earliest date of their rows as counted on arrival. Where no date is known it is in no share."),
			Certainty: due.Certainty, Source: statistic.Provisions(due.Provision),
		},
		own("sight", both("数える範囲", "Extent"), both("その組織に届いた項目だけで数えます。届いていない届出は、どの数にも入りません。", "Counted from nothing but what the office received; what it did not receive is in no number.")),
	}
}
