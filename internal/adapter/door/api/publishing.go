package api

import (
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/consulting"
)

// FAQTx is what よくある相談 is read from.
type FAQTx interface {
	FAQList(limit int) ([]faq.Entry, error)
	FAQ(ident.Number, access.Permission) ([]faq.Entry, error)
}

// Publishing are the flows of よくある相談; every field is needed.
type Publishing struct {
	Read     Reading[FAQTx]
	Propose  consulting.Propose
	Decide   consulting.Decide
	Revise   consulting.Revise
	Withdraw consulting.Withdraw
}

// faqListed bounds the list.
const faqListed = 500

// CommonQuestion is one version of an entry, as its reader has it.
type CommonQuestion struct {
	Number      string   `json:"number" example:"答-R8-7K4M-2QXD-W"`
	Version     int      `json:"version"`
	State       string   `json:"state" enum:"proposed,returned,published,replaced,withdrawn"`
	Rev         int      `json:"rev" doc:"to be named when something is done"`
	Question    string   `json:"question"`
	Answer      string   `json:"answer"`
	Topics      []string `json:"topics" doc:"questions of the assessment (as in kanmin law assess), and types: type-A to type-F"`
	Basis       string   `json:"basis" doc:"provision, as the office cites it"`
	Office      string   `json:"office"`
	PublishedAt string   `json:"published_at,omitempty" format:"date-time"`
	WithdrawnAt string   `json:"withdrawn_at,omitempty" format:"date-time"`
	Reason      string   `json:"reason,omitempty" doc:"why it was withdrawn"`
	Note        string   `json:"note,omitempty" doc:"why it was sent back; for its office only"`
}

type (
	faqOut  struct{ Body CommonQuestion }
	faqsOut struct {
		Body struct {
			Items []CommonQuestion `json:"items"`
		}
	}
	faqIn struct {
		FAQ string `path:"faq" doc:"number of the entry, in Latin (F-R8-…) or Japanese (答-R8-…)"`
	}
	faqAct struct {
		FAQ string `path:"faq" doc:"number of the entry, in Latin (F-R8-…) or Japanese (答-R8-…)"`
		Key string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
	}
)

func (a *API) publishing(t *table) {
	long, yes := map[string]any{"type": "string", "maxLength": faq.AnswerLimit}, map[string]any{"type": "boolean", "description": "what could lead to who asked was looked at"}
	number := map[string]any{"type": "integer"}
	words := func(more ...string) map[string]any {
		m := map[string]any{"question": long, "answer": long, "basis": long, "looked": yes, "topics": map[string]any{"type": "array", "maxItems": faq.MostTopics, "items": map[string]any{"type": "string", "maxLength": 40}}}
		for _, name := range more {
			m[name] = number
		}
		return m
	}
	op := func(id, method, path, summary string, body map[string]any, needed ...string) huma.Operation {
		o := huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"consultation"}}
		if body != nil {
			o.RequestBody = jsonBody(objectSchema(body, needed...), true)
		}
		return o
	}
	add(t, consulting.MayReadFAQ, op("list-common-questions", http.MethodGet, "/faq", "Common questions (よくある相談) that offices published; for an office also what it proposed", nil), a.listFAQ)
	add(t, consulting.MayReadFAQ, op("read-common-question", http.MethodGet, "/faq/{faq}", "Every version of one entry that the reader has, the latest first", nil), a.readFAQ)
	propose := op("propose-common-question", http.MethodPost, "/ministry/consultations/{consult}/faq", "Propose words to be published of an answered consultation; a person's, not a program's", words(), "question", "answer", "basis", "topics")
	propose.DefaultStatus = http.StatusCreated
	add(t, consulting.MayProposeFAQ, propose, a.proposeFAQ)
	add(t, consulting.MayProposeFAQ, op("revise-common-question", http.MethodPost, "/faq/{faq}/revise", "Propose other words, or the next version; a person's, not a program's", words("version", "rev"), "version", "rev", "question", "answer", "basis", "topics"), a.reviseFAQ)
	add(t, consulting.MayPublishFAQ, op("publish-common-question", http.MethodPost, "/faq/{faq}/publish", "Publish, as the second officer; a person's, not a program's", map[string]any{"version": number, "rev": number, "looked": yes}, "version", "rev"), a.publishFAQ)
	add(t, consulting.MayPublishFAQ, op("return-common-question", http.MethodPost, "/faq/{faq}/return", "Send back with a reason", map[string]any{"version": number, "rev": number, "note": long}, "version", "rev"), a.returnFAQ)
	add(t, consulting.MayWithdrawFAQ, op("withdraw-common-question", http.MethodPost, "/faq/{faq}/withdraw", "Withdraw with a reason that everybody reads", map[string]any{"version": number, "rev": number, "reason": long}, "version", "rev", "reason"), a.withdrawFAQ)
}

func faqView(e faq.Entry) CommonQuestion {
	v := CommonQuestion{Number: string(e.Number), Version: e.Version, State: string(e.State), Rev: e.Rev, Question: e.Question, Answer: e.Answer, Topics: e.Topics, Basis: e.Basis, Office: e.Office, Reason: e.Reason, Note: e.Note}
	if e.Public() {
		v.PublishedAt = clock(e.PublishedAt)
	}
	if e.WithdrawnAt != 0 {
		v.WithdrawnAt = clock(e.WithdrawnAt)
	}
	return v
}

