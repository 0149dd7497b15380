package notification_test

import (
	"slices"
	"strings"
	"testing"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/procedure"
)

func flaggedRow(pairs ...string) form.Row {
	r := form.Row{Cells: form.Values{}}
	for i := 0; i < len(pairs); i += 2 {
		r.Cells[pairs[i]] = form.Value{Texts: strings.Fields(pairs[i+1])}
	}
	return r
}

// plant is a filing with a facility of which everything was said and some products.
func answered(products ...form.Row) form.Values {
	return form.Values{
		"business":   {Texts: []string{"electricity"}},
		"facilities": {Rows: []form.Row{flaggedRow("no", "S1", "name", "給電", "role", "critical", "integrated", "yes", "internet", "separated", "media", "none", "cloud", "none")}},
		"products":   {Rows: products}, "none_b": {Texts: []string{"ない"}},
	}
}

func named(name string, more ...string) form.Row {
	return flaggedRow(append([]string{"product", name, "maker", "Red_Hat", "kind", "software", "types", "a", "facility", "S1", "existing", "yes"}, more...)...)
}

func codes(n *procedure.Noted) (list []string) {
	for _, f := range n.Flags {
		list = append(list, f.Code)
	}
	return list
}

func TestWhatIsFlaggedOnArrival(t *testing.T) {
	t.Parallel()
	known := func(_, name string) bool { return name != "自作" }
	rows := func(n int) (list []form.Row) {
		for i := range n {
			list = append(list, named("P"+string(rune('A'+i))))
		}
		return list
	}
	half := answered(named("RHEL"))
	half["facilities"].Rows[0].Cells["cloud"] = form.Value{Unknown: true}
	last := func(n int) map[law.Sector]procedure.Noted {
		return map[law.Sector]procedure.Noted{"electricity": {Sector: "electricity", Rows: n}}
	}
	for name, c := range map[string]struct {
		values form.Values
		with   procedure.Facts
		want   string
		rows   []int
	}{
		"nothing":               {answered(named("RHEL"), named("Zabbix")), procedure.Facts{Known: known, Last: last(2)}, "", nil},
		"the first filing":      {answered(rows(20)...), procedure.Facts{}, "", nil},
		"not known":             {half, procedure.Facts{}, "fields", []int{0}},
		"written in two ways":   {answered(named("Open-SSH"), named("RHEL"), named("ＯＰＥＮＳＳＨ", "introduced_on", "2026-10-02")), procedure.Facts{}, "twice", []int{2}},
		"other types":           {answered(named("OpenSSH"), named("OpenSSH", "types", "b")), procedure.Facts{}, "", nil},
		"no dictionary":         {answered(named("RHEL"), named("自作")), procedure.Facts{Known: known}, "name", []int{1}},
		"no dictionary at hand": {answered(named("自作")), procedure.Facts{}, "", nil},
		"made for one operator": {answered(named("自作", "exempt", "bespoke", "voluntary", "yes")), procedure.Facts{Known: known}, "", nil},
		"many more":             {answered(rows(20)...), procedure.Facts{Last: last(10)}, "swing", nil},
		"five of many":          {answered(rows(20)...), procedure.Facts{Last: last(25)}, "", nil},
		"one of three":          {answered(rows(3)...), procedure.Facts{Last: last(4)}, "", nil},
		"of another business":   {answered(rows(20)...), procedure.Facts{Last: map[law.Sector]procedure.Noted{"gas": {Rows: 1}}}, "", nil},
		"ended rows":            {answered(named("RHEL"), named("自作", "change", "ended")), procedure.Facts{Known: known}, "", nil},
	} {
		n := notification.Change.Note(c.values, c.with)
		if got := strings.Join(codes(n), " "); got != c.want || len(n.Flags) == 1 && !slices.Equal(n.Flags[0].Rows, c.rows) {
			t.Errorf("%s: %q %v", name, got, n.Flags)
		}
	}
	if n := notification.New.Note(answered(named("RHEL", "types", "a e")), procedure.Facts{}); n.Types != "ae" || n.Answered != "abe" || n.Rows != 1 || n.Sector != "electricity" {
		t.Errorf("%+v", n)
	}
	none := notification.None.Note(form.Values{"business": {Texts: []string{"electricity"}}, "checked": {Texts: []string{"a", "b"}}}, procedure.Facts{Last: last(9)})
	if got := strings.Join(codes(none), " "); got != "fields swing" || none.Answered != "ab" || none.Rows != 0 {
		t.Errorf("none: %s %+v", got, none)
	}
	if n := notification.Stocktake.Note(form.Values{"business": {Texts: []string{"electricity"}}}, procedure.Facts{Last: last(9)}); n.Rows != 9 || len(n.Flags) != 0 {
		t.Errorf("a stock-take: %+v", n)
	}
}

// A type is a pattern when five others, and four in five, have it; of few nothing is said.
func TestThePatternOfABusiness(t *testing.T) {
	t.Parallel()
	of := func(n int, types string) (list []procedure.Last) {
		for range n {
			list = append(list, procedure.Last{Noted: procedure.Noted{Sector: "electricity", Types: types}})
		}
		return list
	}
	for name, c := range map[string]struct {
		last  []procedure.Last
		lacks string
	}{
		"five in all":      {of(5, "ab"), ""},
		"six":              {of(6, "abc"), "B, C"},
		"four of five":     {append(of(8, "abc"), of(2, "a")...), "B, C"},
		"fewer":            {append(of(7, "abc"), of(3, "a")...), ""},
		"another business": {[]procedure.Last{}, ""},
	} {
		if got := notification.PatternOf(c.last).Lacks("electricity", "a"); got != c.lacks {
			t.Errorf("%s: lacks %q", name, got)
		}
	}
}
