package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/submitting"
)

// acting is the header of every POST that acts.
type acting struct {
	Key string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
}

// numbered is an address that names a report or a draft.
type numbered struct {
	Number string `path:"number" doc:"整理番号, in Latin (R-R8-7K4M-2QXD-W) or Japanese (報-R8-7K4M-2QXD-W)"`
}

// numberedAct is numbered for a POST that acts; huma does not look into embedded structs that are not exported.
type numberedAct struct {
	Number string `path:"number" doc:"整理番号, in Latin (R-R8-7K4M-2QXD-W) or Japanese (報-R8-7K4M-2QXD-W)"`
	Key    string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
}

// Sent is a report that has arrived (到達).
type Sent struct {
	Number     string         `json:"number" example:"報-R8-7K4M-2QXD-W"`
	ASCII      string         `json:"number_ascii" example:"R-R8-7K4M-2QXD-W"`
	State      string         `json:"state"`
	ArrivedAt  string         `json:"arrived_at" format:"date-time"`
	Answers    map[string]any `json:"answers" doc:"as they are kept and hashed: moments with their zone, null for 未把握"`
	Addressees []Addressee    `json:"addressees"`
	Due        *law.Due       `json:"due,omitempty" doc:"the date of the detailed report (詳報), or by when a notification was to be filed, explained"`
	Receipt    *Receipt       `json:"receipt,omitempty"`
	Links      Links          `json:"links"`
}

type sentOut struct {
	Location string `header:"Location"`
	Body     Sent
}

var (
	mayFile  = access.Permission{Action: access.File, Object: access.Report}
	mayRead  = access.Permission{Action: access.Read, Object: access.Report}
	mayDraft = access.Permission{Action: access.Write, Object: access.Draft}
	// mayRestore is for what was put aside.
	mayRestore = access.Permission{Action: access.Restore, Object: access.Draft}
	seeDraft   = access.Permission{Action: access.Read, Object: access.Draft}
	seeProof   = access.Permission{Action: access.Read, Object: access.Receipt}
	mayAsk     = access.Permission{Action: access.Ask, Object: access.Report}
	mayAnswer  = access.Permission{Action: access.Answer, Object: access.Request}
)

func (a *API) sending(t *table) {
	add(t, mayFile, huma.Operation{
		OperationID: "send-prompt-report", Method: http.MethodPost, Path: "/reports/prompt", DefaultStatus: http.StatusCreated, Tags: []string{"reports"},
		Summary: "Send a prompt report (速報, 強化法5条, 命令4条2項)", RequestBody: jsonBody(promptSchema(), true),
	}, func(c *call, _ *acting) (*sentOut, error) {
		answers, confirmed, err := whole(incident.PromptForm, c.body)
		if err != nil {
			return nil, err
		}
		return a.send(c, submitting.Prompt(answers, confirmed...))
	})
	add(t, mayFile, huma.Operation{
		OperationID: "send-draft", Method: http.MethodPost, Path: "/drafts/{number}/send", DefaultStatus: http.StatusCreated, Tags: []string{"drafts"},
		Summary: "Send a draft (提出する)", RequestBody: jsonBody(objectSchema(map[string]any{"confirm": confirmSchema}), false),
	}, func(c *call, in *numberedAct) (*sentOut, error) {
		n, err := number("number", in.Number)
		if err != nil {
			return nil, err
		}
		return a.sendDraft(c, n)
	})
}

