package feed

import (
	"strings"

	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/wfn"
)

// Applicable is a node of the NVD's configurations, which CVE records and MyJVN have taken over.
type Applicable struct {
	Operator string       `json:"operator"`
	Negate   bool         `json:"negate"`
	Nodes    []Applicable `json:"nodes"`
	Children []Applicable `json:"children"`
	Matches  []Match      `json:"cpeMatch"`
}

// Match is a criterion of such a node. A JVN product id may stand where a CPE name does.
type Match struct {
	Vulnerable     *bool  `json:"vulnerable"`
	Criteria       string `json:"criteria"`
	StartIncluding string `json:"versionStartIncluding"`
	StartExcluding string `json:"versionStartExcluding"`
	EndIncluding   string `json:"versionEndIncluding"`
	EndExcluding   string `json:"versionEndExcluding"`
}

// Configure adds the configurations of a list, any one of which may be true.
func (d *Draft) Configure(path string, list []Applicable) error {
	for i, a := range list {
		at := Place{At: path}.Item("", i).At
		n, err := d.node(at, a, 1)
		if err != nil {
			return err
		}
		if len(n.Nodes)+len(n.Criteria) > 0 {
			d.Configurations = append(d.Configurations, n)
		}
	}
	return nil
}

func (d *Draft) node(path string, a Applicable, depth int) (n vuln.Node, err error) {
	at := d.Place.In(path)
	if depth > vuln.MostDepth {
		return n, at.Over("fault.feed.deep", vuln.MostDepth)
	}
	switch strings.ToUpper(a.Operator) {
	case "AND":
		n.Op = vuln.And
	case "", "OR":
	default:
		return n, at.In("operator").Wrong(a.Operator)
	}
	n.Negate = a.Negate
	for i, m := range a.Matches {
		c, ok, err := d.match(Place{At: path}.Item("cpeMatch", i).At, m)
		if err != nil {
			return n, err
		}
		if ok {
			n.Criteria = append(n.Criteria, c)
		}
	}
	for i, child := range append(a.Nodes, a.Children...) {
		c, err := d.node(Place{At: path}.Item("nodes", i).At, child, depth+1)
		if err != nil {
			return n, err
		}
		if len(c.Nodes)+len(c.Criteria) > 0 {
			n.Nodes = append(n.Nodes, c)
		}
	}
	return n, nil
}

func (d *Draft) match(path string, m Match) (vuln.Criterion, bool, error) {
	c := vuln.Criterion{Vulnerable: m.Vulnerable == nil || *m.Vulnerable}
	version := ""
	if strings.HasPrefix(m.Criteria, "jvnpid:") {
		c.JVN, version = JVN(m.Criteria)
	} else if c.CPE = d.CPE(path, m.Criteria); c.CPE.IsZero() {
		// Nothing can be compared with what is no name; as text it is still found and shown.
		c.Product = m.Criteria
	}
	s := vuln.Span{From: m.StartIncluding, Until: m.EndIncluding, Only: version}
	if m.StartExcluding != "" {
		s.From, s.FromAfter = m.StartExcluding, true
	}
	if m.EndExcluding != "" {
		s.Until, s.UntilBefore = m.EndExcluding, true
	}
	if s.From+s.Until != "" {
		s.Only = ""
	}
	if s.From+s.Until+s.Only != "" {
		c.Spans = []vuln.Span{s}
	}
	return d.Criterion(path, c)
}

// JVN cuts a JVN product id (jvnpid:1.0::maker:product:version) before its version.
func JVN(id string) (product, version string) {
	parts := wfn.Split(id)
	if len(parts) < 6 {
		return id, ""
	}
	version = strings.Join(parts[5:], ":")
	if version == "*" || version == "-" {
		version = ""
	}
	return strings.Join(parts[:5], ":"), version
}

// PURL is a package URL without version, qualifiers and subpath, and the version apart.
func PURL(s string) (name, version string) {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "#")
	s, _, _ = strings.Cut(s, "?")
	if i := strings.LastIndexByte(s, '@'); i > strings.LastIndexByte(s, '/') {
		return s[:i], s[i+1:]
	}
	return s, ""
}
