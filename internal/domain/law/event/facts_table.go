package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

func whether(id, path, ja, en string, at func(*subject) *law.Truth) rule.Fact[subject] {
	return rule.Whether(id, text.Both{Ja: ja, En: en}, func(*subject) string { return path }, at)
}

func val(code, ja, en string) rule.Value {
	return rule.Value{Code: code, Both: text.Both{Ja: ja, En: en}}
}

func path(p string) func(*subject) string { return func(*subject) string { return p } }

// facts are the questions of this assessment, in the order of the questionnaire.
var facts = []rule.Fact[subject]{
	whether("designated", "operator.designated", "事業者は指定されていますか", "is the operator designated?", func(s *subject) *law.Truth { return &s.designated }),
	whether("waived", "operator.designated_on", "指定から6月以内の発生ですか", "within six months of designation?", func(s *subject) *law.Truth { return &s.waived }),
	whether("specified", "machine.specified", "特定重要電子計算機ですか", "is it a specified critical computer?", func(s *subject) *law.Truth { return &s.specified }),
	whether("type_e", "machine.type_e", "類型E(特定重要設備又は同一セグメント)ですか", "is it of type E?", func(s *subject) *law.Truth { return &s.typeE }),
	whether("malware", "happened.malware_executable", "マルウェアが実行できる状態に置かれましたか", "was malware put into a state in which it can run?", func(s *subject) *law.Truth { return &s.malware }),
	whether("access", "happened.unauthorised_access", "不正なアクセスがありましたか", "was there unauthorised access?", func(s *subject) *law.Truth { return &s.access }),
	whether("interference", "happened.interference", "電子計算機への攻撃で業務が妨害されましたか", "was business interfered with?", func(s *subject) *law.Truth { return &s.interference }),
	whether("line", "happened.line_impaired", "接続する回線に障害が起きましたか", "was the connected line impaired?", func(s *subject) *law.Truth { return &s.line }),
	whether("harm", "happened.harm", "その電子計算機のサイバーセキュリティは害されましたか", "is its cybersecurity harmed?", func(s *subject) *law.Truth { return &s.harm }),
	whether("malware_trace", "happened.malware_trace", "マルウェアが実行された痕跡がありますか", "traces that malware ran?", func(s *subject) *law.Truth { return &s.malwareTrace }),
	whether("access_trace", "happened.access_trace", "不正に侵入された痕跡がありますか", "traces of intrusion?", func(s *subject) *law.Truth { return &s.accessTrace }),
	whether("interference_trace", "happened.interference_trace", "業務妨害の痕跡がありますか", "traces of interference?", func(s *subject) *law.Truth { return &s.interferenceTrace }),
	whether("received", "happened.malware_received", "マルウェアを受信しましたか(実行前を含む)", "was malware received, run or not?", func(s *subject) *law.Truth { return &s.received }),
	whether("attempt", "happened.bypass_attempted", "アクセス制御を免れる入力が見つかりましたか", "was input found that bypasses access control?", func(s *subject) *law.Truth { return &s.attempt }),
	whether("credentials", "happened.credentials_stolen", "認証情報が盗まれましたか", "were credentials stolen?", func(s *subject) *law.Truth { return &s.credentials }),
	whether("command", "happened.false_command_received", "虚偽の情報や不正な指令を受信しましたか", "was false information or an unauthorised command received?", func(s *subject) *law.Truth { return &s.command }),
	whether("scan", "happened.only_scan_or_refused", "走査や拒まれた試みだけですか", "only a scan or refused tries?", func(s *subject) *law.Truth { return &s.scan }),
	rule.Choice("kind", text.Both{Ja: "事案の種類", En: "kind of event"}, path("kind"), func(s *subject) *Kind { return &s.kind },
		val("ddos", "DDoS攻撃", "DDoS"), val("ransomware", "ランサムウェア", "ransomware"), val("other", "その他", "other")),
	rule.Choice("model", text.Both{Ja: "利用の形", En: "service model"}, path("machine.model"), func(s *subject) *Model { return &s.model },
		val("own", "オンプレミス", "own"), val("iaas", "IaaS", "IaaS"), val("paas", "PaaS", "PaaS"), val("saas", "SaaS", "SaaS")),
	rule.Choice("layer", text.Both{Ja: "PaaSのどの層か", En: "layer on PaaS"}, path("machine.layer"), func(s *subject) *Layer { return &s.layer },
		val("application", "アプリケーション", "application"), val("middleware", "ミドルウェア", "middleware"), val("os", "OS", "OS")),
	whether("contractor", "when.contractor_noticed", "委託先が先に気付きましたか", "did a contractor notice first?", func(s *subject) *law.Truth { return &s.contractor }),
	whether("leak", "personal_data.leak", "個人データの漏えい・滅失・毀損(おそれを含む)がありますか", "a leak, loss or damage of personal data, or its possibility?", func(s *subject) *law.Truth { return &s.leak }),
	whether("sensitive", "personal_data.sensitive", "要配慮個人情報を含みますか", "does it include sensitive data?", func(s *subject) *law.Truth { return &s.sensitive }),
	whether("financial", "personal_data.financial_harm", "財産的被害のおそれがありますか", "could it cause financial harm?", func(s *subject) *law.Truth { return &s.financial }),
	whether("improper", "personal_data.improper_purpose", "不正の目的によるおそれがありますか", "could it have an improper purpose?", func(s *subject) *law.Truth { return &s.improper }),
	whether("over_1000", "personal_data.over_1000", "本人の数は1,000人を超えますか", "more than 1,000 people?", func(s *subject) *law.Truth { return &s.overNumber }),
}

// shown are facts that a trace shows but that nobody can change by an answer.
var shown = append([]rule.Fact[subject]{
	whether("sector", "operator.sector", "事業の区分は施行されていますか", "is the sector in force?", func(s *subject) *law.Truth { return &s.sectorActive }),
}, facts...)

// exampleQuestions tells beside which question the book's examples stand (R40).
var exampleQuestions = map[string]string{
	"malware": "malware", "malware_trace": "malware", "received": "received", "access": "access", "access_trace": "access",
	"attempt": "attempt", "credentials": "attempt", "interference": "interference", "interference_trace": "interference", "line": "interference", "command": "command",
}

// Question is one question of the questionnaire with its answers and the examples beside it.
type Question struct {
	ID       string        `json:"id"`
	Path     string        `json:"path"`
	Name     text.Both     `json:"name"`
	Values   []rule.Value  `json:"values"`
	Examples []law.Example `json:"examples"`
}

// Questions returns the questionnaire of a book, for a page or a form.
func Questions(b law.Book) []Question {
	out := make([]Question, 0, len(facts))
	for i := range facts {
		f := &facts[i]
		q := Question{ID: f.ID, Path: f.Path(&subject{}), Name: f.Name, Values: f.Values, Examples: []law.Example{}}
		if e := exampleQuestions[f.ID]; e != "" {
			q.Examples = b.Examples(e)
		}
		out = append(out, q)
	}
	return out
}