// confirmed reads the questions answered with yes about a draft.
func (a *API) confirmed(c *call, n ident.Number) ([]string, error) {
	if len(c.body) == 0 {
		return nil, nil
	}
	var m []string
	if err := c.texts(nil, map[string]*[]string{"confirm": &m}, nil); err != nil {
		return nil, err
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	of, err := a.ofDraft(c, n)
	if err != nil {
		return nil, err
	}
	return questions(of.Form, raw)
}

// sendDraft files a draft, or the correction that it is.
func (a *API) sendDraft(c *call, n ident.Number) (*sentOut, error) {
	confirmed, err := a.confirmed(c, n)
	if err != nil {
		return nil, err
	}
	d, err := a.draftOf(c, n)
	if err != nil {
		return nil, err
	}
	do := a.File.Do
	if d.Corrects != "" {
		do = a.Procedures.Revise.Do
	}
	return a.sendBy(c, do, submitting.Sending{Draft: n, Confirmed: confirmed})
}

// sending is the verb that sends.
type sending = func(context.Context, access.Scope, ident.Key, submitting.Sending) (ident.Filing, error)

// send files, and answers from what the act made. A repeated key made nothing: today's state after a fresh check.
func (a *API) send(c *call, what submitting.Sending) (*sentOut, error) {
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	what.Arrived, _ = gate.Arrived(c.Context())
	filed, err := a.File.Send(c.Context(), c.Scope, key, what)
	if err != nil {
		return nil, err
	}
	if filed.Made == nil {
		return a.sent(c, filed.ID)
	}
	m := filed.Made
	return arrived(m.Filing, m.Content, m.To, []duty.Duty{m.Duty}, mineReceipt(c.Scope, m.Filing, false))
}

func (a *API) sendBy(c *call, do sending, what submitting.Sending) (*sentOut, error) {
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	what.Arrived, _ = gate.Arrived(c.Context())
	id, err := do(c.Context(), c.Scope, key, what)
	if err != nil {
		return nil, err
	}
	return a.sent(c, id)
}

// sent is what the actor may read now of what has arrived.
func (a *API) sent(c *call, id ident.Filing) (*sentOut, error) {
	var f filing.Filing
	var content filing.Content
	var to []filing.Addressee
	var owed []duty.Duty
	var receipt *Receipt
	err := a.Sent(c.Context(), c.Scope, func(tx SentTx) (err error) {
		if f, content, err = tx.FilingByID(id, mayRead); err != nil {
			return err
		}
		if to, err = tx.Addressees(f); err != nil {
			return err
		}
		if owed, err = tx.DutiesOf(ident.Object(f.Case)); err != nil {
			return err
		}
		receipt, err = receiptOf(c.Scope, f, tx.Receipt)
		return err
	})
	if err != nil {
		return nil, err
	}
	return arrived(f, content, to, owed, receipt)
}

func arrived(f filing.Filing, content filing.Content, to []filing.Addressee, owed []duty.Duty, receipt *Receipt) (*sentOut, error) {
	s := Sent{
		Number: string(f.Number), ASCII: f.Number.ASCII(), State: string(f.State), ArrivedAt: clock(f.ArrivedAt),
		Addressees: addressees(to), Receipt: receipt, Links: Links{Self: address(f.Number)},
	}
	var err error
	if s.Answers, err = values(content.Values); err != nil {
		return nil, err
	}
	for _, d := range owed {
		if d.State == duty.Open { // one case has one that is open
			s.Due = &d.Why
		}
	}
	if content.Due != nil {
		s.Due = content.Due
	}
	return &sentOut{Location: s.Links.Self, Body: s}, nil
}

var confirmSchema = map[string]any{
	"type": "array", "items": map[string]any{"type": "string"}, "maxItems": fieldLimit,
	"description": "Questions answered with yes, as field:code of the 422 answer: aware_at:ask.future.",
}

// promptSchema is the body of a prompt report: the form's own schema and the confirmations.
func promptSchema() map[string]any { return formSchema(incident.PromptForm) }

func formSchema(f form.Form) map[string]any {
	raw, err := f.Schema()
	if err != nil {
		panic(err) // a declaration in Go that is not JSON: found by the first test
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		panic(err)
	}
	if props, ok := m["properties"].(map[string]any); ok {
		props["confirm"] = confirmSchema
	}
	return m
}

func objectSchema(props map[string]any, needed ...string) map[string]any {
	m := map[string]any{"type": "object", "properties": props, "additionalProperties": false}
	if len(needed) > 0 {
		m["required"] = needed
	}
	return m
}

// jsonBody documents a body; it is decoded by us, not by huma.
func jsonBody(schema map[string]any, required bool) *huma.RequestBody {
	delete(schema, "$schema") // OpenAPI 3.1 is of that dialect
	return &huma.RequestBody{Required: required, Content: map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Extensions: schema}}}}
}
