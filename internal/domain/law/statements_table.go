package law

import "kanmin/internal/domain/text"

func state(group, id string, name, answer text.Both, c Certainty, src, prov string) Statement {
	status := InForce
	if c == Drafted {
		status = Proposed
	}
	return Statement{Cite: Cite{ID: group + "." + id, Name: name, Provision: []string{prov}, Source: []string{src}, Status: status, Certainty: c, From: Commencement}, Group: group, Answer: answer}
}

func (s Statement) in(sector Sector) Statement { s.Sector = sector; return s }
func (s Statement) also(provisions ...string) Statement {
	s.Provision = append(append([]string(nil), s.Provision...), provisions...)
	return s
}
func (s Statement) quote(q string) Statement { s.Quote = q; return s }

var statements = []Statement{
	// R20: what is one row of a notification?
	state("row", "unit", ja("届出の1行の単位", "what is one row"), ja("製品×設備×類型の組を1行とします。定めは確認できていません。", "One row per product × facility × set of types; no rule was found."), Unknown, "own", "ours"),
	state("row", "second-unit", ja("届出済みの製品の2台目", "second unit of a filed product"), ja("同じ設備・同じ類型なら行は増えません。社内台帳の台数だけが増えます。", "Same facility, same types: no new row; only the internal register counts it."), Unknown, "own", "ours"),
	state("row", "maker-renamed", ja("製造者の名称変更・承継", "maker renamed or taken over"), ja("届出事項の変更として、変更の日から4月以内に届け出ます。", "A change of a filed item: notify within 4 months."), Unknown, "own", "draft.due"),
	state("row", "version", ja("バージョンの変更", "version change"), ja("バージョンは届出事項に見当たらないため、変更の届出は不要とします。", "The version is not among the filed items, so no change is filed."), Unknown, "own", "draft.lines"),
	state("row", "moved-site", ja("別の事業所への移設", "product moved to another site"), ja("設備が同じなら届出は変わりません。別の設備になれば変更です。", "Same facility: nothing changes; another facility: a change."), Unknown, "own", "ours"),
	state("row", "spare", ja("予備機", "spare unit"), ja("使用していない予備機は対象外とし、使用を始めた日を導入日とします。", "A spare not in use is out of scope; it is introduced on the day it comes into use."), Unknown, "own", "act.2.2.2"),
	state("row", "retired", ja("使用の終了", "end of use"), ja("終了の届出の定めは見当たりません。使用終了日を記録し、変更として届け出ます。", "No rule was found; the day is recorded and sent as a change."), Unknown, "own", "ours"),
	state("row", "introduced", ja("「導入」の日", "day of introduction"), ja("設備が使える状態になった日とします。定義は確認できていません。", "The day on which it becomes available for use; no definition was found."), Reported, "S6", "espa.52"),
	state("row", "once", ja("一の機器が複数の類型に当たる場合", "one device of several types"), ja("一の機器について1件だけ届け出ます。", "One filing for the device."), Drafted, "S0", "draft.types").quote("一の機器が複数の類型に該当する場合は、当該一の機器についてのみ届出を求める。"),
	state("row", "none", ja("該当する機器がない類型", "a type without device"), ja("届出は要りません。「該当なし」も答えです。", "No filing; “none” is an answer."), Drafted, "S0", "draft.types").quote("ある類型に該当する機器が存在しない場合には、届出不要。"),
	state("row", "maintainer", ja("維持管理者からの直接の届出", "direct filing by the maintainer"), ja("考え方の案では検討中でした。結果は確認できていません。", "Under study in the draft; the outcome is not known."), Unknown, "S0", "draft.burden"),
	state("row", "ip-range", ja("類型AのIPアドレスの範囲による届出", "type A by address range"), ja("考え方の案では検討中でした。結果は確認できていません。", "Under study in the draft; the outcome is not known."), Unknown, "S0", "draft.burden"),
	state("row", "espa", ja("経済安全保障推進法の届出の利用", "reuse of economic-security filings"), ja("考え方の案では検討中でした。結果は確認できていません。", "Under study in the draft; the outcome is not known."), Unknown, "S0", "draft.burden"),
	state("row", "fields", ja("届け出ない項目", "what is not filed"), ja("版数、パッチ、台数、設置場所、製造番号、IPアドレスは社内台帳だけの項目です。", "Version, patch level, quantity, place, serial number, address stay in the internal register."), Unknown, "own", "draft.lines"),

	// Which section of a report goes to whom (提出先と見え方).
	state("release", "outline", ja("報告の概要の提出先", "to whom the outline of a report goes"), ja("報告そのものです。法5条により、事業所管大臣と内閣総理大臣に届きます。", "It is the report itself: by art. 5 it goes to the competent minister and the Prime Minister."), Confirmed, "S0", "act.5"),
	state("release", "computer", ja("機器と技術的な事項の提出先", "to whom the machine and technical matters go"), ja("命令4条3項の報告事項(機器、技術的な事項)とされています。条文は確認できていません。", "Among the items of art. 4(3) of the Order (machine, technical matters); the text was not seen."), Reported, "S4", "order.4.3").also("act.5"),
	state("release", "contact", ja("折り返し先の提出先", "to whom the call-back number goes"), ja("どの提出先に見せるかの定めは確認できていません。", "No rule was found on who is to see it."), Unknown, "S4", "order.4.3"),
	state("release", "nco", ja("国家サイバー統括室への共有", "sharing with the National Cybersecurity Office"), ja("共通様式の同意欄により、同意したときだけ共有されます。", "Shared only with the consent that the common form asks for."), Reported, "S8", "agreement"),

	state("addressee", "notification", ja("届出の宛先", "addressee of the notification"), ja("事業所管大臣に届け出ます。大臣が内閣総理大臣に通知します。", "The competent minister, who passes it to the Prime Minister."), Confirmed, "S0", "act.4"),
	state("addressee", "report", ja("報告の宛先", "addressees of the report"), ja("事業所管大臣と内閣総理大臣に報告します。", "The competent minister and the Prime Minister."), Confirmed, "S0", "act.5"),
	state("addressee", "one-filing", ja("一つの提出で足りるか", "does one filing discharge all?"), ja("本システムへの提出と各宛先への提出は区別されます。宛先ごとに確かめます。", "Filing here and filing with each recipient are distinguished; each is checked."), Reported, "S3", "fsa.qa"),
	state("addressee", "arrival", ja("届出の効力", "effect of a notification"), ja("届出は到達で終わります。承認や待機の期間はありません。", "It is done on arrival: no approval, no waiting period."), Confirmed, "S0", "act.4"),

	state("secrecy", "penalty", ja("秘密を守る義務と罰則", "duty of secrecy and penalty"), ja("秘密を漏らし、又は盗用すると、2年以下の拘禁刑又は100万円以下の罰金に処せられることがあります。国外での行為も対象です。", "Leaking or stealing a secret: up to 2 years' imprisonment or a fine of up to ¥1,000,000, also for acts abroad."), Confirmed, "S1", "act.82").also("act.85", "act.45.7", "act.44.2", "act.8.2"),
	state("secrecy", "friends", ja("協議会フレンズ", "council friends"), ja("構成員ではないため、45条7項の義務は及ばないと考えられます。", "Not members, so art. 45(7) should not bind them."), Unknown, "S0", "act.45.7"),

	state("outcome", "order", ja("是正命令に従わない場合", "not following a corrective order"), ja("200万円以下の罰金とされています。条番号は確認できていません。", "A fine of up to ¥2,000,000; the article was not seen."), Confirmed, "S14", "act"),
	state("outcome", "vulnerability", ja("脆弱性に関する要請", "request about a vulnerability"), ja("特定重要電子計算機に使われる製品なら、供給者の事業の所管大臣が必要な措置を要請できます。", "For a product in a specified critical computer the minister in charge of the supplier may request measures."), Confirmed, "S0", "act.42").also("basic.7"),
	state("outcome", "exempt-reports", ja("届出の例外と報告", "exemption and reports"), ja("届出の例外は報告に及びません。届け出ない製品の事案も報告の対象です。", "The exemption is for the notification only; incidents remain reportable."), Reported, "S3", "order.2.1.but"),

	state("equipment", "electricity-control", ja("電力の需給制御・送電や変電の監視制御の設備", "supply–demand control, transmission and substation control"), ja("特定重要設備です。類型Eとして扱います。", "A critical facility: type E."), Confirmed, "S7", "espa.orders").in(Electricity).also("act.2.2.2"),
	state("equipment", "generation-control", ja("出力50万kW以上の発電の出力制御の設備", "output control of generation of 500 MW and more"), ja("特定重要設備です。類型Eとして扱います。", "A critical facility: type E."), Confirmed, "S7", "espa.orders").in(Electricity).also("act.2.2.2"),
	state("equipment", "railway-interlocking", ja("新幹線の運転指令所の遠隔連動制御の設備", "Shinkansen remote interlocking control"), ja("特定重要設備です。類型Eとして扱います。", "A critical facility: type E."), Confirmed, "S7", "espa.orders").in(Railway).also("act.2.2.2"),
	state("equipment", "trucking-dispatch", ja("貨物自動車運送の運行を管理する設備", "trucking dispatch system"), ja("特定重要設備です。類型Eとして扱います。", "A critical facility: type E."), Confirmed, "S7", "espa.orders").in(Trucking).also("act.2.2.2"),
	state("equipment", "water-control", ja("浄水の監視制御の設備", "water-treatment monitoring and control"), ja("特定重要設備です。類型Eとして扱います。", "A critical facility: type E."), Confirmed, "S7", "espa.orders").in(Water).also("act.2.2.2"),

	state("level", "telecom", ja("サービス維持レベル(電気通信)", "service level, telecommunications"), ja("2時間以上かつ3万以上の利用者への影響がないこと。", "No effect of 2 hours and more on 30,000 users and more."), Confirmed, "S13", "ci.policy").in(Telecom),
	state("level", "broadcasting", ja("サービス維持レベル(放送)", "service level, broadcasting"), ja("基幹放送の停止が15分以上(中継局は2時間以上)ないこと。", "No stop of 15 minutes and more (relay stations 2 hours)."), Confirmed, "S13", "ci.policy").in(Broadcasting),
	state("level", "electricity", ja("サービス維持レベル(電気)", "service level, electricity"), ja("10万kW以上で10分以上の供給支障がないこと。", "No interruption of 100 MW and more for 10 minutes and more."), Confirmed, "S13", "ci.policy").in(Electricity),
	state("level", "gas", ja("サービス維持レベル(ガス)", "service level, gas"), ja("30戸以上の供給支障がないこと。", "No interruption for 30 houses and more."), Confirmed, "S13", "ci.policy").in(Gas),

	state("act", "improper-acts", ja("特定不正行為", "specified improper acts"), ja("①マルウェア、②不正アクセス行為、③電子計算機を害する業務妨害の三つです。", "Malware, unauthorised access, and interference with business by harming the computer."), Confirmed, "S1", "act.2.4"),
	state("act", "policy", ja("基本方針", "basic policy"), ja("閣議決定で7つの事項を定め、公表します。", "A cabinet decision on seven matters, published."), Confirmed, "S1", "act.3"),
	state("act", "analysis", ja("情報の整理・分析", "arranging and analysing information"), ja("内閣総理大臣が情報を整理・分析します。", "The Prime Minister arranges and analyses information."), Confirmed, "S1", "act.37"),
	state("act", "analysed", ja("総合整理分析情報", "comprehensively analysed information"), ja("国の行政機関に提供されます。", "Given to administrative organs of the State."), Confirmed, "S1", "act.38"),
	state("act", "products", ja("提供用・周知等用の情報", "information for provision and for the public"), ja("総合整理分析情報、提供用、周知等用の三つの情報があります。", "Three products: analysed, for provision, for the public."), Reported, "S15", "act.40").also("act.41"),
	state("act", "foreign", ja("外国政府等への提供", "provision to foreign governments"), ja("外国の政府等に情報を提供できます。条文は確認できていません。", "Information may be given to foreign governments; the text was not seen."), Reported, "S0", "act.28").also("act.39"),
	state("act", "council", ja("協議会", "council"), ja("国の行政機関の長と、同意した基幹インフラ事業者・ベンダー等が構成員です。", "Heads of administrative organs, and operators and vendors with their consent."), Reported, "S0", "act.45"),
	state("act", "cooperation", ja("関係機関の協力", "cooperation of agencies"), ja("行政機関、IPA、NICTは緊密に協力します。", "Agencies, IPA and NICT cooperate closely."), Confirmed, "S1", "act.71"),
	state("act", "ipa", ja("IPAへの委託", "tasks given to IPA"), ja("IPAに事務を行わせることができます。", "Tasks are given to IPA."), Confirmed, "S1", "act.72"),
	state("act", "commodity-linux", ja("Linux、ブラウザ、Office、DBMSなど", "Linux, browsers, Office, DBMS"), ja("指定された汎用品ではないため、届け出ます。", "Not designated, so they are notified."), Reported, "S3", "notice.1"),
	state("act", "designated-extent", ja("Windowsのエディション・同梱機能", "editions and bundled parts of Windows"), ja("含まれるかは確認できていません。OSの製品名だけを例外とします。", "Not verified; only the OS product itself is taken to be exempt."), Unknown, "own", "notice.1"),
	state("act", "office-pc", ja("同じセグメントにある一般の事務用PC", "ordinary office PCs in the same segment"), ja("文言上は類型Eに当たります。例外かは確認できていません。", "Type E by the wording; whether exempt is not known."), Unknown, "S0", "draft.types"),
	state("act", "prompt-guess", ja("「速報は3〜5日」という説", "“prompt report in 3–5 days”"), ja("法5条の速報に日数の定めはありません。個人情報保護法の目安です。", "No number of days is set for art. 5; it is the guideline of another law."), Confirmed, "S4", "order.4.2"),
}