func (a *API) listFAQ(c *call, _ *struct{}) (*faqsOut, error) {
	out := &faqsOut{}
	out.Body.Items = []CommonQuestion{}
	return out, a.Publishing.Read(c.Context(), c.Scope, func(tx FAQTx) error {
		list, err := tx.FAQList(faqListed)
		for _, e := range list {
			out.Body.Items = append(out.Body.Items, faqView(e))
		}
		return err
	})
}

func (a *API) versionsOfFAQ(c *call, in string) (list []faq.Entry, err error) {
	n, err := number("faq", in)
	if err != nil {
		return nil, err
	}
	return list, a.Publishing.Read(c.Context(), c.Scope, func(tx FAQTx) error {
		list, err = tx.FAQ(n, consulting.MayReadFAQ)
		return err
	})
}

func (a *API) readFAQ(c *call, in *faqIn) (*faqsOut, error) {
	list, err := a.versionsOfFAQ(c, in.FAQ)
	if err != nil {
		return nil, err
	}
	out := &faqsOut{}
	for _, e := range list {
		out.Body.Items = append(out.Body.Items, faqView(e))
	}
	return out, nil
}

// faqWords are words as a program sends them.
type faqWords struct {
	Version  int      `json:"version"`
	Rev      int      `json:"rev"`
	Question string   `json:"question"`
	Answer   string   `json:"answer"`
	Basis    string   `json:"basis"`
	Topics   []string `json:"topics"`
	Looked   bool     `json:"looked"`
}

func (w faqWords) words() faq.Words {
	return faq.Words{Question: w.Question, Answer: w.Answer, Basis: w.Basis, Topics: w.Topics}
}

func (a *API) proposeFAQ(c *call, in *consultAct) (*faqOut, error) {
	n, err := number("consult", in.Consult)
	if err != nil {
		return nil, err
	}
	var b faqWords
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Publishing.Propose.Do(c.Context(), c.Scope, key, consulting.Proposal{Consult: n, Words: b.words(), Looked: b.Looked})
	if err != nil {
		return nil, err
	}
	out := &faqOut{}
	return out, a.Publishing.Read(c.Context(), c.Scope, func(tx FAQTx) error {
		list, err := tx.FAQList(faqListed)
		i := slices.IndexFunc(list, func(e faq.Entry) bool { return e.ID == id })
		if err == nil && i < 0 {
			err = fault.Absent()
		}
		if err == nil {
			out.Body = faqView(list[i])
		}
		return err
	})
}

// onFAQ reads the body, does something with the entry of the address, and answers with its latest version.
func (a *API) onFAQ(c *call, in *faqAct, body any, do func(n ident.Number, key ident.Key) error) (*faqOut, error) {
	n, err := number("faq", in.FAQ)
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
	list, err := a.versionsOfFAQ(c, in.FAQ)
	if err != nil {
		return nil, err
	}
	return &faqOut{faqView(list[0])}, nil
}

func (a *API) reviseFAQ(c *call, in *faqAct) (*faqOut, error) {
	var b faqWords
	return a.onFAQ(c, in, &b, func(n ident.Number, key ident.Key) error {
		_, err := a.Publishing.Revise.Do(c.Context(), c.Scope, key, consulting.Revision{Number: n, Version: b.Version, Rev: b.Rev, Words: b.words(), Looked: b.Looked})
		return err
	})
}

func (a *API) publishFAQ(c *call, in *faqAct) (*faqOut, error) {
	var b struct {
		Version int  `json:"version"`
		Rev     int  `json:"rev"`
		Looked  bool `json:"looked"`
	}
	return a.onFAQ(c, in, &b, func(n ident.Number, key ident.Key) error {
		return a.Publishing.Decide.Do(c.Context(), c.Scope, key, consulting.Decision{Number: n, Version: b.Version, Rev: b.Rev, Publish: true, Looked: b.Looked})
	})
}

func (a *API) returnFAQ(c *call, in *faqAct) (*faqOut, error) {
	var b struct {
		Version int    `json:"version"`
		Rev     int    `json:"rev"`
		Note    string `json:"note"`
	}
	return a.onFAQ(c, in, &b, func(n ident.Number, key ident.Key) error {
		return a.Publishing.Decide.Do(c.Context(), c.Scope, key, consulting.Decision{Number: n, Version: b.Version, Rev: b.Rev, Note: b.Note})
	})
}

func (a *API) withdrawFAQ(c *call, in *faqAct) (*faqOut, error) {
	var b struct {
		Version int    `json:"version"`
		Rev     int    `json:"rev"`
		Reason  string `json:"reason"`
	}
	return a.onFAQ(c, in, &b, func(n ident.Number, key ident.Key) error {
		return a.Publishing.Withdraw.Do(c.Context(), c.Scope, key, consulting.Withdrawal{Number: n, Version: b.Version, Rev: b.Rev, Reason: b.Reason})
	})
}
