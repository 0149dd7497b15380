// Package memorytest has rows as nobody should write them, with what every door answers: page, API and command line are held to one table.
package memorytest

import "strings"

// Row is a pair and its answer. Code and Field say why it cannot be read; Remarks what is remarkable about one that can; Said are
// sentences that a reader finds, in Japanese and English.
type Row struct {
	Name           string
	Maker, Product string
	Code, Field    string
	Place          string
	Remarks        []string
	Ja, En         string
}

// Rows lists them. None is bound.
func Rows() []Row {
	const damaged = "文字化けしているようです。"
	return []Row{
		{Name: "both empty", Remarks: []string{"empty", "maker"}, Ja: "製品名が書かれていません。", En: "No product is written."},
		{Name: "product empty", Maker: "富士通", Remarks: []string{"empty"}, Ja: "銘板や台帳にある製品名か型番を書いてください。", En: "Write the name or model on its plate"},
		{Name: "only spaces", Maker: "富士通", Product: " \u3000 ", Remarks: []string{"empty"}, Ja: "製品名が書かれていません。", En: "No product is written."},
		{Name: "maker empty", Product: "監視装置", Remarks: []string{"maker"}, Ja: "製造者が書かれていない", En: "No maker was written"},
		{Name: "digits", Maker: "富士通", Product: "1234567890", Remarks: []string{"digits"}, Ja: "数字だけでは製品を確かめられません。", En: "Digits alone do not tell the product."},
		{Name: "wide digits", Maker: "富士通", Product: "１２３４", Remarks: []string{"digits"}, Ja: "数字だけでは", En: "Digits alone"},
		{Name: "company form", Maker: "富士通", Product: "株式会社", Remarks: []string{"form"}, Ja: "会社の種類だけが書かれています。", En: "Only the form of a company is written."},
		{Name: "company forms in both cells", Maker: "㈱", Product: "(有)", Remarks: []string{"form", "maker"}, Ja: "会社の種類だけが書かれています。", En: "Only the form of a company"},
		{Name: "signs", Maker: "富士通", Product: "!!--##", Remarks: []string{"signs"}, Ja: "記号だけの名前からは製品を探せません。", En: "A product cannot be found by signs alone."},
		{Name: "emoji", Maker: "富士通", Product: "🙂🙂", Remarks: []string{"signs"}, Ja: "記号だけの名前", En: "signs alone"},
		{Name: "a person as maker", Maker: "山田太郎", Product: "水位計", Remarks: []string{"person"}, Ja: "製造者の欄は、人の名前のようです。", En: "The maker looks like a person’s name."},
		{Name: "NUL", Maker: "富士通", Product: "監視\x00盤", Code: "fault.text.nul", Field: "product", Place: "3", Ja: "3文字目に、保存できない文字(NUL)があります。", En: "Character 3 is NUL, which cannot be stored."},
		{Name: "NUL in the maker", Maker: "富\x00士通", Product: "監視盤", Code: "fault.text.nul", Field: "maker", Place: "2", Ja: "2文字目に、保存できない文字(NUL)", En: "Character 2 is NUL"},
		{Name: "bidi", Maker: "富士通", Product: "監視盤\u202e1", Code: "fault.text.bidi", Field: "product", Place: "4", Ja: "4文字目に、文字の向きを変える見えない文字があります。", En: "Character 4 is an invisible one"},
		{Name: "10,000 characters", Maker: "富士通", Product: strings.Repeat("長", 10_000), Code: "fault.text.long", Field: "product", Ja: "1000文字までです(今は10000文字)。", En: "At most 1000 characters (now 10000)."},
		{Name: "UTF-8 as Shift_JIS", Maker: "富士通", Product: "繝輔ぃ繧､繝ｫ", Code: "fault.text.damaged", Field: "product", Ja: damaged + "UTF-8の文字が、シフトJISとして開かれています。", En: "UTF-8 was opened as Shift_JIS."},
		{Name: "UTF-8 as Shift_JIS in the maker", Maker: "蟇悟｣ｫ騾", Product: "RTX1210", Code: "fault.text.damaged", Field: "maker", Ja: damaged, En: "The text looks damaged"},
		{Name: "UTF-8 as Latin", Maker: "富士通", Product: "ã‚µãƒ¼ãƒ\u0090ãƒ¼", Code: "fault.text.damaged", Field: "product", Ja: damaged, En: "The text looks damaged"},
		{Name: "Shift_JIS as Latin", Maker: "富士通", Product: "ƒT[ƒo[‚P", Code: "fault.text.damaged", Field: "product", Ja: "シフトJISの文字が、欧文の文字コードで", En: "Shift_JIS was opened in a Western encoding."},
		{Name: "already replaced", Maker: "富士通", Product: "????????", Code: "fault.text.damaged", Field: "product", Ja: "読めない文字が、記号に置き換わっています。", En: "signs stand where characters could not be read."},
	}
}
