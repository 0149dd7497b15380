package linking

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// MergeTx is what merging two campaigns needs.
type MergeTx interface {
	Person(ident.Person) (party.Person, error)
	Campaign(ident.Object, access.Permission) (campaign.Campaign, error)
	CampaignLinks(ident.Object) ([]campaign.Link, error)
	CampaignReports(ident.Object, []ident.Number) ([]campaign.Link, error)
	SetLink(ident.Object, campaign.Link) error
	SetCampaign(campaign.Campaign) error
}

// Merge makes one campaign of two.
type Merge struct{ Act Act[MergeTx] }

// Merging says into which, and why.
type Merging struct {
	Into ident.Object
	Why  string
}

// Do links the reports of a campaign to another one, and keeps the first as it was, as merged. Who may call: officers of the office whose both
// are. Reports that are not open to it stay where they are, untold. A campaign merged already, one that is closed to be merged into, and the
// same one twice are a Conflict; another office's are Absent.
func (v Merge) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object, m Merging) (err error) {
	defer fault.Wrap(&err, "linking.Merge")
	if err := s.Permit(MayWrite); err != nil {
		return err
	}
	if m.Why, err = campaign.CheckWhy(m.Why); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx MergeTx) (ledger.Entry, error) {
		c, err := v.pair(tx, id, m.Into)
		if err != nil {
			return ledger.Entry{}, err
		}
		by, err := s.SignedBy(tx.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		links, err := v.moved(tx, id, m.Into, s.Org)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := set(tx, m.Into, links, true, campaign.LinkWords{Why: m.Why, By: by}); err != nil {
			return ledger.Entry{}, err
		}
		c.State, c.Into, c.By = campaign.Merged, m.Into, by
		return entry(ledger.CampaignMerged, s, c, links), tx.SetCampaign(c)
	})
	return err
}

// pair loads the one that ends, and sees that the other takes its reports.
func (Merge) pair(tx MergeTx, id, into ident.Object) (c campaign.Campaign, err error) {
	if c, err = tx.Campaign(id, MayWrite); err != nil {
		return c, err
	}
	to, err := tx.Campaign(into, MayWrite)
	switch {
	case err != nil:
	case id == into:
		err = fault.New(fault.Conflict, "fault.campaign.itself", nil)
	default:
		if err = c.Move(); err == nil {
			err = to.Takes()
		}
	}
	return c, err
}

// moved are the reports of the one that the other has not.
func (Merge) moved(tx MergeTx, id, into ident.Object, org ident.Org) (list []campaign.Link, err error) {
	from, err := tx.CampaignLinks(id)
	if err != nil {
		return nil, err
	}
	var numbers []ident.Number
	for _, l := range from {
		if l.In {
			numbers = append(numbers, l.Number)
		}
	}
	there, err := tx.CampaignLinks(into)
	if err != nil {
		return nil, err
	}
	found, err := tx.CampaignReports(into, numbers)
	for _, l := range found {
		if !l.In {
			list = append(list, l)
		}
	}
	if err == nil && mine(there, org)+len(list) > campaign.Most {
		err = fault.New(fault.Conflict, "fault.campaign.many", fault.Args{"n": "200"})
	}
	return list, err
}
