package incident

import (
	"slices"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// occurredField is 発生日時: when it began, which is seldom when anybody knew.
var occurredField = form.Field{
	ID: "occurred_at", Kind: form.Moment, Needed: true, Unknowable: true, AskFuture: true, Section: "outline", Ground: "命令4条3項3号",
	Label: text.Both{Ja: "発生した日時", En: "When it occurred"},
	Help:  text.Both{Ja: "攻撃が始まったと考えられる時点です。おおよそで構いません。", En: "When the attack seems to have begun. An approximate time is enough."},
}

// moments are the three times (R8, law.md 5.2): occurred, noticed by a contractor or cloud provider, known by the operator. Whether the
// second is 認知 depends on how the service is run, so the three are never made one.
func moments() []form.Field {
	list := append([]form.Field{occurredField}, slices.Clone(whenStep.Fields)...)
	slices.Reverse(list[1:]) // by the order in which they come to pass
	for i := range list[1:] {
		list[i+1].AskBefore = occurredField.ID
	}
	return list
}

// whyField is why a time differs from what was reported before; both values stay.
var whyField = form.Field{
	ID: "times_reason", Kind: form.Area, Limit: 1000, Section: "outline",
	Label: text.Both{Ja: "日時が前の報告と違う理由(違うときだけ)", En: "Why a time differs from before (only if it does)"},
	Help:  text.Both{Ja: "前の日時も残ります。詳報の期限は、新しい認知の日から数え直します。", En: "The earlier time stays. The date of the detailed report is counted again from the new day of awareness."},
}

var timesStep = form.Step{
	ID: "times", Title: text.Both{Ja: "いつのことですか", En: "When was it?"}, Short: text.Both{Ja: "いつ", En: "When"},
	Fields: append(moments(), whyField),
}

// TimesForm is 日時の訂正: the three times again, with the reason.
var TimesForm = form.Form{
	ID:    "report.times",
	Title: text.Both{Ja: "日時を訂正する", En: "Correct the times"},
	Lead: text.Both{
		Ja: "これまでに報告した日時を入れてあります。違うところだけを直してください。前の日時も、誰がなぜ直したかも残ります。",
		En: "The times reported so far are filled in. Change only what is wrong. The earlier times stay, with who changed them and why.",
	},
	Steps: []form.Step{{ID: timesStep.ID, Title: timesStep.Title, Short: timesStep.Short, Fields: append(optionalOccurred(), mustWhy())}},
	Parts: []form.Part{{ID: "outline", Name: text.Both{Ja: "概要", En: "Outline"}}},
}

func optionalOccurred() []form.Field {
	list := moments()
	list[0].Needed, list[0].Ground = false, ""
	return list
}

func mustWhy() form.Field {
	f := whyField
	f.Needed, f.Label = true, text.Both{Ja: "訂正の理由", En: "Reason for the correction"}
	return f
}

// Times is the correction as a procedure: it counts the date of the 詳報 anew.
var Times = procedure.Procedure{
	ID: TimesForm.ID, Name: text.Both{Ja: "日時の訂正", En: "Correction of times"}, Form: TimesForm, Act: party.ActReport, Number: ident.NumberReport,
	Clock: clock, Follows: true, Differs: true, Explains: explains, Summary: []string{"times_reason"},
}
