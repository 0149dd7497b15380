package incident

import (
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// PromptForm is the 速報 (強化法5条, 命令4条2項): the four questions of R8, and where to call back.
// Only what is known at the time is asked; 未把握 is an answer to everything but the first two.
var PromptForm = form.Form{
	ID:    "report.prompt",
	Title: text.Both{Ja: "速報を送る", En: "Send a prompt report"},
	Lead: text.Both{
		Ja: "分かっていることだけで送れます。分からない項目は『未把握』のままで構いません。足りない分は、詳報までに補えます。",
		En: "Send what you know now. Leave what you do not know as “not known”. You can add the rest until the detailed report.",
	},
	Steps: []form.Step{whatStep, whenStep, whichStep, impactStep, callbackStep},
	Parts: []form.Part{
		{ID: "outline", Name: text.Both{Ja: "概要", En: "Outline"}},
		{ID: "computer", Name: text.Both{Ja: "システム・機器", En: "System or machine"}},
		{ID: "contact", Name: text.Both{Ja: "折り返し先", En: "Call-back"}},
	},
}

// Prompt is the 速報 as a procedure: it goes to whom jurisdiction says, opens a case, and the 詳報 falls due (命令4条3項).
var Prompt = procedure.Procedure{
	ID: PromptForm.ID, Name: text.Both{Ja: "速報", En: "Prompt report"}, Form: PromptForm, Act: party.ActReport, Number: ident.NumberReport,
	Clock: procedure.Clock{Rule: "incident.detailed", Field: "aware_at"}, Case: true, Urgent: true, Contact: "callback",
	Summary: []string{"what_text", "what_kind"}, Words: "prompt",
}

var whatStep = form.Step{
	ID:    "what",
	Title: text.Both{Ja: "何が起きていますか", En: "What is happening?"},
	Short: text.Both{Ja: "何が", En: "What"},
	Lead:  text.Both{Ja: "当てはまるものを全て選んでください。", En: "Choose all that apply."},
	Fields: []form.Field{
		{
			ID: "what_kind", Kind: form.Choices, Needed: true, Section: "outline",
			Label: text.Both{Ja: "起きていること", En: "What is happening"},
			Options: []form.Option{
				{ID: "malware", Label: text.Both{Ja: "マルウェアが実行できる状態に置かれた", En: "Malware has been put into an executable state"}},
				{ID: "access", Label: text.Both{Ja: "不正なアクセス", En: "Unauthorised access"}},
				{ID: "obstruction", Label: text.Both{Ja: "業務の妨害(DDoSなど)", En: "Obstruction of business (DDoS and the like)"}},
				{ID: "trace", Label: text.Both{Ja: "痕跡や兆候を見つけた", En: "Traces or signs were found"}},
				{ID: "unclear", Label: text.Both{Ja: "まだ分からない", En: "Not clear yet"}},
			},
		},
		{
			ID: "what_text", Kind: form.Line, Limit: 500, Section: "outline",
			Label:   text.Both{Ja: "一行で説明してください(任意)", En: "In one line (optional)"},
			Example: text.Both{Ja: "監視端末の画面に身代金を求める文が出ている", En: "A ransom note is shown on an operator terminal"},
		},
	},
}

var whenStep = form.Step{
	ID:    "when",
	Title: text.Both{Ja: "いつ気付きましたか", En: "When did you notice?"},
	Short: text.Both{Ja: "いつ", En: "When"},
	Fields: []form.Field{
		{
			ID: "aware_at", Kind: form.Moment, Needed: true, AskFuture: true, Section: "outline",
			Label: text.Both{Ja: "認知した日時", En: "Date and time of awareness"},
			Help: text.Both{
				Ja: "『認知』は、対象の機器で攻撃やその痕跡があったと、あなたの組織が分かった時点です。おおよその時刻で構いません。あとで訂正でき、訂正前の時刻も残ります。",
				En: "Awareness is the moment at which your organisation knew of an attack, or traces of one, on the machine. An approximate time is enough. It can be corrected later, and the earlier value stays.",
			},
			Example: text.Both{Ja: "令和8年11月24日 10:15", En: "2026-11-24 10:15"},
		},
		{
			ID: "noticed_at", Kind: form.Moment, AskFuture: true, Section: "outline",
			Label: text.Both{Ja: "委託先・クラウド事業者から連絡を受けた日時(任意)", En: "When a contractor or cloud provider told you (optional)"},
		},
	},
}

var whichStep = form.Step{
	ID:    "which",
	Title: text.Both{Ja: "どのシステム・機器ですか", En: "Which system or machine?"},
	Short: text.Both{Ja: "どの機器", En: "Which"},
	Fields: []form.Field{{
		ID: "which", Kind: form.Area, Limit: 2000, Needed: true, Unknowable: true, Section: "computer",
		Label:   text.Both{Ja: "システム・機器", En: "System or machine"},
		Help:    text.Both{Ja: "名前や場所など、担当者に伝わる書き方で構いません。", En: "Names or places, in words that your colleagues understand."},
		Example: text.Both{Ja: "北部給電指令所の監視端末 3台", En: "Three terminals at the northern dispatch centre"},
	}},
}

var impactStep = form.Step{
	ID:    "impact",
	Title: text.Both{Ja: "サービスへの影響はありますか", En: "Is the service affected?"},
	Short: text.Both{Ja: "影響", En: "Effect"},
	Fields: []form.Field{{
		ID: "impact", Kind: form.Choice, Needed: true, Unknowable: true, Section: "outline",
		Label: text.Both{Ja: "サービスへの影響", En: "Effect on the service"},
		Options: []form.Option{
			{ID: "stopped", Label: text.Both{Ja: "停止", En: "Stopped"}},
			{ID: "degraded", Label: text.Both{Ja: "低下", En: "Degraded"}},
			{ID: "none", Label: text.Both{Ja: "なし", En: "None"}},
		},
	}},
}

var callbackStep = form.Step{
	ID:    "callback",
	Title: text.Both{Ja: "折り返し先を確かめてください", En: "Where can we call you back?"},
	Short: text.Both{Ja: "折り返し先", En: "Call-back"},
	Fields: []form.Field{{
		ID: "callback", Kind: form.Line, Limit: 200, Needed: true, Section: "contact",
		Label:   text.Both{Ja: "折り返し先", En: "Call-back number"},
		Help:    text.Both{Ja: "登録された番号を入れてあります。違うときだけ直してください。", En: "Filled in from your registration. Change it only if it differs."},
		Example: text.Both{Ja: "当直 山﨑 03-0000-0000(内線 1234)", En: "Duty desk, Yamasaki, 03-0000-0000 ext. 1234"},
	}},
}
