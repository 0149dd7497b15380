// Testsum runs a `go test -json` command and prints what a person wants to read:
// go test's own closing line for each package as it ends, all the output of what
// failed, and at the end the slowest packages and one line "N passed, N failed, N
// skipped". It fails when a test failed, when one was skipped, and when none ran.
//
//	go run ./scripts/testsum -- go test -json ./...
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// event is one line of `go test -json`.
type event struct {
	Action  string  `json:"Action"`
	Package string  `json:"Package"`
	Test    string  `json:"Test"`
	Elapsed float64 `json:"Elapsed"`
	Output  string  `json:"Output"`
}

// summary is what has been seen so far.
type summary struct {
	out                     io.Writer
	passed, failed, skipped int
	broken                  int // packages that failed without a failing test: build, panic, time-out
	skips, failures         []string
	took                    map[string]float64
	output                  map[string]*strings.Builder // by package and test, until it ends
	failedIn                map[string]bool
}

func main() {
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "usage: testsum -- go test -json ./...")
		os.Exit(2)
	}
	if err := run(os.Stdout, args); err != nil {
		fmt.Fprintln(os.Stderr, "testsum:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, args []string) error {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stderr = os.Stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	s := newSummary(out)
	readErr := s.read(pipe)
	return errors.Join(readErr, s.verdict(cmd.Wait()))
}

func newSummary(out io.Writer) *summary {
	return &summary{out: out, took: map[string]float64{}, output: map[string]*strings.Builder{}, failedIn: map[string]bool{}}
}

func (s *summary) read(r io.Reader) error {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) != nil {
				fmt.Fprintf(s.out, "%s", line) // not JSON: a message of the go command itself
			} else {
				s.take(e)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (s *summary) take(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "build-output":
		fmt.Fprint(s.out, e.Output)
	case "output":
		s.keep(key, e)
	case "pass", "fail", "skip":
		if e.Test == "" {
			s.endPackage(e)
		} else {
			s.endTest(e)
		}
		delete(s.output, key)
	}
}

// keep holds a test's output back until its verdict; a package's own closing line
// is printed at once, as go test does.
func (s *summary) keep(key string, e event) {
	if strings.HasPrefix(e.Output, "=== ") || strings.HasPrefix(e.Output, "?   \t") {
		return // who started when, and packages without tests: nobody reads it
	}
	if e.Test == "" && closing(e.Output) {
		fmt.Fprint(s.out, e.Output)
		return
	}
	if s.output[key] == nil {
		s.output[key] = &strings.Builder{}
	}
	s.output[key].WriteString(e.Output)
}

func closing(line string) bool {
	for _, start := range []string{"ok  \t", "FAIL\t"} {
		if strings.HasPrefix(line, start) {
			return true
		}
	}
	return false
}

func (s *summary) endTest(e event) {
	switch e.Action {
	case "pass":
		s.passed++
	case "fail":
		s.failed++
		s.failedIn[e.Package] = true
		s.failures = append(s.failures, e.Package+" "+e.Test)
		s.print(e.Package + " " + e.Test)
	case "skip":
		s.skipped++
		s.skips = append(s.skips, e.Package+" "+e.Test)
		s.print(e.Package + " " + e.Test)
	}
}

func (s *summary) endPackage(e event) {
	s.took[e.Package] = e.Elapsed
	if e.Action != "fail" {
		return
	}
	if !s.failedIn[e.Package] { // a panic or a time-out: tests without a verdict have the reason
		s.broken++
		s.failures = append(s.failures, e.Package)
		for key := range s.output {
			if strings.HasPrefix(key, e.Package+" ") {
				s.print(key)
			}
		}
		return
	}
	s.print(e.Package + " ")
}

func (s *summary) print(key string) {
	if text := s.output[key]; text != nil {
		fmt.Fprint(s.out, text.String())
	}
}

// verdict prints the closing lines; goTest is the error of the command itself.
func (s *summary) verdict(goTest error) error {
	slow := make([]string, 0, len(s.took))
	for name := range s.took {
		slow = append(slow, name)
	}
	slices.SortFunc(slow, func(a, b string) int {
		return cmp.Or(cmp.Compare(s.took[b], s.took[a]), strings.Compare(a, b))
	})
	fmt.Fprintln(s.out, "\nslowest packages:")
	for _, name := range slow[:min(5, len(slow))] {
		fmt.Fprintf(s.out, "%8.1f s  %s\n", s.took[name], name)
	}
	for _, name := range s.failures {
		fmt.Fprintln(s.out, "failed:", name)
	}
	for _, name := range s.skips {
		fmt.Fprintln(s.out, "skipped:", name)
	}
	fmt.Fprintf(s.out, "\n%d passed, %d failed, %d skipped\n", s.passed, s.failed+s.broken, s.skipped)
	switch {
	case s.failed+s.broken > 0 || goTest != nil:
		return errors.New("the tests failed")
	case s.skipped > 0:
		return errors.New("a test was skipped: what cannot be set up is a failure with the command to fix it")
	case s.passed == 0:
		return errors.New("no test was run")
	}
	return nil
}
