package holding_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/product/memory"
)

var today = law.MustDay("2026-11-30")

func one(s ...string) form.Value { return form.Value{Texts: s} }

// filed makes a notification with rows, as a node reads it: its id, matter (- is none), operator and business.
func (b *book) filed(t *testing.T, p procedure.Procedure, of string, rows ...form.Row) *holding.Fact {
	t.Helper()
	said := strings.Fields(of)
	id, matter, org, business := said[0], strings.Trim(said[1], "-"), said[2], said[3]
	values := form.Values{"business": one(business), "contact": one("03"), "facilities": {Rows: []form.Row{{ID: "p", Cells: form.Values{"no": one("S1"), "name": one("設備"), "role": one("critical")}}}}, "products": {Rows: rows}}
	if !p.Case && !p.Follows {
		values = form.Values{"business": one(business), "contact": one("03")}
	}
	data, err := p.Form.Canonical(values)
	if err != nil {
		t.Fatal(err)
	}
	r := filing.Reported{Filing: filing.Filing{ID: ident.Filing(id), Case: ident.Case(matter), Org: ident.Org(org), State: filing.Arrived, ArrivedAt: law.MustDay("2026-11-20").Start()}, Content: filing.Content{Values: data}}
	f, ok, err := holding.Read(p, r, b.number)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return &f
}

func row(id, maker, product, change string, types ...string) form.Row {
	c := form.Values{"product": one(product), "maker": one(maker), "kind": one("software"), "types": one(types...), "facility": one("S1"), "existing": one("yes")}
	if change != "" {
		c["change"], c["changed_on"] = one(change), one("2026-11-20")
	}
	return form.Row{ID: id, Cells: c}
}

// book numbers names as a node does.
type book struct{ pairs []memory.Pair }

func (b *book) number(p memory.Pair) holding.NameID {
	i := slices.Index(b.pairs, p)
	if i < 0 {
		b.pairs = append(b.pairs, p)
		i = len(b.pairs) - 1
	}
	return holding.NameID(i)
}

// names takes for one product what differs in the number behind it: "Apex 9" is Apex, of the dictionary where it begins with A.
func (b *book) names() holding.Names {
	return holding.Meaning(b.pairs, func(_ holding.NameID, p memory.Pair) holding.Product {
		if p.Product[0] == 'A' {
			one := holding.Product{Key: p.Product[:4], Known: true}
			one.Name.Ja, one.Name.En = p.Product[:4], p.Product[:4]
			return one
		}
		return holding.Unresolved(p)
	})
}

var whole = []string{"outline", "computer", "contact"}

func sightOf(facts []*holding.Fact) holding.Sight {
	s := holding.Sight{}
	for _, f := range facts {
		s[f.ID] = whole
	}
	return s
}

// A change replaces the list, rows no longer used are gone, and what was withdrawn is gone with the list before standing again.
func TestWhatStands(t *testing.T) {
	t.Parallel()
	var b book
	first := b.filed(t, notification.New, "1 c o electricity", row("1", "M", "Apex", "", "a", "b"), row("2", "M", "Bolt", "", "c"))
	change := b.filed(t, notification.Change, "2 c o electricity", row("1", "M", "Apex", notification.Ended, "a", "b"), row("2", "M", "Bolt", "", "c"), row("3", "M", "Crux", notification.Added, "d"))
	none := b.filed(t, notification.None, "3 - o electricity")
	count := func(s holding.Sight) (names []string) {
		for _, one := range holding.Stand([]*holding.Fact{first, change, none}, s) {
			for _, r := range one.Rows {
				names = append(names, b.pairs[r.Name].Product)
			}
		}
		return names
	}
	all := sightOf([]*holding.Fact{first, change, none})
	if got := count(all); !slices.Equal(got, []string{"Bolt", "Crux"}) {
		t.Errorf("after a change %v stands", got)
	}
	if first.Rows[0].Types != holding.TypeOf("a")|holding.TypeOf("b") || !slices.Equal(first.Rows[0].Types.List(), []string{"A", "B"}) {
		t.Errorf("types %b", first.Rows[0].Types)
	}
	if got := count(holding.Sight{"1": whole}); !slices.Equal(got, []string{"Apex", "Bolt"}) {
		t.Errorf("who has not received the change counts %v", got)
	}
	if got := count(holding.Sight{"1": whole, "2": {"outline", "contact"}}); !slices.Equal(got, []string{"Apex", "Bolt"}) {
		t.Errorf("from whom the rows of the change are withheld counts %v", got)
	}
	if got := count(nil); got != nil {
		t.Errorf("without a sight %v stands", got)
	}
	gone := *change
	gone.Withdrawn = true
	if got := holding.Stand([]*holding.Fact{first, &gone}, all); len(got) != 1 || got[0].Fact != first {
		t.Errorf("withdrawn, %v stands", got)
	}
	if got := holding.Stand([]*holding.Fact{first}, holding.Sight{"1": {"computer"}}); len(got) != 1 || got[0].Business != holding.NotTold {
		t.Errorf("a business that was withheld is told: %v", got)
	}
}

