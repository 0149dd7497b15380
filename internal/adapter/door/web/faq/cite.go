package faq

import (
	_ "embed"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/faq"
	"kanmin/internal/flow/consulting"
)

// Cite is an entry where another page cites it: whole, folded away, so that nobody has to leave what they are filling in.
type Cite struct {
	Question, Number, Says string
	Answer, Basis, Reason  string
	To                     string
	Tag                    *look.Tag
}

// CitesSource is the template "cites".
//
//go:embed cite.tmpl
var CitesSource string

// Readable are the entries that whoever looks may read; none for who may not, and for who is not signed in.
func (p Pages) Readable(r *gate.Request) (list []faq.Entry, err error) {
	if r.Scope.Permit(consulting.MayReadFAQ) != nil {
		return nil, nil
	}
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error { list, err = tx.FAQList(Listed); return err })
	return list, err
}

// Cites are entries as another page cites them, with number, office and day.
func Cites(r *gate.Request, list []faq.Entry) (cites []Cite) {
	for _, e := range list {
		office := look.Named(r.Lang, e.Office, e.OfficeEn)
		c := Cite{Question: e.Question, Number: string(e.Number), Answer: e.Answer, Basis: e.Basis, To: At(e.Number), Says: r.T("faq.cited.day", "office", office, "day", look.Day(r.Lang, dayOf(e.PublishedAt)))}
		if e.State == faq.Withdrawn {
			tag := Tag(r, e.State)
			c.Tag, c.Reason, c.Says = &tag, e.Reason, r.T("faq.cited.withdrawn", "office", office, "day", look.Day(r.Lang, dayOf(e.WithdrawnAt)))
		}
		cites = append(cites, c)
	}
	return cites
}
