package incident

import (
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/indicator"
	"kanmin/internal/domain/text"
)

// 技術的な事項 (命令4条3項5号): one step for each 様式, as far as its columns are known (law.md 5.4), and what all of them share.
const technicalGround = "命令4条3項5号"

func when(kind string) form.Condition { return form.Condition{Field: "form_kind", In: []string{kind}} }

var ddosStep = form.Step{
	ID: "ddos", When: when(FormDDoS), Title: text.Both{Ja: "どのようなDDoS攻撃でしたか", En: "What kind of DDoS attack was it?"}, Short: text.Both{Ja: "DDoS", En: "DDoS"},
	Fields: []form.Field{
		{ID: "ddos_types", Kind: form.Choices, Needed: true, Unknowable: true, Section: "computer", Ground: technicalGround, Options: techniqueOptions(true), Label: text.Both{Ja: "攻撃の類型(ATT&CK)", En: "Type of attack (ATT&CK)"}},
		{ID: "ddos_volume", Kind: form.Line, Limit: 200, Section: "computer", Label: text.Both{Ja: "攻撃の量(任意)", En: "Volume (optional)"}, Example: text.Both{Ja: "最大 40 Gbps、8 Mpps", En: "at most 40 Gbps, 8 Mpps"}},
		{ID: "ddos_duration", Kind: form.Line, Limit: 200, Section: "computer", Label: text.Both{Ja: "続いた時間(任意)", En: "Duration (optional)"}, Example: text.Both{Ja: "9:30から11:05まで", En: "from 9:30 to 11:05"}},
		{ID: "ddos_measures", Kind: form.Area, Limit: 2000, Section: "computer", Label: text.Both{Ja: "行った遮断などの対策(任意)", En: "Mitigation (optional)"}},
	},
}

var ransomStep = form.Step{
	ID: "ransomware", When: when(FormRansomware), Title: text.Both{Ja: "どのようなランサムウェアでしたか", En: "What kind of ransomware was it?"}, Short: text.Both{Ja: "ランサム", En: "Ransomware"},
	Fields: []form.Field{
		{ID: "ransom_types", Kind: form.Choices, Needed: true, Unknowable: true, Section: "computer", Ground: technicalGround, Label: text.Both{Ja: "ランサムウェアの類型", En: "Type of ransomware"}, Options: []form.Option{
			{ID: "encrypted", Label: text.Both{Ja: "ファイルが暗号化された", En: "Files were encrypted"}},
			{ID: "leak", Label: text.Both{Ja: "情報の公開をほのめかされた", En: "A leak was threatened"}},
			{ID: "demand", Label: text.Both{Ja: "金銭を要求された", En: "Money was demanded"}},
		}},
		{ID: "extension", Kind: form.Line, Limit: 200, Unknowable: true, Section: "computer", Label: text.Both{Ja: "暗号化されたファイルの拡張子(任意)", En: "Extension of encrypted files (optional)"}, Example: text.Both{Ja: ".locked", En: ".locked"}},
		{ID: "ransom_note", Kind: form.Area, Limit: 20_000, Unknowable: true, Section: "computer", Label: text.Both{Ja: "脅迫文の文面(任意)", En: "Ransom note (optional)"},
			Help: text.Both{Ja: "文面をそのまま貼り付けてください。画面の写真は『添付ファイル』から加えられます。", En: "Paste the text as it is. A picture of the screen can be attached as a file."}},
	},
}

var entryStep = form.Step{
	ID: "entry", When: form.Condition{Field: "form_kind", In: []string{FormRansomware, FormOther}}, Title: text.Both{Ja: "どこから入られましたか", En: "How did they get in?"}, Short: text.Both{Ja: "侵入", En: "Entry"},
	Fields: []form.Field{
		{ID: "entry", Kind: form.Choices, Needed: true, Unknowable: true, Section: "computer", Ground: technicalGround, Label: text.Both{Ja: "侵入の方法", En: "Way of entry"}, Options: entryOptions},
		{ID: "entry_text", Kind: form.Area, Limit: 4000, Section: "computer", Label: text.Both{Ja: "侵入の経路(任意)", En: "Route of entry (optional)"}},
	},
}

var entryOptions = []form.Option{
	{ID: "vulnerability", Label: text.Both{Ja: "脆弱性の悪用", En: "A vulnerability was exploited"}},
	{ID: "phishing", Label: text.Both{Ja: "フィッシングメール", En: "A phishing mail"}},
	{ID: "remote", Label: text.Both{Ja: "リモート接続の悪用", En: "Remote access was abused"}},
	{ID: "credentials", Label: text.Both{Ja: "盗まれた認証情報", En: "Stolen credentials"}},
	{ID: "partner", Label: text.Both{Ja: "委託先・取引先を経由", En: "By way of a contractor or partner"}},
	{ID: "media", Label: text.Both{Ja: "USBメモリなどの媒体", En: "USB memory or other media"}},
	{ID: "other", Label: text.Both{Ja: "その他", En: "Other"}},
}

