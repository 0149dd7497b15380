package event

import (
	"strconv"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// describe says an answer in a line.
func describe(a answer) text.Both {
	t := outcome(a)
	if a.form > 0 && a.required != law.No {
		n := strconv.Itoa(a.form)
		t.Ja, t.En = t.Ja+"様式"+n+"です。", t.En+" Form "+n+"."
	}
	if a.provider == law.Yes && a.required != law.No {
		t.Ja, t.En = t.Ja+"クラウド事業者の通知の日から数えます。", t.En+" Counted from the provider's notice."
	}
	switch a.ppc {
	case law.Yes:
		t.Ja, t.En = t.Ja+"個人情報保護委員会への報告も要ります。", t.En+" Also to the PPC."
	case law.Maybe:
		t.Ja, t.En = t.Ja+"個人情報保護委員会への報告も確かめてください。", t.En+" Check the PPC as well."
	case law.No, law.NotAsked:
	}
	return t
}

func outcome(a answer) text.Both {
	switch {
	case a.event == law.No:
		return text.Both{Ja: "法5条の報告の対象ではありません。", En: "Not reportable under art. 5."}
	case a.waived == law.Yes && a.event == law.Yes:
		return text.Both{Ja: "報告の対象ですが、指定から6月以内の猶予に当たります。", En: "Reportable, but within the waiver after designation."}
	case a.required == law.Yes && a.certain&1 != 0:
		return text.Both{Ja: "特定侵害事象として報告が要ります。", En: "Report: a specified intrusion event."}
	case a.required == law.Yes:
		return text.Both{Ja: "原因となり得る事象として報告が要ります。", En: "Report: an event that may cause one."}
	case a.certain != 0:
		return text.Both{Ja: "報告が要る可能性があります。まず速報を検討してください。", En: "A report may be owed: consider a prompt report first."}
	}
	return text.Both{Ja: "報告が要るかは、答えがそろうと決まります。迷うときは速報できます。", En: "It depends on open answers; a prompt report is always possible."}
}
