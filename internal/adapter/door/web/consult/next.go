package consult

import (
	_ "embed"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/flow/consulting"
)

// next shows the version that would be sent further in a consultation: every facility of its business, as 機器台帳 stands now.
func (p Pages) next(w http.ResponseWriter, r *gate.Request) error {
	c, err := p.open(r)
	if err != nil {
		return err
	}
	return p.writeNext(w, r, c, "", nil)
}

func (p Pages) writeNext(w http.ResponseWriter, r *gate.Request, c consult.Consultation, text string, bad error) error {
	g, _, err := p.grow(r, c.Business)
	if err != nil {
		return err
	}
	list, _ := g.lines(r, c.Business, nil)
	v := Form{Title: r.T("consult.next"), Lead: r.T("consult.next.lead"), Action: p.at(c.Number) + "/send", Back: look.Link{To: p.at(c.Number), Text: string(c.Number)}, Notices: admin.Says(r, bad)}
	why := admin.Why(r, bad)
	if len(list) == 0 {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("consult.scope.none"), Text: []string{r.T("consult.scope.none.text")}})
	}
	shown := linesOf(r, r.T("consult.sheet.goes"), list, g.stand)
	v.Lines = &shown
	key, err := r.NewKey()
	if err != nil {
		return err
	}
	v.Fields = []look.Field{
		{Kind: look.Area, ID: "text", Label: r.T("consult.next.text"), Free: true, Value: text, Error: why["text"], Limit: consult.TextLimit},
		{Kind: look.Hidden, ID: "rev", Value: strconv.Itoa(c.Rev)}, {Kind: look.Hidden, ID: "seen", Value: strconv.Itoa(g.rev)}, {Kind: look.Hidden, ID: "key", Value: key},
	}
	v.Problems = look.ProblemsOf(v.Fields)
	if s := why["business"]; s != "" {
		v.Problems = append(v.Problems, look.Problem{Text: s})
	}
	return nextPage.WriteStatus(w, admin.Status(bad), p.frame(r, "consult.next", v.Back, look.Link{Text: r.T("consult.next")}).About(string(c.Number)), v)
}

func (p Pages) send(w http.ResponseWriter, r *gate.Request) error {
	f, err := r.Fields()
	if err != nil {
		return err
	}
	c, err := p.open(r)
	if err != nil {
		return err
	}
	s := consulting.Sending{Number: c.Number, Rev: count(f.Get("rev")), Seen: count(f.Get("seen")), Text: lines(f.Get("text"))}
	key, err := r.Key(organisation.Digest(r.Pattern, c.Number, s.Rev, s.Seen, s.Text))
	if err != nil {
		return err
	}
	g, _, err := p.grow(r, c.Business)
	if err != nil {
		return err
	}
	s.Lines, s.Book = g.lines(r, c.Business, nil)
	err = p.Send.Do(r.Context(), r.Scope, key, s)
	if admin.Mine(err) || fault.Is(err, fault.Unavailable) {
		return p.writeNext(w, r, c, s.Text, err)
	}
	return p.done(w, r, "sent", Typed{Bad: err})
}

//go:embed next.tmpl
var nextSource string

var nextPage = look.Parse[Form]("consult/next", nextSource+linesSource)
