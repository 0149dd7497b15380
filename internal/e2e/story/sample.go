package main

import (
	"time"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law/calendar"
)

// view holds one sample of every part.
type view struct {
	Problems look.Problems
	Steps    look.Steps
	Fields   []look.Field
	Due      look.Due
	Events   []look.Event
	Answers  []look.Answer
	Todos    []look.Todo
	Notices  []look.Notice
	Tags     []look.Tag
	Marks    []look.Mark
	Empty    look.Empty
	Progress look.Progress
	Pages    look.Pages
	Table    look.Table
	Matrix   look.Table
	Receipts []look.Receipt
}

func sample(at ident.Instant) view {
	return view{
		Problems: look.Problems{{ID: "aware_at", Label: "認知した日時", Text: "日時として読み取れませんでした(R9.2.30)。令和9年2月は28日までです。"}, {ID: "impact", Label: "サービスへの影響", Text: "記入してください。"}},
		Steps:    look.Steps{{Text: "何が", To: "#", Done: true}, {Text: "いつ", To: "#", Done: true}, {Text: "どの機器", Now: true}, {Text: "影響"}, {Text: "折り返し先"}, {Text: "提出前の確認"}},
		Fields:   fields(),
		Due:      due(),
		Events:   events(at),
		Answers: []look.Answer{
			{Question: "何が起きていますか", Text: "マルウェアが実行できる状態に置かれた\n監視端末の画面に身代金を求める文が出ている", Fix: "#"},
			{Question: "認知した日時", Text: "令和8年11月24日(火) 10:15", Fix: "#"},
			{Question: "システム・機器", Unknown: true, Fix: "#"},
			{Question: "折り返し先", Fix: "#", Error: "記入してください。"},
		},
		Todos: []look.Todo{
			{What: "照会への回答", Ref: "照-R8-7K4M-2QXD-W", Tag: look.Tag{Text: "今すぐ", Tone: look.Danger}, Until: "期限 令和8年11月26日(木)", Holder: "担当 神﨑 髙𠮷", To: look.Link{To: "#", Text: "回答する"}, Alert: true},
			{What: "詳報をまとめる(あと12日)", Ref: "報-R8-2MHX-9D3C-K", Tag: look.Tag{Text: "今週中", Tone: look.Warn}, Until: "期限 令和8年12月7日(月)", Holder: "担当 未定", To: look.Link{To: "#", Text: "続きを書く"}},
		},
		Notices:  notices(),
		Tags:     []look.Tag{{Text: "下書き", Tone: look.Plain}, {Text: "提出済み(到達)", Tone: look.Info}, {Text: "形式確認済み", Tone: look.Good}, {Text: "補正のお願い", Tone: look.Warn}, {Text: "今すぐ", Tone: look.Danger}},
		Marks:    []look.Mark{{Certainty: look.Confirmed, Source: "強化法5条"}, {Certainty: look.Reported, Source: "命令附則"}, {Certainty: look.DraftLaw, Source: "令和7年12月"}, {Certainty: look.Unknown}},
		Empty:    look.Empty{Title: "対応が必要なものはありません", Text: []string{"照会や期限が近い報告があると、ここに並びます。", "攻撃に気付いたときは、右上の赤いボタンから報告できます。"}, Links: []look.Link{{To: "#", Text: "過去の報告を見る"}}},
		Progress: look.Progress{Label: "取り込み", Done: 3120, Total: 12000},
		Pages:    look.Pages{Now: 2, Last: 9, Of: "?page=", Total: 423},
		Table:    table(),
		Matrix:   matrix(),
		Receipts: receipts(at),
	}
}

func notices() []look.Notice {
	return []look.Notice{
		{Tone: look.Info, Title: "夜間です", Text: []string{"担当課の当番へ連絡しています。お急ぎのときは 03-0000-0000 へお電話ください。"}},
		{Tone: look.Good, Title: "保存しました", Text: []string{"このページを閉じても構いません。"}},
		{Tone: look.Warn, Title: "政府の案に基づく扱いです", Text: []string{"正式な規定は確認できていません。安全のため、早いほうの日付を示しています。"}},
		{Tone: look.Danger, Title: "2か所、補正をお願いします", Text: []string{"最初の到達日時はそのまま記録に残ります。"}, Link: look.Link{To: "#", Text: "補正する箇所を見る"}},
	}
}

