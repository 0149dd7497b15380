package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/bringing/batching"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/flow/mandating"
	"kanmin/internal/flow/submitting"
)

// MandatesTx is what is read of mandates.
type MandatesTx interface {
	MandateList(limit int) ([]mandate.Mandate, error)
	MandateNumbered(ident.Number, access.Permission) (mandate.Mandate, error)
	MandateByID(ident.Object) (mandate.Mandate, error)
	PapersOfMandate(mandate.Mandate) ([]mandate.Paper, error)
	PaperOfMandate(mandate.Mandate, ident.Object) ([]byte, error)
}

// MandateDraftTx is what is read of a draft that was begun under one.
type MandateDraftTx interface {
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
}

// Mandating are the flows about mandates (委任); every field is needed.
type Mandating struct {
	Read    Reading[MandatesTx]
	Begun   func(ctx context.Context, s access.Scope, read func(MandateDraftTx) error) error
	Propose mandating.Propose
	Step    mandating.Step
	Open    submitting.Open
	Enclose mandating.Enclose
	Batch   batching.Doors // まとめて作成・提出
}

// MandateView is a mandate as both sides have it.
type MandateView struct {
	Number     string        `json:"number"`
	ASCII      string        `json:"number_ascii"`
	Operator   string        `json:"operator" doc:"as it was called when it was proposed"`
	Maintainer string        `json:"maintainer"`
	By         string        `json:"proposed_by" enum:"operator,maintainer"`
	State      string        `json:"state" enum:"proposed,force,later,ended,revoked,declined,withdrawn" doc:"as of today: later is before its first day, ended after its last"`
	Waits      string        `json:"waits_for,omitempty" enum:"operator,maintainer" doc:"whose step is next; absent: nobody's"`
	Acts       []mandate.Act `json:"acts"`
	Sectors    []law.Sector  `json:"sectors" doc:"businesses; none: all for which the operator is designated"`
	Facilities string        `json:"facilities,omitempty"`
	From       string        `json:"from" format:"date"`
	Until      string        `json:"until" format:"date" doc:"the last day"`
	Successor  string        `json:"successor,omitempty"`
	Steps      []MandateStep `json:"steps"`
	Papers     []SealedPaper `json:"papers,omitempty" doc:"copies that were sealed by hand; of one mandate alone, not in lists"`
}

// SealedPaper is a copy of a 委任状 that was sealed by hand: its bytes are at its address.
type SealedPaper struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Size   int64  `json:"size" doc:"bytes"`
	Digest string `json:"sha256"`
	By     string `json:"by"`
	At     string `json:"at" format:"date-time"`
}

// MandateStep is one thing that was done to it.
type MandateStep struct {
	Do     string `json:"do" enum:"propose,countersign,decline,withdraw,revoke"`
	Side   string `json:"side" enum:"operator,maintainer"`
	At     string `json:"at" format:"date-time"`
	Org    string `json:"organisation"`
	Name   string `json:"name,omitempty"`
	Reason string `json:"reason,omitempty"`
}

type (
	mandateOut  struct{ Body MandateView }
	mandatesOut struct {
		Body struct {
			Mandates []MandateView `json:"mandates"`
		}
	}
	mandateDraftOut struct {
		Body struct {
			Number string `json:"number"`
			ASCII  string `json:"number_ascii" doc:"of the draft: drafts are written and sent below /drafts, as every other"`
		}
	}
	mandateIn struct {
		Mandate string `path:"mandate" doc:"number of the mandate"`
	}
	mandateStepIn struct {
		Mandate string `path:"mandate" doc:"number of the mandate"`
		Key     string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
	}
)

