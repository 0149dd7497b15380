// Package osv reads advisories about open source packages (OSV schema 1).
package osv

import (
	"strings"

	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/domain/vuln"
)

type record struct {
	ID         string   `json:"id"`
	Modified   string   `json:"modified"`
	Published  string   `json:"published"`
	Withdrawn  string   `json:"withdrawn"`
	Aliases    []string `json:"aliases"`
	Upstream   []string `json:"upstream"`
	Summary    string   `json:"summary"`
	Details    string   `json:"details"`
	Severity   []score  `json:"severity"`
	Affected   []entry  `json:"affected"`
	References []struct {
		Type string `json:"type"`
		URL  string `json:"url"`
	} `json:"references"`
	Own struct {
		Severity   string   `json:"severity"`
		Weaknesses []string `json:"cwe_ids"`
	} `json:"database_specific"`
}

type score struct {
	Type   string `json:"type"`
	Vector string `json:"score"`
}

type entry struct {
	Package struct {
		Ecosystem string `json:"ecosystem"`
		Name      string `json:"name"`
		PURL      string `json:"purl"`
	} `json:"package"`
	Severity []score  `json:"severity"`
	Ranges   []span   `json:"ranges"`
	Versions []string `json:"versions"`
}

type span struct {
	Type   string `json:"type"`
	Events []struct {
		Introduced string `json:"introduced"`
		Fixed      string `json:"fixed"`
		Last       string `json:"last_affected"`
		Limit      string `json:"limit"`
	} `json:"events"`
}

// Advisories reads one document.
func Advisories(j *feed.JSON, take feed.Take) error {
	var r record
	d, raw, err := j.Draft(vuln.OSV, &r, &r.ID)
	if err != nil {
		return err
	}
	d.Publisher, _, _ = strings.Cut(string(d.ID), "-")
	for _, id := range append(r.Aliases, r.Upstream...) {
		d.Alias("aliases", id)
	}
	d.Title.En, d.Summary.En = d.Text("summary", r.Summary, vuln.LongestName), d.Text("details", r.Details, vuln.LongestText)
	if r.Modified == "" {
		return d.Place.Fault("fault.feed.missing", "text", "modified")
	}
	if err := d.Dates(r.Published, r.Modified, "published", "modified"); err != nil {
		return err
	}
	if d.WithdrawnAt, err = d.Place.In("withdrawn").Instant(r.Withdrawn); err != nil {
		return err
	}
	if d.WithdrawnAt != 0 {
		d.State = vuln.Withdrawn
	}
	for _, w := range r.Own.Weaknesses {
		d.Weakness(w)
	}
	for _, ref := range r.References {
		d.Refer("references", ref.URL, "", strings.ToLower(ref.Type))
	}
	if err := scores(d, "severity", r.Severity, r.Own.Severity); err != nil {
		return err
	}
	if err := concerned(d, r.Affected); err != nil {
		return err
	}
	return take(d, raw)
}

// scores keep the vectors. OSV says no number, and a word only beside them.
func scores(d *feed.Draft, path string, list []score, word string) error {
	for _, s := range list {
		if !strings.HasPrefix(s.Type, "CVSS_V") {
			continue
		}
		version := strings.TrimPrefix(s.Type, "CVSS_V") + ".0"
		if err := d.Score(path, feed.CVSS{Version: version, Vector: s.Vector, Severity: word}, string(d.Source)); err != nil {
			return err
		}
	}
	return nil
}

func concerned(d *feed.Draft, list []entry) error {
	node := vuln.Node{}
	for i, a := range list {
		path := feed.Place{}.Item("affected", i).At
		if err := scores(d, path, a.Severity, ""); err != nil {
			return err
		}
		c := vuln.Criterion{Product: a.Package.Name, Vulnerable: true}
		c.PURL, _ = feed.PURL(a.Package.PURL)
		if a.Package.Ecosystem != "" {
			c.Platforms = []string{a.Package.Ecosystem}
		}
		for n, r := range a.Ranges {
			if r.Type == "GIT" {
				continue // commits are no versions
			}
			events := make([]vuln.Event, len(r.Events))
			for k, e := range r.Events {
				if e.Introduced == "" && e.Fixed == "" && e.Last == "" && e.Limit == "" {
					return d.Place.In(path).Item("ranges", n).Item("events", k).Wrong("{}")
				}
				if e.Limit == "*" {
					e.Limit = ""
				}
				events[k] = vuln.Event{Introduced: e.Introduced, Fixed: e.Fixed, LastAffected: e.Last, Limit: e.Limit}
			}
			c.Spans = append(c.Spans, vuln.Spans(events, strings.ToLower(r.Type))...)
		}
		for _, v := range a.Versions {
			if len(c.Spans) == vuln.MostSpans && len(a.Ranges) > 0 { // the ranges say the same
				d.Odd(vuln.Shortened, path)
				break
			}
			c.Spans = append(c.Spans, vuln.Span{Only: v})
		}
		if len(c.Spans) == 0 { // commits only, or nothing
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
