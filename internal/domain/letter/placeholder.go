package letter

import (
	"cmp"
	"strings"

	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Placeholder is a word in braces of a text that is filled in for each recipient. The list is fixed.
type Placeholder struct {
	Name string    // as it is written: {事業者名}
	Says text.Both // what stands in its place
	of   func(For) string
}

// For is for whom, and from whom, a text is filled in.
type For struct {
	expected.Line
	Office   string // its name
	OfficeAt string // its telephone
}

const nothing = "―"

var placeholders = []Placeholder{
	{"{事業者名}", text.Both{Ja: "事業者の名称", En: "name of the operator"}, func(f For) string { return f.Operator.Name }},
	{"{手続}", text.Both{Ja: "届出・報告の名称", En: "what is expected"}, func(f For) string { return f.Of.Name().Ja }},
	{"{事業}", text.Both{Ja: "対象の事業", En: "its business"}, func(f For) string { return businesses(f.Sectors) }},
	{"{期限}", text.Both{Ja: "提出期限の日", En: "the day on which it is due"}, func(f For) string {
		if !f.Dated() {
			return nothing
		}
		return f.Due.Due.Era()
	}},
	{"{整理番号}", text.Both{Ja: "最後の届出、または速報の番号", En: "number of the last notification, or of the prompt report"}, func(f For) string { return cmp.Or(string(f.Number), nothing) }},
	{"{担当課}", text.Both{Ja: "差出しの部署", En: "your office"}, func(f For) string { return f.Office }},
	{"{担当課の電話}", text.Both{Ja: "差出しの部署の電話", En: "telephone of your office"}, func(f For) string { return cmp.Or(f.OfficeAt, nothing) }},
}

func businesses(list []law.Sector) string {
	var names []string
	for _, s := range list {
		if row, ok := law.At(law.Commencement).Sector(s); ok {
			names = append(names, row.Name.Ja)
		}
	}
	return cmp.Or(strings.Join(names, "、"), nothing)
}

// Placeholders lists them.
func Placeholders() []Placeholder { return append([]Placeholder(nil), placeholders...) }

// Names are all of them in one line.
func Names() string {
	var names []string
	for _, p := range placeholders {
		names = append(names, p.Name)
	}
	return strings.Join(names, " ")
}

// braces lets braces of either width be typed.
var braces = strings.NewReplacer("\uff5b", "{", "\uff5d", "}")

// Unknown are the words in braces that are no placeholders, each once, and a brace that stands alone.
func Unknown(said string) (list []string) {
	rest := braces.Replace(said)
	for _, p := range placeholders {
		rest = strings.ReplaceAll(rest, p.Name, "")
	}
	seen := map[string]bool{}
	for {
		i := strings.IndexAny(rest, "{}")
		if i < 0 {
			return list
		}
		word := rest[i : i+1]
		if end := strings.IndexByte(rest[i+1:], '}'); word == "{" && end >= 0 {
			word = rest[i : i+end+2]
		}
		if rest = rest[i+len(word):]; !seen[word] {
			seen[word], list = true, append(list, short(word))
		}
	}
}

// short is a word as far as it is told back.
func short(word string) string {
	if list := []rune(word); len(list) > 30 {
		return string(list[:30]) + "…"
	}
	return word
}

// Fill puts in the place of each placeholder what it says of a recipient. What is put in is not read again.
func Fill(said string, f For) string {
	var pairs []string
	for _, p := range placeholders {
		pairs = append(pairs, p.Name, p.of(f))
	}
	return strings.NewReplacer(pairs...).Replace(braces.Replace(said))
}
