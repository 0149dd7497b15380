package law

import "kanmin/internal/domain/text"

// Commencement is the day on which arts 4, 5, 42 and 45 came into force.
var Commencement = MustDay("2026-10-01")

var stages = []Stage{
	{Cite: Cite{ID: "stage.definitions", Name: text.Both{Ja: "定義・基本方針の施行", En: "definitions and basic policy in force"},
		Provision: []string{"act.suppl.1"}, Source: []string{"S1"}, Certainty: Confirmed, From: MustDay("2025-05-23")}, On: MustDay("2025-07-01")},
	{Cite: Cite{ID: "stage.commission", Name: text.Both{Ja: "サイバー通信情報監理委員会・71条の施行", En: "Commission and art. 71 in force"},
		Provision: []string{"act.suppl.1"}, Source: []string{"S1", "S3"}, Certainty: Confirmed, From: MustDay("2025-05-23")}, On: MustDay("2026-04-01")},
	{Cite: Cite{ID: "stage.main", Name: text.Both{Ja: "届出・報告・協議会などの施行", En: "notification, report, council in force"},
		Provision: []string{"act.suppl.1", "start.order"}, Source: []string{"S1", "S3"}, Certainty: Confirmed, From: MustDay("2025-05-23")}, On: Commencement},
	{Cite: Cite{ID: "stage.communications", Name: text.Both{Ja: "協定・通信情報の施行", En: "agreements and communications data in force"},
		Provision: []string{"act.suppl.1"}, Source: []string{"S1"}, Status: Enacted, Certainty: Confirmed, From: MustDay("2025-05-23"),
		Note: text.Both{Ja: "施行日は政令で定めます。", En: "A Cabinet Order sets the day."}}, Latest: MustDay("2027-11-22")},
	{Cite: Cite{ID: "stage.medical", Name: text.Both{Ja: "医療の追加の施行", En: "medical care joins the sectors"},
		Provision: []string{"espa.amend"}, Source: []string{"S6", "S3"}, Status: Enacted, Certainty: Confirmed, From: MustDay("2026-06-17"),
		Note: text.Both{Ja: "施行日は政令で定めます。", En: "A Cabinet Order sets the day."}}, Latest: MustDay("2027-12-16")},
}

var underAmendment = text.Both{
	Ja: "令和8年7月に改正案の意見募集がありました。採否は確認できていません。",
	En: "An amendment was consulted on in July 2026; whether it was adopted is not known.",
}

