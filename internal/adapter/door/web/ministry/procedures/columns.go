package procedures

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/form"
)

// columnKinds are the words for how a column is answered, as officers write them; the first of each is shown again.
var columnKinds = []struct {
	kind  form.Kind
	words []string
}{
	{form.Line, []string{"文", "text", ""}}, {form.Day, []string{"日付", "day"}}, {form.Moment, []string{"日時", "moment"}}, {form.Count, []string{"数", "number"}},
	{form.Choice, []string{"選択", "choice"}}, {form.Choices, []string{"複数選択", "choices"}},
}

const columnLimit = 500 // characters of a text in a column

// readColumns reads one column a line: id | Japanese | English | kind. What is no kind is kept as it was written: Check names it.
func readColumns(s string) (list []form.Field) {
	for i, cells := range rows(s) {
		kind := ""
		if len(cells) > 3 {
			kind, cells = cells[3], cells[:3]
		}
		c := form.Field{ID: cells.id("column", i), Label: cells.name()}
		if c.Needed = strings.HasSuffix(c.Label.Ja, "*"); c.Needed {
			c.Label = b(strings.TrimRight(c.Label.Ja, "* "), strings.TrimRight(c.Label.En, "* "))
		}
		c.Kind, c.Options = columnKind(kind)
		if c.Kind == form.Line {
			c.Limit = columnLimit
		}
		list = append(list, c)
	}
	return list
}

func columnKind(s string) (form.Kind, []form.Option) {
	word, rest, _ := strings.Cut(strings.ReplaceAll(s, "：", ":"), ":")
	word = strings.ToLower(strings.TrimSpace(word))
	for _, k := range columnKinds {
		if !slices.Contains(k.words, word) {
			continue
		}
		var options []form.Option
		if k.kind == form.Choice || k.kind == form.Choices {
			for i, label := range strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune("、,，", r) }) {
				label = strings.TrimSpace(label)
				options = append(options, form.Option{ID: "o_" + strconv.Itoa(i+1), Label: b(label, label)})
			}
		}
		return k.kind, options
	}
	return form.Kind(word), nil
}

// columnsText is what readColumns reads.
func columnsText(columns []form.Field) string {
	var lines []string
	for _, c := range columns {
		mark, kind := "", string(c.Kind)
		if c.Needed {
			mark = "*"
		}
		for _, k := range columnKinds {
			if k.kind == c.Kind {
				kind = k.words[0]
			}
		}
		var labels []string
		for _, o := range c.Options {
			labels = append(labels, o.Label.Ja)
		}
		if len(labels) > 0 {
			kind += ": " + strings.Join(labels, "、")
		}
		lines = append(lines, strings.Join([]string{c.ID, c.Label.Ja + mark, c.Label.En, kind}, " | "))
	}
	return strings.Join(lines, "\n")
}
