package store

import (
	"context"
	"strconv"
	"time"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/task"
)

// retriable is how long ago a mail may have been given up that is tried again; an older one tells nobody anything new.
const retriable = 14 * 24 * time.Hour

// Retries is the handler of auditing.RetryQueue: mails that were given up lately wait again, as if they were new.
func (db *DB) Retries() Handler {
	return func(ctx context.Context, _ task.Task, _ func(done, total int64) error) (string, error) {
		var n int64
		err := db.backstage(ctx, func(q *row.Q) (err error) {
			n, err = q.Exec(`UPDATE outbox SET state = 'waiting', attempts = 0, due_at = $1, ended_at = NULL WHERE state = 'failed' AND ended_at > $2 AND channel <> 'digest'`,
				q.Scope.At, q.Scope.At.Add(-retriable))
			return err
		})
		return strconv.FormatInt(n, 10), err
	}
}
