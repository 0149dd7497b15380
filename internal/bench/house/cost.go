package house

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cost is the processor time that was spent so far: unlike what a clock says, it is the same beside other work.
type cost struct {
	client time.Duration           // of this process
	server map[int64]time.Duration // of each PostgreSQL process that serves this database
}

// spent reads the meters, of PostgreSQL those that serve any of the roles.
func (g *ground) spent(ctx context.Context, roles ...string) (cost, error) {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return cost{}, err
	}
	c := cost{client: time.Duration(use.Utime.Nano() + use.Stime.Nano()), server: map[int64]time.Duration{}}
	if g.driver == "sqlite" {
		return c, nil
	}
	db, err := sql.Open(g.driver, g.owner)
	if err != nil {
		return c, err
	}
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(ctx, `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
		AND ($1 = '' OR usename = ANY (string_to_array($1, ' ')))`, strings.Join(roles, " "))
	if err != nil {
		return c, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var pid int64
		if err := rows.Scan(&pid); err != nil {
			return c, err
		}
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
		if err != nil {
			return c, err
		}
		on, _, _ := bytes.Cut(stat, []byte(" "))
		ns, err := strconv.ParseInt(string(on), 10, 64)
		if err != nil {
			return c, err
		}
		c.server[pid] = time.Duration(ns)
	}
	return c, rows.Err()
}

// since is what was spent after an earlier reading, by this process and by PostgreSQL.
func (c cost) since(earlier cost) (client, server time.Duration) {
	for pid, on := range c.server {
		server += on - earlier.server[pid]
	}
	return c.client - earlier.client, server
}

// each says what each of n acts cost since an earlier reading.
func (c cost) each(earlier cost, n int) string {
	client, server := c.since(earlier)
	text := fmt.Sprintf("%d µs of the program", client.Microseconds()/int64(n))
	if server > 0 {
		text += fmt.Sprintf(", %d µs of PostgreSQL", server.Microseconds()/int64(n))
	}
	return text
}
