package law

import "kanmin/internal/domain/text"

// example makes one case of R40. Its ground is the draft's wording; the guideline's own examples were not seen.
func example(question, id string, reportable bool, technique string, c text.Both, letters ...Letter) Example {
	name := ja("報告の対象になる例", "example: reportable")
	if !reportable {
		name = ja("報告の対象にならない例", "example: not reportable")
	}
	return Example{
		Cite: Cite{ID: "example." + question + "." + id, Name: name, Provision: []string{"draft.event"}, Source: []string{"S0", "own"}, Status: Proposed, Certainty: Drafted, From: Commencement,
			Note: ja("考え方の案の文言から作った例です。解説の例は確認できていません。", "Made from the draft's wording; the guide's examples were not seen.")},
		Question: question, Reportable: reportable, Technique: technique, Case: c, Letters: letters,
	}
}

var examples = []Example{
	example("malware", "placed", true, "T1105", ja("VPN装置に不審なプログラムが置かれ、実行できる状態だった。", "A strange program lay on the VPN device, ready to run."), A),
	example("malware", "ran", true, "T1204", ja("監視端末でマルウェアが実行された痕跡がログにあった。", "The log of a control terminal shows that malware ran."), E),
	example("malware", "blocked-mail", false, "T1566.001", ja("メール中継サーバで添付のマルウェアが止まり、実行されていない。", "Malware in a mail was stopped at the gateway and did not run."), A),
	example("malware", "other-pc", false, "T1204", ja("特定重要電子計算機ではない事務用端末だけで検知した。", "Found only on an office PC that is no specified critical computer.")),

	example("received", "facility-mail", true, "T1566.001", ja("特定重要設備の端末に、実行前のマルウェア付きメールが届いた。", "A mail with malware, not run, reached a terminal of the facility."), E),
	example("received", "facility-usb", true, "T1091", ja("制御端末につないだUSBメモリでマルウェアが見つかった。", "Malware was found on a USB memory plugged into a control terminal."), E),
	example("received", "gateway", false, "T1566.001", ja("インターネット側のメール中継サーバで止まった。", "Stopped at the mail gateway on the internet side."), A),
	example("received", "segment-outside", false, "T1566", ja("認証サーバ(類型B)あての不審メールを開かずに消した。", "A suspicious mail at the authentication server (type B) was deleted unopened."), B),

	example("access", "login", true, "T1078", ja("盗まれたIDで認証サーバに入られた。", "Somebody entered the authentication server with a stolen identity."), B),
	example("access", "exploit", true, "T1190", ja("VPN装置の脆弱性を突かれ、内部に入られた痕跡がある。", "Traces of entry through a weakness of the VPN device."), A),
	example("access", "scan", false, "T1595", ja("VPN装置にポートスキャンが来たが、入られた痕跡はない。", "A port scan of the VPN device, without trace of entry."), A),
	example("access", "failed-login", false, "T1110", ja("FWの管理画面でログインの失敗が続いたが、全て拒まれた。", "Repeated failed sign-ins at the firewall, all refused."), A),

	example("attempt", "bypass", true, "T1190", ja("制御装置に、認証を避けるための入力が届いた。", "Input meant to bypass authentication reached the controller."), E),
	example("attempt", "credentials", true, "T1003", ja("特定重要設備の保守用の認証情報が盗まれた。", "The maintenance credentials of the facility were stolen."), E),
	example("attempt", "outside", false, "T1110", ja("境界のFWがログインの試みを拒み、設備には届いていない。", "The firewall refused the attempts; nothing reached the facility."), A),
	example("attempt", "scan-dmz", false, "T1595", ja("DMZの中継サーバにスキャンが来ただけだった。", "Only a scan of the relay in the DMZ."), C),

	example("interference", "ddos-line", true, "T1498", ja("回線があふれ、設備の監視制御に支障が出た。", "The line was flooded and control of the facility suffered."), A, E),
	example("interference", "wiper", true, "T1485", ja("認証サーバのデータが消され、業務が止まった。", "Data of the authentication server were wiped and business stopped."), B),
	example("interference", "website", false, "T1499", ja("広報用のウェブサイトだけがDDoSで見られなくなった。", "Only the public website was unreachable through DDoS.")),
	example("interference", "fault", false, "", ja("機器の故障や設定の誤りで止まり、攻撃の痕跡はない。", "A fault or a wrong setting stopped it; no trace of an attack."), E),

	example("command", "false-value", true, "T0856", ja("制御装置に偽の計測値が送られてきた。", "False measurements were sent to the controller."), E),
	example("command", "unauthorised", true, "T0855", ja("権限のない者の制御命令を設備が受信した。", "The facility received a command from somebody without authority."), E),
	example("command", "operator-slip", false, "", ja("担当者が誤って操作した。", "An operator's slip."), E),
	example("command", "relay", false, "T0855", ja("DMZの中継サーバが命令を止め、設備は受信していない。", "The relay in the DMZ stopped the command; the facility did not receive it."), C),
}
