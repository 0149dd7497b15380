package vuln_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/text"
	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/wfn"
)

func name(s string) wfn.Name {
	n, ok := wfn.Parse(s)
	if !ok {
		panic(s)
	}
	return n
}

func item(version string, names ...string) vuln.Item {
	p := &vuln.Product{Bound: true}
	for _, n := range names {
		p.Names = append(p.Names, name(n))
	}
	return vuln.Item{Product: p, Version: vuln.Registered(version)}
}

func crit(cpe string, spans ...vuln.Span) vuln.Criterion {
	return vuln.Criterion{CPE: name(cpe), Vulnerable: true, Spans: spans}
}

func where(cpe string) vuln.Criterion { return vuln.Criterion{CPE: name(cpe)} }

func any1(list ...vuln.Criterion) vuln.Node { return vuln.Node{Criteria: list} }

func both(nodes ...vuln.Node) vuln.Node { return vuln.Node{Op: vuln.And, Nodes: nodes} }

func says(nodes ...vuln.Node) vuln.Advisory {
	return vuln.Advisory{ID: "CVE-2026-0001", Source: vuln.NVD, State: vuln.Published, Configurations: nodes}
}

const (
	fortios = "cpe:2.3:o:fortinet:fortios"
	gate    = "cpe:2.3:h:fortinet:fortigate_100f"
	panos   = "cpe:2.3:o:paloaltonetworks:pan-os"
	sample  = "cpe:2.3:a:example:server"
)

