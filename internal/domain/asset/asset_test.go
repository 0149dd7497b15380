package asset_test

import (
	"maps"
	"strconv"
	"testing"

	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/notification"
)

var (
	places = []asset.Place{
		{ID: "f1", Asked: asset.Asked{Name: "給電制御システム", Business: "d1", Internet: "connected", Cloud: "none", InPlace: law.Yes, Segments: []scope.Segment{{ID: "制御lan", Name: "制御LAN", Role: "facility"}, {ID: "dmz", Name: "DMZ", Role: "dmz"}}}},
		{ID: "f2", Asked: asset.Asked{Name: "事務"}},
	}
	businesses = []asset.Business{{ID: "d1", Sector: "electricity", DesignatedOn: law.MustDay("2026-01-10")}}
)

func cells(pairs ...string) form.Values {
	v := form.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "?" {
			v[pairs[i]] = form.Value{Unknown: true}
			continue
		}
		v[pairs[i]] = form.Value{Texts: append(v[pairs[i]].Texts, pairs[i+1])}
	}
	return v
}

func item(t *testing.T, id string, pairs ...string) asset.Item {
	t.Helper()
	var l fault.List
	i := asset.ReadItem(&l, "", cells(pairs...), places)
	if err := l.Err(); err != nil {
		t.Fatalf("%s: %v", id, l.Fields)
	}
	i.ID = ident.Object(id)
	return i
}

func project(t *testing.T, items ...asset.Item) asset.Projection {
	t.Helper()
	return asset.Project(law.Release(), law.MustDay("2026-11-24"), asset.Known{Businesses: businesses, Places: places, Items: items})
}

// Two machines with one product, facility and set of types are one row; what stands behind it undoes the fold.
func TestProductsFoldIntoRows(t *testing.T) {
	t.Parallel()
	p := project(t,
		item(t, "1", "facility", "給電制御システム", "segment", "制御LAN", "machine", "監視1", "kind", "software", "layer", "os", "maker", "Sample", "product", "SampleOS", "roles", "is_facility", "in_place", "yes", "version", "1.0"),
		item(t, "2", "facility", "給電制御システム", "segment", "制御LAN", "machine", "監視2", "kind", "software", "layer", "os", "maker", "sample", "product", "SAMPLEOS", "roles", "is_facility", "in_place", "yes", "version", "2.0"),
		item(t, "3", "facility", "給電制御システム", "segment", "DMZ", "machine", "壁", "kind", "appliance", "maker", "Wall", "product", "W-1", "roles", "global_address", "roles", "controls", "introduced_on", "2026-11-24"),
	)
	if len(p.Rows) != 2 || len(p.Behind[0])+len(p.Behind[1]) != 3 {
		t.Fatalf("%+v %v", p.Rows, p.Behind)
	}
	for i, r := range p.Rows {
		want, due := 2, "2027-03-31"
		if r.Kind == asset.Appliance {
			want, due = 1, "2027-03-24"
		}
		if len(p.Behind[i]) != want || r.DueOn.String() != due || r.Business != "d1" {
			t.Errorf("%+v %v", r, p.Behind[i])
		}
	}
	if v := p.Verdicts["3"]; v.File != law.Yes || len(v.Types) != 3 { // A, C, D
		t.Errorf("%+v", v.Types)
	}
}

// A product that was taken out of use is not filed, whichever of a machine's rows stands first; what else runs on the machine is.
func TestWhatWasTakenOutOfUseIsNotFiled(t *testing.T) {
	t.Parallel()
	row := func(id, product, use string) asset.Item {
		return item(t, id, "facility", "給電制御システム", "segment", "制御LAN", "machine", "監視1", "kind", "software", "layer", "os", "maker", "Sample", "product", product, "roles", "is_facility", "in_place", "yes", "use", use)
	}
	for name, items := range map[string][]asset.Item{
		"the one in use first":   {row("1", "SampleOS", asset.InUse), row("2", "OldOS", asset.Retired), row("3", "Kept", asset.Spare)},
		"the one that was first": {row("2", "OldOS", asset.Retired), row("3", "Kept", asset.Spare), row("1", "SampleOS", asset.InUse)},
	} {
		p := project(t, items...)
		got := ""
		for _, r := range p.Rows {
			got += r.Product + " "
		}
		if got != "Kept SampleOS " || p.Verdicts["2"].File != law.No {
			t.Errorf("%s: %s, %v", name, got, p.Verdicts["2"].File)
		}
	}
}

