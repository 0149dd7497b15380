// Package demo serves the fictional world on embedded SQLite. It is the only place that wires the sign-in without
// proof, and it does so only for a database that is marked demo.
package demo

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/login"
	signin "kanmin/internal/adapter/door/login/demo"
	"kanmin/internal/adapter/door/web/storybook"
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/serve"
	"kanmin/internal/world"
	"kanmin/internal/world/stage"
)

// Options say where and from when.
type Options struct {
	Addr string // loopback only; the host names the passkeys' domain
	Data string // directory
	OIDC string // file of other houses' sign-ins, on this machine; empty: none
	// Dictionary names lists of products, as KANMIN_DICTIONARY.
	Dictionary string
	Out        io.Writer
	Log        io.Writer
	Now        func() time.Time
}

// seed makes every demo the same world.
const seed = 20261001

// Run fills the directory when it is empty and serves it until ctx ends.
func Run(ctx context.Context, o Options) error {
	host, _, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return fmt.Errorf("DEMO_ADDR: %q is not HOST:PORT", o.Addr)
	}
	if err := os.MkdirAll(o.Data, 0o700); err != nil {
		return err
	}
	c, err := serve.Load([]string{
		"KANMIN_DATABASE_URL=sqlite:" + filepath.Join(o.Data, "kanmin.db"), "KANMIN_KEY_FILE=" + filepath.Join(o.Data, "keys"),
		"KANMIN_BASE_URL=http://" + o.Addr, "KANMIN_LISTEN=" + listen(o.Addr, host), "KANMIN_DESK_PHONE=03-0000-1000",
		"KANMIN_MAIL_DIR=" + filepath.Join(o.Data, "mail"), "KANMIN_BOUNCE_DIR=" + filepath.Join(o.Data, "bounces"), "KANMIN_LOG_LEVEL=info",
	})
	if err != nil {
		return err
	}
	if o.OIDC != "" {
		c.OIDCFile, c.Loopback = o.OIDC, true
	}
	c.Dictionary = o.Dictionary
	c.Reserve = "0"
	c.Metrics = "" // one port is enough for a demonstration
	if _, err := c.Check(); err != nil {
		return fmt.Errorf("DEMO_ADDR: loopback only: %w", err)
	}
	people, err := prepare(ctx, o, c)
	if err != nil {
		return fmt.Errorf("%s: %w", o.Data, err)
	}
	if err := os.MkdirAll(c.BounceDir, 0o700); err != nil {
		return err
	}
	h, err := serve.OpenAt(ctx, c, o.Log, o.Now)
	if err != nil {
		return err
	}
	if err := write(o.publicKey(), h.Keys.VerifierKey()+"\n"); err != nil {
		return errors.Join(err, h.Close())
	}
	return errors.Join(h.Serve(ctx, serve.Extra{Demo: true, Choose: signin.Path, Routes: routes(people), Ready: func(string) { o.welcome(people) }}), h.Close())
}

// listen keeps a demo on this machine whatever name it is called by.
func listen(addr, host string) string {
	if host == "localhost" {
		return "127.0.0.1" + strings.TrimPrefix(addr, host)
	}
	return addr
}

// someone is a person as the sign-in page and tokens.json know them.
type someone struct {
	Token string    `json:"token"`
	Label string    `json:"label"`
	Org   string    `json:"org"`
	Hat   ident.Hat `json:"hat"`
}

// prepare migrates and, in an empty directory, peoples the world; it returns who lives there.
func prepare(ctx context.Context, o Options, c serve.Config) ([]someone, error) {
	list := filepath.Join(o.Data, "people.json")
	var people []someone
	if data, err := os.ReadFile(list); err == nil { //nolint:gosec // our own file
		if err := serve.Migrate(ctx, c); err != nil {
			return nil, err
		}
		return people, json.Unmarshal(data, &people)
	}
	if entries, err := os.ReadDir(o.Data); err != nil || len(entries) > 0 {
		return nil, errors.Join(errors.New("is neither empty nor a finished demo; remove it or set DEMO_DATA"), err)
	}
	if err := serve.Migrate(ctx, c); err != nil {
		return nil, err
	}
	people, tokens, err := fill(ctx, o, c)
	if err != nil {
		return nil, err
	}
	return people, errors.Join(
		writeJSON(filepath.Join(o.Data, "tokens.json"), tokens),
		write(filepath.Join(o.Data, "env"), o.environment(c, tokens["operator-filer"])),
		writeJSON(list, people), // last: it says that the demo is whole
	)
}

type fillTx interface {
	SetSetting(name, value string) error
	AddLogin(person ident.Person, mail string) error
	AddToken(t enrolling.Token, secret string) error
}

// surveyRows is how many rows the table of the survey takes that an office has opened.
const surveyRows = 1000

