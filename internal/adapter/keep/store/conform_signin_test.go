package store_test

import (
	"time"

	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// signIn is how an organisation lets its people in.
func (c *script) signIn() {
	c.act(filer, func(call callTx) {
		call("MethodsOf", "o-op")
		call("MethodsOf", "o-min")
		call("SetMethods", enrolling.Methods{enrolling.Passkey, enrolling.Printed})
		call("MethodsOf", "o-op")
		call("Roster")
		call("MemberWays", "p-filer")
		call("MemberWays", "p-officer")
	})
	now := ident.At(c.clock.Now())
	c.act(filer, func(call callTx) {
		ask := enrolling.Countersign{ID: "cs-1", Kind: enrolling.CountersignSession, State: enrolling.CountersignAsked, Person: "p-filer", Session: "s-1", AskedAt: now, UntilAt: now.Add(time.Hour), Body: enrolling.CountersignBody{Name: "名"}}
		call("AddCountersign", ask)
		call("Countersigns")
		call("AnswerCountersign", "cs-1", enrolling.CountersignGranted)
		call("AnswerCountersign", "cs-1", enrolling.CountersignGranted)
		call("BackSession", "s-1", now.Add(time.Hour))
		call("Session", "s-1")
		ask.ID = "cs-2"
		call("AddCountersign", ask)
	})
	c.act(officer, func(call callTx) {
		call("Countersigns")
		call("AnswerCountersign", "cs-2", enrolling.CountersignGranted)
		call("BackSession", "s-1", now)
		call("MemberSessions", ident.Instant(0))
		call("EndMemberSessions", "p-filer")
	})
	c.act(nobody, func(call callTx) {
		for _, s := range []ident.Session{"s-4", "s-5", "s-6", "s-7"} {
			call("AddSession", enrolling.Session{ID: s, Person: "p-filer", Hat: "h-filer", Method: enrolling.Passkey, CreatedAt: now, SeenAt: now, UntilAt: now.Add(time.Hour), Bound: "o-op"}, "secret-"+string(s))
		}
	})
	c.act(filer, func(call callTx) {
		call("MemberSessions", ident.Instant(0))
		call("MemberSessions", now.Add(time.Minute))
		call("EndMemberSessions", "p-filer")
		call("MemberSessions", ident.Instant(0))
	})
	c.act(nobody, func(call callTx) {
		call("AddSession", enrolling.Session{ID: "s-8", Person: "p-filer", Hat: "h-filer", Method: enrolling.Passkey, CreatedAt: now, SeenAt: now, UntilAt: now.Add(time.Hour)}, "secret-8")
		call("EndOrgSessions", "o-op")
	})
	c.trusts(now)
	c.act(nobody, func(call callTx) {
		call("SessionBy", "secret-s-1") // its way in was switched off
		call("MethodsOf", "o-op")
	})
	c.watches()
}

// trusts is whose client certificates an organisation takes.
func (c *script) trusts(now ident.Instant) {
	ca := enrolling.Authority{ID: "ca-1", Org: "o-op", CreatedAt: now, Rev: 1, Name: "認証局", Until: now.Add(time.Hour), DER: []byte{1, 2, 3}}
	c.act(filer, func(call callTx) {
		call("AddAuthority", ca)
		call("AuthoritiesOf", "o-op")
		call("AuthoritiesOf", "o-min")
		ca.Revoked = enrolling.Revocations{DER: []byte{4}, At: now, Number: 1}
		call("ChangeAuthority", ca, false)
		call("ChangeAuthority", ca, false) // of a revision that is gone
	})
	c.act(officer, func(call callTx) {
		ca.Rev = 2
		call("AuthoritiesOf", "o-op")
		call("ChangeAuthority", ca, true)
	})
	c.act(nobody, func(call callTx) {
		call("AuthoritiesOf", "o-op")
	})
	c.act(filer, func(call callTx) {
		call("ChangeAuthority", ca, true)
		call("AuthoritiesOf", "o-op")
	})
}
