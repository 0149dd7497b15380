package feed

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/version"
	"kanmin/internal/domain/vuln/wfn"
)

// Take is handed each advisory, with its place and the bytes in which it was written, which are good until it returns.
type Take func(d *Draft, raw []byte) error

// Draft is an advisory that is being read. What cannot be kept as it was said is noted in it.
type Draft struct {
	vuln.Advisory
	Place Place
	Part  int // which of several that stand in the same bytes

	criteria int
}

// Draft reads the next record into a value and begins what it says; id is where the value keeps its number. The bytes are good until the next.
func (j *JSON) Draft(source vuln.Source, into any, id *string) (*Draft, []byte, error) {
	j.Record++
	at := j.Here()
	raw, err := j.Decode(into)
	if err != nil {
		return nil, nil, err
	}
	d, err := NewDraft(at, source, *id)
	return d, raw, err
}

// NewDraft begins an advisory of a source. Its state is published until the source says otherwise.
func NewDraft(p Place, s vuln.Source, id string) (*Draft, error) {
	d := &Draft{Place: p}
	d.Source, d.State = s, vuln.Published
	d.ID = vuln.ID(d.Text("id", id, vuln.LongestID))
	if d.ID == "" {
		return nil, p.Fault("fault.feed.nameless")
	}
	d.Place.ID = string(d.ID)
	return d, nil
}

// Odd notes something that is kept as it was said; path is within the record.
func (d *Draft) Odd(code, path string) {
	if len(d.Oddities) < vuln.MostOddities {
		d.Oddities = append(d.Oddities, vuln.Odd{Code: code, Path: path})
	}
}

// Text is a text without what cannot be stored, and without what is beyond the limit.
func (d *Draft) Text(path, s string, limit int) string {
	if plain(s) && len(s) <= limit {
		return strings.TrimSpace(s)
	}
	kept := strings.TrimSpace(strings.Map(func(r rune) rune {
		if unfit(r) {
			return -1
		}
		return r
	}, s))
	if len(kept) != len(strings.TrimSpace(s)) {
		d.Odd(vuln.Unreadable, path)
	}
	if utf8.RuneCountInString(kept) > limit {
		kept = string([]rune(kept)[:limit-1]) + "…"
		d.Odd(vuln.Shortened, path)
	}
	return kept
}

func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c >= 0x7f {
			return false
		}
	}
	return true
}

// unfit tells what text.Check refuses.
func unfit(r rune) bool {
	return r == 0 || text.Bidi(r) || r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe || unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' && r != '\r'
}

// Said puts a text into one of two languages; what is in another is passed over. The first of each counts.
func (d *Draft) Said(into *text.Both, path, lang, s string, limit int) {
	switch lang = strings.ToLower(lang); {
	case strings.HasPrefix(lang, "ja") && into.Ja == "":
		into.Ja = d.Text(path, s, limit)
	case (lang == "" || strings.HasPrefix(lang, "en")) && into.En == "":
		into.En = d.Text(path, s, limit)
	}
}

// Alias notes another number of the same vulnerability.
func (d *Draft) Alias(path, id string) {
	alias := vuln.ID(d.Text(path, id, vuln.LongestID))
	switch {
	case alias == "" || alias == d.ID || slices.Contains(d.Aliases, alias):
	case len(d.Aliases) == vuln.MostAliases:
		d.Odd(vuln.Shortened, path)
	default:
		d.Aliases = append(d.Aliases, alias)
	}
}

// Weakness notes a CWE.
func (d *Draft) Weakness(id string) {
	id = strings.ToUpper(strings.TrimSpace(id))
	if n, ok := strings.CutPrefix(id, "CWE-"); !ok || !digits(n) {
		return // NVD-CWE-noinfo, CWE-Other
	}
	if !slices.Contains(d.Weaknesses, id) && len(d.Weaknesses) < vuln.MostAliases {
		d.Weaknesses = append(d.Weaknesses, id)
	}
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != "" && len(s) < 10
}

// Refer notes a page. Only what a browser opens is kept.
func (d *Draft) Refer(path, url, name string, tags ...string) {
	url = strings.TrimSpace(url)
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		return
	}
	if slices.ContainsFunc(d.References, func(r vuln.Reference) bool { return r.URL == url }) {
		return
	}
	if len(d.References) == vuln.MostReferences || len(url) > vuln.LongestName || !plain(url) {
		d.Odd(vuln.Shortened, path)
		return
	}
	if len(tags) > 16 {
		tags = tags[:16]
	}
	d.References = append(d.References, vuln.Reference{URL: url, Name: d.Text(path, name, vuln.LongestName), Tags: tags})
}

// Remedy notes what should be done.
func (d *Draft) Remedy(path string, r vuln.Remedy) {
	if len(d.Remedies) == vuln.MostRemedies {
		d.Odd(vuln.Shortened, path)
		return
	}
	d.Remedies = append(d.Remedies, r)
}

// CVSS is a score as the JSON schemas of CVSS write it. Some sources write the number as a text.
type CVSS struct {
	Version  string `json:"version"`
	Vector   string `json:"vectorString"`
	Base     Number `json:"baseScore"`
	Severity string `json:"baseSeverity"`
}

// Number is a decimal number, also one between quotation marks.
type Number string

// UnmarshalJSON reads either.
func (n *Number) UnmarshalJSON(b []byte) error {
	*n = Number(strings.Trim(string(b), `" `))
	if *n == "null" {
		*n = ""
	}
	return nil
}

// Scaled is the number times a power of ten, rounded; ok is false when it is none or below 0.
func (n Number) Scaled(by float64) (int, bool) {
	f, err := strconv.ParseFloat(string(n), 64)
	if err != nil || math.IsNaN(f) || f < 0 || f*by > math.MaxInt32 {
		return 0, false
	}
	return int(math.Round(f * by)), true
}