var deadlines = []Deadline{
	{Cite: Cite{ID: "asset.new", Name: text.Both{Ja: "導入した特定重要電子計算機の届出", En: "notification of a newly introduced computer"},
		Provision: []string{"act.4", "order.2.1"}, Quote: "四月以内", Source: []string{"S0", "S5"}, Certainty: Confirmed, From: Commencement},
		Length: Length{4, Months, Excluded}, Opens: "introduced"},
	{Cite: Cite{ID: "asset.existing", Name: text.Both{Ja: "施行の際に導入済みのものの届出", En: "notification of what was in place at commencement"},
		Provision: []string{"act.4", "draft.due"}, Quote: "施行の際現に導入されている特定重要電子計算機(略)については、施行から6月以内に届出を求める。",
		Source: []string{"S0"}, Status: Proposed, Certainty: Drafted, From: Commencement,
		Note: text.Both{Ja: "最終の条文は確認できていません。早い方の日を示します。", En: "The final wording is not known; the earlier day is shown."}},
		Length: Length{6, Months, Counted}, Opens: "commencement"},
	{Cite: Cite{ID: "asset.integrated", Name: text.Both{Ja: "既存の特定重要設備と一体として運用するものの届出", En: "notification of what is run as one with a facility that was there"},
		Provision: []string{"act.4", "draft.due"}, Quote: "施行の際現に導入されている特定重要設備と一体として運用する特定重要電子計算機については、施行から6月以内に届出を求める。",
		Source: []string{"S0"}, Status: Proposed, Certainty: Drafted, From: Commencement,
		Note: text.Both{Ja: "最終の条文は確認できていません。二つの日を示し、早い方で進めます。", En: "The final wording is not known; both days are shown and the earlier is used."}},
		Length: Length{6, Months, Counted}, Opens: "commencement"},
	{Cite: Cite{ID: "asset.change", Name: text.Both{Ja: "届出事項の変更の届出", En: "notification of a change"},
		Provision: []string{"act.4", "draft.due"}, Quote: "届出事項の変更があった場合には、変更の日から4月以内に届出を求める。",
		Source: []string{"S0", "S3"}, Status: Proposed, Certainty: Drafted, From: Commencement,
		Note: text.Both{Ja: "四半期ごとの棚卸しで差分を届け出る運用も想定されています。", En: "A quarterly stock-take that files only differences is foreseen."}},
		Length: Length{4, Months, Excluded}, Opens: "changed"},
	{Cite: Cite{ID: "asset.designated", Name: text.Both{Ja: "新たに指定された事業者の届出", En: "notification by a newly designated operator"},
		Provision: []string{"act.4", "order.suppl", "espa.53.1"}, Source: []string{"S5"}, Certainty: Reported, From: Commencement, Note: underAmendment},
		Length: Length{6, Months, Excluded}, Opens: "designated"},
	{Cite: Cite{ID: "incident.prompt", Name: text.Both{Ja: "速報", En: "prompt report"},
		Provision: []string{"act.5", "order.4.2"}, Quote: "速やかに", Source: []string{"S0", "S4"}, Certainty: Confirmed, From: Commencement,
		Note: text.Both{Ja: "時間や日数の定めはありません。「3〜5日」は法令の数字ではありません。", En: "No number of hours or days is set; “3–5 days” is not law here."}},
		Length: Length{0, Promptly, Excluded}, Opens: "aware"},
	{Cite: Cite{ID: "incident.detailed", Name: text.Both{Ja: "詳報", En: "detailed report"},
		Provision: []string{"act.5", "order.4.2"}, Quote: "認知した日から三十日以内", Source: []string{"S0", "S4"}, Certainty: Confirmed, From: Commencement},
		Length: Length{30, Days, Excluded}, Opens: "aware"},
	{Cite: Cite{ID: "ppc.prompt", Name: text.Both{Ja: "個人情報保護委員会への速報", En: "prompt report to the Personal Information Protection Commission"},
		Provision: []string{"appi.26", "appi.rule.8", "appi.guide"}, Quote: "概ね3〜5日以内", Source: []string{"S10"}, Certainty: Confirmed, From: MustDay("2022-04-01"),
		Note: text.Both{Ja: "日数の数え方と休日の扱いは確認できていません。", En: "How the days are counted and moved is not verified."}},
		Length: Length{5, Days, Counted}, Least: 3, Opens: "aware"},
	{Cite: Cite{ID: "ppc.final", Name: text.Both{Ja: "個人情報保護委員会への確報", En: "final report to the Personal Information Protection Commission"},
		Provision: []string{"appi.26", "appi.rule.8"}, Source: []string{"S10"}, Certainty: Confirmed, From: MustDay("2022-04-01"),
		Note: text.Both{Ja: "日数の数え方は確認できていません。", En: "How the days are counted is not verified."}},
		Length: Length{30, Days, Counted}, Opens: "aware"},
	{Cite: Cite{ID: "ppc.final.improper", Name: text.Both{Ja: "個人情報保護委員会への確報(不正の目的)", En: "final report to the PPC (improper purpose)"},
		Provision: []string{"appi.26", "appi.rule.7", "appi.rule.8"}, Source: []string{"S10"}, Certainty: Confirmed, From: MustDay("2022-04-01"),
		Note: text.Both{Ja: "日数の数え方は確認できていません。", En: "How the days are counted is not verified."}},
		Length: Length{60, Days, Counted}, Opens: "aware"},
}

var windows = []Window{
	{Cite: Cite{ID: "asset.designated.window", Name: text.Both{Ja: "指定から2月以内に導入したもの", En: "introduced within 2 months of designation"},
		Provision: []string{"order.suppl"}, Source: []string{"S5"}, Certainty: Reported, From: Commencement, Note: underAmendment},
		Length: Length{2, Months, Excluded}, Opens: "designated"},
	{Cite: Cite{ID: "incident.waiver", Name: text.Both{Ja: "指定から6月以内に発生した事案の報告猶予", En: "incidents within 6 months of designation"},
		Provision: []string{"order.suppl"}, Source: []string{"S5"}, Certainty: Reported, From: Commencement, Note: underAmendment},
		Length: Length{6, Months, Excluded}, Opens: "designated"},
	{Cite: Cite{ID: "plan.review", Name: text.Both{Ja: "導入等計画書の審査期間", En: "screening of an introduction plan"},
		Provision: []string{"espa.52"}, Source: []string{"S6"}, Certainty: Reported, From: espaFrom,
		Note: text.Both{Ja: "初日を数えるかどうか、短縮・延長の有無は確認が必要です。", En: "Whether the first day counts, and any shortening or extension, must be checked."}},
		Length: Length{30, Days, Excluded}, Opens: "received"},
}