// random is a history of notifications, changes and withdrawals.
func random(r *rand.Rand, b *book) (facts []*holding.Fact) {
	sectors := []law.Sector{"electricity", "gas", "water", "finance"}
	cases := 1 + r.IntN(9)
	for n := range 1 + r.IntN(40) {
		c := r.IntN(cases)
		f := &holding.Fact{
			ID: ident.Filing(fmt.Sprintf("f%03d", n)), Case: ident.Case(fmt.Sprint("c", c)), Org: ident.Org(fmt.Sprint("o", c%4)), Of: notification.New.ID, At: law.MustDay("2026-10-05").Start() + ident.Instant(r.IntN(20)),
			Business: sectors[c%len(sectors)], Withdrawn: r.IntN(6) == 0,
		}
		if r.IntN(3) == 0 {
			f.Due = law.MustDay("2026-10-05")
		}
		if r.IntN(10) == 0 {
			f.Of, f.Case = notification.None.ID, ""
		} else {
			for range r.IntN(12) {
				name := fmt.Sprintf("%c%s %d", 'A'+r.IntN(30), "bcd", r.IntN(3))
				f.Rows = append(f.Rows, holding.Row{Name: b.number(memory.Pair{Maker: "M", Product: name}), Types: holding.Types(1 + r.IntN(63)), Kind: holding.Kind(r.IntN(4))})
			}
		}
		facts = append(facts, f)
	}
	return facts
}

// sees gives some sections of some notifications.
func sees(r *rand.Rand, facts []*holding.Fact) holding.Sight {
	s := holding.Sight{}
	for _, f := range facts {
		for _, section := range whole {
			if r.IntN(5) > 0 {
				s[f.ID] = append(s[f.ID], section)
			}
		}
	}
	return s
}

// oracle counts one row at a time what stands, from the words of the definition alone.
func oracle(facts []*holding.Fact, s holding.Sight, q holding.Query, names holding.Names, count func(f *holding.Fact, business law.Sector, product holding.Product)) {
	for _, f := range facts {
		last := f.Case != "" && !f.Withdrawn && slices.Contains(s[f.ID], "computer")
		for _, g := range facts {
			later := cmp.Or(cmp.Compare(g.At, f.At), cmp.Compare(g.ID, f.ID)) > 0
			last = last && !(later && g.Case == f.Case && !g.Withdrawn && slices.Contains(s[g.ID], "computer"))
		}
		business := holding.NotTold
		if slices.Contains(s[f.ID], "outline") {
			business = f.Business
		}
		if !last || q.Sector != "" && business != q.Sector {
			continue
		}
		for _, r := range f.Rows {
			if q.Type == "" || r.Types&holding.TypeOf(q.Type) != 0 {
				count(f, business, names.Of(r.Name))
			}
		}
	}
}

