package law_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
)

func day(s string) law.Day { return law.MustDay(s) }

func optional(s string) law.Day {
	if s == "" {
		return law.Day{}
	}
	return day(s)
}

// The worked examples of the project's law file that are due dates. T15 is an assessment of an event.
var worked = []struct {
	id, rule, on, designated string
	due, nominal, safe       string
	other                    string // a reading that must stand beside it
	certainty                law.Certainty
}{
	{"T1", "asset.new", "2026-11-24", "", "2027-03-24", "2027-03-24", "2027-03-24", "", law.Confirmed},
	{"T2", "asset.new", "2026-11-22", "", "2027-03-23", "2027-03-22", "2027-03-22", "2027-03-22", law.Confirmed},
	{"T3", "asset.new", "2026-10-31", "", "2027-03-01", "2027-02-28", "2027-02-28", "2027-02-28", law.Confirmed},
	{"T4", "asset.new", "2026-11-30", "", "2027-03-31", "2027-03-31", "2027-03-31", "", law.Confirmed},
	{"T5", "asset.new", "2027-02-28", "", "2027-06-30", "2027-06-30", "2027-06-30", "", law.Confirmed},
	{"T6", "asset.new", "2026-10-30", "", "2027-03-01", "2027-02-28", "2027-02-28", "", law.Confirmed},
	{"T7", "asset.new", "2027-08-29", "", "2028-01-04", "2027-12-29", "2027-12-29", "", law.Confirmed},
	{"T8", "asset.new", "2027-01-05", "", "2027-05-06", "2027-05-05", "2027-05-05", "", law.Confirmed},
	{"T9", "asset.existing", "2026-10-01", "", "2027-03-31", "2027-03-31", "2027-03-31", "2027-04-01", law.Drafted},
	{"T10", "incident.detailed", "2026-11-24", "", "2026-12-24", "2026-12-24", "2026-12-24", "", law.Confirmed},
	{"T11", "incident.detailed", "2026-12-01", "", "2027-01-04", "2026-12-31", "2026-12-31", "", law.Confirmed},
	{"T12", "incident.detailed", "2027-04-03", "", "2027-05-06", "2027-05-03", "2027-05-03", "", law.Confirmed},
	{"T13", "asset.designated", "2027-01-20", "2026-12-01", "2027-06-01", "2027-06-01", "2027-06-01", "2027-05-20", law.Reported},
	{"T14", "asset.designated", "2027-02-05", "2026-12-01", "2027-06-07", "2027-06-05", "2027-06-05", "", law.Reported},
	{"T16 確報", "ppc.final", "2026-11-24", "", "2027-01-22", "2027-01-22", "2027-01-22", "2027-01-25", law.Confirmed},
	{"T16 速報", "ppc.prompt", "2026-11-24", "", "2026-11-30", "2026-11-28", "2026-11-28", "2026-11-30", law.Confirmed},
	{"T17", "asset.integrated", "2026-11-15", "", "2027-03-15", "2027-03-15", "2027-03-15", "2027-03-31", law.Drafted},
	{"T18", "asset.integrated", "2027-02-01", "", "2027-03-31", "2027-03-31", "2027-03-31", "2027-06-01", law.Drafted},
	{"T19", "asset.integrated", "2027-04-05", "", "2027-08-05", "2027-08-05", "2027-08-05", "2027-03-31", law.Drafted},
	{"C7", "incident.detailed", "2026-11-05", "", "2026-12-07", "2026-12-05", "2026-12-05", "", law.Confirmed},
	{"30日待つ", "plan.review", "2026-11-24", "", "2026-12-24", "2026-12-24", "2026-12-24", "2026-12-23", law.Reported},
	{"変更", "asset.change", "2026-11-30", "", "2027-03-31", "2027-03-31", "2027-03-31", "", law.Drafted},
}

func TestWorkedExamples(t *testing.T) {
	t.Parallel()
	for _, w := range worked {
		t.Run(w.id, func(t *testing.T) {
			t.Parallel()
			b := law.At(day(w.on))
			d, err := b.Due(w.rule, law.Question{On: day(w.on), Designated: optional(w.designated)})
			if err != nil {
				t.Fatal(err)
			}
			if d.Due != day(w.due) || d.Nominal != day(w.nominal) || d.Safe != day(w.safe) || d.Certainty != w.certainty || d.Book != b.ID {
				t.Errorf("due %s nominal %s safe %s %s, want %s %s %s %s", d.Due, d.Nominal, d.Safe, d.Certainty, w.due, w.nominal, w.safe, w.certainty)
			}
			if len(d.Steps) < 3 || len(d.Provision) == 0 {
				t.Errorf("not explained: %v", d)
			}
			for _, r := range d.Alternatives {
				if w.other == "" || r.Due == day(w.other) {
					return
				}
			}
			if w.other != "" {
				t.Errorf("no reading gives %s: %+v", w.other, d.Alternatives)
			}
		})
	}
}

func TestDueRefusesWithThePlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rule, on, code string }{
		{"asset.old", "2026-11-24", "fault.law.rule"},
		{"asset.new", "2026-09-30", "fault.law.before"},
		{"incident.detailed", "2025-01-01", "fault.law.before"},
		{"asset.new", "2100-01-01", "fault.law.far"},
		{"asset.new", "", "fault.law.day.missing"},
	} {
		_, err := law.At(optional(c.on)).Due(c.rule, law.Question{On: optional(c.on)})
		f, ok := err.(*fault.Error)
		if !ok || f.Kind != fault.Invalid || f.Code != c.code {
			t.Errorf("%s on %s: %v, want %s", c.rule, c.on, err, c.code)
		}
	}
}

func BenchmarkDue(b *testing.B) {
	q := law.Question{On: day("2027-08-29")}
	for b.Loop() {
		if _, err := law.At(q.On).Due("asset.new", q); err != nil {
			b.Fatal(err)
		}
	}
}

func TestReadingsThatHavePassed(t *testing.T) {
	t.Parallel()
	d, err := law.DueFor("asset.integrated", law.Question{On: day("2027-02-01"), AsOf: day("2027-04-10")})
	if err != nil || d.Due != day("2027-06-01") || len(d.Alternatives) == 0 || !d.Alternatives[0].Passed || d.Alternatives[0].Due != day("2027-03-31") || d.Safe != day("2027-06-01") {
		t.Errorf("%s safe %s %+v %v", d.Due, d.Safe, d.Alternatives, err)
	}
	if d, err = law.DueFor("asset.integrated", law.Question{On: day("2020-04-01")}); err != nil || d.Due != day("2027-03-31") {
		t.Errorf("itself in place at commencement: %s, %v", d.Due, err)
	}
}

func TestDueForChoosesTheBook(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule string
		q    law.Question
		want string
	}{
		{"asset.existing", law.Question{}, "2027-03-31"},
		{"asset.existing", law.Question{On: day("2019-04-01")}, "2027-03-31"},
		{"asset.existing", law.Question{On: day("2026-12-01")}, "2027-03-31"}, // contradictory: warned, not refused
		{"asset.designated", law.Question{On: day("2026-12-01")}, "2027-06-01"},
		{"asset.designated", law.Question{On: day("2026-12-01"), Introduced: day("2027-01-20")}, "2027-06-01"},
		{"asset.designated", law.Question{On: day("2026-12-01"), Introduced: day("2027-02-05")}, "2027-06-07"},
		{"ppc.final", law.Question{On: day("2026-11-24"), Proper: true}, "2026-12-23"},
	} {
		if d, err := law.DueFor(c.rule, c.q); err != nil || d.Due != day(c.want) {
			t.Errorf("%s %+v: %s, %v; want %s", c.rule, c.q, d.Due, err, c.want)
		}
	}
	d, err := law.DueFor("asset.existing", law.Question{On: day("2026-12-01")})
	if err != nil || len(d.Notes) < 2 || len(d.Alternatives) != 2 {
		t.Errorf("the contradiction is not said: %v %v %v", d.Notes, d.Alternatives, err)
	}
}

func TestForecastIsSaid(t *testing.T) {
	t.Parallel()
	for on, want := range map[string]bool{"2027-08-29": true, "2027-08-25": false, "2027-08-31": true} {
		d, err := law.DueFor("asset.new", law.Question{On: day(on)})
		if err != nil || d.Forecast != want {
			t.Errorf("introduced %s, due %s: forecast %v, %v", on, d.Due, d.Forecast, err)
		}
	}
}

// Every sentence of every due date of three years is short and in both languages, and every step is cited.
func TestStepsAreShortAndCited(t *testing.T) {
	t.Parallel()
	for d := law.Commencement; d.Before(day("2029-10-01")); d = d.Add(1) {
		for _, rule := range law.DueRules() {
			due, err := law.DueFor(rule, law.Question{On: d})
			if err != nil {
				t.Fatal(rule, d, err)
			}
			for _, s := range due.Steps {
				if s.Ja == "" || s.En == "" || !law.KnownProvision(s.Provision) {
					t.Fatalf("%s from %s: %+v", rule, d, s)
				}
				for sentence := range strings.SplitSeq(s.Ja, "。") {
					if n := utf8.RuneCountInString(sentence); n > 60 {
						t.Fatalf("%s from %s: %d characters in %q", rule, d, n, sentence)
					}
				}
			}
			if due.Safe.After(due.Due) || due.Due.Before(due.Nominal) {
				t.Fatalf("%s from %s: nominal %s, due %s, safe %s", rule, d, due.Nominal, due.Due, due.Safe)
			}
		}
	}
}

func FuzzDue(f *testing.F) {
	f.Add("asset.new", "2026-11-30", "", "")
	f.Add("asset.designated", "2027-01-20", "2026-12-01", "2027-02-01")
	f.Add("ppc.prompt", "2098-12-31", "", "")
	f.Fuzz(func(t *testing.T, rule, on, designated, asOf string) {
		var q law.Question
		for text, into := range map[string]*law.Day{on: &q.On, designated: &q.Designated, asOf: &q.AsOf} {
			r, err := law.ReadDay(text)
			if err != nil {
				continue
			}
			*into = r.Day
		}
		d, err := law.DueFor(rule, q)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		if d.Due.Before(d.Nominal) || d.Due.IsZero() || len(d.Steps) == 0 || len(d.Provision) == 0 {
			t.Fatalf("%+v", d)
		}
	})
}
