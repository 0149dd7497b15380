package store_test

import (
	"context"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/reminder"
)

// reminders are what people are told of the dates that they owe.
func (c *script) reminders() {
	look := func() {
		for _, s := range []access.Scope{filer, boss, officer, admin, system} {
			c.read(at(c, s), func(call callTx) {
				call("Reminded")
				call("ReminderReach", []ident.Unit{"u-op", "u-site", "u-min"})
				call("Filers", ident.Unit("u-op"))
			})
		}
	}
	now := ident.At(c.clock.Now())
	due := law.DayOf(now).Add(60)
	c.act(at(c, filer), func(call callTx) {
		call("AddDuty", duty.Duty{ID: "duty-r", Org: "o-op", Unit: "u-op", Rule: "incident.detailed", Subject: "case-1", DueOn: due, State: duty.Open, OpenedAt: now})
	})
	look()
	dates := []reminder.Date{{Unit: "u-op", Kind: reminder.Filing, On: due, N: 2}, {Unit: "u-op", Kind: reminder.Stocktake, On: due.Add(9), N: 1}}
	count := func(context.Context, access.Scope) ([]reminder.Date, error) { return dates, nil }
	ctx := c.t.Context()
	stopped, stop := context.WithCancel(ctx)
	stop()
	c.on("RunDates", stopped, count)
	c.on("RunReminders", stopped)
	c.on("DateNext", ctx, "holder", count)
	c.on("RemindNext", ctx, "holder")
	look()
	c.clock.Set(reminder.Times(now, due)[0].Time().Add(time.Minute))
	dates = dates[:1]
	c.on("DateNext", ctx, "next", count)
	c.on("RemindNext", ctx, "next")
	look()
	c.on("RemindNext", ctx, "next")
}

// feeds are the addresses at which programs fetch dates.
func (c *script) feeds(now, later ident.Instant) {
	feed := agenda.Feed{ID: "feed-1", Tells: agenda.TellsRoster, Org: "o-op", Person: "p-filer", Hat: "h-filer", CreatedAt: now, UntilAt: later}
	c.act(filer, func(call callTx) {
		call("EndFeeds", agenda.TellsRoster)
		call("AddFeed", feed, "feed-secret")
		call("Feed", agenda.TellsRoster)
		call("Feed", agenda.TellsDates)
		call("FetchFeed", "feed-1")
		call("FetchFeed", "feed-1") // a moment ago
	})
	c.read(nobody, func(call callTx) {
		call("FeedBy", "feed-secret")
		call("FeedBy", "nothing")
		call("Feed", agenda.TellsRoster)
	})
	c.act(filer, func(call callTx) { call("EndFeeds", agenda.TellsRoster) })
	c.read(nobody, func(call callTx) { call("FeedBy", "feed-secret") })
}
