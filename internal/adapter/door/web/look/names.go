package look

import "kanmin/internal/domain/law"

// Named is a name in the reader's language, where there is one.
func Named(l Lang, ja, en string) string {
	if l == En && en != "" {
		return en
	}
	return ja
}

// Addressed is how an addressee is written on a filing; an English reader is told which minister that is.
func Addressed(l Lang, title string) string {
	if l != En {
		return title
	}
	for _, m := range law.Ministers() {
		if t := m.Title(); t.Ja == title {
			return t.En + " (" + title + ")"
		}
	}
	return title
}
