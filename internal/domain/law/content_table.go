package law

import "kanmin/internal/domain/text"

func ja(j, e string) text.Both { return text.Both{Ja: j, En: e} }

func draftType(l Letter, quote string, name, example text.Both) Category {
	return Category{
		Cite: Cite{
			ID: "type." + string(l[0]+0x20), Name: name, Provision: []string{"act.2.2.2", "draft.types"}, Quote: quote, Source: []string{"S0"},
			Status: Proposed, Certainty: Drafted, From: Commencement,
			Note: ja("類型の記号と文言は考え方の案によります。最終の政令・命令は確認できていません。", "Letter and wording are the draft's; the final orders were not seen."),
		},
		Letter: l, Example: example,
	}
}

var categories = []Category{
	draftType(A, "グローバルIPアドレスが割り当てられている機器", ja("インターネットとの接続口の機器等", "device at the connection to the internet"), ja("FW、VPN装置など", "firewall, VPN device")),
	draftType(B, "特定社会基盤役務の提供に係るシステムの認証を提供する機器等", ja("役務を提供するシステムの認証を提供する機器等", "authentication for the system that provides the service"), ja("役務のシステムのためのADサーバなど", "directory server of the service system")),
	draftType(C, "「特定重要設備」を含むセグメントのDMZ等", ja("特定重要設備を含むセグメントのDMZ等", "DMZ of the segment with the critical facility"), ja("中継サーバ、プロキシなど", "relay, proxy")),
	draftType(D, "「特定重要設備」を含むセグメントへのアクセスを制御する機器", ja("特定重要設備を含むセグメントへのアクセスを制御する機器", "device that controls access to that segment"), ja("内部FW、L3スイッチのACLなど", "internal firewall, switch with access lists")),
	draftType(E, "特定重要設備又は当該特定重要設備と同一セグメントの機器", ja("特定重要設備又は同一セグメントの機器", "the critical facility, or a device in its segment"), ja("監視制御装置、その保守端末など", "control system, its maintenance terminal")),
	draftType(F, "A～Eの特定重要電子計算機に係る重要データ(認証情報等)を保存している機器", ja("A〜Eに係る重要データを保存している機器", "device that stores important data about A–E"), ja("認証情報や設定の保管サーバなど", "store of credentials or configurations")),
}

var designatedNote = ja("エディション、組込み版、クラウド上の版、同梱の機能が含まれるかは確認できていません。", "Editions, embedded or cloud variants and bundled components: not verified.")

var designatedProducts = []Designated{
	{Cite: Cite{ID: "designated.windows", Name: ja("指定汎用品: Microsoft Windows", "designated product: Microsoft Windows"), Provision: []string{"order.2.1.but", "notice.1"},
		Source: []string{"S3"}, Certainty: Reported, From: Commencement, Note: designatedNote},
		Maker: "Microsoft", Product: "Windows", Names: []string{"windows", "microsoft windows", "windows 10", "windows 11", "microsoft windows 10", "microsoft windows 11"}},
	{Cite: Cite{ID: "designated.windows-server", Name: ja("指定汎用品: Windows Server", "designated product: Windows Server"), Provision: []string{"order.2.1.but", "notice.1"},
		Source: []string{"S3"}, Certainty: Reported, From: Commencement, Note: designatedNote},
		Maker: "Microsoft", Product: "Windows Server", Names: []string{
			"windows server", "microsoft windows server", "windows server 2012", "windows server 2012 r2", "windows server 2016", "windows server 2019", "windows server 2022", "windows server 2025",
			"microsoft windows server 2016", "microsoft windows server 2019", "microsoft windows server 2022", "microsoft windows server 2025",
		}},
}

func item(n int, name text.Both) Item {
	return Item{Cite{ID: "item." + itoa(n), Name: name, Provision: []string{"order.4.3"}, Quote: name.Ja, Source: []string{"S4"}, Certainty: Reported, From: Commencement}, n}
}

