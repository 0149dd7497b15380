package store_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// A 補正のお願い that waits is closed when its 届出 is withdrawn, and told so to both; an enquiry stays open. Afterwards no correction can be asked for.
func TestAWithdrawalClosesTheCorrectionThatWasAskedFor(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		n := 0
		key := func(who string) ident.Key {
			n++
			s.Clock.Set(s.Clock.Now().Add(time.Second))
			return s.Key(who, strconv.Itoa(n))
		}
		conflict := func(what, want string, err error) {
			t.Helper()
			if e, ok := errors.AsType[*fault.Error](err); !ok || e.Kind != fault.Conflict || e.Code != want {
				t.Errorf("%s: %v, not %s", what, err, want)
			}
		}
		one := func(s ...string) form.Value { return form.Value{Texts: s} }
		v := form.Values{"business": one("electricity"), "contact": one("03"), "checked": one("a", "b", "c", "d", "e", "f"), "ground": one("撤去した"), "found_on": one("2026-11-20")}
		id, err := s.File.Do(t.Context(), s.Scope("operator-filer"), key("operator-filer"), submitting.Sending{Of: notification.None.ID, Values: v})
		if err != nil {
			t.Fatal(err)
		}
		f, err := s.Report(t.Context(), s.Scope("operator-filer"), id)
		if err != nil {
			t.Fatal(err)
		}
		ask := func(kind request.Kind) error {
			_, err := s.Ask.Do(t.Context(), s.Scope("ministry-officer"), key("ministry-officer"), asking.Question{Filing: f.Number, Kind: kind, Text: "確かめてください"})
			return err
		}
		if err := errors.Join(ask(request.Fix), ask(request.Enquiry)); err != nil {
			t.Fatal(err)
		}
		withdrawn(t, s, f, key)
		for _, who := range []string{"operator-filer", "ministry-officer"} {
			list := questions(t, s, who, f.ID)
			if len(list) != 2 || list[0].State != request.Closed || list[0].AnsweredAt == 0 || list[0].Reply != "" || list[1].State != request.Waiting {
				t.Fatalf("%s sees %+v", who, list)
			}
			_, err := s.Answer.Do(t.Context(), s.Scope("operator-filer"), key("operator-filer"), asking.Reply{Filing: f.Number, Request: list[0].Number, Text: "直しました"})
			conflict("answered", "fault.request.closed", err)
		}
		conflict("asked", "fault.withdrawal.fix", ask(request.Fix))
		if err := ask(request.Enquiry); err != nil {
			t.Errorf("an enquiry: %v", err)
		}
	})
}

// withdrawn withdraws a filing.
func withdrawn(t *testing.T, s *stagetest.Stage, f filing.Filing, key func(string) ident.Key) {
	t.Helper()
	who := "operator-filer"
	id, err := s.Following.Follow.Do(t.Context(), s.Scope(who), key(who), f.Number, notification.Withdraw.ID)
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.Following.Draft(t.Context(), s.Scope(who), id)
	if err != nil {
		t.Fatal(err)
	}
	answers := map[string]submitting.Answer{"cause": {Value: form.Value{Texts: []string{"mistake"}}, Base: 1}, "reason": {Value: form.Value{Texts: []string{"誤り"}}, Base: 1}}
	if _, err := s.Following.Save.Do(t.Context(), s.Scope(who), key(who), submitting.SaveOf{Draft: d.Number, Form: notification.WithdrawForm, Answers: answers}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.File.Do(t.Context(), s.Scope(who), key(who), submitting.Sending{Draft: d.Number}); err != nil {
		t.Fatal(err)
	}
}

func questions(t *testing.T, s *stagetest.Stage, who string, f ident.Filing) (list []request.Request) {
	t.Helper()
	type tx interface {
		RequestsOf(ident.Filing) ([]request.Request, error)
	}
	if err := store.Read[tx](s.DB)(t.Context(), s.Scope(who), func(tx tx) (err error) {
		list, err = tx.RequestsOf(f)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}
