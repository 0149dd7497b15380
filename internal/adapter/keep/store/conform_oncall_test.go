package store_test

import (
	"context"
	"time"

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
				call("DutyTurns", ident.Instant(0), ident.At(c.clock.Now()).Add(48*time.Hour))
				call("DutyTurnsOf", line.Filing.ID)
				call("DutyTurn", ident.Object("turn-1"))
				call("DutyState")
				call("DutyConfirmedOf", line.Filing.ID, filer.Unit)
				call("Unreached", 10)
				call("Callees", oncall.Waiting{Org: officer.Org, Unit: officer.Unit})
				call("StepToMail", ident.Object("call-1"))
				call("Unanswered", 10)
				call("OwnCalls", 10)
				call("OwnStepToMail", ident.Object("own-1"))
			})
		}
	}
	c.turns(look)
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
	c.ownCalls(line.Number, who)
	look()
}

// ownCalls are whom the platform woke for an operator.
func (c *script) ownCalls(number ident.Number, who oncall.Contact) {
	own := func(id string) oncall.OwnCall {
		return oncall.OwnCall{ID: ident.Object(id), Object: "request-x", Number: number, Org: filer.Org, Unit: filer.Unit, Step: 1, Said: oncall.Said{Who: who}}
	}
	c.act(at(c, system), func(call callTx) {
		call("AddOwnCall", own("own-1"))
		call("TellOwnStep", own("own-1"))
		call("Callees", oncall.Waiting{Org: filer.Org, Unit: filer.Unit, Object: "request-x"})
	})
	c.back(at(c, system), func(call callTx) { call("AddOwnCall", own("own-2")) }) // taken already
}

// turns are a roster: who is on duty now, who was, and whose account it is.
func (c *script) turns(look func()) {
	who := oncall.Duty{Who: oncall.Contact{Name: "神﨑", Phone: "03-0000-1102"}, By: "石﨑"}
	turn := func(s access.Scope, id string, from, until time.Duration) oncall.Turn {
		now := ident.At(c.clock.Now())
		return oncall.Turn{ID: ident.Object(id), From: now.Add(from), Until: now.Add(until), Person: s.Person, Duty: who}
	}
	look()
	c.act(at(c, filer), func(call callTx) {
		call("AddDutyTurn", turn(filer, "turn-1", -time.Hour, time.Hour))
		call("ConfirmDuty", ident.Object("confirmed-1"), "石﨑")
	})
	c.act(at(c, officer), func(call callTx) {
		call("AddDutyTurn", turn(officer, "turn-2", -time.Hour, 10*time.Hour))
		call("AddDutyTurn", turn(officer, "turn-3", time.Hour, 2*time.Hour))
	})
	look()
	c.back(at(c, officer), func(call callTx) { call("EndDutyTurn", ident.Object("turn-1")) }) // not theirs
	c.act(at(c, officer), func(call callTx) { call("EndDutyTurn", ident.Object("turn-3")) })
	c.back(at(c, officer), func(call callTx) { call("EndDutyTurn", ident.Object("turn-3")) }) // taken back already
}