func (a *API) mandating(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"mandates"}}
	}
	word := func(most int) map[string]any { return map[string]any{"type": "string", "maxLength": most} }
	day := map[string]any{"type": "string", "format": "date"}
	proposal := jsonBody(objectSchema(map[string]any{
		"number": map[string]any{"type": "string", "description": "法人番号 of the other side", "maxLength": 40}, "acts": map[string]any{"type": "array", "maxItems": 5, "items": map[string]any{"type": "string", "enum": mandate.Acts()}},
		"sectors": map[string]any{"type": "array", "maxItems": 20, "items": map[string]any{"type": "string"}}, "from": day, "until": day, "facilities": word(mandate.TextMost), "successor": word(mandate.ShortMost),
	}, "number", "acts", "from", "until"), true)
	reason := jsonBody(objectSchema(map[string]any{"reason": word(mandate.TextMost)}, "reason"), true)
	empty := jsonBody(objectSchema(map[string]any{}), false)
	add(t, mandating.MayRead, op("list-mandates", http.MethodGet, "/mandates", "The mandates (委任) of the organisation's side, what moved last first", nil), a.mandates)
	add(t, mandating.MayRead, op("show-mandate", http.MethodGet, "/mandates/{mandate}", "One of them", nil), a.mandate)
	add(t, mandating.MayPropose, op("propose-mandate", http.MethodPost, "/mandates", "Propose a mandate to the other side. It allows nothing before that countersigns", proposal), a.proposeMandate)
	add(t, mandating.MayConfirm, op("countersign-mandate", http.MethodPost, "/mandates/{mandate}/countersign", "Countersign what the other side proposed", empty), a.stepMandate(mandate.Countersign))
	add(t, mandating.MayConfirm, op("decline-mandate", http.MethodPost, "/mandates/{mandate}/decline", "Decline what the other side proposed", reason), a.stepMandate(mandate.Decline))
	add(t, mandating.MayPropose, op("withdraw-mandate", http.MethodPost, "/mandates/{mandate}/withdraw", "Take one's own proposal back before it is countersigned", empty), a.stepMandate(mandate.Withdraw))
	add(t, mandating.MayEnd, op("revoke-mandate", http.MethodPost, "/mandates/{mandate}/revoke", "Revoke a mandate: from the next request on it allows nothing", reason), a.stepMandate(mandate.Revoke))
	add(t, mandating.MayPropose, op("begin-mandate-draft", http.MethodPost, "/mandates/{mandate}/draft", "Begin a draft of the operator's notification under a mandate", jsonBody(objectSchema(map[string]any{"procedure": word(60)}, "procedure"), true)), a.beginUnder)
}

func mandateView(m mandate.Mandate, today law.Day) MandateView {
	v := MandateView{
		Number: string(m.Number), ASCII: m.Number.ASCII(), Operator: m.OperatorIs, Maintainer: m.MaintainerIs, By: string(m.By), State: string(m.Standing(today)), Waits: string(m.Holder(today)),
		Acts: append([]mandate.Act{}, m.Acts...), Sectors: append([]law.Sector{}, m.Sectors...), Facilities: m.Facilities, From: m.From.String(), Until: m.Until.String(), Successor: m.Successor, Steps: []MandateStep{},
	}
	for _, s := range m.Steps {
		v.Steps = append(v.Steps, MandateStep{Do: s.Do, Side: string(s.Side), At: clock(s.At), Org: s.Org, Name: s.Name, Reason: s.Reason})
	}
	return v
}

// mandatesMost bounds the list.
const mandatesMost = 300

func (a *API) mandates(c *call, _ *struct{}) (*mandatesOut, error) {
	out := &mandatesOut{}
	out.Body.Mandates = []MandateView{}
	return out, a.Mandating.Read(c.Context(), c.Scope, func(tx MandatesTx) error {
		list, err := tx.MandateList(mandatesMost)
		for _, m := range list {
			out.Body.Mandates = append(out.Body.Mandates, mandateView(m, law.DayOf(c.Scope.At)))
		}
		return err
	})
}

func (a *API) mandateOf(c *call, number string) (m mandate.Mandate, err error) {
	n, err := ident.ParseNumber(number)
	if err != nil {
		return m, fault.Absent()
	}
	return m, a.Mandating.Read(c.Context(), c.Scope, func(tx MandatesTx) (err error) {
		m, err = tx.MandateNumbered(n, mandating.MayRead)
		return err
	})
}

