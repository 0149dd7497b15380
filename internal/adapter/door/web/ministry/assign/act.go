package assign

import (
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/many"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

func (p Page) send(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	t := read(form)
	key, err := r.Key(organisation.Digest(t.seen, form.Get("to")))
	if err != nil {
		return err
	}
	if form.Get("to") == "" {
		t.to = Nobody // nobody of the unit: the flow says so
	}
	id, err := p.Assign.Do(r.Context(), r.Scope, key, t.seen, t.to)
	if e, mine := organisation.Mine(err); mine {
		return p.refuse(w, r, e)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"/"+string(id))
}

// refuse says why nothing was done.
func (p Page) refuse(w http.ResponseWriter, r *gate.Request, e *fault.Error) error {
	v := Check{Back: listPath, Problems: organisation.Beside(r, nil, e, "")}
	return checkPage.WriteStatus(w, gate.Status(e), trail(r, r.T("charge.check.title")), v)
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error { return p.write(w, r, nil) }

func (p Page) write(w http.ResponseWriter, r *gate.Request, e *fault.Error) error {
	var c charge.Act
	var now []charge.Line
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if c, err = tx.ChargeAct(ident.Object(r.PathValue("act"))); err != nil {
			return err
		}
		var ids []ident.Filing
		for _, m := range c.Lines {
			if m.Filing != "" {
				ids = append(ids, m.Filing)
			}
		}
		now, err = tx.Charged(nil, ids)
		return err
	})
	if err != nil {
		return err
	}
	v := many.Done{Back: listPath, Undo: Path + "/" + string(c.ID) + "/undo", Table: table(r, c.Lines, c.To, nil), Notice: look.Notice{Tone: look.Good, Title: r.T("charge.done", "n", look.Number(c.N), "to", called(r, c.To))}}
	if rest := len(c.Lines) - c.N; rest > 0 {
		v.Notice.Text = []string{r.T("charge.done.left", "n", look.Number(rest))}
	}
	v.Facts = []look.Answer{{Question: r.T("charge.by"), Text: c.By}, {Question: r.T("charge.at"), Text: look.Moment(r.Lang, c.At)}}
	back, _ := c.Back(now)
	for _, m := range back {
		if m.Why == "" {
			v.Left++
		}
	}
	if c.UndoneAt != 0 {
		v.Undone = r.T("charge.undone", "at", look.Moment(r.Lang, c.UndoneAt), "name", c.Undo)
	}
	return v.Write(w, r, trail(r, r.T("charge.done.title")), e)
}

func (p Page) undo(w http.ResponseWriter, r *gate.Request) error {
	return many.TakeBack(w, r, Path, p.Undo.Do, p.write)
}

const listed = 50

func (p Page) list(w http.ResponseWriter, r *gate.Request) error {
	v := many.Past{Lead: r.T("charge.past.lead"), Empty: &look.Empty{Title: r.T("charge.past.none"), Text: []string{r.T("charge.past.text")}, Links: []look.Link{{To: listPath, Text: r.T("received.title")}}}}
	err := p.Read(r.Context(), r.Scope, func(tx Tx) error {
		list, err := tx.ChargeActs(listed)
		for _, c := range list {
			t := look.Todo{What: r.T("charge.done", "n", look.Number(c.N), "to", called(r, c.To)), Until: look.Moment(r.Lang, c.At), Holder: c.By, To: look.Link{To: Path + "/" + string(c.ID), Text: r.T("charge.open")}}
			if c.UndoneAt != 0 {
				t.Tag = look.Tag{Text: r.T("charge.undone.tag"), Tone: look.Plain}
			}
			v.Todos = append(v.Todos, t)
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Write(w, trail(r, r.T("charge.past")))
}