// What is exempt stays inside, and leaves only when the operator says so.
func TestAnExemptRowStaysInsideUnlessItIsVolunteered(t *testing.T) {
	t.Parallel()
	of := func(more ...string) asset.Item {
		return item(t, "1", append([]string{"facility", "給電制御システム", "segment", "制御LAN", "machine", "監視1", "kind", "software", "layer", "os", "maker", "Microsoft", "product", "Windows Server", "roles", "is_facility", "in_place", "yes"}, more...)...)
	}
	if p := project(t, of()); len(p.Rows) != 0 || p.Verdicts["1"].Why.Rule != "scope.exempt.designated" {
		t.Errorf("%+v %+v", p.Rows, p.Verdicts["1"].Why.Rule)
	}
	if p := project(t, of("voluntary", "yes")); len(p.Rows) != 1 {
		t.Errorf("%+v", p.Rows)
	}
}

func TestAFacilityWithoutABusinessHasNobodyToFileTo(t *testing.T) {
	t.Parallel()
	p := project(t, item(t, "1", "facility", "事務", "machine", "机", "kind", "software", "maker", "a", "product", "b"))
	if len(p.Rows) != 0 || p.Homeless != 1 {
		t.Errorf("%+v", p)
	}
}

// The bad input of a row is told at its cell.
func TestARowIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	good := []string{"facility", "給電制御ｼｽﾃﾑ", "machine", "監視1", "kind", "software", "maker", "Sample", "product", "SampleOS"}
	for name, c := range map[string]struct {
		more []string
		want string
	}{
		"good":                        {nil, ""},
		"an unknown type letter":      {[]string{"types", "G", "types_reason", "x"}, "types fault.form.option"},
		"types without a reason":      {[]string{"types", "A"}, "types_reason fault.asset.reason"},
		"no facility of that name":    {[]string{"facility", "?"}, "facility fault.form.unknown"},
		"no segment of that name":     {[]string{"segment", "無線"}, "segment fault.asset.segment"},
		"a day in the era":            {[]string{"introduced_on", "令和8年10月1日"}, ""},
		"a day that is none":          {[]string{"introduced_on", "2026-02-30"}, "introduced_on fault.day.none"},
		"none of the roles, and one":  {[]string{"roles", "none", "roles", "stores"}, "roles fault.asset.none"},
		"a count that is none":        {[]string{"quantity", "0"}, "quantity fault.form.range"},
		"a kind that is none":         {[]string{"kind", "hardware"}, "kind fault.form.option"},
		"roles that nobody knows yet": {[]string{"roles", "?"}, ""},
	} {
		var l fault.List
		v := cells(good...)
		maps.Copy(v, cells(c.more...))
		i := asset.ReadItem(&l, "", v, places)
		got := ""
		if len(l.Fields) > 0 {
			got = l.Fields[0].Path + " " + l.Fields[0].Code
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if name == "good" && (i.Facility != "f1" || i.State != asset.InUse || !i.Cells[asset.Facility].Empty() || i.Shown(places)[asset.Facility].Text() != "給電制御システム") {
			t.Errorf("%+v", i)
		}
	}
	var l fault.List
	if asset.ReadItem(&l, "rows[3].", cells("facility", "ない設備"), places); len(l.Fields) != 5 {
		t.Errorf("%+v", l.Fields)
	}
}

func TestAFacilityIsChecked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		asked asset.Asked
		want  string
	}{
		"good":           {asset.Asked{Name: " 新しい設備 ", Business: "d1", Segments: []scope.Segment{{Name: "制御"}, {Name: " "}}}, ""},
		"no name":        {asset.Asked{Name: " "}, "name fault.form.needed"},
		"twice":          {asset.Asked{Name: "給電制御ｼｽﾃﾑ"}, "name fault.asset.twice"},
		"no business":    {asset.Asked{Name: "x", Business: "d9"}, "business fault.form.option"},
		"segments twice": {asset.Asked{Name: "x", Segments: []scope.Segment{{Name: "A"}, {Name: "Ａ"}}}, "segments[1].name fault.asset.twice"},
	} {
		err := c.asked.Check(places, []string{"d1"})
		got := ""
		if e, ok := err.(*fault.Error); ok { //nolint:errorlint // as it was made
			got = e.Fields[0].Path + " " + e.Fields[0].Code
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if name == "good" && (c.asked.Name != "新しい設備" || len(c.asked.Segments) != 1) {
			t.Errorf("%+v", c.asked)
		}
	}
}

