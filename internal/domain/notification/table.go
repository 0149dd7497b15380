// Package notification owns the 届出 (強化法4条): what an operator files about its 特定重要電子計算機, what changed of it, that there is none,
// and that nothing changed. It knows what is filed and nothing of what an organisation keeps for itself.
//
// The columns of the statutory form were not found (UNKNOWN): they are the safe minimum record. No version, quantity, place or address
// of a machine is among them.
package notification

import (
	"slices"
	"strings"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Bounds of the tables.
const (
	ProductsMost   = 5000
	FacilitiesMost = 300
)

// Fields of the forms that others ask for by name.
const (
	BusinessField   = "business"
	FacilitiesField = "facilities"
	ProductsField   = "products"
	ContactField    = "contact"
)

// What a row is about.
const (
	Software  = "software"
	Appliance = "appliance"
	Cloud     = "cloud"
)

// Answers that rules hang on.
const (
	yes         = "yes"
	no          = "no"
	separated   = "separated"
	periodic    = "periodic"
	cloudAll    = "all"
	cloudMost   = "most"
	Ended       = "ended"
	Added       = "added"
	Changed     = "changed"
	Moved       = "moved"
	bespoke     = "bespoke"
	windows     = "windows"
	server      = "windows_server"
	sectionWhat = "outline"
	sectionRows = "computer"
	sectionCall = "contact"
)

func both(ja, en string) text.Both { return text.Both{Ja: ja, En: en} }

func option(id, ja, en string) form.Option { return form.Option{ID: id, Label: both(ja, en)} }

var yesNo = []form.Option{option(yes, "はい", "Yes"), option(no, "いいえ", "No")}

var parts = []form.Part{
	{ID: sectionWhat, Name: both("届出の概要", "Outline")},
	{ID: sectionRows, Name: both("設備と製品", "Facilities and products")},
	{ID: sectionCall, Name: both("連絡先", "Contact")},
}

// sectors are the businesses of the law, as options.
func sectors() (list []form.Option) {
	for _, s := range law.Current().Sectors {
		list = append(list, form.Option{ID: string(s.Code), Label: s.Name})
	}
	return list
}

// letters are the types A to F. The letters are ours until the orders were seen.
var letters = types()

func types() (list []form.Option) {
	for _, c := range law.At(law.Commencement).Categories() {
		list = append(list, form.Option{ID: strings.ToLower(string(c.Letter)), Label: both(string(c.Letter), string(c.Letter)), Help: c.Name})
	}
	return list
}

var facilities = form.Field{
	ID: FacilitiesField, Kind: form.Table, Limit: FacilitiesMost, Needed: true, Section: sectionRows, Number: "no",
	Label: both("設備", "Facilities"),
	Help:  both("特定重要設備と構成設備を、一行に一つ書きます。製品一覧から番号で指します。", "Critical facilities and their components, one in each row. The list of products refers to them by number."),
	Columns: []form.Field{
		{ID: "no", Kind: form.Line, Limit: 40, Needed: true, Label: both("設備番号", "Facility no."), Example: both("S1", "S1"), Names: []string{"番号", "No", "No."}},
		{ID: "name", Kind: form.Line, Limit: 200, Needed: true, Label: both("設備の名称", "Name of the facility"), Example: both("給電指令システム", "Dispatch system"), Names: []string{"設備名", "名称"}},
		{ID: "role", Kind: form.Choice, Needed: true, Label: both("設備の区分", "Kind of facility"), Names: []string{"区分"}, Options: []form.Option{
			option("critical", "特定重要設備", "Critical facility"), option("component", "構成設備", "Component facility"),
		}},
		{
			ID: "integrated", Kind: form.Choice, Unknowable: true, Options: yesNo, Label: both("施行の際にあった設備と一体で運用", "Run as one with a facility in place at commencement"), Names: []string{"一体運用", "一体で運用"},
			Help: both("期限の数え方が変わります。政府の案に基づき、正式な規定は確認できていません。", "It changes how the date is counted. This rests on the government's draft; the final text was not seen."),
		},
		{ID: "internet", Kind: form.Choice, Unknowable: true, Label: both("インターネットとの接続", "Connection to the internet"), Names: []string{"接続"}, Options: []form.Option{
			option("connected", "接続あり", "Connected"), option(separated, "物理的分離", "Physically separated"),
		}},
		{ID: "media", Kind: form.Choice, Unknowable: true, Label: both("媒体でのやり取り", "Exchange by media"), Options: []form.Option{
			option(periodic, "定期的", "Periodic"), option("occasional", "不定期", "Occasional"), option("none", "なし", "None"),
		}},
		{ID: "cloud", Kind: form.Choice, Unknowable: true, Label: both("クラウド利用", "Use of cloud"), Names: []string{"クラウド"}, Options: []form.Option{
			option(cloudAll, "全部", "All"), option(cloudMost, "大部分", "Most"), option("part", "一部", "Part"), option("none", "なし", "None"),
		}},
	},
}

// products is 製品一覧: product × facility × set of types (R20), whatever the number of machines.
func products(more ...form.Field) form.Field {
	return form.Field{
		ID: ProductsField, Kind: form.Table, Limit: ProductsMost, Needed: true, Section: sectionRows, Number: "no",
		Label:   both("製品一覧", "List of products"),
		Help:    both("同じ設備で同じ類型の同じ製品は、台数にかかわらず一行です。版・台数・場所・IPアドレスは届け出ません。", "The same product of the same types in the same facility is one row, however many there are. Versions, quantities, places and addresses are not filed."),
		Columns: slices.Insert(slices.Clone(columns), named, more...),
	}
}

// named is how many of the columns name a row to people: product and maker.
const named = 2

var columns = []form.Field{
	{
		ID: "product", Kind: form.Line, Limit: 200, Needed: true, Ground: "強化法4条", Label: both("製品名・サービス名", "Product or service"), Names: []string{"製品名", "サービス名", "ソフトウェア名"},
		Help:    both("ソフトウェアはその製品名、アプライアンスは機器の製品名、クラウドはサービス名です。", "The name of the software, of the appliance, or of the cloud service."),
		Example: both("Red Hat Enterprise Linux", "Red Hat Enterprise Linux"),
	},
	{ID: "maker", Kind: form.Line, Limit: 200, Needed: true, Ground: "強化法4条", Label: both("製造者名・提供者名", "Maker or provider"), Names: []string{"製造者名", "メーカー", "メーカ", "提供者名", "ベンダー"}, Example: both("Red Hat", "Red Hat")},
	{ID: "kind", Kind: form.Choice, Needed: true, Label: both("種類", "Kind"), Names: []string{"製品の種類"}, Options: []form.Option{
		option(Software, "ソフトウェア", "Software"), option(Appliance, "アプライアンス", "Appliance"), option(Cloud, "クラウドサービス", "Cloud service"),
	}},
	{ID: "types", Kind: form.Choices, Needed: true, Options: letters, Label: both("類型", "Types"), Names: []string{"類型(A〜F)", "タイプ"}, Help: both("当てはまるものを全て選びます。類型の記号は政府の案によります。", "All that apply. The letters are those of the government's draft.")},
	{ID: "facility", Kind: form.Line, Limit: 40, Needed: true, Label: both("設備(設備番号)", "Facility (its no.)"), Names: []string{"設備", "設備番号"}, Example: both("S1", "S1")},
	{ID: "itself", Kind: form.Choice, Options: yesNo, Label: both("特定重要設備・構成設備そのもの", "Is it the facility itself?"), Names: []string{"設備そのもの"}, Help: both("クラウドがこれに当たるときは、製品名と製造者名を書きます。", "If a cloud service is, write product and maker.")},
	{ID: "existing", Kind: form.Choice, Needed: true, Options: yesNo, Label: both("令和8年10月1日に導入済み", "In place on 2026-10-01"), Names: []string{"施行時に導入済み", "導入済み"}},
	{
		ID: "introduced_on", Kind: form.Day, NeededWhen: form.Condition{Field: "existing", In: []string{no}}, Label: both("導入日", "Introduced on"), Names: []string{"導入年月日"},
		Help:    both("使えるようになった日を書きます。『導入』の意味は、正式な規定を確認できていません(UNKNOWN)。", "The day from which it could be used. What “introduction” means was not found in the final text (UNKNOWN)."),
		Example: both("令和8年11月30日", "2026-11-30"),
	},
	{ID: "exempt", Kind: form.Choice, Label: both("届出の対象外とする理由(任意)", "Why it need not be filed (optional)"), Names: []string{"対象外の理由", "除外理由"}, Options: []form.Option{
		option(bespoke, "専用設計品", "Made for one operator only"), option(windows, "告示第1号(Windows)", "Designated product (Windows)"), option(server, "告示第1号(Windows Server)", "Designated product (Windows Server)"),
	}},
	{ID: "voluntary", Kind: form.Choice, Options: []form.Option{option(yes, "任意で届け出る", "File it voluntarily")}, When: form.Condition{Field: "exempt", In: []string{bespoke, windows, server}}, Label: both("任意の届出", "Voluntary"), Names: []string{"任意で届け出る"}},
	{ID: "no", Kind: form.Line, Limit: 40, Label: both("管理番号(任意)", "Your own number (optional)"), Names: []string{"管理番号", "行番号", "No", "No."}},
}

// noneFields ask, of each type, why there is no machine of it: that is an answer, and no gap.
func noneFields() (list []form.Field) {
	for _, o := range letters {
		list = append(list, form.Field{
			ID: "none_" + o.ID, Kind: form.Line, Limit: 300, Section: sectionRows,
			Label: both("類型"+o.Label.Ja+"の機器がない理由(任意)", "Why there is none of type "+o.Label.En+" (optional)"), Help: o.Help,
		})
	}
	return list
}

var (
	facilityStep = form.Step{ID: "plant", Title: both("どの設備ですか", "Which facilities?"), Short: both("設備", "Facilities"), Fields: []form.Field{facilities}}
	noneStep     = form.Step{
		ID: "none", Title: both("機器がない類型はありますか", "Are there types without machines?"), Short: both("該当なし", "None"),
		Lead:   both("機器がない類型は、理由を書いてください。届出は不要で、記入漏れにはなりません。", "Where there is no machine of a type, say why. Nothing need be filed for it, and it is no gap."),
		Fields: noneFields(),
	}
	contactStep = form.Step{
		ID: "contact", Title: both("連絡先を確かめてください", "Whom can the office ask?"), Short: both("連絡先", "Contact"),
		Fields: []form.Field{
			{
				ID: ContactField, Kind: form.Line, Limit: 200, Needed: true, Section: sectionCall, Label: both("担当者と連絡先", "Contact"),
				Help:    both("登録された番号を入れてあります。違うときだけ直してください。", "Filled in from your registration. Change it only if it differs."),
				Example: both("設備管理課 山﨑 03-0000-0000(内線 1234)", "Facility section, Yamasaki, 03-0000-0000 ext. 1234"),
			},
			{ID: "reference", Kind: form.Line, Limit: 100, Section: sectionCall, Label: both("社内文書番号(任意)", "Your document number (optional)")},
		},
	}
)

func businessStep(more ...form.Field) form.Step {
	return form.Step{
		ID: "about", Title: both("どの事業についてですか", "Which business is it about?"), Short: both("事業", "Business"),
		Fields: append([]form.Field{{
			ID: BusinessField, Kind: form.Choice, Needed: true, Section: sectionWhat, Options: sectors(), Label: both("事業の区分", "Business"),
			Help: both("この事業を所管する大臣に届きます。事業が二つあるときは、別々に届け出ます。", "It goes to the minister in charge of this business. File each business separately."),
		}}, more...),
	}
}
