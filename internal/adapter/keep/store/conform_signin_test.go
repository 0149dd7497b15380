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
	c.hardware(now)
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

// hardware are the tokens of an organisation, from the drawer to a person and back.
func (c *script) hardware(now ident.Instant) {
	h := enrolling.Hardware{ID: "hw-1", State: enrolling.HardwareFree, CreatedAt: now, Rev: 1, Serial: "KM-1", Seed: []byte("12345678901234567890"), Dial: enrolling.Dial{Digits: 8, Period: 60}}
	card := enrolling.Credential{ID: "c-hw", Person: "p-filer", Kind: enrolling.Code, Label: "KM-1", CreatedAt: now, Rev: 1, Org: "o-op", Code: &enrolling.CodeSecret{Seed: h.Seed}}
	c.act(filer, func(call callTx) {
		call("AddHardware", h)
		call("CountHardware")
		call("KnownHardware", []string{"km-1", "KM-2"})
		h.State, h.Person = enrolling.HardwareHanded, "p-filer"
		call("ChangeHardware", h)
		call("ChangeHardware", h) // of a revision that is gone
		call("HardwareOf", "p-filer")
		call("AddCredential", card)
		h.State, h.Credential, h.Rev = enrolling.HardwareBound, card.ID, 2
		call("ChangeHardware", h)
		call("AllHardware")
	})
	c.act(officer, func(call callTx) {
		call("Hardware", "hw-1")
		call("AllHardware")
		call("HardwareOf", "p-filer")
		call("CountHardware")
		call("KnownHardware", []string{"KM-1"})
		h.Rev = 3
		call("ChangeHardware", h)
		call("EndWay", card.ID)
	})
	c.act(filer, func(call callTx) {
		call("Hardware", "hw-1")
		call("EndWay", card.ID)
		call("EndWay", card.ID)
		call("AllHardware") // its way in has gone
	})
	cert := enrolling.Credential{ID: "c-cert", Person: "p-filer", Kind: enrolling.Certificate, Label: "card", CreatedAt: now, Rev: 1, Org: "o-op", Handle: []byte("key"), Key: []byte(`"kept"`)}
	c.act(nobody, func(call callTx) {
		call("AddCredential", cert)
		call("AddSession", enrolling.Session{ID: "s-9", Person: "p-filer", Hat: "h-filer", Method: enrolling.Certificate, CreatedAt: now.Add(-time.Minute), SeenAt: now.Add(-time.Minute), UntilAt: now.Add(time.Hour), Bound: "o-op"}, "secret-9")
	})
	judge := func(good bool) func(enrolling.Credential) bool {
		return func(enrolling.Credential) bool { return good }
	}
	c.act(officer, func(call callTx) { call("EndBearers", judge(false)) })
	c.act(filer, func(call callTx) {
		call("EndBearers", judge(true))
		call("EndBearers", judge(false))
	})
}
