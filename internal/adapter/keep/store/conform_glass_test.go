package store_test

import (
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/emergency"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// glasses plays a 緊急閲覧: asked, approved, opened by the house, shut; and one that opens nothing.
func (c *script) glasses() {
	now := ident.At(c.clock.Now())
	g := emergency.Glass{
		ID: "glass-1", Number: "知-R8-0101", About: "報-R8-0001", Reason: "髙い所の理由", Hours: 2, Org: "o-house", Unit: "u-house", State: emergency.Asked, AskedBy: "p-admin", AskedAt: now,
	}
	c.act(at(c, admin), func(call callTx) {
		call("AddGlass", g)
		g.ID, g.Number = "glass-2", "知-R8-0102"
		call("AddGlass", g)
		call("Administers", "p-admin")
		call("Administers", "p-officer")
	})
	g.ID, g.Number = "glass-1", "知-R8-0101"
	g.State, g.DecidedBy, g.DecidedAt = emergency.Approved, "p-admin", now
	c.act(at(c, admin), func(call callTx) {
		call("MoveGlass", g, emergency.Asked)
		call("MoveGlass", g, emergency.Asked)
	})
	box := emergency.Box{Glass: g}
	c.act(at(c, system), func(call callTx) {
		if b, ok := call("Boxed", "glass-1")[0].(emergency.Box); ok {
			box.Filing, box.Case, box.Owner, box.At, box.Sections = b.Filing, b.Case, b.Owner, b.At, b.Sections
		}
		box.State, box.OpenedAt, box.UntilAt, box.Hat = emergency.Open, now, now.Add(2*time.Hour), "h-glass"
		box.Room = party.Unit{ID: "u-glass", Org: "o-house", Parent: "u-house", Name: "緊急閲覧"}
		call("OpenGlass", box)
	})
	reader := admin
	reader.Unit, reader.Hat, reader.Roles = "u-glass", "h-glass", []access.Role{access.GlassReader}
	for _, who := range []access.Scope{admin, reader, filer, officer} {
		c.read(at(c, who), func(call callTx) {
			call("Glass", "glass-1")
			call("GlassList", 10)
			call("Filing", "報-R8-0001", readReports)
			call("Boxed", "glass-1")
		})
	}
	box.State, box.EndedBy, box.EndedAt = emergency.Ended, "p-admin", now
	c.act(at(c, admin), func(call callTx) {
		call("MoveGlass", box.Glass, emergency.Open)
		call("ShutGlass", box.Glass)
		call("ShutGlass", emergency.Glass{ID: "glass-2"})
	})
	c.read(at(c, reader), func(call callTx) { call("Filing", "報-R8-0001", readReports) })
	c.on("OpensGlass", at(c, system))
	c.delays()
}

// delays plays an office's looks that their owner is shown later.
func (c *script) delays() {
	now := ident.At(c.clock.Now())
	d := access.Delay{ID: "delay-1", About: "報-R8-0001", Object: "f-1", Org: "o-min", Unit: "u-min", State: access.DelayAsked, Ground: "髙い所の調査", UntilAt: now.Add(48 * time.Hour), AskedBy: "p-officer", AskedAt: now}
	c.act(at(c, officer), func(call callTx) {
		call("AddDelay", d)
		d.State, d.DecidedBy, d.DecidedAt = access.DelayApproved, "p-admin", now
		call("MoveDelay", d, access.DelayAsked)
		call("MoveDelay", d, access.DelayAsked)
	})
	for _, who := range []access.Scope{officer, filer, admin} {
		c.read(at(c, who), func(call callTx) {
			call("Delay", "delay-1")
			call("Delays", 10)
		})
	}
}
