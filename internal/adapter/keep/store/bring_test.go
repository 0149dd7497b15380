package store_test

import (
	"fmt"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/indicator"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// hashes are so many indicators.
func hashes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%064x\n", i+1)
	}
	return b.String()
}

// indicatorsOf is a draft with its answer to the question about indicators.
func indicatorsOf(t *testing.T, s *stagetest.Stage, id ident.Draft) (d filing.Draft, a filing.Answer) {
	t.Helper()
	if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope("operator-filer"), func(tx *store.Tx) error {
		found, entries, err := tx.DraftByID(id)
		d, a = found, filing.Answers(entries)[incident.IndicatorsField]
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return d, a
}

// What a contractor pasted is taken over into the 詳報, each line with the number of the notice; nothing comes twice or is lost, and what does not fit
// leaves the draft as it was.
func TestIndicatorsOfANoticeAreTakenOver(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		var draft filing.Draft
		read := func() (a filing.Answer) {
			draft, a = indicatorsOf(t, s, draft.ID)
			return a
		}
		begin := func(of string) {
			f := file(t, s, "operator-filer", of)
			id, err := submitting.Follow{Act: store.Act[submitting.FollowTx](s.DB), Entropy: s.Entropy}.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", "f"+of), f.Number, of)
			if err != nil {
				t.Fatal(err)
			}
			draft.ID = id
			read()
		}
		n, times := s.Noticed(t, "hxxps://evil[.]example/x\n203.0.113.5 C2\njavascript:x"), 0
		bring := func(who string, n ident.Number) (int, error) {
			times++
			return submitting.Bring{Act: store.Act[submitting.BringTx](s.DB)}.Do(t.Context(), s.Scope(who), s.Key(who, fmt.Sprint("bring", times)), submitting.Bringing{Draft: draft.Number, Notice: n})
		}
		begin(incident.Times.ID)
		if _, err := bring("operator-filer", n.Number); !fault.Is(err, fault.Conflict) {
			t.Errorf("a draft without the question: %v", err)
		}
		begin(incident.Detailed.ID)
		for who, want := range map[string]fault.Kind{"other-operator-filer": fault.Hidden, "operator-viewer": fault.Hidden, "ministry-officer": fault.Hidden} {
			if _, err := bring(who, n.Number); !fault.Is(err, want) {
				t.Errorf("%s: %v", who, err)
			}
		}
		if _, err := bring("operator-filer", "連-R8-2222-2222-2"); !fault.Is(err, fault.Invalid) {
			t.Errorf("no such notice: %v", err)
		}
		if got, err := bring("operator-filer", n.Number); err != nil || got != 2 {
			t.Fatalf("%d, %v", got, err)
		}
		mark := " # 気付き連絡 " + string(n.Number)
		if a := read().Current; a.Value.Text() != "hxxps://evil[.]example/x"+mark+"\n203[.]0[.]113[.]5"+mark || a.From != n.Source() {
			t.Errorf("%q from %q", a.Value.Text(), a.From)
		}
		if got, err := bring("operator-approver", n.Number); err != nil || got != 0 || read().Current.Seq != 1 {
			t.Errorf("again: %d, %v", got, err)
		}
		second := s.Noticed(t, hashes(indicator.Most-1))
		if got, err := bring("operator-filer", second.Number); codeOf(err) != "fault.indicator.many" || got != 0 || read().Current.Seq != 1 {
			t.Errorf("too many: %d, %v", got, err)
		}
		said := form.Value{Texts: []string{"evil[.]example 手で書いた"}}
		if _, err := (submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)}).Do(t.Context(), s.Scope("operator-filer"), ident.Key{}, submitting.SaveOf{Draft: draft.Number, Form: incident.DetailedForm, Answers: map[string]submitting.Answer{incident.IndicatorsField: {Value: said, Base: 1}}}); err != nil {
			t.Fatal(err)
		}
		if got, err := bring("operator-filer", n.Number); err != nil || got != 2 || !strings.HasPrefix(read().Current.Value.Text(), said.Text()+"\n") || read().Current.From != "" {
			t.Errorf("beside what was written: %d, %v, %q", got, err, read().Current.Value.Text())
		}
	})
}