func fields() []look.Field {
	return []look.Field{
		{Kind: look.Boxes, ID: "what_kind", Label: "何が起きていますか", Big: true, Need: true, Hint: "当てはまるものを全て選んでください。", Options: []look.Option{
			{Value: "malware", Label: "マルウェアが実行できる状態に置かれた", Chosen: true}, {Value: "access", Label: "不正なアクセス"}, {Value: "obstruction", Label: "業務の妨害(DDoSなど)"}, {Value: "unclear", Label: "まだ分からない", Note: "分からないままで送れます。"},
		}},
		{Kind: look.When, ID: "aware_at", Label: "認知した日時", Need: true, Value: "R8.11.24 10:15", Echo: "令和8年11月24日(火) 10:15", Hint: "おおよその時刻で構いません。あとで訂正でき、訂正前の時刻も残ります。", Example: "令和8年11月24日 10:15", Certainty: look.Unknown, Width: look.Mid},
		{Kind: look.Area, ID: "which", Label: "システム・機器", Need: true, Unknown: true, Example: "北部給電指令所の監視端末 3台", Hint: "名前や場所など、担当者に伝わる書き方で構いません。"},
		{Kind: look.Radio, ID: "impact", Label: "サービスへの影響", Need: true, Unknown: true, Error: "記入してください。", Options: []look.Option{{Value: "stopped", Label: "停止"}, {Value: "degraded", Label: "低下"}, {Value: "none", Label: "なし"}}},
		{Kind: look.Line, ID: "callback", Label: "折り返し先", Need: true, Value: "当直 山﨑 03-0000-0000(内線 1234)", Width: look.Mid, Complete: "tel"},
		{Kind: look.DayLine, ID: "by", Label: "回答を希望する日", Free: true, Width: look.Short, Value: "R9.2.30", Error: "日付として読み取れませんでした(R9.2.30)。"},
		{Kind: look.Select, ID: "sector", Label: "分野", Options: []look.Option{{Value: "1", Label: "電気"}, {Value: "2", Label: "銀行", Chosen: true}}, Width: look.Mid},
		{Kind: look.Line, ID: "memo", Label: "社内メモ", Free: true, Private: true},
	}
}

func due() look.Due {
	return look.Due{
		Title: "届出の期限", On: calendar.MustDay("2027-03-01"), Left: "あと98日", Tone: look.Info, Certainty: look.DraftLaw, Open: true,
		Explained: "提出期限は令和9年3月1日(月)です。導入日(令和8年10月31日)から4か月目に当たる2月28日が日曜日のため、次の開庁日になります。",
		Steps:     []string{"導入した日: 令和8年10月31日(土)", "初日は数えません(民法140条)。", "4か月目の応当日の前日: 令和9年2月28日(日)", "閉庁日のため、次の開庁日: 令和9年3月1日(月)"},
		Law:       []look.Provision{{Cite: "強化法4条", Quote: "四月以内", Source: "S0", Certainty: look.Confirmed}, {Cite: "行政機関の休日に関する法律2条", Certainty: look.Confirmed}},
		Uncertain: "この扱いは、政府の案(令和7年12月)に基づいています。正式な規定は確認できていません。", Book: "2026-10-01.5f0c9a1e",
	}
}

func events(at ident.Instant) []look.Event {
	return []look.Event{
		{At: at, What: "担当課へ連絡中", By: "経済産業省 電力基盤整備課", Alert: true},
		{At: at.Add(-10 * time.Minute), What: "内閣府が開きました", By: "内閣府 サイバー安全保障担当", Done: true},
		{At: at.Add(-15 * time.Minute), Seconds: true, What: "提出済み(到達)", Text: "経済産業大臣、内閣総理大臣(内閣府)に届きました。", Done: true, Links: []look.Link{{To: "#", Text: "受付証(到達の記録)"}}},
	}
}

func table() look.Table {
	t := look.Table{Caption: "報告の履歴", Heads: []look.Head{{Text: "整理番号"}, {Text: "件名"}, {Text: "状態"}, {Text: "到達日時"}, {Text: "件数", Right: true}}}
	for range 3 {
		t.Rows = append(t.Rows, []look.Cell{{Text: "報-R8-7K4M-2QXD-W", To: "#", Ref: true}, {Text: "監視端末の画面に身代金を求める文が出ている"}, {Tag: &look.Tag{Text: "提出済み(到達)", Tone: look.Info}}, {Text: "令和8年11月24日(火) 23時41分08秒"}, {Text: "12,000"}})
	}
	return t
}

func matrix() look.Table {
	return look.Table{
		Caption: "提出先と見え方", Keep: true,
		Heads: []look.Head{{Text: "項目"}, {Text: "経済産業大臣", Centre: true}, {Text: "内閣総理大臣(内閣府)", Centre: true}, {Text: "国家サイバー統括室", Centre: true}},
		Rows: [][]look.Cell{
			{{Text: "概要"}, {Tick: "yes"}, {Tick: "yes"}, {Tick: "no"}},
			{{Text: "システム・機器"}, {Tick: "yes"}, {Tick: "yes"}, {Tick: "no"}},
			{{Text: "折り返し先"}, {Tick: "yes"}, {Tick: "no"}, {Tick: "no"}},
		},
	}
}

func receipts(at ident.Instant) []look.Receipt {
	return []look.Receipt{
		{Number: "報-R8-7K4M-2QXD-W", Arrived: at, Sentence: "提出は完了しています。受付証の確定版は数分でできます。このページを閉じても構いません。", For: []string{"経済産業大臣", "内閣総理大臣(内閣府)"}, Files: []look.Link{{To: "#", Text: "暫定版を保存する"}}},
		{Number: "報-R8-2MHX-9D3C-K", Arrived: at, Final: true, Sentence: "受付証の確定版ができました。", For: []string{"経済産業大臣"}, Files: []look.Link{{To: "#", Text: "証明ファイル(.tlog-proof)"}, {To: "#", Text: "PDF"}, {To: "#", Text: "テキスト(.txt)"}}},
	}
}
