package window_test

import (
	"strings"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/window"
)

func count(list []window.Errand, authority string) (n int) {
	for _, e := range list {
		if e.Authority == authority {
			n++
		}
	}
	return n
}

// What is handed in elsewhere is one errand for each clock, or one where none is known; what ends here, or is voluntary, is none.
func TestWhatIsLeftToBeHandedIn(t *testing.T) {
	t.Parallel()
	list := window.Errands(window.Lines(facts("yes")))
	for authority, want := range map[string]int{"recipient.ppc": 2, "recipient.police": 1, "recipient.electricity": 1, "recipient.minister": 0, "recipient.pm": 0, "recipient.nco": 0, "recipient.jpcert": 0} {
		if got := count(list, authority); got != want {
			t.Errorf("%s: %d errands, want %d", authority, got, want)
		}
	}
	for _, e := range list {
		if e.State != window.ToHandIn || e.Name().Ja == "" || e.Name().Ja == e.Authority || e.Clock != "" && (e.DueOn.IsZero() || e.What().Ja == "") {
			t.Errorf("%+v: %q %q", e, e.Name().Ja, e.What().Ja)
		}
	}
}

// A routing row counts from its day on in the place of the law book's: here, elsewhere or not at all, for a kind before every kind.
func TestARowSaysByWhichChannel(t *testing.T) {
	t.Parallel()
	f := facts("yes")
	f.Kind = "report.prompt"
	day := f.AsOf
	with := func(rows ...party.Routing) map[string]law.Channel {
		f := f
		f.Routes = rows
		channels := map[string]law.Channel{}
		for _, l := range window.Lines(f) {
			channels[l.ID] = l.Channel
		}
		return channels
	}
	row := func(kind string, c law.Channel, from law.Day) party.Routing {
		return party.Routing{ID: kind + string(c), Authority: "recipient.ppc", Kind: kind, Channel: c, From: from, Office: "ppc", Certainty: law.Reported}
	}
	for name, c := range map[string]struct {
		rows []party.Routing
		want law.Channel
	}{
		"no row":         {nil, law.Elsewhere},
		"here":           {[]party.Routing{row("", law.Here, day)}, law.Here},
		"tomorrow":       {[]party.Routing{row("", law.Here, day.Add(1))}, law.Elsewhere},
		"of another":     {[]party.Routing{row("report.detailed", law.Here, day)}, law.Elsewhere},
		"its kind first": {[]party.Routing{row("", law.Outside, day), row("report.prompt", law.Here, day)}, law.Here},
		"not at all":     {[]party.Routing{row("", law.Outside, day)}, ""},
	} {
		if got := with(c.rows...)["recipient.ppc"]; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	ended := row("", law.Here, day.Add(-9))
	ended.Until = day
	if got := with(ended)["recipient.ppc"]; got != law.Elsewhere {
		t.Errorf("a row that ended: %q", got)
	}
	f.Routes = []party.Routing{row("", law.Here, day)}
	for personal, want := range map[string]bool{"yes": true, "no": false, "": false} {
		g := facts(personal)
		g.Routes, g.Kind = f.Routes, f.Kind
		if got := g.Gives(f.Routes[0]); got != want {
			t.Errorf("personal data %q: it goes by itself: %v", personal, got)
		}
	}
}

// What was frozen stays: a later report adds what is new, moves what is open, and says of what no fact makes needed any more that it is
// not; what was recorded is left alone.
func TestWhatWasFrozenStays(t *testing.T) {
	t.Parallel()
	frozen := window.Errands(window.Lines(facts("")))
	for i := range frozen {
		if frozen[i].Clock == "ppc.prompt" {
			frozen[i].State = window.HandedIn
		}
	}
	added, moved := window.Settle(frozen, window.Errands(window.Lines(facts("yes"))))
	if len(added) != 0 || len(moved) != 1 || moved[0].Clock != "ppc.final" || moved[0].Needed != law.Yes {
		t.Errorf("personal data leaked: added %+v, moved %+v", added, moved)
	}
	added, moved = window.Settle(frozen, window.Errands(window.Lines(facts("no"))))
	if len(added) != 0 || len(moved) != 1 || moved[0].Clock != "ppc.final" || moved[0].Needed != law.No {
		t.Errorf("none leaked: added %+v, moved %+v", added, moved)
	}
	if added, moved = window.Settle(nil, frozen); len(added) != len(frozen) || len(moved) != 0 {
		t.Errorf("nothing was frozen: %d, %d", len(added), len(moved))
	}
}

// What is wrong with a record is said with its place.
func TestWhatIsRecorded(t *testing.T) {
	t.Parallel()
	today := law.MustDay("2026-11-25")
	good := window.Record{State: window.HandedIn, RecordWords: window.RecordWords{On: today, Number: "個-2026-1"}}
	for name, c := range map[string]struct {
		change func(*window.Record)
		want   string
	}{
		"good":      {func(*window.Record) {}, ""},
		"no day":    {func(r *window.Record) { r.On = law.Day{} }, "on"},
		"tomorrow":  {func(r *window.Record) { r.On = today.Add(1) }, "on"},
		"no reason": {func(r *window.Record) { r.State = window.NotOwed }, "note"},
		"not needed": {func(r *window.Record) {
			r.State, r.Note, r.On = window.NotOwed, "委任先の省庁に提出", law.Day{}
		}, ""},
		"no state": {func(r *window.Record) { r.State = "filed" }, "state"},
		"350,000":  {func(r *window.Record) { r.Note = strings.Repeat("長", 350_000) }, "note"},
	} {
		r := good
		c.change(&r)
		err := r.Check(today)
		if (err == nil) != (c.want == "") || err != nil && (!fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
