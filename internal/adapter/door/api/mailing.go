package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/flow/appointing"
)

// MailTx is what is read of where an organisation's mail goes.
type MailTx interface {
	Mailboxes() ([]message.Mailbox, error)
	Refused() ([]message.Refusal, error)
	MailNames() (bool, error)
}

// Mailing are the flows of お知らせの届け先; every field is needed.
type Mailing struct {
	Read    Reading[MailTx]
	Add     appointing.AddMailbox
	Change  appointing.ChangeMailbox
	End     appointing.EndMailbox
	Try     appointing.TryMailbox
	Names   appointing.NameInMail
	Confirm appointing.ConfirmRefusal
}

// Mailbox is a shared address.
type Mailbox struct {
	ID       string   `json:"id"`
	Address  string   `json:"address"`
	Unit     string   `json:"unit"`
	UnitName string   `json:"unit_name"`
	Takes    []string `json:"takes" doc:"urgent, action, notice; digest for offices, dates for operators"`
	AddedAt  string   `json:"added_at" format:"date-time"`
}

// Refusal is an address that does not take our mails, until somebody confirms it.
type Refusal struct {
	ID      string `json:"id"`
	Address string `json:"address"`
	How     string `json:"how" enum:"relay,report"`
	Times   int    `json:"times"`
	InRow   int    `json:"in_row"`
	Paused  bool   `json:"paused" doc:"nothing is sent to it at present"`
	FirstAt string `json:"first_at" format:"date-time"`
	LastAt  string `json:"last_at" format:"date-time"`
}

type mailOut struct {
	Body struct {
		Mailboxes []Mailbox `json:"mailboxes"`
		Refused   []Refusal `json:"refused"`
		Named     bool      `json:"named" doc:"a mail says which organisation and unit it concerns"`
	}
}

func (a *API) mailing(t *table) {
	line := map[string]any{"type": "string", "maxLength": 254}
	takes := map[string]any{"type": "array", "items": map[string]any{"type": "string"}}
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/organisation/mail" + path, Summary: summary, RequestBody: body, Tags: []string{"organisation"}}
	}
	add(t, mayPeople, op("mailboxes", http.MethodGet, "", "Where mail goes (お知らせの届け先), and addresses that do not take it", nil), a.mailboxes)
	add(t, mayAppoint, op("add-mailbox", http.MethodPost, "", "Add a shared address of a unit",
		jsonBody(objectSchema(map[string]any{"address": line, "unit": line, "takes": takes}, "address", "unit", "takes"), true)), a.addMailbox)
	add(t, mayAppoint, op("change-mailbox", http.MethodPost, "/{id}/change", "Change what a shared address takes", jsonBody(objectSchema(map[string]any{"takes": takes}, "takes"), true)), a.changeMailbox)
	add(t, mayAppoint, op("end-mailbox", http.MethodPost, "/{id}/end", "End a shared address", nil), a.endMailbox)
	add(t, mayAppoint, op("try-mailbox", http.MethodPost, "/{id}/try", "Send one trial mail to a shared address", nil), a.tryMailbox)
	add(t, mayAppoint, op("confirm-refusal", http.MethodPost, "/refused/{id}/confirm", "Say that an address is right again: mail goes to it", nil), a.confirmRefusal)
	add(t, mayAppoint, op("name-in-mail", http.MethodPost, "/names", "Say whether a mail may name organisation and unit",
		jsonBody(objectSchema(map[string]any{"named": map[string]any{"type": "string", "enum": []string{"yes", "no"}}}, "named"), true)), a.nameInMail)
}

func (a *API) mailboxes(c *call, _ *struct{}) (*mailOut, error) {
	out := &mailOut{}
	out.Body.Mailboxes, out.Body.Refused = []Mailbox{}, []Refusal{}
	err := a.Organisation.Mail.Read(c.Context(), c.Scope, func(tx MailTx) error {
		list, err := tx.Mailboxes()
		for _, b := range list {
			m := Mailbox{ID: b.ID, Address: b.Address, Unit: string(b.Unit), UnitName: b.UnitName, Takes: []string{}, AddedAt: clock(b.At)}
			for _, u := range b.Takes {
				m.Takes = append(m.Takes, string(u))
			}
			out.Body.Mailboxes = append(out.Body.Mailboxes, m)
		}
		if err != nil {
			return err
		}
		refused, err := tx.Refused()
		for _, r := range refused {
			out.Body.Refused = append(out.Body.Refused, Refusal{r.ID, r.Address, string(r.How), r.Times, r.InRow, r.Paused(), clock(r.FirstAt), clock(r.LastAt)})
		}
		if err != nil {
			return err
		}
		out.Body.Named, err = tx.MailNames()
		return err
	})
	return out, err
}

func urgencies(words []string) (list []message.Urgency) {
	for _, w := range words {
		list = append(list, message.Urgency(w))
	}
	return list
}

// afterMail does an act and answers with what there is then.
func (a *API) afterMail(c *call, do func(ident.Key) error) (*mailOut, error) {
	key, err := c.key()
	if err == nil {
		err = do(key)
	}
	if err != nil {
		return nil, err
	}
	return a.mailboxes(c, nil)
}

func (a *API) addMailbox(c *call, _ *actIn) (*mailOut, error) {
	var b message.Mailbox
	var unit string
	var takes []string
	if err := c.texts(map[string]*string{"address": &b.Address, "unit": &unit}, map[string]*[]string{"takes": &takes}, nil); err != nil {
		return nil, err
	}
	b.Unit, b.Takes = ident.Unit(unit), urgencies(takes)
	return a.afterMail(c, func(k ident.Key) error { return a.Organisation.Mail.Add.Do(c.Context(), c.Scope, k, b) })
}

func (a *API) changeMailbox(c *call, in *idAct) (*mailOut, error) {
	var takes []string
	if err := c.texts(nil, map[string]*[]string{"takes": &takes}, nil); err != nil {
		return nil, err
	}
	return a.afterMail(c, func(k ident.Key) error {
		return a.Organisation.Mail.Change.Do(c.Context(), c.Scope, k, in.ID, urgencies(takes))
	})
}

func (a *API) endMailbox(c *call, in *idAct) (*mailOut, error) {
	return a.afterMail(c, func(k ident.Key) error { return a.Organisation.Mail.End.Do(c.Context(), c.Scope, k, in.ID) })
}

func (a *API) tryMailbox(c *call, in *idAct) (*mailOut, error) {
	return a.afterMail(c, func(k ident.Key) error { return a.Organisation.Mail.Try.Do(c.Context(), c.Scope, k, in.ID) })
}

func (a *API) confirmRefusal(c *call, in *idAct) (*mailOut, error) {
	return a.afterMail(c, func(k ident.Key) error { return a.Organisation.Mail.Confirm.Do(c.Context(), c.Scope, k, in.ID) })
}

func (a *API) nameInMail(c *call, _ *actIn) (*mailOut, error) {
	var named string
	if err := c.texts(map[string]*string{"named": &named}, nil, nil); err != nil {
		return nil, err
	}
	if named != "yes" && named != "no" {
		return nil, &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "named", Code: "fault.json.string"}}}
	}
	return a.afterMail(c, func(k ident.Key) error { return a.Organisation.Mail.Names.Do(c.Context(), c.Scope, k, named == "yes") })
}
