package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/noticing"
)

// ContractorsTx is what is read of the contacts for 気付き連絡.
type ContractorsTx interface {
	NoticeContacts(limit int) ([]notice.Contact, error)
	NoticeContact(ident.Object) (notice.Contact, error)
}

// Contracting are the flows about the contacts for 気付き連絡; every field is needed.
type Contracting struct {
	Read     Reading[ContractorsTx]
	Register noticing.Register
	Change   noticing.Change
	End      noticing.End
	Print    noticing.Print
}

// Contractor is a contact for 気付き連絡.
type Contractor struct {
	ID      string `json:"id"`
	Company string `json:"company"`
	Name    string `json:"name"`
	Phone   string `json:"phone"`
	Note    string `json:"note,omitempty"`
	Unit    string `json:"unit" doc:"that is told"`
	Until   string `json:"until,omitempty" format:"date"`
	CodedAt string `json:"coded_at,omitempty" format:"date-time" doc:"when its code was printed; none: it has no code"`
	EndedAt string `json:"ended_at,omitempty" format:"date-time"`
	By      string `json:"by,omitempty" doc:"who changed it last"`
	Rev     int    `json:"rev" doc:"changes so far; to be sent with the next"`
	Code    string `json:"code,omitempty" doc:"in the answer to printing alone, once"`
}

type (
	contractorOut  struct{ Body Contractor }
	contractorsOut struct {
		Body struct {
			Contractors []Contractor `json:"contractors"`
		}
	}
)

func (a *API) contracting(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"notices"}}
	}
	word := map[string]any{"type": "string", "maxLength": oncall.Limit}
	fields := func(rev bool) *huma.RequestBody {
		m := map[string]any{"company": word, "name": word, "phone": word, "note": map[string]any{"type": "string", "maxLength": notice.NoteMost}, "unit": word, "until": map[string]any{"type": "string", "format": "date"}}
		needs := []string{"company", "name", "phone"}
		if rev {
			m["rev"], needs = map[string]any{"type": "integer", "minimum": 1}, append(needs, "rev")
		}
		return jsonBody(objectSchema(m, needs...), true)
	}
	empty := jsonBody(objectSchema(map[string]any{}), false)
	add(t, noticing.MayRead, op("list-contractors", http.MethodGet, "/organisation/contractors", "The contractors who may send notices (気付き連絡の連絡先)", nil), a.contractors)
	register := op("register-contractor", http.MethodPost, "/organisation/contractors", "Register a contractor; it has no code until one is printed", fields(false))
	register.DefaultStatus = http.StatusCreated
	add(t, noticing.MayWrite, register, a.registerContractor)
	add(t, noticing.MayWrite, op("change-contractor", http.MethodPost, "/organisation/contractors/{id}/change", "Change a contractor over the revision that was seen; its code stays", fields(true)), a.changeContractor)
	add(t, noticing.MayWrite, op("print-contractor-code", http.MethodPost, "/organisation/contractors/{id}/sheet", "Make the code of a contractor, which is told once; the one before ends", empty), a.printContractor)
	t.fresh()
	add(t, noticing.MayWrite, op("end-contractor", http.MethodPost, "/organisation/contractors/{id}/end", "End a contractor: its code is taken no more", empty), a.endContractor)
}

func contractorOf(c notice.Contact) Contractor {
	v := Contractor{ID: string(c.ID), Company: c.Company, Name: c.Name, Phone: c.Phone, Note: c.Note, Unit: string(c.Unit), CodedAt: when(c.CodedAt), EndedAt: when(c.EndedAt), By: c.By, Rev: c.Rev}
	if !c.Until.IsZero() {
		v.Until = c.Until.String()
	}
	return v
}

func (a *API) contractors(c *call, _ *struct{}) (*contractorsOut, error) {
	out := &contractorsOut{}
	out.Body.Contractors = []Contractor{}
	return out, a.Contracting.Read(c.Context(), c.Scope, func(tx ContractorsTx) error {
		list, err := tx.NoticeContacts(notice.ContactsMost + 100)
		for _, one := range list {
			out.Body.Contractors = append(out.Body.Contractors, contractorOf(one))
		}
		return err
	})
}

func (a *API) contractor(c *call, id ident.Object) (*contractorOut, error) {
	out := &contractorOut{}
	return out, a.Contracting.Read(c.Context(), c.Scope, func(tx ContractorsTx) error {
		one, err := tx.NoticeContact(id)
		out.Body = contractorOf(one)
		return err
	})
}

// typedContractor reads a contact from a body; without a unit it is one's own.
func (c *call) typedContractor() (notice.Contact, error) {
	var b struct {
		Company string      `json:"company"`
		Name    string      `json:"name"`
		Phone   string      `json:"phone"`
		Note    string      `json:"note"`
		Unit    *ident.Unit `json:"unit"`
		Until   string      `json:"until"`
		Rev     int         `json:"rev"`
	}
	if err := c.strict(&b); err != nil {
		return notice.Contact{}, err
	}
	one := notice.Contact{Unit: c.Scope.Unit, Rev: b.Rev, Words: notice.Words{Company: b.Company, Name: b.Name, Phone: b.Phone, Note: b.Note}}
	if b.Unit != nil {
		one.Unit = *b.Unit
	}
	if b.Until != "" {
		day, err := law.ParseDay(b.Until)
		if err != nil {
			return one, invalid("until", "fault.day.form", map[string]string{"text": clip(b.Until)})
		}
		one.Until = day
	}
	return one, nil
}

func (a *API) registerContractor(c *call, _ *acting) (*contractorOut, error) {
	one, err := c.typedContractor()
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Contracting.Register.Do(c.Context(), c.Scope, key, one)
	if err != nil {
		return nil, err
	}
	return a.contractor(c, id)
}

func (a *API) changeContractor(c *call, in *idAct) (*contractorOut, error) {
	one, err := c.typedContractor()
	if err != nil {
		return nil, err
	}
	one.ID = ident.Object(in.ID)
	key, err := c.key()
	if err == nil {
		err = a.Contracting.Change.Do(c.Context(), c.Scope, key, one)
	}
	if err != nil {
		return nil, err
	}
	return a.contractor(c, one.ID)
}

func (a *API) printContractor(c *call, in *idAct) (*contractorOut, error) {
	key, err := a.plainKey(c)
	if err != nil {
		return nil, err
	}
	sheet, err := a.Contracting.Print.Do(c.Context(), c.Scope, key, ident.Object(in.ID))
	if err != nil {
		return nil, err
	}
	out, err := a.contractor(c, ident.Object(in.ID))
	if err == nil {
		out.Body.Code = sheet.Code
	}
	return out, err
}

func (a *API) endContractor(c *call, in *idAct) (*contractorOut, error) {
	key, err := a.plainKey(c)
	if err == nil {
		err = a.Contracting.End.Do(c.Context(), c.Scope, key, ident.Object(in.ID))
	}
	if err != nil {
		return nil, err
	}
	return a.contractor(c, ident.Object(in.ID))
}
