package mandates

import (
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
)

// PaperView is the 委任状 on one page of A4, for whoever needs paper.
type PaperView struct {
	Number       string
	State        look.Tag
	OperatorIs   string
	MaintainerIs string
	Answers      []look.Answer
	Allows       []string
	Never        []string
	History      []look.Event
	Back         string
}

//go:embed paper.tmpl
var paperSource string

var paperPage = look.Parse[PaperView]("mandates/paper", paperSource)

func (p Page) paper(w http.ResponseWriter, r *gate.Request) error {
	m, err := p.load(r)
	if err != nil {
		return err
	}
	v := PaperView{Number: string(m.Number), State: Tag(r, m), OperatorIs: m.OperatorIs, MaintainerIs: m.MaintainerIs, Answers: terms(r, m), History: history(r, m), Back: At(m)}
	v.Allows, v.Never = allows(r, m)
	return paperPage.Write(w, frame(r, m, r.T("mandate.paper")), v)
}
