package reporting

import (
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/filing"
)

// Held is who answers for a filing, beside the name of who filed it, where it passed to another operator (承継).
func Held(r *gate.Request, filer string, f filing.Filing) string {
	n := len(f.Passed)
	if n == 0 {
		return filer
	}
	last := f.Passed[n-1]
	return r.T("passed.held", "filer", filer, "name", look.Named(r.Lang, last.ToName, last.ToNameEn))
}

// Mark says in a list of one's own that a filing passed on: from whom it came, or to whom it went. It is empty where none did.
func Mark(r *gate.Request, f filing.Filing) string {
	if len(f.Passed) == 0 {
		return ""
	}
	key, name := passedWords(r, f)
	return r.T("passed.mark."+key, "name", name)
}

// PassedNotice says on the page of a filing that it passed on, since when, and who answers for it; nil where it did not.
func PassedNotice(r *gate.Request, f filing.Filing) *look.Notice {
	n := len(f.Passed)
	if n == 0 {
		return nil
	}
	key, name := passedWords(r, f)
	notice := &look.Notice{Tone: look.Info, Title: r.T("passed.title." + key), Text: []string{r.T("passed.text."+key, "name", name, "day", look.Day(r.Lang, f.Passed[n-1].On))}}
	if key == "office" {
		notice.Text[0] = r.T("passed.text.office", "from", look.Named(r.Lang, f.Passed[n-1].FromName, f.Passed[n-1].FromNameEn), "name", name, "day", look.Day(r.Lang, f.Passed[n-1].On))
	}
	return notice
}

// PassedEvents are the 承継 of a filing in its course.
func PassedEvents(r *gate.Request, f filing.Filing) (list []look.Event) {
	for _, p := range f.Passed {
		list = append(list, look.Event{At: p.On.Start(), Done: true, What: r.T("passed.event"), By: look.Named(r.Lang, p.FromName, p.FromNameEn) + " → " + look.Named(r.Lang, p.ToName, p.ToNameEn)})
	}
	return list
}

// passedWords are the reader's side of a 承継, and the name of the other.
func passedWords(r *gate.Request, f filing.Filing) (key, name string) {
	last := f.Passed[len(f.Passed)-1]
	switch {
	case f.HeldBy(r.Scope.Org):
		return "from", look.Named(r.Lang, last.FromName, last.FromNameEn)
	case f.BelongsTo(r.Scope.Org):
		return "to", look.Named(r.Lang, last.ToName, last.ToNameEn)
	}
	return "office", look.Named(r.Lang, last.ToName, last.ToNameEn)
}
