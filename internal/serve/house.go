package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	"kanmin/internal/adapter/keep/index/holdings"
	"kanmin/internal/adapter/keep/index/names"
	counted "kanmin/internal/adapter/keep/index/reports"
	"kanmin/internal/adapter/keep/reserve"
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/spool"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/parser"
)

// House is the opened house: configuration, keys, database. Serve runs it.
type House struct {
	Config
	Base    *url.URL
	DB      *store.DB
	Keys    *seal.Keyring
	Log     *slog.Logger
	Now     func() time.Time
	Entropy io.Reader
	// Files has uploads read in a child process.
	Files *parser.Parser
	// Names is the dictionary of products with what was decided, loaded in the background.
	Names *names.Index
	// Counted are the facts of every report, for statistics, loaded in the background.
	Counted *counted.Index
	// Holdings are what stands notified, for what is counted of it, loaded in the background.
	Holdings *holdings.Index
	spool    *spool.Spool     // nil: nothing is kept while the database is away
	room     *reserve.Reserve // nil: none is kept
	unlock   func() error
	beside   bool // another program works on the database
}

// Open checks the configuration, takes the process lock, loads the keys and opens the database, whose schema must
// be today's.
func Open(ctx context.Context, c Config, log io.Writer) (*House, error) {
	return OpenAt(ctx, c, log, time.Now)
}

// OpenBeside is Open for what only reads: it does not ask for the process lock, so it works while the house is open, as it must in
// an incident.
func OpenBeside(ctx context.Context, c Config, log io.Writer) (*House, error) {
	h, err := newHouse(c, log, time.Now)
	if err != nil {
		return nil, err
	}
	h.beside = true
	return h.opened(ctx)
}

// OpenAt is Open with a clock of one's own: a world is shown on a later day.
func OpenAt(ctx context.Context, c Config, log io.Writer, now func() time.Time) (*House, error) {
	h, err := newHouse(c, log, now)
	if err != nil {
		return nil, err
	}
	if h.unlock, err = lock(c.DatabaseURL); err != nil {
		return nil, err
	}
	return h.opened(ctx)
}

func newHouse(c Config, log io.Writer, now func() time.Time) (*House, error) {
	base, err := c.Check()
	if err != nil {
		return nil, err
	}
	h := &House{Config: c, Base: base, Log: Logger(log, c.LogLevel), Now: now, Entropy: rand.Reader}
	h.Files = parser.New(h.Log, parser.Self()...)
	return h, nil
}

func (h *House) opened(ctx context.Context) (*House, error) {
	if err := h.open(ctx); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

func (h *House) open(ctx context.Context) (err error) {
	if h.Keys, err = seal.Load(h.KeyFile); err != nil {
		return fmt.Errorf("KANMIN_KEY_FILE: %w", err)
	}
	h.DB, err = store.Open(ctx, store.Config{
		URL: h.DatabaseURL, WorkURL: h.WorkURL, Keys: h.Keys, Now: h.Now, Entropy: h.Entropy, Log: h.Log,
		// The log keeps the name it was given with its key: an address may change, a log does not.
		Origin: h.Keys.Signer().Name(), Full: h.full, ReadOnly: h.beside,
	})
	if err != nil {
		return err
	}
	h.Names = &names.Index{Log: h.DB, Read: store.Read[names.Tx](h.DB), Build: h.dictionary}
	h.Counted = &counted.Index{Log: h.DB, Read: store.Read[counted.Tx](h.DB)}
	h.Holdings = &holdings.Index{Log: h.DB, Read: store.Read[holdings.Tx](h.DB), Names: h.Names}
	return h.DB.CheckSchema(ctx)
}

// Close gives the database and the lock back.
func (h *House) Close() error {
	var err error
	if h.DB != nil {
		err = h.DB.Close()
	}
	if h.unlock != nil {
		err = errors.Join(err, h.unlock())
	}
	return err
}

// Origin names a new log: the host of the base address.
func Origin(base *url.URL) string { return base.Host }

// Migrate makes the key file if there is none and brings the database to today's schema.
func Migrate(ctx context.Context, c Config) error {
	base, err := c.Check()
	if err != nil {
		return err
	}
	unlock, err := lock(c.DatabaseURL)
	if err != nil {
		return err
	}
	defer func() { _ = unlock() }()
	if _, err := os.Stat(c.KeyFile); errors.Is(err, os.ErrNotExist) {
		if err := seal.Create(c.KeyFile, Origin(base), rand.Reader); err != nil {
			return fmt.Errorf("KANMIN_KEY_FILE: %w", err)
		}
	}
	target := c.DatabaseURL
	if !strings.HasPrefix(target, "sqlite:") {
		if target = c.OwnerURL; target == "" {
			return errors.New("KANMIN_OWNER_DATABASE_URL is not set: migrating needs the role kanmin_owner")
		}
	}
	return store.Migrate(ctx, target)
}

// Logger writes JSON lines at a level.
func Logger(w io.Writer, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: l}))
}
