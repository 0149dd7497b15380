package feed

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"kanmin/internal/domain/vuln"
)

// Spans reads versions as people write them: "<2.4", ">=1.0|<2.0", ">= 1.0, < 2.0", "vers:all/*", "2.3 and earlier", "7.6.2より前のバージョン",
// "Ver.1.05およびそれ以前", "1.2". ok is false when nothing certain can be made of it: then which versions are meant is not known.
func Spans(s string, status vuln.Status) (list []vuln.Span, ok bool) {
	s = named.ReplaceAllString(strings.TrimSpace(signs.Replace(norm.NFKC.String(s))), "")
	if rest, is := strings.CutPrefix(s, "vers:"); is {
		_, s, is = strings.Cut(rest, "/")
		if !is {
			return nil, false
		}
	}
	switch strings.ToLower(s) {
	case "*", "all", "all versions", "any", "すべてのバージョン", "全てのバージョン", "全バージョン":
		return []vuln.Span{{Status: status}}, true
	}
	if strings.ContainsAny(s, "<>=|") {
		s = everything.ReplaceAllString(s, "$1")
		return compared(joined.ReplaceAllString(s, "$1|$2"), status)
	}
	for _, w := range wordings {
		m := w.re.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		for i := range m {
			m[i] = letter.ReplaceAllString(m[i], "$1")
		}
		span := w.span(m)
		span.Status = status
		return []vuln.Span{span}, true
	}
	return nil, false
}

var signs = strings.NewReplacer("\u2264", "<=", "\u2265", ">=", "\u2266", "<=", "\u2267", ">=")

// named is what a maker adds about which vulnerability a line is.
var named = regexp.MustCompile(`\s*\([^()]*CVE-[^()]*\)$`)

var (
	everything = regexp.MustCompile(`^(?i:all versions)\s*([<>])`)
	joined     = regexp.MustCompile(`([0-9A-Za-z])\s*([<>])`) // >=2.8<3.1.1
	// condition is a version with words that make it depend on something else.
	condition = regexp.MustCompile(`(?i)_(?:only|with|without|when|if|on|in|using|installed)(?:_|$)|_devices$`)
)

// number is a version as it is written, perhaps with a word before it.
const number = `(?i:versions?\s+|ver\.?\s+|(?:ファームウェア)?バージョン\s*)??([0-9A-Za-z][0-9A-Za-z._+:()-]*)`

// letter is the v of v1.2.
var letter = regexp.MustCompile(`^(?i:version|ver|v)\.?([0-9])`)

// wordings are the ways in which a run of versions is written with words. A pattern that does not cover the whole text says nothing.
var wordings = []struct {
	re   *regexp.Regexp
	span func(m []string) vuln.Span
}{
	{regexp.MustCompile(`^` + number + `$`), func(m []string) vuln.Span { return vuln.Span{Only: m[1]} }},
	{regexp.MustCompile(`^` + number + `\s*(?:(?:,\s*)?and\s+(?:earlier|prior|below|older)|or\s+(?:earlier|older|below)|(?:および|及び)それ以前(?:のバージョン)?|以前(?:のバージョン)?|以下(?:のバージョン)?)$`), func(m []string) vuln.Span { return vuln.Span{Until: m[1]} }},
	{regexp.MustCompile(`^(?:prior\s+to|before|earlier\s+than|versions?\s+prior\s+to)\s+` + number + `$`), func(m []string) vuln.Span { return vuln.Span{Until: m[1], UntilBefore: true} }},
	{regexp.MustCompile(`^` + number + `\s*(?:より前(?:のバージョン)?|未満(?:のバージョン)?)$`), func(m []string) vuln.Span { return vuln.Span{Until: m[1], UntilBefore: true} }},
	{regexp.MustCompile(`^` + number + `\s*(?:and\s+later|and\s+newer|or\s+later|以降(?:のバージョン)?|以上(?:のバージョン)?)$`), func(m []string) vuln.Span { return vuln.Span{From: m[1]} }},
	{regexp.MustCompile(`^` + number + `\s*(?:から|以上|以降)\s*` + number + `\s*(?:まで|以下)(?:のバージョン)?$`), func(m []string) vuln.Span { return vuln.Span{From: m[1], Until: m[2]} }},
	{regexp.MustCompile(`^` + number + `\s*(?:から|以上|以降)\s*` + number + `\s*(?:より前|未満)(?:のバージョン)?$`), func(m []string) vuln.Span { return vuln.Span{From: m[1], Until: m[2], UntilBefore: true} }},
	{regexp.MustCompile(`^(?:from\s+)?` + number + `\s+(?:to|through|up\s+to)\s+` + number + `$`), func(m []string) vuln.Span { return vuln.Span{From: m[1], Until: m[2]} }},
}

// compared reads comparisons: a lower bound opens a span, an upper one closes it. Between them stand | or a comma.
func compared(s string, status vuln.Status) (list []vuln.Span, ok bool) {
	open := false
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == '|' || r == ',' }) {
		op, v := operator(strings.TrimSpace(part))
		if v = bare(v); v == "" {
			return nil, false
		}
		switch op {
		case ">", ">=":
			list, open = append(list, vuln.Span{From: v, FromAfter: op == ">", Status: status}), true
		case "<", "<=":
			if !open {
				list = append(list, vuln.Span{Status: status})
			}
			last := &list[len(list)-1]
			last.Until, last.UntilBefore, open = v, op == "<", false
		case "=", "==", "":
			list, open = append(list, vuln.Span{Only: v, Status: status}), false
		default: // != takes a version out, which spans do not say
			return nil, false
		}
	}
	return list, len(list) > 0
}

func operator(s string) (op, rest string) {
	n := 0
	for n < len(s) && strings.IndexByte("<>=!", s[n]) >= 0 {
		n++
	}
	return s[:n], strings.TrimSpace(s[n:])
}

var whole = regexp.MustCompile(`^` + number + `$`)

// bare is a version without the word before it, "" when it is none.
func bare(s string) string {
	m := whole.FindStringSubmatch(s)
	if m == nil || condition.MatchString(s) || !strings.ContainsAny(m[1], "0123456789") {
		return ""
	}
	return letter.ReplaceAllString(m[1], "$1")
}
