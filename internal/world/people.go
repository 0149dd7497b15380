package world

import (
	"fmt"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/window"
)

// state adds the authorities: offices of ministries, 内閣府, 国家サイバー統括室, and the platform's own people.
func (b *builder) state() {
	meti, metiRoot := b.org(party.Ministry, party.Org{Name: "経済産業省", Kana: "けいざいさんぎょうしょう", NameEn: "Ministry of Economy, Trade and Industry"}, party.Unit{})
	power := b.unit(meti, metiRoot, party.Unit{Name: "電力・ガス保安担当室", NameEn: "Electricity and Gas Safety Office", Phone: "03-0000-1101"})
	kanto := b.unit(meti, metiRoot, party.Unit{Name: "関東経済産業局", NameEn: "Kanto Bureau", Phone: "048-000-1102"})
	supply := b.unit(meti, metiRoot, party.Unit{Name: "情報機器産業担当室", NameEn: "Information Equipment Office", Phone: "03-0000-1103"})
	b.office["power"], b.office["kanto"] = power, kanto
	b.person("ministry-officer", meti, power, party.Person{Name: "髙木 真理子", Kana: "たかぎ まりこ", Phone: "03-0000-1101"}, access.Officer)
	b.person("ministry-supervisor", meti, power, party.Person{Name: "石﨑 浩二", Kana: "いしざき こうじ", Phone: "03-0000-1101"}, access.Supervisor)
	b.person("regional-officer", meti, kanto, party.Person{Name: "三浦 京子", Kana: "みうら きょうこ"}, access.Officer)
	b.person("supplier-ministry-officer", meti, supply, party.Person{Name: "北川 順", Kana: "きたがわ じゅん"}, access.Officer)

	mlit, mlitRoot := b.org(party.Ministry, party.Org{Name: "国土交通省", Kana: "こくどこうつうしょう", NameEn: "Ministry of Land, Infrastructure, Transport and Tourism"}, party.Unit{})
	water := b.unit(mlit, mlitRoot, party.Unit{Name: "水道危機管理担当室", NameEn: "Water Supply Crisis Office", Phone: "03-0000-1201"})
	b.office["water"] = water
	b.person("other-ministry-officer", mlit, water, party.Person{Name: "小笠原 健", Kana: "おがさわら けん"}, access.Officer)

	fsa, fsaRoot := b.org(party.Ministry, party.Org{Name: "金融庁", Kana: "きんゆうちょう", NameEn: "Financial Services Agency"}, party.Unit{})
	bank := b.unit(fsa, fsaRoot, party.Unit{Name: "サイバーセキュリティ担当室", NameEn: "Cybersecurity Office", Phone: "03-0000-1301"})
	b.office["bank"] = bank
	b.person("", fsa, bank, party.Person{Name: "戸部 あかり", Kana: "とべ あかり"}, access.Officer)

	cao, caoRoot := b.org(party.Cabinet, party.Org{Name: "内閣府", Kana: "ないかくふ", NameEn: "Cabinet Office"}, party.Unit{})
	cyber := b.unit(cao, caoRoot, party.Unit{Name: "サイバー安全保障担当", NameEn: "Cyber Security Policy", Phone: "03-0000-1001"})
	b.office["cabinet"] = cyber
	b.person("cabinet-analyst", cao, cyber, party.Person{Name: "𠮷田 遥", Kana: "よしだ はるか", Phone: "03-0000-1001"}, access.Analyst, access.NameSteward)
	b.person("cabinet-supervisor", cao, cyber, party.Person{Name: "大河内 誠", Kana: "おおこうち まこと"}, access.Supervisor, access.NameSteward)
	b.try(b.tx.AddJurisdiction(party.Jurisdiction{
		ID: newID[string](b), OfficeOrg: cao.ID, Office: cyber.ID, Act: party.ActReport, Title: "内閣総理大臣(内閣府)",
		Channel: string(filing.Here), Sections: allSections, From: law.MustDay("2026-10-01"),
	}))
	b.try(b.tx.AddJurisdiction(party.Jurisdiction{
		ID: newID[string](b), OfficeOrg: cao.ID, Office: cyber.ID, Act: party.ActNaming, Title: "名寄せ担当(内閣府)", Channel: string(filing.Here), From: law.MustDay("2026-10-01"),
	}))

	nco, ncoRoot := b.org(party.NCO, party.Org{Name: "国家サイバー統括室", Kana: "こっかさいばーとうかつしつ", NameEn: "National Cybersecurity Office"}, party.Unit{})
	b.nco = ncoRoot
	b.person("nco-analyst", nco, ncoRoot, party.Person{Name: "榊原 涼", Kana: "さかきばら りょう"}, access.Analyst)

	council, councilRoot := b.org(party.Council, party.Org{Name: "情報共有及び対策に関する協議会 事務局", NameEn: "Secretariat of the Council"}, party.Unit{})
	b.person("council-secretariat", council, councilRoot, party.Person{Name: "江藤 美和", Kana: "えとう みわ"}, access.Secretariat)

	house, houseRoot := b.org(party.Platform, party.Org{Name: "官民連携基盤 運用室", NameEn: "Platform operations", Helpdesk: "03-0000-1000"}, party.Unit{})
	b.house = houseRoot
	b.person("platform-admin", house, houseRoot, party.Person{Name: "運用 太一", Kana: "うんよう たいち"}, access.PlatformAdmin)
}

