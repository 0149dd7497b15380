package stocktake

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/text"
)

func key(s string) string { return text.Key(strings.TrimSpace(s)) }

// said are the cells of a row as it was filed, with what 機器台帳 says otherwise. Where 機器台帳 says nothing, or says the same in another spelling, the filed
// words stay.
func said(was, is form.Row, keeps ...string) form.Row {
	cells := form.Values{}
	for id, v := range is.Cells {
		old := was.Cells[id]
		if v.Unknown || v.Empty() || slices.Contains(keeps, id) || alike(old, v) {
			continue
		}
		cells[id] = v
	}
	return was.With(cells)
}

// alike reports whether two answers say the same, in whatever order and spelling.
func alike(a, b form.Value) bool {
	fold := func(v form.Value) []string {
		list := make([]string, len(v.Texts))
		for i, s := range v.Texts {
			list[i] = key(s)
		}
		slices.Sort(list)
		return list
	}
	return a.Unknown == b.Unknown && slices.Equal(fold(a), fold(b))
}

// facilities puts what 機器台帳 says of facilities beside what was filed of them: by name, and where one alone is left on both sides, that one, renamed. Numbers
// stay as they were filed; number gives that of a facility of fresh by the number that it has there.
func facilities(before, fresh []form.Row) (list []form.Row, number map[string]string, differ []string) {
	taken := map[string]bool{}
	for _, f := range before {
		taken[key(f.Cells["no"].Text())] = true
	}
	var left []form.Row
	met := map[string]form.Row{}
	for _, f := range fresh {
		n := slices.IndexFunc(before, func(b form.Row) bool { return key(b.Cells["name"].Text()) == key(f.Cells["name"].Text()) })
		if n < 0 {
			left = append(left, f)
			continue
		}
		met[before[n].ID] = f
	}
	var lone []form.Row
	for _, b := range before {
		if _, there := met[b.ID]; !there {
			lone = append(lone, b)
		}
	}
	if len(left) == 1 && len(lone) == 1 {
		met[lone[0].ID], left = left[0], nil
	}
	number = map[string]string{}
	for _, b := range before {
		f, there := met[b.ID]
		if !there {
			list = append(list, b) // what ended in it still names it
			continue
		}
		number[f.Cells["no"].Text()] = b.Cells["no"].Text()
		row := said(b, f, "no")
		if len(b.Changed(row)) > 0 {
			differ = append(differ, row.Cells["name"].Text())
		}
		list = append(list, row)
	}
	n := len(before)
	for _, f := range left {
		no := ""
		for no == "" || taken[key(no)] {
			n++
			no = "S" + strconv.Itoa(n)
		}
		number[f.Cells["no"].Text()], taken[key(no)] = no, true
		list = append(list, f.With(form.Values{"no": {Texts: []string{no}}}))
	}
	return list, number, differ
}

// passes are by what a row of 機器台帳 is found among those that were filed, the strictest first: all that tells rows apart (R20), then all but the types, the
// facility, or the maker (UNKNOWN: whether a maker's new name is a change). Another product is another row: it is introduced, and the one before ends.
var passes = [][]string{
	{"product", "maker", "kind", "types", "facility"},
	{"product", "maker", "kind", "facility"},
	{"product", "maker", "kind", "types"},
	{"product", "kind", "types", "facility"},
}

// whens are the cells that say since when a row is there: they were said when it was filed. A wrong one is put right by a correction of that filing (訂正).
var whens = []string{"introduced_on", "existing", "no"}

// matched gives rows the ids of the filed rows that they are, with the filed words where nothing else is said.
func matched(before, fresh []form.Row) []form.Row {
	list := slices.Clone(fresh)
	done, found := make([]bool, len(fresh)), make([]bool, len(before))
	for _, by := range passes {
		wait := map[string][]int{}
		for i, r := range fresh {
			if !done[i] {
				k := nameOf(r, by)
				wait[k] = append(wait[k], i)
			}
		}
		for n, was := range before {
			k := nameOf(was, by)
			if found[n] || len(wait[k]) == 0 {
				continue
			}
			i := wait[k][0]
			wait[k], found[n], done[i] = wait[k][1:], true, true
			list[i] = said(was, fresh[i], whens...)
		}
	}
	return list
}

func nameOf(r form.Row, by []string) string {
	var b strings.Builder
	for _, id := range by {
		texts := slices.Clone(r.Cells[id].Texts)
		slices.Sort(texts)
		for _, s := range texts {
			b.WriteString(key(s) + "\x01")
		}
		b.WriteByte(0)
	}
	return b.String()
}
