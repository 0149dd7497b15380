package batch_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/batch"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
)

const (
	water, grid, none = "7000012050002", "1000012010003", "9000012010004"
)

var now = law.MustDay("2026-12-01").Start().Add(9 * 3600e9)

func sheet(name string, rows ...string) tabular.Grid {
	g := tabular.Grid{Sheet: name}
	for _, r := range rows {
		g.Rows = append(g.Rows, strings.Split(r, "|"))
	}
	return g
}

const (
	plant = "法人番号|事業|設備番号|設備の名称|設備の区分"
	goods = "法人番号|事業|製品名|製造者名|種類|類型|設備|令和8年10月1日に導入済み|導入日"
)

// book is a file with a row of a facility and one of a product for each operator; more stands below.
func book(plants, products []string) []tabular.Grid {
	return []tabular.Grid{sheet("設備", append([]string{plant}, plants...)...), sheet("製品一覧", append([]string{goods}, products...)...)}
}

func waterworks(change func(*batch.Operator)) map[string]batch.Operator {
	m := mandate.Mandate{
		ID: "m", Number: "委-R8-1", Operator: "o", Unit: "u", Maintainer: "x", State: mandate.InForce,
		Terms: mandate.Terms{Acts: []mandate.Act{mandate.Draft}, From: law.MustDay("2026-11-01"), Until: law.MustDay("2027-03-31")}, Words: mandate.Words{OperatorIs: "水道局", OperatorNo: water},
	}
	o := batch.Operator{Name: "水道局", Mandates: []mandate.Mandate{m}, Business: []party.Designation{{Operator: "o", Sector: law.Water, On: law.MustDay("2026-10-01")}}, Known: true}
	if change != nil {
		change(&o)
	}
	return map[string]batch.Operator{water: o, grid: {Name: "送配電", Known: true}}
}

func judged(t *testing.T, grids []tabular.Grid, of map[string]batch.Operator) []batch.Part {
	t.Helper()
	f, err := batch.Read(grids)
	if err != nil {
		t.Fatal(err)
	}
	return f.Judge(of, now)
}

func TestAFileIsPartedByOperator(t *testing.T) {
	t.Parallel()
	list := judged(t, book(
		[]string{water + "||S1|監視|特定重要設備", "1000-0120-10003|電気|S1|給電|特定重要設備", none + "||S1|x|特定重要設備", "123||S1|x|特定重要設備"},
		[]string{water + "||Zabbix|Zabbix|ソフトウェア|A、B|S1|はい|", water + "|水道|nginx|F5|ソフトウェア|類型A|S9|いいえ|46327", water + "||x|||||はい|"},
	), waterworks(nil))
	var got []string
	for _, p := range list {
		stop := ""
		if p.Stop != nil {
			stop = p.Stop.Code
		}
		got = append(got, fmt.Sprint(p.Number, " ", p.Business, " ", p.Rows, " ", stop, " ", p.Good()))
		for _, f := range p.Faults {
			got = append(got, fmt.Sprint("  ", f.Sheet, " ", f.Cell, " ", f.Code))
		}
	}
	if d := cmp.Diff([]string{
		water + " water [1 3]  false",
		"  製品一覧 G3 fault.notification.facility", "  製品一覧 D4 fault.form.needed", "  製品一覧 E4 fault.form.needed", "  製品一覧 F4 fault.form.needed", "  製品一覧 G4 fault.form.needed",
		grid + " electricity [1 0] fault.batch.unmandated false",
		none + "  [1 0] fault.batch.outside false",
		"123  [1 0] fault.mandate.number false",
	}, got); d != "" {
		t.Error(d)
	}
}

