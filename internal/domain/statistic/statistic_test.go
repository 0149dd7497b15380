package statistic_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/statistic"
)

func day(s string) law.Day { return law.MustDay(s) }

var sameDay = cmp.Comparer(func(a, b law.Day) bool { return a == b })

// at is an hour of a day in Japan.
func at(s string) ident.Instant {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, ident.JST)
	if err != nil {
		panic(err)
	}
	return ident.At(t)
}

// filed is a report as it was filed: its number and case ("1 a"), and when.
func filed(t *testing.T, p procedure.Procedure, id, when string, values form.Values) *statistic.Fact {
	t.Helper()
	n, of, _ := strings.Cut(id, " ")
	data, err := p.Form.Canonical(values)
	if err != nil {
		t.Fatal(err)
	}
	f, ok, err := statistic.Read(p, filing.Reported{
		Filing:  filing.Filing{ID: ident.Filing("f" + n), Case: ident.Case(of), Org: ident.Org("o-" + of), State: filing.Arrived, ArrivedAt: at(when)},
		Content: filing.Content{Values: data},
	})
	if err != nil || !ok {
		t.Fatalf("%v, %v", ok, err)
	}
	return &f
}

func text(s ...string) form.Value { return form.Value{Texts: s} }

func aware(s string) form.Value { return text(strings.Replace(s, " ", "T", 1) + "+09:00") }

var power = func(ident.Org, law.Day) []law.Sector { return []law.Sector{law.Electricity} }

// story is four cases: one in time, one late, a voluntary one, one that was not reportable; and one that was withdrawn.
func story(t *testing.T) []*statistic.Fact {
	t.Helper()
	gone := filed(t, incident.Prompt, "7 e", "2026-10-04 09:00", form.Values{"what_kind": text("access"), "aware_at": aware("2026-10-04 08:00")})
	gone.Withdrawn = true
	return []*statistic.Fact{
		filed(t, incident.Prompt, "1 a", "2026-10-01 12:00", form.Values{"what_kind": text("access", "trace"), "aware_at": aware("2026-10-01 10:00"), "impact": text("none")}),
		filed(t, incident.Prompt, "2 b", "2026-10-02 13:00", form.Values{"what_kind": text("access"), "aware_at": aware("2026-10-02 09:00"), "impact": {Unknown: true}}),
		filed(t, incident.Voluntary, "3 c", "2026-10-03 12:00", form.Values{"what_kind": text("obstruction"), "aware_at": aware("2026-09-03 12:00")}),
		filed(t, incident.Prompt, "4 d", "2026-10-04 12:00", form.Values{"what_kind": text("malware"), "aware_at": aware("2026-08-01 12:00")}),
		filed(t, incident.Outside, "5 d", "2026-10-05 12:00", form.Values{"ground": text("none"), "found_on": text("2026-10-05"), "reason": text("点検"), "evidence": text("ログ")}),
		filed(t, incident.Detailed, "6 a", "2026-10-11 10:00", form.Values{
			"form_kind": text("ddos"), "what_kind": text("access"), "aware_at": aware("2026-10-01 10:00"), "ddos_types": text("t1498_001"), "technique_ids": text("T1486"),
			"products": text("FortiGate 100F(Fortinet)\nＦｏｒｔｉＧａｔｅ　100Ｆ(Fortinet)、監視盤"), "impact": text("stopped"),
		}),
		gone,
	}
}

// A product's name stands in the figures when a second operator wrote it, however it is spelt; until then it is only said that there are more.
func TestANameOfOneOperatorAloneIsNotShown(t *testing.T) {
	t.Parallel()
	q, err := statistic.ReadQuery(func(string) string { return "" }, day("2026-11-29"))
	if err != nil {
		t.Fatal(err)
	}
	cases := statistic.Cases(story(t), nil, power)
	twin := slices.Clone(cases)
	for _, c := range cases {
		again := c
		twin = append(twin, again) // the same operator once more
		again.Opened.Org = "another"
		if c.Has(statistic.Product, "監視盤") {
			cases = append(cases, again)
		}
	}
	for _, one := range []struct {
		cases []statistic.Case
		other int
		shown bool
	}{{twin, 2, false}, {cases, 0, true}} {
		for _, f := range statistic.Count(one.cases, q, day("2026-11-29")).Tables {
			if f.Figure == statistic.Product {
				shown := slices.ContainsFunc(f.Rows, func(r statistic.Row) bool { return r.Value == "監視盤" && r.N == 2 })
				if f.Other != one.other || shown != one.shown {
					t.Errorf("%+v", f)
				}
			}
		}
	}
}