func TestVerdictsAndTheirReasons(t *testing.T) {
	t.Parallel()
	range749 := vuln.Span{From: "7.4.0", Until: "7.4.9"}
	firmware := both(any1(crit("cpe:2.3:o:example:box_firmware", vuln.Span{Until: "2.0", UntilBefore: true})), any1(where("cpe:2.3:h:example:box:-")))
	box := item("", "cpe:2.3:h:example:box")
	words := vuln.Item{Product: &vuln.Product{Called: []memory.Key{vuln.Words("見本電機株式会社", "監視サーバー")}}, Version: vuln.Registered("1.0")}
	written := vuln.Criterion{Maker: "見本電機", Product: "監視サーバー", Vulnerable: true, Spans: []vuln.Span{{Until: "2.0"}}}
	csaf := vuln.Criterion{CPE: name(sample), Vulnerable: true, Otherwise: vuln.Investigating, Spans: []vuln.Span{{Only: "1.0", Status: vuln.Unaffected}, {Only: "1.1", Status: vuln.Fixed}}}
	for what, c := range map[string]struct {
		says vuln.Advisory
		it   vuln.Item
		e    vuln.Environment
		want vuln.Truth
		why  vuln.Why
	}{
		"inside":              {says(any1(crit(fortios, range749))), item("7.4.9", fortios), vuln.Environment{}, vuln.Yes, vuln.Inside},
		"above 7.4.9":         {says(any1(crit(fortios, range749))), item("v7.4.10", fortios), vuln.Environment{}, vuln.No, vuln.Outside},
		"alias":               {says(any1(crit(fortios, range749))), item("7.4.1", gate, fortios), vuln.Environment{}, vuln.Yes, vuln.Inside},
		"unknown":             {says(any1(crit(fortios, range749))), item("不明", fortios), vuln.Environment{}, vuln.Maybe, vuln.VersionUnknown},
		"series":              {says(any1(crit(fortios, range749))), item("7.4", fortios), vuln.Environment{}, vuln.Maybe, vuln.SeriesOnly},
		"series above":        {says(any1(crit(fortios, range749))), item("7.6", fortios), vuln.Environment{}, vuln.No, vuln.Outside},
		"series all inside":   {says(any1(crit(fortios, vuln.Span{From: "7.0.0", Until: "7.6.0", UntilBefore: true}))), item("7.4", fortios), vuln.Environment{}, vuln.Yes, vuln.Inside},
		"every version":       {says(any1(crit(fortios))), item("", fortios), vuln.Environment{}, vuln.Yes, vuln.EveryVersion},
		"other product":       {says(any1(crit(fortios))), item("7.4.1", sample), vuln.Environment{}, vuln.No, vuln.Nameless},
		"not applicable":      {says(any1(crit(sample + ":-"))), item("1.0", sample), vuln.Environment{}, vuln.No, vuln.Outside},
		"update unsaid":       {says(any1(crit(panos + ":10.2.9:h1"))), item("10.2.9", panos), vuln.Environment{}, vuln.Maybe, vuln.EditionUnknown},
		"update as written":   {says(any1(crit(panos + ":10.2.9:h1"))), item("10.2.9-h1", panos), vuln.Environment{}, vuln.Yes, vuln.Inside},
		"update above":        {says(any1(crit(panos, vuln.Span{Until: "10.2.9-h9"}))), item("10.2.9-h10", panos), vuln.Environment{}, vuln.No, vuln.Outside},
		"other target":        {says(any1(crit(sample + ":*:*:*:*:*:windows"))), item("1.0", sample+":*:*:*:*:*:linux"), vuln.Environment{}, vuln.No, vuln.OtherEdition},
		"target unsaid":       {says(any1(crit(sample + ":*:*:*:*:*:windows"))), item("1.0", sample), vuln.Environment{}, vuln.Maybe, vuln.EditionUnknown},
		"wildcard":            {says(any1(crit(sample + ":1.*"))), item("1.5", sample), vuln.Environment{}, vuln.Yes, vuln.Inside},
		"all of a maker":      {says(any1(crit("cpe:2.3:a:example"))), item("1.5", sample), vuln.Environment{}, vuln.Maybe, vuln.TooWide},
		"anything":            {says(any1(crit("cpe:2.3:a"))), item("1.5", sample), vuln.Environment{}, vuln.No, vuln.Nameless},
		"not vulnerable":      {says(any1(where(sample))), item("1.5", sample), vuln.Environment{}, vuln.No, vuln.Running},
		"hardware unsure":     {says(firmware), item("1.5", "cpe:2.3:o:example:box_firmware"), vuln.Environment{}, vuln.Maybe, vuln.EnvironmentUnsure},
		"hardware there":      {says(firmware), item("1.5", "cpe:2.3:o:example:box_firmware"), vuln.Environment{Others: []vuln.Item{box}}, vuln.Yes, vuln.Inside},
		"hardware absent":     {says(firmware), item("1.5", "cpe:2.3:o:example:box_firmware"), vuln.Environment{Complete: true}, vuln.No, vuln.EnvironmentAbsent},
		"firmware new":        {says(firmware), item("2.0", "cpe:2.3:o:example:box_firmware"), vuln.Environment{Others: []vuln.Item{box}}, vuln.No, vuln.Outside},
		"the hardware itself": {says(firmware), box, vuln.Environment{}, vuln.No, vuln.Running},
		"appliance":           {says(firmware), item("1.5", "cpe:2.3:h:example:box", "cpe:2.3:o:example:box_firmware"), vuln.Environment{}, vuln.Yes, vuln.Inside},
		"except where": {says(both(any1(crit(sample)), vuln.Node{Negate: true, Criteria: []vuln.Criterion{where("cpe:2.3:o:example:os")}})), item("1", sample),
			vuln.Environment{Others: []vuln.Item{item("", "cpe:2.3:o:example:os")}}, vuln.No, vuln.Excepted},
		"words":                 {says(any1(written)), words, vuln.Environment{}, vuln.Maybe, vuln.NameOnly},
		"words, other version":  {says(any1(written)), vuln.Item{Product: words.Product, Version: "3.0"}, vuln.Environment{}, vuln.No, vuln.Outside},
		"words of a CPE":        {says(any1(crit("cpe:2.3:a:example:web_server"))), vuln.Item{Product: &vuln.Product{Called: []memory.Key{vuln.Words("Example Inc.", "Web Server")}}}, vuln.Environment{}, vuln.Maybe, vuln.NameOnly},
		"known not affected":    {says(any1(csaf)), item("1.0", sample), vuln.Environment{}, vuln.No, vuln.Declared},
		"fixed":                 {says(any1(csaf)), item("1.1", sample), vuln.Environment{}, vuln.No, vuln.Mended},
		"under investigation":   {says(any1(csaf)), item("1.2", sample), vuln.Environment{}, vuln.Maybe, vuln.Examined},
		"ends before it begins": {says(any1(crit(sample, vuln.Span{From: "2", Until: "1"}))), item("1.5", sample), vuln.Environment{}, vuln.No, vuln.Outside},
		"commits":               {says(any1(crit(sample, vuln.Span{From: "1a2b", Until: "3c4d", Scheme: "git"}))), item("1.5", sample), vuln.Environment{}, vuln.Maybe, vuln.Unordered},
		"changes": {says(any1(crit(sample, vuln.Span{From: "1.0", Until: "*", Changes: []vuln.Change{{At: "1.4", Status: vuln.Unaffected}, {At: "1.6", Status: vuln.Affected}}}))), item("1.5", sample),
			vuln.Environment{}, vuln.No, vuln.Declared},
		"default": {says(any1(vuln.Criterion{CPE: name(sample), Vulnerable: true, Otherwise: vuln.Affected, Spans: []vuln.Span{{From: "2.0", Status: vuln.Unaffected}}})), item("1.5", sample), vuln.Environment{}, vuln.Yes, vuln.EveryVersion},
		"code":    {says(any1(vuln.Criterion{JVN: "jvn-1", Vulnerable: true})), vuln.Item{Product: &vuln.Product{JVN: []string{"jvn-1"}, Bound: true}}, vuln.Environment{}, vuln.Yes, vuln.EveryVersion},
	} {
		v, _ := c.says.Judge(c.it, c.e)
		if v.Truth != c.want || v.Reason.Why != c.why {
			t.Errorf("%s: %s because %s, want %s because %s", what, v.Truth, v.Reason.Why, c.want, c.why)
		}
	}
}