// power adds a group of companies: the grid company with its sites and the generation company, which must never
// see each other.
func (b *builder) power() {
	grid, root := b.org(party.Operator, party.Org{
		Name: "あおぞら送配電株式会社", Kana: "あおぞらそうはいでん", NameEn: "Aozora Grid Co.", CorporateNumber: "8000012050001",
		Address: "東京都架空区空見1-2-3", Representative: party.Post{Title: "代表取締役社長", Name: "髙﨑 隆", Kana: "たかさき たかし"},
	}, party.Unit{Name: "本社", NameEn: "Head office", Phone: "03-0000-2001"})
	b.designate(grid, law.Electricity, law.MustDay("2023-11-16"), minister(law.Electricity), b.office["power"])
	soc := b.unit(grid, root, party.Unit{Name: "セキュリティ統括グループ", NameEn: "Security group", Phone: "03-0000-2002"})
	b.person("operator-filer", grid, root, party.Person{Name: "山﨑 さくら", Kana: "やまざき さくら", Phone: "03-0000-2002"}, access.OperatorFiler)
	b.person("operator-approver", grid, root, party.Person{Name: "佐藤 一郎", Kana: "さとう いちろう", Phone: "03-0000-2001"}, access.OperatorApprover)
	b.person("operator-admin", grid, root, party.Person{Name: "鈴木 みどり", Kana: "すずき みどり"}, access.OperatorAdmin)
	b.person("operator-viewer", grid, soc, party.Person{Name: "岡 大輔", Kana: "おか だいすけ"}, access.OperatorViewer)
	for i := range b.scale.Sites {
		site := b.unit(grid, root, party.Unit{Name: sites[i%len(sites)] + siteKinds[i/len(sites)%len(siteKinds)], NameEn: fmt.Sprintf("Site %d", i+1), Phone: fmt.Sprintf("03-0000-21%02d", i)})
		if i == 0 {
			b.person("operator-site-filer", grid, site, party.Person{Name: "辻 和也", Kana: "つじ かずや", Phone: site.Phone}, access.OperatorFiler)
		}
	}

	gen, genRoot := b.org(party.Operator, party.Org{
		Name: "あおぞら発電株式会社", Kana: "あおぞらはつでん", NameEn: "Aozora Power Generation Co.", CorporateNumber: "7000012050002",
		Address: "東京都架空区空見1-2-4", Representative: party.Post{Title: "代表取締役社長", Name: "𠮷川 豊", Kana: "よしかわ ゆたか"},
	}, party.Unit{Name: "本社", NameEn: "Head office", Phone: "03-0000-2201"})
	b.designate(gen, law.Electricity, law.MustDay("2023-11-16"), minister(law.Electricity), b.office["power"])
	b.person("other-operator-filer", gen, genRoot, party.Person{Name: "中島 恵", Kana: "なかじま めぐみ", Phone: "03-0000-2202"}, access.OperatorFiler)
	b.person("", gen, genRoot, party.Person{Name: "大島 渡", Kana: "おおしま わたる"}, access.OperatorAdmin)

	if b.scale.Group {
		// The group's CSIRT is a company of its own, which maintains; one of its people also sits in both others (R34).
		group, groupRoot := b.org(party.Maintainer, party.Org{Name: "あおぞらホールディングス株式会社", Kana: "あおぞらほーるでぃんぐす", NameEn: "Aozora Holdings"}, party.Unit{Name: "グループCSIRT", NameEn: "Group CSIRT", Phone: "03-0000-2301"})
		csirt := b.person("group-csirt", group, groupRoot, party.Person{Name: "堀江 千尋", Kana: "ほりえ ちひろ", Phone: "03-0000-2301"}, access.MaintainerAdmin, access.MaintainerFiler)
		b.also(csirt, grid, soc, access.OperatorViewer)
		b.also(csirt, gen, genRoot, access.OperatorFiler)
	}
}

