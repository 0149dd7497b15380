package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/calling"
)

// CallListTx is what is read of the contacts of one's own unit.
type CallListTx interface {
	CallList() (oncall.List, error)
	OwnCalls(limit int) ([]oncall.OwnCall, error)
}

// CallsTx is what is read of the calls about a report.
type CallsTx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	CallsOf(ident.Filing) ([]oncall.Call, error)
}

// Calling are the flows by which people are called at night (緊急連絡先); every field is needed.
type Calling struct {
	List   Reading[CallListTx]
	Calls  Looking[CallsTx]
	Set    calling.Set
	Record calling.Record

	// The duty roster (当番表).
	Roster   Reading[RosterTx]
	AddTurns calling.AddTurns
	CopyWeek calling.CopyWeek
	Swap     calling.Swap
	Drop     calling.Drop
	Confirm  calling.Confirm
}

// CallList are the contacts of a unit, in the order in which they are called.
type CallList struct {
	Rev      int              `json:"rev" doc:"changes so far; to be sent with the next"`
	At       string           `json:"at,omitempty" format:"date-time"`
	By       string           `json:"by,omitempty"`
	Contacts []oncall.Contact `json:"contacts"`
	Called   []OwnCallView    `json:"called,omitempty" doc:"whom the platform called about a question or a notice (気付き連絡) that nobody of the unit had opened, the latest first; of operators alone"`
}

// OwnCallView is one call by which the platform woke somebody of the own unit.
type OwnCallView struct {
	At     string `json:"at" format:"date-time"`
	Number string `json:"number" doc:"of the question or the notice"`
	Step   int    `json:"step" doc:"from 1"`
	Name   string `json:"name"`
	Phone  string `json:"phone"`
}

// CallView is one call about a report.
type CallView struct {
	At    string `json:"at" format:"date-time"`
	Kind  string `json:"kind" enum:"step,answered,silent,seen" doc:"step: the platform called the next in order; the others were recorded by the office"`
	Step  int    `json:"step,omitempty" doc:"from 1; of steps alone"`
	Name  string `json:"name,omitempty" doc:"for the office alone"`
	Phone string `json:"phone,omitempty" doc:"for the office alone"`
	By    string `json:"by,omitempty" doc:"for the office alone"`
}

type callListOut struct{ Body CallList }

type callsOut struct {
	Body struct {
		Calls []CallView `json:"calls"`
	}
}

func (a *API) calling(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"calls"}}
	}
	word := map[string]any{"type": "string", "maxLength": oncall.Limit}
	contact := objectSchema(map[string]any{"name": word, "kana": word, "post": word, "phone": word, "email": word, "when": word}, "name", "phone")
	contacts := jsonBody(objectSchema(map[string]any{
		"rev": map[string]any{"type": "integer", "minimum": 0}, "contacts": map[string]any{"type": "array", "maxItems": oncall.Most, "items": contact},
	}, "rev", "contacts"), true)
	became := jsonBody(objectSchema(map[string]any{"kind": map[string]any{"type": "string", "enum": []any{"answered", "silent", "seen"}}, "name": word, "phone": word}, "kind"), true)
	add(t, access.Permission{Action: access.Read, Object: access.Contacts}, op("show-call-list", http.MethodGet, "/organisation/oncall", "Whom the own unit has called at night (緊急連絡先), in order", nil), a.callList)
	add(t, calling.MaySet, op("set-call-list", http.MethodPost, "/organisation/oncall", "Set the contacts of the own unit over the revision that was seen", contacts), a.setCallList)
	add(t, mayReadReport, op("list-calls", http.MethodGet, "/reports/{number}/calls", "Who was called about a report when: whole for the office, by time alone for who filed", nil), a.calls)
	add(t, calling.MayRecord, op("record-call", http.MethodPost, "/reports/{number}/calls", "Record what became of a call, with the present time; answered and seen end the calls", became), a.recordCall)
}

var mayReadReport = access.Permission{Action: access.Read, Object: access.Report}

func (a *API) callList(c *call, _ *struct{}) (*callListOut, error) {
	out := &callListOut{}
	return out, a.Calling.List(c.Context(), c.Scope, func(tx CallListTx) error {
		l, err := tx.CallList()
		out.Body = CallList{Rev: l.Rev, At: when(l.At), By: l.By, Contacts: append([]oncall.Contact{}, l.Contacts...)}
		if err != nil || c.Scope.Kind.Authority() {
			return err
		}
		woken, err := tx.OwnCalls(oncall.MostCalls)
		for _, w := range woken {
			out.Body.Called = append(out.Body.Called, OwnCallView{At: clock(w.At), Number: string(w.Number), Step: w.Step, Name: w.Who.Name, Phone: w.Who.Phone})
		}
		return err
	})
}

func (a *API) setCallList(c *call, _ *actIn) (*callListOut, error) {
	var b struct {
		Rev      int              `json:"rev"`
		Contacts []oncall.Contact `json:"contacts"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = a.Calling.Set.Do(c.Context(), c.Scope, key, b.Rev, b.Contacts)
	}
	if err != nil {
		return nil, err
	}
	return a.callList(c, nil)
}

func (a *API) calls(c *call, in *numbered) (*callsOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	out := &callsOut{}
	out.Body.Calls = []CallView{}
	return out, a.Calling.Calls(c.Context(), c.Scope, access.LookList, func(tx CallsTx) ([]ident.Object, error) {
		f, _, err := tx.Filing(n, mayReadReport)
		if err != nil {
			return nil, err
		}
		list, err := tx.CallsOf(f.ID)
		for _, x := range list {
			out.Body.Calls = append(out.Body.Calls, CallView{At: clock(x.At), Kind: string(x.Kind), Step: x.Step, Name: x.Who.Name, Phone: x.Who.Phone, By: x.By})
		}
		return []ident.Object{ident.Object(f.ID)}, err
	})
}

func (a *API) recordCall(c *call, in *numberedAct) (*callsOut, error) {
	var b struct{ Kind, Name, Phone string }
	if err := c.texts(map[string]*string{"kind": &b.Kind, "name": &b.Name, "phone": &b.Phone}, nil, map[string]int{"name": oncall.Limit, "phone": oncall.Limit}); err != nil {
		return nil, err
	}
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = a.Calling.Record.Do(c.Context(), c.Scope, key, n, oncall.Call{Kind: oncall.Kind(b.Kind), Said: oncall.Said{Who: oncall.Contact{Name: b.Name, Phone: b.Phone}}})
	}
	if err != nil {
		return nil, err
	}
	return a.calls(c, &numbered{Number: in.Number})
}
