package filling

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"net/http"
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
)

// discardView is the page on which a draft is put aside: what it holds, and one button.
type discardView struct {
	Action, Back, Number, Key string
	Heading                   string
	Answers                   []look.Answer
}

//go:embed discard.tmpl
var discardSource string

var discardPage = look.Parse[discardView]("reporting/prompt/discard", discardSource)

func (p Pages) discard(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, false)
	if err != nil {
		return err
	}
	if done, err := sole(w, d); done {
		return err
	}
	v := discardView{
		Action: d.at("discard"), Back: d.at(""), Number: string(d.Number), Heading: d.title(r),
		Answers: reporting.Brief(r.Lang, reporting.Answers(r.Lang, d.asked(), d.values, nil)),
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	return discardPage.Write(w, frame(r, d, r.T("prompt.discard")), v)
}

// discarded puts the draft aside and leads to where it can be taken back.
func (p Pages) discarded(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.move(r, p.Discard.Do)
	if err != nil {
		return err
	}
	return gate.See(w, reporting.StartAt(d.of.ID)+"?"+url.Values{"discarded": {d.Number.ASCII()}}.Encode())
}

// restore takes a draft back and goes on with it.
func (p Pages) restore(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.move(r, p.Discard.Undo)
	if err != nil {
		return err
	}
	return gate.See(w, d.at(""))
}

// move puts the draft aside or takes it back. That somebody did so already is no fault of whoever pressed.
func (p Pages) move(r *gate.Request, do func(context.Context, access.Scope, ident.Key, ident.Number) error) (work, error) {
	_, d, err := p.posted(r, false)
	if err != nil {
		return d, err
	}
	key, err := r.Key(sha256.Sum256([]byte(d.Number)))
	if err != nil {
		return d, err
	}
	if err := do(r.Context(), r.Scope, key, d.Number); !fault.Is(err, fault.Conflict) {
		return d, err
	}
	return d, nil
}

// aside is a discarded draft that can be taken back.
type aside struct{ Number, At, Action, Key string }

func asides(r *gate.Request, id string, list []filing.Draft) (all []aside, err error) {
	for _, d := range list {
		if of, _ := procedure.SplitRef(d.Form); of != id {
			continue
		}
		key, err := r.NewKey()
		if err != nil {
			return nil, err
		}
		all = append(all, aside{Number: string(d.Number), At: look.Moment(r.Lang, d.UpdatedAt), Action: reporting.DraftAt(id, d.Number, "restore"), Key: key})
	}
	return all, nil
}

// justNow is the number of the draft that was just discarded, if the address says so and it reads as a number.
func justNow(r *gate.Request) string {
	n, err := ident.ParseNumber(r.URL.Query().Get("discarded"))
	if err != nil {
		return ""
	}
	return string(n)
}
