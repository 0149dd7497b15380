package api

import (
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/consulting"
	"kanmin/internal/flow/registering"
)

// ConsultTx is what consultations are read from, and what a 範囲整理表 grows from.
type ConsultTx interface {
	ConsultList(limit int) ([]consult.Consultation, error)
	Consult(ident.Number, access.Permission) (consult.Consultation, error)
	ConsultSheets(business string, limit int) ([]consult.Sheet, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
	InventoryRev() (int, error)
	Places() ([]asset.Place, error)
	Items() ([]asset.Item, error)
}

// Consulting are the flows of 相談窓口; every field is needed.
type Consulting struct {
	Look Looking[ConsultTx]
	Read Reading[ConsultTx]
	Ask  consulting.Ask
	Say  consulting.Say
	Send consulting.Send
	Mark consulting.Mark
}

// consultsListed bounds the list.
const consultsListed = 500

type (
	consultOut  struct{ Body Consultation }
	consultsOut struct {
		Body struct {
			Items []Consultation `json:"items"`
		}
	}
	consultIn struct {
		Consult string `path:"consult" doc:"number of the consultation, in Latin (T-R8-…) or Japanese (談-R8-…)"`
	}
	consultAct struct {
		Consult string `path:"consult" doc:"number of the consultation, in Latin (T-R8-…) or Japanese (談-R8-…)"`
		Key     string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
	}
	scopeIn struct {
		Business string `query:"business" doc:"id of the designation; the first where there is none"`
	}
	scopeOut struct {
		Body struct {
			Business string     `json:"business"`
			Sheet    ScopeSheet `json:"sheet"`
		}
	}
)

func (a *API) consulting(t *table) {
	word, long := map[string]any{"type": "string", "maxLength": consult.SubjectLimit}, map[string]any{"type": "string", "maxLength": consult.TextLimit}
	number := map[string]any{"type": "integer"}
	var deeds []any
	for _, d := range consult.Asked {
		deeds = append(deeds, string(d))
	}
	op := func(id, method, path, summary string, body map[string]any, needed ...string) huma.Operation {
		o := huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"consultation"}}
		if body != nil {
			o.RequestBody = jsonBody(objectSchema(body, needed...), true)
		}
		return o
	}
	add(t, consulting.MayRead, op("list-consultations", http.MethodGet, "/consultations", "Consultations (相談窓口) that the reader has; what waits for an answer first", nil), a.listConsults)
	ask := op("ask-consultation", http.MethodPost, "/consultations", "Ask the competent office, with the facts of an assessment or with the 範囲整理表 of facilities", map[string]any{
		"business": word, "subject": word, "question": long, "facts": map[string]any{"type": "object", "description": "as in the notification of kanmin law assess"},
		"facilities": map[string]any{"type": "array", "maxItems": asset.MostFacilities, "items": map[string]any{"type": "string", "maxLength": 100}},
	}, "business", "subject", "question")
	ask.DefaultStatus = http.StatusCreated
	add(t, consulting.MayAsk, ask, a.askConsult)
	add(t, consulting.MayRead, op("read-consultation", http.MethodGet, "/consultations/{consult}", "One consultation, with all that belongs to it", nil), a.readConsult)
	step := map[string]any{"deed": map[string]any{"enum": deeds}, "rev": number, "text": long}
	add(t, consulting.MayAsk, op("say-consultation", http.MethodPost, "/consultations/{consult}/steps", "Write to the office, ask further, withdraw", step, "deed", "rev"), a.sayConsult)
	add(t, consulting.MayAsk, op("send-scope", http.MethodPost, "/consultations/{consult}/sheets", "Send a further version of the 範囲整理表, as 機器台帳 stands now", map[string]any{"rev": number, "text": long}, "rev"), a.sendScope)
	add(t, consulting.MayRead, op("read-scope", http.MethodGet, "/scope", "The 範囲整理表 of a business as it would be sent now; nobody else sees it", nil), a.readScope)
	add(t, consulting.MayAnswer, op("answer-consultation", http.MethodPost, "/ministry/consultations/{consult}/steps", "Take it up, write, answer", step, "deed", "rev"), a.sayConsult)
	add(t, consulting.MayAnswer, op("agree-scope", http.MethodPost, "/ministry/consultations/{consult}/marks", "Confirm lines of the latest 範囲整理表, or ask about them", map[string]any{
		"version": number, "rev": number, "rest": map[string]any{"type": "boolean", "description": "confirm every line of which nothing was said"},
		"lines": map[string]any{"type": "array", "maxItems": consult.MostLines, "items": objectSchema(map[string]any{"line": word, "confirmed": map[string]any{"type": "boolean"}, "comment": map[string]any{"type": "string", "maxLength": consult.CommentLimit}}, "line", "confirmed")},
	}, "version", "rev"), a.markScope)
}

