package store_test

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
)

// calls are whom an office has called at night, and who was called about what.
func (c *script) calls() {
	var line filing.Line
	c.read(at(c, officer), func(call callTx) {
		list, _ := call("DeskFilings", access.Cursor{}, 10)[0].([]filing.Line)
		if len(list) == 0 {
			c.t.Fatal("nothing is addressed to the office")
		}
		line = list[0]
	})
	who := oncall.Contact{Name: "髙木", Phone: "03-0000-1101", Email: "night@example.jp"}
	list := func(rev int) oncall.List {
		return oncall.List{Rev: rev, Words: oncall.Words{Contacts: []oncall.Contact{who}, By: "石﨑"}}
	}
	made := func(id string, kind oncall.Kind, step int) oncall.Call {
		return oncall.Call{ID: ident.Object(id), Filing: line.Filing.ID, Org: officer.Org, Unit: officer.Unit, Kind: kind, Step: step, Said: oncall.Said{Who: who}}
	}
	look := func() {
		for _, s := range []access.Scope{officer, chief, filer, admin, system} {
			c.read(at(c, s), func(call callTx) {
				call("CallList")
				call("CallListOf", line.Filing.ID)
				call("CallsOf", line.Filing.ID)
				call("Unreached", 10)
				call("Callees", oncall.Waiting{Org: officer.Org, Unit: officer.Unit})
				call("StepToMail", ident.Object("call-1"))
			})
		}
	}
	look()
	c.act(at(c, filer), func(call callTx) { call("SetCallList", list(0)) })
	c.act(at(c, officer), func(call callTx) { call("SetCallList", list(0)) })
	c.back(at(c, officer), func(call callTx) { call("SetCallList", list(0)) }) // somebody was quicker
	look()
	c.act(at(c, officer), func(call callTx) {
		call("SetCallList", list(1))
		call("AddCall", made("call-1", oncall.Step, 1))
		call("TellStep", made("call-1", oncall.Step, 1), line.Number)
	})
	c.back(at(c, officer), func(call callTx) { call("AddCall", made("call-2", oncall.Step, 1)) }) // taken already
	look()
	stopped, stop := context.WithCancel(c.t.Context())
	stop()
	c.on("RunCalls", stopped)
	c.on("CallNext", c.t.Context(), "holder")
	c.act(at(c, officer), func(call callTx) { call("AddCall", made("call-3", oncall.Answered, 0)) })
	look()
}
