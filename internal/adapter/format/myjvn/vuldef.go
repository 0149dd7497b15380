package myjvn

import (
	"encoding/xml"
	"strings"

	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/domain/vuln"
)

// info is one vulnerability in VULDEF of the older generation.
type info struct {
	ID   string `xml:"VulinfoID"`
	Data struct {
		Title    string `xml:"Title"`
		Overview string `xml:"VulinfoDescription>Overview"`
		Items    []struct {
			Maker    string   `xml:"Name"`
			Product  string   `xml:"ProductName"`
			CPEs     []string `xml:"Cpe"`
			Versions []string `xml:"VersionNumber"`
		} `xml:"Affected>AffectedItem"`
		Scores []struct {
			Version  string `xml:"version,attr"`
			Severity string `xml:"Severity"`
			Base     string `xml:"Base"`
			Vector   string `xml:"Vector"`
		} `xml:"Impact>Cvss"`
		Solutions []string `xml:"Solution>SolutionItem>Description"`
		Related   []struct {
			Name string `xml:"Name"`
			ID   string `xml:"VulinfoID"`
			URL  string `xml:"URL"`
		} `xml:"Related>RelatedItem"`
		Editions []string `xml:"History>HistoryItem>HistoryNo"`
		First    string   `xml:"DateFirstPublished"`
		Last     string   `xml:"DateLastUpdated"`
	} `xml:"VulinfoData"`
}

func vulinfo(x *feed.XML, e *xml.StartElement, lang string, take feed.Take) error {
	x.Record++
	var v info
	at := x.Here().In("Vulinfo")
	raw, err := x.Decode(&v, e)
	if err != nil {
		return err
	}
	d, err := feed.NewDraft(at, vuln.JVN, v.ID)
	if err != nil {
		return err
	}
	d.Publisher = "IPA"
	d.Said(&d.Title, "Title", lang, v.Data.Title, vuln.LongestName)
	d.Said(&d.Summary, "Overview", lang, v.Data.Overview, vuln.LongestText)
	if n := len(v.Data.Editions); n > 0 {
		d.Revision = d.Text("HistoryNo", v.Data.Editions[n-1], vuln.LongestName)
	}
	if err := d.Dates(v.Data.First, v.Data.Last, "DateFirstPublished", "DateLastUpdated"); err != nil {
		return err
	}
	for _, r := range v.Data.Related {
		refer(d, r.ID, r.URL)
	}
	for _, s := range v.Data.Scores {
		c := feed.CVSS{Version: s.Version, Vector: strings.TrimSpace(s.Vector), Base: feed.Number(strings.TrimSpace(s.Base)), Severity: s.Severity}
		if err := d.Score("Cvss", c, "IPA"); err != nil {
			return err
		}
	}
	for _, s := range v.Data.Solutions {
		r := vuln.Remedy{Kind: "vendor_fix"}
		d.Said(&r.Text, "Solution", lang, s, vuln.LongestText)
		if r.Text.Ja+r.Text.En != "" {
			d.Remedy("Solution", r)
		}
	}
	if err := items(d, v); err != nil {
		return err
	}
	return take(d, raw)
}

// items are the products. Their versions stand there in words; of those that nothing certain can be made of, it is not known which are meant.
func items(d *feed.Draft, v info) error {
	node := vuln.Node{}
	for i, it := range v.Data.Items {
		path := feed.Place{}.Item("AffectedItem", i).At
		c := vuln.Criterion{Maker: it.Maker, Product: it.Product, Vulnerable: true}
		for _, s := range it.CPEs {
			if c.CPE.IsZero() {
				c.CPE = d.Product(path+".Cpe", s)
			}
		}
		for _, s := range it.Versions {
			if s = strings.TrimSpace(s); s == "" {
				continue
			}
			list, ok := feed.Spans(s, vuln.Affected)
			if !ok {
				d.Odd(vuln.Unreadable, path+".VersionNumber")
				list = []vuln.Span{{Status: vuln.Unknown}}
			}
			c.Spans = append(c.Spans, list...)
		}
		if len(c.Spans) == 0 {
			c.Spans = []vuln.Span{{Status: vuln.Unknown}}
		}
		c, ok, err := d.Criterion(path, c)
		if err != nil {
			return err
		}
		if ok {
			node.Criteria = append(node.Criteria, c)
		}
	}
	if len(node.Criteria) > 0 {
		d.Configurations = []vuln.Node{node}
	}
	return nil
}
