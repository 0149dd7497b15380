package csaf

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/domain/vuln"
)

// standing is what each list of product_status means, in the order in which they are read.
var standing = []struct {
	list   string
	status vuln.Status
}{
	{"known_affected", vuln.Affected},
	{"first_affected", vuln.Affected},
	{"last_affected", vuln.Affected},
	{"under_investigation", vuln.Investigating},
	{"unknown", vuln.Unknown},
	{"known_not_affected", vuln.Unaffected},
	{"recommended", vuln.Unaffected},
	{"fixed", vuln.Fixed},
	{"first_fixed", vuln.Fixed},
}

// Advisories reads one document, of the profile for advisories or of VEX: an advisory for each of its vulnerabilities.
func Advisories(j *feed.JSON, take feed.Take) error {
	doc := &Document{}
	at := j.Here()
	raw, err := j.Decode(doc)
	if err != nil {
		return err
	}
	at.ID = doc.About.Tracking.ID
	if v := doc.About.Version; v != "2.0" && v != "2.1" {
		return at.In("document.csaf_version").Fault("fault.feed.format", "want", "CSAF 2.0, 2.1", "text", v)
	}
	if at.ID == "" {
		return at.In("document.tracking").Fault("fault.feed.missing", "text", "id")
	}
	t, err := plant(at, doc)
	if err != nil {
		return err
	}
	for i := range doc.Vulnerabilities {
		j.Record++
		at.Record = j.Record
		d, err := one(at.Item("vulnerabilities", i), doc, t, i)
		if err != nil {
			return err
		}
		d.Part = i
		if err := take(d, raw); err != nil {
			return err
		}
	}
	return nil
}

// one is the advisory of one vulnerability of a document.
func one(at feed.Place, doc *Document, t *tree, i int) (*feed.Draft, error) {
	v := &doc.Vulnerabilities[i]
	d, err := feed.NewDraft(at, vuln.CSAF, v.id(doc, i))
	if err != nil {
		return nil, err
	}
	d.Oddities = slices.Clone(t.odd)
	if err := describe(d, doc); err != nil {
		return nil, err
	}
	for _, id := range v.IDs {
		d.Alias("ids", id.Text)
	}
	title, lang := v.Title, doc.About.Lang
	if title == "" {
		title = doc.About.Title
	}
	d.Said(&d.Title, "title", tongue(lang), title, vuln.LongestName)
	for _, n := range append(v.Notes, doc.About.Notes...) {
		if n.Category == "summary" || n.Category == "description" {
			d.Said(&d.Summary, "notes", tongue(lang), n.Text, vuln.LongestText)
		}
	}
	for _, w := range append(v.CWEs, v.CWE) {
		d.Weakness(w.ID)
	}
	for _, r := range append(v.References, doc.About.References...) {
		d.Refer("references", r.URL, r.Summary)
	}
	if err := v.score(d); err != nil {
		return nil, err
	}
	v.remedy(d, t, lang)
	for _, s := range standing {
		if err := stand(d, t, s.list, v.Status[s.list], s.status); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// id is the CVE, or the first other number, or a number within the document.
func (v *vulnerability) id(doc *Document, i int) string {
	switch {
	case strings.TrimSpace(v.CVE) != "":
		return v.CVE
	case len(v.IDs) > 0:
		return v.IDs[0].Text
	case len(doc.Vulnerabilities) == 1:
		return doc.About.Tracking.ID
	}
	return doc.About.Tracking.ID + "#" + strconv.Itoa(i+1)
}

// describe notes what a document says of itself.
func describe(d *feed.Draft, doc *Document) error {
	about := &doc.About
	d.Publisher = d.Text("document.publisher.name", about.Publisher.Name, vuln.LongestName)
	d.Document = d.Text("document.tracking.id", about.Tracking.ID, vuln.LongestName)
	d.Revision = d.Text("document.tracking.version", about.Tracking.Version, vuln.LongestName)
	if c := about.Category; c == "csaf_withdrawn" || c == "csaf_superseded" {
		d.State = vuln.Withdrawn
	}
	label, known := tlp[about.Distribution.TLP.Label]
	if !known { // what is not known is handled as the strictest
		label = "RED"
		d.Odd(vuln.Unreadable, "document.distribution.tlp.label")
	}
	d.TLP = label
	at := d.Place
	at.At = ""
	var err error
	if d.PublishedAt, err = at.In("document.tracking.initial_release_date").Instant(about.Tracking.Initial); err != nil {
		return err
	}
	d.ModifiedAt, err = at.In("document.tracking.current_release_date").Instant(about.Tracking.Current)
	return err
}

// tlp are the labels of TLP 1 and 2, in the words of 2.
var tlp = map[string]string{"": "", "WHITE": "CLEAR", "CLEAR": "CLEAR", "GREEN": "GREEN", "AMBER": "AMBER", "AMBER+STRICT": "AMBER+STRICT", "RED": "RED"}

// tongue is the language into which a text of a document goes; one in a third language stands where the English would.
func tongue(lang string) string {
	if strings.HasPrefix(strings.ToLower(lang), "ja") {
		return "ja"
	}
	return "en"
}

func (v *vulnerability) score(d *feed.Draft) error {
	list := slices.Clone(v.Scores)
	for _, m := range v.Metrics {
		if m.Content.By == "" {
			m.Content.By = m.By
		}
		list = append(list, m.Content)
	}
	for _, s := range list {
		if s.By == "" {
			s.By = d.Publisher
		}
		for _, c := range []*feed.CVSS{s.V4, s.V3, s.V2} {
			if c == nil {
				continue
			}
			if err := d.Score("scores", *c, s.By); err != nil {
				return err
			}
		}
		if s.SSVC != nil {
			for _, o := range s.SSVC.Options {
				d.Decide("metrics", s.By, o)
			}
		}
	}
	return nil
}

func (v *vulnerability) remedy(d *feed.Draft, t *tree, lang string) {
	for i, r := range v.Remedies {
		path := feed.Place{}.Item("remediations", i).At
		to := vuln.Remedy{Kind: d.Text(path, r.Category, 100), Products: t.members(r.Products, r.Groups)}
		d.Said(&to.Text, path, tongue(lang), r.Details, vuln.LongestText)
		if strings.HasPrefix(r.URL, "https://") || strings.HasPrefix(r.URL, "http://") {
			to.URL = d.Text(path, r.URL, vuln.LongestName)
		}
		d.Remedy(path, to)
	}
}

// stand adds the products of one list with their status. Products that stand alone share a node.
func stand(d *feed.Draft, t *tree, list string, ids []string, status vuln.Status) error {
	alone := vuln.Node{}
	for i, id := range ids {
		n, ok, err := t.concerned(d, feed.Place{}.Item("product_status."+list, i).At, id, status)
		switch {
		case err != nil:
			return err
		case !ok:
		case n.Op == vuln.And:
			d.Configurations = append(d.Configurations, n)
		default:
			alone.Criteria = append(alone.Criteria, n.Criteria...)
		}
	}
	if len(alone.Criteria) > 0 {
		d.Configurations = append(d.Configurations, alone)
	}
	return nil
}
