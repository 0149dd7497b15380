package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/world/stagetest"
)

// settingTx is the smallest act: it leaves a setting and an entry.
type settingTx interface {
	SetSetting(name, value string) error
	Setting(name string) (string, error)
}

func setting(s access.Scope, name, value string) func(settingTx) (ledger.Entry, error) {
	return func(tx settingTx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.DraftSaved, Object: ident.Object(name), Org: s.Org, Unit: s.Unit}, tx.SetSetting(name, value)
	}
}

func readSetting(t *testing.T, s *stagetest.Stage, name string) (value string) {
	t.Helper()
	err := store.Read[settingTx](s.DB)(t.Context(), s.Scope("operator-filer"), func(tx settingTx) (err error) {
		value, err = tx.Setting(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestActIsAllOrNothing(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		act, scope := store.Act[settingTx](s.DB), s.Scope("operator-filer")
		broken := errors.New("broken")
		for name, do := range map[string]func(settingTx) (ledger.Entry, error){
			"an error": func(tx settingTx) (ledger.Entry, error) {
				return ledger.Entry{Kind: ledger.DraftSaved}, errors.Join(tx.SetSetting("x", "1"), broken)
			},
			"no entry": func(tx settingTx) (ledger.Entry, error) { return ledger.Entry{}, tx.SetSetting("x", "1") },
			"a bad entry": func(tx settingTx) (ledger.Entry, error) {
				return ledger.Entry{Kind: "Not a kind"}, tx.SetSetting("x", "1")
			},
		} {
			leaf, err := act(t.Context(), scope, s.Key("operator-filer", name), do)
			if name != "no entry" && err == nil || leaf.Hash != [32]byte{} {
				t.Errorf("%s: leaf %v, error %v", name, leaf.ID, err)
			}
			if got := readSetting(t, s, "x"); got != "" {
				t.Errorf("%s left %q behind", name, got)
			}
		}
		// The key of an act that left nothing is free again.
		if _, err := act(t.Context(), scope, s.Key("operator-filer", "no entry"), setting(scope, "x", "2")); err != nil {
			t.Fatal(err)
		}
		if got := readSetting(t, s, "x"); got != "2" {
			t.Errorf("the act left %q", got)
		}
	})
}

func TestAKeyIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		act, scope, key := store.Act[settingTx](s.DB), s.Scope("operator-filer"), s.Key("operator-filer", "once")
		var mu sync.Mutex
		ran, leaves := 0, map[ident.Leaf]int{}
		var group sync.WaitGroup
		for range 40 {
			group.Go(func() {
				leaf, err := act(t.Context(), scope, key, func(tx settingTx) (ledger.Entry, error) {
					mu.Lock()
					ran++
					mu.Unlock()
					return setting(scope, "once", fmt.Sprint(ran))(tx)
				})
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				leaves[leaf.ID]++
			})
		}
		group.Wait()
		if ran != 1 || len(leaves) != 1 {
			t.Errorf("40 identical acts ran %d times and answered with %d leaves", ran, len(leaves))
		}
		other := key
		other.Digest[0] = 1
		if _, err := act(t.Context(), scope, other, setting(scope, "once", "else")); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same key with another body: %v", err)
		}
		stranger := s.Key("other-operator-filer", "once")
		if leaf, err := act(t.Context(), s.Scope("other-operator-filer"), stranger, setting(s.Scope("other-operator-filer"), "twice", "1")); err != nil || leaf.Replayed {
			t.Errorf("a stranger's equal key: %v %v", leaf.Replayed, err)
		}
	})
}

func TestAVerbWhosePortIsNotThereStopsTheStart(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	defer func() {
		if recover() == nil {
			t.Error("a port with a method that the store lacks was wired")
		}
	}()
	store.Act[interface{ Fly() error }](s.DB)
}

func TestAReadThatCannotBeRecordedIsRefused(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	id, err := s.File.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", "f"), prompt())
	if err != nil {
		t.Fatal(err)
	}
	look := store.Look[reportTx](s.DB)
	open := func(token string) error {
		return look(t.Context(), s.Scope(token), "open", func(tx reportTx) ([]ident.Object, error) {
			f, _, err := tx.FilingByID(id, access.Permission{Action: access.Read, Object: access.Report})
			return []ident.Object{ident.Object(f.ID)}, err
		})
	}
	if err := open("ministry-officer"); err != nil {
		t.Fatal(err)
	}
	if err := open("other-ministry-officer"); !fault.Is(err, fault.Hidden) {
		t.Errorf("another ministry: %v", err)
	}
	spoil(t, s, `DROP TABLE look`)
	if err := open("ministry-officer"); err == nil {
		t.Error("a record was opened although the look could not be written")
	}
	if _, err := s.File.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", "g"), prompt()); err != nil {
		t.Errorf("a 速報 must still arrive: %v", err)
	}
}
