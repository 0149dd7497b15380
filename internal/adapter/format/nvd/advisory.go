// Package nvd reads what the NVD says of vulnerabilities (API and files 2.0).
package nvd

import (
	"strings"

	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/adapter/format/kev"
	"kanmin/internal/domain/vuln"
)

type record struct {
	CVE struct {
		ID        string  `json:"id"`
		By        string  `json:"sourceIdentifier"`
		Published string  `json:"published"`
		Modified  string  `json:"lastModified"`
		Status    string  `json:"vulnStatus"`
		Texts     []words `json:"descriptions"`
		Metrics   struct {
			V2  []metric `json:"cvssMetricV2"`
			V30 []metric `json:"cvssMetricV30"`
			V31 []metric `json:"cvssMetricV31"`
			V40 []metric `json:"cvssMetricV40"`
		} `json:"metrics"`
		Weaknesses []struct {
			Texts []words `json:"description"`
		} `json:"weaknesses"`
		Configurations []feed.Applicable `json:"configurations"`
		References     []struct {
			URL  string   `json:"url"`
			Tags []string `json:"tags"`
		} `json:"references"`
		Exploited string `json:"cisaExploitAdd"`
		Due       string `json:"cisaActionDue"`
		Action    string `json:"cisaRequiredAction"`
		Name      string `json:"cisaVulnerabilityName"`
	} `json:"cve"`
}

type words struct {
	Lang string `json:"lang"`
	Text string `json:"value"`
}

type metric struct {
	By       string    `json:"source"`
	CVSS     feed.CVSS `json:"cvssData"`
	Severity string    `json:"baseSeverity"` // beside the score, in version 2
}

// Advisories reads one page or file. A page with fewer entries than it says was cut, and is refused.
func Advisories(j *feed.JSON, take feed.Take) error {
	page := struct{ per, start, total int }{-1, 0, -1}
	found, listed := 0, false
	err := j.Object(func(name string) (err error) {
		switch name {
		case "resultsPerPage":
			_, err = j.Decode(&page.per)
		case "startIndex":
			_, err = j.Decode(&page.start)
		case "totalResults":
			_, err = j.Decode(&page.total)
		case "format":
			format := ""
			if _, err = j.Decode(&format); err == nil && format != "NVD_CVE" {
				return j.Fault("fault.feed.format", "want", "NVD_CVE", "text", format)
			}
		case "vulnerabilities":
			listed = true
			return j.List(func(int) error {
				found++
				return one(j, take)
			})
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case !listed:
		return j.Fault("fault.feed.missing", "text", "vulnerabilities")
	case page.per >= 0 && page.per != found && found != page.total-page.start: // the last page may say its size or the limit
		return j.Short(page.per, found)
	}
	return nil
}

func one(j *feed.JSON, take feed.Take) error {
	var r record
	d, raw, err := j.Draft(vuln.NVD, &r, &r.CVE.ID)
	if err != nil {
		return err
	}
	d.Publisher = d.Text("sourceIdentifier", r.CVE.By, vuln.LongestName)
	if strings.EqualFold(r.CVE.Status, "Rejected") {
		d.State = vuln.Rejected
	}
	d.Title.En = d.Text("cisaVulnerabilityName", r.CVE.Name, vuln.LongestName)
	for _, w := range r.CVE.Texts {
		d.Said(&d.Summary, "descriptions", w.Lang, w.Text, vuln.LongestText)
	}
	if err := d.Dates(r.CVE.Published, r.CVE.Modified, "cve.published", "cve.lastModified"); err != nil {
		return err
	}
	if err := scores(d, r); err != nil {
		return err
	}
	for _, w := range r.CVE.Weaknesses {
		for _, t := range w.Texts {
			d.Weakness(t.Text)
		}
	}
	for _, ref := range r.CVE.References {
		d.Refer("references", ref.URL, "", ref.Tags...)
	}
	if r.CVE.Exploited != "" {
		known, err := kev.Entry(d, r.CVE.Exploited, r.CVE.Due)
		if err != nil {
			return err
		}
		if !known.On.IsZero() {
			known.Action = d.Text("cisaRequiredAction", r.CVE.Action, vuln.LongestText)
			d.KEV = known
		}
	}
	if err := d.Configure("cve.configurations", r.CVE.Configurations); err != nil {
		return err
	}
	return take(d, raw)
}

func scores(d *feed.Draft, r record) error {
	for _, list := range [][]metric{r.CVE.Metrics.V40, r.CVE.Metrics.V31, r.CVE.Metrics.V30, r.CVE.Metrics.V2} {
		for _, m := range list {
			if m.CVSS.Severity == "" {
				m.CVSS.Severity = m.Severity
			}
			if err := d.Score("cve.metrics", m.CVSS, m.By); err != nil {
				return err
			}
		}
	}
	return nil
}
