package store_test

import (
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/adapter/keep/store/watch"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
)

// watches plays unusual reads: numbers, what was asked for in vain, an alarm, and what somebody could have read.
func (c *script) watches() {
	ctx, now := c.t.Context(), ident.At(c.clock.Now())
	alarm := access.Alarm{ID: "alarm-1", Number: "知-R8-0001", Org: "o-min", Unit: "u-min", Kind: access.AlarmRate, Actor: "p-officer", At: now, Count: 201}
	c.act(system, func(call callTx) {
		call("PlatformUnits")
		call("AddAlarm", alarm, "2026-11-23")
		alarm.ID, alarm.Number = "alarm-2", "知-R8-0002"
		call("AddAlarm", alarm, "2026-11-23")
		call("AddAttempts", []watch.Missed{{At: now, Actor: "p-officer", Org: "o-min", Unit: "u-min", Ref: "報-R8-0001"}, {At: now, Actor: "p-officer", Org: "o-min", Unit: "u-min", Ref: "nothing"}})
		call("Watched")
		call("OpenAlarms")
		call("Addresses", "u-house", access.Alarms, message.Urgent)
		call("MayStillRead", "u-house", "alarm-1")
	})
	c.on("Alarms", ctx)
	for _, who := range []access.Scope{admin, officer, filer} {
		c.read(who, func(call callTx) { call("Alarms", access.AlarmFilter{}, 10); call("Watched"); call("OpenAlarms") })
	}
	c.act(admin, func(call callTx) {
		call("SeeAlarm", "知-R8-0001", "業務")
		call("SeeAlarm", "知-R8-0001", "業務")
		call("SeeAlarm", "知-R8-0009", "業務")
	})
	for _, f := range []access.AlarmFilter{{}, {Number: "知-R8-0001"}, {Kind: access.AlarmStray}, {Open: true}, {Seen: true}, {From: now, Until: now}, {From: now}} {
		c.read(admin, func(call callTx) { call("Alarms", f, 10) })
	}
	c.on("Watch", ctx, at(c, system), "worker")
	c.clock.Set(c.clock.Now().Add(2 * store.LeaseTTL)) // the next takes over
	c.on("RunWatch", c.until("FROM attempt t", 1), at(c, system))
	for _, who := range []store.Suspect{
		{Person: "p-officer"}, {Person: "p-filer"}, {Session: "s-1"}, {Token: "t-1"}, {}, {Person: "nobody"}, {Session: "nothing"},
	} {
		who.From, who.Until = now.Add(-24*time.Hour), now.Add(time.Hour)
		c.on("Exposure", ctx, who)
	}
}

// lostRules are what is left of a rule of signing in that somebody wrote who is no act.
func (c *script) lostRules() {
	if err := store.Writing(c.t.Context(), c.db, at(c, filer), func(q *row.Q) error {
		_, err := q.Exec(`INSERT INTO signin_rule (org, methods, changed_at, proof) VALUES ($1, 'code', 1, 'forged') ON CONFLICT (org) DO UPDATE SET methods = 'code', proof = 'forged'`, filer.Org)
		return err
	}); err != nil {
		c.t.Fatal(err)
	}
	for _, who := range []access.Scope{at(c, system), admin, filer} {
		c.read(who, func(call callTx) { call("RulesLost") })
	}
}
