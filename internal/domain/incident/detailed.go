package incident

import (
	"slices"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// DetailedForm is the 詳報 (強化法5条, 命令4条2項・3項): the seven items, by the kind of 様式 1 to 3. Item 2, 特別社会基盤事業者の概要, is
// the filer's block. What is not known yet is 未把握: only what is known at the time is asked for.
var DetailedForm = form.Form{
	ID:    "report.detailed",
	Title: text.Both{Ja: "詳報を送る", En: "Send the detailed report"},
	Lead: text.Both{
		Ja: "これまでに報告した内容を入れてあります。変わったところと、足りないところだけを書いてください。分からない項目は『未把握』のままで構いません。",
		En: "What you have reported so far is filled in. Write only what changed and what lacks. Leave what you do not know as “not known”.",
	},
	Steps: []form.Step{formStep, storyStep, timesStep, machineStep, effectStep, ddosStep, ransomStep, otherStep, entryStep, traceStep, responseStep, remarksStep, callbackStep},
	Parts: reportParts,
}

// FurtherForm is a 続報: the same questions, none of them needed but what is new.
var FurtherForm = form.Form{
	ID:    "report.further",
	Title: text.Both{Ja: "続報を送る", En: "Send a further report"},
	Lead: text.Both{
		Ja: "これまでに報告した内容を入れてあります。新しく分かったことと、変わったところだけを書いてください。",
		En: "What you have reported so far is filled in. Write only what is new and what changed.",
	},
	Steps: append([]form.Step{newsStep}, optional(DetailedForm.Steps)...),
	Parts: reportParts,
}

// Detailed is the 詳報 as a procedure: about the case of a 速報, once; it ends the duty that the 速報 opened.
var Detailed = procedure.Procedure{
	ID: DetailedForm.ID, Name: text.Both{Ja: "詳報", En: "Detailed report"}, Form: DetailedForm, Act: party.ActReport, Number: ident.NumberReport,
	Clock: clock, Follows: true, Once: true, Effect: procedure.Ends, Corrects: true, Contact: "callback", Explains: explains, Summary: summary,
}

// Further is a 続報 as a procedure: any number of them, before the 詳報 and after it.
var Further = procedure.Procedure{
	ID: FurtherForm.ID, Name: text.Both{Ja: "続報", En: "Further report"}, Form: FurtherForm, Act: party.ActReport, Number: ident.NumberReport,
	Clock: clock, Follows: true, Contact: "callback", Explains: explains, Summary: append([]string{"news"}, summary...),
}

// What the procedures about a case share.
var (
	clock    = procedure.Clock{Rule: "incident.detailed", Field: "aware_at"}
	explains = procedure.Explains{Field: "times_reason", Of: []string{"occurred_at", "noticed_at", "aware_at"}}
	summary  = []string{"what_text", "what_kind"}
)

// reportParts are the release sections that rows of jurisdiction know; what is technical goes where the machine goes.
var reportParts = []form.Part{
	{ID: "outline", Name: text.Both{Ja: "概要・影響・対応", En: "Outline, effect, response"}},
	{ID: "computer", Name: text.Both{Ja: "システム・機器と技術的な事項", En: "System or machine, technical matters"}},
	{ID: "contact", Name: text.Both{Ja: "折り返し先", En: "Call-back"}},
}

// optional are steps in which nothing is needed.
func optional(steps []form.Step) []form.Step {
	list := slices.Clone(steps)
	for i, s := range list {
		list[i].Fields = slices.Clone(s.Fields)
		for j := range s.Fields {
			list[i].Fields[j].Needed, list[i].Fields[j].Ground = false, ""
		}
	}
	return list
}

var newsStep = form.Step{
	ID: "news", Title: text.Both{Ja: "新しく分かったことは何ですか", En: "What is new?"}, Short: text.Both{Ja: "新しいこと", En: "News"},
	Fields: []form.Field{{
		ID: "news", Kind: form.Area, Limit: 4000, Needed: true, Section: "outline",
		Label:   text.Both{Ja: "今回お知らせすること", En: "What you report now"},
		Example: text.Both{Ja: "侵入の経路が分かりました。", En: "The way of entry has become clear."},
	}},
}

// The kinds of 様式.
const (
	FormDDoS       = "ddos"
	FormRansomware = "ransomware"
	FormOther      = "other"
)

var formStep = form.Step{
	ID: "kind", Title: text.Both{Ja: "どの様式の事案ですか", En: "Which form does it follow?"}, Short: text.Both{Ja: "様式", En: "Form"},
	Fields: []form.Field{{
		ID: "form_kind", Kind: form.Choice, Needed: true, Section: "outline", Ground: "命令4条3項1号",
		Label: text.Both{Ja: "報告の区分", En: "Kind of report"},
		Help:  text.Both{Ja: "選んだ様式によって、あとの質問が変わります。", En: "The questions that follow depend on it."},
		Options: []form.Option{
			{ID: FormDDoS, Label: text.Both{Ja: "DDoS攻撃(様式1)", En: "DDoS attack (form 1)"}},
			{ID: FormRansomware, Label: text.Both{Ja: "ランサムウェア(様式2)", En: "Ransomware (form 2)"}},
			{ID: FormOther, Label: text.Both{Ja: "その他のサイバー攻撃など(様式3)", En: "Other attacks (form 3)"}},
		},
	}},
}

var storyStep = form.Step{
	ID: "story", Title: text.Both{Ja: "何が起きましたか", En: "What happened?"}, Short: text.Both{Ja: "概要", En: "Outline"},
	Fields: append(slices.Clone(whatStep.Fields), form.Field{
		ID: "story", Kind: form.Area, Limit: 8000, Needed: true, Unknowable: true, Section: "outline", Ground: "命令4条3項3号",
		Label:   text.Both{Ja: "事案の概要と経緯", En: "Outline and course of events"},
		Help:    text.Both{Ja: "分かった順に、日時と出来事を書いてください。", En: "Events with their times, in the order in which they became known."},
		Example: text.Both{Ja: "11月20日 9:30 監視端末が再起動を繰り返した。10:15 暗号化を確認した。", En: "20 November 9:30: terminals kept rebooting. 10:15: encryption was seen."},
	}),
}

var machineStep = form.Step{
	ID: "machine", Title: text.Both{Ja: "どの特定重要電子計算機ですか", En: "Which specified critical computer?"}, Short: text.Both{Ja: "機器", En: "Machine"},
	Fields: append(grounded(whichStep.Fields, "命令4条3項4号"), form.Field{
		ID: "products", Kind: form.Area, Limit: 4000, Section: "computer",
		Label:   text.Both{Ja: "製品名とメーカー名(任意)", En: "Products and makers (optional)"},
		Example: text.Both{Ja: "FortiGate 100F(Fortinet)", En: "FortiGate 100F (Fortinet)"},
	}),
}

// grounded are fields with the provision that asks for them.
func grounded(fields []form.Field, ground string) []form.Field {
	list := slices.Clone(fields)
	for i := range list {
		list[i].Ground = ground
	}
	return list
}

var yesNo = []form.Option{{ID: "yes", Label: text.Both{Ja: "あり", En: "Yes"}}, {ID: "no", Label: text.Both{Ja: "なし", En: "No"}}}

var effectStep = form.Step{
	ID: "effect", Title: text.Both{Ja: "どのような影響がありましたか", En: "What was the effect?"}, Short: text.Both{Ja: "影響", En: "Effect"},
	Fields: append(slices.Clone(impactStep.Fields),
		form.Field{ID: "impact_text", Kind: form.Area, Limit: 4000, Section: "outline", Label: text.Both{Ja: "業務・システムへの影響(任意)", En: "Effect on business and systems (optional)"}},
		form.Field{ID: "service_level", Kind: form.Choice, Needed: true, Unknowable: true, Section: "outline", Options: yesNo, Label: text.Both{Ja: "重要インフラサービス維持レベルの逸脱", En: "Deviation from the service maintenance level"}},
		form.Field{
			ID: "personal_data", Kind: form.Choice, Unknowable: true, Section: "outline", Options: yesNo, Label: text.Both{Ja: "個人データの漏えい、またはそのおそれ(任意)", En: "Personal data leaked, or may have leaked (optional)"},
			Help: text.Both{Ja: "『あり』のときは、個人情報保護委員会への報告も確かめてください。期限が別にあります。", En: "If so, look at the report to the Personal Information Protection Commission. It has a clock of its own."},
		}),
}

var responseStep = form.Step{
	ID: "response", Title: text.Both{Ja: "どう対応しましたか", En: "What was done about it?"}, Short: text.Both{Ja: "対応", En: "Response"},
	Fields: []form.Field{
		{ID: "response", Kind: form.Area, Limit: 8000, Needed: true, Unknowable: true, Section: "outline", Ground: "命令4条3項6号", Label: text.Both{Ja: "これまでの対応", En: "What was done"},
			Example: text.Both{Ja: "該当の端末を切り離し、バックアップから復旧しました。", En: "The terminals were cut off and restored from backups."}},
		{ID: "planned", Kind: form.Area, Limit: 4000, Section: "outline", Label: text.Both{Ja: "これからの対応(任意)", En: "What is planned (optional)"}},
		{ID: "disclosed", Kind: form.Choice, Unknowable: true, Section: "outline", Label: text.Both{Ja: "公表(任意)", En: "Disclosure (optional)"}, Options: []form.Option{
			{ID: "done", Label: text.Both{Ja: "公表した", En: "Disclosed"}}, {ID: "planned", Label: text.Both{Ja: "公表する予定", En: "Will be disclosed"}}, {ID: "none", Label: text.Both{Ja: "公表しない", En: "Will not be disclosed"}},
		}},
	},
}

var remarksStep = form.Step{
	ID: "remarks", Title: text.Both{Ja: "ほかに伝えることはありますか", En: "Anything else?"}, Short: text.Both{Ja: "その他", En: "Remarks"},
	Fields: []form.Field{{
		ID: "remarks", Kind: form.Area, Limit: 4000, Section: "outline", Ground: "命令4条3項7号", Label: text.Both{Ja: "その他特記事項(任意)", En: "Other remarks (optional)"},
	}},
}