var items = []Item{
	item(1, ja("報告の区分", "kind of report")),
	item(2, ja("特別社会基盤事業者の概要", "the operator")),
	item(3, ja("特定侵害事象等の概要", "outline of the event")),
	item(4, ja("特定侵害事象等が発生した特定重要電子計算機", "the computers concerned")),
	item(5, ja("技術的な事項", "technical matters")),
	item(6, ja("対応に関する事項", "response")),
	item(7, ja("その他特記事項", "other remarks")),
}

var forms = []Form{
	{Cite{ID: "form.1", Name: ja("DDoS攻撃事案共通様式", "common form 1: DDoS"), Provision: []string{"order.4.2", "notice.2", "agreement"}, Quote: "DDoS攻撃事案共通様式", Source: []string{"S3", "S8"}, Certainty: Confirmed, From: MustDay("2025-10-01")},
		1, ja("DDoS攻撃の事案", "denial of service")},
	{Cite{ID: "form.2", Name: ja("ランサムウェア事案共通様式", "common form 2: ransomware"), Provision: []string{"order.4.2", "notice.2", "agreement"}, Quote: "ランサムウェア事案共通様式", Source: []string{"S3", "S8"}, Certainty: Confirmed, From: MustDay("2025-10-01")},
		2, ja("ランサムウェアの事案", "ransomware")},
	{Cite{ID: "form.3", Name: ja("その他サイバー攻撃等事案共通様式", "common form 3: other"), Provision: []string{"order.4.2", "notice.2", "agreement"}, Quote: "その他サイバー攻撃等事案共通様式", Source: []string{"S3"}, Certainty: Reported, From: Commencement,
		Note: ja("様式3の欄は確認できていません。", "The columns of form 3 were not seen.")},
		3, ja("その他の事案", "everything else")},
}

func field(id string, name text.Both, c Certainty, src string, in ...int) Field {
	return Field{Cite{ID: "field." + id, Name: name, Provision: []string{"agreement", "notice.2"}, Source: []string{src}, Certainty: c, From: MustDay("2025-10-01")}, in}
}

var formFields = []Field{
	field("service-level", ja("重要インフラサービス維持レベルの逸脱", "deviation from the service level"), Reported, "S8", 1, 2, 3),
	field("nco-consent", ja("国家サイバー統括室への共有の同意", "consent to share with the NCO"), Reported, "S8", 1, 2),
	field("destinations", ja("提出先", "destinations of the same form"), Reported, "S8", 1, 2, 3),
	field("outline", ja("事案概要", "outline"), Reported, "S8", 1, 2, 3),
	field("times", ja("発生・認知日時", "when it occurred and was noticed"), Reported, "S8", 1, 2, 3),
	field("effect", ja("業務・システムへの影響", "effect on business and systems"), Reported, "S8", 1, 2, 3),
	field("response", ja("対応", "response"), Reported, "S8", 1, 2, 3),
	field("contact", ja("連絡先", "contact"), Reported, "S8", 1, 2, 3),
	field("ransom-note", ja("ランサムノート", "ransom note"), Confirmed, "S8", 2),
	field("extension", ja("暗号化されたファイルの拡張子", "extension of encrypted files"), Confirmed, "S8", 2),
	field("ransomware-type", ja("ランサムウェアの類型", "type of ransomware"), Confirmed, "S8", 2),
	field("entry", ja("侵入方法", "way of entry"), Confirmed, "S8", 2),
	field("indicators", ja("ランサムウェアの特徴(インディケータ情報)", "indicators"), Confirmed, "S8", 2),
	field("ddos-type", ja("攻撃の類型(T1498、T1498.001、T1498.002、T1499、不明)", "type of attack (T1498 …)"), Reported, "S8", 1),
	field("volume", ja("攻撃の量(Gbps、pps)と継続時間", "volume and duration"), Reported, "S8", 1),
	field("finance", ja("金融分野の補足事項", "supplement for finance"), Reported, "S3", 1, 2, 3),
}

