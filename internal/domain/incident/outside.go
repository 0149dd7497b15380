package incident

import (
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// OutsideForm is 対象外の申出 (R9): what was reported turned out to be nothing that is to be reported, or was reported already. No
// provision was found for it; it is the operator's statement, and nothing that arrived is undone.
var OutsideForm = form.Form{
	ID:    "report.outside",
	Title: text.Both{Ja: "報告の対象ではないと申し出る", En: "State that it was not reportable"},
	Lead: text.Both{
		Ja: "報告した内容は消えません。詳報の期限は止まり、提出先から確認があると再び動きます。",
		En: "Nothing that you reported is deleted. The date of the detailed report stops, and runs again if an office asks.",
	},
	Steps: []form.Step{{
		ID: "ground", Title: text.Both{Ja: "なぜ報告の対象ではないのですか", En: "Why is it not reportable?"}, Short: text.Both{Ja: "理由", En: "Reason"},
		Fields: []form.Field{
			{ID: "ground", Kind: form.Choice, Needed: true, Section: "outline", Label: text.Both{Ja: "申出の種類", En: "Kind of statement"}, Options: []form.Option{
				{ID: "none", Label: text.Both{Ja: "報告の対象となる事案ではなかった", En: "It was no reportable event"}},
				{ID: GroundTwice, Label: text.Both{Ja: "同じ事案を二度報告した(統合)", En: "The same event was reported twice (to be merged)"}},
				{ID: "sector", Label: text.Both{Ja: "別の分野の事案として報告すべきだった", En: "It should have been reported for another sector"}},
			}},
			{ID: KeptField, Kind: form.Line, Limit: 60, Section: "outline", When: twice, NeededWhen: twice,
				Label: text.Both{Ja: "残す報告の整理番号", En: "Number of the report that stays"}, Help: text.Both{Ja: "今後の報告は、この番号の報告に続けます。", En: "What follows is reported under that one."}, Example: text.Both{Ja: "報-R8-7K4M-2QXD-W", En: "R-R8-7K4M-2QXD-W"}},
			{ID: "found_on", Kind: form.Day, Needed: true, AskFuture: true, Section: "outline", Label: text.Both{Ja: "判明した日", En: "Day on which this became clear"}, Example: text.Both{Ja: "令和8年11月24日", En: "2026-11-24"}},
			{ID: "reason", Kind: form.Area, Limit: 4000, Needed: true, Section: "outline", Label: text.Both{Ja: "理由", En: "Reason"}, Example: text.Both{Ja: "点検中の自社の作業による通信でした。", En: "The traffic came from our own maintenance."}},
			{ID: "evidence", Kind: form.Area, Limit: 4000, Needed: true, Section: "outline", Label: text.Both{Ja: "根拠", En: "Evidence"},
				Help: text.Both{Ja: "確かめたログや調査の結果を書いてください。ファイルも添付できます。", En: "Logs and findings that show it. Files can be attached."}},
		},
	}, callbackStep},
	Parts: []form.Part{{ID: "outline", Name: text.Both{Ja: "概要", En: "Outline"}}, {ID: "contact", Name: text.Both{Ja: "折り返し先", En: "Call-back"}}},
}

// GroundTwice is 統合, and KeptField names the report that stays.
const (
	GroundTwice = "twice"
	KeptField   = "kept"
)

var twice = form.Condition{Field: "ground", In: []string{GroundTwice}}

// Outside is the statement as a procedure: the duty of its case is not waited for until an office asks.
var Outside = procedure.Procedure{
	ID: OutsideForm.ID, Name: text.Both{Ja: "対象外の申出", En: "Statement: not reportable"}, Form: OutsideForm, Act: party.ActReport, Number: ident.NumberReport,
	Clock: procedure.Clock{Rule: "incident.detailed"}, Follows: true, Effect: procedure.Stays, Refers: KeptField, Contact: "callback", Summary: []string{"reason"},
}

// Voluntary is 任意の報告: what need not be reported, told nevertheless. It opens a case without a clock, so that no count of lateness
// knows it.
var Voluntary = voluntary()

func voluntary() procedure.Procedure {
	p := Prompt
	p.ID, p.Name, p.Clock, p.Urgent, p.Words = "report.voluntary", text.Both{Ja: "任意の報告", En: "Voluntary report"}, procedure.Clock{}, false, ""
	p.Form.ID, p.Form.Title = p.ID, text.Both{Ja: "任意で知らせる", En: "Report voluntarily"}
	p.Form.Lead = text.Both{
		Ja: "法律上の報告は不要と考えられることを、任意で知らせます。期限はありません。任意の報告であることが提出先にも示されます。",
		En: "Tells what seems not to be reportable by law. There is no time limit, and the offices see that it is voluntary.",
	}
	return p
}
