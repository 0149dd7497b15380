package dossier_test

import (
	"slices"
	"strings"
	"testing"

	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/procedure/book"
)

type says map[string]string

// report is a report of the case as it is kept; an answer of "?" is 未把握.
func report(t *testing.T, id string, of procedure.Procedure, answers says) filing.Reported {
	t.Helper()
	values := form.Values{}
	for field, said := range answers {
		if values[field] = (form.Value{Texts: strings.Fields(said)}); said == "?" {
			values[field] = form.Value{Unknown: true}
		}
	}
	raw, err := of.Form.Canonical(values)
	if err != nil {
		t.Fatal(err)
	}
	return filing.Reported{
		Filing:  filing.Filing{ID: ident.Filing(id), Number: ident.Number("N-" + id), Kind: filing.Kind(of.Ref())},
		Content: filing.Content{Values: raw},
	}
}

func find(ref string) (procedure.Procedure, error) {
	p, ok := book.Find(ref)
	if !ok {
		return p, fault.Absent()
	}
	return p, nil
}

func read(t *testing.T, list ...filing.Reported) dossier.Dossier {
	t.Helper()
	d, err := dossier.Read(list, find)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A case: a 速報, a 続報 that says more, a correction of a time, a statement that it was not reportable.
func whole(t *testing.T) dossier.Dossier {
	t.Helper()
	return read(
		t,
		report(t, "a", incident.Prompt, says{"what_kind": "malware", "what_text": "first", "aware_at": "2026-11-24T10:15+09:00", "which": "?", "callback": "03-0000-0000"}),
		report(t, "b", incident.Further, says{"news": "more", "what_kind": "malware", "which": "terminal"}),
		report(t, "c", incident.Times, says{"aware_at": "2026-11-23T09:00+09:00", "times_reason": "clock"}),
		report(t, "d", incident.Outside, says{"ground": "none", "reason": "own", "callback": "03-9999-9999"}),
	)
}

func TestTheLastAnswerCountsAndNamesItsReport(t *testing.T) {
	t.Parallel()
	answers := whole(t).Answers()
	for _, c := range []struct {
		field, said, from, why string
	}{
		{"what_kind", "malware", "a", "said again alike, it comes from where it was said first"},
		{"which", "terminal", "b", "what was not known is known"},
		{"aware_at", "2026-11-23T09:00+09:00", "c", "the correction counts"},
		{"what_text", "first", "a", "silence takes nothing back"},
		{"callback", "03-0000-0000", "a", "a statement that it was not reportable answers nothing"},
	} {
		if got := answers[c.field]; got.Text() != c.said || got.From.ID != ident.Filing(c.from) {
			t.Errorf("%s: %q of %s; %s", c.field, got.Text(), got.From.ID, c.why)
		}
	}
	if _, ok := answers["reason"]; ok {
		t.Error("the statement's reason is an answer of the case")
	}
	if values := whole(t).Values(); values["which"].Text() != "terminal" || len(values) != len(answers) {
		t.Errorf("values: %v", values)
	}
}

func TestATimeKeepsEveryValue(t *testing.T) {
	t.Parallel()
	times := whole(t).Times()
	if len(times) != 1 || times[0].Field.ID != "aware_at" || len(times[0].Told) != 2 {
		t.Fatalf("%d times", len(times))
	}
	first, last := times[0].Told[0], times[0].Told[1]
	if first.From.ID != "a" || first.Why != "" || last.From.ID != "c" || last.Why != "clock" {
		t.Errorf("%s %q, then %s %q", first.From.ID, first.Why, last.From.ID, last.Why)
	}
}

func TestBeforeAndIDs(t *testing.T) {
	t.Parallel()
	d := whole(t)
	for _, c := range []struct {
		id   ident.Filing
		want int
	}{{"a", 0}, {"b", 1}, {"d", 3}, {"none", 0}} {
		if got := len(d.Before(c.id).Reports); got != c.want {
			t.Errorf("before %s: %d", c.id, got)
		}
	}
	if got := d.IDs("c"); !slices.Equal(got, []ident.Filing{"c", "a", "b", "d"}) {
		t.Errorf("%v", got)
	}
}

func TestASecondDetailedReportIsRefused(t *testing.T) {
	t.Parallel()
	d := whole(t)
	if err := d.Permit(incident.Detailed, "a"); err != nil {
		t.Errorf("the first: %v", err)
	}
	if _, ok := d.Has(incident.Detailed.ID); ok {
		t.Error("it has one")
	}
	d = read(t, report(t, "a", incident.Detailed, says{"what_kind": "malware"}))
	if err := d.Permit(incident.Detailed, "a"); !fault.Is(err, fault.Conflict) {
		t.Errorf("the second: %v", err)
	}
	if err := d.Permit(incident.Further, "a"); err != nil {
		t.Errorf("a 続報 after it: %v", err)
	}
}

// An office reads of a case what was released to it: no answer, time or report beyond that.
func TestCutLeavesNothingOfWhatWasWithheld(t *testing.T) {
	t.Parallel()
	d := whole(t)
	cut, err := d.Cut(map[ident.Filing][]string{"a": {"outline"}, "b": {"outline", "computer"}, "d": nil})
	if err != nil {
		t.Fatal(err)
	}
	if len(cut.Reports) != 2 || cut.Reports[0].ID != "a" || cut.Reports[1].ID != "b" {
		t.Fatalf("%d reports", len(cut.Reports))
	}
	answers := cut.Answers()
	if _, ok := answers["callback"]; ok {
		t.Error("the call-back number was withheld")
	}
	if got := answers["aware_at"].Text(); got != "2026-11-24T10:15+09:00" {
		t.Errorf("a correction that it did not receive: %s", got)
	}
	if got := answers["which"].Text(); got != "terminal" {
		t.Errorf("which: %q", got)
	}
	whole, err := d.Cut(map[ident.Filing][]string{"a": incident.PromptForm.Sections()})
	if err != nil || whole.Answers()["callback"].Text() == "" {
		t.Errorf("the control lacks what was released: %v", err)
	}
}

func TestMissingAsksByTheKindOfForm(t *testing.T) {
	t.Parallel()
	missing := func(answers says) (ids []string) {
		for _, f := range dossier.Missing(read(t, report(t, "a", incident.Detailed, answers)).Values()) {
			ids = append(ids, f.ID)
		}
		return ids
	}
	for _, c := range []struct {
		kind      string
		asks, not string
	}{{incident.FormDDoS, "ddos_types", "ransom_types"}, {incident.FormRansomware, "ransom_types", "ddos_types"}, {incident.FormOther, "event_kinds", "ransom_types"}} {
		if ids := missing(says{"form_kind": c.kind}); !slices.Contains(ids, c.asks) || slices.Contains(ids, c.not) {
			t.Errorf("%s: %v", c.kind, ids)
		}
	}
	if ids := missing(says{"form_kind": incident.FormOther, "event_kinds": "?"}); slices.Contains(ids, "event_kinds") || slices.Contains(ids, "form_kind") {
		t.Errorf("what is said not to be known, lacks: %v", ids)
	}
}

func TestReadRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	r := report(t, "a", incident.Prompt, says{"what_kind": "malware"})
	r.Kind = "report.none"
	if _, err := dossier.Read([]filing.Reported{r}, find); !fault.Is(err, fault.Hidden) {
		t.Errorf("an unknown procedure: %v", err)
	}
	r = report(t, "a", incident.Prompt, says{"what_kind": "malware"})
	r.Values = []byte("{")
	if _, err := dossier.Read([]filing.Reported{r}, find); err == nil {
		t.Error("answers that are none were read")
	}
	if got := (dossier.Report{}).Source(); got != "" {
		t.Errorf("no report: %q", got)
	}
}
