package harness

import (
	"crypto/rand"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/approving"
)

// approval asks for approval of a draft, with canaries in what is said; the way of approval is then set back, so that drafts are sent
// as before.
func (m *maker) approval(p *principal) error {
	if err := m.draft(p); err != nil {
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
	drafts := m.objects["draft"]
	n, err := ident.ParseNumber(drafts[len(drafts)-1].id)
	if err != nil {
		return err
	}
	what := approving.Asking{Draft: n, Reference: m.bird(), Note: m.bird()}
	id, err := approving.Ask{Act: store.Act[approving.AskTx](m.db), Entropy: rand.Reader}.Do(m.ctx, m.scope(p), m.key(p), what)
	if err != nil {
		return err
	}
	o := m.add(&object{kind: "approval", id: string(id), names: []string{string(id)}, org: p.Org, unit: p.Unit})
	for _, said := range []string{what.Reference, what.Note} {
		m.tells(o, "what is said inside the organisation", said, func(q *principal) bool {
			return m.policy.permits(access.Permission{Action: access.Ask, Object: access.Approval}, q, o)
		})
	}
	return set(approval.After)
}

// approvalBindings are the rows of 承認・決裁. What waits in the scene is approved by nobody: its content is not what was posted.
var approvalBindings = map[string]binding{
	"POST /organisation/approval/{procedure}":                 {body: "key={key}&rev=9&mode=after&step_1=role:operator-approver&step_2=&step_3=&step_4=&step_5=", refuses: 409, why: "somebody else set it meanwhile"},
	"GET /reporting/approvals/{approval}":                     {does: "approval ask"},
	"POST /reporting/approvals/{approval}/approve":            {does: "approval decide", body: "key={key}&rev=1&digest=x&note={bird}", refuses: 409, why: "the content is not what was asked about"},
	"POST /reporting/approvals/{approval}/return":             {does: "approval decide", body: "key={key}&rev=1&digest=x&note={bird}"},
	"POST /reporting/approvals/{approval}/withdraw":           {does: "approval end", body: "key={key}"},
	"GET /reporting/prompt/{draft}/approval":                  {does: "draft write"},
	"POST /reporting/prompt/{draft}/approval":                 {does: "draft write", body: "key={key}&reference={bird}&note={bird}&do=look"},
	"GET /reporting/prompt/{draft}/paper":                     {does: "draft write"},
	"GET /reporting/procedures/{procedure}/{draft}/approval":  {refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"POST /reporting/procedures/{procedure}/{draft}/approval": {does: "draft write", body: "key={key}&reference=&note=&do=look", refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"GET /reporting/procedures/{procedure}/{draft}/paper":     {refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"GET /api/v1/approvals/{approval}":                        {does: "approval ask"},
	"POST /api/v1/drafts/{number}/approval":                   {does: "draft write", body: `{"reference":"{bird}","note":"{bird}"}`, refuses: 409, why: "the 速報 waits for no approval"},
	"POST /api/v1/approvals/{approval}/approve":               {does: "approval decide", body: `{"rev":1,"digest":"x","note":"{bird}"}`, refuses: 403, why: "a program approves nothing"},
	"POST /api/v1/approvals/{approval}/return":                {does: "approval decide", body: `{"rev":1,"digest":"x","note":"{bird}"}`, refuses: 403, why: "a program approves nothing"},
	"POST /api/v1/approvals/{approval}/withdraw":              {does: "approval end", body: "{}"},
	"POST /api/v1/organisation/approval":                      {body: `{"procedure":"report.prompt","mode":"after","rev":9,"steps":[{"role":"operator-approver","person":""}]}`, refuses: 409, why: "somebody else set it meanwhile"},
}
