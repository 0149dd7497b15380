package store_test

import (
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/letter"
	"kanmin/internal/domain/message"
	"kanmin/internal/flow/reminding"
	"kanmin/internal/world/stagetest"
)

// A 事務連絡 reaches the shared address of each recipient with the number of its own copy and nothing else; the same key sends once; what was filed
// meanwhile is not asked for.
func TestALetterReachesEachRecipientOnce(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		addMailbox(t, s, "operator-admin", "csirt@example.jp", message.Action)
		addMailbox(t, s, "ministry-supervisor", "desk@example.jp", message.Action)
		d := letter.Draft{Of: expected.Notification, Title: "CANARY", Text: "{事業者名} 御中"}
		type tx interface {
			reminding.SendTx
			LettersReceived(limit int) ([]letter.Copy, error)
		}
		received := func(who string) (list []letter.Copy) {
			if err := store.Read[tx](s.DB)(t.Context(), s.Scope(who), func(tx tx) (err error) {
				list, err = tx.LettersReceived(10)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return list
		}
		if err := store.Read[tx](s.DB)(t.Context(), s.Scope("ministry-officer"), func(tx tx) error {
			list, err := tx.ExpectedLines(d.Of)
			for _, l := range list {
				d.Seen = append(d.Seen, letter.Seen{ID: l.ID, State: l.State})
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		send := reminding.Send{Act: store.Act[reminding.SendTx](s.DB), Entropy: s.Entropy}
		post(t, s, &picky{})
		for range 2 {
			if _, err := send.Do(t.Context(), s.Scope("ministry-officer"), s.Key("ministry-officer", "letter"), d); err != nil {
				t.Fatal(err)
			}
		}
		mine, theirs := received("operator-filer"), received("other-operator-filer")
		if len(mine) != 1 || len(theirs) != 1 || mine[0].Number == theirs[0].Number || !strings.Contains(mine[0].Text, "あおぞら送配電株式会社 御中") {
			t.Fatalf("%+v / %+v", mine, theirs)
		}
		p := &picky{}
		post(t, s, p)
		n := 0
		for _, m := range p.sent {
			if strings.Contains(m.Subject()+m.Body(), "CANARY") || m.To == "desk@example.jp" {
				t.Errorf("%s is told %s", m.To, m.Body())
			}
			if m.To == "csirt@example.jp" {
				n++
				if m.Number != mine[0].Number || m.Urgency != message.Action {
					t.Errorf("%+v", m)
				}
			}
		}
		if n != 1 {
			t.Errorf("%d mails about %s", n, mine[0].Number)
		}
	})
}
