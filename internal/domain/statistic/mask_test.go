package statistic_test

import (
	"encoding/json"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/statistic"
)

// possible counts, over every table of some numbers up to a bound, which numbers may stand behind what is published. add says whether a case
// counts once, so that the numbers add up to the total, or may count several times.
func possible(cells, most int, add bool, mask func(statistic.Table, int) statistic.Masked) map[string][]map[int]bool {
	behind := map[string][]map[int]bool{}
	n := make([]int, cells)
	var each func(i int)
	tell := func(total int) {
		t := statistic.Table{}
		for i, x := range n {
			t.Rows = append(t.Rows, statistic.Row{Value: string(rune('a' + i)), N: x})
		}
		said, err := json.Marshal(mask(t, total))
		if err != nil {
			panic(err)
		}
		if behind[string(said)] == nil {
			behind[string(said)] = make([]map[int]bool, cells)
			for i := range cells {
				behind[string(said)][i] = map[int]bool{}
			}
		}
		for i, x := range n {
			behind[string(said)][i][x] = true
		}
	}
	each = func(i int) {
		if i < cells {
			for n[i] = 0; n[i] <= most; n[i]++ {
				each(i + 1)
			}
			n[i] = 0
			return
		}
		sum, top := 0, 0
		for _, x := range n {
			sum, top = sum+x, max(top, x)
		}
		if add {
			tell(sum)
			return
		}
		for total := top; total <= sum; total++ {
			tell(total)
		}
	}
	each(0)
	return behind
}

// exact is how many published tables there are from which a hidden number can be calculated, by one who knows the rule.
func exact(behind map[string][]map[int]bool) (n int, example string) {
	for said, cells := range behind {
		var m statistic.Masked
		if err := json.Unmarshal([]byte(said), &m); err != nil {
			panic(err)
		}
		for i, r := range m.Rows {
			if r.Hide && len(cells[i]) < 2 {
				n, example = n+1, said
			}
		}
	}
	return n, example
}

// Property: from a table that is published, with its total and the rule in hand, no hidden number can be calculated. Every table of up to four
// numbers below ten is tried. The control hides the small numbers alone.
func TestNoHiddenNumberCanBeCalculated(t *testing.T) {
	t.Parallel()
	for cells, most := range map[int]int{2: 14, 3: 11, 4: 8} {
		for _, add := range []bool{true, false} {
			if n, example := exact(possible(cells, most, add, statistic.Mask)); n > 0 {
				t.Errorf("%d numbers, adding up %v: %d tables, one of them %s", cells, add, n, example)
			}
		}
		bare := func(t statistic.Table, total int) statistic.Masked {
			m := statistic.Masked{Total: statistic.Number{N: total}}
			for _, r := range t.Rows {
				one := statistic.MaskedRow{Value: r.Value, Number: statistic.Number{N: r.N}}
				if r.N < statistic.Least {
					one.Number = statistic.Number{Hide: true}
				}
				m.Rows = append(m.Rows, one)
			}
			return m
		}
		if n, _ := exact(possible(cells, most, true, bare)); n == 0 {
			t.Errorf("%d numbers: the control is not caught", cells)
		}
	}
}

// What leaves holds no number below the least, and of one month alone that is over.
func TestWhatLeavesGovernment(t *testing.T) {
	t.Parallel()
	cases := statistic.Cases(story(t), nil, power)
	q, err := statistic.PublicMonth(day("2026-10-15"), day("2026-11-29"))
	list := statistic.Public(cases, q, day("2026-11-29"))
	if err != nil || q.From != day("2026-10-01") || q.Until != day("2026-10-31") || len(list) != len(statistic.Figures) {
		t.Fatalf("%d, %v", len(list), err)
	}
	for _, m := range list {
		if !m.Total.Hide || m.Total.N != 0 {
			t.Errorf("%s: %+v", m.Figure, m.Total)
		}
		for _, r := range m.Rows {
			if !r.Hide || r.N != 0 || m.Figure == statistic.Product {
				t.Errorf("%s: %+v", m.Figure, r)
			}
		}
	}
	for _, month := range []law.Day{day("2026-11-01"), day("2026-09-30"), day("2027-01-01"), day("9999-12-31")} {
		if _, err := statistic.PublicMonth(month, day("2026-11-29")); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", month, err)
		}
	}
}