func (a *API) listConsults(c *call, _ *struct{}) (*consultsOut, error) {
	out := &consultsOut{}
	out.Body.Items = []Consultation{}
	return out, a.Consulting.Look(c.Context(), c.Scope, purposeList, func(tx ConsultTx) (seen []ident.Object, err error) {
		list, err := tx.ConsultList(consultsListed)
		for _, one := range list {
			out.Body.Items, seen = append(out.Body.Items, consultView(one)), append(seen, one.ID)
		}
		return seen, err
	})
}

func (a *API) readConsult(c *call, in *consultIn) (*consultOut, error) {
	n, err := number("consult", in.Consult)
	if err != nil {
		return nil, err
	}
	out := &consultOut{}
	return out, a.Consulting.Look(c.Context(), c.Scope, purposeAct, func(tx ConsultTx) ([]ident.Object, error) {
		one, err := tx.Consult(n, consulting.MayRead)
		if err != nil {
			return nil, err
		}
		out.Body = consultView(one)
		for _, d := range one.May(one.SideOf(c.Scope.Org)) {
			out.Body.Next = append(out.Body.Next, string(d))
		}
		return []ident.Object{one.ID}, nil
	})
}

// grownScope is a business with the 範囲整理表 that would be sent now, and the revision of 機器台帳 from which it grew.
type grownScope struct {
	business string
	rev      int
	lines    []consult.Line
	book     string
	earlier  []consult.Sheet
}

// growScope makes it; facilities narrow it (nil: all).
func (a *API) growScope(c *call, business string, facilities []string) (g grownScope, err error) {
	err = a.Consulting.Read(c.Context(), c.Scope, func(tx ConsultTx) error {
		on := law.DayOf(c.Scope.At)
		list, err := tx.Sectors(c.Scope.Org, on)
		i := slices.IndexFunc(list, func(d party.Designation) bool { return d.ID == business || business == "" })
		if err == nil && i < 0 && business == "" {
			return nil // designated for none
		}
		if err == nil && i < 0 {
			err = invalid("business", "fault.consult.business", nil)
		}
		if err != nil {
			return err
		}
		g.business = list[i].ID
		known := asset.Known{Businesses: asset.Businesses(list)}
		if c.Scope.Permit(registering.MayRead) == nil {
			if g.rev, err = tx.InventoryRev(); err != nil {
				return err
			}
			if known.Places, err = tx.Places(); err != nil {
				return err
			}
			if known.Items, err = tx.Items(); err != nil {
				return err
			}
		}
		p := asset.Project(law.Release(), on, known)
		g.lines, g.book = consult.Grow(p.Facts, p.Result, g.business, facilities), p.Result.Book
		g.earlier, err = tx.ConsultSheets(g.business, 20)
		return err
	})
	return g, err
}

func (a *API) readScope(c *call, in *scopeIn) (*scopeOut, error) {
	g, err := a.growScope(c, in.Business, nil)
	if err != nil {
		return nil, err
	}
	out := &scopeOut{}
	out.Body.Business = g.business
	out.Body.Sheet = ScopeSheet{Book: g.book, Lines: scopeLines(g.lines, func(id string) (consult.Standing, consult.Mark) {
		for _, h := range g.earlier {
			if h.Has(id) {
				return h.Stand(id)
			}
		}
		return consult.Drafting, consult.Mark{}
	})}
	return out, nil
}

