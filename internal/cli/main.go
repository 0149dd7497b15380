// Package cli has the commands of the kanmin binary, one file each: machine commands open the house, acting commands need
// no server, client commands speak to the API.
package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"kanmin/internal/cli/demo"
	"kanmin/internal/domain/fault"
	"kanmin/internal/serve"
)

// commands is the tree of commands; a group's help says who needs it.
type commands struct {
	Serve     ServeCmd        `cmd:"" group:"machine" help:"Serve the platform."`
	Demo      DemoCmd         `cmd:"" group:"machine" help:"Serve a filled, fictional world on embedded SQLite."`
	Migrate   MigrateCmd      `cmd:"" group:"machine" help:"Make the key file and bring the database to today's schema."`
	Account   AccountCmd      `cmd:"" group:"machine" help:"Found the platform; renew an administrator's way in."`
	Ledger    LedgerCmd       `cmd:"" group:"machine" help:"Check the log."`
	Law       LawCmd          `cmd:"" group:"acting" help:"Ask the rule book: by when, must I, and why."`
	Parse     ParseCmd        `cmd:"" group:"acting" help:"Read a table (Excel, CSV) from standard input into JSON lines, as the server does with uploads."`
	Product   ProductCmd      `cmd:"" group:"acting" help:"Which product does a name mean?"`
	File      FileCmd         `cmd:"" group:"client" help:"Send a report, or what any procedure asks for, from a file."`
	Procedure ProcedureCmd    `cmd:"" group:"client" help:"List procedures that can be filed, and tell their fields."`
	Report    ReportCmd       `cmd:"" group:"client" help:"List, show and answer reports; fetch receipts."`
	Inventory InventoryCmd    `cmd:"" group:"client" help:"Bring rows, sheets and SBOMs to 機器台帳, and take it out."`
	Status    StatusCmd       `cmd:"" group:"client" help:"Of whom the office expects what, and where each stands (提出状況)."`
	Letter    LetterCmd       `cmd:"" group:"client" help:"Write to operators (事務連絡), list, and read."`
	Advisory  AdvisoryCmd     `cmd:"" group:"client" help:"Bring advisories (脆弱性情報) from files, and list what was brought."`
	Support   SupportCmd      `cmd:"" group:"client" help:"Ask for help in responding (対処支援), and answer."`
	Notice    NoticeCmd       `cmd:"" group:"client" help:"Tell operators what was noticed first (気付き連絡), list it, take it over."`
	Receipt   ReceiptCmd      `cmd:"" group:"acting" help:"Check receipts offline."`
	Org       OrganisationCmd `cmd:"" name:"organisation" group:"client" help:"Sessions, accounts and invitations of one's own organisation."`
	Version   VersionCmd      `cmd:"" group:"machine" help:"Say which build this is."`
}

// Main runs one command and returns its exit code: 0 ok, 1 refused or not valid, 2 usage.
func Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	syscall.Umask(0o077) // whatever this process writes is nobody else's
	streams := &Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Now: time.Now}
	var c commands
	code := -1
	parser, err := kong.New(&c, kong.Name("kanmin"), kong.Description("Kanmin 官民連携基盤: notify, report, warn; with proof."),
		kong.UsageOnError(), kong.Exit(func(n int) { code = n }), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(streams),
		kong.ExplicitGroups([]kong.Group{
			{Key: "machine", Title: "Machine commands (configuration: docs/configuration.md)"},
			{Key: "acting", Title: "Acting commands (no server)"},
			{Key: "client", Title: "API client commands (KANMIN_URL, KANMIN_TOKEN)"},
		}))
	if err != nil {
		fmt.Fprintln(os.Stderr, "kanmin:", err)
		return 2
	}
	run, err := parser.Parse(args)
	if code >= 0 { // --help
		return code
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "kanmin:", err)
		return 2
	}
	if err := run.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "kanmin:", err)
		return exitCode(err)
	}
	return 0
}

func exitCode(err error) int {
	var coded interface{ ExitCode() int }
	if errors.As(err, &coded) {
		return coded.ExitCode()
	}
	if fault.Is(err, fault.Invalid) {
		return 2
	}
	return 1
}

// ServeCmd serves until it is told to stop.
type ServeCmd struct{}

// Run opens the house and serves.
func (ServeCmd) Run(ctx context.Context, s *Streams) error {
	c, err := serve.Load(os.Environ())
	if err != nil {
		return err
	}
	h, err := serve.Open(ctx, c, s.Err)
	if err != nil {
		return err
	}
	return errors.Join(h.Serve(ctx, serve.Extra{}), h.Close())
}

// MigrateCmd prepares key file and database.
type MigrateCmd struct{}

// Run migrates.
func (MigrateCmd) Run(ctx context.Context, s *Streams) error {
	c, err := serve.Load(os.Environ())
	if err != nil {
		return err
	}
	if err := serve.Migrate(ctx, c); err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.Out, "The database has today's schema.")
	return err
}

// DemoCmd serves the fictional world.
type DemoCmd struct {
	Addr string `env:"DEMO_ADDR" default:"localhost:8080" help:"Loopback address to serve on."`
	Data string `env:"DEMO_DATA" default:"demo-data" help:"Directory of the demo's data; made and filled when it is not there."`
	OIDC string `env:"DEMO_OIDC" help:"A file as KANMIN_OIDC_FILE, of issuers on this machine."`
	List string `name:"dictionary" env:"KANMIN_DICTIONARY" help:"Files and directories to add to the dictionary of products, separated by commas."`
}

// Run fills the world if needed and serves it.
func (c DemoCmd) Run(ctx context.Context, s *Streams) error {
	return demo.Run(ctx, demo.Options{Addr: c.Addr, Data: c.Data, OIDC: c.OIDC, Dictionary: c.List, Out: s.Out, Log: s.Err, Now: s.Now})
}

// VersionCmd says which build this is.
type VersionCmd struct{}

// Run prints the module version and the revision it was built from, as Go recorded them.
func (VersionCmd) Run(s *Streams) error {
	version, revision := "devel", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, b := range info.Settings {
			if b.Key == "vcs.revision" {
				revision = " " + b.Value
			}
		}
	}
	_, err := fmt.Fprintf(s.Out, "kanmin %s%s\n", version, revision)
	return err
}
