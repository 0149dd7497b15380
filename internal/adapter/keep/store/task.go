package store

import (
	"context"
	"errors"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/task"
)

// AddTask leaves work for the worker of a queue, in the act that wants it. A second task of a key is the
// first one.
func (t *Tx) AddTask(queue, key string, due ident.Instant) error {
	id, err := ident.NewID[ident.Object](t.q.Scope.At, t.q.Entropy)
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`INSERT INTO task (id, queue, key, org, unit, state, due_at, attempts, done, total, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, $8) ON CONFLICT (key) DO NOTHING`,
		id, queue, key, t.q.Scope.Org, t.q.Scope.Unit, task.Waiting, due, t.q.Scope.At)
	return err
}

const taskColumns = `t.id, t.queue, t.key, t.org, t.unit, t.state, t.due_at, t.attempts, t.done, t.total, t.created_at, COALESCE(t.ended_at, 0), COALESCE(t.trouble, ''), COALESCE(t.result, '')`

func listTasks(q *row.Q, where string, args []any) (list []task.Task, err error) {
	err = q.Each(`SELECT `+taskColumns+` FROM task t WHERE `+where, args, func(scan func(...any) error) error {
		var t task.Task
		err := scan(&t.ID, &t.Queue, &t.Key, &t.Org, &t.Unit, &t.State, &t.DueAt, &t.Attempts, &t.Done, &t.Total, &t.CreatedAt, &t.EndedAt, &t.Trouble, &t.Result)
		list = append(list, t)
		return err
	})
	return list, err
}

// Tasks lists the tasks of the scope's own platform office, newest first.
func (t *Tx) Tasks(limit int) ([]task.Task, error) {
	var a row.Args
	where := t.q.Visible("t", access.Permission{Action: access.Read, Object: access.Platform}, &a)
	return listTasks(t.q, where+` ORDER BY t.created_at DESC, t.id DESC LIMIT `+a.Add(limit), a.List)
}

// Handler does one task. It calls progress between steps, never more than a few seconds apart in its own interest: an
// error from it means that somebody else does the task now, and the handler must stop. It must bear being
// begun again from the start. result is kept with the task.
type Handler func(ctx context.Context, t task.Task, progress func(done, total int64) error) (result string, err error)

// RunTasks does the tasks of a queue, one after another, until ctx ends. Any number of nodes may run it: one
// holds the queue's lease.
func (db *DB) RunTasks(ctx context.Context, queue string, do Handler) error {
	return db.runWorker(ctx, worker{
		name: "task/" + queue,
		due: func(q *row.Q) (bool, error) {
			list, err := dueTasks(q, queue)
			return len(list) > 0, err
		},
		once: func(ctx context.Context, l Lease) (bool, error) { return db.DoTask(ctx, l, queue, do) },
	})
}

// TakeQueue takes the lease of a queue of tasks.
func (db *DB) TakeQueue(ctx context.Context, queue, holder string) (Lease, bool, error) {
	return db.Take(ctx, "task/"+queue, holder)
}

// dueTasks gives the next task: a running one comes first, its worker died.
func dueTasks(q *row.Q, queue string) ([]task.Task, error) {
	return listTasks(q, `t.queue = $1 AND t.state IN ('waiting', 'running') AND t.due_at <= $2 ORDER BY t.state, t.due_at, t.id LIMIT 1`, []any{queue, q.Scope.At})
}

var errDied = errors.New("the program ended while it did this, each time")

// DoTask does the next task of a queue, and reports whether there was one.
func (db *DB) DoTask(ctx context.Context, l Lease, queue string, do Handler) (did bool, err error) {
	defer fault.Wrap(&err, "store.DoTask")
	var t task.Task
	err = db.backstage(ctx, func(q *row.Q) error {
		list, err := dueTasks(q, queue)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := l.guard(q); err != nil {
			return err
		}
		t, err = beginTask(q, list[0])
		return err
	})
	if err != nil || t.State != task.Running {
		return t.ID != "" && err == nil, err
	}
	percent := int64(-1)
	result, trouble := do(ctx, t, func(done, total int64) error {
		if total <= 0 || done*100/total == percent {
			return ctx.Err()
		}
		percent = done * 100 / total
		return db.guarded(ctx, l, func(q *row.Q) error {
			_, err := q.Exec(`UPDATE task SET done = $1, total = $2 WHERE id = $3`, done, total, t.ID)
			return err
		})
	})
	if ctx.Err() != nil {
		return true, ctx.Err() // it is begun again by whoever holds the lease next
	}
	return true, db.guarded(ctx, l, func(q *row.Q) error { return endTask(q, t, result, trouble) })
}

// beginTask counts the attempt; a task whose worker died at each attempt is given up.
func beginTask(q *row.Q, t task.Task) (task.Task, error) {
	if t.Attempts >= task.Attempts {
		t.State = task.Failed
		return t, endTask(q, t, "", errDied)
	}
	t.State, t.Attempts = task.Running, t.Attempts+1
	_, err := q.Exec(`UPDATE task SET state = $1, attempts = $2, done = 0, total = 0 WHERE id = $3`, t.State, t.Attempts, t.ID)
	return t, err
}

func endTask(q *row.Q, t task.Task, result string, trouble error) error {
	if trouble == nil {
		_, err := q.Exec(`UPDATE task SET state = $1, ended_at = $2, result = $3, trouble = NULL WHERE id = $4`, task.Done, q.Scope.At, result, t.ID)
		return err
	}
	words := inWords(trouble)
	if t.Attempts >= task.Attempts {
		_, err := q.Exec(`UPDATE task SET state = $1, ended_at = $2, trouble = $3 WHERE id = $4`, task.Failed, q.Scope.At, words, t.ID)
		return err
	}
	_, err := q.Exec(`UPDATE task SET state = $1, due_at = $2, trouble = $3 WHERE id = $4`, task.Waiting, q.Scope.At.Add(task.Backoff(t.Attempts)), words, t.ID)
	return err
}
