package csaf

import (
	"strconv"

	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/domain/vuln"
)

// JVN reads one document of JVN iPedia as the newer MyJVN writes it (VULDEF, after CSAF 2.1): one number with its CVEs, and the versions beside the tree.
func JVN(j *feed.JSON, take feed.Take) error {
	j.Record++
	doc := &Document{}
	at := j.Here()
	raw, err := j.Decode(doc)
	if err != nil {
		return err
	}
	t, err := plant(at, doc)
	if err != nil {
		return err
	}
	d, err := feed.NewDraft(at, vuln.JVN, doc.About.Tracking.ID)
	if err != nil {
		return err
	}
	d.Oddities = t.odd
	if err := describe(d, doc); err != nil {
		return err
	}
	d.Document = ""
	lang := doc.About.Lang
	d.Said(&d.Title, "document.title", tongue(lang), doc.About.Title, vuln.LongestName)
	for _, n := range doc.About.Notes {
		d.Said(&d.Summary, "document.notes", tongue(lang), n.Text, vuln.LongestText)
	}
	for _, r := range doc.About.References {
		d.Refer("document.references", r.URL, r.Summary)
		aliased(d, r.Summary)
	}
	for i := range doc.Vulnerabilities {
		v := &doc.Vulnerabilities[i]
		d.Alias("vulnerabilities["+strconv.Itoa(i)+"].cve", v.CVE)
		for _, w := range append(v.CWEs, v.CWE) {
			d.Weakness(w.ID)
		}
		if err := v.score(d); err != nil {
			return err
		}
		v.remedy(d, t, lang)
	}
	if err := concern(d, doc, t); err != nil {
		return err
	}
	return take(d, raw)
}

// aliased notes a reference that is a number of the same vulnerability.
func aliased(d *feed.Draft, name string) {
	if feed.IsNumber(name) {
		d.Alias("document.references", name)
	}
}

// concern says which versions are concerned: by names if there are any, else as people read them, else by the tree, which has none and so leaves
// them open.
func concern(d *feed.Draft, doc *Document, t *tree) error {
	x := doc.Extension
	before := len(d.Configurations)
	if err := d.Configure("jvn_extension.cpeApplicability", x.Applicable); err != nil {
		return err
	}
	if len(d.Configurations) == before {
		if err := d.Concern("jvn_extension.affected", x.Affected); err != nil {
			return err
		}
	}
	if len(d.Configurations) > before {
		return nil
	}
	done := map[string]bool{}
	for i, v := range doc.Vulnerabilities {
		for _, s := range standing {
			fresh := v.Status[s.list][:0:0]
			for _, id := range v.Status[s.list] {
				if key := s.list + " " + id; !done[key] {
					done[key] = true
					fresh = append(fresh, id)
				}
			}
			status := s.status
			if status == vuln.Affected && len(t.leaves) > 0 { // of versions nothing was said
				status = vuln.Unknown
			}
			if err := stand(d, t, strconv.Itoa(i)+"."+s.list, fresh, status); err != nil {
				return err
			}
		}
	}
	return nil
}
