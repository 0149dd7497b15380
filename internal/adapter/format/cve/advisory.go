package cve

import (
	"encoding/json"
	"strings"

	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/adapter/format/kev"
	"kanmin/internal/domain/vuln"
)

type record struct {
	Type    string `json:"dataType"`
	Version string `json:"dataVersion"`
	Meta    struct {
		ID        string `json:"cveId"`
		State     string `json:"state"`
		By        string `json:"assignerShortName"`
		Published string `json:"datePublished"`
		Updated   string `json:"dateUpdated"`
		Rejected  string `json:"dateRejected"`
	} `json:"cveMetadata"`
	Containers struct {
		CNA container   `json:"cna"`
		ADP []container `json:"adp"`
	} `json:"containers"`
}

type container struct {
	Provider struct {
		Name string `json:"shortName"`
	} `json:"providerMetadata"`
	Title      string            `json:"title"`
	Texts      []words           `json:"descriptions"`
	Reasons    []words           `json:"rejectedReasons"`
	ReplacedBy []string          `json:"replacedBy"`
	Affected   []feed.Affected   `json:"affected"`
	Applicable []feed.Applicable `json:"cpeApplicability"`
	Metrics    []metric          `json:"metrics"`
	Weaknesses []weakness        `json:"problemTypes"`
	References []feed.Referred   `json:"references"`
	Solutions  []words           `json:"solutions"`
	Mitigation []words           `json:"workarounds"`
}

type words struct {
	Lang string `json:"lang"`
	Text string `json:"value"`
}

type weakness struct {
	Texts []struct {
		ID string `json:"cweId"`
	} `json:"descriptions"`
}

type metric struct {
	V2    *feed.CVSS `json:"cvssV2_0"`
	V30   *feed.CVSS `json:"cvssV3_0"`
	V31   *feed.CVSS `json:"cvssV3_1"`
	V40   *feed.CVSS `json:"cvssV4_0"`
	Other *struct {
		Type    string          `json:"type"`
		Content json.RawMessage `json:"content"`
	} `json:"other"`
}

// Advisories reads one record, with what others have added to it (ADP containers: CISA's SSVC points and KEV entry).
func Advisories(j *feed.JSON, take feed.Take) error {
	j.Record++
	var r record
	at := j.Here()
	raw, err := j.Decode(&r)
	if err != nil {
		return err
	}
	if r.Version != "" && !strings.HasPrefix(r.Version, "5.") {
		return at.In("dataVersion").Fault("fault.feed.format", "want", "CVE 5", "text", r.Version)
	}
	d, err := feed.NewDraft(at, vuln.CVE, r.Meta.ID)
	if err != nil {
		return err
	}
	d.Publisher = d.Text("assignerShortName", r.Meta.By, vuln.LongestName)
	switch r.Meta.State {
	case "PUBLISHED":
	case "REJECTED":
		d.State = vuln.Rejected
	default:
		return d.Place.In("cveMetadata.state").Wrong(r.Meta.State)
	}
	if err := d.Dates(r.Meta.Published, r.Meta.Updated, "cveMetadata.datePublished", "cveMetadata.dateUpdated"); err != nil {
		return err
	}
	if d.WithdrawnAt, err = d.Place.In("cveMetadata.dateRejected").Instant(r.Meta.Rejected); err != nil {
		return err
	}
	if err := said(d, "containers.cna", r.Containers.CNA); err != nil {
		return err
	}
	for i, c := range r.Containers.ADP {
		if err := said(d, feed.Place{}.Item("containers.adp", i).At, c); err != nil {
			return err
		}
	}
	return take(d, raw)
}

// said adds what one container says.
func said(d *feed.Draft, path string, c container) error {
	if d.Title.En == "" {
		d.Title.En = d.Text(path+".title", c.Title, vuln.LongestName)
	}
	for _, w := range append(c.Texts, c.Reasons...) {
		d.Said(&d.Summary, path+".descriptions", w.Lang, w.Text, vuln.LongestText)
	}
	for _, id := range c.ReplacedBy { // no alias: what is said of this number is not said of that one
		if feed.IsNumber(id) {
			d.Refer(path+".replacedBy", "https://www.cve.org/CVERecord?id="+id, id, "replaced-by")
		}
	}
	for _, w := range c.Weaknesses {
		for _, t := range w.Texts {
			d.Weakness(t.ID)
		}
	}
	for _, r := range c.References {
		d.Refer(path+".references", r.URL, r.Name, r.Tags...)
	}
	remedies(d, path+".solutions", "vendor_fix", c.Solutions)
	remedies(d, path+".workarounds", "workaround", c.Mitigation)
	if err := measured(d, path+".metrics", c); err != nil {
		return err
	}
	if err := d.Concern(path+".affected", c.Affected); err != nil {
		return err
	}
	return d.Configure(path+".cpeApplicability", c.Applicable)
}

func remedies(d *feed.Draft, path, kind string, list []words) {
	r := vuln.Remedy{Kind: kind}
	for _, w := range list {
		d.Said(&r.Text, path, w.Lang, w.Text, vuln.LongestText)
	}
	if r.Text.Ja+r.Text.En != "" {
		d.Remedy(path, r)
	}
}

func measured(d *feed.Draft, path string, c container) error {
	for _, m := range c.Metrics {
		for _, s := range []*feed.CVSS{m.V40, m.V31, m.V30, m.V2} {
			if s == nil {
				continue
			}
			if err := d.Score(path, *s, c.Provider.Name); err != nil {
				return err
			}
		}
		if m.Other == nil {
			continue
		}
		if err := other(d, path, c.Provider.Name, m); err != nil {
			return err
		}
	}
	return nil
}

// other reads what stands beside CVSS: SSVC decision points, and the entry in the catalogue of exploited vulnerabilities.
func other(d *feed.Draft, path, by string, m metric) error {
	switch strings.ToLower(m.Other.Type) {
	case "ssvc":
		var ssvc struct {
			Options []map[string]string `json:"options"`
		}
		if err := d.Place.In(path).Unmarshal(m.Other.Content, &ssvc); err != nil {
			return err
		}
		for _, o := range ssvc.Options {
			d.Decide(path, by, o)
		}
	case "kev":
		var entry struct {
			Added string `json:"dateAdded"`
		}
		if err := d.Place.In(path).Unmarshal(m.Other.Content, &entry); err != nil {
			return err
		}
		known, err := kev.Entry(d, entry.Added, "")
		if err != nil {
			return err
		}
		if !known.On.IsZero() && d.KEV == nil {
			d.KEV = known
		}
	}
	return nil
}
