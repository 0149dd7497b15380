package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/product/memory"
)

var steward = access.For(access.Actor{Person: "p-officer", Hat: "h-steward", Org: "o-cao", Unit: "u-cao", Kind: party.Cabinet, Roles: []access.Role{access.Analyst, access.NameSteward}}, 0)

func (c *script) asksAndNames() {
	c.asks()
	c.names()
}

func (c *script) names() {
	now := ident.At(c.clock.Now())
	pair := memory.Pair{Maker: "𠮷野電機", Product: "監視盤 K1"}
	c.act(system, func(call callTx) {
		call("AddOrg", party.Org{ID: "o-cao", Kind: party.Cabinet, Name: "内閣府"})
		call("AddUnit", party.Unit{ID: "u-cao", Org: "o-cao", Name: "名寄せ担当"})
	})
	var leaves []ident.Leaf
	known := func(n string, leaf any) memory.Known {
		id, _ := leaf.(ident.Leaf)
		leaves = append(leaves, id)
		return memory.Known{ID: ident.Object("known-" + n), Number: ident.Number("名-R8-000" + n), Org: "o-op", Unit: "u-op", Kind: memory.Confirm, State: memory.Standing,
			DecidedAt: now, By: "p-filer", Leaf: id, Rev: 1, Decision: memory.Decision{Pair: pair, Product: memory.Named{ID: "m/k1", Name: "K1"}, Name: "山﨑"}}
	}
	var one memory.Known
	c.act(filer, func(call callTx) {
		one = known("1", call("LeafID")[0])
		call("AddNames", []memory.Known{one, known("2", one.Leaf)})
	})
	ended := one
	c.act(filer, func(call callTx) {
		call("Name", one.Number, access.Permission{Action: access.Write, Object: access.Name})
		if err := ended.Withdraw(now, "p-filer", "山﨑", call("LeafID")[0].(ident.Leaf)); err != nil { //nolint:forcetypeassert // it is one
			c.t.Fatal(err)
		}
		call("EndName", ended)
		call("EndName", ended) // of a revision that is gone
	})
	q := memory.Ask{ID: "ask-1", Number: "名-R8-0003", Org: "o-op", Unit: "u-op", State: memory.Waiting, AskedAt: now, By: "p-filer", Leaf: one.Leaf,
		Question: memory.Question{Pair: pair, Note: "銘板の写し", Asker: "髙﨑電力"}}
	other := q
	other.ID, other.Number = "ask-2", "名-R8-0004"
	c.act(filer, func(call callTx) {
		call("AddNameAsks", []memory.Ask{q, other}, []ident.Unit{"u-cao"})
		call("WaitingNameAsks", 10)
		call("NameAsk", other.Number, access.Permission{Action: access.Ask, Object: access.Name})
		call("TakeOffNameAsk", other)
		other.State, other.EndedAt = memory.TakenOff, now
		call("TakeOffNameAsk", other)
		call("TakeOffNameAsk", other)
	})
	c.steward(q, now)
	for _, who := range []access.Scope{filer, steward, officer, admin, system} {
		c.read(who, func(call callTx) {
			call("OwnNames", access.Cursor{}, 10)
			call("OwnNames", access.Cursor{At: now, ID: "known-2"}, 1)
			call("NamesByID", []ident.Object{"known-1", "known-2"})
			call("NamesOfAct", one.Leaf)
			call("OwnNameAsks", access.Cursor{}, 10)
			call("NameAsksOfAct", one.Leaf)
			call("WaitingNameAsks", 10)
			call("DeskNameAsks", 10)
			call("NewNameAnswers", 10)
			call("CountNameAnswers", 10)
			call("NameRules", access.Cursor{}, 10)
			call("AllNames", "", 10)
			call("AllNames", "", 1)
			call("NamesAt", leaves)
		})
	}
}

func (c *script) steward(q memory.Ask, now ident.Instant) {
	decide := access.Permission{Action: access.Decide, Object: access.Naming}
	r := memory.Rule{ID: "rule-1", Number: "名-R8-0005", Org: "o-cao", Unit: "u-cao", State: memory.Standing, DecidedAt: now, By: "p-officer", Asks: 1, Rev: 1,
		RuleBody: memory.RuleBody{Pairs: []memory.Pair{q.Pair}, RuleSays: memory.RuleSays{Kind: memory.None, Why: "自社製の盤"}, Name: "髙木"}}
	q.State, q.EndedAt, q.Rule, q.Answer = memory.Answered, now, r.ID, r.RuleSays
	c.act(steward, func(call callTx) {
		call("DeskNameAsks", 10)
		call("NameAsksByNumber", []ident.Number{q.Number, "名-R8-0004"}, decide)
		r.Leaf = call("LeafID")[0].(ident.Leaf) //nolint:errcheck,forcetypeassert // it is one
		call("AddNameRule", r, []memory.Ask{q})
	})
	c.back(steward, func(call callTx) { r.ID = "rule-2"; r.Number = "名-R8-0006"; call("AddNameRule", r, []memory.Ask{q}) })
	r.ID, r.Number = "rule-1", "名-R8-0005"
	c.read(steward, func(call callTx) {
		call("NameRuleOfAct", r.Leaf)
		call("NameRule", r.Number, decide)
	})
	for _, who := range []access.Scope{filer, steward} {
		c.read(who, func(call callTx) {
			call("NewNameAnswers", 10)
			call("CountNameAnswers", 10)
		})
	}
	c.act(steward, func(call callTx) {
		if err := r.Undo(now, "p-officer", "髙木", r.Leaf); err != nil {
			c.t.Fatal(err)
		}
		call("EndNameRule", r)
		call("EndNameRule", r)
		call("ReopenNameAsks", r.ID)
	})
}
