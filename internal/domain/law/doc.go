// Package law owns what サイバー対処能力強化法 (令和7年法律第42号) and the rules beside it say: periods, types,
// exemptions, sectors and ministers, report items and forms, each as a typed value with its
// provision, quoted words, source, status, certainty and the days between which it stands.
//
// It refuses to give a value without saying how sure it is, and it never decides about people:
// a value whose certainty is below Confirmed warns and asks, never refuses.
//
// At(day) gives the Book of that day. The fact that opens a duty selects the day, and the book's
// ID is kept with the duty and the receipt, so that an old case is judged by the old text.
//
//	b := law.At(law.MustDay("2026-11-30"))
//	due, err := b.Due("asset.new", law.Question{On: law.MustDay("2026-11-30")})
//	// due.Due = 2027-03-31, with the steps that led there
//
// The assessments stand in law/scope (届出) and law/event (報告); the whole book, its search and
// the differences between two of them in law/codex.
package law
