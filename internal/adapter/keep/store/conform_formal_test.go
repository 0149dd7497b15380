package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// formals are what is noted of notifications on arrival, and how an office checks their form.
func (c *script) formals() {
	f := filing.Filing{ID: "f-formal", Number: "届-R8-2222-2222-2", Kind: "asset.new", Org: "o-op", Unit: "u-op", State: filing.Arrived, Rev: 1}
	to := []filing.Addressee{{Filing: f.ID, Org: "o-min", Unit: "u-min", Title: "大臣", Channel: filing.Here, Sections: []string{"outline", "computer", "contact"}}}
	noted := &procedure.Noted{Sector: "electricity", Types: "ab", Answered: "abc", Rows: 7, Flags: []procedure.Flag{{Code: "name", Field: "products", Rows: []int{1}}}}
	c.act(at(c, filer), func(call callTx) {
		f.ArrivedAt, _ = call("Now")[0].(ident.Instant)
		f.Leaf, _ = call("LeafID")[0].(ident.Leaf)
		call("AddFiling", f, filing.Content{Values: []byte(`{}`), Digest: "00", Noted: noted}, to)
		call("AddOnwards", []filing.Onward{{Filing: f.ID, Org: "o-cab", Unit: "u-cab", Onward: party.Onward{When: party.AfterCheck, Rule: "route-9", Certainty: law.Reported}}})
		call("LastNoted")
	})
	seen := formal.Marked{Filing: f.ID, Number: f.Number, Rev: 1}
	a := formal.Act{ID: "formal-1", N: 1, Words: formal.Words{By: "髙木", Percent: 10, Lines: []formal.Marked{seen}}}
	look := func() {
		for _, who := range []access.Scope{officer, chief, filer, admin, system} {
			c.read(at(c, who), func(call callTx) {
				call("Formal", []ident.Number{f.Number, "届-R8-3333-3333-3"}, []ident.Filing(nil))
				call("Formal", []ident.Number(nil), []ident.Filing{f.ID})
				call("ChecksOf", f.ID)
				call("OnwardsOf", f.ID)
				call("FormalActs", 10)
				call("FormalAct", ident.Object("formal-1"))
				call("FormalAct", ident.Object("nothing"))
				call("LatestLists")
				call("LastNoted")
				call("Filing", f.Number, readReports)
				for _, some := range []filing.Some{filing.WithFlag, filing.WithoutFlag} {
					call("CountFound", filing.Filter{Kind: "asset.", Flag: some}, 10)
				}
				for _, s := range filing.States {
					call("Search", filing.Filter{Kind: "asset.", State: s}, filing.Place{}, 10)
				}
			})
		}
	}
	look()
	c.act(at(c, officer), func(call callTx) {
		call("Formal", []ident.Number{f.Number}, []ident.Filing(nil))
		call("AddCheck", seen, a)
		call("AddFormalAct", a)
		call("SendOnwards", seen)
		call("TellOnward", seen)
	})
	c.back(at(c, officer), func(call callTx) { call("AddCheck", seen, a) }) // a colleague was first
	look()
	c.act(at(c, officer), func(call callTx) {
		call("EndCheck", seen, a)
		call("UndoFormalAct", a)
	})
	c.back(at(c, officer), func(call callTx) { call("EndCheck", seen, a) })
	c.back(at(c, officer), func(call callTx) { call("UndoFormalAct", a) })
	look()
	c.act(at(c, officer), func(call callTx) { call("AddCheck", seen, a) })
	c.withdraws(f, to)
}

// withdraws is that the notification is withdrawn by another.
func (c *script) withdraws(f filing.Filing, to []filing.Addressee) {
	by := filing.Filing{ID: "f-withdraws", Number: "届-R8-4444-4444-4", Kind: "asset.withdraw", Org: f.Org, Unit: f.Unit, State: filing.Arrived, Rev: 1}
	to[0].Filing = by.ID
	c.act(at(c, filer), func(call callTx) {
		by.ArrivedAt, _ = call("Now")[0].(ident.Instant)
		by.Leaf, _ = call("LeafID")[0].(ident.Leaf)
		call("AddArrival", filing.Arrival{Filing: by, Content: filing.Content{Values: []byte(`{}`), Digest: "00"}, To: to, Withdraws: f})
	})
	c.act(at(c, filer), func(call callTx) { call("AddWithdrawal", filing.Withdrawal{Of: "filing-2", By: "filing-1", At: 1}) })
	c.back(at(c, filer), func(call callTx) { call("AddWithdrawal", filing.Withdrawal{Of: f.ID, By: "f-formal", At: 1}) }) // it was withdrawn before
	for _, who := range []access.Scope{officer, chief, filer, admin, system} {
		c.read(at(c, who), func(call callTx) {
			call("WithdrawalOf", f.ID)
			call("WithdrawalOf", by.ID)
			call("WithdrawalOf", ident.Filing("filing-1"))
			call("NotificationsAmong", []ident.Object{ident.Object(by.ID)})
			call("Filing", f.Number, readReports)
		})
	}
}
