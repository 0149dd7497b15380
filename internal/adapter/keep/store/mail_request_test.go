package store_test

import (
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/flow/asking"
	"kanmin/internal/world/stagetest"
)

// A question (照会) and a call to correct (補正) reach the shared address of whoever is asked, the answer that of the office; each address that
// takes 要対応 once, and no other organisation's.
func TestQuestionsAndAnswersReachSharedAddresses(t *testing.T) {
	t.Parallel()
	for _, kind := range []request.Kind{request.Enquiry, request.Fix} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
				addMailbox(t, s, "operator-admin", "csirt@example.jp", message.Action)
				addMailbox(t, s, "operator-admin", "night@example.jp", message.Urgent)
				addMailbox(t, s, "ministry-supervisor", "desk@example.jp", message.Action)
				addMailbox(t, s, "cabinet-supervisor", "other@example.jp", message.Action)
				f := file(t, s, "operator-filer", "1")
				post(t, s, &picky{})
				told := func(number ident.Number, want string) {
					t.Helper()
					p := &picky{}
					post(t, s, p)
					got := map[string]int{}
					for _, m := range p.sent {
						if m.Number == number && m.Urgency == message.Action {
							got[m.To]++
						}
					}
					for _, box := range []string{"csirt@example.jp", "night@example.jp", "desk@example.jp", "other@example.jp"} {
						if (got[box] == 1) != (box == want) || got[box] > 1 {
							t.Errorf("%s: %d mails about %s; %s should have one: %v", box, got[box], number, want, got)
						}
					}
				}
				ask := asking.Question{Filing: f.Number, Kind: kind, Text: "どの端末ですか。"}
				if kind == request.Fix {
					ask.Fields = []string{"which"}
				}
				id, err := s.Ask.Do(t.Context(), s.Scope("ministry-officer"), s.Key("ministry-officer", "ask"), ask)
				if err != nil {
					t.Fatal(err)
				}
				q, err := s.Request(t.Context(), s.Scope("ministry-officer"), f.ID, id)
				if err != nil {
					t.Fatal(err)
				}
				told(q.Number, "csirt@example.jp")
				if kind == request.Fix {
					return // it is answered by filing again
				}
				if _, err := s.Doors.Answer.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", "answer"), asking.Reply{Filing: f.Number, Request: q.Number, Text: "監視端末です。"}); err != nil {
					t.Fatal(err)
				}
				told(q.Number, "desk@example.jp")
			})
		})
	}
}

// A message whose recipient has nobody who takes it, or only addresses that are paused, is counted as such; it says nothing about the way out.
func TestWhatHasNowhereToGoIsCounted(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		nowhere := func(want int, slow bool) {
			t.Helper()
			if r, err := s.Running(t.Context(), time.Hour); err != nil || r.Mail.Nowhere != want || (r.Mail.Oldest != 0) != slow || (r.Mail.Waiting > 0) != (want > 0 || slow) {
				t.Errorf("%+v, %v; %d should have nowhere to go", r.Mail, err, want)
			}
		}
		file(t, s, "operator-filer", "1")
		nowhere(0, true)
		p := &picky{}
		post(t, s, p)
		nowhere(0, false)
		if len(p.sent) == 0 {
			t.Fatal("the control: nobody got anything")
		}
		for _, who := range []string{"ministry-officer", "ministry-supervisor"} {
			choose := appointing.ChooseMail{Act: store.Act[appointing.ChooseMailTx](s.DB)}
			if err := choose.Do(t.Context(), s.Scope(who), s.Key(who, "off"), nil); err != nil {
				t.Fatal(err)
			}
		}
		file(t, s, "operator-filer", "2")
		post(t, s, p)
		nowhere(1, false)
		addMailbox(t, s, "ministry-supervisor", "desk@example.jp", message.Urgent, message.Action)
		s.Clock.Set(s.Clock.Now().Add(time.Hour))
		p.sent = nil
		post(t, s, p)
		if nowhere(0, false); len(p.to("desk@example.jp")) != 1 {
			t.Error("an address was added, and it still waits")
		}
	})
}