// Property over random histories and sights: every cell is what an oracle counts, its rows are those behind it, and all cells add up to the
// rows.
func TestEveryCellIsTheRowsBehindIt(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	most := 0
	for range 400 {
		var b book
		facts := random(r, &b)
		names, s := b.names(), sees(r, facts)
		for _, q := range []holding.Query{{}, {Type: "c"}, {Sector: "gas"}, {Type: "a", Sector: "electricity"}, {Sector: holding.NotTold}} {
			c := holding.Concentrate(holding.Stand(facts, s), names, q, today)
			wantRows, total := map[[2]string]int{}, 0
			operators := map[string]map[ident.Org]bool{}
			oracle(facts, s, q, names, func(f *holding.Fact, business law.Sector, p holding.Product) {
				wantRows[[2]string{p.Key, string(business)}]++
				if operators[p.Key] == nil {
					operators[p.Key] = map[ident.Org]bool{}
				}
				operators[p.Key][f.Org] = true
				total++
			})
			sum := 0
			for _, l := range append(c.Lines, c.Rest) {
				if l.Key != holding.Other && len(operators[l.Key]) != l.Operators {
					t.Fatalf("%s: %d operators, not %d", l.Key, l.Operators, len(operators[l.Key]))
				}
				if !l.Known && l.Key != holding.Other && l.Operators < 2 {
					t.Fatalf("the words of one operator alone have a line: %+v", l)
				}
				for i, cell := range l.Cells {
					behind := c.Behind(holding.Stand(facts, s), names, l.Key, c.Sectors[i])
					orgs := map[ident.Org]bool{}
					for _, found := range behind {
						orgs[found.Org] = true
					}
					if len(behind) != cell.Rows || len(orgs) != cell.Operators {
						t.Fatalf("%+v: %s in %s says %+v, behind it are %d rows of %d operators", q, l.Key, c.Sectors[i], cell, len(behind), len(orgs))
					}
					if want := wantRows[[2]string{l.Key, string(c.Sectors[i])}]; l.Key != holding.Other && want != cell.Rows {
						t.Fatalf("%+v: %s in %s: %d rows, not %d", q, l.Key, c.Sectors[i], cell.Rows, want)
					}
					sum += cell.Rows
				}
			}
			if all := len(c.Behind(holding.Stand(facts, s), names, "", "")); sum != total || c.Rows != total || all != total {
				t.Fatalf("%+v: cells add up to %d, rows are %d, behind them %d, not %d", q, sum, c.Rows, all, total)
			}
			most = max(most, len(c.Lines))
			if reg := holding.Register(facts, names, s, q, today); reg.Rows != total {
				t.Fatalf("%+v: 登録の状況 says %d rows, not %d", q, reg.Rows, total)
			}
		}
	}
	if most < 5 {
		t.Errorf("no history had more than %d lines: nothing was tried", most)
	}
}

// In whatever order a node met names, the numbers and the words are the same.
func TestTheOrderInWhichNamesAreMetSaysNothing(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		var b, other book
		facts := random(r, &b)
		for _, i := range r.Perm(len(b.pairs)) {
			other.number(b.pairs[i])
		}
		var again []*holding.Fact
		for _, f := range facts {
			g := *f
			g.Rows = slices.Clone(f.Rows)
			for i := range g.Rows {
				g.Rows[i].Name = other.number(b.pairs[g.Rows[i].Name])
			}
			again = append(again, &g)
		}
		s := sees(r, facts)
		x := holding.Concentrate(holding.Stand(facts, s), b.names(), holding.Query{}, today)
		y := holding.Concentrate(holding.Stand(again, s), other.names(), holding.Query{}, today)
		if d := diff.Diff(x, y, cmpopts.EquateEmpty()); d != "" {
			t.Fatal(d)
		}
	}
}