func (a *API) mandate(c *call, in *mandateIn) (*mandateOut, error) {
	m, err := a.mandateOf(c, in.Mandate)
	if err != nil {
		return nil, err
	}
	out := &mandateOut{mandateView(m, law.DayOf(c.Scope.At))}
	return out, a.Mandating.Read(c.Context(), c.Scope, func(tx MandatesTx) error {
		list, err := tx.PapersOfMandate(m)
		for _, p := range list {
			out.Body.Papers = append(out.Body.Papers, SealedPaper{string(p.ID), p.Name, p.Size, p.Digest, p.By, clock(p.At)})
		}
		return err
	})
}

func (a *API) mandateByID(c *call, id ident.Object) (*mandateOut, error) {
	out := &mandateOut{}
	return out, a.Mandating.Read(c.Context(), c.Scope, func(tx MandatesTx) error {
		m, err := tx.MandateByID(id)
		out.Body = mandateView(m, law.DayOf(c.Scope.At))
		return err
	})
}

func (a *API) proposeMandate(c *call, _ *actIn) (*mandateOut, error) {
	var b struct {
		Number     string        `json:"number"`
		Acts       []mandate.Act `json:"acts"`
		Sectors    []law.Sector  `json:"sectors"`
		From       string        `json:"from"`
		Until      string        `json:"until"`
		Facilities string        `json:"facilities"`
		Successor  string        `json:"successor"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	r := mandate.Row{Number: mandate.Digits(b.Number), Terms: mandate.Terms{Acts: b.Acts, Sectors: b.Sectors}, Words: mandate.Words{Facilities: b.Facilities, Successor: b.Successor}}
	for path, d := range map[string]struct {
		typed string
		into  *law.Day
	}{"from": {b.From, &r.From}, "until": {b.Until, &r.Until}} {
		day, err := law.ParseDay(d.typed)
		if err != nil {
			return nil, invalid(path, "fault.mandate.day", nil)
		}
		*d.into = day
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Mandating.Propose.Do(c.Context(), c.Scope, key, r)
	if err != nil {
		return nil, err
	}
	return a.mandateByID(c, id)
}

// stepMandate takes one of the steps; those that end something say why.
func (a *API) stepMandate(do string) func(*call, *mandateStepIn) (*mandateOut, error) {
	return func(c *call, in *mandateStepIn) (*mandateOut, error) {
		var b struct {
			Reason string `json:"reason"`
		}
		reasoned := do == mandate.Decline || do == mandate.Revoke
		if reasoned {
			if err := c.strict(&b); err != nil {
				return nil, err
			}
		}
		n, err := ident.ParseNumber(in.Mandate)
		if err != nil {
			return nil, fault.Absent()
		}
		read := a.plainKey
		if reasoned {
			read = (*call).key
		}
		key, err := read(c)
		if err != nil {
			return nil, err
		}
		id, err := a.Mandating.Step.Do(c.Context(), c.Scope, key, mandating.Taking{Number: n, Do: do, Reason: b.Reason})
		if err != nil {
			return nil, err
		}
		return a.mandateByID(c, id)
	}
}

func (a *API) beginUnder(c *call, in *mandateStepIn) (*mandateDraftOut, error) {
	var b struct {
		Procedure string `json:"procedure"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	m, err := a.mandateOf(c, in.Mandate)
	if err != nil {
		return nil, err
	}
	today := law.DayOf(c.Scope.At)
	if err := m.Permits(mandate.Draft, "", today); err != nil {
		return nil, err
	}
	actor, ok := m.Actor(c.Scope.Actor, today)
	if !ok {
		return nil, fault.Absent()
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	s := access.For(actor, c.Scope.At)
	id, err := a.Mandating.Open.Do(c.Context(), s, key, b.Procedure)
	if err != nil {
		return nil, err
	}
	out := &mandateDraftOut{}
	return out, a.Mandating.Begun(c.Context(), s, func(tx MandateDraftTx) error {
		d, _, err := tx.DraftByID(id)
		out.Body.Number, out.Body.ASCII = string(d.Number), d.Number.ASCII()
		return err
	})
}
