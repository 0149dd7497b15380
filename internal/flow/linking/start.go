// Package linking is an office linking reports into a campaign (関連付け): beginning one, changing what is said of it, adding and taking out
// reports, merging two, and showing one to another office. It is the office's own: no operator is told, by nothing.
package linking

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// What is needed: to read a campaign, to change it, to link reports to it.
var (
	MayRead  = access.Permission{Action: access.Read, Object: access.Campaign}
	MayWrite = access.Permission{Action: access.Write, Object: access.Campaign}
	MayLink  = access.Permission{Action: access.Link, Object: access.Campaign}
)

// entry tells an act by a digest over all of it; of how many reports it is stands beside.
func entry(kind ledger.Kind, s access.Scope, c campaign.Campaign, links []campaign.Link) ledger.Entry {
	b, err := json.Marshal(struct { //nolint:musttag // a digest over every field by its own name
		Campaign campaign.Campaign
		Links    []campaign.Link
	}{c, links})
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: c.ID, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b), Facts: map[string]string{"n": strconv.Itoa(len(links))}}
}

// StartTx is what beginning a campaign needs.
type StartTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Campaigns(limit int) ([]campaign.Campaign, error)
	CampaignReports(ident.Object, []ident.Number) ([]campaign.Link, error)
	AddCampaign(campaign.Campaign) error
	SetLink(ident.Object, campaign.Link) error
}

// Start begins a campaign of the office.
type Start struct {
	Act     Act[StartTx]
	Entropy io.Reader
}

// Beginning is what is said of a new campaign, and which reports are linked to it why.
type Beginning struct {
	campaign.Words
	Reports []ident.Number
	Why     string
}

// Do begins it, with some reports or none, and returns its id. Who may call: officers, of reports that are open to their office. A report
// that is not is told as one that does not exist: Invalid at "reports". An open campaign of the office with that name is Invalid at "name".
func (v Start) Do(ctx context.Context, s access.Scope, key ident.Key, b Beginning) (id ident.Object, err error) {
	defer fault.Wrap(&err, "linking.Start")
	if err := s.Permit(MayWrite); err != nil {
		return "", err
	}
	if len(b.Reports) > 0 {
		if b.Why, err = campaign.CheckMany(b.Reports, b.Why); err != nil {
			return "", err
		}
	}
	leaf, err := v.Act(ctx, s, key, func(tx StartTx) (ledger.Entry, error) {
		c := campaign.Campaign{Org: s.Org, Unit: s.Unit, State: campaign.Open, Words: b.Words}
		others, err := tx.Campaigns(campaign.Listed)
		if err != nil {
			return ledger.Entry{}, err
		}
		var l fault.List
		if c.Check(&l, others); len(l.Fields) > 0 {
			return ledger.Entry{}, l.Err()
		}
		if c.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if c.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		var links []campaign.Link
		if len(b.Reports) > 0 {
			if links, err = judge(tx, c.ID, b.Reports, true, 0); err != nil {
				return ledger.Entry{}, err
			}
		}
		if err := tx.AddCampaign(c); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.CampaignBegun, s, c, links), set(tx, c.ID, links, true, campaign.LinkWords{Why: b.Why, By: c.By})
	})
	return leaf.Object, err
}

type judgeTx interface {
	CampaignReports(ident.Object, []ident.Number) ([]campaign.Link, error)
}

func judge(tx judgeTx, id ident.Object, reports []ident.Number, in bool, mine int) ([]campaign.Link, error) {
	found, err := tx.CampaignReports(id, reports)
	if err != nil {
		return nil, err
	}
	return campaign.Judge(reports, found, in, mine)
}

type setTx interface {
	SetLink(ident.Object, campaign.Link) error
}

func set(tx setTx, id ident.Object, links []campaign.Link, in bool, words campaign.LinkWords) error {
	for _, l := range links {
		l.In, l.LinkWords = in, words
		if err := tx.SetLink(id, l); err != nil {
			return err
		}
	}
	return nil
}