// What is counted, by hand: voluntary, not reportable and withdrawn cases stand apart and are in no lateness; what was corrected counts once.
func TestWhatIsCounted(t *testing.T) {
	t.Parallel()
	q, err := statistic.ReadQuery(func(string) string { return "" }, day("2026-11-29"))
	if err != nil {
		t.Fatal(err)
	}
	cases := statistic.Cases(story(t), nil, power)
	r := statistic.Count(cases, q, day("2026-11-29"))
	want := map[statistic.Of]int{statistic.OfReport: 2, statistic.OfVoluntary: 1, statistic.OfOutside: 1, statistic.OfWithdrawn: 1}
	if d := cmp.Diff(want, r.All); d != "" || r.N != 2 {
		t.Errorf("%d: %s", r.N, d)
	}
	if r.Timely != (statistic.Share{In: 1, Of: 2}) || r.Prompt != (statistic.Median{N: 2, Hours: 3}) || r.Detail != (statistic.Median{N: 1, Hours: 240}) {
		t.Errorf("%+v %+v %+v", r.Timely, r.Prompt, r.Detail)
	}
	tables := map[statistic.Figure][]statistic.Row{}
	for _, one := range r.Tables {
		tables[one.Figure] = one.Rows
	}
	if d := cmp.Diff(map[statistic.Figure][]statistic.Row{
		statistic.Kind:      {{Value: "access", N: 2}},
		statistic.Effect:    {{Value: "stopped", N: 1}, {Value: "unknown", N: 1}},
		statistic.Sector:    {{Value: "electricity", N: 2}},
		statistic.Form:      {{Value: "ddos", N: 1}, {Value: "none", N: 1}},
		statistic.Technique: {{Value: "T1486", N: 1}, {Value: "T1498.001", N: 1}, {Value: "none", N: 1}},
		statistic.Product:   {{Value: "none", N: 1}}, // one operator alone wrote the others
	}, tables); d != "" {
		t.Error(d)
	}
	months := 0
	for _, m := range r.Months {
		months += m.N
	}
	if len(r.Months) != 2 || months != r.N || r.Months[0].On != day("2026-10-01") || r.Months[1].Until != day("2026-11-29") {
		t.Errorf("%+v", r.Months)
	}
	for _, c := range []struct {
		figure statistic.Figure
		value  string
		n      int
	}{{statistic.Kind, "access", 2}, {statistic.Product, "fortigate 100f(fortinet)", 1}, {statistic.Timeliness, "late", 1}, {statistic.Timeliness, "in-time", 1}, {"", "", 2}, {statistic.Kind, "nothing", 0}} {
		if got := statistic.Behind(cases, q, day("2026-11-29"), c.figure, c.value); len(got) != c.n {
			t.Errorf("behind %s=%s: %d", c.figure, c.value, len(got))
		}
	}
	q.Of = statistic.OfVoluntary
	if v := statistic.Count(cases, q, day("2026-11-29")); v.N != 1 || v.Timely.Of != 0 {
		t.Errorf("voluntary: %+v", v)
	}
}

// A day before the date is over nothing is late, however late the 詳報.
func TestNothingIsLateBeforeItsDateIsOver(t *testing.T) {
	t.Parallel()
	for _, c := range statistic.Cases(story(t), nil, power) {
		if c.Due.IsZero() {
			continue
		}
		if got := c.Timely(c.Due); got != "" {
			t.Errorf("%s: %s on its last day", c.Opened.Case, got)
		}
		if got := c.Timely(c.Due.Add(1)); c.Of() == statistic.OfReport && got == "" {
			t.Errorf("%s: nothing after it", c.Opened.Case)
		}
	}
}

