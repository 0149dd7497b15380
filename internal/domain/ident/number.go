package ident

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"kanmin/internal/domain/fault"
)

// Number is the 整理番号 that people read aloud (R36): kind, year, eight characters without
// 0/O/1/I, check character. Example: 届-R8-7K4M-2QXD-W. It is random, never sequential, so
// that it tells nothing about how many there are.
type Number string

// NumberKind is the first character of a Number.
type NumberKind string

// The kinds of number.
const (
	NumberNotification NumberKind = "届" // 届出 (法4条)
	NumberReport       NumberKind = "報" // 報告 (法5条)
	NumberCase         NumberKind = "事" // 事案
	NumberRequest      NumberKind = "照" // 補正のお願い, 照会
	NumberNotice       NumberKind = "知" // お知らせ
	NumberVuln         NumberKind = "脆" // 脆弱性の案件
	NumberDraft        NumberKind = "稿" // 下書き
	NumberName         NumberKind = "名" // 製品名の決定, 名寄せ担当への質問
	NumberProcedure    NumberKind = "様" // 各省の手続 (様式)
	NumberSupport      NumberKind = "援" // 対処支援
	NumberContractor   NumberKind = "連" // 気付き連絡
	NumberLetter       NumberKind = "務" // 事務連絡
	NumberConsult      NumberKind = "談" // 相談窓口
	NumberMandate      NumberKind = "委" // 委任
	NumberFAQ          NumberKind = "答" // よくある相談
)

const numberAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" // 32 characters without 0 O 1 I

// kindLetters lets a number be typed where Japanese cannot be.
var kindLetters = map[string]NumberKind{
	"N": NumberNotification, "R": NumberReport, "C": NumberCase, "Q": NumberRequest,
	"I": NumberNotice, "V": NumberVuln, "D": NumberDraft, "M": NumberName, "P": NumberProcedure, "S": NumberSupport,
	"K": NumberContractor, "L": NumberLetter, "A": NumberMandate, "T": NumberConsult, "F": NumberFAQ,
}

// Letter returns the Latin letter of the kind, as used in file names and addresses.
func (k NumberKind) Letter() string {
	for l, kind := range kindLetters {
		if kind == k {
			return l
		}
	}
	return ""
}

// NewNumber mints a number of a kind in the era year of at (令和8年 = R8).
func NewNumber(kind NumberKind, at Instant, entropy io.Reader) (Number, error) {
	var b [8]byte
	if _, err := io.ReadFull(entropy, b[:]); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = numberAlphabet[b[i]&31]
	}
	return compose(kind, at.Japan().Year()-2018, string(b[:])), nil
}

func compose(kind NumberKind, era int, eight string) Number {
	return Number(fmt.Sprintf("%s-R%d-%s-%s-%c", kind, era, eight[:4], eight[4:], check(kind, era, eight)))
}

// check is a weighted sum over GF(32), each position with its own power of the generator, so every
// single wrong character and every swap of two positions among the eight changes it. Year and kind
// take the last two weights.
func check(kind NumberKind, era int, eight string) byte {
	sum, weight := 0, 2
	for i := range len(eight) {
		sum ^= times(weight, strings.IndexByte(numberAlphabet, eight[i]))
		weight = times(weight, 2)
	}
	sum ^= times(weight, era&31)
	sum ^= times(times(weight, 2), int(kind.Letter()[0]-'A')&31)
	return numberAlphabet[sum]
}

// times multiplies in GF(32) with x⁵+x²+1.
func times(a, b int) int {
	p := 0
	for ; b > 0; b >>= 1 {
		if b&1 == 1 {
			p ^= a
		}
		if a <<= 1; a > 31 {
			a ^= 0b100101
		}
	}
	return p
}

// ParseNumber reads a number as people type it: any width, any case, with or without hyphens,
// kind in Japanese or as its letter. It returns an Invalid fault when the check character
// does not agree, so that a slip on the telephone is told apart from an absent record.
func ParseNumber(s string) (Number, error) {
	bad := fault.New(fault.Invalid, "fault.number", fault.Args{"text": clip(s)})
	if len(s) > 100 {
		return "", bad
	}
	t := strings.Map(func(r rune) rune {
		switch r {
		case '-', ' ', '\t', '‐', '‑', '–', '—', 'ー', 'ｰ', '−', '\u3000':
			return -1
		}
		return r
	}, width.Narrow.String(s))
	t = strings.ToUpper(t)
	first, n := utf8.DecodeRuneInString(t)
	kind := NumberKind(string(first))
	if k, ok := kindLetters[string(first)]; ok {
		kind = k
	}
	if kind.Letter() == "" || n >= len(t) || t[n] != 'R' {
		return "", bad
	}
	rest := t[n+1:]
	if len(rest) < 10 || len(rest) > 12 {
		return "", bad
	}
	era, eight, c := rest[:len(rest)-9], rest[len(rest)-9:len(rest)-1], rest[len(rest)-1]
	year := 0
	for _, d := range era {
		if d < '0' || d > '9' {
			return "", bad
		}
		year = year*10 + int(d-'0')
	}
	for i := range len(eight) {
		if strings.IndexByte(numberAlphabet, eight[i]) < 0 {
			return "", bad
		}
	}
	if year == 0 || check(kind, year, eight) != c {
		return "", bad
	}
	return compose(kind, year, eight), nil
}

// ASCII returns the number with the kind's letter, for file names and addresses: N-R8-7K4M-2QXD-W.
func (n Number) ASCII() string {
	r, size := utf8.DecodeRuneInString(string(n))
	return NumberKind(string(r)).Letter() + string(n)[size:]
}

func clip(s string) string {
	if utf8.RuneCountInString(s) <= 40 {
		return s
	}
	return string([]rune(s)[:40]) + "…"
}

// CodeAlphabet has no character that is mistaken for another on paper.
const CodeAlphabet = numberAlphabet

// NewCode mints 60 bits as three groups of four, to be read from paper or over the telephone: 7K4M-2QXD-W9HT.
func NewCode(entropy io.Reader) (string, error) {
	var b [12]byte
	if _, err := io.ReadFull(entropy, b[:]); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = CodeAlphabet[b[i]&31]
	}
	return string(b[:4]) + "-" + string(b[4:8]) + "-" + string(b[8:]), nil
}
