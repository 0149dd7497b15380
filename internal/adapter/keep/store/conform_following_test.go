package store_test

import (
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/request"
)

// following is a further report about the case: what it does to the duty, and how an office has that run again.
func (c *script) following() {
	at := ident.At(c.clock.Now())
	draft := filing.Draft{ID: "draft-follow", Number: "下-R8-0099", Form: incident.Outside.ID, Org: "o-op", Unit: "u-op", State: filing.DraftOpen, CreatedAt: at, UpdatedAt: at, By: "p-filer", Follows: "filing-1"}
	c.act(filer, func(call callTx) {
		call("AddDraft", draft)
		call("Follows", draft.ID)
		call("CaseWith", "報-R8-0001", readReports)
		call("Arriving", incident.Outside, draft.ID)
	})
	stated := report("3", at, nil)
	stated.Kind = filing.Kind(incident.Outside.ID)
	c.act(filer, func(call callTx) {
		call("ChangeDuty", duty.Change{Subject: "case-1", Rule: "incident.detailed", To: duty.Stayed})
		call("DutiesOf", "case-1")
	})
	c.act(officer, func(call callTx) {
		q := request.Request{ID: "request-follow", Number: "照-R8-0099", Kind: request.Enquiry, Filing: "filing-1", Org: "o-min", Unit: "u-min", AskedOrg: "o-op", AskedUnit: "u-op", State: request.Waiting, AskedAt: at}
		call("AddQuestion", stated, q)
		call("DutiesOf", "case-1")
	})
	c.act(officer, func(call callTx) { // no office puts a duty anywhere else
		call("ChangeDuty", duty.Change{Subject: "case-1", Rule: "incident.detailed", To: duty.Lifted})
		call("ResumeDuties", "case-1")
	})
	c.act(filer, func(call callTx) {
		call("ChangeDuty", duty.Change{Subject: "case-1", Rule: "incident.detailed", To: duty.Open})
		call("DutiesOf", "case-1")
	})
	c.act(filer, func(call callTx) { call("CloseDraft", draft.ID, filing.DraftDiscarded, ident.Filing("")) })
}
