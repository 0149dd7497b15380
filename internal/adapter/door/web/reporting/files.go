package reporting

import (
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
)

// File is an attachment as lists show it.
type File struct {
	Name, Size, Digest string
	Section            string // which offices receive it
	Sample             string // how a malware sample leaves; empty for any other
	To                 string // where it is taken out; empty where it cannot
}

// Files are attachments for a list.
func Files(l look.Lang, f form.Form, list []filing.Attachment, to func(filing.Attachment) string) (files []File) {
	for _, a := range list {
		one := File{Name: a.Name, Size: filing.MiB(a.Size), Digest: a.Digest, Section: sectionName(l, f, a.Section)}
		if a.Malware {
			one.Sample = look.Say(l, "attached.sample", "word", filing.SampleWord)
		}
		if to != nil {
			one.To = to(a)
		}
		files = append(files, one)
	}
	return files
}

func sectionName(l look.Lang, f form.Form, id string) string {
	for _, p := range f.Parts {
		if p.ID == id {
			return p.Name.In(string(l))
		}
	}
	return look.Say(l, "attached.whole")
}

// FileChanges are the lines of a table of changes for files that came, went or differ.
func FileChanges(l look.Lang, before, after []filing.Attachment) (rows [][]look.Cell) {
	said := func(a filing.Attachment) string {
		if a.Name == "" {
			return look.Say(l, "answers.none")
		}
		words := []string{a.Name, filing.MiB(a.Size), "SHA-256 " + a.Digest[:min(len(a.Digest), 16)] + "…"}
		if a.Malware {
			words = append(words, look.Say(l, "attached.malware.yes"))
		}
		return strings.Join(words, "\n")
	}
	for _, c := range filing.Changed(before, after) {
		rows = append(rows, []look.Cell{{Text: look.Say(l, "attached.one")}, {Text: said(c[0])}, {Text: said(c[1])}})
	}
	return rows
}
