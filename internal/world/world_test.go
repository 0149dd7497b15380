package world_test

import (
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

type lists interface {
	OwnFilings(before store.Cursor, limit int) ([]filing.Line, error)
	DeskFilings(before store.Cursor, limit int) ([]filing.Line, error)
}

func TestTheStoryHappens(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, theStoryHappens)
}

func theStoryHappens(t *testing.T, s *stagetest.Stage) {
	t.Helper()
	db, w, ctx, at := s.DB, s.World, t.Context(), ident.At(stagetest.Day)
	if err := world.Story(ctx, w, s.Doors, stagetest.Day); err != nil {
		t.Fatal(err)
	}
	for token, want := range map[string]int{
		"operator-filer": 3, "operator-site-filer": 1, "other-operator-filer": 1, "operator-viewer": 0,
	} {
		err := store.Read[lists](db)(ctx, w.Scope(token, at), func(tx lists) error {
			own, err := tx.OwnFilings(store.Cursor{}, 10)
			if len(own) != want {
				t.Errorf("%s sees %d own filings, want %d", token, len(own), want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for token, want := range map[string]int{
		"ministry-officer": 4, "cabinet-analyst": 4, "regional-officer": 0, "other-ministry-officer": 0, "nco-analyst": 0,
		"platform-admin": 0, "operator-filer": 0, "maintainer": 0,
	} {
		err := store.Read[lists](db)(ctx, w.Scope(token, at), func(tx lists) error {
			desk, err := tx.DeskFilings(store.Cursor{}, 10)
			if len(desk) != want {
				t.Errorf("%s has %d filings on the desk, want %d", token, len(desk), want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
