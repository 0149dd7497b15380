package spelling

import (
	"regexp"
	"strings"
)

// Cell is one cell as typed, taken apart.
type Cell struct {
	Folded   string   // the whole, folded
	Bare     string   // without notes in brackets
	Core     string   // Bare without version words and trailing versions
	Head     string   // the part before a dash, a colon or the first note; empty when it is all of Bare
	Notes    []string // what stood in brackets, folded
	Versions []string // version words that were cut, folded
	Models   []string // words that mix letters and digits, folded
}

var (
	notes   = regexp.MustCompile(`[(\[{<]([^()\[\]{}<>]*)[)\]}>]`)
	version = regexp.MustCompile(`(?:^|[\s,_])(?:(?:ver(?:sion)?|rel(?:ease)?|rev(?:ision)?|build|firmware|fw|バジヨン|バジ\x{30e7}ン|リリス|リビジヨン|フアムウエア)\s*[.:]?\s*[vr]?[0-9][0-9a-z.\-]*|v(?:er)?\.?\s?[0-9]+(?:[.\-][0-9a-z]+)*[a-z]?|[0-9]+(?:\.[0-9a-z]+)+(?:-[0-9a-z]+)*|第?[0-9]+版|[0-9]{2}-[0-9]{2}(?:-[0-9a-z]{1,2})?|r[0-9]+(?:\.[0-9]+)+)(?:以降|以前|以上|未満|系)?|(?:バジヨン|リリス|リビジヨン)\s*[.:]?\s*[vr]?[0-9][0-9a-z.\-]*`)
	edition = regexp.MustCompile(`(?:^|\s)(?:[0-9]+\s*(?:台|式|本|個|ライセンス|cal|users?|ユザ|コア|set|セツト)|[x]\s?[0-9]+台?|一式|他|ホカ|ナド|等|シリズ|series|以降)(?:\s|$)`)
	split   = regexp.MustCompile(`\s[-|:–—]+\s|:\s|\s/\s|,\s|\s>\s`)
	nospace = regexp.MustCompile(`([^\x00-\x7f\s]|[a-z]{5})([0-9]{1,2}(?:\.[0-9]+)+)$`)
)

// Cut takes a folded cell apart. Nothing is lost: what is cut stands in Notes and Versions.
func Cut(folded string) Cell {
	c := Cell{Folded: strings.TrimSpace(folded)}
	bare := c.Folded
	if strings.ContainsAny(bare, "([{<") {
		for range 3 { // brackets in brackets
			found := notes.FindAllStringSubmatch(bare, -1)
			if len(found) == 0 {
				break
			}
			for _, f := range found {
				if n := strings.TrimSpace(f[1]); n != "" {
					c.Notes = append(c.Notes, n)
				}
			}
			bare = notes.ReplaceAllString(bare, " ")
		}
	}
	c.Bare = squeeze(bare)
	if c.Bare == "" {
		c.Bare = c.Folded
	}
	core := c.Bare
	if strings.ContainsAny(core, "0123456789") {
		c.Versions = trimmed(version.FindAllString(core, 5))
		if len(c.Versions) > 0 {
			core = version.ReplaceAllString(core, " ")
		}
		core = nospace.ReplaceAllString(core, "$1")
	}
	core = edition.ReplaceAllString(core, " ")
	c.Core = squeeze(core)
	if Squash(c.Core) == "" {
		c.Core = c.Bare
	}
	if at := split.FindStringIndex(c.Core); at != nil && at[0] > 2 {
		c.Head = strings.TrimSpace(c.Core[:at[0]])
	} else if i := strings.IndexAny(c.Folded, "(["); i > 2 && strings.TrimSpace(c.Folded[:i]) != c.Core {
		c.Head = strings.TrimSpace(c.Folded[:i])
	}
	for _, w := range Words(c.Bare) {
		if len(w) > 2 && Pieces(w) != nil {
			c.Models = append(c.Models, w)
		}
	}
	return c
}

func trimmed(in []string) []string {
	out := make([]string, 0, len(in))
	for _, s := range in {
		if s = strings.Trim(s, " ,_"); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
