// Package vuln owns what is known of vulnerabilities (脆弱性, 法42条): what each source says of one, how several sources come to one, and
// whether it concerns a product, with the reason. It knows nothing of who has the product.
package vuln

import (
	"crypto/sha256"
	"encoding/json"

	"github.com/gowebpki/jcs"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// ID is how a vulnerability is known in a register: CVE-2026-0001, JVNDB-2026-000001, GHSA-….
type ID string

// Source is where an advisory comes from.
type Source string

// The sources.
const (
	Ministry Source = "ministry" // what a ministry learnt first, written on the form
	CSAF     Source = "csaf"     // the maker's own advisory
	JVN      Source = "jvn"      // JVN iPedia
	NVD      Source = "nvd"
	CVE      Source = "cve" // a CVE record: its issuer, and whoever enriched it
	OSV      Source = "osv"
	KEV      Source = "kev"  // the catalogue of exploited vulnerabilities: no versions
	EPSS     Source = "epss" // scores only
)

// Sources are all of them, the one first that is believed first where two speak of the same product.
var Sources = []Source{Ministry, CSAF, JVN, NVD, CVE, OSV, KEV, EPSS}

// State is whether what is said holds.
type State string

// The states.
const (
	Published State = "published"
	Rejected  State = "rejected"  // the number should not have been given
	Withdrawn State = "withdrawn" // the source takes it back
)

// Advisory is what one source says about one vulnerability.
type Advisory struct {
	ID        ID     `json:"id"`
	Aliases   []ID   `json:"aliases,omitempty"`
	Source    Source `json:"source"`
	Publisher string `json:"publisher,omitempty"` // who within the source: the CNA, the publisher of a CSAF document
	Document  string `json:"document,omitempty"`  // the source's own number of the document, if it is another
	Revision  string `json:"revision,omitempty"`  // as the source counts
	State     State  `json:"state"`

	Title   text.Both `json:"title,omitzero"`
	Summary text.Both `json:"summary,omitzero"`

	PublishedAt ident.Instant `json:"published_at,omitempty"` // 0: not said, as everywhere below
	ModifiedAt  ident.Instant `json:"modified_at,omitempty"`
	WithdrawnAt ident.Instant `json:"withdrawn_at,omitempty"`
	EmbargoAt   ident.Instant `json:"embargo_at,omitempty"` // until then nobody is told beyond those who are named
	TLP         string        `json:"tlp,omitempty"`

	Scores []Score `json:"scores,omitempty"`
	EPSS   *Chance `json:"epss,omitempty"`
	SSVC   []Point `json:"ssvc,omitempty"`
	KEV    *Known  `json:"kev,omitempty"`

	Weaknesses []string    `json:"weaknesses,omitempty"` // CWE-79
	References []Reference `json:"references,omitempty"`
	Remedies   []Remedy    `json:"remedies,omitempty"`
	// Configurations say what is concerned: any one of them that is true. None: the source names no product.
	Configurations []Node `json:"configurations,omitempty"`
	Oddities       []Odd  `json:"oddities,omitempty"`
}

// Score is a CVSS score.
type Score struct {
	Version  string `json:"version"` // 2.0, 3.0, 3.1, 4.0
	Vector   string `json:"vector"`
	Base     int    `json:"base"` // in tenths: 98 is 9.8
	Severity string `json:"severity,omitempty"`
	By       string `json:"by,omitempty"` // who scored
}

// Chance is EPSS: how likely it is exploited within 30 days, and how many have less; both in millionths.
type Chance struct {
	Probability int     `json:"probability"`
	Percentile  int     `json:"percentile"`
	Model       string  `json:"model,omitempty"`
	On          law.Day `json:"on,omitzero"`
}

// Point is one decision point of SSVC: Exploitation, active.
type Point struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	By    string `json:"by,omitempty"`
}

// Known is the entry of the catalogue of exploited vulnerabilities.
type Known struct {
	On         law.Day `json:"on"`
	Due        law.Day `json:"due,omitzero"`
	Ransomware string  `json:"ransomware,omitempty"` // "Known" or "Unknown", as it says
	Action     string  `json:"action,omitempty"`
	Note       string  `json:"note,omitempty"`
}

// Reference is a page about it.
type Reference struct {
	URL  string   `json:"url"`
	Name string   `json:"name,omitempty"`
	Tags []string `json:"tags,omitempty"` // patch, vendor-advisory, exploit …
}

// Remedy is what a source says should be done (対策).
type Remedy struct {
	Kind     string    `json:"kind"` // vendor_fix, mitigation, workaround, none_available, no_fix_planned
	Text     text.Both `json:"text,omitzero"`
	URL      string    `json:"url,omitempty"`
	Products []string  `json:"products,omitempty"` // Criterion.Ref; none: for all
}

// Odd is something in an advisory that is kept as it was said, and told.
type Odd struct {
	Code string `json:"code"`
	Path string `json:"path,omitempty"` // in the original document
}

// The oddities.
const (
	Future        = "future"        // an instant after the day of import
	Backwards     = "backwards"     // modified before it was published
	Contradictory = "contradictory" // a range that ends before it begins: nothing lies in it
	Unreadable    = "unreadable"    // a name or version of which nothing can be made; its text is kept
	Shortened     = "shortened"     // more than is kept
)

// ChangedAt is when the source last said something, for "changed since".
func (a Advisory) ChangedAt() ident.Instant { return max(a.PublishedAt, a.ModifiedAt, a.WithdrawnAt) }

// Canonical is the one way in which the advisory is written (RFC 8785): what is stored, and of what a digest is made.
func (a Advisory) Canonical() ([]byte, error) {
	raw, err := json.Marshal(a) //nolint:musttag // a name of a product is one text
	if err != nil {
		return nil, err
	}
	return jcs.Transform(raw)
}

// Digest tells one content from another.
func (a Advisory) Digest() ([sha256.Size]byte, error) {
	b, err := a.Canonical()
	return sha256.Sum256(b), err
}

// Read reads what Canonical wrote.
func Read(b []byte) (a Advisory, err error) {
	err = json.Unmarshal(b, &a) //nolint:musttag // as above
	return a, err
}
