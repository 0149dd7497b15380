package store_test

import (
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/party"
)

// notices are 気付き連絡: a contact with a code, what it told, and what became of that.
func (c *script) notices() {
	const corporate, number = "8000012050001", ident.Number("連-R8-2222-2222-2")
	boss := filer
	boss.Roles = []access.Role{access.OperatorAdmin}
	at0 := at(c, boss).At
	contact := notice.Contact{ID: "contact-1", Org: filer.Org, Unit: "u-op", At: at0, Until: law.MustDay("2027-03-31"), Words: notice.Words{Company: "髙木監視", Name: "𠮷野", Phone: "03-0000-2002", By: "石﨑"}}
	by := access.For(access.Actor{Card: contact.ID, Org: filer.Org, Unit: filer.Unit, Kind: party.Operator, Roles: []access.Role{access.OperatorFiler}, Only: []access.Permission{}}, 0)
	look := func() {
		for _, s := range []access.Scope{filer, officer, admin} {
			c.read(at(c, s), func(call callTx) {
				call("NoticeContacts", 10)
				call("NoticeList", notice.State(""), 10)
				call("NoticeList", notice.Waiting, 10)
				call("CountNotices", 10)
				call("NoticesPasted", ident.Instant(0), 10)
			})
		}
		for _, code := range []string{"1a", "1b"} {
			c.read(access.Scope{At: at0}, func(call callTx) { call("NoticeBy", corporate, code) })
		}
	}
	look()
	c.act(at(c, boss), func(call callTx) { call("AddNoticeContact", contact) })
	contact.Rev = 1
	c.back(at(c, officer), func(call callTx) { call("SetNoticeContact", contact) }) // not theirs
	c.act(at(c, boss), func(call callTx) { call("CodeNoticeContact", contact, corporate, "1a") })
	c.back(at(c, boss), func(call callTx) { call("SetNoticeContact", contact) }) // somebody was quicker
	look()
	said := notice.Content{What: "不審な通信", NoticedAt: at0.Add(-60), Technical: "192.0.2.1", Caller: "𠮷野", Phone: "03-0000-2002"}
	told := notice.Notice{ID: "notice-1", Number: number, Org: filer.Org, Unit: filer.Unit, Contact: contact.ID, State: notice.Waiting, At: at0, Leaf: "leaf-notice", Said: notice.Said{Content: said, From: contact.Words}}
	c.act(at(c, by), func(call callTx) {
		call("NoticeTaken", said, ident.Number(""))
		call("AddNotice", told)
		call("NoticeTaken", said, ident.Number(""))
		call("NoticesOfContact", ident.Instant(0), number)
	})
	c.clock.Set(c.clock.Now().Add(20 * time.Minute))
	c.read(at(c, system), func(call callTx) { call("Unanswered", 10) })
	other := told
	other.ID, other.Number = "notice-2", "連-R8-3333-3333-3"
	c.back(at(c, by), func(call callTx) { call("AddNotice", other) }) // the same content twice
	look()
	c.read(at(c, filer), func(call callTx) { call("Notice", number) })
	c.read(at(c, officer), func(call callTx) { call("Notice", number) })
	c.read(at(c, boss), func(call callTx) { call("NoticeContact", contact.ID) })
	told.Rev, told.State, told.DoneAt, told.Said.Unit = 1, notice.Needless, at0, filer.Unit
	told.Replies = []notice.Reply{{At: at0, By: "山﨑", Called: true}}
	c.act(at(c, filer), func(call callTx) { call("MoveNotice", told) })
	c.back(at(c, filer), func(call callTx) { call("MoveNotice", told) })   // somebody was quicker
	c.back(at(c, officer), func(call callTx) { call("MoveNotice", told) }) // not theirs
	told.Rev, told.State, told.Draft = 2, notice.Taken, "draft-notice"
	d := filing.Draft{ID: told.Draft, Number: "稿-R8-2222-2222-2", Form: "report.prompt", Org: filer.Org, Unit: filer.Unit, State: filing.DraftOpen, CreatedAt: at0, UpdatedAt: at0, By: filer.Person}
	c.act(at(c, filer), func(call callTx) {
		call("AddDraftOf", told, d, []filing.Entry{{Draft: d.ID, Field: "what_text", Seq: 1, State: filing.Current, At: at0, From: told.Source(), Value: form.Value{Texts: []string{"不審な通信"}}}})
	})
	look()
	contact.Rev, contact.EndedAt = 2, at0
	c.act(at(c, boss), func(call callTx) { call("SetNoticeContact", contact) })
	look()
}
