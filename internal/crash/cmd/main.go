// Command crash cuts the power 10,000 times and kills the binary 400 times (make crash).
package main

import (
	"context"
	"fmt"
	"os"

	"kanmin/internal/crash"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "crash:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if command := crash.Commands[first(args)]; command != nil { // started by an experiment
		return command(ctx, args[1:], os.Stdout)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	m := crash.Make{Self: self, Out: os.Stdout}
	return m.Command(ctx, args)
}

func first(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}
