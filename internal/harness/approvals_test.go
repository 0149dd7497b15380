package harness

import (
	"crypto/rand"
	"strings"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/approving"
	"kanmin/internal/flow/attaching"
)

// approval asks for approval of a draft, with canaries in what is said; who has asked already takes it back; the way of approval is then set back, so that drafts are sent
// as before.
func (m *maker) approval(p *principal) error {
	draft, err := m.write(p, m.prompt(p))
	if err != nil {
		return err
	}
	m.later()
	set := func(mode approval.Mode) error {
		admin := m.as("operator-admin")
		var rev int
		type tx interface {
			Routes(of string) ([]approval.Route, error)
		}
		if err := store.Read[tx](m.db)(m.ctx, m.scope(admin), func(tx tx) error {
			list, err := tx.Routes("report.prompt")
			for _, r := range list {
				rev = r.Rev
			}
			return err
		}); err != nil {
			return err
		}
		route := approval.Route{Of: "report.prompt", Rev: rev, Words: approval.Words{Mode: mode, Steps: []approval.Step{{Role: access.OperatorApprover}}}}
		return approving.SetRoute{Act: store.Act[approving.RouteTx](m.db), Entropy: rand.Reader}.Do(m.ctx, m.scope(admin), m.key(admin), route)
	}
	if err := set(approval.Before); err != nil {
		return err
	}
	n, err := ident.ParseNumber(draft.id)
	if err != nil {
		return err
	}
	what := approving.Asking{Draft: n, Reference: m.bird(), Note: m.bird()}
	id, err := approving.Ask{Act: store.Act[approving.AskTx](m.db), Entropy: rand.Reader}.Do(m.ctx, m.scope(p), m.key(p), what)
	if err != nil {
		return err
	}
	back := m.has(p, "approval")
	o := m.add(&object{kind: "approval", id: string(id), names: []string{string(id)}, org: p.Org, unit: p.Unit, state: "waiting"})
	inside := func(q *principal) bool {
		return m.policy.permits(access.Permission{Action: access.Ask, Object: access.Approval}, q, o)
	}
	for _, said := range []string{what.Reference, what.Note} {
		m.tells(o, "what is said inside the organisation", said, inside)
	}
	for _, kind := range []string{"paper", "paper off"} {
		if err := m.paper(p, kind, o, inside); err != nil {
			return err
		}
	}
	if back {
		m.later()
		o.state = "withdrawn"
		withdraw := approving.Withdraw{Act: store.Act[approving.DecideTx](m.db)}
		if err := withdraw.Do(m.ctx, m.scope(p), m.key(p), id); err != nil {
			return err
		}
	}
	return set(approval.After)
}

// paper puts a copy of a paper decision beside an approval, with canaries in its name and its bytes, or one that is taken off.
func (m *maker) paper(p *principal, kind string, of *object, inside func(*principal) bool) error {
	m.later()
	name, bytes := m.bird(), m.bird()
	flow := attaching.Enclose{Keep: store.Housekeep[attaching.PaperInTx](m.db), Act: store.Act[attaching.PaperTx](m.db), Entropy: rand.Reader}
	a, err := flow.Do(m.ctx, m.scope(p), attaching.Enclosure{
		Round: ident.Object(of.id), Name: "決裁 " + name + ".pdf", Body: strings.NewReader("paper " + bytes), Key: func([32]byte) (ident.Key, error) { return m.key(p), nil },
	})
	if err != nil {
		return err
	}
	o := m.add(&object{kind: kind, id: string(a.ID), names: []string{string(a.ID)}, org: of.org, unit: of.unit, parent: of})
	m.tells(o, "its name", name, inside)
	m.tells(o, "its bytes", bytes, inside)
	if kind == "paper" {
		return nil
	}
	m.later()
	return flow.Shift(m.ctx, m.scope(p), m.key(p), attaching.Shifting{Round: ident.Object(of.id), Paper: a.ID, Off: true})
}

// approvalBindings are the rows of 承認・決裁. What waits in the scene is approved by nobody: its content is not what was posted.
var approvalBindings = map[string]binding{
	"POST /reporting/approvals/{approval}/paper":                {does: "approval ask", body: "key={key}&reference={bird}&file={bird}", refuses: 422, why: "it wants a body of several parts"},
	"GET /reporting/approvals/{approval}/papers/{paper}":        {does: "approval ask"},
	"POST /reporting/approvals/{approval}/papers/{file}/remove": {does: "approval ask", body: "key={key}"},
	"POST /reporting/approvals/{approval}/papers/{file}/back":   {does: "approval ask", body: "key={key}"},
	"POST /api/v1/approvals/{approval}/papers":                  {does: "approval ask", body: "{}", refuses: 422, why: "it wants a name"},
	"GET /api/v1/approvals/{approval}/papers/{paper}":           {does: "approval ask"},
	"POST /api/v1/approvals/{approval}/papers/{file}/remove":    {does: "approval ask", body: "{}"},
	"POST /api/v1/approvals/{approval}/papers/{file}/back":      {does: "approval ask", body: "{}"},
	"POST /api/v1/approvals/{approval}/reference":               {does: "approval ask", body: `{"reference":"{bird}"}`},
	"POST /organisation/approval/{procedure}":                   {body: "key={key}&rev=9&mode=after&step_1=role:operator-approver&step_2=&step_3=&step_4=&step_5=", refuses: 409, why: "somebody else set it meanwhile"},
	"GET /reporting/approvals/{approval}":                       {does: "approval ask"},
	"POST /reporting/approvals/{approval}/approve":              {does: "approval decide", body: "key={key}&rev=1&digest=x&note={bird}", refuses: 409, why: "the content is not what was asked about"},
	"POST /reporting/approvals/{approval}/return":               {does: "approval decide", body: "key={key}&rev=4&digest=x&note={bird}"},
	"POST /reporting/approvals/{approval}/withdraw":             {does: "approval end", body: "key={key}"},
	"GET /reporting/prompt/{draft}/approval":                    {does: "draft write"},
	"POST /reporting/prompt/{draft}/approval":                   {does: "draft write", body: "key={key}&reference={bird}&note={bird}&do=look", keeps: "it judges what was typed"},
	"GET /reporting/prompt/{draft}/paper":                       {does: "draft write"},
	"GET /api/v1/approvals/{approval}":                          {does: "approval ask"},
	"POST /api/v1/drafts/{number}/approval":                     {does: "draft write", body: `{"reference":"{bird}","note":"{bird}"}`, refuses: 409, why: "the 速報 waits for no approval"},
	"POST /api/v1/approvals/{approval}/approve":                 {does: "approval decide", body: `{"rev":1,"digest":"x","note":"{bird}"}`, refuses: 403, why: "a program approves nothing"},
	"POST /api/v1/approvals/{approval}/return":                  {does: "approval decide", body: `{"rev":1,"digest":"x","note":"{bird}"}`, refuses: 403, why: "a program approves nothing"},
	"POST /api/v1/approvals/{approval}/withdraw":                {does: "approval end", body: "{}"},
	"POST /api/v1/organisation/approval":                        {body: `{"procedure":"report.prompt","mode":"after","rev":9,"steps":[{"role":"operator-approver","person":""}]}`, refuses: 409, why: "somebody else set it meanwhile"},
}