// fill peoples the world and plays its story, with the world's own clock.
func fill(ctx context.Context, o Options, c serve.Config) (people []someone, tokens map[string]string, err error) {
	keys, err := seal.Load(c.KeyFile)
	if err != nil {
		return nil, nil, err
	}
	today := o.Now()
	clock := world.NewClock(today.AddDate(0, 0, -60))
	db, err := store.Open(ctx, store.Config{URL: c.DatabaseURL, Keys: keys, Now: clock.Now, Origin: keys.Signer().Name()})
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	w, err := stage.People(ctx, db, world.Demo, seed, clock.Now())
	if err != nil {
		return nil, nil, err
	}
	if err := world.Story(ctx, w, stage.Doors(db, clock), today.Add(-time.Minute)); err != nil {
		return nil, nil, err
	}
	if err := dressed(ctx, db, w, clock); err != nil {
		return nil, nil, err
	}
	tokens = map[string]string{}
	at := ident.At(today)
	_, err = store.Act[fillTx](db)(ctx, access.System("demo", at), ident.Key{}, func(tx fillTx) (ledger.Entry, error) {
		for _, p := range w.People {
			t, secret, err := enrolling.NewToken(at, p.Hat, enrolling.TokenOrder{Label: p.Token, Until: law.DayOf(at.Add(300 * 24 * time.Hour))}, rand.Reader)
			if err != nil {
				return ledger.Entry{}, err
			}
			if err := errors.Join(tx.AddToken(t, secret), tx.AddLogin(p.Person, p.Email)); err != nil {
				return ledger.Entry{}, err
			}
			tokens[p.Token] = secret
			people = append(people, someone{Token: p.Token, Label: p.Label + "(" + login.RoleNames(p.Roles).Ja + ")", Org: p.Org, Hat: p.Hat})
		}
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "demo"}, tx.SetSetting("world", enrolling.WorldDemo)
	})
	return people, tokens, err
}

// dressed adds to the story what people find when they open the pages for the first time.
func dressed(ctx context.Context, db *store.DB, w *world.World, clock *world.Clock) error {
	now := ident.At(clock.Now())
	if err := stage.Contacts(ctx, db, w, now); err != nil {
		return err
	}
	if err := stage.Notifications(ctx, db, w, now, "operator-filer", "other-operator-filer"); err != nil {
		return err
	}
	if err := stage.Inventory(ctx, db, w, now, "other-operator-filer"); err != nil {
		return err
	}
	if err := stage.Campaign(ctx, db, w, now); err != nil {
		return err
	}
	if err := stage.Tiles(ctx, db, w, now); err != nil {
		return err
	}
	if err := stage.Mandates(ctx, db, w, clock.Now); err != nil {
		return err
	}
	if _, err := stage.Notice(ctx, db, w, now); err != nil {
		return err
	}
	_, err := stage.Survey(ctx, db, w, now, surveyRows)
	return err
}

// routes adds the sign-in of the demo.
func routes(people []someone) func(*serve.House) []gate.Route {
	return func(h *serve.House) []gate.Route {
		door, err := h.Login()
		if err != nil {
			return nil // the house itself could not have been built
		}
		page := signin.Page{
			Choose: enrolling.Choose{Act: store.Act[enrolling.ChooseTx](h.DB), Entropy: h.Entropy, Whole: h.SessionMax}, Cookie: door.Cookie, Host: h.Base.Host,
		}
		for _, p := range people {
			page.People = append(page.People, signin.Person{Hat: p.Hat, Org: p.Org, Name: p.Label})
		}
		return append(page.Routes(), storybook.Routes()...)
	}
}

// welcome prints what a newcomer needs.
func (o Options) welcome(people []someone) {
	fmt.Fprintf(o.Out, "\nKanmin demo 官民連携基盤(架空の世界)\n\n  http://%s/\n\nSign in as (サインイン → 人を選ぶ):\n", o.Addr)
	for _, p := range people {
		fmt.Fprintf(o.Out, "  %-26s %s %s\n", p.Token, p.Org, p.Label)
	}
	fmt.Fprintf(o.Out, "\nAPI tokens:   %s (0600)\nCommand line: set -a; . %s; set +a; bin/kanmin report list\nReceipts:     bin/kanmin receipt verify --key %s FILE\n",
		filepath.Join(o.Data, "tokens.json"), filepath.Join(o.Data, "env"), o.publicKey())
}

func (o Options) publicKey() string { return filepath.Join(o.Data, "log.pub") }

// environment is for the command line: the client's two settings, and the house's own for kanmin ledger verify.
func (o Options) environment(c serve.Config, token string) string {
	return "KANMIN_URL=" + c.BaseURL + "\nKANMIN_TOKEN=" + token +
		"\nKANMIN_DATABASE_URL=" + c.DatabaseURL + "\nKANMIN_KEY_FILE=" + c.KeyFile + "\nKANMIN_BASE_URL=" + c.BaseURL + "\n"
}

func writeJSON(path string, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return write(path, string(data)+"\n")
}

func write(path, text string) error { return os.WriteFile(path, []byte(text), 0o600) }
