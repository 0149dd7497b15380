package parser_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/format/sheet/read"
	"kanmin/internal/adapter/out/parser/parsertest"
)

// TestMain makes the test's own binary the child that the tests start.
func TestMain(m *testing.M) {
	if len(os.Args) < 2 {
		os.Exit(m.Run())
	}
	switch os.Args[1] {
	case "parse":
		os.Exit(parsertest.Parse(os.Args[2:]))
	case "probe":
		os.Exit(probe())
	case "hang":
		select {}
	case "burn":
		os.Exit(burn())
	case "silent":
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// burn takes processor time until the kernel ends it: after a second here, not ten.
func burn() int {
	if _, err := read.Confine(read.Short); err != nil {
		return 1
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_CPU, &syscall.Rlimit{Cur: 1, Max: 2}); err != nil {
		return 1
	}
	for n := 1; ; n++ {
		if n == 0 {
			return 0
		}
	}
}

// probe tries what a confined child must not be able to do, and says what worked, as a book whose sheets are names.
func probe() int {
	before := tries()
	held, err := read.Confine(read.Short)
	if err != nil {
		return 1
	}
	out := sheet.NewWriter(os.Stdout)
	_ = out.Book(sheet.Book{Kind: sheet.CSV, Confined: held})
	for _, name := range before {
		_ = out.Sheet(sheet.Sheet{Name: "before: " + name})
	}
	for _, name := range tries() {
		_ = out.Sheet(sheet.Sheet{Name: "after: " + name})
	}
	for _, name := range os.Environ() {
		_ = out.Sheet(sheet.Sheet{Name: "told: " + name})
	}
	_ = out.End(nil)
	return 0
}

func tries() (worked []string) {
	note := func(what string, err error) {
		if err == nil {
			worked = append(worked, what)
		}
	}
	_, err := os.ReadFile("/etc/passwd")
	note("read a file", err)
	_, err = os.CreateTemp("", "probe")
	note("write a file", err)
	note("start a program", exec.Command("/bin/true").Run()) //nolint:noctx // it must not start at all
	l, err := net.Listen("tcp", "127.0.0.1:0")               //nolint:noctx // as above
	note("listen", err)
	if err == nil {
		_ = l.Close()
	}
	_, err = os.ReadFile(fmt.Sprintf("/proc/%d/environ", os.Getppid()))
	note("read the parent's environment", err)
	return worked
}
