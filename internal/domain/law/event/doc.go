// Package event owns the assessment of an event (報告, 法5条): whether it is reportable and by which clause, from
// which day the operator counts as aware, which form, which authorities, and each clock side by side.
//
// Everything may be 「分からない」. No exemption from the notification touches it. It never refuses: a rule
// that is not confirmed asks, and a report is never held back because a rule says it need not be made.
package event
