package feed

import (
	"maps"
	"slices"
	"strings"

	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/wfn"
)

// Referred is a page as CVE records refer to it.
type Referred struct {
	URL  string   `json:"url"`
	Name string   `json:"name"`
	Tags []string `json:"tags"`
}

// Affected is a product as CVE records name it; MyJVN has taken the shape over.
type Affected struct {
	Vendor    string     `json:"vendor"`
	Product   string     `json:"product"`
	Package   string     `json:"packageName"`
	PURL      string     `json:"packageURL"`
	CPEs      []string   `json:"cpes"`
	Platforms []string   `json:"platforms"`
	Default   string     `json:"defaultStatus"`
	Versions  []Versions `json:"versions"`
}

// Versions is a run of versions of such a product.
type Versions struct {
	Version  string `json:"version"`
	Status   string `json:"status"`
	Type     string `json:"versionType"`
	Before   string `json:"lessThan"`
	UpTo     string `json:"lessThanOrEqual"`
	Comments string `json:"description"`
	Changes  []struct {
		At     string `json:"at"`
		Status string `json:"status"`
	} `json:"changes"`
}

// Concern adds the products of a list, each as an alternative.
func (d *Draft) Concern(path string, list []Affected) error {
	node := vuln.Node{}
	for i, a := range list {
		at := Place{At: path}.Item("", i).At
		base := vuln.Criterion{Maker: meant(a.Vendor), Product: meant(a.Product), Vulnerable: true, Platforms: slices.Clone(a.Platforms)}
		if base.Product == "" {
			base.Product = meant(a.Package)
		}
		base.PURL, _ = PURL(a.PURL)
		var err error
		if base.Spans, base.Otherwise, err = d.versions(at, a); err != nil {
			return err
		}
		names := d.products(at+".cpes", a.CPEs)
		if len(names) == 0 {
			names = []wfn.Name{{}}
		}
		for _, n := range names {
			c := base
			c.CPE, c.Spans, c.Platforms = n, slices.Clone(base.Spans), slices.Clone(base.Platforms)
			c, ok, err := d.Criterion(at, c)
			if err != nil {
				return err
			}
			if ok {
				node.Criteria = append(node.Criteria, c)
			}
		}
	}
	if len(node.Criteria) > 0 {
		d.Configurations = append(d.Configurations, node)
	}
	return nil
}

// meant is a name that says something.
func meant(s string) string {
	s = strings.TrimSpace(s)
	switch strings.ToLower(s) {
	case "n/a", "unknown", "unspecified", "-", "none":
		return ""
	}
	return s
}

// products are the products of CPE names, each once. Their versions are what the versions beside them say.
func (d *Draft) products(path string, list []string) (names []wfn.Name) {
	for i, s := range list {
		n := d.CPE(Place{At: path}.Item("", i).At, s)
		if n.IsZero() || n.Pair() == "" {
			continue
		}
		n.Version, n.Update = wfn.Any, wfn.Any
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

var statuses = map[string]vuln.Status{"affected": vuln.Affected, "unaffected": vuln.Unaffected, "unknown": vuln.Unknown}

// versions are the spans of a product and the status of what is in none. A list that names none at all means what its default says;
// a record without a default does not say (CVE record format: unknown).
func (d *Draft) versions(path string, a Affected) (list []vuln.Span, otherwise vuln.Status, err error) {
	otherwise = vuln.Unknown
	if a.Default != "" {
		var known bool
		if otherwise, known = statuses[a.Default]; !known {
			return nil, "", d.Place.In(path, "defaultStatus").Wrong(a.Default)
		}
	}
	for i, v := range a.Versions {
		at := Place{At: path}.Item("versions", i).At
		status, known := statuses[v.Status]
		if !known {
			return nil, "", d.Place.In(at, "status").Wrong(v.Status)
		}
		list = append(list, d.run(at, v, status)...)
	}
	if len(list) == 0 {
		list = []vuln.Span{{Status: otherwise}}
	}
	return list, otherwise, nil
}

// run is one entry of versions as spans.
func (d *Draft) run(path string, v Versions, status vuln.Status) []vuln.Span {
	from := meant(v.Version)
	if from == "0" || from == "*" {
		from = ""
	}
	s := vuln.Span{Status: status, Scheme: v.Type, From: from}
	switch {
	case v.Before == "" && v.UpTo == "" && len(v.Changes) == 0:
		return d.alone(path, v, status)
	case v.Before != "" && v.Before != "*":
		s.Until, s.UntilBefore = v.Before, true
	case v.UpTo != "" && v.UpTo != "*":
		s.Until = v.UpTo
	}
	// Some write the bound with its comparison: lessThan "< 2.4".
	if bound := strings.TrimLeft(s.Until, "<= "); bound != "" {
		s.Until = bound
	}
	for _, c := range v.Changes {
		if to, known := statuses[c.Status]; known {
			s.Changes = append(s.Changes, vuln.Change{At: c.At, Status: to})
		} else {
			d.Odd(vuln.Unreadable, path+".changes")
		}
	}
	return []vuln.Span{s}
}

// alone is an entry without bounds: one version, all of them, or a run in words.
func (d *Draft) alone(path string, v Versions, status vuln.Status) []vuln.Span {
	text := meant(v.Version)
	switch {
	case strings.TrimSpace(v.Version) == "*":
		return []vuln.Span{{Status: status, Scheme: v.Type}}
	case text == "": // which versions are meant is not said
		return []vuln.Span{{Status: vuln.Unknown}}
	}
	if list, ok := Spans(text, status); ok {
		for i := range list {
			list[i].Scheme = v.Type
		}
		return list
	}
	if len(text) <= 64 && !strings.ContainsAny(text, " \t\n") {
		return []vuln.Span{{Only: text, Status: status, Scheme: v.Type}}
	}
	d.Odd(vuln.Unreadable, path+".version")
	return []vuln.Span{{Status: vuln.Unknown}}
}

// Decide notes decision points of SSVC.
func (d *Draft) Decide(path, by string, options map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(options)) {
		if len(d.SSVC) == vuln.MostScores {
			d.Odd(vuln.Shortened, path)
			return
		}
		d.SSVC = append(d.SSVC, vuln.Point{Name: d.Text(path, name, 100), Value: d.Text(path, options[name], 100), By: d.Text(path, by, 100)})
	}
}
