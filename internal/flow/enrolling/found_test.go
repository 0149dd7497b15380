package enrolling_test

import (
	"crypto/rand"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/testpg"
	"kanmin/internal/world"
)

// ground is an empty, migrated database for real.
type ground struct {
	*store.DB
	clock *world.Clock
}

var day = time.Date(2026, 11, 23, 9, 0, 0, 0, ident.JST)

func onBoth(t *testing.T, run func(t *testing.T, g ground)) {
	t.Helper()
	open := func(t *testing.T, owner string, c store.Config) ground {
		t.Helper()
		keys := filepath.Join(t.TempDir(), "keys")
		if err := seal.Create(keys, "test.example", rand.Reader); err != nil {
			t.Fatal(err)
		}
		ring, err := seal.Load(keys)
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Migrate(t.Context(), owner); err != nil {
			t.Fatal(err)
		}
		clock := world.NewClock(day)
		c.Keys, c.Now, c.Origin = ring, clock.Now, "test.example"
		db, err := store.Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		return ground{db, clock}
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		url := "sqlite:" + filepath.Join(t.TempDir(), "kanmin.db")
		run(t, open(t, url, store.Config{URL: url}))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		pg := testpg.New(t)
		run(t, open(t, pg.Owner, store.Config{URL: pg.App, WorkURL: pg.Work}))
	})
}

func (g ground) scope() access.Scope { return access.System("test", ident.At(g.clock.Now())) }

func (g ground) found(t *testing.T, in enrolling.Founding) ([]enrolling.Link, error) {
	t.Helper()
	return enrolling.Found{Act: store.Act[enrolling.FoundTx](g.DB), Entropy: rand.Reader}.Do(t.Context(), g.scope(), in)
}

func founding() enrolling.Founding {
	return enrolling.Founding{
		World: enrolling.WorldReal,
		First: enrolling.Founder{Name: "𠮷野 一郎", Mail: "yoshino@kiban.example"}, Second: enrolling.Founder{Name: "髙橋 花子", Mail: "takahashi@kiban.example"},
	}
}

type lookTx interface {
	InvitationBy(link, code string) (party.Invitation, ident.Person, error)
	HatOf(ident.Hat) (enrolling.Hat, error)
	World() (string, error)
}

func TestAPlatformIsFoundedOnce(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, g ground) {
		var mu sync.Mutex
		var group sync.WaitGroup
		var links []enrolling.Link
		won := 0
		for range 5 { // five machines at once
			group.Go(func() {
				l, err := g.found(t, founding())
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					won++
					links = l
				case !fault.Is(err, fault.Conflict):
					t.Error(err)
				}
			})
		}
		group.Wait()
		if won != 1 || len(links) != 2 {
			t.Fatalf("five at once: %d won, %d links", won, len(links))
		}
		if _, err := g.found(t, founding()); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second time: %v", err)
		}
		read := store.Read[lookTx](g.DB)
		for _, l := range links {
			err := read(t.Context(), access.For(access.Actor{}, ident.At(g.clock.Now())), func(tx lookTx) error {
				i, _, err := tx.InvitationBy(l.Secret, l.Code)
				if err != nil {
					return err
				}
				h, err := tx.HatOf(i.Hat.ID)
				if len(h.Roles) != 1 || h.Roles[0] != string(access.PlatformAdmin) || h.Kind != "platform" {
					t.Errorf("%s may: %v as %s", l.Name, h.Roles, h.Kind)
				}
				if w, err := tx.World(); w != enrolling.WorldReal || err != nil {
					t.Errorf("world %q, %v", w, err)
				}
				if _, _, err := tx.InvitationBy(l.Secret, other(links, l).Code); !fault.Is(err, fault.Hidden) {
					t.Errorf("another code: %v", err)
				}
				return err
			})
			if err != nil {
				t.Errorf("%s: %v", l.Name, err)
			}
		}
		if links[0].Code == links[1].Code || links[0].Secret == links[1].Secret {
			t.Error("both have one link")
		}
	})
}

func other(links []enrolling.Link, l enrolling.Link) enrolling.Link {
	if links[0].Secret == l.Secret {
		return links[1]
	}
	return links[0]
}

