package storybook

import (
	"kanmin/internal/adapter/door/web/look"
)

// heads are the parts at the top of a page.
func heads(t in) []part {
	names := []string{t("何が", "What"), t("いつ", "When"), t("どの機器", "Which machines"), t("影響", "Effect"), t("折り返し先", "Callback"), t("提出前の確認", "Check before sending")}
	steps := func(now int) (s look.Steps) {
		for i, n := range names {
			step := look.Step{Text: n, Done: i < now, Now: i == now}
			if i < now {
				step.To = "#part-steps"
			}
			s = append(s, step)
		}
		return s
	}
	tabs := look.Tabs{Label: t("登録と確認", "Register and check"), List: []look.NavItem{{Text: t("未対応", "Open"), To: "#part-tabs", Now: true}, {Text: t("対応済み", "Done"), To: "#part-tabs"}, {Text: t("すべて", "All"), To: "#part-tabs"}}}
	return []part{
		{"head", t("見出し", "Heading"), []state{{t("見出しだけ", "Title only"), t("やること", "To do")}}},
		{"steps", t("手順", "Steps"), []state{{t("初め", "First"), steps(0)}, {t("途中", "In the middle"), steps(2)}, {t("最後", "Last"), steps(5)}}},
		{"tabs", t("並んだページ", "Tabs"), []state{{t("3つ", "Three"), tabs}}},
		{"notice", t("知らせる帯", "Notices"), notices(t)},
		{"problems", t("読み取れなかったところ", "What could not be read"), []state{
			{t("2か所", "Two"), look.Problems{{ID: "story-impact", Label: t("サービスへの影響", "Effect on the service"), Text: t("記入してください。", "Please answer.")}, {Text: t("添付は合わせて20 MiBまでです。", "Attachments may have 20 MiB in all.")}}},
		}},
		{"saved", t("保存の合図", "Saved"), []state{{t("保存した", "Saved"), "23:41"}}},
	}
}

func notices(t in) []state {
	return []state{
		{"info", look.Notice{Tone: look.Info, Title: t("夜間です", "It is night"), Text: []string{t("担当課の当番へ連絡しています。", "The officer on duty is being called.")}}},
		{"good", look.Notice{Tone: look.Good, Title: t("保存しました", "Saved"), Text: []string{t("このページを閉じても構いません。", "You may close this page.")}}},
		{"warn", look.Notice{Tone: look.Warn, Title: t("政府の案に基づく扱いです", "This follows a draft of the government"), Text: []string{t("正式な規定は確認できていません。", "The final rule has not been confirmed."), t("安全のため、早いほうの日付を示しています。", "The earlier date is shown, to be safe.")}}},
		{"danger", look.Notice{Tone: look.Danger, Title: t("2か所、補正をお願いします", "Please correct two places"), Text: []string{t("最初の到達日時はそのまま記録に残ります。", "The first arrival stays on record.")}, Link: look.Link{To: "#part-notice", Text: t("補正する箇所を見る", "See the places")}}},
		{"plain", look.Notice{Text: []string{t("見出しのない知らせ", "A notice without a heading")}}},
		{t("幅いっぱい", "Full width"), look.Notice{Tone: look.Info, WideText: true, Title: t("演習の期間です", "An exercise is on"), Text: []string{t("演習で作った記録は、実際の提出とは別に残ります。一覧、件数、統計のどれにも入りません。", "What is made in an exercise is kept apart from real filings and stands in no list, count or statistic.")}}},
	}
}
