package store_test

import (
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/party"
)

// openings opens a function for each kind of audience and takes one back.
func (c *script) openings() {
	now := ident.At(c.clock.Now())
	act := func(id ident.Object, reach opening.Reach, of string) opening.Act {
		return opening.Act{
			ID: id, Function: opening.Report, Audience: opening.Audience{Reach: reach, Of: of}, Open: reach != opening.OneKind, FromAt: now, UntilAt: now.Add(48 * time.Hour), At: now, Org: "o-house", By: "p-admin",
			Words: opening.Words{Ground: "髙い所の決定", When: "令和9年春ごろ"},
		}
	}
	c.act(at(c, admin), func(call callTx) {
		for _, a := range []opening.Act{
			act("opening-1", opening.OneOrg, "o-op"), act("opening-2", opening.OneKind, string(party.Operator)), act("opening-3", opening.Ministry, "o-min"), act("opening-4", opening.Everybody, ""), act("opening-5", opening.OneOrg, "o-min"),
		} {
			call("AddOpening", a, []ident.Unit{"u-house"})
		}
	})
	chief := officer
	chief.Roles = []access.Role{access.Supervisor}
	for _, who := range []access.Scope{admin, chief, officer, filer, nobody} {
		c.read(at(c, who), func(call callTx) {
			call("OpeningsFor")
			call("Openings")
			call("Opening", "opening-1")
			call("OpeningOrgs")
		})
	}
	c.act(at(c, admin), func(call callTx) {
		call("EndOpening", "opening-1")
		call("EndOpening", "opening-1")
		call("EndOpening", "nothing")
	})
	c.read(at(c, filer), func(call callTx) { call("OpeningsFor") })
	c.act(at(c, system), func(call callTx) { call("Closing", "opening-2") })
	c.back(at(c, system), func(call callTx) { call("Closing", "opening-3") }) // it opened
	c.on("TellsClosings", at(c, system))
}
