package linking

import (
	"context"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// ShareTx is what showing a campaign to another office needs.
type ShareTx interface {
	Person(ident.Person) (party.Person, error)
	Campaign(ident.Object, access.Permission) (campaign.Campaign, error)
	CampaignOffices() ([]campaign.Office, error)
	ShareCampaign(campaign.Campaign, campaign.Share) error
}

// Share shows a campaign to an office of another authority: its name, note and assessment, and of its reports those that the office has
// itself. The office can link reports of its own. What was shown cannot be taken back.
type Share struct{ Act Act[ShareTx] }

// Do shows it. Who may call: officers of the campaign's office. An office that there is not is Invalid at "office"; one that has it already,
// and a merged campaign, are a Conflict.
func (v Share) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object, to ident.Unit) (err error) {
	defer fault.Wrap(&err, "linking.Share")
	if err := s.Permit(MayWrite); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx ShareTx) (ledger.Entry, error) {
		c, err := tx.Campaign(id, MayWrite)
		if err == nil {
			err = c.Move()
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		offices, err := tx.CampaignOffices()
		if err != nil {
			return ledger.Entry{}, err
		}
		i := slices.IndexFunc(offices, func(o campaign.Office) bool { return o.Unit == to })
		if i < 0 {
			var l fault.List
			l.Add("office", "fault.filter.choice", nil)
			return ledger.Entry{}, l.Err()
		}
		words := campaign.ShareWords{Office: offices[i].Name, OfficeEn: offices[i].NameEn}
		if words.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.CampaignShared, s, c, nil), tx.ShareCampaign(c, campaign.Share{Unit: to, ShareWords: words})
	})
	return err
}
