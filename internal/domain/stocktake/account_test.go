package stocktake_test

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"testing"

	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/stocktake"
)

var (
	places = []asset.Place{
		{ID: "f1", Asked: asset.Asked{Name: "給電制御システム", Role: "critical", Business: "d1", Internet: "connected", Media: "none", Cloud: "none", InPlace: law.Yes, Segments: []scope.Segment{{ID: "制御lan", Name: "制御LAN", Role: "facility"}}}},
		{ID: "f2", Asked: asset.Asked{Name: "監視システム", Role: "component", Business: "d1", Internet: "connected", Media: "none", Cloud: "none", InPlace: law.Yes, Segments: []scope.Segment{{ID: "制御lan", Name: "制御LAN", Role: "facility"}}}},
	}
	businesses  = []asset.Business{{ID: "d1", Sector: "electricity", DesignatedOn: law.MustDay("2026-01-10")}}
	designation = []party.Designation{{ID: "d1", Sector: "electricity", On: law.MustDay("2026-01-10")}}
)

// machine is a row of 機器台帳 that is to be filed, with what is said otherwise.
func machine(t *testing.T, id string, pairs ...string) asset.Item {
	t.Helper()
	cells := form.Values{}
	for _, list := range [][]string{{"facility", "給電制御システム", "segment", "制御LAN", "machine", "機" + id, "kind", "software", "layer", "os", "maker", "Sample", "product", "SampleOS", "roles", "is_facility", "use", "in_use", "in_place", "no", "integrated", "no", "introduced_on", "2026-11-24"}, pairs} {
		for i := 0; i < len(list); i += 2 {
			if cells[list[i]] = (form.Value{Texts: []string{list[i+1]}}); list[i+1] == "" {
				delete(cells, list[i])
			}
		}
	}
	var l fault.List
	i := asset.ReadItem(&l, "", cells, places)
	if err := l.Err(); err != nil {
		t.Fatalf("%s: %v", id, l.Fields)
	}
	i.ID = ident.Object(id)
	return i
}

func compare(today string, told []stocktake.Told, items ...asset.Item) stocktake.Account {
	return stocktake.Compare(law.Release(), law.MustDay(today), asset.Known{Businesses: businesses, Places: places, Items: items}, told, form.RowIDs(ident.Instant(rand.Int64N(1<<40)), "seed"))[0]
}

// file is what an account says next, filed: as its draft has it, with the days and answers that people fill in.
func file(t *testing.T, a stocktake.Account, at string) stocktake.Told {
	t.Helper()
	values := a.Draft
	values[notification.ContactField] = form.Value{Texts: []string{"設備課"}}
	rows := values[notification.ProductsField].Rows
	for i, r := range rows {
		if c := r.Cells["change"].Text(); c != "" && c != notification.Added && r.Cells["changed_on"].Empty() {
			rows[i] = r.With(form.Values{"changed_on": {Texts: []string{at}}})
		}
	}
	p := map[string]procedure.Procedure{notification.New.ID: notification.New, notification.Change.ID: notification.Change}[a.Procedure()]
	tidy, _, err := p.Check(values, procedure.Facts{At: law.MustDay(at).Start(), Before: a.Told.Values, Business: designation})
	if err != nil {
		t.Fatalf("%s: %v", p.ID, err.(*fault.Error).Fields) //nolint:errorlint,forcetypeassert // as it was made
	}
	return stocktake.Told{Base: filing.Filing{Number: "届-1"}, Last: filing.Filing{ArrivedAt: law.MustDay(at).Start()}, Values: tidy}
}

func encoded(t *testing.T, d law.Due) []byte {
	t.Helper()
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The first filing holds everything; each row has the date that `kanmin law due` gives, byte for byte.
func TestWhatWasNeverFiledIsNew(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		today     string
		says      []string
		due, rule string
	}{
		"T9 in place":            {"2026-11-30", []string{"in_place", "yes", "introduced_on", ""}, "2027-03-31", "asset.existing"},
		"T1":                     {"2026-11-30", nil, "2027-03-24", "asset.new"},
		"T2":                     {"2026-11-30", []string{"introduced_on", "2026-11-22"}, "2027-03-23", "asset.new"},
		"T17 earlier":            {"2026-11-30", []string{"introduced_on", "2026-11-15", "integrated", "yes"}, "2027-03-15", "asset.integrated"},
		"T18 safe":               {"2027-02-05", []string{"introduced_on", "2027-02-01", "integrated", "yes"}, "2027-03-31", "asset.integrated"},
		"T18 once it has passed": {"2027-04-10", []string{"introduced_on", "2027-02-01", "integrated", "yes"}, "2027-06-01", "asset.integrated"},
		"T19":                    {"2027-04-10", []string{"introduced_on", "2027-04-05", "integrated", "yes"}, "2027-08-05", "asset.integrated"},
		"nobody said":            {"2026-11-30", []string{"introduced_on", "", "in_place", ""}, "2027-03-31", "asset.existing"},
	} {
		a := compare(c.today, nil, machine(t, "1", c.says...))
		if a.Procedure() != notification.New.ID || len(a.Differences) != 1 {
			t.Errorf("%s: %s %+v", name, a.Procedure(), a.Differences)
			continue
		}
		d := a.Differences[0]
		if !d.Dated || d.Change != notification.Added || d.Due.Due != law.MustDay(c.due) || d.Due.Rule != c.rule || d.Facility != "給電制御システム" || len(d.Behind) != 1 {
			t.Errorf("%s: %s %s %+v", name, d.Due.Rule, d.Due.Due, d)
		}
		q := law.Question{On: d.Due.On, Sector: "electricity"}
		if c.rule == "asset.integrated" {
			q.AsOf = law.MustDay(c.today)
			if len(d.Due.Alternatives) == 0 {
				t.Errorf("%s: the other reading is not shown", name)
			}
		}
		want, err := law.DueFor(c.rule, q)
		if err != nil || string(encoded(t, want)) != string(encoded(t, d.Due)) {
			t.Errorf("%s: %v\n%s\n%s", name, err, encoded(t, want), encoded(t, d.Due))
		}
	}
}

