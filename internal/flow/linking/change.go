package linking

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// ChangeTx is what changing a campaign needs.
type ChangeTx interface {
	Person(ident.Person) (party.Person, error)
	Deskmates() ([]charge.Holder, error)
	Campaign(ident.Object, access.Permission) (campaign.Campaign, error)
	Campaigns(limit int) ([]campaign.Campaign, error)
	SetCampaign(campaign.Campaign) error
}

// Change says something else of a campaign: its name, note and assessment, who takes care of it (担当), whether it is open.
type Change struct{ Act Act[ChangeTx] }

// Changed is what is said of a campaign from now on; Rev is the revision that was on screen.
type Changed struct {
	Rev    int
	State  campaign.State // open or closed
	Holder ident.Person   // one of the unit; empty: nobody
	campaign.Words
}

// Do changes it. Who may call: officers of the campaign's office. Somebody else's change after Rev, and a merged campaign, are a Conflict.
func (v Change) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object, to Changed) (err error) {
	defer fault.Wrap(&err, "linking.Change")
	if err := s.Permit(MayWrite); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx ChangeTx) (ledger.Entry, error) {
		c, err := tx.Campaign(id, MayWrite)
		if err == nil {
			err = c.Move()
		}
		if err == nil && c.Rev != to.Rev {
			err = fault.New(fault.Conflict, "fault.campaign.moved", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := v.judge(tx, &c, to); err != nil {
			return ledger.Entry{}, err
		}
		if c.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.CampaignChanged, s, c, nil), tx.SetCampaign(c)
	})
	return err
}

func (Change) judge(tx ChangeTx, c *campaign.Campaign, to Changed) error {
	var l fault.List
	if to.State != campaign.Open && to.State != campaign.Closed {
		l.Add("state", "fault.filter.choice", nil)
	}
	mates, err := tx.Deskmates()
	if err != nil {
		return err
	}
	others, err := tx.Campaigns(campaign.Listed)
	if err != nil {
		return err
	}
	holder, known := charge.Among(mates, to.Holder)
	if !known && to.Holder != c.Holder.Person { // who has left since stays until somebody else is named
		l.Add("holder", "fault.charge.mate", nil)
	}
	if known {
		c.Holder = holder
	}
	c.State, c.Name, c.Note, c.Assessment = to.State, to.Name, to.Note, to.Assessment
	c.Check(&l, others)
	return l.Err()
}
