package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/checking"
)

// FormalTx is what is read of checked forms.
type FormalTx interface {
	checking.FlaggedTx
	FormalActs(limit int) ([]formal.Act, error)
	FormalAct(ident.Object) (formal.Act, error)
}

// Formality are the flows by which an office sees to the form of 届出 (形式確認); every field is needed.
type Formality struct {
	Read  Reading[FormalTx]
	Check checking.Check
	Undo  checking.Undo
}

// FormChecked is a notification whose form is checked, or why it is not.
type FormChecked struct {
	Number string `json:"number"`
	ASCII  string `json:"number_ascii"`
	Rev    int    `json:"rev" doc:"the revision that is checked; to be sent with the act"`
	Flags  int    `json:"flags,omitempty" doc:"reasons of its arrival to read it first"`
	Lacks  string `json:"lacks,omitempty" doc:"types that nearly every operator of the business has, and of which it says nothing"`
	Why    string `json:"why,omitempty" enum:"gone,late,done,waits,flagged" doc:"why it is, or was, left: not open to the office, corrected since, checked already, a correction was asked for or it was withdrawn, or flagged (dry run alone)"`
	By     string `json:"by,omitempty" doc:"who checked it already"`
}

// FormalAct is one act about many.
type FormalAct struct {
	ID            string        `json:"id,omitempty" doc:"absent where nothing was done"`
	At            string        `json:"at,omitempty" format:"date-time"`
	By            string        `json:"by,omitempty"`
	Checked       int           `json:"checked"`
	Percent       int           `json:"percent,omitempty" doc:"share of those without a flag that was left for reading"`
	UndoneAt      string        `json:"undone_at,omitempty" format:"date-time"`
	UndoneBy      string        `json:"undone_by,omitempty"`
	Notifications []FormChecked `json:"notifications"`
}

type formalsOut struct {
	Body struct {
		Acts []FormalAct `json:"acts"`
	}
}

type formalOut struct{ Body FormalAct }

func (a *API) formality(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/form-checks" + path, Summary: summary, RequestBody: body, Tags: []string{"form-checks"}}
	}
	text := map[string]any{"type": "string"}
	body := jsonBody(objectSchema(map[string]any{
		"notifications": map[string]any{"type": "array", "maxItems": formal.Most, "items": objectSchema(map[string]any{"number": text, "rev": map[string]any{"type": "integer", "minimum": 0}}, "number")},
		"percent":       map[string]any{"type": "integer", "enum": formal.Percents, "description": "share of those without a flag that was left for reading; it is recorded"},
	}, "notifications"), true)
	add(t, checking.May, op("preview-form-checks", http.MethodPost, "/check", "Dry run: which notifications would be checked, in which revision, and which are flagged; rev is not asked for", body), a.previewForms)
	add(t, checking.May, op("list-form-checks", http.MethodGet, "", "The latest acts of the unit by which forms were checked", nil), a.listForms)
	add(t, checking.May, op("check-forms", http.MethodPost, "", "Say of up to 500 notifications that their form was seen to (形式確認済み), in one act: no acceptance, a notification is complete when it arrives. What was corrected since rev, or checked already, is left, and named", body), a.checkForms)
	add(t, checking.May, op("show-form-check", http.MethodGet, "/{id}", "One act", nil), a.showForms)
	add(t, checking.May, op("undo-form-check", http.MethodPost, "/{id}/undo", "Take an act back, for each notification of which it still stands", nil), a.undoForms)
}

func formalAct(c formal.Act) FormalAct {
	v := FormalAct{ID: string(c.ID), By: c.By, Checked: c.N, Percent: c.Percent, UndoneBy: c.Undo, Notifications: []FormChecked{}}
	if c.At != 0 {
		v.At = clock(c.At)
	}
	if c.UndoneAt != 0 {
		v.UndoneAt = clock(c.UndoneAt)
	}
	for _, m := range c.Lines {
		v.Notifications = append(v.Notifications, FormChecked{Number: string(m.Number), ASCII: m.Number.ASCII(), Rev: m.Rev, Why: string(m.Why), By: m.By})
	}
	return v
}

// formalBody is what a program says.
type formalBody struct {
	Notifications []struct {
		Number string `json:"number"`
		Rev    int    `json:"rev"`
	} `json:"notifications"`
	Percent int `json:"percent"`
}

func (c *call) forms() (ask checking.Asked, err error) {
	var b formalBody
	if err := c.strict(&b); err != nil {
		return ask, err
	}
	ask.Percent = b.Percent
	for _, one := range b.Notifications {
		n, err := number("notifications", one.Number)
		if err != nil {
			return ask, err
		}
		ask.Seen = append(ask.Seen, formal.Seen{Number: n, Rev: one.Rev})
	}
	return ask, formal.CheckMany(ask.Seen, ask.Percent)
}

func (a *API) previewForms(c *call, _ *struct{}) (*formalOut, error) {
	ask, err := c.forms()
	if err != nil {
		return nil, err
	}
	numbers := make([]ident.Number, len(ask.Seen))
	for i, s := range ask.Seen {
		numbers[i] = s.Number
	}
	out := &formalOut{}
	return out, a.Formality.Read(c.Context(), c.Scope, func(tx FormalTx) error {
		now, err := checking.Flagged(tx, numbers, nil)
		if err != nil {
			return err
		}
		by := map[ident.Number]formal.Line{}
		for _, l := range now {
			by[l.Number] = l
		}
		act := formal.Act{Words: formal.Words{Percent: ask.Percent, Lines: formal.Preview(now, 0, nil)}}
		act.N = act.Changed()
		for _, s := range ask.Seen {
			if _, there := by[s.Number]; !there {
				act.Lines = append(act.Lines, formal.Marked{Number: s.Number, Why: formal.Gone})
			}
		}
		out.Body = formalAct(act)
		for i, m := range act.Lines {
			out.Body.Notifications[i].Flags, out.Body.Notifications[i].Lacks = by[m.Number].N, by[m.Number].Lacks
		}
		return nil
	})
}

func (a *API) checkForms(c *call, _ *actIn) (*formalOut, error) {
	ask, err := c.forms()
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Formality.Check.Do(c.Context(), c.Scope, key, ask)
	if err != nil {
		return nil, err
	}
	return a.showForms(c, &idIn{ID: string(id)})
}

func (a *API) showForms(c *call, in *idIn) (*formalOut, error) {
	out := &formalOut{}
	return out, a.Formality.Read(c.Context(), c.Scope, func(tx FormalTx) error {
		act, err := tx.FormalAct(ident.Object(in.ID))
		out.Body = formalAct(act)
		return err
	})
}

// formsShown bounds how many acts are listed.
const formsShown = 50

func (a *API) listForms(c *call, _ *struct{}) (*formalsOut, error) {
	out := &formalsOut{}
	out.Body.Acts = []FormalAct{}
	return out, a.Formality.Read(c.Context(), c.Scope, func(tx FormalTx) error {
		list, err := tx.FormalActs(formsShown)
		for _, act := range list {
			out.Body.Acts = append(out.Body.Acts, formalAct(act))
		}
		return err
	})
}

func (a *API) undoForms(c *call, in *idAct) (*formalOut, error) {
	key, err := c.key()
	if err == nil {
		err = a.Formality.Undo.Do(c.Context(), c.Scope, key, ident.Object(in.ID))
	}
	if err != nil {
		return nil, err
	}
	return a.showForms(c, &idIn{ID: in.ID})
}
