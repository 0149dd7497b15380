package store_test

import (
	"context"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/request"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

var (
	readReports = access.Permission{Action: access.Read, Object: access.Report}
	askReports  = access.Permission{Action: access.Ask, Object: access.Report}
	answers     = access.Permission{Action: access.Answer, Object: access.Request}
)

// The cast of the script: a filer, an officer, the platform's administrator, nobody yet, background work.
var (
	filer = access.For(access.Actor{Person: "p-filer", Session: "s-1", Hat: "h-filer", Org: "o-op", Unit: "u-op", Kind: party.Operator,
		Roles: []access.Role{access.OperatorFiler}}, 0)
	officer = access.For(access.Actor{Person: "p-officer", Hat: "h-officer", Org: "o-min", Unit: "u-min", Kind: party.Ministry, Roles: []access.Role{access.Officer}}, 0)
	admin   = access.For(access.Actor{Person: "p-admin", Hat: "h-admin", Org: "o-house", Unit: "u-house", Kind: party.Platform, Roles: []access.Role{access.PlatformAdmin}}, 0)
	nobody  = access.Scope{}
	system  = access.System("conform", 0)
)

func (c *script) story() {
	c.on("CheckSchema", c.t.Context())
	c.on("Ping", c.t.Context())
	c.on("Engine")
	c.on("Kicks")
	for _, part := range []func(){c.found, c.drafts, c.files, c.attachments, c.asksAndNames, c.following, c.looks, c.accounts, c.waysIn, c.signIn, c.members, c.outbox, c.mail, c.spine, c.registers, c.openings, c.glasses, c.procedures, c.approvals, c.collections, c.views, c.charges, c.formals, c.letters, c.campaigns, c.assets, c.calls, c.cards, c.intakes, c.notices, c.exports, c.advisories, c.releases, c.supports, c.mandates, c.consults, c.consents, c.errands, c.templates, c.background, c.reminders, c.lostRules} {
		part()
	}
	c.on("Close")
}

func (c *script) found() {
	house := party.Org{ID: "o-house", Kind: party.Platform, Name: "運用室"}
	c.back(system, func(call callTx) {
		call("FoundHouse", house, party.Unit{ID: "u-house", Org: "o-house", Name: "運用室"})
	})
	c.act(system, func(call callTx) {
		call("AddHouse")
		call("AddOrg", house)
		call("AddOrg", party.Org{ID: "o-op", Kind: party.Operator, Name: "髙﨑電力", Kana: "たかさき", Address: "𠮷野1"})
		call("AddOrg", party.Org{ID: "o-min", Kind: party.Ministry, Name: "省"})
		for _, u := range []party.Unit{{ID: "u-house", Org: "o-house", Name: "運用室"}, {ID: "u-op", Org: "o-op", Name: "本社", Phone: "03-0000-0001"},
			{ID: "u-site", Org: "o-op", Parent: "u-op", Name: "支所"}, {ID: "u-min", Org: "o-min", Name: "室"}} {
			call("AddUnit", u)
		}
		call("AddDesignation", party.Designation{ID: "d-1", Operator: "o-op", Sector: law.Electricity, Ministers: []law.Minister{"meti"}, On: law.MustDay("2026-10-01")})
		call("AddJurisdiction", party.Jurisdiction{ID: "j-1", Operator: "o-op", Sector: law.Electricity, OfficeOrg: "o-min", Office: "u-min", Act: party.ActReport,
			Title: "大臣", Channel: "here", Sections: []string{"outline", "computer"}, From: law.MustDay("2026-10-01")})
		call("Enrol", party.Person{ID: "p-filer", Name: "山﨑", Email: "Filer@example.jp"}, party.Hat{ID: "h-filer", Person: "p-filer", Org: "o-op", Unit: "u-op", Roles: []string{"operator-filer"}})
		call("AddPerson", party.Person{ID: "p-officer", Name: "髙木", Email: "officer@example.jp"})
		call("AddLogin", "p-officer", "officer@example.jp")
		call("AddHat", party.Hat{ID: "h-officer", Person: "p-officer", Org: "o-min", Unit: "u-min", Roles: []string{"officer"}})
		call("Enrol", party.Person{ID: "p-admin", Name: "運用", Email: "admin@example.jp"}, party.Hat{ID: "h-admin", Person: "p-admin", Org: "o-house", Unit: "u-house", Roles: []string{"platform-admin"}})
		call("MarkWorld", "real")
		call("SetSetting", "name", "値")
		call("SetSetting", "name", "another")
		call("Setting", "name")
		call("World")
	})
	c.back(system, func(call callTx) { call("MarkWorld", "demo") })
	c.back(system, func(call callTx) { call("AddLogin", "p-filer", "officer@example.jp") })
}

// case1 is what the script reports.
var case1 = incident.Case{ID: "case-1", Number: "事-R8-0001", Org: "o-op", Unit: "u-op", State: incident.CaseOpen, OpenedAt: 1, Summary: "停止"}

func report(n string, at ident.Instant, leaf any) filing.Filing {
	id, _ := leaf.(ident.Leaf)
	return filing.Filing{ID: ident.Filing("filing-" + n), Number: ident.Number("報-R8-000" + n), Kind: filing.KindPrompt, Org: "o-op", Unit: "u-op", Case: case1.ID,
		State: filing.Arrived, Rev: 1, ArrivedAt: at, Leaf: id}
}

func (c *script) files() {
	at := ident.At(c.clock.Now())
	to := []filing.Addressee{{Org: "o-min", Unit: "u-min", Title: "大臣", Channel: filing.Here, Sections: []string{"outline", "computer"}}}
	content := filing.Content{Values: []byte(`{"which":"二台"}`), Digest: "00", Filer: filing.FilerBlock{Name: "髙﨑電力"}, SentBy: "山﨑", Summary: "停止"}
	owed := duty.Duty{ID: "duty-1", Org: "o-op", Unit: "u-op", Rule: "incident.detailed", Subject: "case-1", DueOn: law.MustDay("2026-12-23"), State: duty.Open, OpenedAt: at}
	c.act(filer, func(call callTx) {
		call("AddCase", case1)
		call("AddArrival", filing.Arrival{Filing: report("1", at, call("LeafID")[0]), Content: content, To: to, Duty: owed})
		call("CloseDraft", "draft-1", filing.DraftSent, "filing-1")
	})
	c.act(filer, func(call callTx) { // the same with the pieces, in the same instant
		call("AddFiling", report("2", at, call("LeafID")[0]), content, to)
		owed.ID = "duty-2"
		call("AddDuty", owed)
		call("Notify", []ident.Unit{"u-min"}, "filing-2", "報-R8-0002", outbox.Urgent)
	})
	c.back(filer, func(call callTx) { call("TakeDraft", "下-R8-0001") })
	c.back(filer, func(call callTx) { call("CloseDraft", "draft-1", filing.DraftSent, "filing-2") })
}

func (c *script) asks() {
	at := ident.At(c.clock.Now())
	q := request.Request{ID: "request-1", Number: "照-R8-0001", Kind: request.Fix, Filing: "filing-1", Org: "o-min", Unit: "u-min", AskedOrg: "o-op", AskedUnit: "u-op",
		State: request.Waiting, AskedAt: at, AnswerBy: law.MustDay("2026-12-01"), Question: request.Question{Office: "室", Text: "何台ですか", Fields: []string{"which"}}}
	c.act(officer, func(call callTx) {
		call("Filing", "報-R8-0001", askReports)
		call("AddRequest", q)
		call("MoveFiling", report("1", at, nil), filing.FixAsked)
	})
	c.back(officer, func(call callTx) { call("MoveFiling", report("1", at, nil), filing.Checked) })
	c.read(filer, func(call callTx) {
		call("WaitingRequests", 10)
		call("CountWaiting", 10)
		call("Filing", "報-R8-0001", readReports)
	})
	wish := request.Step{ID: "step-1", Kind: request.ExtensionAsked, Org: "o-op", Unit: "u-op", At: at, By: law.MustDay("2026-12-10"), Said: request.Said{Reason: "工場が休みです", Name: "山﨑"}}
	c.act(filer, func(call callTx) { call("AddStep", q, wish) })
	given := request.Step{ID: "step-2", Kind: request.Extended, Org: "o-min", Unit: "u-min", At: at, By: law.MustDay("2026-12-10"), Said: request.Said{Was: "2026-12-01", Name: "髙橋"}}
	q.AnswerBy = given.By
	c.act(officer, func(call callTx) { call("AddStep", q, given) })
	q.State, q.AnsweredAt, q.Answer = request.Answered, at, request.Answer{Reply: "二台です", Name: "山﨑"}
	c.act(filer, func(call callTx) {
		call("Asked", "報-R8-0001", "照-R8-0001", answers)
		call("AnswerRequest", q)
	})
	c.back(filer, func(call callTx) { call("AnswerRequest", q) })
	given.ID = "step-3"
	c.back(officer, func(call callTx) { call("AddStep", q, given) }) // it was answered meanwhile
	for _, who := range []access.Scope{filer, officer, admin} {
		c.read(who, func(call callTx) {
			call("RequestsOf", "filing-1")
			call("Request", "filing-1", "照-R8-0001")
			call("Request", "filing-2", "照-R8-0001")
			call("FilingOf", "照-R8-0001")
			call("AskedRequests", 10)
			call("CountUnread", 10)
		})
	}
}

func (c *script) looks() {
	c.clock.Set(c.clock.Now().Add(time.Second))
	err := store.Housekeep[*store.Tx](c.db)(c.t.Context(), at(c, officer), func(tx *store.Tx) error {
		return tx.AddLooks("open", []ident.Object{"filing-1"})
	})
	if err != nil {
		c.t.Fatal(err)
	}
	c.act(officer, func(call callTx) { call("AddLooks", "list", []ident.Object{"filing-1", "filing-2"}) })
	for _, who := range []access.Scope{filer, officer, admin} {
		c.read(who, func(call callTx) {
			for _, n := range []string{"1", "2", "3"} {
				call("Filing", "報-R8-000"+n, readReports)
				call("FilingByID", "filing-"+n, readReports)
				call("Addressees", report(n, 0, nil))
				call("LooksAt", "filing-"+n)
			}
			both := []ident.Filing{"filing-1", "filing-2"}
			for _, m := range []string{"OwnFilings", "DeskFilings", "DeskRecent"} {
				call(m, access.Cursor{}, 10)
				call(m, access.Cursor{At: ident.At(stagetest.Day), ID: "filing-2"}, 1)
			}
			call("LinesOf", both)
			for _, f := range filters {
				call("Search", f, filing.Place{}, 10)
				call("Search", f, filing.Place{At: ident.At(stagetest.Day), ID: "filing-2"}, 1)
				call("SearchLines", f, filing.Place{}, 1)
				call("CountFound", f, 10)
			}
			call("LastOpened", both)
			call("FirstOpened", both)
			call("Released", both)
			call("Case", case1.ID)
			call("DutiesOf", "case-1")
			call("OpenDuties", 10)
			call("CaseFilings", "case-1", readReports)
			call("CaseWith", "報-R8-0001", readReports)
		})
	}
}

func at(c *script, s access.Scope) access.Scope {
	s.At = ident.At(c.clock.Now())
	return s
}

func (c *script) accounts() {
	now := ident.At(c.clock.Now())
	later := now.Add(time.Hour)
	again := func(id string) party.Invitation {
		return party.Invitation{ID: id, Hat: party.Hat{ID: "h-officer", Person: "p-officer", Org: "o-min", Unit: "u-min", Roles: []string{"officer"}}, CreatedAt: now, ExpiresAt: later}
	}
	c.act(nobody, func(call callTx) {
		call("AddInvitation", again("i-1"), "link", "code", "")
		call("InvitationBy", "link", "code")
		call("InvitationBy", "link", "other")
		call("TakeInvitation", "i-1")
		call("TakeInvitation", "i-1")
		call("AddInvitation", again("i-2"), "link-2", "code", "")
		call("EndInvitations", "h-officer")
		call("InvitationBy", "link-2", "code")
		call("PersonBy", " OFFICER@example.jp ")
		call("PersonBy", "nobody@example.jp")
		call("HatsOf", "p-officer")
		call("HatOf", "h-officer")
		call("HatOf", "nothing")
		call("AddCeremony", enrolling.Ceremony{Kind: enrolling.CeremonySignIn, UntilAt: later, Body: enrolling.CeremonyBody{Name: "名"}}, "secret")
		call("Ceremony", enrolling.CeremonySignIn, "secret")
		call("TakeCeremony", enrolling.CeremonySignIn, "secret")
		call("TakeCeremony", enrolling.CeremonySignIn, "secret")
		for range 3 {
			call("Try", "link", time.Minute)
		}
		call("Succeeded", "link")
		call("Try", "link", time.Minute)
	})
	c.read(filer, func(call callTx) {
		for _, m := range []string{"HatsOf", "Credentials", "Sessions", "Tokens"} {
			call(m, "p-officer")
		}
		call("HatOf", "h-officer")
	})
}

func (c *script) waysIn() {
	now := ident.At(c.clock.Now())
	later := now.Add(time.Hour)
	key := enrolling.Credential{ID: "c-1", Person: "p-filer", Kind: enrolling.Passkey, Label: "鍵", CreatedAt: now, Rev: 1, Handle: []byte("handle"), Key: []byte(`{"k":1}`)}
	code := enrolling.Credential{ID: "c-2", Person: "p-filer", Kind: enrolling.Code, Label: "電話", CreatedAt: now, Rev: 1, Code: &enrolling.CodeSecret{Seed: []byte("seed")}}
	c.act(nobody, func(call callTx) {
		call("AddCredential", key)
		call("AddCredential", code)
		call("CredentialBy", enrolling.Passkey, []byte("handle"))
		call("CredentialBy", enrolling.Passkey, []byte("other"))
		call("CredentialBy", enrolling.OIDC, []byte("handle"))
		call("CredentialsAt", enrolling.Code, "filer@example.jp")
		call("CredentialsAt", enrolling.Printed, "filer@example.jp")
		key.UsedAt = now
		call("UseCredential", key)
		call("UseCredential", key) // of a revision that is gone
		call("EndCredential", code)
		call("EndCredential", code)
		call("Credentials", "p-filer")
		for _, s := range []ident.Session{"s-1", "s-2", "s-3"} {
			call("AddSession", enrolling.Session{ID: s, Person: "p-filer", Hat: "h-filer", Method: enrolling.Code, CreatedAt: now, SeenAt: now, UntilAt: later}, "secret-"+string(s))
		}
		call("SessionBy", "secret-s-1")
		call("SessionBy", "nothing")
		call("LapsedBy", "secret-s-1", time.Hour)
		call("LapsedBy", "nothing", time.Hour)
		call("AddToken", enrolling.Token{ID: "t-1", Hat: "h-filer", Label: "連携", CreatedAt: now, UntilAt: later}, "token")
		call("TokenBy", "token")
		call("TokenBy", "nothing")
		call("SeenToken", "t-1")
		call("TokenLabel", "t-1") // whoever asks is no token
	})
	c.feeds(now, later)
	program := filer
	program.Person, program.Token = "", "t-1"
	c.act(program, func(call callTx) {
		call("TokenLabel", "t-1")
		call("TokenLabel", "t-2")
	})
	c.clock.Set(c.clock.Now().Add(2 * time.Minute))
	c.act(filer, func(call callTx) {
		call("SeenSession", "s-1")
		call("Session", "s-1")
		call("Sessions", "p-filer")
		call("Tokens", "p-filer")
		call("EndSession", "s-2")
		call("EndSession", "s-2")
		call("EndOtherSessions", "p-filer", "s-1")
		call("Sessions", "p-filer")
		call("EndToken", "t-1")
		call("EndToken", "t-1")
		call("Tokens", "p-filer")
	})
	c.back(nobody, func(call callTx) { key.ID = "c-3"; call("AddCredential", key) })
}

func (c *script) outbox() {
	c.act(system, func(call callTx) {
		due, _ := call("Due", 10)[0].([]outbox.Item)
		call("MayStillRead", "u-min", "filing-1")
		call("MayStillRead", "u-site", "filing-1")
		call("Addresses", "u-min", access.Report, message.Urgent)
		call("Addresses", "u-site", access.Report, message.Urgent)
		call("Messages", due[0], []string{"officer@example.jp"}, "test.example")
		call("Settle", due[0].ID, outbox.Sent, "")
		call("Postpone", due[1].ID, ident.At(c.clock.Now()).Add(time.Minute), "busy")
		call("Due", 10)
		call("TakeLooks", ident.At(c.clock.Now()), 1)
		call("LooksOf", call("LeafID")[0])
	})
	c.read(admin, func(call callTx) {
		call("Due", 10)
		call("Addresses", "u-min", access.Report, message.Urgent)
		call("MayStillRead", "u-min", "filing-1")
	})
}

type keeps struct{ letters []message.Message }

func (k *keeps) Send(_ context.Context, m message.Message) error {
	k.letters = append(k.letters, m)
	return nil
}

func (c *script) spine() {
	ctx := c.t.Context()
	c.on("Lag", ctx)
	c.on("Head", ctx)
	l := c.on("TakeSpine", ctx, "first")[0]
	c.on("TakeSpine", ctx, "second")
	c.on("Sequence", ctx, l)
	c.on("Head", ctx)
	c.on("Follow", ctx, int64(-1), 3)
	c.on("Follow", ctx, int64(2), 100)
	c.on("Reached", ctx, "one")
	c.on("Reach", ctx, "one", int64(-1), int64(4))
	c.on("Reach", ctx, "one", int64(-1), int64(5))
	c.on("Reached", ctx, "one")
	c.on("VerifyLedger", ctx, func(int64, int64) error { return nil })
	c.on("VerifyLedgerAgainst", ctx, []byte(nil), func(int64, int64) error { return nil })
	c.on("VerifyLedgerAgainst", ctx, []byte("no head"), func(int64, int64) error { return nil })
	c.read(filer, func(call callTx) {
		f, _ := call("Filing", "報-R8-0001", readReports)[0].(filing.Filing)
		call("Receipt", f.Leaf)
		call("Receipt", "nothing")
		c.on("Receipt", ctx, at(c, filer), f.Leaf)
		c.on("Receipt", ctx, at(c, officer), f.Leaf)
	})
	c.act(filer, func(call callTx) { call("Notify", []ident.Unit{"u-min"}, "filing-1", "報-R8-0001", outbox.Action) })
	c.clock.Set(c.clock.Now().Add(2 * store.LeaseTTL))
	c.on("RunSequencer", c.until("FROM leaf_pending LIMIT 1", 2))
	c.on("Head", ctx)
	c.on("Running", ctx, time.Hour)
}

func (c *script) background() {
	ctx := c.t.Context()
	c.act(admin, func(call callTx) {
		call("AddTask", auditing.Queue, "once", ident.At(c.clock.Now()))
		call("AddTask", auditing.Queue, "once", ident.At(c.clock.Now()))
		call("AddTask", auditing.Queue, "twice", ident.At(c.clock.Now()).Add(time.Hour))
	})
	l, _ := c.on("TakeQueue", ctx, auditing.Queue, "worker")[0].(store.Lease)
	check, _ := c.on("Checker", at(c, system))[0].(store.Handler)
	c.on("DoTask", ctx, l, auditing.Queue, check)
	c.on("DoTask", ctx, l, auditing.Queue, check)
	for _, who := range []access.Scope{admin, filer} {
		c.read(who, func(call callTx) { call("Tasks", 10) })
	}
	c.on("Take", ctx, "another", "worker")
	c.on("Take", ctx, "another", "thief")
	post := &keeps{}
	mail, _ := c.on("TakeOutbox", ctx, "worker")[0].(store.Lease)
	c.on("SendDue", ctx, mail, post)
	c.clock.Set(c.clock.Now().Add(2 * time.Hour))
	c.act(filer, func(call callTx) { call("Notify", []ident.Unit{"u-min"}, "filing-2", "報-R8-0002", outbox.Notice) })
	c.on("RunOutbox", c.until("FROM outbox\n", 3), post)
	c.on("RunTasks", c.until("t.queue = $1 AND t.state IN", 4), auditing.Queue, store.Handler(func(context.Context, task.Task, func(int64, int64) error) (string, error) { return "done", nil }))
	c.read(admin, func(call callTx) { call("Tasks", 10) })
	c.mornings()
	for len(c.db.Kicks()) > 0 {
		<-c.db.Kicks()
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() { <-c.db.Kicks(); stop() }()
	c.on("RunLooks", ctx, at(c, system))
	c.say("letters", []any{post.letters})
	c.on("Lag", c.t.Context())
}
