package law_test

import (
	"testing"

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
