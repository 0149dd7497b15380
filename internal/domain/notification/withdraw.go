package notification

import (
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// WithdrawForm is 届出の取下げ (R2). No provision was found for it (UNKNOWN): it is the operator's statement. The arrival of what is withdrawn is
// never undone; it counts no longer.
var WithdrawForm = form.Form{
	ID:    "asset.withdraw",
	Title: both("届出を取り下げる", "Withdraw a notification"),
	Lead: both(
		"届出の全体を、理由とともに取り下げます。届出が到達した記録と受付証は残ります。法律に取下げの定めは確認できていません。取り下げても届出の義務がなくなるとは限らないので、必要なときは届け出直してください。",
		"Withdraws a notification as a whole, with the grounds. The record of its arrival and its receipt stay. No provision on withdrawal was found in the law, and the duty to notify may remain: file again where it does.",
	),
	Steps: []form.Step{
		{ID: "ground", Title: both("なぜ取り下げるのですか", "Why is it withdrawn?"), Short: both("理由", "Grounds"), Fields: []form.Field{
			{ID: "cause", Kind: form.Choice, Needed: true, Section: sectionWhat, Label: both("取下げの種類", "Kind of withdrawal"), Options: []form.Option{
				option("mistake", "誤って届け出た", "It was filed by mistake"),
				option("twice", "同じ内容を二度届け出た", "The same was filed twice"),
				option("outside", "届出の対象ではなかった", "It need not have been notified"),
				option("anew", "内容を改めて届け出直す", "It will be filed anew"),
				option("other", "その他", "Other"),
			}},
			{
				ID: "reason", Kind: form.Area, Limit: 4000, Needed: true, Section: sectionWhat, Label: both("理由", "Reason"), Example: both("別の事業の設備を届け出ていました。", "The facility belongs to another business."),
				Help: both("提出先が経緯を確かめられるように書いてください。", "Write so that the office can follow what happened."),
			},
		}},
		contactStep,
	},
	Parts: []form.Part{parts[0], parts[2]},
}

// Withdraw is 取下げ as a procedure: it follows one notification of any kind, whether that has a matter or not.
var Withdraw = procedure.Procedure{
	ID: WithdrawForm.ID, Name: both("届出の取下げ", "Withdrawal of a notification"), Form: WithdrawForm, Act: party.ActNotification, Number: ident.NumberNotification,
	Follows: true, Withdraws: true, Contact: ContactField, Business: BusinessField, Summary: []string{"reason"},
	Starts: contactOf,
}

// contactOf begins a withdrawal with whom to ask, and nothing else that was filed.
func contactOf(before form.Values) form.Values {
	return form.Values{ContactField: before[ContactField]}
}
