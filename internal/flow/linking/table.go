package linking

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/sighting"
)

// Of says of which reports a table of indicators is: those of a campaign, some that were chosen, or those that a filter leaves. The other
// reports of their cases belong to it: a 速報 names no indicator, the 詳報 after it does.
type Of struct {
	Campaign ident.Object
	Numbers  []ident.Number
	Filter   filing.Filter
}

// recent is how many days back a table begins where nothing says of what it is to be.
const recent = 30

// Recent is a table of the reports of the last thirty days.
func Recent(today law.Day) (o Of) {
	o.Filter.From = today.Add(-recent)
	return o
}

// The words with which the ways begin in an address.
const (
	ofCampaign = "campaign:"
	ofNumbers  = "reports:"
	ofFilter   = "filter:"
)

// ReadOf reads what String wrote; what cannot be read is Invalid at "of".
func ReadOf(s string) (of Of, err error) {
	var l fault.List
	switch {
	case strings.HasPrefix(s, ofCampaign):
		return Of{Campaign: ident.Object(strings.TrimPrefix(s, ofCampaign))}, nil
	case strings.HasPrefix(s, ofNumbers):
		if of.Numbers, err = campaign.ReadNumbers(strings.TrimPrefix(s, ofNumbers)); err == nil {
			return of, nil
		}
	case strings.HasPrefix(s, ofFilter):
		q, bad := url.ParseQuery(strings.TrimPrefix(s, ofFilter))
		if bad == nil {
			of.Filter, bad = filing.ReadFilter(q.Get)
		}
		if bad == nil {
			return of, nil
		}
	}
	l.Add("of", "fault.sighting.of", nil)
	return Of{}, l.Err()
}

// String is how an address says it.
func (o Of) String() string {
	switch {
	case o.Campaign != "":
		return ofCampaign + string(o.Campaign)
	case len(o.Numbers) > 0:
		list := make([]string, len(o.Numbers))
		for i, n := range o.Numbers {
			list[i] = n.ASCII()
		}
		return ofNumbers + strings.Join(list, ",")
	}
	return ofFilter + o.Filter.Query()
}

// TableTx is what a table of indicators is made from.
type TableTx interface {
	CampaignFilings(ident.Object) ([]ident.Filing, error)
	CampaignReports(ident.Object, []ident.Number) ([]campaign.Link, error)
	SearchLines(f filing.Filter, after filing.Place, limit int) ([]filing.Line, filing.Place, error)
	CasesOf(ids []ident.Filing, most int) ([]filing.Reported, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Table reads the indicators of several reports (侵害指標の表). It writes nothing but looks.
type Table struct {
	Look func(ctx context.Context, s access.Scope, purpose string, read func(TableTx) ([]ident.Object, error)) error
}

// Do makes the table from what the scope's office received of each report. Every report of which an indicator stands in it is looked at; of the others
// it tells nothing but how many there are. Who may call: officers. A report that is not open to the office, one that does not exist, and more than
// sighting.MostReports are Invalid at "of"; a campaign that is not open to it is Absent.
func (v Table) Do(ctx context.Context, s access.Scope, purpose string, of Of) (t sighting.Table, err error) {
	defer fault.Wrap(&err, "linking.Table")
	if err := s.Permit(MayRead); err != nil {
		return t, err
	}
	err = v.Look(ctx, s, purpose, func(tx TableTx) (seen []ident.Object, err error) {
		ids, err := of.filings(tx)
		if err != nil {
			return nil, err
		}
		d, err := received(tx, ids)
		if err != nil {
			return nil, err
		}
		t, err = sighting.Read(d)
		for _, r := range t.Reports {
			if r.Named > 0 {
				seen = append(seen, ident.Object(r.Filing))
			}
		}
		return seen, err
	})
	return t, err
}

func (o Of) filings(tx TableTx) (ids []ident.Filing, err error) {
	switch {
	case o.Campaign != "":
		return tx.CampaignFilings(o.Campaign)
	case len(o.Numbers) > 0:
		found, err := tx.CampaignReports("", o.Numbers)
		if err != nil {
			return nil, err
		}
		var l fault.List
		for _, n := range o.Numbers {
			at := len(ids)
			for _, f := range found {
				if f.Number == n {
					ids = append(ids, f.Filing)
				}
			}
			if len(ids) == at {
				l.Add("of", "fault.campaign.absent", fault.Args{"text": string(n)})
			}
		}
		return ids, l.Err()
	}
	lines, next, err := tx.SearchLines(o.Filter, filing.Place{}, sighting.MostReports)
	if err == nil && next.At != 0 {
		var l fault.List
		l.Add("of", "fault.sighting.reports", fault.Args{"n": strconv.Itoa(sighting.MostReports)})
		err = l.Err()
	}
	for _, l := range lines {
		ids = append(ids, l.Filing.ID)
	}
	return ids, err
}

// received are the cases of some reports, cut to what the office received.
func received(tx TableTx, ids []ident.Filing) (d dossier.Dossier, err error) {
	list, err := tx.CasesOf(ids, sighting.MostReports+1)
	if err != nil {
		return d, err
	}
	kinds := map[string]procedure.Procedure{}
	d, err = dossier.Read(list, func(ref string) (procedure.Procedure, error) {
		if p, known := kinds[ref]; known {
			return p, nil
		}
		p, err := tx.Procedure(ref)
		kinds[ref] = p
		return p, err
	})
	if err != nil {
		return d, err
	}
	all := make([]ident.Filing, len(list))
	for i, r := range list {
		all[i] = r.ID
	}
	released, err := tx.Released(all)
	if err != nil {
		return d, err
	}
	return d.Cut(released)
}
