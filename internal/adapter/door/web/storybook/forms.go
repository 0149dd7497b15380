package storybook

import (
	"kanmin/internal/adapter/door/web/look"
)

// forms are the questions of a form.
func forms(l look.Lang, t in) []part {
	picker, asked := look.NewPicker(l, ".story", "#"), look.NewPicker(l, ".asked", "#")
	asked.Asked, asked.Product.Value = true, "FortiGate"
	asked.List = []look.Pick{{ID: "1", Maker: "Fortinet", Name: "FortiGate 60F"}, {ID: "2", Maker: "Fortinet", Name: "FortiGate 100F"}}
	none := look.NewPicker(l, ".none", "#")
	none.Asked, none.Product.Value = true, "ZZZZ-9"
	return []part{
		{"field", t("質問", "Questions"), append(lines(t), append(choices(t), marks(t)...)...)},
		{"picker", t("製品を選ぶ", "Choosing a product"), []state{{t("入力の前", "Before typing"), picker}, {t("候補がある", "With candidates"), asked}, {t("候補がない", "Without candidates"), none}}},
	}
}

func impact(t in) []look.Option {
	return []look.Option{{Value: "stopped", Label: t("停止", "Stopped")}, {Value: "degraded", Label: t("低下", "Degraded")}, {Value: "none", Label: t("なし", "None"), Note: t("影響が出る前に止めたときも、こちらです。", "Also when it was stopped before it had an effect.")}}
}

func lines(t in) []state {
	return []state{
		{string(look.Line), look.Field{Kind: look.Line, ID: "story-callback", Label: t("折り返し先", "Callback"), Need: true, Value: "03-0000-0000", Width: look.Mid, Complete: "tel"}},
		{string(look.Area), look.Field{Kind: look.Area, ID: "story-which", Label: t("システム・機器", "Systems and machines"), Need: true, Unknown: true, Example: t("北部給電指令所の監視端末 3台", "Three terminals of the northern control centre"), Hint: t("名前や場所など、担当者に伝わる書き方で構いません。", "Write it as colleagues would understand it.")}},
		{string(look.When), look.Field{Kind: look.When, ID: "story-aware", Label: t("認知した日時", "Aware at"), Need: true, Value: "R8.11.24 10:15", Echo: t("令和8年11月24日(火) 10:15", "Tue 2026-11-24 10:15 JST"), Example: t("令和8年11月24日 10:15", "2026-11-24 10:15"), Width: look.Mid, Certainty: look.Unknown}},
		{string(look.DayLine), look.Field{Kind: look.DayLine, ID: "story-by", Label: t("回答を希望する日", "Answer wanted by"), Free: true, Width: look.Short, Value: "R9.2.30", Error: t("日付として読み取れませんでした(R9.2.30)。令和9年2月は28日までです。", "Not a date: R9.2.30. February 2027 has 28 days.")}},
		{string(look.Select), look.Field{Kind: look.Select, ID: "story-sector", Label: t("分野", "Sector"), Options: []look.Option{{Value: "1", Label: t("電気", "Electricity")}, {Value: "2", Label: t("銀行", "Banking"), Chosen: true}}, Width: look.Mid}},
		{string(look.Secret), look.Field{Kind: look.Secret, ID: "story-secret", Label: t("確認コード", "Code"), Need: true, Width: look.Short, Complete: "one-time-code", Mode: "numeric"}},
		{string(look.Upload), look.Field{Kind: look.Upload, ID: "story-file", Label: t("Excelのファイル", "Excel file"), Hint: t("20 MiBまで。CSVも読み取れます。", "Up to 20 MiB. CSV is read as well."), Need: true}},
		{t("hidden(目に見えるものはありません)", "hidden (nothing to be seen)"), look.Field{Kind: look.Hidden, ID: "story-hidden", Value: "1"}},
	}
}

func choices(t in) []state {
	kinds := []look.Option{{Value: "malware", Label: t("マルウェアが実行できる状態に置かれた", "Malware was placed where it can run"), Chosen: true}, {Value: "access", Label: t("不正なアクセス", "Unauthorised access")}, {Value: "unclear", Label: t("まだ分からない", "Not known yet"), Note: t("分からないままで送れます。", "You can send it like this.")}}
	return []state{
		{string(look.Boxes), look.Field{Kind: look.Boxes, ID: "story-kind", Label: t("何が起きていますか", "What is happening?"), Big: true, Need: true, Hint: t("当てはまるものを全て選んでください。", "Choose all that apply."), Options: kinds}},
		{string(look.Radio), look.Field{Kind: look.Radio, ID: "story-impact", Label: t("サービスへの影響", "Effect on the service"), Need: true, Unknown: true, Error: t("記入してください。", "Please answer."), Options: impact(t)}},
		{t("未把握を選んだ", "Answered with not known"), look.Field{Kind: look.Radio, ID: "story-impact-2", Label: t("サービスへの影響", "Effect on the service"), Unknown: true, IsUnknown: true, Options: impact(t)}},
	}
}

func marks(t in) []state {
	return []state{
		{t("社外に出ない", "Stays inside"), look.Field{Kind: look.Line, ID: "story-memo", Label: t("社内メモ", "Internal note"), Free: true, Private: true}},
		{t("同僚が書き換えた", "Changed by a colleague"), look.Field{Kind: look.Line, ID: "story-changed", Label: t("折り返し先", "Callback"), Value: "03-0000-0001", Changed: t("神﨑さんが 23:38 に書き換えました。", "Kanzaki changed this at 23:38.")}},
	}
}
