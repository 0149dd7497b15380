package indicator

import "strings"

// Merged is a pasted text with the indicators of another that it does not have yet: one a line, each with a remark (mark) of where it came
// from. What was there stays as it was written; added is how many came.
func Merged(pasted, more, mark string) (text string, added int) {
	there, _ := Read(pasted)
	has := map[string]bool{}
	for _, one := range there {
		has[string(one.Kind)+" "+one.Text] = true
	}
	var lines []string
	list, _ := Read(more)
	for _, one := range list {
		if !has[string(one.Kind)+" "+one.Text] {
			lines = append(lines, one.Defanged()+" # "+mark)
		}
	}
	if len(lines) == 0 {
		return pasted, 0
	}
	if text = pasted; text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text + strings.Join(lines, "\n"), len(lines)
}