func TestTheSourceThatIsBelievedFirstDecides(t *testing.T) {
	t.Parallel()
	nvd := says(any1(crit(sample, vuln.Span{Until: "2.0"})))
	nvd.Title.En, nvd.PublishedAt, nvd.Scores = "A flaw", 5, []vuln.Score{{Version: "3.1", Base: 98}}
	maker := says(any1(vuln.Criterion{CPE: name(sample), Vulnerable: true, Spans: []vuln.Span{{Only: "1.0", Status: vuln.Fixed}}}))
	maker.ID, maker.Aliases, maker.Source, maker.Publisher = "EX-1", []vuln.ID{"CVE-2026-0001", "CVE-2026-0002"}, vuln.CSAF, "example"
	jvn := says(any1(crit(fortios)))
	jvn.ID, jvn.Aliases, jvn.Source, jvn.Title = "JVNDB-2026-000001", []vuln.ID{"CVE-2026-0001"}, vuln.JVN, text.Both{Ja: "見本"}
	kev := vuln.Advisory{ID: "CVE-2026-0001", Source: vuln.KEV, State: vuln.Published, KEV: &vuln.Known{Ransomware: "Known"}}
	list := []vuln.Advisory{nvd, maker, jvn, kev}
	cases := vuln.Merge(list)
	slices.Reverse(list)
	if !reflect.DeepEqual(cases, vuln.Merge(list)) || len(cases) != 2 || cases[0].ID != "CVE-2026-0001" {
		t.Fatalf("%d cases; in another order they are others", len(cases))
	}
	one := cases[0]
	if v := one.Judge(item("1.0", sample), vuln.Environment{}); v.Truth != vuln.No || v.Reason.Why != vuln.Mended || v.Reason.Source != vuln.CSAF {
		t.Errorf("%+v", v)
	}
	if v := one.Judge(item("1.0", fortios), vuln.Environment{}); v.Truth != vuln.Yes || v.Reason.Source != vuln.JVN {
		t.Errorf("%+v", v)
	}
	if v := one.Judge(item("1.0", gate), vuln.Environment{}); v.Truth != vuln.No || v.Reason.Why != vuln.Nameless {
		t.Errorf("%+v", v)
	}
	m := one.Merged()
	if m.Title != (text.Both{Ja: "見本", En: "A flaw"}) || m.KEV == nil || m.PublishedAt != 5 || !slices.Equal(m.Aliases, []vuln.ID{"EX-1", "CVE-2026-0002", "JVNDB-2026-000001"}) {
		t.Errorf("%+v", m)
	}
	if s, ok := one.Score(); !ok || s.Base != 98 {
		t.Error(s)
	}
	nvd.State = vuln.Rejected
	if c := vuln.Merge([]vuln.Advisory{nvd, jvn, kev})[0]; c.State() != vuln.Rejected || c.Judge(item("1.0", fortios), vuln.Environment{}).Reason.Why != vuln.Retracted {
		t.Error("a rejected number still concerns somebody")
	}
	if c := vuln.Merge([]vuln.Advisory{nvd, maker})[0]; c.State() != vuln.Published {
		t.Error("what the maker says fell with the number")
	}
}