var (
	sites     = []string{"北部", "南部", "東部", "西部", "中央", "湾岸", "山手", "川上", "川下", "高原"}
	siteKinds = []string{"給電指令所", "変電所", "制御所", "保守センター"}
)

// banks adds a bank and nine others on a shared centre.
func (b *builder) banks() {
	for i := range b.scale.Banks + 1 {
		name := "株式会社汐見銀行"
		if i > 0 {
			name = fmt.Sprintf("株式会社%s銀行", bankNames[(i-1)%len(bankNames)])
		}
		o, root := b.org(party.Operator, party.Org{
			Name: name, NameEn: fmt.Sprintf("Shiomi Bank %d", i+1), Address: "神奈川県架空市汐見" + fmt.Sprint(i+1),
			Representative: party.Post{Title: "取締役頭取", Name: "濵田 進", Kana: "はまだ すすむ"},
		}, party.Unit{Phone: fmt.Sprintf("045-000-3%03d", i)})
		b.designate(o, law.Finance, law.MustDay("2024-04-01"), minister(law.Finance), b.office["bank"])
		b.w.unplayed = append(b.w.unplayed, b.person("", o, root, party.Person{Name: "銀行担当 " + fmt.Sprint(i+1)}, access.OperatorFiler))
	}
}

var bankNames = []string{"東浜", "西浜", "北浜", "南浜", "青葉野", "若竹", "白鳥台", "朝日丘", "星見"}

// water adds a water utility and its maintainer.
func (b *builder) water() {
	o, root := b.org(party.Operator, party.Org{
		Name: "𠮷見沢市上下水道局", Kana: "よしみざわしじょうげすいどうきょく", NameEn: "Yoshimizawa City Waterworks", Address: "𠮷見沢市水元町1",
		Representative: party.Post{Title: "水道事業管理者", Name: "齋藤 茂", Kana: "さいとう しげる"},
	}, party.Unit{Phone: "0000-00-4001"})
	b.waterworks, b.waterRoot = o, root
	b.designate(o, law.Water, law.MustDay("2026-04-01"), minister(law.Water), b.office["water"])
	b.person("", o, root, party.Person{Name: "渡邉 翔", Kana: "わたなべ しょう"}, access.OperatorFiler)
	m, mRoot := b.org(party.Maintainer, party.Org{Name: "髙城水処理サービス株式会社", Kana: "たかぎみずしょりさーびす", NameEn: "Takagi Water Services"}, party.Unit{Phone: "0000-00-4101"})
	b.person("maintainer", m, mRoot, party.Person{Name: "森田 剛", Kana: "もりた ごう"}, access.MaintainerAdmin, access.MaintainerFiler)
}

// countersigner adds, in a world for people to play in, whoever of the waterworks may let its maintainer file (委任).
func (b *builder) countersigner() {
	if b.scale.Group {
		b.person("water-admin", b.waterworks, b.waterRoot, party.Person{Name: "早瀬 澄", Kana: "はやせ すみ"}, access.OperatorAdmin, access.OperatorApprover)
	}
}

// others adds the rest of the cast: maker, council, friend, foreign authority.
func (b *builder) others() {
	cast := []struct {
		kind   party.Kind
		name   string
		en     string
		token  string
		person string
		roles  []access.Role
	}{
		{party.Supplier, "北斗ネットワークス株式会社", "Hokuto Networks", "supplier", "黒﨑 慎", []access.Role{access.SupplierAdmin, access.SupplierPSIRT}},
		{party.Supplier, "南十字電機株式会社", "Southern Cross Electric (OEM)", "", "南 十和", []access.Role{access.SupplierAdmin, access.SupplierPSIRT}},
		{party.Member, "星空鉄道株式会社", "Hoshizora Railway", "council-member", "線路 守", []access.Role{access.CouncilMember}},
		{party.Friend, "丘の上ガス株式会社", "Okanoue Gas", "friend", "坂本 丘", []access.Role{access.Friend}},
		{party.Foreign, "National Cyber Agency of Freedonia", "National Cyber Agency of Freedonia", "foreign-authority", "Alex Doe", []access.Role{access.ForeignAuthority}},
	}
	for _, c := range cast {
		o, root := b.org(c.kind, party.Org{Name: c.name, NameEn: c.en}, party.Unit{Phone: "03-0000-5000"})
		b.person(c.token, o, root, party.Person{Name: c.person}, c.roles...)
	}
}