func recipient(id string, name text.Both, c Certainty, ch Channel, cc Certainty, trigger string, src string, prov ...string) Recipient {
	return Recipient{Cite: Cite{ID: "recipient." + id, Name: name, Provision: prov, Source: []string{src}, Certainty: c, From: Commencement}, Channel: ch, ChannelCertainty: cc, Trigger: trigger, Clocks: []string{}}
}

func (r Recipient) clocks(ids ...string) Recipient { r.Clocks = ids; return r }
func (r Recipient) in(s Sector) Recipient          { r.Sector = s; return r }
func (r Recipient) note(n text.Both) Recipient     { r.Note = n; return r }

var clockUnseen = ja("期限は確認できていません。所管の窓口で確かめてください。", "Its clock was not looked up: ask the competent office.")

var recipients = []Recipient{
	recipient("minister", ja("事業所管大臣", "competent minister"), Confirmed, Here, Reported, "reportable", "S0", "act.5").clocks("incident.prompt", "incident.detailed"),
	recipient("pm", ja("内閣総理大臣(内閣府)", "Prime Minister (Cabinet Office)"), Confirmed, Here, Reported, "reportable", "S0", "act.5").clocks("incident.prompt", "incident.detailed"),
	recipient("nco", ja("国家サイバー統括室(内閣官房)", "National Cybersecurity Office"), Reported, Voluntary, Reported, "reportable", "S8", "agreement").
		note(ja("共通様式の同意欄によります。内閣府とは別の宛先です。", "By the form's consent column; another addressee than the Cabinet Office.")),
	recipient("ppc", ja("個人情報保護委員会", "Personal Information Protection Commission"), Confirmed, Elsewhere, Confirmed, "personal-data", "S10", "appi.26", "appi.rule.7", "appi.rule.8").clocks("ppc.prompt", "ppc.final").
		note(ja("所管省庁に権限が委任されている場合があります。共通様式も使えます。", "Delegated to a ministry in some cases; the common form may be used.")),
	recipient("police", ja("都道府県警察", "prefectural police"), Confirmed, Elsewhere, Confirmed, "any", "S8", "agreement").
		note(ja("相談です。法定の期限はありません。", "A consultation; no statutory clock.")),
	recipient("telecom", ja("総務大臣(電気通信事業法)", "MIC (telecommunications)"), Confirmed, Elsewhere, Unknown, "sector", "S13", "telecom.28").in(Telecom).note(clockUnseen),
	recipient("broadcasting", ja("総務大臣(放送法)", "MIC (broadcasting)"), Confirmed, Elsewhere, Unknown, "sector", "S13", "broadcast.113").in(Broadcasting).note(clockUnseen),
	recipient("railway", ja("国土交通大臣(鉄道事業法)", "MLIT (railway)"), Confirmed, Elsewhere, Unknown, "sector", "S13", "railway.19").in(Railway).note(clockUnseen),
	recipient("electricity", ja("経済産業大臣(電気関係報告規則)", "METI (electricity)"), Confirmed, Elsewhere, Unknown, "sector", "S13", "electric.3").in(Electricity).note(clockUnseen),
	recipient("gas", ja("経済産業大臣(ガス関係報告規則)", "METI (gas)"), Confirmed, Elsewhere, Unknown, "sector", "S13", "gas.4").in(Gas).note(clockUnseen),
	recipient("finance", ja("金融庁(監督指針)", "FSA (supervisory guidelines)"), Confirmed, Elsewhere, Reported, "sector", "S9", "finance.guide", "fsa.qa").in(Finance).note(clockUnseen),
	recipient("jpcert", ja("JPCERT/CC", "JPCERT/CC"), Confirmed, Voluntary, Confirmed, "any", "S4", "ours"),
	recipient("ipa", ja("IPA(情報処理推進機構)", "IPA"), Confirmed, Voluntary, Confirmed, "any", "S4", "ours"),
}
