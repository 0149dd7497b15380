package notification

import (
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// NewForm is 新しく届け出る (強化法4条, 命令2条).
var NewForm = form.Form{
	ID:    "asset.new",
	Title: both("新しく届け出る", "File a new notification"),
	Lead: text.Both{
		Ja: "特定重要電子計算機を導入したときの届出です。設備と製品一覧は、Excelでも書けます。提出した時点で届出は完了します。",
		En: "The notification of specified critical computers. Facilities and products can be written in Excel, too. It is complete when it arrives.",
	},
	Steps: []form.Step{
		businessStep(), facilityStep,
		{
			ID: "goods", Title: both("どの製品を使っていますか", "Which products are in use?"), Short: both("製品", "Products"), Fields: []form.Field{products()},
			Lead: both("導入日には、使えるようになった日を書きます。『導入』の意味と類型の記号は、正式な規定を確認できていません。", "As the day of introduction write the day from which it could be used. What “introduction” means, and the letters of the types, were not found in the final text."),
		},
		noneStep, contactStep,
	},
	Parts: parts,
}

// New is the notification as a procedure. It opens the matter that changes follow.
var New = procedure.Procedure{
	ID: NewForm.ID, Name: both("特定重要電子計算機の届出", "Notification of critical computers"), Form: NewForm, Act: party.ActNotification, Number: ident.NumberNotification,
	Case: true, Corrects: true, Contact: ContactField, Business: BusinessField, Summary: []string{BusinessField},
	Judges: judgeNew, Dates: dates, Notes: notes,
}

// ChangeForm is 変更を届け出る: what stands now, each row that differs marked with what happened and when.
var ChangeForm = form.Form{
	ID:    "asset.change",
	Title: both("変更を届け出る", "File a change"),
	Lead: text.Both{
		Ja: "前に届け出た内容を入れてあります。変わった行だけを直し、変更の種類と日を入れてください。使わなくなった行は『利用終了』にします。",
		En: "What you filed before is filled in. Change only the rows that differ, and say what happened and when. Mark what is no longer used as ended.",
	},
	Steps: []form.Step{
		businessStep(form.Field{
			ID: "note", Kind: form.Line, Limit: 300, Section: sectionWhat, Label: both("変更の概要(任意)", "The change in one line (optional)"), Example: both("監視サーバ2台を入れ替えた", "Two monitoring servers were replaced"),
		}),
		facilityStep,
		{
			ID: "goods", Title: both("どの製品が変わりましたか", "Which products changed?"), Short: both("製品", "Products"), Fields: []form.Field{products(changeColumns...)},
			Lead: both("行を消さずに、変更の種類と日を入れてください。", "Do not delete rows: say what happened and when."),
		},
		noneStep, contactStep,
	},
	Parts: parts,
}

// changeColumns say of a row what happened to it.
var changeColumns = []form.Field{
	{ID: "change", Kind: form.Choice, Label: both("変更の種類(変わった行だけ)", "What happened (rows that changed)"), Names: []string{"変更の種類"}, Options: []form.Option{
		option(Added, "追加", "Added"), option(Changed, "変更", "Changed"), option(Moved, "移設", "Moved"), option(Ended, "利用終了", "No longer used"),
	}},
	{
		ID: "changed_on", Kind: form.Day, NeededWhen: form.Condition{Field: "change", In: []string{Changed, Moved, Ended}}, When: form.Condition{Field: "change", In: []string{Changed, Moved, Ended}},
		Label: both("変更日・利用終了日", "Changed or ended on"), Names: []string{"変更日", "利用終了日"}, Example: both("令和9年1月15日", "2027-01-15"),
	},
}

// Change is the 変更届 as a procedure: it follows a notification, whose rows it names.
var Change = procedure.Procedure{
	ID: ChangeForm.ID, Name: both("変更の届出", "Notification of a change"), Form: ChangeForm, Act: party.ActNotification, Number: ident.NumberNotification,
	Follows: true, Corrects: true, Contact: ContactField, Business: BusinessField, Summary: []string{"note", BusinessField},
	Judges: judgeChange, Dates: datesOfChange, Starts: starts, Notes: notes,
}

// NoneForm is 該当なし: a filing of its own, with grounds (R23).
var NoneForm = form.Form{
	ID:    "asset.none",
	Title: both("該当なしを届け出る", "State that there is none"),
	Lead: text.Both{
		Ja: "届け出る特定重要電子計算機がないことを、根拠とともに届け出ます。受付証が出ます。",
		En: "States, with grounds, that there is no specified critical computer to notify. You receive a receipt.",
	},
	Steps: []form.Step{
		businessStep(),
		{ID: "ground", Title: both("なぜ該当がないのですか", "Why is there none?"), Short: both("根拠", "Grounds"), Fields: []form.Field{
			{ID: "checked", Kind: form.Choices, Needed: true, Section: sectionWhat, Options: letters, Label: both("確かめた類型", "Types that were looked at"), Help: both("類型の記号は政府の案によります。", "The letters are those of the government's draft.")},
			{ID: "ground", Kind: form.Area, Limit: 4000, Needed: true, Section: sectionWhat, Label: both("根拠", "Grounds"), Example: both("特定重要設備の更新により、対象の機器を全て撤去しました。", "All machines were removed when the facility was renewed.")},
			{ID: "found_on", Kind: form.Day, Needed: true, AskFuture: true, Section: sectionWhat, Label: both("確かめた日", "Day on which this was seen"), Example: both("令和8年11月24日", "2026-11-24")},
		}},
		contactStep,
	},
	Parts: []form.Part{parts[0], parts[2]},
}

// None is 該当なし as a procedure.
var None = procedure.Procedure{
	ID: NoneForm.ID, Name: both("該当なしの届出", "Notification of none"), Form: NoneForm, Act: party.ActNotification, Number: ident.NumberNotification,
	Corrects: true, Contact: ContactField, Business: BusinessField, Summary: []string{"ground", BusinessField}, Judges: judgeNone, Notes: notesNone,
}

// StocktakeForm is 四半期の棚卸し with nothing changed, attested by somebody who may.
var StocktakeForm = form.Form{
	ID:    "asset.stocktake",
	Title: both("四半期の棚卸し(変更なし)", "Quarterly stock-take (no change)"),
	Lead: text.Both{
		Ja: "前回の届出から変更がないことを、責任者が確かめて届け出ます。変更があるときは『変更を届け出る』を選んでください。この手続は政府の案に基づきます。",
		En: "A responsible person states that nothing changed since the last filing. If something did, file a change. This procedure rests on the government's draft.",
	},
	Steps: []form.Step{
		businessStep(),
		{ID: "attest", Title: both("何を確かめましたか", "What was seen to?"), Short: both("確認", "Attested"), Fields: []form.Field{
			{ID: "as_of", Kind: form.Day, Needed: true, AskFuture: true, Section: sectionWhat, Label: both("棚卸しの基準日", "As of"), Example: both("令和8年12月31日", "2026-12-31")},
			{ID: "attested", Kind: form.Choices, Needed: true, Section: sectionWhat, Label: both("確認", "Statement"), Options: []form.Option{option("no_change", "前回の届出から、届け出る事項に変更がないことを確認しました", "I have seen that nothing to be notified changed since the last filing")}},
			{ID: "attested_by", Kind: form.Line, Limit: 200, Needed: true, Section: sectionWhat, Label: both("確認した責任者(役職・氏名)", "Responsible person (title and name)"), Example: both("設備部長 髙橋 一郎", "Head of facilities, Takahashi Ichiro")},
			{ID: "how", Kind: form.Area, Limit: 2000, Section: sectionWhat, Label: both("確かめ方(任意)", "How it was seen to (optional)")},
		}},
		contactStep,
	},
	Parts: []form.Part{parts[0], parts[2]},
}

// Stocktake is 棚卸し・変更なし as a procedure.
var Stocktake = procedure.Procedure{
	ID: StocktakeForm.ID, Name: both("棚卸し・変更なし", "Stock-take: no change"), Form: StocktakeForm, Act: party.ActNotification, Number: ident.NumberNotification,
	Corrects: true, Contact: ContactField, Business: BusinessField, Summary: []string{"attested_by"}, Judges: judgeStocktake, Notes: notesStocktake,
}

// All are the procedures of 届出, in the order in which people are offered them.
func All() []procedure.Procedure {
	return []procedure.Procedure{New, Change, Stocktake, None, Withdraw}
}

// Kind is what all of them are in a list: every procedure whose id begins so.
const Kind = "asset."
