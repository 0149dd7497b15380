package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
)

func (c *script) approvals() {
	mayRead, mayDecide := access.Permission{Action: access.Read, Object: access.Approval}, access.Permission{Action: access.Decide, Object: access.Approval}
	route := approval.Route{ID: "route-1", Org: "o-op", Of: "report.prompt", Words: approval.Words{Mode: approval.Before, By: "髙木", Steps: []approval.Step{{Role: access.OperatorApprover}}}}
	round := route.Ask(approval.Before, approval.Body{Of: "report.prompt", Number: "下-R8-0001", Summary: "停止", Asker: "p-filer", Name: "𠮷田"}, ident.At(c.clock.Now()))
	round.ID, round.Unit, round.Draft = "round-1", "u-op", "draft-1"
	c.act(at(c, filer), func(call callTx) {
		call("SetRoute", route)
		call("AddRound", round)
	})
	c.back(at(c, filer), func(call callTx) { call("SetRoute", route) }) // somebody was first
	c.act(at(c, filer), func(call callTx) {
		route.Rev, route.Mode = 1, approval.After
		call("SetRoute", route)
		round.Rev, round.State, round.Filing = 1, approval.Approved, "filing-1"
		call("SaveRound", round)
	})
	c.back(at(c, filer), func(call callTx) { call("SaveRound", round) })
	c.act(at(c, filer), func(call callTx) {
		now := ident.At(c.clock.Now())
		call("AddSuccession", party.Succession{ID: "suc-9", Kind: party.Deputy, Hat: party.Hat{ID: "h-filer", Org: "o-op", Unit: "u-op"}, Heir: "h-proxy", At: now, Until: now.Add(1 << 40), By: "p-boss", CreatedAt: now})
	})
	c.papers(round)
	c.act(at(c, system), func(call callTx) {
		call("RoundToTell", round.ID)
		call("RoundToTell", ident.Object("nothing"))
		call("Approvers", round, message.Action)
		round.State, round.Steps = approval.Waiting, []approval.Step{{Person: "p-filer"}}
		call("Approvers", round, message.Notice)
	})
	proxy := filer
	proxy.Hat = "h-proxy"
	for _, who := range []access.Scope{filer, officer, admin, proxy} {
		c.read(at(c, who), func(call callTx) {
			call("Routes", "")
			call("Routes", "report.prompt")
			call("Approval", incident.Prompt, ident.Draft("draft-1"))
			call("Rounds", true, 10)
			call("Rounds", false, 10)
			call("Round", ident.Object("round-1"), mayRead)
			call("Round", ident.Object("round-1"), mayDecide)
			call("RoundOf", ident.Draft("draft-1"))
			call("RoundOf", ident.Draft("draft-2"))
			call("ActsFor")
			call("Arriving", incident.Prompt, ident.Draft("draft-1"))
		})
	}
	c.act(at(c, filer), func(call callTx) {
		sent := report("8", ident.At(c.clock.Now()), nil)
		sent.Case = ""
		sent.Leaf, _ = call("LeafID")[0].(ident.Leaf)
		after := approval.Default("report.prompt", true).Ask(approval.After, approval.Body{}, ident.At(c.clock.Now()))
		after.ID, after.Org, after.Unit = "round-2", "o-op", "u-op"
		call("NotifyRound", after)
		call("AddArrival", filing.Arrival{Filing: sent, Content: filing.Content{Values: []byte(`{}`), Digest: "00"}, Round: after})
	})
}

// papers are beside a round: one is bound, let go and held again, another never arrives.
func (c *script) papers(round approval.Round) {
	paper := filing.Attachment{ID: "paper-1", Name: "決裁 𠮷.pdf", Size: 5, Digest: filing.DigestOf([]byte("paper"))}
	c.act(at(c, filer), func(call callTx) {
		call("BeginPaper", round, paper.ID)
		call("AddChunk", paper.ID, 0, []byte("paper"))
		call("BindPaper", round, paper)
		call("HoldPaper", round, paper.ID, true) // it is held
		call("HoldPaper", round, paper.ID, false)
		call("HoldPaper", round, paper.ID, true)
		call("AddPaper", round, ident.Object("paper-2"))
		call("LooseAttachment", filing.Draft{ID: round.Draft, Org: round.Org, Unit: round.Unit}, paper.ID) // no draft can take it in
		call("HoldPaper", round, ident.Object("paper-2"), true)
	})
	for _, who := range []access.Scope{filer, officer, admin} {
		c.read(at(c, who), func(call callTx) {
			call("PaperChunk", round.ID, paper.ID, 0, []byte(nil))
			call("PaperChunk", round.ID, paper.ID, 1, []byte(nil))
			call("PaperChunk", ident.Object("draft-1"), paper.ID, 0, []byte(nil))
		})
	}
}
