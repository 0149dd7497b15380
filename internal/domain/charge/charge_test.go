package charge_test

import (
	"testing"

	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

var (
	takagi = charge.Holder{Person: "p-1", Name: "髙木"}
	yoshi  = charge.Holder{Person: "p-2", Name: "𠮷田"}
)

func TestWhatGoesToSomebodyAndWhatIsLeft(t *testing.T) {
	t.Parallel()
	now := []charge.Line{{Filing: "f1", Number: "1", Rev: 0}, {Filing: "f2", Number: "2", Rev: 3, Holder: yoshi}, {Filing: "f3", Number: "3", Rev: 1, Holder: takagi}}
	got := charge.Judge([]charge.Seen{{"1", 0}, {"2", 2}, {"3", 1}, {"4", 0}}, now, takagi)
	want := []charge.Moved{
		{Filing: "f1", Number: "1", Rev: 1}, {Filing: "f2", Number: "2", From: yoshi, Rev: 4, Why: charge.Late},
		{Filing: "f3", Number: "3", From: takagi, Rev: 2, Why: charge.Same}, {Number: "4", Why: charge.Gone},
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%d: %+v, want %+v", i, got[i], want[i])
		}
	}
	if n := (charge.Words{Lines: got}).Changed(); n != 1 {
		t.Errorf("%d changed", n)
	}
}

func TestTakingBackLeavesWhatWasChangedSince(t *testing.T) {
	t.Parallel()
	a := charge.Act{ID: "a", Words: charge.Words{To: takagi, Lines: []charge.Moved{
		{Filing: "f1", Number: "1", From: yoshi, Rev: 1}, {Filing: "f2", Number: "2", Rev: 1}, {Filing: "f3", Number: "3", Why: charge.Late}, {Filing: "f4", Number: "4", Rev: 2},
	}}}
	list, to := a.Back([]charge.Line{{Filing: "f1", Rev: 1, Act: "a", Holder: takagi}, {Filing: "f2", Rev: 2, Act: "b", Holder: yoshi}, {Filing: "f3", Rev: 1, Act: "x"}})
	if len(list) != 3 || list[0].Why != "" || to[0] != yoshi || list[0].Rev != 2 || list[1].Why != charge.Late || list[2].Why != charge.Gone {
		t.Errorf("%+v %+v", list, to)
	}
}

func TestHowMany(t *testing.T) {
	t.Parallel()
	many := make([]charge.Seen, charge.Most+1)
	for i := range many {
		many[i].Number = ident.Number(rune('a' + i))
	}
	for name, c := range map[string]struct {
		seen []charge.Seen
		bad  bool
	}{"none": {nil, true}, "one": {many[:1], false}, "most": {many[:charge.Most], false}, "more": {many, true}, "twice": {[]charge.Seen{{"1", 0}, {"1", 1}}, true}} {
		if err := charge.CheckMany(c.seen); (fault.KindOf(err) == fault.Invalid) != c.bad || (err != nil) != c.bad {
			t.Errorf("%s: %v", name, err)
		}
	}
}
