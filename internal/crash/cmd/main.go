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
	if len(args) > 0 && args[0] == "drive" {
		return crash.DriveCommand(ctx, args[1:], os.Stdout)
	}
	n := 60
	fmt.Sscan(args[1], &n)
	dir, err := os.MkdirTemp("", "kanmin-crash-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	self, err := os.Executable()
	if err != nil {
		return err
	}
	r, err := crash.Record(ctx, crash.Driven(self, crash.Control(args[0])), dir, n, 4)
	if err != nil {
		return err
	}
	fmt.Println("ops", len(r.Ops), "acks", len(r.Acks))
	t, err := r.Replay(ctx, crash.Cuts{Seed: 1, Scratch: "/dev/shm"})
	fmt.Println(t)
	return err
}
