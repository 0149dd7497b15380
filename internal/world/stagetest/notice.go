package stagetest

import (
	"crypto/rand"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notice"
	"kanmin/internal/flow/noticing"
)

// Noticed is a 気付き連絡 that a contractor sends to the operator now, with what it pasted.
func (s *Stage) Noticed(t testing.TB, pasted string) (n notice.Notice) {
	t.Helper()
	s.Clock.Set(s.Clock.Now().Add(time.Second)) // nothing arrives in the instant of another
	boss := s.Scope("operator-admin")
	contact := notice.Contact{Unit: boss.Unit, Words: notice.Words{Company: "髙木監視", Name: "𠮷野", Phone: "03-0000-2002"}}
	id, err := noticing.Register{Act: store.Act[noticing.RegisterTx](s.DB), Entropy: rand.Reader}.Do(t.Context(), boss, s.Key("operator-admin", "contact "+s.Clock.Now().String()), contact)
	if err != nil {
		t.Fatal(err)
	}
	contact.ID, contact.Org = id, boss.Org
	by := notice.Standing{Contact: contact, Kind: boss.Kind}
	said := notice.Content{What: "不審な通信", NoticedAt: boss.At.Add(-time.Hour), Technical: pasted, Caller: "𠮷野", Phone: "03-0000-2002"}
	if _, err := (noticing.Send{Act: store.Act[noticing.SendTx](s.DB), Entropy: rand.Reader}).Do(t.Context(), access.For(by.Actor(), boss.At), ident.Key{}, noticing.Telling{By: by, Content: said}); err != nil {
		t.Fatal(err)
	}
	type tx interface {
		NoticeList(state notice.State, limit int) ([]notice.Notice, error)
	}
	if err := store.Read[tx](s.DB)(t.Context(), s.Scope("operator-filer"), func(tx tx) error {
		list, err := tx.NoticeList(notice.Waiting, 1)
		n = list[0]
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}
