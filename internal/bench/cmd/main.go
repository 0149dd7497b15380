// Command cmd prints the project's figures, each beside a baseline of the same run (make bench).
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"time"

	"kanmin/internal/adapter/out/parser/parsertest"
	"kanmin/internal/bench/advisories"
	"kanmin/internal/bench/concentration"
	"kanmin/internal/bench/gather"
	"kanmin/internal/bench/house"
	"kanmin/internal/bench/names"
	"kanmin/internal/bench/people"
	"kanmin/internal/bench/sheet"
)

// parts are the figures by name; no argument prints all.
var parts = []struct {
	name string
	run  func(context.Context, io.Writer) error
}{
	{"house", house.Run},
	{"overload", house.Overload},
	{"surge", house.Surge},
	{"register", house.Register},
	{"disk", house.Disk},
	{"walls", house.Walls},
	{"people", people.Run},
	{"sheet", sheet.Run},
	{"names", func(ctx context.Context, w io.Writer) error { return names.Run(ctx, w, data()) }},
	{"gather", gather.Run},
	{"concentration", concentration.Run},
	{"advisories", func(ctx context.Context, w io.Writer) error { return advisories.Run(ctx, w, data()) }},
}

// data is where the real data lies, beside the project.
func data() string {
	if dir := os.Getenv("KANMIN_BENCH_DATA"); dir != "" {
		return dir
	}
	return "../shared/data"
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "parse" { // as the child that reads a file
		os.Exit(parsertest.Parse(os.Args[2:]))
	}
	if len(os.Args) > 1 && os.Args[1] == "serve" { // as the house of a measurement that wants one apart
		if err := house.Serve(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if len(os.Args) == 5 && os.Args[1] == "disk" { // as the house on a small disk
		if err := house.Small(context.Background(), os.Stdout, os.Args[2], os.Args[3], os.Args[4]); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	os.Exit(run())
}

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	fmt.Printf("%s, %d cores, %s\n", runtime.Version(), runtime.NumCPU(), time.Now().Format(time.RFC3339))
	for _, p := range parts {
		if len(os.Args) > 1 && !slices.Contains(os.Args[1:], p.name) {
			continue
		}
		fmt.Printf("\n# %s\n", p.name)
		if err := p.run(ctx, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			return 1
		}
	}
	return 0
}
