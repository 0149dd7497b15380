package vuln

import "kanmin/internal/domain/vuln/wfn"

// Op joins what stands below a node.
type Op string

// The operators. Empty is Or.
const (
	And Op = "and"
	Or  Op = "or"
)

// Node is a tree over criteria: "this program, running on that machine".
type Node struct {
	Op       Op          `json:"op,omitempty"`
	Negate   bool        `json:"negate,omitempty"`
	Nodes    []Node      `json:"nodes,omitempty"`
	Criteria []Criterion `json:"criteria,omitempty"`
}

// Status is what is said of versions of a product.
type Status string

// The statuses.
const (
	Affected      Status = "affected"
	Unaffected    Status = "unaffected" // CSAF known_not_affected, recommended
	Fixed         Status = "fixed"
	Investigating Status = "investigating" // CSAF under_investigation
	Unknown       Status = "unknown"       // CVE defaultStatus unknown
)

// Criterion names a product and says of which of its versions what holds. It names it by a CPE name, by a code, or as the source wrote it; all
// that are given name the same product.
type Criterion struct {
	CPE     wfn.Name `json:"cpe,omitzero"`
	Maker   string   `json:"maker,omitempty"` // as written
	Product string   `json:"product,omitempty"`
	JVN     string   `json:"jvn,omitempty"`  // jvnpid, or "vid:pid" of the older generation
	PURL    string   `json:"purl,omitempty"` // without version and qualifiers
	Ref     string   `json:"ref,omitempty"`  // the document's own id of the product, for Remedy
	// Vulnerable: the product is what is concerned. Else it is only where that runs (環境), and is never concerned itself.
	Vulnerable bool `json:"vulnerable,omitempty"`
	// Spans of versions; the first one that holds a version decides. None: the version of CPE decides, which may be any.
	Spans []Span `json:"spans,omitempty"`
	// Otherwise is the status of versions in no span (CVE defaultStatus); empty is unaffected.
	Otherwise Status   `json:"otherwise,omitempty"`
	Platforms []string `json:"platforms,omitempty"` // as written; shown, decides nothing
}

// Span is a run of versions of one status. An empty bound is open.
type Span struct {
	Only        string   `json:"only,omitempty"` // one version alone; the bounds are empty
	From        string   `json:"from,omitempty"`
	FromAfter   bool     `json:"from_after,omitempty"` // From itself is outside
	Until       string   `json:"until,omitempty"`
	UntilBefore bool     `json:"until_before,omitempty"` // Until itself is outside
	Status      Status   `json:"status,omitempty"`       // empty is affected
	Changes     []Change `json:"changes,omitempty"`      // within the span, in the order of versions
	Scheme      string   `json:"scheme,omitempty"`       // versionType of a CVE record, type of an OSV range: semver, rpm, git, custom …
}

// Change is the status of a span from a version on.
type Change struct {
	At     string `json:"at"`
	Status Status `json:"status"`
}

// Event is one event of an OSV range. One field is set.
type Event struct {
	Introduced, Fixed, LastAffected, Limit string
}

// Spans makes the spans of OSV events, which stand in the order of versions. "0" is the beginning.
func Spans(events []Event, scheme string) (list []Span) {
	open := false
	for _, e := range events {
		switch {
		case e.Introduced != "":
			s := Span{From: e.Introduced, Status: Affected, Scheme: scheme}
			if s.From == "0" {
				s.From = ""
			}
			list, open = append(list, s), true
		case !open:
		case e.Fixed != "" || e.Limit != "":
			last := &list[len(list)-1]
			last.Until, last.UntilBefore, open = e.Fixed+e.Limit, true, false
		case e.LastAffected != "":
			list[len(list)-1].Until, open = e.LastAffected, false
		}
	}
	return list
}
