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

// LinkTx is what linking reports needs.
type LinkTx interface {
	Person(ident.Person) (party.Person, error)
	Campaign(ident.Object, access.Permission) (campaign.Campaign, error)
	CampaignLinks(ident.Object) ([]campaign.Link, error)
	CampaignReports(ident.Object, []ident.Number) ([]campaign.Link, error)
	SetLink(ident.Object, campaign.Link) error
}

// Link adds reports to a campaign, or takes them out: each is undone by the other.
type Link struct{ Act Act[LinkTx] }

// Linking says which reports are added to a campaign (In) or taken out, and why.
type Linking struct {
	Campaign ident.Object
	In       bool
	Reports  []ident.Number
	Why      string
}

// Do adds those that are not in it (In), or takes out those that are, and leaves the rest. Who may call: officers of the campaign's office, and
// of one to which it was shown, of reports that are open to their office. A report that is not is told as one that does not exist: Invalid
// at "reports". A campaign that is closed or merged, and one in which nothing would change, is a Conflict.
func (v Link) Do(ctx context.Context, s access.Scope, key ident.Key, l Linking) (err error) {
	defer fault.Wrap(&err, "linking.Link")
	if err := s.Permit(MayLink); err != nil {
		return err
	}
	if l.Why, err = campaign.CheckMany(l.Reports, l.Why); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx LinkTx) (ledger.Entry, error) {
		c, err := tx.Campaign(l.Campaign, MayLink)
		if err == nil {
			err = c.Takes()
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		there, err := tx.CampaignLinks(l.Campaign)
		if err != nil {
			return ledger.Entry{}, err
		}
		links, err := judge(tx, l.Campaign, l.Reports, l.In, mine(there, s.Org))
		if err != nil {
			return ledger.Entry{}, err
		}
		by, err := s.SignedBy(tx.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		kind := ledger.CampaignUnlinked
		if l.In {
			kind = ledger.CampaignLinked
		}
		return entry(kind, s, c, links), set(tx, l.Campaign, links, l.In, campaign.LinkWords{Why: l.Why, By: by})
	})
	return err
}

// mine counts the reports in a campaign that an organisation linked.
func mine(links []campaign.Link, org ident.Org) (n int) {
	for _, l := range links {
		if l.In && l.Org == org {
			n++
		}
	}
	return n
}
