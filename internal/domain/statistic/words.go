package statistic

import (
	"slices"
	"strings"

	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// figureNames are the figures in words.
var figureNames = map[Figure]text.Both{
	Kind: {Ja: "起きていること", En: "What happened"}, Form: {Ja: "様式の区分", En: "Form"}, Technique: {Ja: "攻撃の技術(ATT&CK)", En: "Techniques (ATT&CK)"},
	Product: {Ja: "製品名", En: "Products"}, Sector: {Ja: "分野", En: "Sectors"}, Effect: {Ja: "サービスへの影響", En: "Effect on the service"}, Timeliness: {Ja: "詳報の到達", En: "Arrival of the detailed report"},
}

// Name is the figure in words.
func (f Figure) Name() text.Both { return figureNames[f] }

// Name is the count in words.
func (o Of) Name() text.Both {
	return map[Of]text.Both{
		OfReport: {Ja: "法5条の報告", En: "Reports under Article 5"}, OfVoluntary: {Ja: "任意の報告", En: "Voluntary reports"},
		OfOutside: {Ja: "対象外の申出", En: "Stated to be not reportable"}, OfWithdrawn: {Ja: "取下げ", En: "Withdrawn"},
	}[o]
}

// ValueName is a value of a figure in words; what nobody knows stands as it was filed.
func ValueName(f Figure, value string) text.Both {
	switch {
	case value == Unknown:
		return text.Both{Ja: "未把握", En: "Not known"}
	case value == None && f == Sector:
		return text.Both{Ja: "指定の記録なし", En: "No designation on record"}
	case value == None:
		return text.Both{Ja: "記載なし", En: "Not said"}
	case f == Timeliness && Timely(value) == InTime:
		return text.Both{Ja: "期限までに到達", En: "Arrived by the date"}
	case f == Timeliness && Timely(value) == Late:
		return text.Both{Ja: "期限までに到達していない", En: "Not arrived by the date"}
	case f == Sector:
		if row, ok := law.At(law.Commencement).Sector(law.Sector(value)); ok {
			return row.Name
		}
	case f == Technique:
		if i := slices.IndexFunc(incident.Techniques, func(t incident.Technique) bool { return t.ID == value }); i >= 0 {
			t := incident.Techniques[i]
			return text.Both{Ja: t.Name.Ja + " " + t.ID, En: t.Name.En + " " + t.ID}
		}
	}
	for field, of := range fields {
		if of != f {
			continue
		}
		if d, ok := incident.DetailedForm.Field(field); ok {
			if o, ok := d.Option(value); ok {
				return o.Label
			}
		}
	}
	return text.Both{Ja: value, En: value}
}

// Definition says what a number is.
type Definition struct {
	ID        string
	Name      text.Both
	Text      text.Both
	Certainty law.Certainty // of what it rests on in the law; Drafted: the rule is ours
	Source    string        // provision, or Own
}

// Own is the source of a definition that is a rule of ours.
const Own = "own"

// Ours reports whether the definition is a rule of ours, not of the law.
func (d Definition) Ours() bool { return d.Source == Own }

// Definitions are what every table and file carries along. due is the date of the 詳報 as the law book of the day says it.
func Definitions(today law.Day) []Definition {
	detailed, _ := law.At(today).Deadline("incident.detailed", "", "")
	list := []Definition{
		{"case", text.Both{Ja: "事案の数", En: "Cases"}, text.Both{Ja: "その組織に届いた速報・任意の報告を、事案ごとに1と数えます。到達の日(日本時間)で月に分けます。", En: "Prompt and voluntary reports that the office received, each case once, by the day of arrival in Japan."}, law.Drafted, Own},
		{"of", text.Both{Ja: "数えるもの", En: "What is counted"}, text.Both{Ja: "任意の報告、対象外の申出、取下げは、法5条の報告と分けて数えます。期限の数には入りません。", En: "Voluntary reports, statements that nothing was reportable and withdrawals are counted apart, and in no number about dates."}, law.Drafted, Own},
		{"timely", text.Both{Ja: "詳報が期限までに到達した割合", En: "Detailed reports that arrived by their date"}, text.Both{Ja: "期限の日が過ぎた事案のうち、期限の日までに詳報が到達したものの割合です。", En: "Of the cases whose date is over, the share whose detailed report arrived by that day."}, detailed.Certainty, Provisions(detailed.Provision)},
		{"prompt", text.Both{Ja: "認知から速報まで(中央値)", En: "From awareness to the prompt report (median)"}, text.Both{Ja: "経過した時間です。速報は「速やかに」とされ、日数の期限はありません。", En: "Elapsed time. A prompt report is made “promptly”: no number of days is set."}, law.Drafted, Own},
		{"detail", text.Both{Ja: "認知から詳報まで(中央値)", En: "From awareness to the detailed report (median)"}, text.Both{Ja: "詳報が到達した事案だけで数えます。認知が到達より後のものは数えません。", En: "Of cases whose detailed report arrived. An awareness after the arrival is not counted."}, law.Drafted, Own},
		{"aware", text.Both{Ja: "認知の日時", En: "Awareness"}, text.Both{Ja: "最後に報告された値を使います。訂正の前の値は使いません。", En: "The value that was reported last."}, law.Drafted, Own},
	}
	for _, f := range Figures {
		list = append(list, Definition{string(f), f.Name(), figureText[f], law.Drafted, Own})
	}
	return append(list, Definition{"sight", text.Both{Ja: "数える範囲", En: "Extent"}, text.Both{Ja: "その組織に届いた項目だけで数えます。答えのない項目は『記載なし』に入ります。", En: "Counted from nothing but what the office received. What has no answer there is “Not said”."}, law.Drafted, Own})
}

var figureText = map[Figure]text.Both{
	Kind:      {Ja: "最後に報告された回答です。一つの事案が複数に当たります。", En: "The answer reported last. A case may count under several."},
	Effect:    {Ja: "最後に報告された回答です。", En: "The answer reported last."},
	Sector:    {Ja: "到達の日に指定されていた事業の分野です。複数の指定があれば、それぞれに数えます。", En: "The businesses for which the operator was designated on the day of arrival; each counts."},
	Form:      {Ja: "詳報・続報で選ばれた様式です。様式は政府案によります。", En: "The form chosen in a detailed or further report, after the government's draft."},
	Technique: {Ja: "選ばれた技術と、書かれたATT&CKの番号です。", En: "Techniques chosen, and ATT&CK numbers typed."},
	Product:   {Ja: "報告に書かれたままの製品名です。かなや幅の違いだけをそろえます。1事業者だけが書いた名前は出しません。", En: "Names as filed; only width, case and kana are made alike. A name that one operator alone wrote is not shown."},
}

// Provisions names provisions in Japanese, as sources do.
func Provisions(list []string) string {
	var names []string
	for _, p := range law.Provisions(list...) {
		names = append(names, p.Ja)
	}
	return strings.Join(names, ", ")
}
