package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// charges are who of an office takes care of what.
func (c *script) charges() {
	var line filing.Line
	c.read(at(c, officer), func(call callTx) {
		list, _ := call("DeskFilings", access.Cursor{}, 10)[0].([]filing.Line)
		if len(list) == 0 {
			c.t.Fatal("nothing is addressed to the office")
		}
		line = list[0]
	})
	to := charge.Holder{Person: officer.Person, Name: "髙木"}
	a := charge.Act{ID: "act-1", N: 1, Words: charge.Words{By: "髙木", To: to, Lines: []charge.Moved{{Filing: line.Filing.ID, Number: line.Number, Rev: 1}}}}
	give := func(rev int, to charge.Holder) charge.Line {
		return charge.Line{Filing: line.Filing.ID, Holder: to, Rev: rev, Act: "act-1"}
	}
	c.act(at(c, officer), func(call callTx) {
		call("SetCharge", give(1, to))
		call("AddChargeAct", a)
	})
	c.back(at(c, officer), func(call callTx) { call("SetCharge", give(3, to)) }) // a change in between is missing
	look := func() {
		for _, who := range []access.Scope{officer, chief, filer, admin, system} {
			c.read(at(c, who), func(call callTx) {
				call("Charged", []ident.Number{line.Number, "報-R8-2222-2222-2"}, []ident.Filing(nil))
				call("Charged", []ident.Number(nil), []ident.Filing{line.Filing.ID})
				call("ChargeActs", 10)
				call("ChargeAct", "act-1")
				call("ChargeAct", "nothing")
				call("Deskmates")
				call("LinesOf", []ident.Filing{line.Filing.ID})
				for _, with := range []filing.With{filing.WithMe, filing.WithNone} {
					call("CountFound", filing.Filter{Charge: with}, 10)
					call("Search", filing.Filter{Charge: with}, filing.Place{}, 10)
				}
			})
		}
	}
	look()
	c.act(at(c, officer), func(call callTx) {
		call("SetCharge", give(2, charge.Holder{}))
		call("UndoChargeAct", a)
	})
	c.back(at(c, officer), func(call callTx) { call("UndoChargeAct", a) })
	look()
}