// Score notes a CVSS score.
func (d *Draft) Score(path string, c CVSS, by string) error {
	if c.Vector == "" && c.Base == "" {
		return nil
	}
	base, ok := c.Base.Scaled(10)
	if !ok && c.Base != "" || base > 100 {
		return d.Place.In(path).Wrong(string(c.Base))
	}
	s := vuln.Score{
		Version: numbered(c), Vector: d.Text(path, c.Vector, 200), Base: base,
		Severity: strings.ToLower(d.Text(path, c.Severity, 20)), By: d.Text(path, by, 200),
	}
	switch {
	case slices.Contains(d.Scores, s):
	case len(d.Scores) == vuln.MostScores:
		d.Odd(vuln.Shortened, path)
	default:
		d.Scores = append(d.Scores, s)
	}
	return nil
}

// numbered is the version of a vector, whatever stands beside it.
func numbered(c CVSS) string {
	if v, ok := strings.CutPrefix(c.Vector, "CVSS:"); ok {
		v, _, _ = strings.Cut(v, "/")
		c.Version = v
	}
	if len(c.Version) > 8 {
		return c.Version[:8]
	}
	return c.Version
}

// Dates notes when the source said it first and last.
func (d *Draft) Dates(published, modified string, paths ...string) (err error) {
	if d.PublishedAt, err = d.Place.In(paths[0]).Instant(published); err != nil {
		return err
	}
	d.ModifiedAt, err = d.Place.In(paths[len(paths)-1]).Instant(modified)
	return err
}

// CPE reads a CPE name; what is none is noted.
func (d *Draft) CPE(path, s string) wfn.Name {
	if s = strings.TrimSpace(s); s == "" {
		return wfn.Name{}
	}
	n, ok := wfn.Parse(s)
	if !ok {
		d.Odd(vuln.Unreadable, path)
	}
	return n
}

// Product reads the CPE name of one product, without its version; a name that leaves open which product is none.
func (d *Draft) Product(path, s string) wfn.Name {
	n := d.CPE(path, s)
	if n.Pair() == "" {
		return wfn.Name{}
	}
	n.Version = wfn.Any
	return n
}

// Criterion makes a criterion fit to be kept, or says that it names nothing.
func (d *Draft) Criterion(path string, c vuln.Criterion) (vuln.Criterion, bool, error) {
	if d.criteria++; d.criteria > vuln.MostCriteria {
		return c, false, d.Place.In(path).Over("fault.feed.many", vuln.MostCriteria)
	}
	for _, s := range []*string{&c.Maker, &c.Product, &c.JVN, &c.PURL, &c.Ref} {
		*s = d.Text(path, *s, vuln.LongestName)
	}
	if c.CPE.IsZero() && c.Product == "" && c.JVN == "" && c.PURL == "" {
		return c, false, nil
	}
	if len(c.Platforms) > 100 {
		c.Platforms = c.Platforms[:100]
		d.Odd(vuln.Shortened, path)
	}
	for i := range c.Platforms {
		c.Platforms[i] = d.Text(path, c.Platforms[i], vuln.LongestName)
	}
	if len(c.Spans) > vuln.MostSpans {
		return c, false, d.Place.In(path).Over("fault.feed.many", vuln.MostSpans)
	}
	scheme := version.Of(c.CPE.Vendor.Text(), c.CPE.Product.Text())
	for i := range c.Spans {
		d.span(path, &c.Spans[i], scheme)
	}
	// The first span decides: what leaves open which versions are meant gives way to what says so.
	slices.SortStableFunc(c.Spans, func(a, b vuln.Span) int { return weight(a) - weight(b) })
	return c, true, nil
}

func weight(s vuln.Span) int {
	if s.Status == vuln.Unknown && s.Only+s.From+s.Until == "" {
		return 1
	}
	return 0
}

// span makes a span one that can be kept, and notes one in which nothing lies.
func (d *Draft) span(path string, s *vuln.Span, scheme version.Scheme) {
	for _, v := range []*string{&s.Only, &s.From, &s.Until, &s.Scheme} {
		*v = d.Text(path, *v, vuln.LongestName)
	}
	s.FromAfter, s.UntilBefore = s.FromAfter && s.From != "", s.UntilBefore && s.Until != ""
	s.Changes = slices.DeleteFunc(s.Changes, func(c vuln.Change) bool { return c.At == "" || len(c.At) > vuln.LongestName || !plain(c.At) })
	if named, ok := version.Named(s.Scheme); ok && scheme == version.Generic {
		scheme = named
	}
	if s.Contradictory(scheme) {
		d.Odd(vuln.Contradictory, path)
	}
}

// Tell notes what is strange about the instants, seen from the day of import.
func (d *Draft) Tell(now ident.Instant) {
	for path, at := range map[string]ident.Instant{"published": d.PublishedAt, "modified": d.ModifiedAt, "withdrawn": d.WithdrawnAt} {
		if at > now {
			d.Odd(vuln.Future, path)
		}
	}
	if d.ModifiedAt != 0 && d.ModifiedAt < d.PublishedAt {
		d.Odd(vuln.Backwards, "modified")
	}
}

var numbers = regexp.MustCompile(`^(?:CVE-\d{4}-\d{4,}|JVN(?:VU|TA)?#\d{8}|JVNDB-\d{4}-\d{6}|GHSA(?:-[0-9a-z]{4}){3})$`)

// IsNumber reports whether a text is a number under which registers know a vulnerability.
func IsNumber(s string) bool { return numbers.MatchString(s) }
