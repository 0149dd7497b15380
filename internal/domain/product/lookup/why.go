package lookup

import "kanmin/internal/domain/text"

// Why is one reason for a candidate: a stable code and the sentence people read.
type Why struct {
	Code string
	Text text.Both
}

// The reasons.
var (
	whyEqual    = Why{"name-equal", text.Both{Ja: "製品名が一致しています", En: "the product name is equal"}}
	whyVersion  = Why{"name-with-version", text.Both{Ja: "版や注記を除くと製品名が一致しています", En: "the product name is equal but for version or notes"}}
	whySound    = Why{"name-by-sound", text.Both{Ja: "カタカナの読みが一致しています", En: "the katakana reads as this name"}}
	whyShort    = Why{"initials", text.Both{Ja: "略称の頭文字が一致しています", En: "the first letters agree"}}
	whyLike     = Why{"name-like", text.Both{Ja: "製品名が似ています", En: "the product name is similar"}}
	whyMaker    = Why{"maker-equal", text.Both{Ja: "メーカー名が一致しています", En: "the maker is the same"}}
	whyNear     = Why{"maker-like", text.Both{Ja: "メーカー名が似ています", En: "the maker's name is similar"}}
	whyInside   = Why{"maker-in-product", text.Both{Ja: "製品名の欄にメーカー名があります", En: "the product's cell names the maker"}}
	whyMissing  = Why{"maker-missing", text.Both{Ja: "メーカー名が書かれていません", En: "no maker was written"}}
	whySeller   = Why{"maker-sells", text.Both{Ja: "メーカーの欄は販売会社の名前です", En: "the maker's cell names a distributor"}}
	whyOther    = Why{"maker-differs", text.Both{Ja: "メーカー名が異なります", En: "the maker is another"}}
	whySeveral  = Why{"several", text.Both{Ja: "同じ名前の製品が複数あります", En: "several products carry this name"}}
	whyNoCode   = Why{"no-code", text.Both{Ja: "この製品には脆弱性情報で使う番号がありません", En: "no register of vulnerabilities has a code for it"}}
	whyOtherNum = Why{"number-differs", text.Both{Ja: "型番や版の数字が異なります", En: "numbers in the names differ"}}
)

// why lists the reasons of one candidate.
func (x *Index) why(q *query, c ranked) []Why {
	var out []Why
	f := c.feats
	switch {
	case f[fEqual] >= 1:
		out = append(out, whyEqual)
		if len(q.cell.Versions)+len(q.cell.Notes) > 0 {
			out[0] = whyVersion
		}
	case f[fEqual] >= 0.94:
		out = append(out, whyEqual)
	case f[fEqual] >= 0.89 || f[fEqual] >= 0.7 && f[fEqual] <= 0.81:
		out = append(out, whyVersion)
	case f[fEqual] > 0:
		out = append(out, whySound)
	case f[fShort] > 0:
		out = append(out, whyShort)
	default:
		out = append(out, whyLike)
	}
	switch {
	case f[fMaker] >= 0.96:
		out = append(out, whyMaker)
	case f[fInside] > 0.8:
		out = append(out, whyInside)
	case q.unsaid:
		out = append(out, whyMissing)
	case q.seller:
		out = append(out, whySeller)
	case f[fMaker] > 0.4 || f[fMakerDice] > 0.5:
		out = append(out, whyNear)
	default:
		out = append(out, whyOther)
	}
	if f[fDigitsName] > 0 || f[fDigitsView] > 0 && f[fEqual] < 0.9 {
		out = append(out, whyOtherNum)
	}
	if f[fTwins] > 0 && f[fMaker] < 0.96 {
		out = append(out, whySeveral)
	}
	if len(x.items[c.item].cpe)+len(x.items[c.item].codes) == 0 {
		out = append(out, whyNoCode)
	}
	return out
}
