package names

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// command measures `kanmin product resolve`, the product's own binary in a process of its own: from start to the first answer, and the most memory
// that it ever held, with and without a limit in its environment.
func command(ctx context.Context, w io.Writer, dir string, rows []Row) error {
	home, err := os.MkdirTemp("", "kanmin-names")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	bin := filepath.Join(home, "kanmin")
	if said, err := exec.CommandContext(ctx, "go", "build", "-o", bin, "./cmd/kanmin").CombinedOutput(); err != nil {
		return fmt.Errorf("go build ./cmd/kanmin: %w: %s", err, said)
	}
	var in strings.Builder
	for _, r := range rows {
		in.WriteString(r.Maker + "\t" + r.Product + "\n")
	}
	for _, limit := range []string{"", "200MiB"} {
		c := exec.CommandContext(ctx, bin, "product", "resolve", "--json", "--dictionary", filepath.Join(dir, "vp-dict.tsv.gz")) //nolint:gosec // our own binary
		name := "no limit"
		if limit != "" {
			c.Env, name = append(os.Environ(), "GOMEMLIMIT="+limit), "GOMEMLIMIT="+limit
		}
		give, err := c.StdinPipe()
		if err != nil {
			return err
		}
		out, err := c.StdoutPipe()
		if err != nil {
			return err
		}
		began := time.Now()
		if err := c.Start(); err != nil {
			return err
		}
		go func() { _, _ = io.WriteString(give, in.String()) }()
		answers, first := 0, time.Duration(0)
		lines := bufio.NewScanner(out)
		lines.Buffer(nil, 1<<20)
		for answers < len(rows) && lines.Scan() {
			if answers++; answers == 1 {
				first = time.Since(began)
			}
		}
		most, err := held(c.Process.Pid)
		if err := errors.Join(err, give.Close()); err != nil {
			return err
		}
		if err := c.Wait(); err != nil {
			return err
		}
		if answers != len(rows) {
			return fmt.Errorf("%d rows, %d answers", len(rows), answers)
		}
		if _, err := fmt.Fprintf(w, "  the command, %s: first answer after %d ms (goal 1,500), %d rows in %v of CPU, at most %d MB held (goal 200)\n",
			name, first.Milliseconds(), answers, (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Round(10*time.Millisecond), most); err != nil {
			return err
		}
	}
	return nil
}

// held is the most memory in MB that a process ever had, which is still there (VmHWM). What wait(2) tells would count the
// parent's memory, from before the program was loaded.
func held(pid int) (int, error) {
	b, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmHWM:" {
			kb, err := strconv.Atoi(f[1])
			return kb >> 10, err
		}
	}
	return 0, errors.New("no VmHWM in /proc")
}
