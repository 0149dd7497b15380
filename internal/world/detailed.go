package world

import (
	"context"
	"fmt"
	"maps"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/flow/submitting"
)

// Following are the flows by which a report is followed by another one about its case.
type Following struct {
	Follow submitting.Follow
	Save   submitting.Save
	Draft  func(ctx context.Context, s access.Scope, id ident.Draft) (filing.Draft, error)
}

// detailed is the 詳報 that follows an event, in a world that has them.
type detailed struct {
	hours int // after the 速報
	kind  string
	story string
	said  form.Values
}

func list(ids ...string) form.Value { return form.Value{Texts: ids} }
func line(s string) form.Value      { return form.Value{Texts: []string{s}} }
func unknown(ids ...string) form.Values { // what is not known yet
	all := form.Values{}
	for _, id := range ids {
		all[id] = form.Value{Unknown: true}
	}
	return all
}

// also are the answers of one beside those of another.
func also(a, b form.Values) form.Values {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// phishing is what the reports of one series of mails have in common.
func phishing(more string) form.Values {
	return also(unknown("cause", "disclosed"), form.Values{
		"event_kinds": list("infection", "code"), "entry": list("phishing"), "techniques": list("t1566_001", "t1204", "t1105"),
		"indicators":    line("hxxps://koushin-tsuuchi[.]example/get.php\n203.0.113[.]24\nkoushin_tsuuchi.zip" + more),
		"personal_data": line("no"), "service_level": line("no"), "response": line("端末を切り離し、初期化しました。同じメールを受け取った全員に注意を促しました。"), "planned": line("メールの添付ファイルの扱いを見直します。"),
	})
}

// access and the maintenance terminal came by one address; the attack on the line is one of its own.
var (
	afterMaintenance = &detailed{hours: 6 * 24, kind: incident.FormOther, story: "9:40 検知。10:05 端末を切り離し。翌日、保守会社のUSBメモリから同じプログラムを見つけた。", said: also(unknown("cause"), form.Values{
		"event_kinds": list("infection"), "entry": list("media", "partner"), "techniques": list("t1091", "t1105"), "products": line("MELSEC iQ-R(三菱電機)の設定用ノートPC"),
		"indicators":    line("198.51.100[.]77\nhxxp://hoshu-tool[.]example/u.bin\n9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
		"personal_data": line("no"), "service_level": line("no"), "response": line("端末を初期化し、保守用の媒体を検査しました。"), "planned": line("保守会社の媒体の持ち込みを検査してから許可します。"), "disclosed": line("none"),
	})}
	afterVPN = &detailed{hours: 3 * 24, kind: incident.FormRansomware, story: "VPN装置の利用者アカウントが悪用され、7時間後に保守用のファイルサーバーが暗号化された。給電の業務は紙で続けた。", said: also(unknown("ransom_note"), form.Values{
		"ransom_types": list("encrypted", "demand"), "extension": line(".kakou"), "entry": list("remote", "credentials"), "entry_text": line("退職者のアカウントが残っていた。"), "techniques": list("t1078", "t1110", "t1003"), "technique_ids": line("T1486"),
		"indicators": line("198.51.100[.]77\n198.51.100[.]0/28\nkakou-shien[.]example\nsoudan(at)kakou-shien[.]example"), "cves": line("CVE-2024-21762"), "products": line("FortiGate 100F(Fortinet)"),
		"personal_data": line("yes"), "service_level": line("no"), "response": line("VPN装置を止め、全ての利用者の認証情報を改めました。サーバーは前日の複製から戻しました。"), "planned": line("多要素認証を全ての遠隔接続に広げます。"), "disclosed": line("planned"),
	})}
	afterFlood = &detailed{hours: 2 * 24, kind: incident.FormDDoS, story: "11:10 遠隔監視の回線が断続的に使えなくなった。予備の回線に切り替え、14:30に収まった。", said: form.Values{
		"ddos_types": list("t1498_001", "t1498_002"), "ddos_volume": line("最大 18 Gbps"), "ddos_duration": line("11:10から14:30まで"), "ddos_measures": line("通信事業者に遮断を依頼した。"), "indicators": line("192.0.2[.]10\n192.0.2[.]11\n198.51.100[.]9"),
		"personal_data": line("no"), "service_level": line("no"), "response": line("予備の回線に切り替え、通信事業者が遮断しました。"), "planned": line("予備の回線を別の事業者にします。"), "disclosed": line("none"),
	}}
)

// wave is a series of mails to operators whom nobody plays; "#2" is the filer of the third.
var wave = []event{
	{days: 17, hour: 10, by: "#0", line: "営業店の端末でメールの添付ファイルが実行された", kinds: []string{"malware"}, detailed: &detailed{hours: 5 * 24, kind: incident.FormOther, story: "取引先を装ったメールの添付ファイルを開いた。", said: phishing("")}},
	{days: 14, hour: 13, by: "#1", line: "事務端末で見慣れないプログラムが動いた", kinds: []string{"malware", "trace"}, detailed: &detailed{hours: 4 * 24, kind: incident.FormOther, story: "更新の通知を装ったメールから感染した。", said: phishing("\nhxxps://koushin-tsuuchi[.]example/b.php")}},
	{days: 12, hour: 9, by: "#2", line: "メールの添付ファイルから不審な通信があった", kinds: []string{"malware"}, detailed: &detailed{hours: 5 * 24, kind: incident.FormOther, story: "通信の記録から、3台の感染が分かった。", said: phishing("\n203.0.113[.]25")}},
	{days: 8, hour: 15, by: "#3", line: "受信した圧縮ファイルを開いた端末が外部と通信した", kinds: []string{"malware"}, detailed: &detailed{hours: 3 * 24, kind: incident.FormOther, story: "対策ソフトが検知し、通信は遮断されていた。", said: phishing("")}},
	{days: 4, hour: 16, by: "other-operator-filer", line: "発電所の事務端末でメールの添付ファイルが実行された", kinds: []string{"malware"}, detailed: &detailed{hours: 2 * 24, kind: incident.FormOther, story: "更新の通知を装ったメールの添付ファイルを開いた。", said: phishing("\nhatsuden-koushin[.]example")}},
}

// told is an event that was reported.
type told struct {
	event
	i  int
	at time.Time
	of ident.Number
}

// follow sends the 詳報 about a report.
func (d Doors) follow(ctx context.Context, w *World, e told) error {
	filer := w.filer(e.by)
	scope := func() access.Scope { return access.For(filer, ident.At(d.Clock.Now())) }
	key := func(step string) ident.Key {
		return ident.Key{Org: filer.Org, Actor: filer.ID(), Route: "world", Client: fmt.Sprintf("%d/detailed/%s", e.i, step)}
	}
	id, err := d.Following.Follow.Do(ctx, scope(), key("follow"), e.of, incident.Detailed.ID)
	if err != nil {
		return err
	}
	draft, err := d.Following.Draft(ctx, scope(), id)
	if err != nil {
		return err
	}
	said := also(e.detailed.said, form.Values{
		"form_kind": line(e.detailed.kind), "story": line(e.detailed.story),
		"occurred_at": line(e.at.Add(-40 * time.Minute).Format("2006-01-02T15:04-07:00")),
	})
	all := submitting.SaveOf{Draft: draft.Number, Form: incident.DetailedForm, Answers: map[string]submitting.Answer{}}
	for field, v := range said {
		all.Answers[field] = submitting.Answer{Value: v}
	}
	if _, err := d.Following.Save.Do(ctx, scope(), key("save"), all); err != nil {
		return err
	}
	sent, err := d.File.Do(ctx, scope(), key("send"), submitting.Sending{Draft: draft.Number})
	if err != nil {
		return err
	}
	d.Clock.Set(d.Clock.Now().Add(11 * time.Minute))
	return d.Open(ctx, access.For(w.As("cabinet-analyst"), ident.At(d.Clock.Now())), sent)
}
