package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// Migrate brings the database at url to today's schema. On PostgreSQL it needs the owner's role.
func Migrate(ctx context.Context, url string) error {
	d, driver, dsn := dialect(postgres{}), "pgx", url
	g := goose.DialectPostgres
	if strings.HasPrefix(url, "sqlite:") {
		d, driver, g = &sqlite{}, "sqlite", goose.DialectSQLite3
		dsn = "file:" + strings.TrimPrefix(url, "sqlite:") + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"
	}
	conn, err := sql.Open(driver, dsn)
	if err != nil {
		return errors.New("database URL cannot be read")
	}
	defer func() { _ = conn.Close() }()
	tree, err := render(d)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(g, conn, tree, goose.WithAllowOutofOrder(true))
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// Versions lists the numbers of this binary's migrations. They are written side by side and may land in another order
// than their numbers: a migration touches no table that an unlanded one makes.
func Versions() (list []int64, err error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	for _, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "migrations/"), "_")
		n, bad := strconv.ParseInt(number, 10, 64)
		if bad != nil {
			return nil, fmt.Errorf("%s: no number: %w", name, bad)
		}
		if !strings.HasSuffix(name, ".postgres.sql") {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return list, err
}

// render fills the type tokens of every migration and, on PostgreSQL, appends NAME.postgres.sql.
func render(d dialect) (fs.FS, error) {
	if err := intact(); err != nil {
		return nil, err
	}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	tree := memory{}
	for _, name := range names {
		if strings.HasSuffix(name, ".postgres.sql") {
			continue
		}
		body, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		text := d.tokens().Replace(string(body))
		if d.name() == "postgres" {
			more, err := migrations.ReadFile(strings.TrimSuffix(name, ".sql") + ".postgres.sql")
			if err != nil {
				return nil, err
			}
			text += "\n" + string(more)
		}
		tree[strings.TrimPrefix(name, "migrations/")] = text
	}
	return tree, nil
}

// Sums lists the digests of the migration files, as committed in migrations.sum: a landed migration is never edited.
func Sums() (string, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return "", err
	}
	sort.Strings(names)
	var b strings.Builder
	for _, name := range names {
		body, err := migrations.ReadFile(name)
		if err != nil {
			return "", err
		}
		sum := sha256.Sum256(body)
		fmt.Fprintf(&b, "%s  %s\n", hex.EncodeToString(sum[:]), strings.TrimPrefix(name, "migrations/"))
	}
	return b.String(), nil
}

func intact() error {
	want, err := migrations.ReadFile("migrations/migrations.sum")
	if err != nil {
		return err
	}
	got, err := Sums()
	if err != nil {
		return err
	}
	if got != string(want) {
		return errors.New("migrations differ from migrations.sum: a landed migration was edited, or a new one was not summed")
	}
	return nil
}

// memory is a flat read-only filesystem of rendered texts.
type memory map[string]string

func (m memory) Open(name string) (fs.File, error) {
	if name == "." {
		return &memoryDir{m: m}, nil
	}
	text, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &memoryFile{memoryInfo{name, int64(len(text))}, strings.NewReader(text)}, nil
}

type memoryInfo struct {
	name string
	size int64
}

func (i memoryInfo) Name() string               { return i.name }
func (i memoryInfo) Size() int64                { return i.size }
func (i memoryInfo) ModTime() time.Time         { return time.Time{} }
func (i memoryInfo) IsDir() bool                { return i.name == "." }
func (i memoryInfo) Sys() any                   { return nil }
func (i memoryInfo) Type() fs.FileMode          { return i.Mode().Type() }
func (i memoryInfo) Info() (fs.FileInfo, error) { return i, nil }
func (i memoryInfo) Mode() fs.FileMode {
	if i.IsDir() {
		return fs.ModeDir | 0o500
	}
	return 0o400
}

type memoryFile struct {
	memoryInfo
	*strings.Reader
}

func (f *memoryFile) Stat() (fs.FileInfo, error) { return f.memoryInfo, nil }
func (f *memoryFile) Close() error               { return nil }
func (f *memoryFile) Size() int64                { return f.size }

type memoryDir struct {
	m    memory
	read bool
}

func (d *memoryDir) Stat() (fs.FileInfo, error) { return memoryInfo{".", 0}, nil }
func (d *memoryDir) Read([]byte) (int, error)   { return 0, fs.ErrInvalid }
func (d *memoryDir) Close() error               { return nil }
func (d *memoryDir) ReadDir(int) ([]fs.DirEntry, error) {
	if d.read {
		return nil, nil
	}
	d.read = true
	var list []fs.DirEntry
	for name, text := range d.m {
		list = append(list, memoryInfo{name, int64(len(text))})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name() < list[j].Name() })
	return list, nil
}
