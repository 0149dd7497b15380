package ledger

import (
	"errors"
	"maps"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/text"
)

// Why gives the one plain sentence for a refusal of VerifyReceipt, VerifyProvisional or OpenCheckpoint.
func Why(err error) text.Both {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		if b, ok := whys[e.Code]; ok {
			return b
		}
	}
	return whys["fault.receipt.form"]
}

// Whys returns every sentence by its catalogue key, for the catalogue and its tests.
func Whys() map[string]text.Both {
	return maps.Clone(whys)
}

var whys = map[string]text.Both{
	"fault.receipt.form":       {Ja: "受付証として読み取れませんでした。", En: "This could not be read as a receipt."},
	"fault.receipt.long":       {Ja: "受付証としては大きすぎます(上限64 KiB)。", En: "This is too large for a receipt (limit 64 KiB)."},
	"fault.receipt.statement":  {Ja: "受付証の記載内容が作成時のものと一致しません。", En: "The statement in the receipt is not as it was written."},
	"fault.receipt.checkpoint": {Ja: "記録簿の先頭の記載を読み取れませんでした。", En: "The head of the log in the receipt could not be read."},
	"fault.receipt.note":       {Ja: "署名の部分が作成時のものと一致しません。", En: "The signature part is not as it was written."},
	"fault.receipt.stranger":   {Ja: "指定された公開鍵とは別の鍵の署名があります。", En: "It carries a signature of a key other than the one given."},
	"fault.receipt.signature":  {Ja: "署名が公開鍵と一致しません。受付証が書き換えられています。", En: "The signature does not agree with the public key: the receipt was changed."},
	"fault.receipt.origin":     {Ja: "記載内容と署名した記録簿が別のものです。", En: "The statement and the signed head are of different logs."},
	"fault.receipt.proof":      {Ja: "記載内容が記録簿のその位置にあることを確かめられません。", En: "The statement cannot be shown to have that place in the log."},
	"fault.receipt.bytes":      {Ja: "作成時から文字が変わっています。", En: "Characters were changed since it was made."},
	"fault.receipt.words":      {Ja: "読むための部分が証明の内容と一致しません。", En: "The readable part does not agree with the proof."},
	"fault.receipt.crlf":       {Ja: "改行の文字が変わっています。元のファイルで確かめてください。", En: "Line ends were changed on the way; please check the original file."},
	"fault.receipt.key":        {Ja: "公開鍵として読み取れませんでした。", En: "This could not be read as a public key."},
	"fault.receipt.final":      {Ja: "これは確定版の受付証です。暫定版の指定を外してください。", En: "This is a final receipt; leave out --provisional."},
	"fault.receipt.promise":    {Ja: "これは暫定版の受付証です。--provisional を付けてください。", En: "This is a provisional receipt; add --provisional."},
}
