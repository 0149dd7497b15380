package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// campaigns are what an office holds to be of one attack.
func (c *script) campaigns() {
	may := access.Permission{Action: access.Read, Object: access.Campaign}
	write := access.Permission{Action: access.Write, Object: access.Campaign}
	var line filing.Line
	c.read(at(c, officer), func(call callTx) {
		list, _ := call("DeskFilings", access.Cursor{}, 10)[0].([]filing.Line)
		if len(list) == 0 {
			c.t.Fatal("nothing is addressed to the office")
		}
		line = list[0]
	})
	one := campaign.Campaign{ID: "campaign-1", Org: officer.Org, Unit: officer.Unit, State: campaign.Open, Rev: 1, Words: campaign.Words{Name: "髙見", Holder: charge.Holder{Person: officer.Person, Name: "髙木"}, By: "髙木"}}
	link := func(rev int, in bool) campaign.Link {
		return campaign.Link{Filing: line.Filing.ID, Number: line.Number, Rev: rev, In: in, LinkWords: campaign.LinkWords{Why: "同じ通信先", By: "髙木"}}
	}
	share := campaign.Share{Unit: "u-other", ShareWords: campaign.ShareWords{Office: "別の課", By: "髙木"}}
	c.act(at(c, officer), func(call callTx) {
		call("AddCampaign", one)
		call("SetLink", one.ID, link(0, true))
		call("ShareCampaign", one, share)
	})
	c.back(at(c, officer), func(call callTx) { call("SetLink", one.ID, link(3, false)) }) // a change in between is missing
	c.back(at(c, officer), func(call callTx) { call("ShareCampaign", one, share) })       // it has it already
	look := func() {
		for _, who := range []access.Scope{officer, chief, filer, admin, system} {
			c.read(at(c, who), func(call callTx) {
				call("Campaigns", 10)
				call("Campaign", one.ID, may)
				call("Campaign", one.ID, write)
				call("Campaign", ident.Object("nothing"), may)
				call("CampaignLinks", one.ID)
				call("CampaignFilings", one.ID)
				call("CampaignReports", one.ID, []ident.Number{line.Number, "報-R8-2222-2222-2"})
				call("CampaignReports", ident.Object(""), []ident.Number{line.Number})
				call("CampaignShares", one)
				call("CampaignOffices")
				call("CasesOf", []ident.Filing{line.Filing.ID}, 10)
			})
		}
	}
	look()
	one.State, one.Into = campaign.Merged, "campaign-2"
	c.act(at(c, officer), func(call callTx) {
		call("SetLink", one.ID, link(1, false))
		call("SetCampaign", one)
	})
	c.back(at(c, officer), func(call callTx) { call("SetCampaign", one) })
	look()
}