func TestADemonstrationIsNeverFounded(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, g ground) {
		type tx interface {
			AddHouse() error
			SetSetting(name, value string) error
		}
		_, err := store.Act[tx](g.DB)(t.Context(), g.scope(), ident.Key{}, func(tx tx) (ledger.Entry, error) {
			if err := tx.AddHouse(); err != nil {
				return ledger.Entry{}, err
			}
			return ledger.Entry{Kind: ledger.AccountInvited, Object: "x"}, tx.SetSetting("world", enrolling.WorldDemo)
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := g.found(t, founding()); !fault.Is(err, fault.Conflict) {
			t.Errorf("in a demonstration: %v", err)
		}
	})
}

func TestWhoCanBeAFounder(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"山田 太郎 <yamada@example.jp>":                        "",
		"Yamada <yamada@example.jp>  ":                     "",
		"<yamada@example.jp>":                              "fault.required",
		"山田 yamada@example.jp":                             "fault.account.founder",
		"山田 <yamada>":                                      "fault.account.mail",
		"山田 <a b@example.jp>":                              "fault.account.mail",
		"山田 <a@example.jp> x":                              "fault.account.founder",
		"山\x00田 <a@example.jp>":                            "fault.text.nul",
		"\u202e田 <a@example.jp>":                           "fault.text.bidi",
		strings.Repeat("山", 101) + " <a@example.jp>":       "fault.text.long",
		"山田 <" + strings.Repeat("a", 300) + "@example.jp>": "fault.account.mail",
		"": "fault.account.founder",
	} {
		_, err := enrolling.ReadFounder("first", in)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
}

func TestFoundingRefusesOneInTwoAndOtherWorlds(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*enrolling.Founding){
		"one person twice": func(f *enrolling.Founding) { f.Second.Mail = "Yoshino@Kiban.example" },
		"a demonstration":  func(f *enrolling.Founding) { f.World = enrolling.WorldDemo },
		"no world":         func(f *enrolling.Founding) { f.World = "" },
	} {
		in := founding()
		change(&in)
		f := enrolling.Found{}
		if _, err := f.Do(t.Context(), access.System("test", 1), in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := (enrolling.Found{}).Do(t.Context(), access.For(access.Actor{Roles: []access.Role{access.PlatformAdmin}}, 1), founding()); !fault.Is(err, fault.Hidden) {
		t.Errorf("a person founds: %v", err)
	}
}

func TestAnAdministratorIsInvitedAgain(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, g ground) {
		links, err := g.found(t, founding())
		if err != nil {
			t.Fatal(err)
		}
		g.clock.Set(day.Add(enrolling.LinkLife + time.Second))
		read := store.Read[lookTx](g.DB)
		good := func(l enrolling.Link) bool {
			err := read(t.Context(), access.For(access.Actor{}, ident.At(g.clock.Now())), func(tx lookTx) error {
				_, _, err := tx.InvitationBy(l.Secret, l.Code)
				return err
			})
			if err != nil && !fault.Is(err, fault.Hidden) {
				t.Fatal(err)
			}
			return err == nil
		}
		if good(links[0]) {
			t.Error("a link is good after 72 hours")
		}
		renew := enrolling.Renew{Act: store.Act[enrolling.RenewTx](g.DB), Entropy: rand.Reader}
		one, err := renew.Do(t.Context(), g.scope(), "Yoshino@kiban.example")
		if err != nil || !good(one) {
			t.Fatalf("renewed: %v, good %v", err, good(one))
		}
		two, err := renew.Do(t.Context(), g.scope(), "yoshino@kiban.example")
		if err != nil || good(one) || !good(two) {
			t.Errorf("renewed again: %v, first still good %v, second good %v", err, good(one), good(two))
		}
		if _, err := renew.Do(t.Context(), g.scope(), "nobody@kiban.example"); !fault.Is(err, fault.Hidden) {
			t.Errorf("nobody: %v", err)
		}
	})
}

func TestCodesAreReadAsTyped(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"7K4M-2QXD-W9HT": "7K4M-2QXD-W9HT", "7k4m2qxdw9ht": "7K4M-2QXD-W9HT", "\t7K4M 2QXD W9HT\n": "7K4M-2QXD-W9HT",
		"\uff17\uff2b\uff14\uff2d\u30fc2QXD\uff0dW9HT": "7K4M-2QXD-W9HT", "7K4M-2QXD-W9H": "", "": "", strings.Repeat("A", 1000): "",
	} {
		if got := enrolling.TidyCode(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
