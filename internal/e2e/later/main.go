// Command later serves a demo that was served before, some days later: what counts from a day on is looked at in the
// browser on that day. It exists for the end-to-end tests; nothing else imports it.
//
//	DEMO_ADDR=localhost:8099 DEMO_DATA=… go run ./internal/e2e/later -days 5
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"kanmin/internal/cli/demo"
)

func main() {
	days := flag.Int("days", 0, "how many days later")
	flag.Parse()
	if err := run(*days); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(days int) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return demo.Run(ctx, demo.Options{
		Addr: os.Getenv("DEMO_ADDR"), Data: os.Getenv("DEMO_DATA"), Out: os.Stdout, Log: os.Stderr,
		Now: func() time.Time { return time.Now().AddDate(0, 0, days) },
	})
}
