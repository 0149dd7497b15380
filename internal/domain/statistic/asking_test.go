package statistic_test

import (
	"slices"
	"testing"

	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/statistic"
)

// What a case asks with is what it says now; one that is old, withdrawn or not reportable asks nothing.
func TestWhatACaseAsksWith(t *testing.T) {
	t.Parallel()
	one := func(p procedure.Procedure, n string, values form.Values) dossier.Report {
		data, err := p.Form.Canonical(values)
		if err != nil {
			t.Fatal(err)
		}
		return dossier.Report{Of: p, Values: values, Reported: filing.Reported{
			Filing: filing.Filing{ID: ident.Filing(n), Case: "c", Org: "e1", State: filing.Arrived, ArrivedAt: at("2026-11-20 12:00")}, Content: filing.Content{Values: data},
		}}
	}
	prompt := one(incident.Prompt, "1", form.Values{"what_kind": text("access", "unclear")})
	further := one(incident.Further, "2", form.Values{"what_kind": text("malware"), "techniques": text("t1190")})
	a, asks, err := statistic.AskingOf(dossier.Dossier{Reports: []dossier.Report{prompt, further}}, now)
	if err != nil || !asks || a.By != "e1" || !slices.Equal(a.Kinds, []string{"malware"}) || !slices.Equal(a.Techniques, []string{"T1190"}) {
		t.Errorf("%+v %v %v", a, asks, err)
	}
	gone := prompt
	gone.State = filing.Withdrawn
	not := one(incident.Outside, "3", form.Values{"ground": text("none"), "found_on": text("2026-11-21"), "reason": text("点検"), "evidence": text("ログ")})
	for name, list := range map[string][]dossier.Report{"withdrawn": {gone}, "not reportable": {prompt, not}, "nothing": nil} {
		if _, asks, err := statistic.AskingOf(dossier.Dossier{Reports: list}, now); asks || err != nil {
			t.Errorf("%s: %v %v", name, asks, err)
		}
	}
	if _, asks, _ := statistic.AskingOf(dossier.Dossier{Reports: []dossier.Report{prompt}}, at("2026-12-20 00:00")); asks {
		t.Error("after thirty days")
	}
}