// What was filed and stands is no difference; what is new, differs, was moved or ended is, with its day; once that is filed nothing is left.
func TestDifferencesAreFiledAndGone(t *testing.T) {
	t.Parallel()
	first := []asset.Item{machine(t, "1"), machine(t, "2", "product", "SampleDB", "layer", "middleware"), machine(t, "3", "product", "SampleApp", "layer", "application"), machine(t, "4", "product", "Other", "maker", "Else")}
	told := file(t, compare("2026-11-30", nil, first...), "2026-12-01")
	if a := compare("2026-12-02", []stocktake.Told{told}, first...); !a.Same() || a.Procedure() != notification.Stocktake.ID {
		t.Fatalf("%+v %v", a.Differences, a.Plant)
	}
	spelt := append([]asset.Item{machine(t, "1", "product", "ｓａｍｐｌｅｏｓ"), machine(t, "9", "maker", "SAMPLE", "introduced_on", "2026-12-20", "version", "2")}, first[1:]...)
	if a := compare("2027-01-02", []stocktake.Told{told}, spelt...); !a.Same() {
		t.Errorf("another spelling and a second machine: %+v", a.Differences)
	}
	second := []asset.Item{
		machine(t, "1"),
		machine(t, "2", "product", "SampleDB", "layer", "middleware", "facility", "監視システム", "changed_on", "2027-01-15"),
		machine(t, "3", "product", "SampleApp", "layer", "application", "use", "retired", "retired_on", "2027-01-20"),
		machine(t, "4", "product", "Other", "maker", "Renamed"),
		machine(t, "5", "product", "Fresh", "introduced_on", "2027-01-10"),
	}
	a := compare("2027-02-01", []stocktake.Told{told}, second...)
	got := ""
	for _, d := range a.Differences {
		got += d.Row.Cells["product"].Text() + " " + d.Change + " "
		if d.Dated {
			got += d.Due.Due.String()
		}
		got += " " + d.Facility + "\n"
	}
	if want := "Fresh added 2027-05-10 給電制御システム\nSampleDB moved 2027-05-17 監視システム\nSampleApp ended 2027-05-20 給電制御システム\nOther changed  給電制御システム\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if due, dated := a.Earliest(); !dated || due.Due != law.MustDay("2027-05-10") || a.Undated() != 1 {
		t.Errorf("%v %d", due.Due, a.Undated())
	}
	told = file(t, a, "2027-02-01")
	if a := compare("2027-02-02", []stocktake.Told{told}, second...); !a.Same() {
		t.Errorf("after it was filed: %+v %v", a.Differences, a.Plant)
	}
}

// Whatever is in 機器台帳, and however it changes: what one press drafts is taken as it is, and once it was filed nothing differs.
func TestFiledEverythingNothingDiffers(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	book := func() (items []asset.Item) {
		for n := range 1 + r.IntN(12) {
			items = append(items, machine(t, strconv.Itoa(n), "facility", pick("給電制御システム", "監視システム"), "machine", "機"+strconv.Itoa(r.IntN(6)), "maker", pick("A", "B"), "product", pick("P", "Q", "R", "p"),
				"introduced_on", pick("2026-11-24", "2026-12-01"), "in_place", "no", "use", pick("in_use", "in_use", "spare", "retired")))
		}
		return items
	}
	for n := range 200 {
		var told []stocktake.Told
		for range 4 {
			items := book()
			a := compare("2027-01-10", told, items...)
			if a.Procedure() == "" || a.Same() {
				continue
			}
			told = []stocktake.Told{file(t, a, "2027-01-10")}
			if a := compare("2027-01-11", told, items...); !a.Same() {
				t.Fatalf("%d: %+v %v", n, a.Differences, a.Plant)
			}
		}
	}
}

func TestQuarters(t *testing.T) {
	t.Parallel()
	for on, want := range map[string]string{"2026-11-30": "2026-10-01 2026-12-31", "2027-01-01": "2027-01-01 2027-03-31", "2028-02-29": "2028-01-01 2028-03-31", "2027-06-30": "2027-04-01 2027-06-30"} {
		first, last := stocktake.Quarter(law.MustDay(on))
		if got := first.String() + " " + last.String(); got != want {
			t.Errorf("%s: %s, want %s", on, got, want)
		}
	}
	if l := stocktake.Quarters(law.MustDay("2026-11-30"), 3); l[2] != law.MustDay("2027-06-30") {
		t.Error(l)
	}
}

func BenchmarkCompare(b *testing.B) {
	var items []asset.Item
	for n := range 5000 {
		var l fault.List
		c := form.Values{}
		for k, v := range map[string]string{"facility": "給電制御システム", "segment": "制御LAN", "machine": "監視" + strconv.Itoa(n/4), "kind": "software", "maker": "m" + strconv.Itoa(n%50), "product": "p" + strconv.Itoa(n%700), "roles": "is_facility", "in_place": "yes"} {
			c[k] = form.Value{Texts: []string{v}}
		}
		i := asset.ReadItem(&l, "", c, places)
		i.ID = ident.Object(strconv.Itoa(n))
		items = append(items, i)
	}
	a := compare("2026-11-30", nil, items...)
	told := []stocktake.Told{{Values: a.Draft}}
	for b.Loop() {
		compare("2026-11-30", told, items...)
	}
}
