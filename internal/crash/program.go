package crash

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Program is a way to start something in which reports can be filed.
type Program struct {
	Name  string
	Start func(ctx context.Context, s Scene, before ...string) (*Running, error) // before: a command to run it under
	// Post files a report under a client key.
	Post func(ctx context.Context, c Caller, client, body string) (Ack, error)
	// Promise fetches a report's provisional receipt; nil when the answer to Post was already one.
	Promise func(ctx context.Context, c Caller, a Ack) (Ack, error)
	// Final waits for a report's final receipt.
	Final func(ctx context.Context, c Caller, a Ack) (string, error)
	Route string // under which it keeps idempotency keys of reports
}

// Caller is a client of a running program.
type Caller struct {
	*http.Client
	Scene Scene
	Base  string // URL
}

// Running is a started program.
type Running struct {
	Base string // URL
	PID  int    // of the program itself, not of what it runs under
	wait chan error
	said *bytes.Buffer
}

// Kill ends the program as a crash of its machine's memory would, and waits until it is gone.
func (r *Running) Kill() error { return r.end(syscall.SIGKILL) }

// Stop asks the program to end, and waits.
func (r *Running) Stop() error { return r.end(syscall.SIGTERM) }

func (r *Running) end(signal syscall.Signal) error {
	if err := syscall.Kill(r.PID, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	select {
	case err := <-r.wait:
		if signal == syscall.SIGTERM && err != nil {
			return fmt.Errorf("%w: %s", err, r.said)
		}
		return nil
	case <-time.After(30 * time.Second):
		_ = syscall.Kill(r.PID, syscall.SIGKILL)
		return errors.New("the program did not end within 30 s of " + signal.String())
	}
}

// Driven is the program of this package: self is the path of the crash command.
func Driven(self string, mode Control) Program {
	name := "driver"
	if mode != Sound {
		name += " (" + string(mode) + ")"
	}
	return Program{
		Name: name, Post: postToDriver, Final: finalOfDriver, Route: driverRoute,
		Start: func(ctx context.Context, s Scene, before ...string) (*Running, error) {
			args := slices.Concat(before, []string{self, "drive", "-dir", s.Dir, "-control", string(mode)})
			return start(exec.CommandContext(ctx, args[0], args[1:]...), readyLine)
		},
	}
}

// start runs a command until ready finds, in the lines that it says, where it listens.
func start(cmd *exec.Cmd, ready func(line string) (base string, pid int, ok bool)) (*Running, error) {
	r := &Running{wait: make(chan error, 1), said: &bytes.Buffer{}}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		r.said.WriteString(line)
		if base, pid, ok := ready(line); ok {
			r.Base, r.PID = base, pid
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s did not start: %w: %s", cmd.Path, errors.Join(err, cmd.Wait()), r.said)
		}
	}
	go func() {
		_, _ = io.Copy(r.said, io.LimitReader(lines, 1<<20))
		_, _ = io.Copy(io.Discard, lines)
		r.wait <- cmd.Wait()
	}()
	return r, nil
}

func readyLine(line string) (string, int, bool) {
	f := strings.Fields(line)
	if len(f) != 3 || f[0] != "ready" {
		return "", 0, false
	}
	pid, err := strconv.Atoi(f[2])
	return f[1], pid, err == nil
}

func postToDriver(ctx context.Context, c Caller, client, body string) (Ack, error) {
	var ack Ack
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Base+"/file", strings.NewReader(body))
	if err != nil {
		return ack, err
	}
	req.Header.Set("Idempotency-Key", client)
	data, err := do(c, req)
	if err != nil {
		return ack, err
	}
	return ack, json.Unmarshal(data, &ack)
}

func finalOfDriver(ctx context.Context, c Caller, a Ack) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Base+"/receipt/"+a.Leaf, nil)
	if err != nil {
		return "", err
	}
	data, err := do(c, req)
	return string(data), err
}

func do(c Caller, req *http.Request) ([]byte, error) {
	res, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err == nil && res.StatusCode/100 != 2 {
		err = &refusal{res.StatusCode, string(data)}
	}
	return data, err
}

// refusal is an answer that is no success.
type refusal struct {
	status int
	body   string
}

func (r *refusal) Error() string { return fmt.Sprintf("HTTP %d: %.300s", r.status, r.body) }

// caller keeps as many connections as there are workers. Answers are not compressed: they are looked for in recordings.
func caller(s Scene, base string, workers int) Caller {
	t := &http.Transport{MaxIdleConnsPerHost: workers, MaxConnsPerHost: workers, DisableCompression: true}
	return Caller{&http.Client{Timeout: 30 * time.Second, Transport: t}, s, base}
}

// file posts n reports from a number of workers, asks for each final receipt, and returns what clients were told, in no order.
func (p Program) file(ctx context.Context, c Caller, n, workers int) ([]Ack, error) {
	defer c.CloseIdleConnections()
	var (
		mu   sync.Mutex
		acks []Ack
		errs []error
		wg   sync.WaitGroup
		next = make(chan int)
	)
	told := func(a Ack, err error) bool {
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			errs = append(errs, err)
			return false
		}
		acks = append(acks, a)
		return true
	}
	for range workers {
		wg.Go(func() {
			for i := range next {
				key := fmt.Sprintf("record-%05d", i)
				ack, err := p.Post(ctx, c, key, report(key))
				if !told(ack, err) {
					continue
				}
				wg.Go(func() { p.prove(ctx, c, ack, told) }) // while others file
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
	return acks, errors.Join(errs...)
}

// prove asks for the receipts of a report, the provisional and the final one.
func (p Program) prove(ctx context.Context, c Caller, a Ack, told func(Ack, error) bool) {
	var err error
	if p.Promise != nil {
		if a, err = p.Promise(ctx, c, a); !told(a, err) {
			return
		}
	}
	a.Final, err = p.Final(ctx, c, a)
	told(a, err)
}
