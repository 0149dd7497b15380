// Package version orders versions as their makers count them. There is no one order: 15.2(4)M6, 21.4R3-S5, 10.2.9-h1 and 1.0-beta each
// have their own, so a scheme belongs to a product. A version becomes a key whose byte order is the scheme's order.
package version

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Scheme is a way of counting versions.
type Scheme string

// The schemes.
const (
	Generic Scheme = ""        // numbers, words before and after a release, letters: 1.0-rc1 < 1.0 < 1.0a < 1.0.1
	SemVer  Scheme = "semver"  // semver.org 2.0.0
	FortiOS Scheme = "fortios" // 7.4.10, build behind it ignored
	IOS     Scheme = "ios"     // 15.2(4)M6, 16.12.4a: letters are trains and rebuilds, never "before a release"
	Junos   Scheme = "junos"   // 21.4R3-S5.4
	PANOS   Scheme = "panos"   // 10.2.9-h1
	Windows Scheme = "windows" // 10.0.19045.3803, or the build alone
	Date    Scheme = "date"    // 2024-03-15, 20240315
	RPM     Scheme = "rpm"     // epoch:version-release
	Deb     Scheme = "deb"     // epoch:upstream-revision
	None    Scheme = "none"    // names without an order: commits
)

// Longest is how long a version may be, in bytes; what is longer is none.
const Longest = 200

// Version is a version in its place.
type Version struct {
	Key string // its place; equal keys are one version
	Top string // of a series (7.4 where versions have three numbers): no version of it lies above; else Key
}

// Series reports whether only a series was given, of which the version itself is not known.
func (v Version) Series() bool { return v.Top != v.Key }

// Read finds the place of a version as somebody wrote it; ok is false for what says none: 不明, latest, a text without a digit, too
// long a text.
func Read(s Scheme, text string) (v Version, ok bool) {
	text = clean(text)
	if text == "" || len(text) > Longest || strings.IndexFunc(text, unicode.IsDigit) < 0 {
		return v, false
	}
	list, series := tokens(s, text)
	b := encode(list)
	v.Key = string(append(slices.Clip(b), byte(end)))
	v.Top = v.Key
	if series {
		v.Top = string(append(b, 0xff))
	}
	return v, true
}

// Compare compares two versions of a scheme: below, at, above; ok is false when one of them says none.
func Compare(s Scheme, a, b string) (order int, ok bool) {
	x, okX := Read(s, a)
	y, okY := Read(s, b)
	return strings.Compare(x.Key, y.Key), okX && okY && s != None
}

// Compose writes version and update of a CPE name as the maker writes them together: 10.2.9 and h1 are 10.2.9-h1.
func Compose(s Scheme, version, update string) string {
	if s == Junos || s == IOS {
		return version + update
	}
	return version + "-" + update
}

// Named is the scheme that a feed names (versionType of a CVE record, type of an OSV range); ok is false for what names none of ours.
func Named(s string) (Scheme, bool) {
	switch strings.ToLower(s) {
	case "semver", "npm", "crates.io", "go":
		return SemVer, true
	case "rpm":
		return RPM, true
	case "deb", "dpkg", "debian":
		return Deb, true
	case "date":
		return Date, true
	case "git":
		return None, true
	}
	return Generic, false
}

// clean brings a version to one way of writing: narrow, lower case, without "Ver.".
func clean(s string) string {
	s = strings.TrimSpace(strings.ToLower(norm.NFKC.String(s)))
	for _, word := range []string{"バージョン", "version", "ver.", "ver", "release", "v.", "v"} {
		rest, cut := strings.CutPrefix(s, word)
		rest = strings.TrimLeft(rest, " .:_")
		if cut && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
			return rest
		}
	}
	return s
}
