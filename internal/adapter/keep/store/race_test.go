package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// together starts everything at once and returns the errors in the order of the arguments.
func together(do ...func() error) []error {
	errs, begin := make([]error, len(do)), make(chan struct{})
	var all sync.WaitGroup
	for i, f := range do {
		all.Go(func() {
			<-begin
			errs[i] = f()
		})
	}
	close(begin)
	all.Wait()
	return errs
}

// draftOf returns a draft of the grid company, full of good answers.
func draftOf(t *testing.T, s *stagetest.Stage, save submitting.Save) ident.Number {
	t.Helper()
	open := submitting.Open{Act: store.Act[submitting.OpenTx](s.DB), Entropy: s.Entropy}
	id, err := open.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", "open"), incident.Prompt.ID)
	if err != nil {
		t.Fatal(err)
	}
	var d filing.Draft
	err = store.Read[*store.Tx](s.DB)(t.Context(), s.Scope("operator-filer"), func(tx *store.Tx) (err error) {
		d, _, err = tx.DraftByID(id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]submitting.Answer{}
	for field, v := range prompt().Values {
		if field != "which" {
			values[field] = submitting.Answer{Value: v, Base: 1}
		}
	}
	if _, err := save.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", "fill"), submitting.SaveOf{Draft: d.Number, Form: incident.PromptForm, Answers: values}); err != nil {
		t.Fatal(err)
	}
	return d.Number
}

// Two colleagues write the same answer at once, again and again, neither seeing the other's: every text is kept.
func TestColleaguesLoseNothing(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		save := submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)}
		draft := draftOf(t, s, save)
		const each = 8
		var typed []string
		writer := func(who string, i int) func() error {
			text := fmt.Sprintf("%s %d台", who, i)
			typed = append(typed, text)
			return func() error {
				_, err := save.Do(t.Context(), s.Scope(who), s.Key(who, fmt.Sprint("w", i)), submitting.SaveOf{Draft: draft, Form: incident.PromptForm,
					Answers: map[string]submitting.Answer{"which": {Value: form.Value{Texts: []string{text}}}}})
				return err
			}
		}
		var writes []func() error
		for i := range each {
			writes = append(writes, writer("operator-filer", i), writer("operator-approver", i))
		}
		if err := errors.Join(together(writes...)...); err != nil {
			t.Fatal(err)
		}
		var kept []string
		current := 0
		err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope("operator-filer"), func(tx *store.Tx) error {
			_, entries, err := tx.Draft(draft)
			for _, e := range entries {
				if e.Field == "which" {
					kept = append(kept, e.Value.Text())
					if e.State == filing.Current {
						current++
					}
				}
			}
			return err
		})
		slices.Sort(typed)
		slices.Sort(kept)
		if err != nil || current != 1 || !slices.Equal(typed, kept) {
			t.Errorf("%d current, typed %v, kept %v, %v", current, typed, kept, err)
		}
	})
}

// Two colleagues send one draft: one report, and the other is told which.
func TestADraftIsSentOnce(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		save := submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)}
		draft := draftOf(t, s, save)
		if _, err := save.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", "which"), submitting.SaveOf{Draft: draft, Form: incident.PromptForm,
			Answers: map[string]submitting.Answer{"which": {Value: form.Value{Texts: []string{"3台"}}}}}); err != nil {
			t.Fatal(err)
		}
		ids := make([]ident.Filing, 2)
		send := func(i int, who string) func() error {
			return func() (err error) {
				ids[i], err = s.File.Do(t.Context(), s.Scope(who), s.Key(who, "send"), submitting.Sending{Draft: draft})
				return err
			}
		}
		errs := together(send(0, "operator-filer"), send(1, "operator-approver"))
		won := slices.Index(errs, nil)
		if won < 0 {
			t.Fatal(errs)
		}
		refused, ok := errors.AsType[*fault.Error](errs[1-won])
		if !ok || refused.Kind != fault.Conflict || refused.Args["filing"] != string(ids[won]) {
			t.Errorf("%s was sent, the other is told %v", ids[won], errs[1-won])
		}
		err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope("operator-filer"), func(tx *store.Tx) error {
			lines, err := tx.OwnFilings(store.Cursor{}, 10)
			if len(lines) != 1 {
				t.Errorf("%d reports", len(lines))
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// Two colleagues answer one question: one answer stays. Two who move one report at once: one moves it.
func TestOneAnswerAndOneMove(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		ctx := t.Context()
		id, err := s.File.Do(ctx, s.Scope("operator-filer"), s.Key("operator-filer", "f"), prompt())
		if err != nil {
			t.Fatal(err)
		}
		f, err := s.Report(ctx, s.Scope("operator-filer"), id)
		if err != nil {
			t.Fatal(err)
		}
		move := func(who string) func() error {
			return func() error {
				_, err := store.Act[*store.Tx](s.DB)(ctx, s.Scope(who), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
					a := s.As(who)
					return ledger.Entry{Kind: ledger.RequestAsked, Object: ident.Object(f.ID), Org: a.Org, Unit: a.Unit, Actor: a.ID()}, tx.MoveFiling(f, filing.Checked)
				})
				return err
			}
		}
		oneConflict(t, "move", together(move("ministry-officer"), move("cabinet-analyst")))

		asked, err := s.Ask.Do(ctx, s.Scope("ministry-officer"), s.Key("ministry-officer", "q"), asking.Question{Filing: f.Number, Kind: request.Fix, Text: "何台ですか。"})
		if err != nil {
			t.Fatal(err)
		}
		q, err := s.Request(ctx, s.Scope("operator-filer"), f.ID, asked)
		if err != nil {
			t.Fatal(err)
		}
		answer := func(who string) func() error {
			return func() error {
				_, err := s.Answer.Do(ctx, s.Scope(who), s.Key(who, "a"), asking.Reply{Filing: f.Number, Request: q.Number, Text: "返答 " + who})
				return err
			}
		}
		errs := together(answer("operator-filer"), answer("operator-approver"))
		oneConflict(t, "answer", errs)
		q, err = s.Request(ctx, s.Scope("ministry-officer"), f.ID, asked)
		if want := "返答 " + []string{"operator-filer", "operator-approver"}[max(slices.Index(errs, nil), 0)]; err != nil || q.Reply != want {
			t.Errorf("the office reads %q, answered was %q, %v", q.Reply, want, err)
		}
		err = store.Read[*store.Tx](s.DB)(ctx, s.Scope("ministry-officer"), func(tx *store.Tx) error {
			f, _, err := tx.Filing(f.Number, access.Permission{Action: access.Read, Object: access.Report})
			if f.State != filing.Fixed {
				t.Errorf("the report is %s", f.State)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// oneConflict wants one of two to have happened and the other to be told of a conflict.
func oneConflict(t *testing.T, what string, errs []error) {
	t.Helper()
	won := slices.Index(errs, nil)
	if won < 0 || !fault.Is(errs[1-won], fault.Conflict) {
		t.Errorf("%s: %v", what, errs)
	}
}
