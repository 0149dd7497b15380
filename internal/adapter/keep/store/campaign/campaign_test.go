package campaign_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/linking"
	"kanmin/internal/world/stagetest"
)

const (
	officer = "ministry-officer"
	analyst = "cabinet-analyst"
	other   = "other-ministry-officer"
)

type reader interface {
	Campaigns(limit int) ([]campaign.Campaign, error)
	CampaignFilings(ident.Object) ([]ident.Filing, error)
	CampaignLinks(ident.Object) ([]campaign.Link, error)
}

// desk is a stage with the flows.
type desk struct {
	*testing.T
	*stagetest.Stage
	n int
}

func (d *desk) key(who string) ident.Key {
	d.n++
	return d.Key(who, fmt.Sprint("campaign", d.n))
}

// sees is what somebody finds of a campaign: how many reports, in it or taken out, or the fault.
func (d *desk) sees(who string, id ident.Object) (said string) {
	d.Helper()
	err := store.Read[reader](d.DB)(d.Context(), d.Scope(who), func(tx reader) error {
		all, err := tx.Campaigns(10)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(c campaign.Campaign) bool { return c.ID == id }) {
			said = "not in the list, "
		}
		links, err := tx.CampaignLinks(id)
		if err != nil {
			return err
		}
		words := 0
		for _, l := range links {
			if l.Why != "" {
				words++
			}
		}
		in, err := tx.CampaignFilings(id)
		said += fmt.Sprintf("%d links, %d reasons, %d in it", len(links), words, len(in))
		return err
	})
	if err != nil {
		said += code(err)
	}
	return said
}

func code(err error) string {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return fmt.Sprint(err)
	}
	list := []string{" " + e.Code}
	for _, f := range e.Fields {
		list = append(list, f.Path+" "+f.Code)
	}
	return strings.Join(list, "; ")
}

// A campaign is its office's, then also theirs to whom it is shown; each finds its own reports in it. Both engines, so both walls.
func TestEachFindsItsOwnReportsInACampaign(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		d := &desk{T: t, Stage: s}
		one, two := s.Filed(t, "operator-filer", "a"), s.Filed(t, "operator-filer", "b")
		start := linking.Start{Act: store.Act[linking.StartTx](s.DB), Entropy: rand.Reader}
		link := linking.Link{Act: store.Act[linking.LinkTx](s.DB)}
		share := linking.Share{Act: store.Act[linking.ShareTx](s.DB)}
		merge := linking.Merge{Act: store.Act[linking.MergeTx](s.DB)}
		begin := func(who, name string, reports ...ident.Number) ident.Object {
			id, err := start.Do(t.Context(), s.Scope(who), d.key(who), linking.Beginning{Words: campaign.Words{Name: name}, Reports: reports, Why: "同じ通信先"})
			if err != nil {
				t.Fatal(code(err))
			}
			return id
		}
		id := begin(officer, "髙見", one.Number)
		for who, want := range map[string]string{officer: "1 links, 1 reasons, 1 in it", analyst: "not in the list, 1 links, 0 reasons, 0 in it fault.hidden", other: "not in the list, 0 links, 0 reasons, 0 in it fault.hidden", "operator-filer": "not in the list, 0 links, 0 reasons, 0 in it fault.hidden"} {
			got := d.sees(who, id)
			if s.Engine() == "postgres" && who == analyst { // the second wall asks for the campaign, too
				want = strings.Replace(want, "1 links", "0 links", 1)
			}
			if got != want {
				t.Errorf("%s: %s, want %s", who, got, want)
			}
		}
		for _, to := range []string{analyst, other} {
			if err := share.Do(t.Context(), s.Scope(officer), d.key(officer), id, s.As(to).Unit); err != nil {
				t.Fatal(code(err))
			}
		}
		if err := link.Do(t.Context(), s.Scope(analyst), d.key(analyst), linking.Linking{Campaign: id, In: true, Reports: []ident.Number{two.Number}, Why: "解析の結果"}); err != nil {
			t.Fatal(code(err))
		}
		for who, want := range map[string]string{officer: "2 links, 1 reasons, 2 in it", analyst: "2 links, 1 reasons, 2 in it", other: "0 links, 0 reasons, 0 in it"} {
			if got := d.sees(who, id); got != want {
				t.Errorf("shown to %s: %s, want %s", who, got, want)
			}
		}
		if err := link.Do(t.Context(), s.Scope(other), d.key(other), linking.Linking{Campaign: id, In: true, Reports: []ident.Number{one.Number}, Why: "x"}); code(err) != " fault.invalid; reports fault.campaign.absent" {
			t.Errorf("a report that is not theirs: %s", code(err))
		}
		if err := link.Do(t.Context(), s.Scope(officer), d.key(officer), linking.Linking{Campaign: id, In: false, Reports: []ident.Number{two.Number}, Why: "別の攻撃"}); err != nil {
			t.Error(code(err))
		}
		next := begin(officer, "次", two.Number)
		if err := merge.Do(t.Context(), s.Scope(officer), d.key(officer), id, linking.Merging{Into: next, Why: "同じ攻撃者"}); err != nil {
			t.Fatal(code(err))
		}
		if got := d.sees(officer, next); got != "2 links, 2 reasons, 2 in it" {
			t.Errorf("after merging: %s", got)
		}
		if err := link.Do(t.Context(), s.Scope(analyst), d.key(analyst), linking.Linking{Campaign: id, In: true, Reports: []ident.Number{two.Number}, Why: "x"}); code(err) != " fault.campaign.merged" {
			t.Errorf("linked to a merged one: %s", code(err))
		}
	})
}