func (a *API) askConsult(c *call, _ *acting) (*consultOut, error) {
	var b struct {
		Business   string       `json:"business"`
		Subject    string       `json:"subject"`
		Question   string       `json:"question"`
		Facts      *scope.Facts `json:"facts"`
		Facilities []string     `json:"facilities"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	q := consulting.Question{Business: b.Business, Subject: b.Subject, Question: b.Question, Facts: b.Facts}
	if len(b.Facilities) > 0 && b.Facts == nil {
		g, err := a.growScope(c, b.Business, b.Facilities)
		if err != nil {
			return nil, err
		}
		if q.Lines, q.Book, q.Seen = g.lines, g.book, g.rev; len(q.Lines) == 0 {
			return nil, invalid("facilities", "fault.consult.facility", nil)
		}
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Consulting.Ask.Do(c.Context(), c.Scope, key, q)
	if err != nil {
		return nil, err
	}
	out := &consultOut{}
	return out, a.Consulting.Look(c.Context(), c.Scope, purposeList, func(tx ConsultTx) ([]ident.Object, error) {
		list, err := tx.ConsultList(consultsListed)
		i := slices.IndexFunc(list, func(one consult.Consultation) bool { return one.ID == id })
		if err == nil && i < 0 {
			err = fault.Absent()
		}
		if err != nil {
			return nil, err
		}
		out.Body = consultView(list[i])
		return []ident.Object{id}, nil
	})
}

// onConsult reads the body, does something in the consultation of the address, and answers with how it stands then.
func (a *API) onConsult(c *call, in *consultAct, body any, do func(n ident.Number, key ident.Key) error) (*consultOut, error) {
	n, err := number("consult", in.Consult)
	if err != nil {
		return nil, err
	}
	if err := c.strict(body); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = do(n, key)
	}
	if err != nil {
		return nil, err
	}
	return a.readConsult(c, &consultIn{Consult: in.Consult})
}

func (a *API) sayConsult(c *call, in *consultAct) (*consultOut, error) {
	var b struct {
		Deed consult.Deed `json:"deed"`
		Rev  int          `json:"rev"`
		Text string       `json:"text"`
	}
	return a.onConsult(c, in, &b, func(n ident.Number, key ident.Key) error {
		return a.Consulting.Say.Do(c.Context(), c.Scope, key, consulting.Step{Number: n, Rev: b.Rev, Deed: b.Deed, Text: b.Text})
	})
}

func (a *API) sendScope(c *call, in *consultAct) (*consultOut, error) {
	var b struct {
		Rev  int    `json:"rev"`
		Text string `json:"text"`
	}
	return a.onConsult(c, in, &b, func(n ident.Number, key ident.Key) error {
		var one consult.Consultation
		if err := a.Consulting.Look(c.Context(), c.Scope, purposeAct, func(tx ConsultTx) (_ []ident.Object, err error) {
			one, err = tx.Consult(n, consulting.MayAsk)
			return []ident.Object{one.ID}, err
		}); err != nil {
			return err
		}
		g, err := a.growScope(c, one.Business, nil)
		if err != nil {
			return err
		}
		return a.Consulting.Send.Do(c.Context(), c.Scope, key, consulting.Sending{Number: n, Rev: b.Rev, Text: b.Text, Lines: g.lines, Book: g.book, Seen: g.rev})
	})
}

func (a *API) markScope(c *call, in *consultAct) (*consultOut, error) {
	var b struct {
		Version int  `json:"version"`
		Rev     int  `json:"rev"`
		Rest    bool `json:"rest"`
		Lines   []struct {
			Line      string `json:"line"`
			Confirmed bool   `json:"confirmed"`
			Comment   string `json:"comment"`
		} `json:"lines"`
	}
	return a.onConsult(c, in, &b, func(n ident.Number, key ident.Key) error {
		m := consulting.Marking{Number: n, Version: b.Version, Rev: b.Rev, Rest: b.Rest}
		for _, l := range b.Lines {
			m.Verdicts = append(m.Verdicts, consult.Verdict{Line: l.Line, Confirmed: l.Confirmed, Comment: l.Comment})
		}
		return a.Consulting.Mark.Do(c.Context(), c.Scope, key, m)
	})
}
