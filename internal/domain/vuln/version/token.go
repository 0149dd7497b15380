package version

import (
	"slices"
	"strings"
)

// class is what a token is. Its number is its order at one place of a version: what makes a version older than the bare one stands
// before end, what makes it newer behind.
type class byte

const (
	tilde  class = 0x08 // rpm and deb: before everything
	before class = 0x10 // a word before a release, by its rank
	end    class = 0x20
	caret  class = 0x24 // rpm: a snapshot after the release
	spin   class = 0x28 // a build of the same release
	word   class = 0x30
	number class = 0x40
	alnum  class = 0x50 // semver: identifiers stand above numbers
	sign   class = 0x60 // deb: signs stand above letters
)

type token struct {
	class class
	text  string // digits without leading zeros, letters
	rank  byte   // of a word before a release
}

// encode writes tokens so that their order is that of the bytes: each says its class first and delimits itself.
func encode(list []token) []byte {
	b := make([]byte, 0, 4*len(list)+8)
	for _, t := range list {
		b = append(b, byte(t.class))
		switch t.class {
		case before:
			b = append(b, t.rank)
		case number, spin:
			b = append(b, byte(len(t.text))) //nolint:gosec // a version is at most 200 bytes
			b = append(b, t.text...)
		case word, alnum:
			b = append(b, t.text...)
			b = append(b, 0)
		case sign:
			b = append(b, t.text...)
		}
	}
	return b
}

// early are the words of what comes before a release, in their order.
var early = map[string]byte{
	"dev": 1, "nightly": 1, "snapshot": 1, "alpha": 2, "beta": 3, "milestone": 4, "pre": 5, "preview": 5, "prerelease": 5, "ea": 5, "rc": 6, "cr": 6,
}

// bare are the words that say nothing: the release itself.
var bare = []string{"ga", "final", "release", "stable", "lts", "build"}

func tokens(s Scheme, text string) (list []token, series bool) {
	switch s {
	case SemVer:
		return semver(text), false
	case RPM:
		return rpm(text), false
	case Deb:
		return deb(text), false
	case Windows:
		return windows(text)
	case Junos:
		return junos(text)
	case FortiOS:
		text, _, _ = strings.Cut(text, "build")
		list = generic(text, early)
		return list, numbers(text) < 3
	case PANOS:
		return generic(text, early), numbers(text) < 3
	case IOS:
		return generic(text, nil), numbers(text) < 3
	case Date:
		return date(text), false
	case None:
		return []token{{class: word, text: strings.ReplaceAll(text, "\x00", "")}}, false
	}
	return generic(text, early), false
}

// numbers counts the numbers with which a text begins, which dots and brackets hold together.
func numbers(text string) (n int) {
	for _, r := range runs(text) {
		switch {
		case r[0] >= '0' && r[0] <= '9':
			n++
		case r != "." && r != "(" && r != ")":
			return n
		}
	}
	return n
}

// runs cuts a text into digits, letters and single signs. A character beyond ASCII is a letter.
func runs(s string) (list []string) {
	kind := func(c byte) int {
		switch {
		case c >= '0' && c <= '9':
			return 1
		case c >= 'a' && c <= 'z' || c >= 0x80:
			return 2
		}
		return 0
	}
	for from := 0; from < len(s); {
		to := from + 1
		for k := kind(s[from]); k > 0 && to < len(s) && kind(s[to]) == k; {
			to++
		}
		list = append(list, s[from:to])
		from = to
	}
	return list
}

// one makes the token of a run; ok is false for a sign.
func one(run string) (t token, ok bool) {
	switch c := run[0]; {
	case c >= '0' && c <= '9':
		return digits(run), true
	case c >= 'a' && c <= 'z' || c >= 0x80:
		return token{class: word, text: run}, true
	}
	return t, false
}

func digits(run string) token { return token{class: number, text: strings.TrimLeft(run, "0")} }

// generic reads numbers and words. Zeros at the end say nothing: 1.0 is 1.0.0, and 1.0-rc1 is 1.0.0-rc1.
func generic(text string, words map[string]byte) (list []token) {
	for _, run := range runs(text) {
		t, ok := one(run)
		if !ok || slices.Contains(bare, run) {
			continue
		}
		if rank, is := words[t.text]; is && t.class == word {
			t = token{class: before, rank: rank}
		}
		if t.class != number {
			list = trimmed(list)
		}
		list = append(list, t)
	}
	return trimmed(list)
}

