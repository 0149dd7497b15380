package store_test

import (
	"context"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/keep/store/mailbox"
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/world/stagetest"
)

// chief heads the office of the script.
var chief = access.For(access.Actor{Person: "p-officer", Session: "s-8", Hat: "h-officer", Org: "o-min", Unit: "u-min", Kind: party.Ministry, Roles: []access.Role{access.Supervisor}}, 0)

// mail is where mail goes apart from accounts, what refuses, and the numbers of a morning.
func (c *script) mail() {
	shared := message.Mailbox{ID: "box-1", Org: "o-op", Unit: "u-op", Address: "shared@example.jp", Takes: message.Usual(), At: 1}
	other := message.Mailbox{ID: "box-2", Org: "o-op", Unit: "u-site", Address: "site@example.jp", Takes: []message.Urgency{message.Urgent}, At: 2}
	desk := message.Mailbox{ID: "box-3", Org: "o-min", Unit: "u-min", Address: "desk@example.jp", Takes: message.Takes(party.Ministry), At: 3}
	c.act(boss, func(call callTx) {
		call("AddMailbox", shared)
		call("AddMailbox", other)
		call("ChangeMailbox", "box-1", []message.Urgency{message.Urgent, message.Action})
		call("ChangeMailbox", "nothing", message.Usual())
		call("TryMailbox", shared)
		call("SetMailNames", true)
		call("ChooseMail", []message.Urgency{message.Urgent})
		call("ChooseMail", []message.Urgency(nil))
		call("MailChoice")
	})
	c.act(chief, func(call callTx) {
		call("AddMailbox", desk)
		call("ChooseMail", message.Takes(party.Ministry))
		call("ChangeMailbox", "box-1", message.Usual())
		call("EndMailbox", "box-1")
		call("MailNames")
	})
	c.refuses(shared, other, desk)
}

// refuses counts refusals and takes them back.
func (c *script) refuses(shared, other, desk message.Mailbox) {
	c.act(system, func(call callTx) {
		for _, item := range []string{"item-1", "item-1", "item-2", "item-3"} {
			call("AddRefusal", message.Refusal{Org: "o-op", Unit: "u-op", Address: "Shared@example.jp", How: message.ByRelay}, item)
			call("AddRefusal", message.Refusal{Org: "o-op", Unit: "u-site", Address: "nobody-has-it@example.jp", How: message.ByReport}, item)
			call("PausedOf", shared.Org, []string{"shared@example.jp", "site@example.jp"})
		}
		call("CountPaused")
		for range 2 {
			call("Tally", message.ReportUnmatched)
		}
		call("Tally", message.Outcome("other"))
		call("Tallied")
		call("TookMail", shared.Org, "nobody-has-it@example.jp")
		call("MailboxesOf", shared.Unit)
		call("MailboxesOf", other.Unit)
		call("MailboxOf", "box-2")
		call("MailNamesOf", shared.Org)
		call("Addresses", desk.Unit, access.Report, message.Notice)
		call("Wishers")
		call("Wishing", "box-3")
		call("Wishing", "box-1")
		call("AddMorning", law.MustDay("2026-11-24"), mailbox.Wisher{Destination: "box-3", Org: "o-min", Unit: "u-min"}, message.Numbers{Now: 1, Arrived: 2, Soon: 3})
		call("AddMorning", law.MustDay("2026-11-24"), mailbox.Wisher{Destination: "box-3", Org: "o-min", Unit: "u-min"}, message.Numbers{Now: 9})
		due, _ := call("Due", 100)[0].([]outbox.Item)
		for _, i := range due {
			if i.Channel == outbox.Digest {
				call("MorningOf", string(i.Object))
			}
		}
		call("MorningOf", "nothing")
	})
	for _, who := range []access.Scope{boss, filer, chief, officer, admin} {
		c.read(who, func(call callTx) {
			call("Mailboxes")
			list, _ := call("Refused")[0].([]message.Refusal)
			for _, r := range list {
				call("Refusal", r.ID)
			}
			call("Refusal", "nothing")
			call("MailNames")
			call("MailChoice")
			call("Wishers")
			call("MailboxesOf", shared.Unit)
		})
	}
	c.act(boss, func(call callTx) {
		list, _ := call("Refused")[0].([]message.Refusal)
		for _, r := range list {
			call("ConfirmRefusal", r.ID)
			call("ConfirmRefusal", r.ID)
		}
		call("EndMailbox", "box-1")
		call("EndMailbox", "box-1")
	})
	c.act(system, func(call callTx) { call("TookMail", shared.Org, "shared@example.jp"); call("MailboxOf", "box-1") })
	c.clock.Set(c.clock.Now().Add(time.Second))
}

// mornings lets the numbers of an office leave.
func (c *script) mornings() {
	ctx := c.t.Context()
	c.clock.Set(law.Morning(law.MustDay("2026-11-25")).Time())
	c.on("AskMorning", ctx)
	c.on("AskMorning", ctx)
	count := func(context.Context, access.Scope) (message.Numbers, error) { return message.Numbers{Soon: 1}, nil }
	do, _ := c.on("Mornings", count)[0].(store.Handler)
	l, _ := c.on("TakeQueue", ctx, store.MorningQueue, "worker")[0].(store.Lease)
	c.on("DoTask", ctx, l, store.MorningQueue, do)
	c.on("Retries")
	c.on("Running", ctx, time.Hour)
	told := &picky{}
	sent, _ := c.on("TakeOutbox", ctx, "worker")[0].(store.Lease)
	c.on("SendDue", ctx, sent, told)
	for _, m := range told.sent {
		c.on("TakeReports", ctx, []message.Report{{IDs: []string{m.ID}, To: []string{m.To}, Action: "failed"}, {IDs: []string{m.ID}, To: []string{"other@example.jp"}, Action: "failed"}})
	}
	c.on("CountReport", ctx, message.ReportRead)
	c.act(system, func(call callTx) {
		for _, m := range told.sent {
			call("Reported", message.Report{IDs: []string{m.ID}, To: []string{m.To}}, stagetest.Origin)
		}
		call("Reported", message.Report{IDs: []string{"x.0123456789abcdef@" + stagetest.Origin}, To: []string{"a@example.jp"}}, stagetest.Origin)
	})
	c.on("RunMornings", c.until("FROM task WHERE key", 1))
}
