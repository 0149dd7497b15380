package storybook

import (
	"kanmin/internal/adapter/door/web/look"
)

// words are the small parts: states, certainties, single controls.
func words(t in) []part {
	return []part{
		{"tag", t("状態", "States"), []state{
			{"plain", look.Tag{Text: t("下書き", "Draft"), Tone: look.Plain}}, {"info", look.Tag{Text: t("提出済み(到達)", "Filed (arrived)"), Tone: look.Info}},
			{"good", look.Tag{Text: t("形式確認済み", "Form checked"), Tone: look.Good}}, {"warn", look.Tag{Text: t("補正のお願い", "Correction asked"), Tone: look.Warn}},
			{"danger", look.Tag{Text: t("今すぐ", "Now"), Tone: look.Danger}},
		}},
		{"certainty", t("根拠の確かさ", "Certainty"), []state{{"confirmed", look.Confirmed}, {"reported", look.Reported}, {"draft", look.DraftLaw}, {"unknown", look.Unknown}}},
		{"mark", t("根拠の確かさと出どころ", "Certainty with its source"), []state{{t("出どころあり", "With a source"), look.Mark{Certainty: look.Confirmed, Source: t("強化法5条", "Act, art. 5")}}, {t("出どころなし", "Without"), look.Mark{Certainty: look.Unknown}}}},
		{"print", t("印刷", "Print"), []state{{t("スクリプトがあるときだけ見える", "Seen only with scripts"), nil}}},
	}
}
