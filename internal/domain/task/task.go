// Package task owns work that an act leaves for later: what it is, how far it has come, and, in
// words, what went wrong.
package task

import (
	"time"

	"kanmin/internal/domain/ident"
)

// Task is work that one worker does, once, in the order in which tasks fall due.
type Task struct {
	ID        string
	Queue     string // which worker does it
	Key       string // two tasks of one key are one task
	Org       ident.Org
	Unit      ident.Unit
	State     State
	DueAt     ident.Instant // not before
	Attempts  int
	Done      int64 // of Total; both 0 while nothing is known
	Total     int64
	CreatedAt ident.Instant
	EndedAt   ident.Instant // 0 until it has ended
	Trouble   string        // the last error, in words; empty when there was none
	Result    string        // what the worker said at the end
}

// State is where a task stands.
type State string

// The states.
const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed" // given up after Attempts
)

// Attempts is how often a task is tried.
const Attempts = 8

// Letters is how often a message is tried: a relay that is down for a day loses none.
const Letters = 56

// Again is how long to wait after a number of attempts to send a message: as a task at first, then an hour. All together take two days.
func Again(attempts int) time.Duration {
	if attempts >= Attempts {
		return time.Hour
	}
	return Backoff(attempts)
}

// Backoff is how long to wait after a number of attempts: 10 s, doubled each time, at most 15 minutes. All
// attempts together take about half an hour.
func Backoff(attempts int) time.Duration {
	wait := 10 * time.Second
	for range min(max(attempts-1, 0), 10) {
		wait *= 2
	}
	return min(wait, 15*time.Minute)
}
