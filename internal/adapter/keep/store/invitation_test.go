package store_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/world/stagetest"
)

type spool struct{ paths []string }

func (s *spool) Send(_ context.Context, m message.Message) error {
	s.paths = append(s.paths, m.Path)
	return nil
}

// What an earlier program sent stays good: link and code open it under the rules of its day, its mail leaves, and it is
// brought over once. A row that was written behind the product's back is not.
func TestInvitationsOfEarlierDaysStayGood(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		a := s.As("operator-admin")
		const code = "7K4M-2QXD-W9HT"
		link, forged := formerly(t, s, a, code, "former-1"), formerly(t, s, a, code, "former-2")
		if err := store.Housework(t.Context(), s.DB, access.Scope{}, func(q *row.Q) error {
			_, err := q.Exec(`WITH behind AS (SELECT 1) UPDATE invitation SET until_at = until_at + 1 WHERE id = 'former-2'`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for range 2 { // two starts
			if err := s.DB.CheckSchema(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		nobody := access.For(access.Actor{}, ident.At(s.Clock.Now()))
		err := store.Read[*store.Tx](s.DB)(t.Context(), nobody, func(tx *store.Tx) error {
			i, by, err := tx.InvitationBy(link, code)
			if err != nil || by != "" || i.Hat.ID != a.Hat || i.Hat.Person != a.Person || i.State != party.InvitationOpen || i.Name == "" || !access.Identified(i, false) {
				t.Errorf("%+v by %q: %v", i, by, err)
			}
			if _, _, err := tx.InvitationBy(forged, code); !fault.Is(err, fault.Hidden) {
				t.Errorf("a forged one: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var post spool
		l, ok, err := s.DB.TakeOutbox(t.Context(), "test")
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if _, err := s.DB.SendDue(t.Context(), l, &post); err != nil || !slices.Contains(post.paths, "/signin/invitation/"+link) {
			t.Errorf("mails %v: %v", post.paths, err)
		}
	})
}

// formerly invites somebody as the program of earlier days did, with a mail that waits.
func formerly(t *testing.T, s *stagetest.Stage, a access.Actor, code, id string) (link string) {
	t.Helper()
	err := store.Writing(t.Context(), s.DB, access.System("former", ident.At(s.Clock.Now())), func(q *row.Q) (err error) {
		if link, err = ident.NewSecret(bytes.NewReader(q.Keys.Digest("mailed-link", id))); err != nil {
			return err
		}
		return errors.Join(
			q.Add(`INSERT INTO invitation (id, lookup, code, hat, created_at, until_at, number) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				id, q.Keys.Digest("invitation", link), q.Keys.Digest("code", link+"\x00"+code), a.Hat, q.Scope.At, q.Scope.At.Add(time.Hour), "知-R8-0001-"+id),
			q.Add(`INSERT INTO outbox (id, unit, channel, object, number, urgency, state, at, due_at, attempts) VALUES ($1, $2, 'invitation', $1, $3, 'action', 'waiting', $4, $4, 0)`, id, a.Unit, "知-R8-0001-"+id, q.Scope.At))
	})
	if err != nil {
		t.Fatal(err)
	}
	return link
}