func trimmed(list []token) []token {
	for len(list) > 0 && list[len(list)-1] == (token{class: number}) {
		list = list[:len(list)-1]
	}
	return list
}

// semver reads core-pre+build: a version with a pre-release is older than without; build says nothing.
func semver(text string) []token {
	text, _, _ = strings.Cut(text, "+")
	core, pre, is := strings.Cut(text, "-")
	list := generic(core, nil)
	if !is {
		return list
	}
	list = append(list, token{class: before})
	for id := range strings.SplitSeq(pre, ".") {
		if id != "" && strings.Trim(id, "0123456789") == "" {
			list = append(list, digits(id))
		} else {
			list = append(list, token{class: alnum, text: strings.ReplaceAll(id, "\x00", "")})
		}
	}
	return list
}

// junos reads 21.4R3-S5.4: the number behind the dot is a build of the same release, older than the next service release.
func junos(text string) (list []token, series bool) {
	text, _, _ = strings.Cut(text, "-evo")
	series = true
	var last string
	for _, run := range runs(text) {
		t, ok := one(run)
		if ok && t.class == number && last == "." && !series {
			t.class = spin
		}
		if t.class == word {
			list, series = trimmed(list), false
		}
		if ok {
			list = append(list, t)
		}
		last = run
	}
	return trimmed(list), series
}

// windows reads the build: a number of five digits with what follows it, to which people leave out 10.0. A build alone is a series.
func windows(text string) (list []token, series bool) {
	all := runs(text)
	for i, run := range all {
		inside := i > 0 && all[i-1] == "." && (i < 4 || all[i-4] != "10" || all[i-2] != "0") // 6.1.7601.24545 is no build 24545
		if len(run) != 5 || run[0] < '1' || run[0] > '9' || inside {
			continue
		}
		list = []token{digits("10"), digits("0"), digits(run)}
		if i+2 < len(all) && all[i+1] == "." && all[i+2][0] >= '0' && all[i+2][0] <= '9' {
			return trimmed(append(list, digits(all[i+2]))), false
		}
		return list, true
	}
	return generic(text, early), false
}

// date reads days written with or without signs.
func date(text string) (list []token) {
	for _, run := range runs(text) {
		if len(run) == 8 && run[0] >= '1' && run[0] <= '9' {
			list = append(list, digits(run[:4]), digits(run[4:6]), digits(run[6:]))
		} else if t, ok := one(run); ok {
			list = append(list, t)
		}
	}
	return trimmed(list)
}

// epoch cuts the number before the colon, which stands above everything.
func epoch(text string) (list []token, rest string) {
	if first, rest, ok := strings.Cut(text, ":"); ok && first != "" && strings.Trim(first, "0123456789") == "" {
		return []token{digits(first)}, rest
	}
	return []token{digits("0")}, text
}

// rpm reads as rpmvercmp compares: 1.0 is older than 1.0.0, ~ comes before the end, ^ behind it.
func rpm(text string) []token {
	list, rest := epoch(text)
	for _, run := range runs(rest) {
		switch t, ok := one(run); {
		case ok:
			list = append(list, t)
		case run == "-":
			list = append(list, token{class: end})
		case run == "~":
			list = append(list, token{class: tilde})
		case run == "^":
			list = append(list, token{class: caret})
		}
	}
	return list
}

// deb reads as dpkg compares: by turns characters that are no digits, one by one, and a number.
func deb(text string) []token {
	list, rest := epoch(text)
	upstream, revision := rest, ""
	if i := strings.LastIndexByte(rest, '-'); i >= 0 {
		upstream, revision = rest[:i], rest[i+1:]
	}
	list = append(list, debian(upstream)...)
	if revision == "" || revision == "0" { // dpkg: none is 0
		return list
	}
	list = append(list, token{class: end})
	return append(list, debian(revision)...)
}

func debian(s string) (list []token) {
	for s != "" {
		for s != "" && (s[0] < '0' || s[0] > '9') {
			switch c := s[0]; {
			case c == '~':
				list = append(list, token{class: tilde})
			case c >= 'a' && c <= 'z':
				list = append(list, token{class: word, text: s[:1]})
			default:
				list = append(list, token{class: sign, text: s[:1]})
			}
			s = s[1:]
		}
		rest := strings.TrimLeft(s, "0123456789")
		list = append(list, token{class: end}, digits(s[:len(s)-len(rest)]))
		s = rest
	}
	return list
}
