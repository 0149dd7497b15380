package oncall_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/oncall"
)

func jst(t *testing.T, s string) ident.Instant {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, ident.JST)
	if err != nil {
		t.Fatal(err)
	}
	return ident.At(at)
}

func told(list []oncall.Span) (texts []string) {
	for _, s := range list {
		texts = append(texts, s.From.Japan().Format("01-02 15:04")+"/"+s.Until.Japan().Format("01-02 15:04"))
	}
	return texts
}

var who = oncall.Contact{Name: "髙木", Phone: "03-0000-1101"}

// A plan for the nights of a week covers what Nights are to the minute, over a holiday (2026-11-23 勤労感謝の日) and a weekend.
func TestAPlanOfNightsLeavesNoGap(t *testing.T) {
	t.Parallel()
	first, last := law.MustDay("2026-11-20"), law.MustDay("2026-11-26") // Friday to Thursday
	nights := oncall.Nights(first, last)
	if d := cmp.Diff([]string{"11-20 00:00/11-20 08:45", "11-20 17:15/11-24 08:45", "11-24 17:15/11-25 08:45", "11-25 17:15/11-26 00:00"}, told(nights)); d != "" {
		t.Error(d)
	}
	plan := oncall.Plan{First: first.Add(-1), Last: last, Hours: oncall.Night, Who: who}
	if gaps := oncall.Gaps(plan.Turns(), nights); len(gaps) > 0 {
		t.Errorf("a plan of nights leaves %v", told(gaps))
	}
	plan.Hours = oncall.Daytime
	days := plan.Turns()
	if len(days) != 5 { // 19, 20, 24, 25, 26: neither the weekend nor the holiday
		t.Errorf("%d days at the desk", len(days))
	}
	if gaps := oncall.Gaps(days, nights); len(gaps) != len(nights) {
		t.Errorf("days cover nights: %v", told(gaps))
	}
	plan.Hours, plan.Start, plan.End = oncall.Own, 22*time.Hour, 6*time.Hour
	if got := plan.Turns()[0]; got.From != jst(t, "2026-11-19 22:00") || got.Until != jst(t, "2026-11-20 06:00") {
		t.Errorf("over midnight: %s %s", got.From.Japan(), got.Until.Japan())
	}
}

func TestGapsAndDoubledTurns(t *testing.T) {
	t.Parallel()
	turn := func(id, from, until string) oncall.Turn {
		return oncall.Turn{ID: ident.Object(id), From: jst(t, from), Until: jst(t, until), Duty: oncall.Duty{Who: who}}
	}
	night := oncall.Nights(law.MustDay("2026-11-25"), law.MustDay("2026-11-27"))[1:2] // 17:15 to 08:45
	early, late := turn("a", "2026-11-25 17:15", "2026-11-25 22:00"), turn("b", "2026-11-25 23:00", "2026-11-26 09:00")
	if d := cmp.Diff([]string{"11-25 22:00/11-25 23:00"}, told(oncall.Gaps([]oncall.Turn{late, early}, night))); d != "" {
		t.Error(d)
	}
	gone := late
	gone.Away = true // the person has left: the turn covers nothing, and nobody is on duty
	if d := cmp.Diff([]string{"11-25 22:00/11-26 08:45"}, told(oncall.Gaps([]oncall.Turn{early, gone}, night))); d != "" {
		t.Error(d)
	}
	at := jst(t, "2026-11-25 23:30")
	if n := len(oncall.OnDuty([]oncall.Turn{early, gone}, at)); n != 0 {
		t.Errorf("%d are on duty who have left", n)
	}
	deputy := turn("c", "2026-11-25 17:15", "2026-11-26 09:00")
	deputy.Deputy = true
	if list := oncall.OnDuty([]oncall.Turn{deputy, late}, at); len(list) != 2 || list[0].ID != "b" {
		t.Errorf("the deputy is called first: %v", list)
	}
	second := turn("d", "2026-11-25 21:00", "2026-11-25 23:00")
	if twice := oncall.Doubled([]oncall.Turn{early, second, deputy, late}); !twice["a"] || !twice["d"] || twice["c"] || twice["b"] {
		t.Errorf("doubled: %v", twice)
	}
}

