package api

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/submitting"
)

// OperatorsTx is what finding an operator that calls reads.
type OperatorsTx interface {
	Operators() ([]intake.Operator, error)
	ContactsToReceive(ident.Org) ([]oncall.Contact, error)
}

// Phoning are the flows of reports that came by telephone (電話での受付); every field is needed.
type Phoning struct {
	Find    Looking[OperatorsTx]
	Take    submitting.Intake
	Confirm submitting.Confirm
	Back    submitting.CalledBack
}

// Telephone is how a report came that was taken down on the telephone, as far as its reader may know it.
type Telephone struct {
	State     string `json:"state" enum:"waiting,confirmed,corrected" doc:"waiting: the operator has not confirmed it yet"`
	CalledAt  string `json:"called_at" format:"date-time"`
	EnteredAt string `json:"entered_at" format:"date-time"`
	Office    string `json:"office"`
	Caller    string `json:"caller,omitempty" doc:"for who received the section of contacts"`
	Phone     string `json:"phone,omitempty" doc:"for who received the section of contacts"`
	By        string `json:"by,omitempty" doc:"the officer; for their own organisation only"`
	BackAt    string `json:"called_back_at,omitempty" format:"date-time"`
	BackTo    string `json:"called_back_to,omitempty"`
	DoneAt    string `json:"done_at,omitempty" format:"date-time" doc:"when the operator confirmed or corrected it"`
	DoneBy    string `json:"done_by,omitempty" doc:"for the operator only"`
}

func telephone(i intake.Intake) *Telephone {
	if !i.Here() {
		return nil
	}
	return &Telephone{
		State: string(i.State), CalledAt: clock(i.CalledAt), EnteredAt: clock(i.At), Office: i.OfficeIs, Caller: i.Caller, Phone: i.Phone, By: i.By,
		BackAt: when(i.BackAt), BackTo: i.BackTo, DoneAt: when(i.DoneAt), DoneBy: i.DoneBy,
	}
}

// OperatorFound is an operator for whose reports the office is competent.
type OperatorFound struct {
	Name     string           `json:"name"`
	Kana     string           `json:"kana,omitempty"`
	Number   string           `json:"corporate_number"`
	Contacts []oncall.Contact `json:"contacts,omitempty" doc:"registered emergency contacts (緊急連絡先), where the 法人番号 was asked for: by them a caller is verified"`
}

type operatorsOut struct {
	Body struct {
		Operators []OperatorFound `json:"operators"`
	}
}

type operatorsIn struct {
	Q string `query:"q" required:"true" minLength:"1" maxLength:"100" doc:"a part of a name or its reading, or the 法人番号"`
}

type takenOut struct {
	Location string `header:"Location"`
	Body     Report
}

func (a *API) phoning(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"calls"}}
	}
	word := map[string]any{"type": "string", "maxLength": intake.Limit}
	answers := promptSchema()
	delete(answers, "$schema")
	delete(answers, "required")
	taking := jsonBody(objectSchema(map[string]any{"operator": word, "caller": word, "phone": word, "called_at": word, "report": answers}, "operator", "caller", "phone", "called_at", "report"), true)
	add(t, submitting.MayReceive, op("find-operators", http.MethodGet, "/intakes/operators", "Operators for whose reports the office is competent, as they call (電話での受付)", nil), a.findOperators)
	take := op("take-report", http.MethodPost, "/intakes", "Take down a prompt report (速報) that an operator gives on the telephone; it arrived when the call was taken", taking)
	take.DefaultStatus = http.StatusCreated
	add(t, submitting.MayReceive, take, a.takeReport)
	add(t, submitting.MayReceive, op("note-call-back", http.MethodPost, "/reports/{number}/callback", "Note that the operator was called back, with the present time", jsonBody(objectSchema(map[string]any{"to": word}, "to"), true)), a.calledBack)
	add(t, mayFile, op("confirm-report", http.MethodPost, "/reports/{number}/confirm", "Confirm a report of one's own that an office took down on the telephone", jsonBody(objectSchema(map[string]any{}), true)), a.confirmReport)
}

func (a *API) findOperators(c *call, in *operatorsIn) (*operatorsOut, error) {
	out := &operatorsOut{}
	out.Body.Operators = []OperatorFound{}
	return out, a.Phoning.Find(c.Context(), c.Scope, access.LookList, func(tx OperatorsTx) (seen []ident.Object, err error) {
		all, err := tx.Operators()
		for _, o := range all {
			if err != nil || !o.Matches(in.Q) || len(out.Body.Operators) >= 20 {
				continue
			}
			one := OperatorFound{Name: o.Name, Kana: o.Kana, Number: o.CorporateNumber}
			if o.CorporateNumber == strings.TrimSpace(in.Q) {
				if one.Contacts, err = tx.ContactsToReceive(o.ID); len(one.Contacts) > 0 {
					seen = append(seen, ident.Object(o.ID))
				}
			}
			out.Body.Operators = append(out.Body.Operators, one)
		}
		return seen, err
	})
}

func (a *API) takeReport(c *call, _ *acting) (*takenOut, error) {
	var b struct {
		Operator string          `json:"operator"`
		Caller   string          `json:"caller"`
		Phone    string          `json:"phone"`
		CalledAt string          `json:"called_at"`
		Report   json.RawMessage `json:"report"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	if len(b.Report) == 0 {
		return nil, invalid("report", "fault.form.needed", nil)
	}
	answers, confirmed, err := whole(incident.PromptForm, b.Report)
	if err != nil {
		return nil, err
	}
	what := submitting.Taking{Operator: b.Operator, Call: intake.Call{Caller: b.Caller, Phone: b.Phone}, Values: answers, Confirmed: confirmed}
	if b.CalledAt != "" {
		m, err := form.ReadMoment(b.CalledAt)
		if err == nil {
			what.Call.At, err = form.MomentInstant(m)
		}
		if err != nil {
			return nil, invalid("called_at", "fault.form.moment", fault.Args{"text": b.CalledAt})
		}
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Phoning.Take.Do(c.Context(), c.Scope, key, what)
	if err != nil {
		return nil, err
	}
	var n ident.Number
	if err := a.Sent(c.Context(), c.Scope, func(tx SentTx) error {
		f, _, err := tx.FilingByID(id, mayRead)
		n = f.Number
		return err
	}); err != nil {
		return nil, err
	}
	out, err := a.read(c, &numbered{Number: n.ASCII()})
	if err != nil {
		return nil, err
	}
	return &takenOut{Location: out.Body.Links.Self, Body: out.Body}, nil
}

func (a *API) calledBack(c *call, in *numberedAct) (*reportOut, error) {
	var b struct{ To string }
	if err := c.texts(map[string]*string{"to": &b.To}, nil, map[string]int{"to": intake.Limit}); err != nil {
		return nil, err
	}
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = a.Phoning.Back.Do(c.Context(), c.Scope, key, n, b.To)
	}
	if err != nil {
		return nil, err
	}
	return a.read(c, &numbered{Number: in.Number})
}

func (a *API) confirmReport(c *call, in *numberedAct) (*reportOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	var b struct{}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = a.Phoning.Confirm.Do(c.Context(), c.Scope, key, n)
	}
	if err != nil {
		return nil, err
	}
	return a.read(c, &numbered{Number: in.Number})
}
