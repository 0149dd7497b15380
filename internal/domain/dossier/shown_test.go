package dossier_test

import (
	"slices"
	"testing"

	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/procedure"
)

func said(id ident.Filing, of procedure.Procedure, answers ...string) dossier.Report {
	r := dossier.Report{Of: of, Values: form.Values{}}
	r.Reported.Filing = filing.Filing{ID: id}
	for i := 0; i < len(answers); i += 2 {
		r.Values[answers[i]] = form.Value{Texts: []string{answers[i+1]}}
	}
	return r
}

// Whose answers stand beside those of a report on its page, and none else's: a look is written at these.
func TestShownAreThoseWhoseAnswersStandThere(t *testing.T) {
	t.Parallel()
	d := dossier.Dossier{Reports: []dossier.Report{
		said("1", incident.Prompt, "what_text", "止まった", "aware_at", "2026-11-20T09:00+09:00"),
		said("2", incident.Further, "news", "一"),
		said("3", incident.Further, "news", "二", "what_text", "止まっていた"),
		said("4", incident.Further, "what_text", "止まっていた"),
		said("5", incident.Further, "aware_at", "2026-11-20T08:00+09:00"),
	}}
	for id, want := range map[ident.Filing][]ident.Filing{
		"1": {"1", "5"}, "2": {"1", "2", "5"}, "3": {"1", "2", "3", "5"}, "4": {"1", "4", "5"}, "5": {"1", "5"},
	} {
		if got := d.Shown(id); !slices.Equal(got, want) {
			t.Errorf("on the page of %s: %v, want %v", id, got, want)
		}
	}
	if got := d.Timed("2"); !slices.Equal(got, []ident.Filing{"1", "2", "5"}) {
		t.Errorf("beside the times: %v", got)
	}
	once := dossier.Dossier{Reports: d.Reports[:2]}
	if got := once.Shown("2"); !slices.Equal(got, []ident.Filing{"2"}) {
		t.Errorf("one hour alone is not told: %v", got)
	}
	stated := dossier.Dossier{Reports: append(slices.Clone(d.Reports[:2]), said("6", incident.Outside, "ground", "none"))}
	if got := stated.Shown("1"); !slices.Equal(got, []ident.Filing{"1", "6"}) {
		t.Errorf("with a statement: %v", got)
	}
	if got := stated.Timed("1"); !slices.Equal(got, []ident.Filing{"1"}) {
		t.Errorf("a statement says no time: %v", got)
	}
}
