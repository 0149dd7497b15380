package incident

import (
	"strings"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Technique is one ATT&CK technique under the name by which people find it. The names are those of the material in Source; the whole
// of ATT&CK is not here: other numbers are typed.
type Technique struct {
	ID        string // T1498.001
	Name      text.Both
	Source    string // an id of the book's sources
	Certainty law.Certainty
	DDoS      bool // one that 様式1 offers
}

// Techniques are those that the forms and the examples of the book name.
var Techniques = []Technique{
	{"T1498", text.Both{Ja: "ネットワークDoS", En: "Network Denial of Service"}, "S8", law.Reported, true},
	{"T1498.001", text.Both{Ja: "直接のフラッド", En: "Direct Network Flood"}, "S8", law.Reported, true},
	{"T1498.002", text.Both{Ja: "リフレクション・増幅", En: "Reflection Amplification"}, "S8", law.Reported, true},
	{"T1499", text.Both{Ja: "端末・サービスのDoS", En: "Endpoint Denial of Service"}, "S8", law.Reported, true},
	{"T1595", text.Both{Ja: "探索(スキャン)", En: "Active Scanning"}, "own", law.Drafted, false},
	{"T1190", text.Both{Ja: "公開しているシステムの脆弱性の悪用", En: "Exploit Public-Facing Application"}, "own", law.Drafted, false},
	{"T1566", text.Both{Ja: "フィッシング", En: "Phishing"}, "own", law.Drafted, false},
	{"T1566.001", text.Both{Ja: "添付ファイルによるフィッシング", En: "Spearphishing Attachment"}, "own", law.Drafted, false},
	{"T1091", text.Both{Ja: "USBメモリなどを介した広がり", En: "Replication Through Removable Media"}, "own", law.Drafted, false},
	{"T1078", text.Both{Ja: "正規のアカウントの悪用", En: "Valid Accounts"}, "own", law.Drafted, false},
	{"T1110", text.Both{Ja: "総当たりなどのログインの試み", En: "Brute Force"}, "own", law.Drafted, false},
	{"T1204", text.Both{Ja: "利用者による実行", En: "User Execution"}, "own", law.Drafted, false},
	{"T1105", text.Both{Ja: "攻撃の道具の持ち込み", En: "Ingress Tool Transfer"}, "own", law.Drafted, false},
	{"T1003", text.Both{Ja: "OSの認証情報の窃取", En: "OS Credential Dumping"}, "own", law.Drafted, false},
	{"T1485", text.Both{Ja: "データの破壊", En: "Data Destruction"}, "own", law.Drafted, false},
	{"T0855", text.Both{Ja: "権限のない制御命令(制御システム)", En: "Unauthorized Command Message (ICS)"}, "own", law.Drafted, false},
	{"T0856", text.Both{Ja: "偽の計測値(制御システム)", En: "Spoof Reporting Message (ICS)"}, "own", law.Drafted, false},
}

// Option is the id under which a technique is chosen in a form: t1498_001.
func (t Technique) Option() string { return strings.ReplaceAll(strings.ToLower(t.ID), ".", "_") }

// techniqueOptions are the techniques as choices, with those of DDoS or without.
func techniqueOptions(ddos bool) (list []form.Option) {
	for _, t := range Techniques {
		if t.DDoS == ddos {
			list = append(list, form.Option{ID: t.Option(), Label: text.Both{Ja: t.Name.Ja + " " + t.ID, En: t.Name.En + " " + t.ID}})
		}
	}
	return list
}
