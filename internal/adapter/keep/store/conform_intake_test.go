package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

// intakes are reports that came by telephone, from finding the operator to what becomes of them.
func (c *script) intakes() {
	const number = "6000012050003"
	c.act(system, func(call callTx) {
		call("AddOrg", party.Org{ID: "o-phone", Kind: party.Operator, Name: "電話電力", CorporateNumber: number})
		call("AddUnit", party.Unit{ID: "u-phone", Org: "o-phone", Name: "本店"})
		call("AddJurisdiction", party.Jurisdiction{ID: "j-phone", Operator: "o-phone", Sector: law.Electricity, OfficeOrg: "o-min", Office: "u-min", Act: party.ActReport, Title: "大臣", Channel: "here", Sections: []string{"outline", "contact"}, From: law.MustDay("2026-10-01")})
	})
	find := func() {
		for _, s := range []access.Scope{officer, filer, admin, system} {
			c.read(at(c, s), func(call callTx) {
				call("Operators")
				call("ContactsToReceive", ident.Org("o-op"))
				call("WaitingIntakes", 10)
			})
			c.back(at(c, s), func(call callTx) {
				call("OperatorToReceive", number)
			})
		}
	}
	find()
	caller := at(c, officer).Behalf("o-phone", "u-phone")
	taken := intake.Intake{Filing: "filing-phone", Org: "o-phone", Unit: "u-phone", OfficeOrg: officer.Org, Office: officer.Unit, CalledAt: caller.At.Add(-60), State: intake.Waiting, Said: intake.Said{Caller: "山﨑", Phone: "03-0000-2002", By: "髙木"}}
	to := []filing.Addressee{{Org: "o-min", Unit: "u-min", Title: "大臣", Channel: filing.Here, Sections: []string{"outline", "contact"}}}
	c.act(caller, func(call callTx) {
		call("OfficeReceiving", officer.Unit, to)
		call("TakenAbout", officer.Unit, taken.CalledAt)
		f := report("9", taken.CalledAt, call("LeafID")[0])
		f.ID, f.Number, f.Org, f.Unit, f.Case = taken.Filing, "報-R8-0PHONE", "o-phone", "u-phone", ""
		call("AddTaken", filing.Arrival{Filing: f, Content: filing.Content{Values: []byte(`{}`), Digest: "00", Summary: "電話"}, To: to}, taken)
		call("TakenAbout", officer.Unit, taken.CalledAt)
	})
	find()
	c.read(at(c, officer), func(call callTx) { call("Intake", taken.Filing) })
	c.read(at(c, filer), func(call callTx) { call("Intake", taken.Filing) })
	taken.Rev, taken.BackAt = 1, caller.At
	c.act(at(c, officer), func(call callTx) { call("MoveIntake", taken) })
	c.back(at(c, officer), func(call callTx) { call("MoveIntake", taken) }) // somebody was quicker
	taken.Rev, taken.State, taken.DoneAt = 2, intake.Confirmed, caller.At
	c.back(at(c, filer), func(call callTx) { call("MoveIntake", taken) }) // another operator
	c.act(caller, func(call callTx) {
		call("SettleIntake", filing.Filing{ID: taken.Filing, Number: "報-R8-0009", Org: "o-phone", Unit: "u-phone"}, taken)
	})
	c.read(at(c, officer), func(call callTx) {
		call("Intake", taken.Filing)
		call("Filed", taken.Filing, access.Permission{Action: access.Read, Object: access.Report})
	})
	other := taken
	other.Filing = "filing-1"
	c.back(caller, func(call callTx) { call("AddIntake", other) })
	find()
}