// otherStep uses the older taxonomy of events and causes (law.md 5.4, S13 annex 3): the columns of 様式3 are not known.
var otherStep = form.Step{
	ID: "other", When: when(FormOther), Title: text.Both{Ja: "どのような攻撃でしたか", En: "What kind of attack was it?"}, Short: text.Both{Ja: "攻撃", En: "Attack"},
	Fields: []form.Field{
		{ID: "event_kinds", Kind: form.Choices, Needed: true, Unknowable: true, Section: "computer", Ground: technicalGround, Label: text.Both{Ja: "起きたことの種類", En: "Kind of event"}, Options: []form.Option{
			{ID: "sign", Label: text.Both{Ja: "予兆・ヒヤリハット", En: "A sign or near miss"}},
			{ID: "leak", Label: text.Both{Ja: "情報漏えい", En: "Information leaked"}},
			{ID: "destruction", Label: text.Both{Ja: "データ破壊", En: "Data destroyed"}},
			{ID: "unusable", Label: text.Both{Ja: "システム利用困難", En: "Systems hard to use"}},
			{ID: "infection", Label: text.Both{Ja: "マルウェア感染", En: "Malware infection"}},
			{ID: "code", Label: text.Both{Ja: "不正コード実行", En: "Malicious code executed"}},
			{ID: "intrusion", Label: text.Both{Ja: "システム侵入", En: "Intrusion"}},
			{ID: "other", Label: text.Both{Ja: "その他", En: "Other"}},
		}},
		{ID: "cause", Kind: form.Choice, Unknowable: true, Section: "computer", Label: text.Both{Ja: "原因(任意)", En: "Cause (optional)"}, Options: []form.Option{
			{ID: "intended", Label: text.Both{Ja: "意図的", En: "Intended"}}, {ID: "accidental", Label: text.Both{Ja: "偶発的", En: "Accidental"}},
			{ID: "environmental", Label: text.Both{Ja: "環境的", En: "Environmental"}}, {ID: "other", Label: text.Both{Ja: "その他", En: "Other"}},
		}},
	},
}

// IndicatorsField asks for 侵害指標 (IoC).
const IndicatorsField = "indicators"

var traceStep = form.Step{
	ID: "traces", Title: text.Both{Ja: "攻撃の手掛かりはありますか", En: "What is known of the attack?"}, Short: text.Both{Ja: "手掛かり", En: "Traces"},
	Fields: []form.Field{
		{ID: IndicatorsField, Kind: form.Area, Limit: 1_000_000, Needed: true, Unknowable: true, Reads: indicator.Indicators, Section: "computer", Ground: technicalGround,
			Label: text.Both{Ja: "侵害指標(IoC)", En: "Indicators of compromise (IoC)"},
			Help: text.Both{
				Ja: "ログや表から貼り付けられます。hxxp、[.]、(at) のままで読み取ります。IPアドレス、ドメイン、URL、メール、ハッシュ値、ファイル名を1万件まで。",
				En: "Paste from logs or tables; hxxp, [.] and (at) are understood. IP addresses, domains, URLs, mail addresses, hashes and file names, at most 10,000.",
			},
			Example: text.Both{Ja: "203.0.113[.]5", En: "203.0.113[.]5"}},
		{ID: "techniques", Kind: form.Choices, Unknowable: true, Section: "computer", Label: text.Both{Ja: "攻撃の技術(任意)", En: "Techniques (optional)"}, Options: techniqueOptions(false),
			Help: text.Both{Ja: "番号は MITRE ATT&CK のものです。", En: "The numbers are those of MITRE ATT&CK."}},
		{ID: "technique_ids", Kind: form.Line, Limit: 500, Reads: indicator.Techniques, Section: "computer", Label: text.Both{Ja: "ほかのATT&CKの番号(任意)", En: "Other ATT&CK numbers (optional)"}, Example: text.Both{Ja: "T1486、T1021.001", En: "T1486, T1021.001"}},
		{ID: "cves", Kind: form.Area, Limit: 4000, Reads: indicator.CVEs, Section: "computer", Label: text.Both{Ja: "悪用された脆弱性のCVE番号(任意)", En: "CVE numbers of exploited vulnerabilities (optional)"}, Example: text.Both{Ja: "CVE-2024-21762", En: "CVE-2024-21762"}},
		{ID: "technical", Kind: form.Area, Limit: 8000, Section: "computer", Label: text.Both{Ja: "その他の技術的な事項(任意)", En: "Other technical matters (optional)"}},
	},
}