func TestAnAdvisoryIsOneText(t *testing.T) {
	t.Parallel()
	a := says(any1(crit(sample+`:1.0\*`, vuln.Span{From: "1", Changes: []vuln.Change{{At: "2", Status: vuln.Fixed}}})))
	a.PublishedAt, a.KEV, a.SSVC = 1_790_000_000_000_000, &vuln.Known{Action: "直す"}, []vuln.Point{{Name: "Exploitation", Value: "active"}}
	b, err := a.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	again, err := vuln.Read(b)
	if !reflect.DeepEqual(a, again) || err != nil {
		t.Errorf("%s is read as %+v, %v", b, again, err)
	}
	x, _ := a.Digest()
	a.Title.En = "another"
	if y, _ := a.Digest(); x == y || !slices.Equal(vuln.Changed(again, a), []string{vuln.InText}) || len(vuln.Changed(a, a)) > 0 {
		t.Error("a change was not seen")
	}
}

func TestWhatIsUnfitIsNamed(t *testing.T) {
	t.Parallel()
	if a := says(any1(crit(sample))); a.Check() != nil {
		t.Error(a.Check())
	}
	deep := vuln.Node{}
	for range vuln.MostDepth {
		deep = vuln.Node{Nodes: []vuln.Node{deep}}
	}
	for place, change := range map[string]func(*vuln.Advisory){
		"[id:":                            func(a *vuln.Advisory) { a.ID = "" },
		"[source:":                        func(a *vuln.Advisory) { a.Source = "rumour" },
		"[state:":                         func(a *vuln.Advisory) { a.State = "" },
		"[title.ja:":                      func(a *vuln.Advisory) { a.Title.Ja = "\x00" },
		"[scores[0]:":                     func(a *vuln.Advisory) { a.Scores = []vuln.Score{{Base: 101}} },
		"[aliases:":                       func(a *vuln.Advisory) { a.Aliases = slices.Repeat([]vuln.ID{"x"}, vuln.MostAliases+1) },
		"[configurations[0].criteria[0]:": func(a *vuln.Advisory) { a.Configurations = []vuln.Node{any1(vuln.Criterion{Maker: "x"})} },
		"criteria[0].spans[0]:": func(a *vuln.Advisory) {
			a.Configurations = []vuln.Node{any1(crit(sample, vuln.Span{Only: "1", From: "2"}))}
		},
		"fault.advisory.deep":     func(a *vuln.Advisory) { a.Configurations = []vuln.Node{deep} },
		"fault.advisory.operator": func(a *vuln.Advisory) { a.Configurations = []vuln.Node{{Op: "xor"}} },
		"fault.advisory.status":   func(a *vuln.Advisory) { a.Configurations[0].Criteria[0].Otherwise = "perhaps" },
	} {
		a := says(any1(crit(sample)))
		change(&a)
		if err := a.Check(); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), place) {
			t.Errorf("%s: %v", place, err)
		}
	}
}

func TestEventsAreSpans(t *testing.T) {
	t.Parallel()
	got := vuln.Spans([]vuln.Event{{Introduced: "0"}, {Fixed: "1.2"}, {Introduced: "2.0"}, {LastAffected: "2.5"}, {Fixed: "9"}, {Introduced: "3"}}, "SEMVER")
	want := []vuln.Span{
		{Until: "1.2", UntilBefore: true, Status: vuln.Affected, Scheme: "SEMVER"}, {From: "2.0", Until: "2.5", Status: vuln.Affected, Scheme: "SEMVER"}, {From: "3", Status: vuln.Affected, Scheme: "SEMVER"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
