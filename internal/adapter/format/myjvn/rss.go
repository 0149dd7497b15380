package myjvn

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/domain/vuln"
)

// item is one vulnerability in JVNDBRSS of the older generation (mod_sec).
type item struct {
	Title      string `xml:"title"`
	Link       string `xml:"link"`
	Text       string `xml:"description"`
	ID         string `xml:"identifier"`
	References []struct {
		ID  string `xml:"id,attr"`
		URL string `xml:",chardata"`
	} `xml:"references"`
	CPEs []struct {
		Maker   string `xml:"vendor,attr"`
		Product string `xml:"product,attr"`
		Name    string `xml:",chardata"`
	} `xml:"cpe"`
	Scores []struct {
		Version  string `xml:"version,attr"`
		Score    string `xml:"score,attr"`
		Severity string `xml:"severity,attr"`
		Vector   string `xml:"vector,attr"`
	} `xml:"cvss"`
	Issued   string `xml:"issued"`
	Modified string `xml:"modified"`
}

// status is how a request went.
type status struct {
	Code    string `xml:"retCd,attr"`
	Err     string `xml:"errCd,attr"`
	Message string `xml:"errMsg,attr"`
}

// AdvisoriesXML reads JVN iPedia's XML: JVNDBRSS (also what getVulnOverviewList answers) and VULDEF (getVulnDetailInfo).
func AdvisoriesXML(name string, in io.Reader, take feed.Take) error {
	x := feed.NewXML(name, in)
	lang, known := "ja", false
	for {
		e, err := x.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch e.Name.Local {
		case "RDF", "VULDEF-Document", "Result":
			known, lang = true, language(e, lang)
		case "item":
			err = rssItem(x, e, lang, take)
		case "Vulinfo":
			err = vulinfo(x, e, lang, take)
		case "Status":
			err = answered(x, e)
		}
		if err != nil {
			return err
		}
		if !known {
			return x.Here().Fault("fault.feed.kind")
		}
	}
	return nil
}

func language(e *xml.StartElement, lang string) string {
	for _, a := range e.Attr {
		if a.Name.Local == "lang" {
			return a.Value
		}
	}
	return lang
}

func answered(x *feed.XML, e *xml.StartElement) error {
	var s status
	if _, err := x.Decode(&s, e); err != nil {
		return err
	}
	if s.Code != "" && s.Code != "0" {
		return x.Here().Fault("fault.feed.refused", "code", s.Err, "message", s.Message)
	}
	return nil
}

// rssItem reads one item. It says of no version whether it is concerned.
func rssItem(x *feed.XML, e *xml.StartElement, lang string, take feed.Take) error {
	x.Record++
	var it item
	at := x.Here().In("item")
	raw, err := x.Decode(&it, e)
	if err != nil {
		return err
	}
	d, err := feed.NewDraft(at, vuln.JVN, it.ID)
	if err != nil {
		return err
	}
	d.Publisher = "IPA"
	d.Said(&d.Title, "title", lang, it.Title, vuln.LongestName)
	d.Said(&d.Summary, "description", lang, it.Text, vuln.LongestText)
	if err := d.Dates(it.Issued, it.Modified, "dcterms:issued", "dcterms:modified"); err != nil {
		return err
	}
	d.Refer("link", it.Link, string(d.ID))
	for _, r := range it.References {
		refer(d, r.ID, r.URL)
	}
	for _, s := range it.Scores {
		if err := d.Score("sec:cvss", feed.CVSS{Version: s.Version, Vector: s.Vector, Base: feed.Number(s.Score), Severity: s.Severity}, "IPA"); err != nil {
			return err
		}
	}
	node := vuln.Node{}
	for _, c := range it.CPEs {
		got, ok, err := d.Criterion("sec:cpe", vuln.Criterion{
			CPE: d.Product("sec:cpe", c.Name), Maker: c.Maker, Product: c.Product, Vulnerable: true, Spans: []vuln.Span{{Status: vuln.Unknown}},
		})
		if err != nil {
			return err
		}
		if ok {
			node.Criteria = append(node.Criteria, got)
		}
	}
	if len(node.Criteria) > 0 {
		d.Configurations = []vuln.Node{node}
	}
	return take(d, raw)
}

// refer notes a reference, which may be another number or a weakness.
func refer(d *feed.Draft, id, url string) {
	id = strings.TrimSpace(id)
	if strings.HasPrefix(id, "CWE-") {
		d.Weakness(id)
		return
	}
	if feed.IsNumber(id) {
		d.Alias("references", id)
	}
	d.Refer("references", url, id)
}
