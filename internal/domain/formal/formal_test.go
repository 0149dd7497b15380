package formal_test

import (
	"testing"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
)

func line(n string, more func(*formal.Line)) formal.Line {
	l := formal.Line{Filing: ident.Filing("f" + n), Number: ident.Number(n), State: filing.Arrived, Before: filing.Arrived, Rev: 1}
	if more != nil {
		more(&l)
	}
	return l
}

func TestWhatCanBeCheckedIsJudgedByState(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		now  []formal.Line
		rev  int
		want formal.Why
	}{
		"arrived":   {[]formal.Line{line("1", nil)}, 1, ""},
		"fixed":     {[]formal.Line{line("1", func(l *formal.Line) { l.State = filing.Fixed })}, 1, ""},
		"flagged":   {[]formal.Line{line("1", func(l *formal.Line) { l.N = 1 })}, 1, ""}, // whoever opened it has read it
		"asked":     {[]formal.Line{line("1", func(l *formal.Line) { l.State = filing.FixAsked })}, 1, formal.Waits},
		"withdrawn": {[]formal.Line{line("1", func(l *formal.Line) { l.State = filing.Withdrawn })}, 1, formal.Waits},
		"checked":   {[]formal.Line{line("1", func(l *formal.Line) { l.State, l.Act, l.By = filing.Checked, "a", "髙木" })}, 1, formal.Done},
		"corrected": {[]formal.Line{line("1", func(l *formal.Line) { l.Rev = 2 })}, 1, formal.Late},
		"gone":      {nil, 1, formal.Gone},
	} {
		if got := formal.Judge([]formal.Seen{{Number: "1", Rev: c.rev}}, c.now); len(got) != 1 || got[0].Why != c.want || c.want == formal.Done && got[0].By != "髙木" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestManyLeaveWhatIsFlaggedAndWhatWasDrawn(t *testing.T) {
	t.Parallel()
	var now []formal.Line
	for i := range 20 {
		now = append(now, line(string(rune('a'+i)), func(l *formal.Line) {
			if i == 3 {
				l.N = 2
			}
			if i == 4 {
				l.Lacks = "A"
			}
		}))
	}
	for percent, drawn := range map[int]int{0: 0, 5: 1, 10: 2, 50: 9} {
		why, n := map[formal.Why]int{}, 0
		for _, m := range formal.Preview(now, percent, func(of int) int { n++; return of - 1 }) {
			why[m.Why]++
		}
		if why[formal.Sampled] != drawn || n != drawn || why[formal.Flagged] != 2 || why[""] != 18-drawn {
			t.Errorf("%d %%: %v", percent, why)
		}
	}
}

func TestAnActIsTakenBackWhereItStillStands(t *testing.T) {
	t.Parallel()
	a := formal.Act{ID: "a", Words: formal.Words{Lines: []formal.Marked{{Filing: "f1", Number: "1", Rev: 1}, {Filing: "f2", Number: "2", Rev: 1}, {Filing: "f3", Number: "3", Rev: 1}, {Filing: "f4", Number: "4", Why: formal.Done}}}}
	checked := func(l *formal.Line) { l.Act, l.State = "a", filing.Checked }
	now := []formal.Line{line("1", checked), line("2", func(l *formal.Line) { checked(l); l.Rev = 2 })}
	got := a.Back(now)
	if len(got) != 3 || got[0].Why != "" || got[1].Why != formal.Late || got[2].Why != formal.Gone {
		t.Errorf("%+v", got)
	}
	now[0].Before = filing.Withdrawn // by its filer, since
	if got := a.Back(now); got[0].Why != formal.Late {
		t.Errorf("%+v", got)
	}
}

func TestTheFilingsOfAnActAreBounded(t *testing.T) {
	t.Parallel()
	if formal.CheckMany(nil, 0) == nil || formal.CheckMany(make([]formal.Seen, formal.Most+1), 0) == nil || formal.CheckMany([]formal.Seen{{Number: "1"}, {Number: "1"}}, 0) == nil || formal.CheckMany([]formal.Seen{{Number: "1"}}, 7) == nil {
		t.Error("what is wrong is taken")
	}
	if err := formal.CheckMany([]formal.Seen{{Number: "1"}}, 10); err != nil {
		t.Error(err)
	}
}
