package store_test

import (
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dutycard"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// cards are 当直カード: one of a unit, found by a code, spent once.
func (c *script) cards() {
	first, second := dutycard.Card{ID: "card-1", At: 1, Words: dutycard.Words{Name: "7K4M", By: "石﨑"}}, dutycard.Card{ID: "card-2", At: 2, Words: dutycard.Words{Name: "2QXD"}}
	codes := func(of string) (list []string) {
		for n := range strings.FieldsSeq("a b c") {
			list = append(list, of+n)
		}
		return list
	}
	by := access.For(access.Actor{Card: first.ID, Org: filer.Org, Unit: filer.Unit, Kind: party.Operator, Roles: []access.Role{access.OperatorFiler}}, 0)
	look := func() {
		for _, s := range []access.Scope{filer, officer, admin} {
			c.read(at(c, s), func(call callTx) { call("DutyCard") })
		}
		for _, code := range []string{"1a", "1b", "2a", "3a"} {
			c.read(access.Scope{}, func(call callTx) { call("DutyCardBy", "8000012050001", code) })
		}
		c.read(access.Scope{}, func(call callTx) { call("DutyCardBy", "8000012050002", "1a") })
	}
	look()
	c.act(at(c, filer), func(call callTx) { call("AddDutyCard", first, "8000012050001", codes("1")) })
	look()
	c.act(at(c, by), func(call callTx) { call("SpendCode", 1, "digest", ident.Number("報-R8-7K4M-2QXD-W")) })
	c.back(at(c, by), func(call callTx) { call("SpendCode", 1, "another", ident.Number("報-R8-7K4M-2QXD-W")) }) // used already
	c.back(at(c, filer), func(call callTx) { call("SpendCode", 2, "another", ident.Number("報-R8-7K4M-2QXD-W")) })
	c.back(at(c, officer), func(call callTx) { call("EndDutyCard", first) }) // not theirs
	look()
	c.act(at(c, filer), func(call callTx) {
		call("EndDutyCard", first)
		call("AddDutyCard", second, "8000012050001", codes("2"))
	})
	c.back(at(c, by), func(call callTx) { call("SpendCode", 2, "another", ident.Number("報-R8-7K4M-2QXD-W")) }) // the card has ended
	look()
}
