package faq

import (
	"cmp"
	"slices"
	"strings"

	"kanmin/internal/domain/text"
)

// Match lists the entries, of those that stand, that say most nearly what somebody is about to ask, the nearest first. Japanese has no spaces between its
// words, so pairs of characters are what is compared.
func Match(list []Entry, asked string, most int) (found []Entry) {
	type near struct {
		e     Entry
		share float64
	}
	want := pairs(asked)
	if len(want) == 0 {
		return nil
	}
	var all []near
	for _, e := range list {
		if e.State != Published {
			continue
		}
		has, both := pairs(e.Question+"\n"+e.Answer), 0
		for p := range want {
			if has[p] {
				both++
			}
		}
		if share := float64(both) / float64(len(want)); share >= leastShare {
			all = append(all, near{e, share})
		}
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Compare(b.share, a.share) })
	for _, n := range all[:min(most, len(all))] {
		found = append(found, n.e)
	}
	return found
}

// leastShare is how much of what is asked an entry must hold: less is the grammar that all sentences have.
const leastShare = 0.3

// pairs are the pairs of characters of a text, without spaces, marks, and those of hiragana alone.
func pairs(s string) map[string]bool {
	list := map[string]bool{}
	for word := range strings.FieldsFuncSeq(kept(s), func(r rune) bool { return r == ' ' }) {
		runes := []rune(word)
		for i := 0; i+1 < len(runes); i++ {
			list[string(runes[i:i+2])] = true
		}
	}
	return list
}

// kept is a text as it is compared: hiragana, which carries the grammar, and marks part its words.
func kept(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'ぁ' && r <= 'ん' || strings.ContainsRune("、。,.()「」・?!\n\t", r) {
			return ' '
		}
		return r
	}, s)
	return text.Key(s)
}
