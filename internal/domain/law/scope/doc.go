// Package scope owns the assessment of a notification (届出, 法4条): which computers are 特定重要電子計算機, of
// which types, what is filed about each, what is exempt, by when, and why.
//
// Facts go from 事業 to 設備 to 区画 to 機器 (R19). Everything may be 「分からない」, and then the answer says what
// remains possible. Where the text can be read in two ways both readings are given and the wider one
// is the default. It never refuses: a rule that is not confirmed asks.
package scope