// Words find products in any width and case, whatever the version, and makers; nothing is concerned by what was not received.
func TestWhoIsConcerned(t *testing.T) {
	t.Parallel()
	var b book
	facts := []*holding.Fact{
		b.filed(t, notification.New, "1 c1 o1 electricity", row("1", "Red Hat", "Enterprise Linux 9", "", "a"), row("2", "M", "Bolt", "", "c")),
		b.filed(t, notification.New, "2 c2 o2 gas", row("1", "レッドハット", "Ｅｎｔｅｒｐｒｉｓｅ　Ｌｉｎｕｘ", "", "b"), row("2", "M", "Apex", "", "c")),
	}
	s := sightOf(facts)
	concerned := func(s holding.Sight, w holding.What) (list []string) {
		for _, one := range holding.Concerned(holding.Stand(facts, s), b.names(), w) {
			list = append(list, fmt.Sprintf("%s%d%v", one.Org, one.Rows, one.Types.List()))
		}
		return list
	}
	for words, want := range map[string][]string{
		"enterprise linux": {"o11[A]", "o21[B]"}, "ENTERPRISE": {"o11[A]", "o21[B]"}, "red hat": {"o11[A]"}, "れっどはっと": {"o21[B]"}, "linux bolt": nil, "e": nil, " ": nil, "bolt": {"o11[C]"},
	} {
		if got := concerned(s, holding.What{Words: words}); !slices.Equal(got, want) {
			t.Errorf("%q concerns %v, not %v", words, got, want)
		}
	}
	if got := concerned(s, holding.What{Product: "Apex"}); !slices.Equal(got, []string{"o21[C]"}) {
		t.Errorf("a product of the dictionary concerns %v", got)
	}
	if got := concerned(s, holding.What{Words: "linux", Query: holding.Query{Sector: "gas"}}); !slices.Equal(got, []string{"o21[B]"}) {
		t.Errorf("narrowed, it concerns %v", got)
	}
	if got := concerned(holding.Sight{"1": whole}, holding.What{Words: "linux"}); !slices.Equal(got, []string{"o11[A]"}) {
		t.Errorf("of what was not received it concerns %v", got)
	}
	if got := concerned(s, holding.What{Product: "no such"}); got != nil {
		t.Errorf("a product that nobody has concerns %v", got)
	}
}

// What is counted of registrations stands apart: withdrawn, by procedure, in time.
func TestRegistrations(t *testing.T) {
	t.Parallel()
	var b book
	late := b.filed(t, notification.New, "1 c1 o1 electricity", row("1", "M", "Apex", "", "a", "b"))
	late.Due = law.MustDay("2026-11-19")
	timely := b.filed(t, notification.New, "2 c2 o2 gas", row("1", "M", "Bolt", "", "b"))
	timely.Due = law.MustDay("2026-11-20")
	gone := b.filed(t, notification.New, "3 c3 o3 gas", row("1", "M", "Crux", "", "b"))
	gone.Withdrawn = true
	none := b.filed(t, notification.None, "4 - o4 water")
	facts := []*holding.Fact{late, timely, gone, none}
	s := sightOf(facts)
	r := holding.Register(facts, b.names(), s, holding.Query{}, today)
	if r.Filed["asset.new"] != 2 || r.Filed["asset.none"] != 1 || r.Withdrawn != 1 || r.Operators != 2 || r.Lists != 2 || r.Rows != 2 {
		t.Errorf("%+v", r)
	}
	if r.Timely.In != 1 || r.Timely.Of != 2 || r.Undated != 0 || r.Unknown != (holding.Unknown{Rows: 1, Names: 1}) {
		t.Errorf("%+v %d %+v", r.Timely, r.Undated, r.Unknown)
	}
	if r.Types[0] != (holding.InType{Type: "a", Rows: 1, Operators: 1}) || r.Types[1] != (holding.InType{Type: "b", Rows: 2, Operators: 2}) || r.Kinds[0] != (holding.InKind{Kind: "software", Rows: 2}) {
		t.Errorf("%+v %+v", r.Types, r.Kinds)
	}
	s["1"] = []string{"computer"} // days of rows are told to who has all of it
	if r := holding.Register(facts, b.names(), s, holding.Query{}, today); r.Timely.Of != 1 || r.Undated != 1 || r.Sectors[len(r.Sectors)-1].Sector != holding.NotTold {
		t.Errorf("%+v %d", r.Timely, r.Undated)
	}
	if _, err := holding.ReadQuery(func(name string) string { return "x" }, today); err == nil {
		t.Error("nonsense is a query")
	}
}
