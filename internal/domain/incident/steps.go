package incident

import (
	"slices"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/text"
)

// Checklist is what to see to first after a 速報, by the kind of event (最初の対応の確認表). It is no law and decides nothing: every line is ours
// unless it names its source.
type Checklist struct {
	ID    string
	Name  text.Both
	Lines []Line
}

// Line is one thing to see to. Source is empty where the line is ours.
type Line struct {
	text.Both
	Source string
}

func own(ja, en string) Line { return Line{Both: text.Both{Ja: ja, En: en}} }

// basis are the lines with which every list ends.
var basis = []Line{
	own("気付いた時刻と行ったことを、順に書き留める", "Write down when you noticed, and what you did, in order"),
	own("ログを別の場所に保存し、上書きを止める", "Save logs elsewhere, and stop them from being overwritten"),
	own("分かったことを続報で知らせ、詳報に備える", "Tell what becomes known in further reports, and prepare the detailed one"),
}

// checklists are in the order in which they come first: the gravest of what was reported.
var checklists = []Checklist{
	{"ransomware", text.Both{Ja: "ランサムウェア", En: "Ransomware"}, []Line{
		own("暗号化された機器をネットワークから切り離し、電源は切らない", "Cut encrypted machines off the network; leave the power on"),
		own("バックアップをネットワークから切り離し、無事か確かめる", "Cut backups off the network, and see whether they are whole"),
		own("脅迫文と暗号化されたファイルの見本を残す", "Keep the ransom note and a sample of encrypted files"),
		own("管理者のアカウントが使われていないか確かめる", "See whether administrators' accounts were used"),
		own("支払いを決める前に、所管の担当室と警察に相談する", "Talk to your ministry and the police before deciding about payment"),
	}},
	{"ddos", text.Both{Ja: "DDoS攻撃", En: "DDoS attack"}, []Line{
		own("回線事業者とDDoS対策サービスに連絡する", "Call your carrier and your DDoS protection service"),
		own("攻撃の種類、量、送信元の傾向を記録する", "Record the kind, the volume and where it comes from"),
		own("必要な通信だけを通す設定を確かめる", "See to settings that let only needed traffic through"),
		own("利用者に知らせる経路を、別の回線で用意する", "Prepare a way to tell users that does not use the same line"),
		own("別の侵入が同時に起きていないか確かめる", "See whether an intrusion goes on at the same time"),
	}},
	{"malware", text.Both{Ja: "マルウェア", En: "Malware"}, []Line{
		own("感染した機器をネットワークから切り離し、電源は切らない", "Cut infected machines off the network; leave the power on"),
		own("検体とハッシュ値を残し、実行しない", "Keep the sample and its hash; do not run it"),
		own("同じ通信先や同じファイルがほかの機器にないか探す", "Look for the same destinations or files on other machines"),
		own("その機器で使われたアカウントのパスワードを変える", "Change passwords of accounts that were used on the machine"),
	}},
	{"access", text.Both{Ja: "不正アクセス", En: "Unauthorised access"}, []Line{
		own("使われたアカウントと接続を止める", "Stop the accounts and connections that were used"),
		own("入口となった機器の更新と設定を確かめる", "See to updates and settings of the machine by which they came in"),
		own("新しく作られたアカウントや設定の変更を探す", "Look for new accounts and changed settings"),
		own("個人データに触れられていないか確かめる", "See whether personal data was touched"),
	}},
	{"unknown", text.Both{Ja: "まだ分からないとき", En: "Not clear yet"}, []Line{
		own("様子のおかしい機器を書き出し、画面を写真に残す", "List the machines that behave oddly, and photograph their screens"),
		own("止めてよい機器と止められない機器を分ける", "Part machines that may be stopped from those that may not"),
		own("委託先とクラウド事業者に、異常がないか尋ねる", "Ask contractors and cloud providers whether they see anything"),
	}},
}

// FirstSteps are the lists for what a case says so far; the one for what is not clear where nothing else fits.
func FirstSteps(values form.Values) (list []Checklist) {
	kinds, kind := values["what_kind"], values["form_kind"].Text()
	fits := map[string]bool{
		"ransomware": kind == FormRansomware, "ddos": kind == FormDDoS || kinds.Has("obstruction"), "malware": kinds.Has("malware") && kind != FormRansomware, "access": kinds.Has("access"),
	}
	for _, c := range checklists {
		if fits[c.ID] || c.ID == "unknown" && len(list) == 0 {
			c.Lines = slices.Concat(c.Lines, basis)
			list = append(list, c)
		}
	}
	return list
}