// A section that was not released changes nothing: two worlds, one in which it was never written.
func TestAWithheldSectionChangesNothing(t *testing.T) {
	t.Parallel()
	whole := story(t)
	sight := statistic.Sight{}
	var without []*statistic.Fact
	for _, f := range whole {
		sight[f.ID] = []string{"outline", "contact"}
		g := *f
		g.Said = slices.DeleteFunc(slices.Clone(f.Said), func(s statistic.Said) bool { return s.Section == "computer" })
		without = append(without, &g)
	}
	q, _ := statistic.ReadQuery(func(string) string { return "" }, day("2026-11-29"))
	a := statistic.Count(statistic.Cases(whole, sight, power), q, day("2026-11-29"))
	b := statistic.Count(statistic.Cases(without, sight, power), q, day("2026-11-29"))
	if d := cmp.Diff(a, b, sameDay); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(a, statistic.Count(statistic.Cases(whole, nil, power), q, day("2026-11-29")), sameDay); d == "" {
		t.Error("the control: whoever received everything counts the same")
	}
	if n := len(statistic.Cases(whole, statistic.Sight{}, power)); n != 0 {
		t.Errorf("whoever received nothing counts %d", n)
	}
	for id := range sight {
		sight[id] = []string{"computer"} // not the day of awareness
	}
	if r := statistic.Count(statistic.Cases(whole, sight, power), q, day("2026-11-29")); r.Timely.Of != 0 || r.Prompt.N != 0 {
		t.Errorf("the clock is told to whom it was not released: %+v", r)
	}
}

// Whatever is typed for times, a median is a number that somebody could have waited.
func TestOddTimesBreakNoMedian(t *testing.T) {
	t.Parallel()
	facts := []*statistic.Fact{
		filed(t, incident.Prompt, "1 a", "2026-10-02 12:00", form.Values{"what_kind": text("access"), "aware_at": aware("2026-10-02 11:00")}),
		filed(t, incident.Times, "2 a", "2026-10-03 12:00", form.Values{"occurred_at": aware("2026-10-04 12:00"), "aware_at": aware("2026-10-02 10:00"), "times_reason": text("誤記")}), // known before it occurred
		filed(t, incident.Prompt, "3 b", "2026-10-02 12:00", form.Values{"what_kind": text("access"), "aware_at": aware("2026-12-02 11:00")}),                                         // known after it was reported
		filed(t, incident.Prompt, "4 c", "2026-10-02 12:00", form.Values{"what_kind": text("access"), "aware_at": aware("1026-10-02 11:00")}),                                         // long before the law
	}
	q, _ := statistic.ReadQuery(func(string) string { return "" }, day("2026-11-29"))
	r := statistic.Count(statistic.Cases(facts[:3], nil, power), q, day("2026-11-29"))
	if r.Prompt != (statistic.Median{N: 1, Hours: 2}) || r.N != 2 {
		t.Errorf("%+v of %d", r.Prompt, r.N)
	}
	if all := statistic.Count(statistic.Cases(facts, nil, power), q, day("2026-11-29")); all.Prompt.N != 2 || all.Prompt.Hours < 2 {
		t.Errorf("%+v", all.Prompt)
	}
}

// What cannot be counted is said with its place, and the default is counted.
func TestWhatCannotBeCounted(t *testing.T) {
	t.Parallel()
	today := day("2026-11-29")
	for typed, want := range map[string]string{
		"from=2026-11-02&until=2026-11-01": "until fault.filter.order", "from=1999-01-01&until=1999-12-31": "until fault.statistic.before", "from=1926-11-30": "from fault.statistic.long",
		"until=2126-11-30": "from fault.statistic.long", "sector=電気": "sector fault.filter.choice", "kind=all": "kind fault.filter.choice", "of=everything": "of fault.filter.choice", "from=きのう": "from fault.filter.day",
		"from=2026-01-01": "", "sector=electricity": "", "kind=malware": "", "from=令和8年10月1日": "", "of=voluntary": "",
	} {
		parts := map[string]string{}
		for part := range strings.SplitSeq(typed, "&") {
			name, value, _ := strings.Cut(part, "=")
			parts[name] = value
		}
		q, err := statistic.ReadQuery(func(name string) string { return parts[name] }, today)
		got := ""
		if e, ok := err.(*fault.Error); ok { //nolint:errorlint // what it itself returns
			got = e.Fields[0].Path + " " + e.Fields[0].Code
		}
		if got != want {
			t.Errorf("%s: %q, want %q", typed, got, want)
		}
		if q.From.Before(law.Commencement) || q.Until.Before(q.From) {
			t.Errorf("%s: counts from %s to %s", typed, q.From, q.Until)
		}
	}
}
