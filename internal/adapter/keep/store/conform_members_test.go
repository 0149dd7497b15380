package store_test

import (
	"context"
	"time"

	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

// boss administers the operator of the script.
var boss = access.For(access.Actor{Person: "p-boss", Session: "s-9", Hat: "h-boss", Org: "o-op", Unit: "u-op", Kind: party.Operator, Roles: []access.Role{access.OperatorAdmin}}, 0)

func (c *script) members() {
	now := ident.At(c.clock.Now())
	hat := party.Hat{ID: "h-offered", Org: "o-op", Unit: "u-op", Roles: []string{"operator-viewer"}, From: now}
	offer := party.Invitation{ID: "offer-1", Hat: hat, By: "p-boss", Name: "𠮷岡", Mail: "new@example.jp", CreatedAt: now, ExpiresAt: now.Add(time.Hour)}
	held := enrolling.Credential{ID: "held-1", Kind: enrolling.OIDC, Label: "一つ目", CreatedAt: now, Rev: 1, Handle: []byte("issuer\x00held")}
	second := offer
	second.ID, second.Hat.ID = "offer-2", "h-other"
	c.act(system, func(call callTx) {
		call("Enrol", party.Person{ID: "p-boss", Name: "鈴木", Email: "boss@example.jp"}, party.Hat{ID: "h-boss", Person: "p-boss", Org: "o-op", Unit: "u-op", Roles: []string{"operator-admin"}})
	})
	c.act(boss, func(call callTx) {
		call("Granter")
		call("Overseers", "u-site", access.OperatorAdmin, now, "h-filer")
		call("Overseers", "u-op", access.OperatorAdmin, now, "h-boss")
		call("AddInvitation", offer, "link-of-offer", "code", "https://kanmin.example/link")
		call("AddInvitation", second, "link-of-second", "code", "")
		call("Invitations")
		call("Invitation", "offer-1")
		call("EndInvitation", "offer-2", party.InvitationWithdrawn)
		call("EndInvitation", "offer-2", party.InvitationWithdrawn)
	})
	c.act(system, func(call callTx) {
		call("LetterOf", outbox.Item{ID: "x", Channel: outbox.Invitation, Object: "offer-1"}, "test.example")
		call("LetterOf", outbox.Item{ID: "x", Channel: outbox.Invitation, Object: "offer-2"}, "test.example")
	})
	c.act(nobody, func(call callTx) {
		call("InvitationBy", "link-of-offer", "other")
		call("InvitationBy", "link-of-offer", "code")
		call("OpenedInvitation", "offer-1")
		call("Answering", "offer-1", "p-boss")
		call("Answering", "offer-2", "")
		call("HoldAnswer", "offer-1", held)
		call("HoldAnswer", "offer-1", held)
		call("Held", "offer-1")
		call("Held", "offer-2")
	})
	c.act(boss, func(call callTx) {
		call("Attest", "offer-1", party.Vouch{By: "p-boss", How: party.VouchCode})
		call("Attest", "offer-1", party.Vouch{By: "p-boss", How: party.VouchSeen})
		call("Attest", "offer-2", party.Vouch{By: "p-boss", How: party.VouchSeen})
		call("Invitation", "offer-1")
	})
	c.answers(offer, held)
	c.act(system, func(call callTx) {
		call("TakenUp", "offer-1")
		call("TakenUp", "offer-2")
		call("WearerOf", "h-filer")
		call("WearerOf", "h-nobody")
	})
	c.act(boss, func(call callTx) { call("Tell", message.HatEnded, "u-site", "h-filer") })
	c.act(nobody, func(call callTx) {
		call("AddHat", party.Hat{ID: "conform", Person: "p-filer", Org: "o-op", Unit: "u-site", Roles: []string{"operator-viewer"}})
		call("AddHat", party.Hat{ID: "h-new", Person: "p-officer", Org: "o-op", Unit: "u-op", Roles: []string{"operator-viewer"}, From: now, Until: now.Add(48 * time.Hour)})
	})
	c.clock.Set(c.clock.Now().Add(time.Second))
	c.succeeds()
	c.stales()
}

// answers opens what waits, and answers others at once.
func (c *script) answers(offer party.Invitation, held enrolling.Credential) {
	now := offer.CreatedAt
	answered := enrolling.Credential{ID: "answered-1", Kind: enrolling.OIDC, Label: "二つ目", CreatedAt: now, Rev: 1, Handle: []byte("issuer\x00answered")}
	third, fourth := offer, offer
	third.ID, third.Hat.ID, third.Mail, third.By = "offer-3", "h-third", "third@example.jp", ""
	fourth.ID, fourth.Hat.ID = "offer-4", "h-fourth"
	c.act(nobody, func(call callTx) {
		call("InvitationBy", "link-of-offer", "code")
		call("OpenHeld", "offer-1")
		call("OpenHeld", "offer-1")
		call("TakeInvitation", "offer-1")
		call("Answer", "offer-2", held, true)
		call("AddInvitation", third, "link-of-third", "code", "")
		call("Answer", "offer-3", answered, true)
		call("AddInvitation", fourth, "link-of-fourth", "code", "")
		call("TakeInvitation", "offer-4")
	})
}

// succeeds hands a hat over, takes it back, and names who can be reached.
func (c *script) succeeds() {
	now := ident.At(c.clock.Now())
	s := party.Succession{ID: "suc-1", Kind: party.Handover, Hat: party.Hat{ID: "h-filer", Org: "o-op", Unit: "u-op"}, Heir: "h-heir", At: now.Add(time.Hour), Until: now.Add(2 * time.Hour), By: "p-boss", CreatedAt: now, Note: "申し送り"}
	c.act(boss, func(call callTx) {
		call("AddContact", party.Contact{ID: "contact-1", Org: "o-op", Unit: "u-op", Kind: party.ContactPerson, Hat: "h-filer", From: now})
		call("ConfirmContact", "contact-1")
		call("ConfirmContact", "contact-1")
		call("CarriedBy", "h-filer")
		call("Follow", s, party.Hat{ID: "h-heir", Person: "p-boss", Org: "o-op", Unit: "u-op", Roles: []string{"operator-filer"}, From: s.At})
		call("Successions")
		call("Colleagues")
		call("Colleague", "h-filer")
		call("Colleague", "h-officer")
		call("OwnUnits")
		call("Contacts")
		call("ContactsOf", "h-filer")
	})
	c.act(boss, func(call callTx) {
		call("Unfollow", s)
		call("UndoSuccession", "suc-1")
		call("AddSuccession", party.Succession{ID: "suc-2", Kind: party.Leaving, Hat: s.Hat, At: now, By: "p-filer", CreatedAt: now})
		call("UndoSuccession", "suc-2")
		call("ChangeHat", party.Hat{ID: "h-new", Unit: "u-site", Roles: []string{"operator-filer"}})
		call("ChangeHat", party.Hat{ID: "h-officer", Unit: "u-min", Roles: []string{"supervisor"}})
		call("EndHat", "h-new", now.Add(time.Minute))
		call("EndHat", "h-officer", now)
		call("EndContact", "contact-1", now.Add(time.Minute))
		call("EndContact", "nothing", now)
	})
	for _, who := range []access.Scope{boss, filer, officer, admin} {
		c.read(who, func(call callTx) {
			for _, m := range []string{"Colleagues", "OwnUnits", "Invitations", "Successions", "Contacts"} {
				call(m)
			}
			call("Colleague", "h-new")
			call("Invitation", "offer-1")
			call("Sights", access.SightFilter{})
			call("Sights", access.SightFilter{Number: "報-R8-0001", From: 1, Until: ident.At(c.clock.Now()).Add(time.Hour)})
			call("Sights", access.SightFilter{From: ident.At(c.clock.Now()).Add(time.Hour)})
			call("History", "conform")
			call("ContactsOf", "h-filer")
		})
	}
	c.act(access.For(boss.Actor, 0), func(call callTx) { call("Granter") })
}

// stales are accounts that nobody uses: locked, lifted, kept, and what the house looks at by itself.
func (c *script) stales() {
	now := ident.At(c.clock.Now())
	lock := party.Succession{ID: "lock-1", Kind: party.Locked, Hat: party.Hat{ID: "h-filer", Org: "o-op", Unit: "u-op"}, At: now, By: "p-boss", CreatedAt: now}
	kept := party.Succession{ID: "kept-1", Kind: party.Kept, Hat: lock.Hat, At: now, By: "p-boss", CreatedAt: now, Note: "休業中"}
	c.act(boss, func(call callTx) {
		call("StaleDays")
		call("SetStaleDays", 45)
		call("StaleDays")
		call("EndHat", "h-filer", now)
		call("AddSuccession", lock)
		call("Successions")
		call("Locks")
		call("Unused", now, "", 10)
	})
	c.act(officer, func(call callTx) {
		call("StaleDays")
		call("Locks")
		call("ReopenHat", "h-filer", ident.Instant(0))
	})
	c.act(boss, func(call callTx) {
		call("ReopenHat", "h-filer", ident.Instant(0))
		call("ReopenHat", "h-filer", ident.Instant(0))
		call("UndoSuccession", "lock-1")
		call("Locks")
		call("AddSuccession", kept)
		call("Colleague", "h-filer")
	})
	c.act(system, func(call callTx) {
		call("Unused", now, "", 10)
		call("Unused", now.Add(time.Hour), "h-boss", 10)
	})
	c.on("LockStale", context.Background(), system, "holder")
	c.act(boss, func(call callTx) { call("StaleSince") })
	stopped, stop := context.WithCancel(context.Background())
	stop()
	c.on("RunStale", stopped, system)
}
