package storybook

import (
	"time"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law/calendar"
)

// lists are the parts that show what there is.
func lists(t in, now ident.Instant) []part {
	return []part{
		{"todos", t("やること", "To do"), []state{{t("今すぐと今週中", "Now, and this week"), []look.Todo{
			{What: t("照会への回答", "Answer a question"), Ref: "照-R8-7K4M-2QXD-W", Tag: look.Tag{Text: t("今すぐ", "Now"), Tone: look.Danger}, Until: t("期限 令和8年11月26日(木)", "Due Thu 2026-11-26"), Holder: t("担当 神﨑 髙𠮷", "Kanzaki"), To: look.Link{To: "#part-todos", Text: t("回答する", "Answer")}, Alert: true},
			{What: t("詳報をまとめる", "Write the detailed report"), Ref: "報-R8-2MHX-9D3C-K", Tag: look.Tag{Text: t("今週中", "This week"), Tone: look.Warn}, Until: t("期限 令和8年12月7日(月)", "Due Mon 2026-12-07"), Holder: t("担当 未定", "Nobody yet"), To: look.Link{To: "#part-todos", Text: t("続きを書く", "Go on")}},
		}}}},
		{"table", t("表", "Table"), tables(t)},
		{"listing", t("絞り込める一覧", "List with a filter"), listings(t)},
		{"roll", t("名前で探せる一覧の見出し", "What stands above a list that is searched by name"), rolls(t)},
		{"bulk", t("まとめて扱う一覧", "Many rows at once"), bulks(t)},
		{"views", t("保存した条件", "Saved views"), savedViews(t)},
		{"pages", t("ページ送り", "Pages"), []state{{t("初め", "First"), look.Pages{Now: 1, Last: 9, Of: "?page=", Total: 423}}, {t("途中", "In the middle"), look.Pages{Now: 2, Last: 9, Of: "?page=", Total: 423}}, {t("最後", "Last"), look.Pages{Now: 9, Last: 9, Of: "?page=", Total: 423}}}},
		{"empty", t("何もないとき", "Nothing there"), []state{{t("次にすることを示す", "Says what to do"), look.Empty{Title: t("対応が必要なものはありません", "Nothing needs you"), Text: []string{t("照会や期限が近い報告があると、ここに並びます。", "Questions and reports that fall due stand here."), t("攻撃に気付いたときは、右上の赤いボタンから報告できます。", "If you notice an attack, use the red button above.")}, Links: []look.Link{{To: "#part-empty", Text: t("過去の報告を見る", "See earlier reports")}}}}}},
		{"progress", t("進み具合", "Progress"), []state{
			{t("進んでいる", "Under way"), look.Progress{Label: t("取り込み", "Taking in"), Done: 3120, Total: 12000, Left: t("あと2分ほど", "About two minutes left"), Stop: "#part-progress"}},
			{t("終わった", "Done"), look.Progress{Label: t("取り込み", "Taking in"), Done: 12000, Total: 12000}},
			{t("止まった", "Stopped"), look.Progress{Label: t("取り込み", "Taking in"), Done: 3120, Total: 12000, Error: t("3,121行目で止まりました。続きから再開できます。", "Stopped at row 3,121. You can go on from there.")}},
		}},
		{"answers", t("回答の一覧", "Answers"), []state{{t("直せる、未把握、記入なし", "To change, not known, empty"), []look.Answer{
			{Question: t("何が起きていますか", "What is happening?"), Text: t("マルウェアが実行できる状態に置かれた\n監視端末の画面に身代金を求める文が出ている", "Malware was placed where it can run\nA terminal shows a ransom note"), Fix: "#part-answers"},
			{Question: t("システム・機器", "Systems and machines"), Unknown: true, Fix: "#part-answers"},
			{Question: t("折り返し先", "Callback"), Fix: "#part-answers", Error: t("記入してください。", "Please answer.")},
			{Question: t("分野", "Sector"), Text: t("電気", "Electricity"), Note: t("組織の登録から", "From the organisation's record")},
		}}, {t("表のある回答", "With a table"), []look.Answer{{Question: t("止まった設備", "What stopped"), Fix: "#part-answers", Table: &look.Table{
			Caption: t("止まった設備", "What stopped"), Hide: true, Heads: []look.Head{{Text: t("設備", "Machine")}, {Text: t("止まった日時", "Stopped")}, {Text: t("戻った日時", "Back")}, {Text: t("台数", "Count"), Right: true}},
			Rows: [][]look.Cell{{{Text: t("北部給電指令所の監視端末", "Terminals of the northern centre")}, {Text: t("令和8年11月24日(火) 10時15分00秒", "Tue 2026-11-24 10:15:00 JST"), When: true}, {Text: t("令和8年11月24日(火) 12時40分00秒", "Tue 2026-11-24 12:40:00 JST"), When: true}, {Text: "3"}}},
		}}}}}},
		{"timeline", t("経過", "Timeline"), []state{{t("新しい順", "Newest first"), []look.Event{
			{At: now, What: t("担当課へ連絡中", "Calling the office"), By: t("経済産業省 電力基盤整備課", "METI, Electricity Infrastructure Division"), Alert: true},
			{At: now.Add(-10 * time.Minute), What: t("内閣府が開きました", "Opened by the Cabinet Office"), By: t("内閣府 サイバー安全保障担当", "Cabinet Office"), Done: true},
			{At: now.Add(-15 * time.Minute), Seconds: true, What: t("提出済み(到達)", "Filed (arrived)"), Text: t("経済産業大臣、内閣総理大臣(内閣府)に届きました。", "It reached the Minister of Economy, Trade and Industry and the Prime Minister (Cabinet Office)."), Done: true, Links: []look.Link{{To: "#part-timeline", Text: t("受付証(到達の記録)", "Receipt")}}},
			{What: t("詳報の期限", "Detailed report due")},
		}}}},
		{"feed", t("購読用のアドレス", "An address to follow"), []state{
			{t("作った直後", "Just made"), feed{
				Action: "#part-feed", Text: t("当番の日時と氏名だけが入ります。", "The hours and the names of who is on duty."), Key: "k", Have: true,
				Lines: []string{t("作成: 令和8年11月24日(火) 10:15", "Made: Tue 2026-11-24 10:15 JST"), t("まだ読み取られていません", "Not fetched yet")}, Address: "https://kanmin.example/roster/0123456789/kanmin.ics",
			}},
		}},
		{"due", t("期限", "Due date"), []state{{t("数え方を開いた", "With its reasons"), due(t, true)}, {t("閉じた", "Closed"), due(t, false)}}},
		{"why", t("期限の数え方", "Why this date"), []state{{t("数え方だけ", "Reasons alone"), due(t, false)}}},
		{"receipt", t("受付証", "Receipt"), receipts(t, now)},
		{"files", t("添付ファイル", "Attached files"), []state{{t("取り出せる、検体", "To take out, and a sample"), []file{
			{Name: "screenshot.png", Size: "1.2 MiB", Section: t("すべての提出先に届きます", "Goes to every addressee"), Digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", To: "#part-files"},
			{Name: "sample.bin", Size: "340 KiB", Section: t("システム・機器", "Systems and machines"), Digest: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752", Sample: t("検体として、パスワード付きZIPで渡します", "Leaves as a sample, in a ZIP with a password")},
		}}}},
	}
}

// savedViews are a list's views: some, with one that it opened with, and the form that saves another.
func savedViews(t in) []state {
	link := func(text, note string, now bool) look.ViewLink {
		return look.ViewLink{Link: look.Link{To: "#part-views", Text: text}, Note: note, Now: now}
	}
	some := look.Views{
		All: look.Link{To: "#part-views", Text: t("すべて", "All")}, To: "#part-views", Told: t("保存した条件「未開封・未読の回答」で表示しています。", "The list opened with your saved view “Needs attention”."),
		Links: []look.ViewLink{link(t("未開封・未読の回答", "Needs attention"), t("最初に表示", "opens first"), true), link(t("電気・補正のお願い", "Electricity, correction asked"), t("部署で共有", "shared in the unit"), false)},
	}
	save := look.Views{Save: &look.SaveView{Action: "#part-views", Fields: []look.Field{
		{Kind: look.Line, ID: "story-view-name", Label: t("条件の名前", "Name of the view"), Need: true, Width: look.Mid},
		{Kind: look.Radio, ID: "story-view-share", Label: t("使える人", "Who has it"), Need: true, Options: []look.Option{{Value: "mine", Label: t("自分だけ", "Only me"), Chosen: true}, {Value: "unit", Label: t("同じ部署の全員", "Everybody of my unit")}}},
	}}}
	return []state{{t("一つを使っている", "One of them is used"), some}, {t("新しく保存する", "Another is saved"), save}}
}

// bulks are a list whose rows are chosen, with what is done with them.
func bulks(t in) []state {
	some, _ := listings(t)[0].view.(look.Listing)
	many := some
	many.ID, many.Clear, many.Filter, many.Table.Rows = "story-many", "", nil, nil
	for _, row := range some.Table.Rows {
		first := row[0]
		first.Pick, first.PickText = first.Text, t("選ぶ", "Choose")
		many.Table.Rows = append(many.Table.Rows, []look.Cell{first, row[1]})
	}
	many.Bulk = &look.Bulk{
		Action: "#part-listing", Title: t("担当をまとめて決める", "Decide who takes care of many"), All: t("絞り込んだものすべて(2件)", "Everything that the filter leaves (2)"), Do: t("確認へ進む", "Check first"), Past: look.Link{To: "#part-listing", Text: t("担当をまとめて決めた記録", "Earlier decisions")},
		Field: look.Field{Kind: look.Select, ID: "story-to", Label: t("担当にする人", "Who takes care"), Width: look.Mid, Options: []look.Option{{Label: t("選んでください", "Please choose")}, {Value: "1", Label: t("髙木 真理子", "Takagi Mariko")}}},
	}
	return []state{{t("行を選んでまとめて扱う", "Rows are chosen"), many}}
}

// rolls are what stands above a list that was read whole: narrowed, and nothing yet.
func rolls(t in) []state {
	kinds := func(chosen bool) look.Field {
		return look.Field{Kind: look.Select, ID: "story-roll-state", Label: t("状態", "State"), Options: []look.Option{{Label: t("すべて", "All")}, {Value: "open", Label: t("未確認", "Open"), Chosen: chosen}}}
	}
	some := look.Listing{
		ID: "story-roll", Action: "#part-roll", Clear: "#part-roll", Count: t("条件に合うもの 3件", "3 match the filter"),
		Filter: []look.Field{{Kind: look.Line, ID: "story-roll-q", Label: t("氏名・メールで探す", "Search by name or mail"), Value: t("髙木", "Takagi")}, kinds(true)},
	}
	none := look.Listing{Empty: &look.Empty{Title: t("招待は、まだありません", "There are no invitations yet"), Text: []string{t("招待すると、ここで進み具合を確かめられます。", "Once you invite somebody, you see here how far it came.")}}}
	return []state{{t("絞り込んだとき", "Narrowed"), some}, {t("まだ何もないとき", "Nothing yet"), none}}
}

// listings are the two states of a list that matter: rows that a filter leaves, and none.
func listings(t in) []state {
	some := look.Listing{
		ID: "story", Action: "#part-listing", Clear: "#part-listing", Count: t("条件に合うもの 2件", "2 match the filter"), Next: "#part-listing", ExportText: t("絞り込んだ内容をすべて書き出します。", "Everything that the filter leaves."),
		Filter: []look.Field{
			{Kind: look.Line, ID: "story-number", Label: t("整理番号の先頭", "Number begins with"), Value: "7K4M"},
			{Kind: look.Select, ID: "story-state", Label: t("状態", "State"), Options: []look.Option{{Label: t("すべて", "All")}, {Value: "a", Label: t("補正のお願い", "Correction asked"), Chosen: true}}},
		},
		Table: look.Table{Caption: t("報告", "Reports"), Hide: true, Heads: []look.Head{{Text: t("整理番号", "Number")}, {Text: t("報告した者", "Filer")}}, Rows: [][]look.Cell{
			{{Text: "報-R8-7K4M-2QXD-W", To: "#part-listing", Ref: true}, {Text: t("あおぞら送配電株式会社", "Aozora Grid")}},
			{{Text: "報-R8-7K4M-9D3C-K", To: "#part-listing", Ref: true}, {Text: t("神﨑電力株式会社", "Kanzaki Power")}},
		}},
		Exports: []look.Link{{To: "#part-listing", Text: "Excel"}},
	}
	none := look.Listing{
		ID: "story-none", Action: "#part-listing", Clear: "#part-listing", Count: t("条件に合うもの 0件", "0 match the filter"),
		Filter: []look.Field{{Kind: look.DayLine, ID: "story-from", Label: t("到達日(から)", "Arrived from"), Value: t("きのう", "yesterday"), Error: t("日付を読み取れませんでした。", "The day could not be read.")}},
		Empty:  &look.Empty{Title: t("条件に合うものはありません", "Nothing matches the filter"), Links: []look.Link{{To: "#part-listing", Text: t("絞り込みをやめる", "Show all")}}},
	}
	return []state{{t("条件に合う行", "Rows that match"), some}, {t("合う行がない、読み取れない条件", "None, and a part that could not be read"), none}}
}

// file is what the part shows of one, as reporting.File.
type file struct{ Name, Size, Section, Digest, Sample, To string }

// feed is what the part shows of an address, as organisation.Feed.
type feed struct {
	Action, Text, Key string
	Have              bool
	Lines             []string
	Address           string
	Again             bool
}

func tables(t in) []state {
	list := look.Table{Caption: t("報告の履歴", "Reports"), Heads: []look.Head{{Text: t("整理番号", "Number")}, {Text: t("件名", "Subject")}, {Text: t("状態", "State")}, {Text: t("機器の数", "Machines"), Right: true}}}
	for _, row := range [][2]string{{"報-R8-7K4M-2QXD-W", "3"}, {"報-R8-7K4M-9D3C-K", "12,000"}} {
		list.Rows = append(list.Rows, []look.Cell{{Text: row[0], To: "#part-table", Ref: true}, {Text: t("監視端末の画面に身代金を求める文が出ている", "A terminal shows a ransom note")}, {Tag: &look.Tag{Text: t("提出済み(到達)", "Filed (arrived)"), Tone: look.Info}}, {Text: row[1]}})
	}
	matrix := look.Table{
		Caption: t("提出先と見え方", "Who sees what"), Keep: true,
		Heads: []look.Head{{Text: t("項目", "Item")}, {Text: t("経済産業大臣", "METI"), Centre: true}, {Text: t("内閣府", "Cabinet Office"), Centre: true}},
		Rows:  [][]look.Cell{{{Text: t("概要", "Summary")}, {Tick: "yes"}, {Tick: "yes"}}, {{Text: t("折り返し先", "Callback")}, {Tick: "yes"}, {Tick: "no"}}},
	}
	return []state{{t("狭い画面ではカードになる", "Cards on a narrow screen"), list}, {t("列を保つ", "Keeps its columns"), matrix}}
}

func due(t in, open bool) look.Due {
	return look.Due{
		Title: t("届出の期限", "Notification due"), On: calendar.MustDay("2027-03-01"), Left: t("あと98日", "98 days left"), Tone: look.Info, Certainty: look.DraftLaw, Open: open,
		Explained: t("4か月目に当たる2月28日が日曜日のため、次の開庁日になります。", "The fourth month ends on Sunday 28 February, so the next working day counts."),
		Steps:     []string{t("導入した日: 令和8年10月31日(土)", "Introduced: Sat 2026-10-31"), t("初日は数えません(民法140条)。", "The first day does not count (Civil Code art. 140)."), t("次の開庁日: 令和9年3月1日(月)", "Next working day: Mon 2027-03-01")},
		Law:       []look.Provision{{Cite: t("強化法4条", "Act, art. 4"), Quote: "四月以内", Source: "S0", Certainty: look.Confirmed}},
		Uncertain: t("この扱いは、政府の案(令和7年12月)に基づいています。", "This follows the government's draft of December 2025."),
	}
}

func receipts(t in, now ident.Instant) []state {
	one := look.Receipt{Number: "報-R8-7K4M-2QXD-W", Arrived: now, For: []string{t("経済産業大臣", "Minister of Economy, Trade and Industry"), t("内閣総理大臣(内閣府)", "Prime Minister (Cabinet Office)")}}
	early, final := one, one
	early.Sentence, early.Files = t("提出は完了しています。受付証の確定版は数分でできます。", "It is filed. The final receipt will be ready in a few minutes."), []look.Link{{To: "#part-receipt", Text: t("暫定版を保存する", "Save the provisional one")}}
	final.Final, final.Sentence = true, t("受付証の確定版ができました。", "The final receipt is ready.")
	final.Files = []look.Link{{To: "#part-receipt", Text: t("証明ファイル(.tlog-proof)", "Proof (.tlog-proof)")}, {To: "#part-receipt", Text: "PDF"}, {To: "#part-receipt", Text: t("テキスト(.txt)", "Text (.txt)")}}
	return []state{{t("暫定", "Provisional"), early}, {t("確定", "Final"), final}}
}
