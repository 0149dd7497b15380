package store_test

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/feed"
)

// advisories are brought in a file and taken from it; one is under embargo, one is withdrawn, and one file is refused.
func (c *script) advisories() {
	who := at(c, chief)
	file := func(id string) feed.File {
		return feed.File{ID: ident.Object(id), Org: who.Org, Unit: who.Unit, Person: who.Person, State: feed.Arriving, At: who.At, Rev: 1, Words: feed.Words{Name: id + ".json", By: "分析担当"}}
	}
	one, two := file("advisories-1"), file("advisories-2")
	c.act(who, func(call callTx) {
		for _, f := range []feed.File{one, two} {
			call("AddAdvisoryFile", f)
			call("AddAdvisoryChunk", f.ID, 0, []byte("{}"))
			call("AddAdvisoryChunk", f.ID, 1, []byte("[]"))
		}
	})
	c.back(at(c, filer), func(call callTx) { call("AddAdvisoryChunk", one.ID, 2, []byte("{}")) })
	for _, f := range []*feed.File{&one, &two} {
		f.State, f.Size, f.Digest, f.Rev = feed.Running, 4, [32]byte{1}, 2
	}
	c.act(who, func(call callTx) {
		call("SetAdvisoryFile", one)
		call("SetAdvisoryFile", two)
	})
	c.back(at(c, chief), func(call callTx) { call("SetAdvisoryFile", one) }) // of a revision that is over
	c.back(at(c, chief), func(call callTx) { call("DropAdvisoryFile", one.ID) })
	c.back(at(c, chief), func(call callTx) { call("AddAdvisoryChunk", one.ID, 2, []byte("{}")) })
	says := func(id vuln.ID, title string, embargo ident.Instant) vuln.Advisory {
		return vuln.Advisory{ID: id, Source: vuln.KEV, State: vuln.Published, ModifiedAt: who.At, EmbargoAt: embargo, Title: text.Both{Ja: title}}
	}
	list := []feed.Stored{
		{ID: "advisory-1", Rev: 1, Advisory: says("CVE-2026-0001", "一", 0)}, {ID: "advisory-2", Rev: 1, Advisory: says("CVE-2026-0002", "二", 0)},
		{ID: "advisory-3", Rev: 1, Advisory: says("CVE-2026-0003", "三", who.At.Add(1000*feed.Kept))},
	}
	c.act(at(c, system), func(call callTx) {
		call("AdvisoryChunk", one.ID, 1, []byte(nil))
		call("PutAdvisories", one, list)
		call("SawAdvisories", two, []ident.Object{"advisory-2"})
	})
	list[0].Rev, list[0].Title.Ja = 2, "改"
	c.act(at(c, system), func(call callTx) { call("PutAdvisories", two, list[:1]) })
	keys := []string{feed.Key(list[0].Advisory), feed.Key(list[2].Advisory), "nothing"}
	two.State, two.EndedAt, two.Rev, two.Why = feed.Refused, who.At, 3, feed.Why{Code: "fault.feed.cut", Path: "line 3"}
	c.act(at(c, system), func(call callTx) {
		call("SetAdvisoryFile", two)
		call("UnseenAdvisories", two, vuln.KEV, 10)
	})
	c.act(at(c, system), func(call callTx) { call("DropAdvisoryFile", two.ID) })
	for _, who := range []access.Scope{chief, officer, filer, admin, system} {
		c.read(at(c, who), func(call callTx) {
			call("AdvisoryFiles", row.Cursor{}, 10)
			call("AdvisoryFiles", row.Cursor{At: at(c, chief).At + 1, ID: "zzz"}, 1)
			call("AdvisoryFile", one.ID)
			call("AdvisoryChunk", two.ID, 0, []byte(nil))
			call("AdvisoryMarks", keys)
			call("AdvisoriesAfter", ident.Object(""), 10)
			for _, id := range []vuln.ID{"CVE-2026-0001", "CVE-2026-0003", "CVE-2026-0009"} {
				call("AdvisoriesOn", id)
			}
			said := call("AdvisoriesAfter", ident.Object(""), 1)
			if first, ok := said[0].([]feed.Stored); ok && len(first) == 1 {
				call("AdvisoriesOfActs", []ident.Leaf{first[0].Leaf})
			}
		})
	}
}
