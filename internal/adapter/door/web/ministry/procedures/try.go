package procedures

import (
	_ "embed"
	"errors"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/filling"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/procedure"
)

// tryView is a procedure as an operator will see it, on one page: what is typed here is judged and kept nowhere.
type tryView struct {
	Title, Lead, Action, Back string
	Notices                   []look.Notice
	Problems                  look.Problems
	Questions                 []tryQuestion
	Answers                   []look.Answer
	Term                      string
}

type tryQuestion struct {
	N           int
	Title, Lead string
	When        string
	Fields      []look.Field
}

//go:embed try.tmpl
var trySource string

var tryPage = look.Parse[tryView]("ministry/procedures/try", trySource)

// version is the version that an address asks for; the latest without one.
func (p Pages) version(r *gate.Request) (procedure.Version, error) {
	list, err := p.read(r)
	if err != nil {
		return procedure.Version{}, err
	}
	word := r.URL.Query().Get("version")
	for _, v := range list {
		if word == "" || strconv.Itoa(v.Version) == word {
			return v, nil
		}
	}
	return procedure.Version{}, fault.Absent()
}

func (p Pages) try(w http.ResponseWriter, r *gate.Request) error {
	v, err := p.version(r)
	if err != nil {
		return err
	}
	return p.writeTry(w, r, v, tryFrom(r, v, form.Values{}, nil))
}

func (p Pages) writeTry(w http.ResponseWriter, r *gate.Request, v procedure.Version, view tryView) error {
	status := http.StatusOK
	if len(view.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return tryPage.WriteStatus(w, status, trail(r, v, r.T("procedures.try")), view)
}

func tryFrom(r *gate.Request, v procedure.Version, values form.Values, bad []fault.Field) tryView {
	l := string(r.Lang)
	d := v.Declaration
	t := tryView{Title: d.Form.Title.In(l), Lead: d.Form.Lead.In(l), Action: At(v.Number, "try") + "?version=" + strconv.Itoa(v.Version), Back: At(v.Number)}
	for i, s := range d.Form.Steps {
		q := tryQuestion{N: i + 1, Title: s.Title.In(l), Lead: s.Lead.In(l), When: reporting.Called(r.Lang, d.Form, s.When)}
		for _, f := range s.Fields {
			one := filling.Field(r, d.Form, f, values[f.ID])
			for _, x := range bad {
				if x.Path == f.ID && one.Error == "" {
					one.Error = r.Why(x)
				}
			}
			if one.Error != "" {
				t.Problems = append(t.Problems, look.Problem{ID: one.ID, Label: one.Label, Text: one.Error})
			}
			q.Fields = append(q.Fields, one)
		}
		t.Questions = append(t.Questions, q)
	}
	return t
}

// tried judges what was typed as sending would, and shows what would be sent.
func (p Pages) tried(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	v, err := p.version(r)
	if err != nil {
		return err
	}
	of := v.Procedure()
	values := form.Values{}
	for _, f := range of.Form.Fields() {
		values[f.ID] = filling.Posted(f, posted)
	}
	tidy, _, err := of.Form.Check(values, r.Now)
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return p.writeTry(w, r, v, tryFrom(r, v, values, e.Fields))
	}
	if err != nil {
		return err
	}
	t := tryFrom(r, v, tidy, nil)
	t.Notices = []look.Notice{{Tone: look.Good, Title: r.T("procedures.tried"), Text: []string{r.T("procedures.tried.text")}}}
	t.Answers = append([]look.Answer{{Question: r.T("procedures.col.summary"), Text: of.Summarise(tidy)}}, reporting.Answers(r.Lang, of.Form.Only(tidy), tidy, nil)...)
	if by, ok := of.TermOf(tidy); ok {
		t.Term = r.T("filling.term", "day", look.DayBoth(r.Lang, by))
	}
	return p.writeTry(w, r, v, t)
}
