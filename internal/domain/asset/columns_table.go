package asset

import (
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/text"
)

// Most is how many rows one organisation's 機器台帳 has at most.
const Most = 20_000

// The columns of 機器台帳 that are read by name.
const (
	Number    = "number"
	Facility  = "facility"
	Segment   = "segment"
	Machine   = "machine"
	Kind      = "kind"
	Layer     = "layer"
	Maker     = "maker"
	Product   = "product"
	Roles     = "roles"
	Use       = "use"
	Types     = "types"
	Reason    = "types_reason"
	Voluntary = "voluntary"
	Day       = "introduced_on"
	Identity  = "identity" // the product of the dictionary that somebody chose, or that is bound for sure
	PURL      = "purl"
	CPE       = "cpe"
	Bom       = "bom" // the part of a bill of materials (SBOM) from which the row comes
)

// Kinds of what a row names, as the law's granularity tells them apart (S3).
const (
	Software  = "software"
	Appliance = "appliance"
	Service   = "service"
)

// States of use.
const (
	InUse   = "in_use"
	Spare   = "spare"
	Retired = "retired"
	Gone    = "gone" // entered by mistake: out of the list, in the history
)

func options(list ...[3]string) (o []form.Option) {
	for _, x := range list {
		o = append(o, form.Option{ID: x[0], Label: text.Both{Ja: x[1], En: x[2]}})
	}
	return o
}

func line(id string, limit int, ja, en, example string, names ...string) form.Field {
	return form.Field{ID: id, Kind: form.Line, Limit: limit, Label: text.Both{Ja: ja, En: en}, Example: text.Both{Ja: example, En: example}, Names: names}
}

func needed(f form.Field) form.Field { f.Needed = true; return f }

func helped(f form.Field, ja, en string) form.Field { f.Help = text.Both{Ja: ja, En: en}; return f }

func whether(id, ja, en string, names ...string) form.Field {
	return form.Field{ID: id, Kind: form.Choice, Unknowable: true, Label: text.Both{Ja: ja, En: en}, Options: options([3]string{"yes", "はい", "yes"}, [3]string{"no", "いいえ", "no"}), Names: names}
}

func day(id, ja, en string, names ...string) form.Field {
	return form.Field{ID: id, Kind: form.Day, Label: text.Both{Ja: ja, En: en}, Example: text.Both{Ja: "2026-10-01", En: "2026-10-01"}, Names: names}
}