func TestWhyNothingIsDrafted(t *testing.T) {
	t.Parallel()
	good := book([]string{water + "||S1|監視|特定重要設備"}, []string{water + "||Zabbix|Zabbix|ソフトウェア|A|S1|はい|"})
	for name, c := range map[string]struct {
		change func(*batch.Operator)
		want   string
	}{
		"good":         {nil, ""},
		"ended":        {func(o *batch.Operator) { o.Mandates[0].Until = law.MustDay("2026-11-30"); o.Business = nil }, "fault.mandate.ended"},
		"revoked":      {func(o *batch.Operator) { o.Mandates[0].State = mandate.Revoked }, "fault.mandate.revoked"},
		"not begun":    {func(o *batch.Operator) { o.Mandates[0].From = law.MustDay("2026-12-02") }, "fault.mandate.later"},
		"waiting":      {func(o *batch.Operator) { o.Mandates[0].State = mandate.Proposed }, "fault.mandate.unsigned"},
		"not its act":  {func(o *batch.Operator) { o.Mandates[0].Acts = []mandate.Act{mandate.Notice} }, "fault.mandate.act.draft"},
		"business":     {func(o *batch.Operator) { o.Mandates[0].Sectors = []law.Sector{law.Gas}; o.Business[0].Sector = law.Gas }, ""},
		"of another":   {func(o *batch.Operator) { o.Mandates[0].Sectors = []law.Sector{law.Gas} }, "fault.batch.business"},
		"undesignated": {func(o *batch.Operator) { o.Business = nil }, "fault.batch.undesignated"},
		"two businesses": {func(o *batch.Operator) {
			o.Business = append(o.Business, party.Designation{Sector: law.Gas})
		}, "fault.batch.business"},
		"no mandate": {func(o *batch.Operator) { o.Mandates = nil }, "fault.batch.unmandated"},
		"a renewal after one that ended": {func(o *batch.Operator) {
			old := o.Mandates[0]
			old.State = mandate.Revoked
			o.Mandates = []mandate.Mandate{old, o.Mandates[0]}
		}, ""},
	} {
		p := judged(t, good, waterworks(c.change))[0]
		got := ""
		if p.Stop != nil {
			got = p.Stop.Code
		}
		if got != c.want || p.Good() != (c.want == "") {
			t.Errorf("%s: %q, want %q; %+v", name, got, c.want, p.Faults)
		}
	}
}

// A facility outside of the mandate is named at its cell; the same rows have the same mark in whatever file they stand, and others another.
func TestAFacilityOutsideAndTheMark(t *testing.T) {
	t.Parallel()
	rows := []string{water + "||S1|監視|特定重要設備", water + "||S2|北部浄水場|特定重要設備"}
	products := []string{water + "||Zabbix|Zabbix|ソフトウェア|A|S2|はい|"}
	narrow := func(o *batch.Operator) { o.Mandates[0].Facilities = "北部浄水場\n南部 浄水場" }
	p := judged(t, book(rows, products), waterworks(narrow))[0]
	if len(p.Faults) != 1 || p.Faults[0].Code != "fault.mandate.facility" || p.Faults[0].Sheet != "設備" || p.Faults[0].String() != "D2" || p.Good() {
		t.Errorf("%+v", p.Faults)
	}
	if p := judged(t, book(rows[1:], products), waterworks(narrow))[0]; !p.Good() || len(p.Lacks) > 0 {
		t.Errorf("within: %+v %+v", p.Faults, p.Lacks)
	}
	first := judged(t, book(rows[1:], products), waterworks(nil))[0].Mark()
	again := judged(t, book([]string{"", grid + "||S1|x|特定重要設備", rows[1]}, products), waterworks(nil))[1].Mark()
	other := judged(t, book(rows, products), waterworks(nil))[0].Mark()
	if first != again || first == other {
		t.Errorf("%s %s %s", first, again, other)
	}
	if _, err := batch.Read([]tabular.Grid{sheet("経費", "日付|金額", "1|2")}); err == nil {
		t.Error("a file of something else is read")
	}
}

func FuzzAFile(f *testing.F) {
	f.Add(plant+"\n"+water+"|水道|S1|監視|特定重要設備", goods+"\n"+water+"||x|y|ソフトウェア|A|S1|はい|46327")
	f.Add("\x00|", "法人番号|製品名\n|\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		file, err := batch.Read([]tabular.Grid{sheet("設備", strings.Split(a, "\n")...), sheet("製品一覧", strings.Split(b, "\n")...)})
		if err != nil {
			return
		}
		for _, p := range file.Judge(waterworks(nil), now) {
			if p.Good() && p.Of.ID == "" || len(p.Mark()) != 64 {
				t.Fatalf("%+v", p)
			}
		}
	})
}
