package kev

import (
	"regexp"
	"strings"

	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/domain/vuln"
)

type record struct {
	ID       string   `json:"cveID"`
	Maker    string   `json:"vendorProject"`
	Product  string   `json:"product"`
	Name     string   `json:"vulnerabilityName"`
	Added    string   `json:"dateAdded"`
	Text     string   `json:"shortDescription"`
	Action   string   `json:"requiredAction"`
	Due      string   `json:"dueDate"`
	Ransom   string   `json:"knownRansomwareCampaignUse"`
	Notes    string   `json:"notes"`
	Weakness []string `json:"cwes"`
}

// Advisories reads the catalogue. One whose number of entries is not the one that it says was cut, and is refused.
func Advisories(j *feed.JSON, take feed.Take) error {
	count, found, listed := -1, 0, false
	err := j.Object(func(name string) error {
		switch name {
		case "count":
			_, err := j.Decode(&count)
			return err
		case "vulnerabilities":
			listed = true
			return j.List(func(int) error {
				found++
				return one(j, take)
			})
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case !listed:
		return j.Fault("fault.feed.missing", "text", "vulnerabilities")
	case found == 0:
		return j.Fault("fault.feed.nothing")
	case count >= 0 && count != found:
		return j.Short(count, found)
	}
	return nil
}

func one(j *feed.JSON, take feed.Take) error {
	var r record
	d, raw, err := j.Draft(vuln.KEV, &r, &r.ID)
	if err != nil {
		return err
	}
	d.Publisher = "CISA"
	d.Title.En, d.Summary.En = d.Text("vulnerabilityName", r.Name, vuln.LongestName), d.Text("shortDescription", r.Text, vuln.LongestText)
	if d.KEV, err = Entry(d, r.Added, r.Due); err != nil {
		return err
	}
	if d.KEV.On.IsZero() {
		return d.Place.In("dateAdded").Fault("fault.feed.missing", "text", "dateAdded")
	}
	if err := d.Dates(r.Added, "", "dateAdded"); err != nil {
		return err
	}
	d.KEV.Ransomware, d.KEV.Action = d.Text("knownRansomwareCampaignUse", r.Ransom, 20), d.Text("requiredAction", r.Action, vuln.LongestText)
	d.KEV.Note = d.Text("notes", r.Notes, vuln.LongestText)
	for _, w := range r.Weakness {
		d.Weakness(w)
	}
	for _, url := range address.FindAllString(r.Notes, -1) {
		d.Refer("notes", strings.TrimRight(url, ".,)"), "")
	}
	c, ok, err := d.Criterion("product", vuln.Criterion{Maker: r.Maker, Product: r.Product, Vulnerable: true, Spans: []vuln.Span{{Status: vuln.Unknown}}})
	if err != nil {
		return err
	}
	if ok {
		d.Configurations = []vuln.Node{{Criteria: []vuln.Criterion{c}}}
	}
	return take(d, raw)
}

var address = regexp.MustCompile(`https?://[^\s;"<>]+`)

// Entry is what a record says of its place in the catalogue.
func Entry(d *feed.Draft, added, due string) (*vuln.Known, error) {
	on, err := d.Place.In("dateAdded").Day(day(added))
	if err != nil {
		return nil, err
	}
	until, err := d.Place.In("dueDate").Day(day(due))
	if err != nil {
		return nil, err
	}
	return &vuln.Known{On: on, Due: until}, nil
}

// day is the day of an instant, as some write it.
func day(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "T")
	return s
}