func TestTurnsAreJudgedPlaceByPlace(t *testing.T) {
	t.Parallel()
	now := jst(t, "2026-11-25 12:00")
	good := oncall.Turn{From: jst(t, "2026-11-25 17:15"), Until: jst(t, "2026-11-26 08:45"), Duty: oncall.Duty{Who: who}}
	if err := oncall.CheckTurns([]oncall.Turn{good}, now); err != nil {
		t.Error(err)
	}
	for place, change := range map[string]func(*oncall.Turn){
		"turns[1].until": func(t *oncall.Turn) { t.Until = t.From },
		"turns[1].from":  func(t *oncall.Turn) { t.From = t.From.Add(500 * 24 * time.Hour); t.Until = t.From.Add(time.Hour) },
		"turns[1].phone": func(t *oncall.Turn) { t.Who.Phone = "あとで" },
		"turns[1].name":  func(t *oncall.Turn) { t.Who.Name = "" },
		"turns[1].email": func(t *oncall.Turn) { t.Who.Email = "night" },
	} {
		bad := good
		change(&bad)
		err := oncall.CheckTurns([]oncall.Turn{good, bad}, now)
		if e, ok := errors.AsType[*fault.Error](err); !ok || len(e.Fields) != 1 || e.Fields[0].Path != place {
			t.Errorf("%s: %v", place, err)
		}
	}
	long := good
	long.Until = long.From.Add(8 * 24 * time.Hour)
	for _, list := range [][]oncall.Turn{nil, slices.Repeat([]oncall.Turn{good}, oncall.MostTurns+1), {long}} {
		if err := oncall.CheckTurns(list, now); !fault.Is(err, fault.Invalid) {
			t.Errorf("%d turns: %v", len(list), err)
		}
	}
}

// What a row of the sheet says is the turn that wrote it.
func TestATurnComesBackFromItsRow(t *testing.T) {
	t.Parallel()
	turn := oncall.Turn{From: jst(t, "2026-11-25 17:15"), Until: jst(t, "2026-11-26 08:45"), Deputy: true, Duty: oncall.Duty{Who: oncall.Contact{Name: "神﨑", Kana: "かんざき", Phone: "090-0000-1102", Email: "night@example.jp"}}}
	cells := form.Values{}
	for i, c := range turn.Cells("ja") {
		var l fault.List
		f := oncall.Sheet.Columns[i]
		v := form.Value{Texts: []string{strings.ReplaceAll(c, "副担当", "deputy")}}
		cells[f.ID] = f.Tidy(&l, v)
		if err := l.Err(); err != nil {
			t.Error(f.ID, err)
		}
	}
	back, err := oncall.ReadTurn(cells)
	if d := cmp.Diff(turn, back); d != "" || err != nil {
		t.Error(d, err)
	}
	if _, err := oncall.ReadTurn(form.Values{}); err == nil {
		t.Error("a row without times is a turn")
	}
}

func TestTheQuarterAndWhatWaitsToBeConfirmed(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{"2026-04-01": "2026-04-01", "2026-06-30": "2026-04-01", "2026-11-24": "2026-10-01", "2027-03-31": "2027-01-01"} {
		if got := oncall.Quarter(law.MustDay(day)); got != law.MustDay(want) {
			t.Errorf("%s lies in the quarter of %s", day, got)
		}
	}
	now := jst(t, "2026-11-24 10:00")
	s := oncall.State{Contacts: 1}
	if !s.Asks(now) || (oncall.State{}).Asks(now) {
		t.Error("a unit with contacts is asked, one without anything is not")
	}
	s.ConfirmedAt = jst(t, "2026-10-01 00:00")
	if s.Asks(now) || !s.Asks(jst(t, "2027-01-01 00:00")) {
		t.Error("a confirmation lasts for its quarter")
	}
	s.HandoverAt = s.ConfirmedAt.Add(time.Hour)
	if !s.Asks(now) {
		t.Error("a hand-over asks for none")
	}
}

// Who is called next: each number once before anybody is called again.
func TestEachNumberIsCalledOnceBeforeAnyAgain(t *testing.T) {
	t.Parallel()
	a, b := oncall.Contact{Name: "a", Phone: "03-0000-0001"}, oncall.Contact{Name: "b", Phone: "03-0000-0002"}
	a2 := a
	a2.Post = "当番"
	list := []oncall.Contact{a2, a, b}
	var called []oncall.Contact
	for range 3 {
		c, ok := oncall.Next(list, called)
		if !ok {
			t.Fatal("nobody is left")
		}
		called = append(called, c)
	}
	if d := cmp.Diff([]oncall.Contact{a2, b, a}, called); d != "" {
		t.Error(d)
	}
	if _, ok := oncall.Next(list, called); ok {
		t.Error("somebody is called who was called as often as they stand in the list")
	}
}
