package formality

import (
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/many"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/checking"
)

// send checks what was seen. From the page of one filing it leads back there, whatever came of it: who comes second is told there.
func (p Page) send(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	t := read(form)
	key, err := r.Key(organisation.Digest(t.seen, t.percent))
	if err != nil {
		return err
	}
	id, err := p.Check.Do(r.Context(), r.Scope, key, checking.Asked{Seen: t.seen, Percent: t.percent})
	one := form.Get("one") != "" && len(t.seen) == 1
	if e, mine := organisation.Mine(err); mine && one {
		return gate.See(w, reportsPath+t.seen[0].Number.ASCII()+"?formal=late")
	} else if mine {
		return p.refuse(w, r, e)
	}
	if err != nil {
		return err
	}
	if one {
		return gate.See(w, reportsPath+t.seen[0].Number.ASCII()+"?formal=done")
	}
	return gate.See(w, Path+"/"+string(id))
}

// refuse says why nothing was done.
func (p Page) refuse(w http.ResponseWriter, r *gate.Request, e *fault.Error) error {
	v := Check{Back: listPath, Problems: organisation.Beside(r, nil, e, "")}
	return checkPage.WriteStatus(w, gate.Status(e), trail(r, r.T("formal.check.title")), v)
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error { return p.write(w, r, nil) }

func (p Page) write(w http.ResponseWriter, r *gate.Request, e *fault.Error) error {
	var a formal.Act
	var now []formal.Line
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if a, err = tx.FormalAct(ident.Object(r.PathValue("act"))); err != nil {
			return err
		}
		var ids []ident.Filing
		for _, m := range a.Lines {
			if m.Filing != "" {
				ids = append(ids, m.Filing)
			}
		}
		now, err = tx.Formal(nil, ids)
		return err
	})
	if err != nil {
		return err
	}
	v := many.Done{Back: listPath, Undo: Path + "/" + string(a.ID) + "/undo", Table: table(r, a.Lines, nil, nil), Notice: look.Notice{Tone: look.Good, Title: r.T("formal.done", "n", look.Number(a.N)), Text: []string{r.T("formal.arrival")}}}
	if rest := len(a.Lines) - a.N; rest > 0 {
		v.Notice.Text = append(v.Notice.Text, r.T("formal.done.left", "n", look.Number(rest)))
	}
	v.Facts = []look.Answer{{Question: r.T("formal.by"), Text: a.By}, {Question: r.T("formal.at"), Text: look.Moment(r.Lang, a.At)}}
	if a.Percent > 0 {
		v.Facts = append(v.Facts, look.Answer{Question: r.T("formal.percent"), Text: r.T("formal.percent.some", "n", a.Percent)})
	}
	for _, m := range a.Back(now) {
		if m.Why == "" {
			v.Left++
		}
	}
	if a.UndoneAt != 0 {
		v.Undone = r.T("formal.undone", "at", look.Moment(r.Lang, a.UndoneAt), "name", a.Undo)
	}
	return v.Write(w, r, trail(r, r.T("formal.done.title")), e)
}

func (p Page) undo(w http.ResponseWriter, r *gate.Request) error {
	return many.TakeBack(w, r, Path, p.Undo.Do, p.write)
}

const listed = 50

func (p Page) list(w http.ResponseWriter, r *gate.Request) error {
	v := many.Past{Lead: r.T("formal.past.lead"), Empty: &look.Empty{Title: r.T("formal.past.none"), Text: []string{r.T("formal.past.text")}, Links: []look.Link{{To: listPath, Text: r.T("nav.notification")}}}}
	err := p.Read(r.Context(), r.Scope, func(tx Tx) error {
		list, err := tx.FormalActs(listed)
		for _, a := range list {
			t := look.Todo{What: r.T("formal.done", "n", look.Number(a.N)), Until: look.Moment(r.Lang, a.At), Holder: a.By, To: look.Link{To: Path + "/" + string(a.ID), Text: r.T("charge.open")}}
			if a.UndoneAt != 0 {
				t.Tag = look.Tag{Text: r.T("charge.undone.tag"), Tone: look.Plain}
			}
			v.Todos = append(v.Todos, t)
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Write(w, trail(r, r.T("formal.past")))
}
