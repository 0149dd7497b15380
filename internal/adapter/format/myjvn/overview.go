package myjvn

import (
	"encoding/json"
	"strings"

	"kanmin/internal/adapter/format/csaf"
	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/domain/vuln"
)

// entry is one vulnerability in JVNDBRSS of the newer generation.
type entry struct {
	Title      string `json:"title"`
	ID         string `json:"id"`
	Summary    string `json:"summary"`
	Link       string `json:"link"`
	Modified   string `json:"modified"`
	Created    string `json:"created"`
	Update     string `json:"update"` // as the first documents call it
	Published  string `json:"published"`
	References []struct {
		URL     string `json:"url"`
		Summary string `json:"summary"`
	} `json:"references"`
	Products []struct {
		Maker   string          `json:"vname"`
		Name    string          `json:"pname"`
		ID      string          `json:"product_id"`
		Version string          `json:"version"`
		Vendor  string          `json:"vendor"`
		Product string          `json:"product"`
		IDs     json.RawMessage `json:"product_ids"`
	} `json:"products"`
	Metrics []struct {
		Content scoring `json:"content"`
		By      string  `json:"source"`
	} `json:"metrics"`
	Scores scoring `json:"scores"`
	CWEs   []struct {
		ID string `json:"id"`
	} `json:"cwes"`
}

type scoring struct {
	V2 *feed.CVSS `json:"cvss_v2"`
	V3 *feed.CVSS `json:"cvss_v3"`
	V4 *feed.CVSS `json:"cvss_v4"`
}

// Advisories reads JVN iPedia's JSON: the overview (getVulnOverviewList, JVNDBRSS), and documents about one vulnerability, alone or in a bundle. An answer that
// carries an error is a fault with its code.
func Advisories(j *feed.JSON, take feed.Take) error {
	if head, err := j.Ahead(detailAhead); err != nil {
		return err
	} else if isDetail(j.File, head) {
		return csaf.JVN(j, take)
	}
	lang, listed, refusal := "ja", false, error(nil)
	err := j.Object(func(name string) error {
		switch name {
		case "feed", "jvndb-datafeed":
			return j.Object(func(name string) error {
				switch name {
				case "lang":
					_, err := j.Decode(&lang)
					return err
				case "entry":
					listed = true
					return j.List(func(int) error { return overview(j, lang, take) })
				}
				return nil
			})
		case "objects":
			return j.List(func(int) error { return bundled(j, &listed, take) })
		case "status":
			var s struct {
				Code text   `json:"retCd"`
				Err  string `json:"errCd"`
				Msg  string `json:"errMsg"`
			}
			if _, err := j.Decode(&s); err != nil {
				return err
			}
			if s.Code != "" && s.Code != "0" {
				refusal = j.Fault("fault.feed.refused", "code", s.Err, "message", s.Msg)
			}
		}
		return nil
	})
	switch {
	case refusal != nil:
		return refusal
	case err != nil:
		return err
	case !listed:
		return j.Fault("fault.feed.missing", "text", "entry")
	}
	return nil
}

// detailAhead is how far is looked for what a document is.
const detailAhead = 256 << 10

// isDetail reports whether a document is about one vulnerability.
func isDetail(file string, head []byte) bool {
	found := false
	j := feed.Within(file, head)
	_ = j.Object(func(name string) error { // it ends where the beginning ends
		found = found || name == "document"
		return nil
	})
	return found
}

// bundled reads the documents that lie in an object of a bundle (STIX).
func bundled(j *feed.JSON, listed *bool, take feed.Take) error {
	return j.Object(func(name string) error {
		if name != "VULDEF-Document" {
			return nil
		}
		*listed = true
		return j.List(func(int) error { return csaf.JVN(j, take) })
	})
}

// overview reads one entry. It says of no version whether it is concerned, unless it names one.
func overview(j *feed.JSON, lang string, take feed.Take) error {
	var e entry
	d, raw, err := j.Draft(vuln.JVN, &e, &e.ID)
	if err != nil {
		return err
	}
	d.Publisher = "IPA"
	d.Said(&d.Title, "title", lang, e.Title, vuln.LongestName)
	d.Said(&d.Summary, "summary", lang, e.Summary, vuln.LongestText)
	if err := d.Dates(first(e.Created, e.Published), first(e.Modified, e.Update), "created", "modified"); err != nil {
		return err
	}
	d.Refer("link", e.Link, string(d.ID))
	for _, r := range e.References {
		d.Refer("references", r.URL, r.Summary)
		if feed.IsNumber(r.Summary) {
			d.Alias("references", r.Summary)
		}
	}
	for _, c := range e.CWEs {
		d.Weakness(c.ID)
	}
	if err := e.score(d); err != nil {
		return err
	}
	return concern(d, &e, raw, take)
}

func (e *entry) score(d *feed.Draft) error {
	by := make([]string, 0, len(e.Metrics)+1)
	list := make([]scoring, 0, len(e.Metrics)+1)
	for _, m := range e.Metrics {
		list, by = append(list, m.Content), append(by, m.By)
	}
	list, by = append(list, e.Scores), append(by, "")
	for i, s := range list {
		for _, c := range []*feed.CVSS{s.V4, s.V3, s.V2} {
			if c == nil {
				continue
			}
			if err := d.Score("metrics", *c, first(by[i], "IPA")); err != nil {
				return err
			}
		}
	}
	return nil
}

func concern(d *feed.Draft, e *entry, raw []byte, take feed.Take) error {
	node := vuln.Node{}
	for i, p := range e.Products {
		path := feed.Place{}.Item("products", i).At
		c := vuln.Criterion{Maker: first(p.Maker, p.Vendor), Product: first(p.Name, p.Product), Vulnerable: true}
		version := ""
		if strings.HasPrefix(p.ID, "jvnpid:") {
			c.JVN, version = feed.JVN(p.ID)
		}
		cpe, purl := identifiers(p.IDs)
		c.CPE, c.PURL = d.Product(path, cpe), purl
		version = first(p.Version, version)
		c.Spans = []vuln.Span{{Status: vuln.Unknown}}
		if version != "" {
			c.Spans = []vuln.Span{{Only: version}}
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
	return take(d, raw)
}

// identifiers reads the codes of a product: one object, or a list of them in the first documents.
func identifiers(raw json.RawMessage) (cpe, purl string) {
	type codes struct {
		CPE  string `json:"cpe"`
		Refs []struct {
			Key   string `json:"key"`
			Type  string `json:"nameType"`
			Value string `json:"value"`
		} `json:"id_refs"`
	}
	var list []codes
	if json.Unmarshal(raw, &list) != nil {
		var one codes
		if json.Unmarshal(raw, &one) != nil {
			return "", ""
		}
		list = []codes{one}
	}
	for _, c := range list {
		cpe = first(cpe, c.CPE)
		for _, r := range c.Refs {
			if first(r.Type, r.Key) == "purl" && purl == "" {
				purl, _ = feed.PURL(r.Value)
			}
		}
	}
	return cpe, purl
}

func first(list ...string) string {
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}