// further adds operators without a story.
func (b *builder) further() {
	for i := range b.scale.Operators {
		o, root := b.org(party.Operator, party.Org{Name: fmt.Sprintf("架空事業者%04d株式会社", i), NameEn: fmt.Sprintf("Operator %04d", i)}, party.Unit{Phone: "03-0000-6000"})
		b.designate(o, law.Electricity, law.MustDay("2025-04-01"), minister(law.Electricity), b.office["power"])
		b.w.Operators = append(b.w.Operators, b.person("", o, root, party.Person{Name: fmt.Sprintf("担当 %04d", i), Phone: "03-0000-6000"}, access.OperatorFiler))
	}
}

// latecomers adds, after everybody whose ids tests know, who was still missing: the second administrator, without whom
// nothing can be confirmed, the centre that the banks share, a desk that nobody minds at night, and a company that
// is still thinking about joining the council.
func (b *builder) latecomers() {
	house := party.Org{ID: b.house.Org, Kind: party.Platform, Name: b.house.Name}
	b.person("platform-admin-2", house, b.house, party.Person{Name: "確認 𠮷乃", Kana: "かくにん よしの"}, access.PlatformAdmin)
	power := b.office["power"]
	b.unit(party.Org{ID: power.Org}, power, party.Unit{Name: "夜間当番", NameEn: "Night desk", Phone: "03-0000-1199"})
	b.try(b.tx.AddRouting(party.Routing{
		ID: newID[string](b), Authority: window.NCO, Channel: law.Here, Office: b.nco.ID, OfficeOrg: b.nco.Org, Title: "国家サイバー統括室(内閣官房)", Cited: "関係省庁申合せ 共通様式の同意欄", Certainty: law.Reported, From: law.MustDay("2026-10-01"),
	}))
	centre, root := b.org(party.Maintainer, party.Org{Name: "地銀共同センター株式会社", Kana: "ちぎんきょうどうせんたー", NameEn: "Regional Banks Shared Centre"}, party.Unit{Phone: "03-0000-3900"})
	b.person("", centre, root, party.Person{Name: "濵口 勝", Kana: "はまぐち まさる"}, access.MaintainerFiler)
	b.org(party.Member, party.Org{Name: "月影空港ビル株式会社(検討中)", Kana: "つきかげくうこうびる", NameEn: "Tsukikage Airport Terminal (considering)"}, party.Unit{})
	for _, h := range []struct{ token, name, kana, en, person string }{ // 支援機関 (R10)
		{"helper", "あさひ情報処理支援機構", "あさひじょうほうしょりしえんきこう", "Asahi Agency for Information Processing", "平野 真"},
		{"", "やまなみ緊急対応センター", "やまなみきんきゅうたいおうせんたー", "Yamanami Emergency Response Centre", "桜庭 澪"},
	} {
		o, root := b.org(party.Helper, party.Org{Name: h.name, Kana: h.kana, NameEn: h.en}, party.Unit{Phone: "03-0000-7000"})
		b.person(h.token, o, root, party.Person{Name: h.person}, access.SupportHelper)
	}
	if b.scale.Privacy {
		o, root := b.org(party.Ministry, party.Org{Name: "個人情報保護委員会", Kana: "こじんじょうほうほごいいんかい", NameEn: "Personal Information Protection Commission"}, party.Unit{})
		breaches := b.unit(o, root, party.Unit{Name: "漏えい等報告担当", NameEn: "Breach reports", Phone: "03-0000-1401"})
		b.person("privacy-officer", o, breaches, party.Person{Name: "高瀬 結", Kana: "たかせ ゆい", Phone: "03-0000-1401"}, access.Officer)
	}
}

// minister is the first competent minister of a sector in the book of the day on which the Act came into force.
func minister(s law.Sector) law.Minister { return law.At(law.MustDay("2026-10-01")).Ministers(s)[0] }
