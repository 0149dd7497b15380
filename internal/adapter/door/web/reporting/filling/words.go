package filling

import (
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/procedure"
)

// words are the catalogue keys of what is said of a procedure in its own words.
type words struct {
	start, again   string // the button that opens a draft, where none is open and where one is
	drafts         string // heading of the open drafts
	draft, until   string // a draft in a list of what is to be done
	late           string // somebody typed into a draft that had been sent
	private, noDue string
}

// wordsOf are the words of the prefix that the procedure declares, or those of any.
func wordsOf(p procedure.Procedure) words {
	if p.Words == "prompt" {
		return words{
			start: "prompt.start", again: "prompt.start.new", drafts: "prompt.drafts", draft: "prompt.draft", until: "prompt.draft.until",
			late: "prompt.late", private: "prompt.offices.none", noDue: "prompt.due.none",
		}
	}
	return words{
		start: "filling.start", again: "filling.start.new", drafts: "filling.drafts", draft: "filling.draft", until: "filling.draft.until",
		late: "filling.late", private: "filling.offices.none", noDue: "filling.due.none",
	}
}

// say says something of a procedure.
func say(r *gate.Request, p procedure.Procedure, key string) string {
	return r.T(key, "procedure", p.Name.In(string(r.Lang)))
}