// Table is 機器台帳 as a table: one row is one product on one machine. From it come the page, the sheet, the API and the comparison of two states
// of a row. What of it is filed stands in Statutory; the rest never leaves the organisation (R3).
var Table = form.Field{
	ID: "items", Kind: form.Table, Limit: Most, Number: Number, Key: []string{Facility, Machine, Maker, Product},
	Label: text.Both{Ja: "機器台帳", En: "Machines"},
	Columns: []form.Field{
		line(Number, 100, "管理番号", "Own number", "SV-0012", "資産番号", "機器番号"),
		needed(line(Facility, 200, "設備", "Facility", "給電制御システム", "設備名", "システム名", "特定重要設備")),
		line(Segment, 200, "区画", "Segment", "制御LAN", "セグメント", "領域"),
		needed(line(Machine, 200, "機器名", "Machine", "監視サーバー1号", "ホスト名", "機器")),
		{ID: Kind, Kind: form.Choice, Needed: true, Label: text.Both{Ja: "種別", En: "Kind"}, Names: []string{"種類"}, Options: options(
			[3]string{Software, "ソフトウェア", "software"}, [3]string{Appliance, "アプライアンス", "appliance"}, [3]string{Service, "クラウドサービス", "cloud service"})},
		{ID: Layer, Kind: form.Choice, Label: text.Both{Ja: "ソフトウェアの区分", En: "Layer of the software"}, Names: []string{"区分"}, Options: options(
			[3]string{"os", "OS", "OS"}, [3]string{"middleware", "ミドルウェア", "middleware"}, [3]string{"application", "アプリケーション", "application"})},
		helped(needed(line(Maker, 200, "製造者名・提供者名", "Maker or provider", "サンプル電機", "メーカー", "製造者", "製造者名", "ベンダー", "提供者名")), "クラウドサービスでは提供者名です。", "Of a cloud service, its provider."),
		helped(needed(line(Product, 200, "製品名・サービス名", "Product or service", "SampleOS Server", "製品名", "製品", "サービス名", "ソフトウェア名")), "ソフトウェアでは、機器の名前ではなくソフトウェアの製品名です。", "Of software the product, not the hardware."),
		line("version", 200, "版", "Version", "12.4.1", "バージョン", "Version", "バージョン情報"),
		{ID: Roles, Kind: form.Choices, Unknowable: true, Label: text.Both{Ja: "役割", En: "Roles"}, Names: []string{"用途"}, Options: options(
			[3]string{"global_address", "グローバルIPアドレスがある", "has a global IP address"}, [3]string{"authenticates", "この設備のために認証を行う", "authenticates for this facility"},
			[3]string{"controls", "設備の区画への通信を制御する", "controls access to the facility's segment"}, [3]string{"is_facility", "設備そのものである", "is the facility itself"},
			[3]string{"stores", "認証情報などの重要データを保存する", "stores important data such as credentials"}, [3]string{"none", "どれにも当たらない", "none of these"})},
		{ID: Use, Kind: form.Choice, Label: text.Both{Ja: "使用の状況", En: "In use"}, Names: []string{"状態", "使用状況"}, Options: options(
			[3]string{InUse, "使用中", "in use"}, [3]string{Spare, "予備", "spare"}, [3]string{Retired, "使用終了", "retired"})},
		day("introduced_on", "導入日", "Introduced on", "設置日", "導入年月日"),
		whether("in_place", "施行(2026年10月1日)の際に導入済み", "In place on 1 October 2026", "既設"),
		whether("integrated", "既存の設備と一体として運用", "Run as one with a facility that was there", "一体運用"),
		day("changed_on", "変更日", "Changed on"),
		day("retired_on", "使用終了日", "Retired on", "廃止日"),
		whether("bespoke", "専用設計品", "Made for this operator only"),
		{ID: Types, Kind: form.Choices, Label: text.Both{Ja: "自ら定めた類型", En: "Types set by hand"}, Names: []string{"類型"}, Options: options(
			[3]string{"A", "A", "A"}, [3]string{"B", "B", "B"}, [3]string{"C", "C", "C"}, [3]string{"D", "D", "D"}, [3]string{"E", "E", "E"}, [3]string{"F", "F", "F"})},
		line(Reason, 400, "類型を定めた理由", "Why the types were set", "保守用に別の区画からも使うため", "類型の理由"),
		helped(whether(Voluntary, "届出の対象外でも任意で届け出る", "File although exempt", "任意届出"), "対象外の行は、ここで選んだときだけ届出に入ります。", "An exempt row enters a filing only then."),
		{ID: "quantity", Kind: form.Count, Min: 1, Max: 1_000_000, Label: text.Both{Ja: "台数", En: "How many"}, Example: text.Both{Ja: "2", En: "2"}, Names: []string{"数量"}},
		line("place", 200, "設置場所", "Place", "中央給電指令所 2階", "場所", "拠点", "事業所"),
		line("address", 400, "IPアドレス", "IP addresses", "192.0.2.10", "アドレス"),
		line("serial", 200, "製造番号", "Serial number", "SN-000123", "シリアル"),
		helped(line(Identity, 200, "辞書の製品番号", "Product of the dictionary", ""), "候補から選ぶと入ります。製造者名か製品名を書き直すと消えます。", "Filled when a suggestion is chosen; it goes when maker or product is rewritten."),
		line(PURL, 1000, "パッケージURL (purl)", "Package URL (purl)", "pkg:generic/sample-os@12.4", "Package URL"),
		{ID: CPE, Kind: form.Area, Limit: 4000, Label: text.Both{Ja: "CPE名", En: "CPE names"}, Names: []string{"CPE"}},
		helped(line(Bom, 1000, "SBOMでの識別子", "Part of an SBOM", "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#os"), "SBOMから取り込んだ行に入ります。同じSBOMを再び読み込むと、この行が見つかります。", "Filled by an SBOM: when it is read again, this row is found by it."),
		{ID: "note", Kind: form.Area, Limit: 2000, Label: text.Both{Ja: "備考", En: "Note"}, Names: []string{"メモ"}},
	},
}

// Statutory are the columns that a draft of a notification (届出) takes over; every other one is the organisation's own (R3).
var Statutory = []string{Facility, Kind, Maker, Product, "introduced_on", "in_place", Voluntary}

// Judging are the columns that say whether and by when a row is filed, and are not filed themselves.
var Judging = []string{Segment, Layer, Roles, Use, "integrated", "changed_on", "retired_on", "bespoke", Types, Reason}
