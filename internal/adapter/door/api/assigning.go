package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/assigning"
)

// ChargesTx is what is read of who takes care.
type ChargesTx interface {
	Deskmates() ([]charge.Holder, error)
	Charged([]ident.Number, []ident.Filing) ([]charge.Line, error)
	ChargeActs(limit int) ([]charge.Act, error)
	ChargeAct(ident.Object) (charge.Act, error)
}

// Assigning are the flows by which many reports are given to somebody of the office (担当); every field is needed.
type Assigning struct {
	Read   Reading[ChargesTx]
	Assign assigning.Assign
	Undo   assigning.Undo
}

// Holder is one of the unit; both are empty for nobody.
type Holder struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Charged is a report with who takes care of it.
type Charged struct {
	Number string `json:"number"`
	ASCII  string `json:"number_ascii"`
	From   Holder `json:"from" doc:"who took care before"`
	Rev    int    `json:"rev" doc:"changes so far; to be sent with the next"`
	Why    string `json:"why,omitempty" enum:"gone,late,same" doc:"why it is, or was, left as it was: not open to the office, changed by somebody else, with that person already"`
}

// ChargeAct is one act about many.
type ChargeAct struct {
	ID       string    `json:"id,omitempty" doc:"absent where nothing was done"`
	At       string    `json:"at,omitempty" format:"date-time"`
	By       string    `json:"by,omitempty"`
	To       Holder    `json:"to"`
	Changed  int       `json:"changed"`
	UndoneAt string    `json:"undone_at,omitempty" format:"date-time"`
	UndoneBy string    `json:"undone_by,omitempty"`
	Reports  []Charged `json:"reports"`
}

type matesOut struct {
	Body struct {
		People []Holder `json:"people"`
	}
}

type chargesOut struct {
	Body struct {
		Acts []ChargeAct `json:"acts"`
	}
}

type chargeOut struct{ Body ChargeAct }

func (a *API) assigning(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/charges" + path, Summary: summary, RequestBody: body, Tags: []string{"charges"}}
	}
	text := map[string]any{"type": "string"}
	body := jsonBody(objectSchema(map[string]any{
		"reports": map[string]any{"type": "array", "maxItems": charge.Most, "items": objectSchema(map[string]any{"number": text, "rev": map[string]any{"type": "integer", "minimum": 0}}, "number")},
		"to":      map[string]any{"type": "string", "description": "id of one of /charges/people; empty: nobody"},
	}, "reports", "to"), true)
	add(t, assigning.May, op("list-charge-people", http.MethodGet, "/people", "Who of the own unit can take care of a report (担当)", nil), a.mates)
	add(t, assigning.May, op("check-charges", http.MethodPost, "/check", "Dry run: to whom each report goes, under which revision it stands, and what would be left as it is; rev is not asked for", body), a.checkCharges)
	add(t, assigning.May, op("list-charges", http.MethodGet, "", "The latest acts of the unit about many reports", nil), a.listCharges)
	add(t, assigning.May, op("give-charges", http.MethodPost, "", "Give up to 500 reports to one of the unit in one act: what somebody else changed since rev is left, and named", body), a.giveCharges)
	add(t, assigning.May, op("show-charge", http.MethodGet, "/{id}", "One act", nil), a.showCharge)
	add(t, assigning.May, op("undo-charge", http.MethodPost, "/{id}/undo", "Take an act back: each report that nobody changed since goes to whom it was with", nil), a.undoCharge)
}

func holder(h charge.Holder) Holder { return Holder{ID: string(h.Person), Name: h.Name} }

func chargeAct(c charge.Act) ChargeAct {
	v := ChargeAct{ID: string(c.ID), By: c.By, To: holder(c.To), Changed: c.N, UndoneBy: c.Undo, Reports: []Charged{}}
	if c.At != 0 {
		v.At = clock(c.At)
	}
	if c.UndoneAt != 0 {
		v.UndoneAt = clock(c.UndoneAt)
	}
	for _, m := range c.Lines {
		v.Reports = append(v.Reports, Charged{Number: string(m.Number), ASCII: m.Number.ASCII(), From: holder(m.From), Rev: m.Rev, Why: string(m.Why)})
	}
	return v
}

// chargeBody is what a program says.
type chargeBody struct {
	Reports []struct {
		Number string `json:"number"`
		Rev    int    `json:"rev"`
	} `json:"reports"`
	To ident.Person `json:"to"`
}

func (c *call) charges() (b chargeBody, seen []charge.Seen, err error) {
	if err := c.strict(&b); err != nil {
		return b, nil, err
	}
	for _, r := range b.Reports {
		n, err := number("reports", r.Number)
		if err != nil {
			return b, nil, err
		}
		seen = append(seen, charge.Seen{Number: n, Rev: r.Rev})
	}
	return b, seen, charge.CheckMany(seen)
}

func (a *API) mates(c *call, _ *struct{}) (*matesOut, error) {
	out := &matesOut{}
	out.Body.People = []Holder{}
	return out, a.Assigning.Read(c.Context(), c.Scope, func(tx ChargesTx) error {
		list, err := tx.Deskmates()
		for _, h := range list {
			out.Body.People = append(out.Body.People, holder(h))
		}
		return err
	})
}

func (a *API) checkCharges(c *call, _ *struct{}) (*chargeOut, error) {
	b, seen, err := c.charges()
	if err != nil {
		return nil, err
	}
	out := &chargeOut{}
	return out, a.Assigning.Read(c.Context(), c.Scope, func(tx ChargesTx) error {
		to, err := assigning.Mate(tx, b.To)
		if err != nil {
			return err
		}
		numbers := make([]ident.Number, len(seen))
		for i, s := range seen {
			numbers[i] = s.Number
		}
		now, err := tx.Charged(numbers, nil)
		act := charge.Act{Words: charge.Words{To: to, Lines: charge.Preview(seen, now, to)}}
		act.N = act.Changed()
		out.Body = chargeAct(act)
		return err
	})
}

func (a *API) giveCharges(c *call, _ *actIn) (*chargeOut, error) {
	b, seen, err := c.charges()
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Assigning.Assign.Do(c.Context(), c.Scope, key, seen, b.To)
	if err != nil {
		return nil, err
	}
	return a.showCharge(c, &idIn{ID: string(id)})
}

func (a *API) showCharge(c *call, in *idIn) (*chargeOut, error) {
	out := &chargeOut{}
	return out, a.Assigning.Read(c.Context(), c.Scope, func(tx ChargesTx) error {
		act, err := tx.ChargeAct(ident.Object(in.ID))
		out.Body = chargeAct(act)
		return err
	})
}

// chargesShown bounds how many acts are listed.
const chargesShown = 50

func (a *API) listCharges(c *call, _ *struct{}) (*chargesOut, error) {
	out := &chargesOut{}
	out.Body.Acts = []ChargeAct{}
	return out, a.Assigning.Read(c.Context(), c.Scope, func(tx ChargesTx) error {
		list, err := tx.ChargeActs(chargesShown)
		for _, act := range list {
			out.Body.Acts = append(out.Body.Acts, chargeAct(act))
		}
		return err
	})
}

func (a *API) undoCharge(c *call, in *idAct) (*chargeOut, error) {
	key, err := c.key()
	if err == nil {
		err = a.Assigning.Undo.Do(c.Context(), c.Scope, key, ident.Object(in.ID))
	}
	if err != nil {
		return nil, err
	}
	return a.showCharge(c, &idIn{ID: in.ID})
}