// Nothing of the organisation's own is in what is filed: two 社内台帳 that differ in it alone project to the same rows.
func TestTheProjectionHoldsNothingOfTheOrganisationsOwn(t *testing.T) {
	t.Parallel()
	base := []string{"facility", "給電制御システム", "segment", "制御LAN", "machine", "監視1", "kind", "software", "layer", "os", "maker", "Sample", "product", "SampleOS", "roles", "is_facility", "in_place", "yes"}
	plain := project(t, item(t, "1", base...))
	full := project(t, item(t, "1", append(base, "number", "N-1", "version", "9.9", "quantity", "3", "place", "東京", "address", "192.0.2.1", "serial", "S", "note", "秘密")...))
	if len(plain.Rows) != 1 || len(full.Rows) != 1 {
		t.Fatal(plain.Rows, full.Rows)
	}
	if a, b := plain.Rows[0], full.Rows[0]; a.Facility != b.Facility || a.Maker != b.Maker || a.Product != b.Product || a.Kind != b.Kind || len(a.Types) != len(b.Types) || a.DueOn != b.DueOn {
		t.Errorf("%+v\n%+v", a, b)
	}
}

// What is projected is answered in the notification's own words, and its checks find nothing wrong with it but what nobody answered.
func TestTheAnswersAreThoseOfTheNotification(t *testing.T) {
	t.Parallel()
	p := project(t,
		item(t, "1", "facility", "給電制御システム", "segment", "制御LAN", "machine", "監視1", "kind", "software", "layer", "os", "maker", "Sample", "product", "SampleOS", "roles", "is_facility", "in_place", "yes"),
		item(t, "2", "facility", "給電制御システム", "segment", "DMZ", "machine", "壁", "kind", "appliance", "maker", "Wall", "product", "W-1", "roles", "global_address", "roles", "controls", "introduced_on", "2026-11-24"),
		item(t, "3", "facility", "給電制御システム", "segment", "制御LAN", "machine", "監視1", "kind", "software", "layer", "os", "maker", "Microsoft", "product", "Windows Server", "voluntary", "yes", "in_place", "yes"),
	)
	v := p.Answers(businesses[0], places, form.RowIDs(ident.Instant(0), "seed"))
	tidy, _, err := notification.NewForm.Check(v, ident.Instant(1_800_000_000_000_000))
	e, _ := err.(*fault.Error) //nolint:errorlint // as it was made
	for _, f := range e.Fields {
		if f.Path != "contact" && f.Path != "facilities[0].role" {
			t.Errorf("%s %s", f.Path, f.Code)
		}
	}
	if rows := tidy["products"].Rows; len(rows) != 3 || len(tidy["facilities"].Rows) != 1 {
		t.Fatalf("%+v", tidy)
	}
	for _, r := range tidy["products"].Rows {
		want := map[string]string{"SampleOS": "yes  ", "W-1": "no 2026-11-24 ", "Windows Server": "yes  windows_server"}[r.Cells["product"].Text()]
		if got := r.Cells["existing"].Text() + " " + r.Cells["introduced_on"].Text() + " " + r.Cells["exempt"].Text(); got != want {
			t.Errorf("%s: %q, want %q", r.Cells["product"].Text(), got, want)
		}
	}
}

func BenchmarkProject(b *testing.B) {
	var items []asset.Item
	for n := range 5000 {
		var l fault.List
		i := asset.ReadItem(&l, "", cells("facility", "給電制御システム", "segment", "制御LAN", "machine", "監視"+strconv.Itoa(n/4), "kind", "software", "maker", "m"+strconv.Itoa(n%50), "product", "p"+strconv.Itoa(n%700), "roles", "none", "in_place", "yes"), places)
		i.ID = ident.Object(strconv.Itoa(n))
		items = append(items, i)
	}
	b.ResetTimer()
	for b.Loop() {
		asset.Project(law.Release(), law.MustDay("2026-11-24"), asset.Known{Businesses: businesses, Places: places, Items: items})
	}
}
